package annotate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/edtf"
)

// The words stay the words: from an annotated body remove the elements that carry
// data-added, then all tags; what is left is what plain goldmark renders from the
// same Markdown without marks.
//
// "Without marks" has to be made without the parser under test doing the
// rendering. A mark's halves are replaced in the source by two brackets that
// Markdown does not know (⟦ and ⟧: punctuation like [ and ], so that emphasis
// beside them is read the same, and paragraphs do not become lists), plain
// goldmark renders that, and the brackets are taken out of the result.

// withoutMarks replaces the marks that the parser has understood.
func withoutMarks(src []byte, marks []mark) []byte {
	type cut struct {
		Span
		with string
	}
	var cuts []cut
	for _, m := range marks {
		cuts = append(cuts,
			cut{Span{Start: m.at.Start, End: m.openEnd}, "⟦"},
			cut{Span{Start: m.closeFrom, End: m.at.End}, "⟧"})
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.Start - b.Start })
	var out []byte
	at := 0
	for _, c := range cuts {
		out = append(out, src[at:c.Start]...)
		out = append(out, c.with...)
		at = c.End
	}
	return append(out, src[at:]...)
}

// silent renders nothing for raw HTML, in place of goldmark's comment.
type silent struct{}

func (silent) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	nothing := func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkSkipChildren, nil
	}
	r.Register(ast.KindHTMLBlock, nothing)
	r.Register(ast.KindRawHTML, nothing)
}

// plainGoldmark is the text of what goldmark alone renders.
func plainGoldmark(t testing.TB, src []byte, marks []mark) string {
	t.Helper()
	md := markdown()
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(silent{}, 1)))
	var b bytes.Buffer
	if err := md.Convert(withoutMarks(src, marks), &b); err != nil {
		t.Fatal(err)
	}
	words := wordsOf(t, b.String())
	return strings.Join(strings.Fields(strings.NewReplacer("⟦", "", "⟧", "").Replace(words)), " ")
}

// plainParagraphs is the text of a plain-text story, read without goldmark.
func plainParagraphs(src []byte) string {
	s := strings.ReplaceAll(strings.TrimPrefix(string(src), "\uFEFF"), "\x00", "\uFFFD")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\n\v\f\r\x00", r) }), " ")
}

// wordsOf removes elements with data-added, and all tags. It fails on a body that
// is not well formed, or sets a link within a link.
func wordsOf(t testing.TB, body string) string {
	t.Helper()
	var b strings.Builder
	var open []string
	added := 0 // how many open elements stand within one that is added
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			if len(open) > 0 {
				t.Fatalf("not closed: %v in\n%s", open, body)
			}
			return b.String()
		case html.TextToken:
			if added == 0 {
				b.WriteString(z.Token().Data)
			}
		case html.StartTagToken:
			tok := z.Token()
			if slices.Contains([]string{"br", "img", "hr", "input"}, tok.Data) {
				continue
			}
			if tok.Data == "a" && slices.Contains(open, "a") {
				t.Fatalf("a link within a link in\n%s", body)
			}
			open = append(open, tok.Data)
			if added > 0 || slices.ContainsFunc(tok.Attr, func(a html.Attribute) bool { return a.Key == "data-added" }) {
				added++
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes %v in\n%s", name, open, body)
			}
			open = open[:len(open)-1]
			if added > 0 {
				added--
			}
		}
	}
}

// checkWords annotates a story and holds everything that is promised for any.
func checkWords(t testing.TB, a *Annotator, story Story, src []byte, plain bool) {
	t.Helper()
	md := markdown(a)
	p := md.Parser()
	if plain {
		p = a.PlainParser()
	}
	pc := NewContext(story)
	doc := p.Parse(text.NewReader(src), parser.WithContext(pc))
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, src, doc); err != nil {
		t.Fatal(err)
	}
	res := Get(pc)
	got := strings.Join(strings.Fields(wordsOf(t, b.String())), " ")
	want := plainGoldmark(t, src, marksOf(pc).marks)
	if plain {
		want = strings.Join(strings.Fields(plainParagraphs(src)), " ")
	}
	if got != want {
		t.Errorf("the words have changed\n got: %q\nwant: %q\nin %s", got, want, b.String())
	}
	checkResult(t, res, src)
	if again, _ := annotated(t, a, story, src, plain); again != b.String() {
		t.Errorf("rendered once\n%s\nand then\n%s", b.String(), again)
	}
}

