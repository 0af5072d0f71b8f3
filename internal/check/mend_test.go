package check_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"backgrounder/internal/annotate"
	"backgrounder/internal/check"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// mended checks a story and applies the fixes of what is found, once. res is what
// was read before; the story has no errors.
func mended(file []byte) (after []byte, done []diag.Diagnostic, res *annotate.Result, ok bool) {
	a, body, ds := content.ParseStory("story.md", file, false, nil)
	if diag.Errors(ds) > 0 {
		return nil, nil, nil, false
	}
	res, ds = site.Annotate(nil, nil, body, false, site.StoryOf(a, "en"))
	loaded := &content.Site{Articles: []*content.Article{a}}
	after, done = diag.Mend(file, check.New(loaded).Story(a, body, res, ds))
	return after, done, res, true
}

var mendable = []string{
	"The ferry left the the the harbor. The the ferry.",
	"“ It was old, ” she said. “It was the the ” old “one.”\n\nShe said: ” no “ yes ”.",
	"\uFEFF---\r\ntitle: T\r\n---\r\nThe ferry left the the harbor,\r\nand and the\r\nthe “ boat ”.\r\n",
	"`the the` *the* the [the the](x) [the the]{source=none} ![the the](y) the&nbsp;the the\\ the\n\n    the the\n\n# the the\n\n> the  the\n\n- the\tthe\n\n| the the |\n| --- |\n| the the |\n",
	"<!-- check: off doubled-word: so --> \n\nThe the the. <!-- check: off doubled-wrd: the the -->\n\n<b>the the</b>",
	"---\ntitle: T\ndate: 2024/01/05\n---\nOn on “ a a ” 'the the' ‘the the’ \"the the\" and and",
	"—“ x ”— (“ x ”) “\u00a0x\u00a0” “  ” “ ” “ “ x ” ”",
	"A A a a grade an an and and their their been been",
}

// Mending a story again and again comes to an end, and soon; nothing but single
// words that stood twice and white space at quotation marks is taken out of its
// text, and everything else reads as it did.
func mendsWell(t *testing.T, file string) {
	if len(file) > 4000 {
		t.Skip()
	}
	text := []byte(file)
	for pass := 0; ; pass++ {
		after, done, before, ok := mended(text)
		if !ok {
			return
		}
		if len(done) == 0 {
			if !bytes.Equal(after, text) {
				t.Fatalf("nothing is mended, and %q becomes %q", text, after)
			}
			return
		}
		if pass == 5 {
			t.Fatalf("mending does not come to an end: %q", file)
		}
		gone := 0
		plain := bytes.TrimPrefix(text, []byte("\uFEFF"))
		for _, d := range done {
			for _, e := range d.Fix {
				old := string(plain[e.Start:e.End])
				word := strings.TrimLeftFunc(old, unicode.IsSpace)
				switch {
				case d.Rule == "check-comment":
				case e.New != "" || word == old || word != "" && strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }):
					t.Errorf("%q: %q becomes %q", file, old, e.New)
				default:
					gone += len(word)
				}
			}
		}
		_, _, now, ok := mended(after)
		if !ok {
			t.Fatalf("%q cannot be read when it is mended: %q", text, after)
		}
		if len(now.Blocks) != len(before.Blocks) || len(bare(now.Text))+gone != len(bare(before.Text)) {
			t.Errorf("%q becomes %q:\n%q\n%q", text, after, before.Text, now.Text)
		}
		text = after
	}
}

// bare is a text without white space.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

func TestMendsWell(t *testing.T) {
	for _, file := range mendable {
		mendsWell(t, file)
	}
}

func FuzzMend(f *testing.F) {
	for _, file := range mendable {
		f.Add(file)
	}
	f.Fuzz(mendsWell)
}

// What is mended, story by story.
func TestMended(t *testing.T) {
	for before, want := range map[string]string{
		"The ferry left the the the harbor. The the ferry.": "The ferry left the harbor. The the ferry.",
		"The the ferry.":                   "The ferry.",
		"Grade A a ferries.":               "Grade A a ferries.",
		"He came to to to the ferry.":      "He came to to to the ferry.",
		"The log said “the the ferry.”":    "The log said “the the ferry.”",
		"The log said 'the the ferry.'":    "The log said 'the the ferry.'",
		"The captain's the the ferry.":     "The captain's the ferry.",
		"“ It sank,” she said.":            "“It sank,” she said.",
		"“It sank, ” she said.":            "“It sank,” she said.",
		"It “sank“ she said. “ It sank.”":  "It “sank“ she said. “It sank.”",
		"“ It sank,” she said. “No ”":      "“It sank,” she said. “No”",
		"\uFEFFa a ferry sank.\r\n":        "\uFEFFa ferry sank.\r\n",
		"Crews saw the\nthe ferry.":        "Crews saw the\nthe ferry.",
		"Crews saw *the* the ferry.":       "Crews saw *the* the ferry.",
		"Crews saw the&nbsp;the ferry.":    "Crews saw the&nbsp;the ferry.",
		"Crews saw [the the](/x/) ferry.":  "Crews saw [the the](/x/) ferry.",
		"Crews `saw the the` ferry.":       "Crews `saw the the` ferry.",
		"[the the ferry]{source=none} so.": "[the the ferry]{source=none} so.",
	} {
		after, _, _, ok := mended([]byte(before))
		if !ok || string(after) != want {
			t.Errorf("%q becomes %q, want %q", before, after, want)
		}
	}
}
