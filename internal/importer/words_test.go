package importer_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"backgrounder/internal/annotate"
	"backgrounder/internal/importer"
)

// read is what a site reads in a text: the words of its blocks, and what readers
// see of them.
func read(t *testing.T, src []byte, plain bool) (blocks []string, seen string) {
	t.Helper()
	a := annotate.New(nil)
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.DefinitionList, extension.Footnote, a))
	p := md.Parser()
	if plain {
		p = a.PlainParser()
	}
	pc := annotate.NewContext(annotate.Story{})
	root := p.Parse(text.NewReader(src), parser.WithContext(pc))
	res := annotate.Get(pc)
	for _, b := range res.Blocks {
		blocks = append(blocks, strings.Join(strings.Fields(b.Of(res.Text)), " "))
	}
	var page bytes.Buffer
	if err := md.Renderer().Render(&page, src, root); err != nil {
		t.Fatal(err)
	}
	return blocks, visible(t, page.String())
}

func visible(t *testing.T, page string) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	added := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			if added == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			if bytes.Contains(z.Raw(), []byte("data-added")) {
				added++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); added > 0 && string(name) == "a" {
				added--
			}
		}
	}
}

// What Markdown would read as markup.
var traps = []string{
	"Plain words, nothing more.",
	"# No heading\n\n#1 in the league\n\n####### seven",
	"- no item\n- none\n\n+ none\n\n* none\n\n1. none\n2) none\n\n-5 degrees\n\n1984. A year.",
	"> no quotation\n>> none",
	"No heading\n===\n\nNone\n---\n\n***\n\n___\n\n- - -",
	"He said *this* and **that**, _so_ and __so__, snake_case_name, 2*3*4, ~~not~~ ~this~",
	"[the president] said [it](was), [so][too], [mark]{actor=iran} and [none]{source=none} ![x](y)",
	"[ref]: https://example.org\n\n[ref] and [^1]\n\n[^1]: note",
	"AT&T &amp; &lt;b&gt; &copy; &#65; &#x41; &nosuch; R&D;",
	"<b>bold</b> <!-- check: off x: y --> a < b > c <https://example.org> </div> <?php ?>",
	"`code` ``more`` ```\nfence\n```\n\n~~~\nfence\n~~~",
	"a | b\n--- | ---\n1 | 2\n\n| a |\n|---|\n| b |\n\na|b\n:-|-:\n1|2",
	"Term\n: definition\n\nTerm\n\n: definition",
	"C:\\path\\*file* \\[x\\] ends \\\nhere  \nand here",
	"    not code\n\n\tnot code either",
	"One line\nAnother line\nA third",
	"“Quoted [words],” he said. ‘So’ … — 50% $5 x@y.org https://example.org/a_b_c",
	"Tab\tinside  two  spaces\r\nWindows line\r\n\r\nNext",
	"+++\ntoml\n+++\n\n---\nyaml: 1\n---",
	"!important\n\n![alt]\n\n{#id .class}\n\nx {.y}\n\n[x]{",
	"10:30 a.m.\n\n:-)\n\n=)\n\n|\n\n=\n\n:\n\n-\n\n+\n\n1.\n\n2)",
	"\\# \\\\ \\",
	"H~2~O x^2^ ==mark== ++ins++ ,,sub,,",
	"[[x]] [x] [y] ][ ]( ]{ [a]: b",
}

// Import, then render: the words that readers see are those of the plain text, in
// the same paragraphs.
func TestWordsStay(t *testing.T) {
	for _, trap := range traps {
		wordsStay(t, trap)
	}
}

func FuzzWordsStay(f *testing.F) {
	for _, trap := range traps {
		f.Add(trap)
	}
	f.Fuzz(wordsStay)
}

func wordsStay(t *testing.T, story string) {
	if !utf8.ValidString(story) || strings.ContainsFunc(story, func(r rune) bool {
		return r < ' ' && !strings.ContainsRune("\n\r\t", r) || r >= 0x7F && r < 0xA0 || r == '\uFEFF'
	}) {
		return // no story is read with these
	}
	md := importer.FromPlain([]byte(story))
	want, wantSeen := read(t, []byte(story), true)
	got, seen := read(t, md, false)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q becomes %q\n-plain +imported\n%s", story, md, diff)
	}
	if seen != wantSeen {
		t.Errorf("%q becomes %q\nreaders see %q\n     not %q", story, md, seen, wantSeen)
	}
}
