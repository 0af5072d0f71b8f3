package site

import (
	"bytes"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// renderSource renders a story's Markdown for readers to see: what the editors
// wrote, without front matter, marks and comments.
func (s *site) renderSource(w io.Writer, a *content.Article) ([]diag.Diagnostic, error) {
	body := a.Body()
	language, source := "markdown", body.Text()
	var loose []annotate.Span
	if a.Plain {
		language = ""
	} else {
		source = s.md.published(source, StoryOf(a, s.lang.Tag))
	}
	// Line ends as the highlighter makes them: it counts on from where it has been.
	source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	source = append(bytes.Trim(source, "\n"), '\n')
	if !a.Plain {
		loose = s.md.looseBreaks(source)
	}
	var b bytes.Buffer
	if err := s.b.code.write(&b, language, string(source), loose...); err != nil {
		return nil, err
	}
	at := on(sourceOutput(a))
	v := proseView{
		pageView: s.view(at, a.Title, s.lang.say("source.intro")),
		Kicker:   s.lang.say("source.title"), Standfirst: s.lang.say("source.intro"),
		Body: template.HTML(b.String()), BackURL: at.to(storyOutput(a)), BackText: s.lang.say("source.back"),
	}
	v.FullTitle = s.lang.say("source.title") + ": " + v.FullTitle
	v.Code, v.NoIndex = true, true
	v.finish(false, false)
	return nil, s.execute(w, at, "source.html", v)
}

// published is Markdown without what is meant for the program and for colleagues:
// marks, comments, and whatever else the page does not show either.
func (m *markdown) published(source []byte, story annotate.Story) []byte {
	pc := annotate.NewContext(story)
	m.source.Parse(text.NewReader(source), parser.WithContext(pc))
	unseen, _ := pc.Get(unseenKey).([]annotate.Span)
	cut := append(annotate.MarkHalves(pc), unseen...)
	slices.SortFunc(cut, func(a, b annotate.Span) int { return a.Start - b.Start })
	var out []byte
	at := 0
	for _, span := range cut {
		out = append(out, source[at:max(at, span.Start)]...)
		at = max(at, span.End)
	}
	out = append(out, source[at:]...)
	return blankLines.ReplaceAll(out, []byte("\n\n"))
}

// looseBreaks are the line breaks that mean no more than a space, with what the next
// line is indented by: on a phone, the editors' lines and its own would be cut to
// pieces by each other. Quotations keep theirs, as each of their lines has a sign of
// its own.
func (m *markdown) looseBreaks(source []byte) []annotate.Span {
	var spans []annotate.Span
	root := m.source.Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindBlockquote {
			return ast.WalkSkipChildren, nil
		}
		t, ok := n.(*ast.Text)
		if !ok || !entering || !t.SoftLineBreak() {
			return ast.WalkContinue, nil
		}
		at := len(source) - len(bytes.TrimLeft(source[t.Segment.Stop:], " \t\r"))
		if end := len(source) - len(bytes.TrimLeft(source[at:], "\n \t")); at < end {
			spans = append(spans, annotate.Span{Start: at, End: end})
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(spans, func(a, b annotate.Span) int { return a.Start - b.Start }) // footnotes stand last in the tree
	return spans
}

// blankLines matches what a comment of its own leaves behind.
var blankLines = regexp.MustCompile(`\n(?:[ \t]*\r?\n){2,}`)

// unseenKey is where unseen leaves what it found.
var unseenKey = parser.NewContextKey()

// unseen finds the parts of a text that no reader of the page sees: HTML, comments
// above all, as Markdown reads it wherever it stands; definitions that no link
// uses, which is how Markdown is made to hold a comment without HTML; footnotes
// that nothing refers to. It comes before every transformation that takes some of
// that out of the tree.
type unseen struct{}

// Transform implements parser.ASTTransformer.
func (unseen) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	source := reader.Source()
	used := map[string]bool{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		var ref *ast.ReferenceLink
		switch n := n.(type) {
		case *ast.Link:
			ref = n.Reference
		case *ast.Image:
			ref = n.Reference
		}
		if ref != nil {
			used[util.ToLinkReference(ref.Value)] = true
		}
		return ast.WalkContinue, nil
	})
	var spans []annotate.Span
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
		case *ast.RawHTML:
			if k := n.Segments.Len(); k > 0 {
				spans = append(spans, annotate.Span{Start: n.Segments.At(0).Start, End: n.Segments.At(k - 1).Stop})
			}
			return ast.WalkContinue, nil
		case *ast.LinkReferenceDefinition:
			label := util.ToLinkReference(n.Label)
			if used[label] {
				used[label] = false // links use the first of several
				return ast.WalkContinue, nil
			}
		case *extast.Footnote:
			if n.Index >= 0 {
				return ast.WalkContinue, nil
			}
		default:
			return ast.WalkContinue, nil
		}
		if span := extent(n, source); span.Len() > 0 {
			spans = append(spans, span)
		}
		return ast.WalkSkipChildren, nil
	})
	pc.Set(unseenKey, spans)
}

// extent is the stretch of the source that a block takes, without the line break
// at its end.
func extent(block ast.Node, source []byte) annotate.Span {
	at := annotate.Span{Start: len(source)}
	add := func(start, stop int) {
		at.Start, at.End = min(at.Start, start), max(at.End, stop)
	}
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if pos := n.Pos(); pos >= 0 {
			line, _, _ := bytes.Cut(source[pos:], []byte("\n"))
			add(pos, pos+len(line))
		}
		for i := range n.Lines().Len() {
			add(n.Lines().At(i).Start, n.Lines().At(i).Stop)
		}
		if b, ok := n.(*ast.HTMLBlock); ok && b.HasClosure() {
			add(b.ClosureLine.Start, b.ClosureLine.Stop)
		}
		return ast.WalkContinue, nil
	})
	if at.Start < at.End {
		at.End -= len(source[at.Start:at.End]) - len(bytes.TrimRight(source[at.Start:at.End], "\r\n"))
	}
	return at
}

// textOf is what a piece of HTML says.
func textOf(h template.HTML) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(h)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
		}
	}
}
