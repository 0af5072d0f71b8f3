package site

import (
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"

	"backgrounder/internal/annotate"
)

// TestCodeIsLegible measures the contrast of every colour of code.
func TestCodeIsLegible(t *testing.T) {
	pairs := regexp.MustCompile(`light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)`).FindAllStringSubmatch(string(highlightCSS()), -1)
	if len(pairs) < 5 {
		t.Fatalf("the style of code has %d colours", len(pairs))
	}
	for _, pair := range pairs {
		if c := contrast(chroma.ParseColour(pair[1]), lightGround); c < leastContrast {
			t.Errorf("%s has a contrast of %.2f in the light", pair[1], c)
		}
		if c := contrast(chroma.ParseColour(pair[2]), darkGround); c < leastContrast {
			t.Errorf("%s has a contrast of %.2f in the dark", pair[2], c)
		}
	}
}

// TestHighlight keeps every character of the code, and colours only what the
// style has a colour for.
func TestHighlight(t *testing.T) {
	h := newHighlighter()
	css := string(highlightCSS())
	for _, test := range []struct{ language, code string }{
		{"go", "func f() string { return \"<&>\" } // why\n"},
		{"html", "<a href=\"x\">&amp;</a>\n"},
		{"markdown", "# Title\n\n[a](b) **c** `d`\n"},
		{"no-such-language", "a < b\n"},
		{"", "plain\n"},
	} {
		var b strings.Builder
		if err := h.write(&b, test.language, test.code); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if got := textWithSpace(page); got != test.code {
			t.Errorf("%s: the code %q reads %q", test.language, test.code, got)
		}
		for _, class := range regexp.MustCompile(`class="(c-[a-z0-9]+)"`).FindAllStringSubmatch(page, -1) {
			if !regexp.MustCompile(`\.` + class[1] + `[,)]`).MatchString(css) {
				t.Errorf("%s: the style knows no class %s", test.language, class[1])
			}
		}
	}
}

// TestLooseBreaks tells line breaks of the editors from those of the text.
func TestLooseBreaks(t *testing.T) {
	h := newHighlighter()
	actors := []annotate.Actor{{ID: "nujaba", Name: "Harakat al-Nujaba", Kind: "armed-group"}, {ID: "iran", Name: "Iran", Kind: "government"}}
	source := "One of\nthe U.S.-led\n*coalition\nforces*.[^1]\n\n[^1]: A note,\n    and more.\n\n" +
		"- An item\n  goes on.\n- Hard  \nbreak.\n\n> A quotation\n> goes on.\n\n```\ncode\nstays\n```\n\nIran\nand Harakat\nal-Nujaba.\n"
	want := "One of_the U.S.-led_*coalition_forces*.[^1]\n\n[^1]: A note,_and more.\n\n" +
		"- An item_goes on.\n- Hard  \nbreak.\n\n> A quotation\n> goes on.\n\n```\ncode\nstays\n```\n\nIran_and Harakat_al-Nujaba.\n"
	var b strings.Builder
	if err := h.write(&b, "markdown", source, newMarkdown(actors, nil, h).looseBreaks([]byte(source))...); err != nil {
		t.Fatal(err)
	}
	if got := textWithSpace(b.String()); got != source {
		t.Errorf("the source reads %q, want %q", got, source)
	}
	joined := regexp.MustCompile(`<span class="loose">\s+</span>`).ReplaceAllString(b.String(), "_")
	if got := textWithSpace(joined); got != want {
		t.Errorf("on a phone the source reads\n%s\nwant\n%s", got, want)
	}
}

func textWithSpace(page string) string {
	page = strings.TrimSuffix(page, "</code></pre>\n")
	page = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, "")
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(page)
}