// checkResult holds what other packages rely on.
func checkResult(t testing.TB, res *Result, src []byte) {
	t.Helper()
	within := func(what string, outer, s Span) {
		t.Helper()
		if !outer.Contains(s) || s.Start > s.End {
			t.Errorf("%s %v is not within %v", what, s, outer)
		}
	}
	whole := Span{End: len(res.Text)}
	last := 0
	for i, block := range res.Blocks {
		within("block", whole, block.Span)
		if i > 0 && res.Text[last:block.Start] != "\n\n" {
			t.Errorf("blocks are parted by %q", res.Text[last:block.Start])
		}
		last = block.End
	}
	mentions := 0
	for _, a := range res.Actors {
		for i, m := range a.Mentions {
			within("mention", res.Blocks[m.Block].Span, m.Span)
			if i > 0 && a.Mentions[i-1].End > m.Start {
				t.Errorf("mentions of %s are out of order", a.Actor.ID)
			}
			mentions++
		}
	}
	for i, p := range res.Passages {
		if len(p.Content) == 0 || len(p.Sources) == 0 {
			t.Fatalf("passage %d is empty", i)
		}
		for _, c := range p.Content {
			within("content", whole, c)
		}
	}
	for _, d := range res.Dates {
		within("date", whole, d.Span)
	}
	source := Span{End: len(src)}
	for _, p := range res.Problems {
		within("problem", whole, p.Span)
		within("problem's source", source, p.Source)
	}
	written := encoded(t, res)
	var e encoding
	if err := json.Unmarshal(written, &e); err != nil {
		t.Fatal(err)
	}
	points := []rune(e.Text)
	for _, a := range e.Actors {
		for _, m := range a.Mentions {
			if got := string(points[m.Start:m.End]); got != m.Exact {
				t.Errorf("%d:%d is %q, not %q", m.Start, m.End, got, m.Exact)
			}
		}
	}
	if bytes.Contains(written, []byte("null")) && !slices.ContainsFunc(res.Passages, func(p Passage) bool { return p.Cue.Len() == 0 }) && !strings.Contains(res.Text, "null") {
		t.Errorf("a list is null in\n%s", written)
	}
}

// wild is a story's worth of everything that makes cutting and wrapping hard.
var wild = []string{
	"_Kataib_ Hezbollah, *Kataib Hezbollah*, **Kataib\nHezbollah** and Ka*taib Hezbollah*.",
	"“It *is “ready” in* Iran,” [he](x) said “[on](y “z”) the” *third “of* May” and” so.",
	"[It *is* so in [Iran]{actor=none}, [he](x) said]{source=a} and [*b]{source=b} [c* d]{actor=iran}",
	"[a [b](c) ![d [e]{actor=iran}](f) [g][h] `[i]{actor=iran}` j]{source=a} \\[k]{actor=iran}\n\n[h]: /x",
	"> [On\n> Saturday]{date=2024-01-20 actor=iran} > Iran\n\n1. Iran\n2. [Iran]{actor=none}\n\n| Iran | [x]{actor=iran} |\n|--|--|\n| “a | b” |",
	"Iran<!-- a -->ian, Iran <!-- check: off x: y --> <b>Iran</b>\n\n<!-- b -->\n\n<div>\nIran\n</div>\n\nJohnson &amp; Johnson’s &#x49;ran \\*Iran\\*\\\nIran  \nIran",
	"Iran[^1] and “Iran[^1] so” www.iran.example/Iran Iran@iran.example\n\n[^1]: Iran “said”\n\nIran\n: “Iran” said",
	"[Iran]{actor=\"iran\"\nsource='a'} [Iran] {actor=iran} [Iran]{actor=iran [Iran]{}  [Iran]{actor=nobody} Iran]{actor=iran}",
	"*[*]{actor=iran}*[*]{source=a} **a [b** c]{source=b} d** [_a_]{date=2024}b_ [**]{actor=iran}**",
	"[Iran `x` Iran *“y*](/a) and z” [^1] *[Iran ![Iran](/b)](/c)* ~~Iran **Kataib~~ Hezbollah**\n\n[^1]: “a `b” c`",
	"Kataib\u00a0Hezbollah E\u0301ire \u00c9ire Erdog\u0306an Erdo\u011fan O’Neill O'Neill 伊拉克外交部 Iran\u00ad Ir\u00adan \x00 Iran",
}

func wildActors() []Actor {
	return []Actor{
		{ID: "iran", Name: "Iran", Kind: Government},
		{ID: "kh", Name: "Kataib Hezbollah", Kind: ArmedGroup, Aliases: []string{"Hezbollah"}},
		{ID: "jj", Name: "Johnson & Johnson", Kind: Organization},
		{ID: "eire", Name: "Éire", Kind: Place},
		{ID: "erdo", Name: "Recep Tayyip Erdoğan", Kind: Person, Aliases: []string{"Erdo"}},
		{ID: "oneill", Name: "O’Neill", Kind: Term},
		{ID: "iraq", Name: "伊拉克", Kind: Government},
	}
}

func wildStory() Story {
	return Story{
		Date: edtf.Date{Year: 2024, Month: 1, Day: 25},
		Sources: []sourcing.Declared{
			{ID: "a", Name: "An official", Level: sourcing.Anonymous},
			{ID: "b", Name: "Ana Ber", Level: sourcing.Named},
		},
	}
}

func TestWordsStay(t *testing.T) {
	a := New(wildActors())
	for i, s := range wild {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			checkWords(t, a, wildStory(), []byte(s), false)
			checkWords(t, a, wildStory(), []byte(s), true)
		})
	}
	t.Run("all", func(t *testing.T) {
		checkWords(t, a, wildStory(), []byte(strings.Join(wild, "\n\n")), false)
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range wild {
		f.Add(s, "Iran\nKataib Hezbollah\nhe", false)
		f.Add(s, "Iran\nis\nI", true)
	}
	f.Fuzz(func(t *testing.T, s, names string, plain bool) {
		if !utf8.ValidString(s) || !utf8.ValidString(names) || len(s) > 4096 || len(names) > 512 || strings.ContainsAny(s, "⟦⟧") {
			t.Skip()
		}
		actors := wildActors()
		for i, n := range strings.Split(names, "\n") {
			actors = append(actors, Actor{ID: fmt.Sprint("f", i), Name: n, Kind: Kinds[i%len(Kinds)]})
		}
		checkWords(t, New(actors), wildStory(), []byte(s), plain)
	})
}
