package site

import (
	"bytes"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// renderSource renders a story's Markdown for readers to see: what the editors
// wrote, without front matter, marks and comments.
func (s *site) renderSource(w io.Writer, a *content.Article) ([]diag.Diagnostic, error) {
	body, err := a.Body()
	if err != nil {
		return nil, err
	}
	language, source := "markdown", body.Text()
	if a.Plain {
		language = ""
	} else {
		source = s.md.published(source, StoryOf(a))
	}
	var b bytes.Buffer
	if err := s.b.code.write(&b, language, strings.Trim(string(source), "\n")+"\n"); err != nil {
		return nil, err
	}
	v := proseView{
		pageView: s.view(sourceOutput(a), a.Title, s.lang.say("source.intro")),
		Kicker:   s.lang.say("source.title"), Standfirst: s.lang.say("source.intro"),
		Body: template.HTML(b.String()), BackURL: s.base.to(storyOutput(a)), BackText: s.lang.say("source.back"),
	}
	v.FullTitle = s.lang.say("source.title") + ": " + v.FullTitle
	v.Code, v.NoIndex = true, true
	v.finish(false, false)
	return nil, s.execute(w, "source.html", v)
}

// published is Markdown without what is meant for the program and for colleagues:
// marks and comments.
func (m *markdown) published(source []byte, story annotate.Story) []byte {
	pc := annotate.NewContext(story)
	m.blocks.Parser().Parse(text.NewReader(source), parser.WithContext(pc))
	cut := append(annotate.MarkHalves(pc), m.comments(source)...)
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

// blankLines matches what a comment of its own leaves behind.
var blankLines = regexp.MustCompile(`\n(?:[ \t]*\r?\n){2,}`)

// comments finds the comments of a text: those of HTML, wherever Markdown reads
// HTML.
func (m *markdown) comments(source []byte) []annotate.Span {
	var spans []annotate.Span
	root := m.bare.Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		start, stop := -1, -1
		add := func(seg text.Segment) {
			if start < 0 {
				start = seg.Start
			}
			stop = seg.Stop
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				add(n.Lines().At(i))
			}
			if n.HasClosure() {
				add(n.ClosureLine)
			}
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				add(n.Segments.At(i))
			}
		}
		for at := start; start >= 0 && at < stop; {
			open := bytes.Index(source[at:stop], []byte("<!--"))
			if open < 0 {
				break
			}
			end := stop
			if closing := bytes.Index(source[at+open:stop], []byte("-->")); closing >= 0 {
				end = at + open + closing + len("-->")
			}
			spans = append(spans, annotate.Span{Start: at + open, End: end})
			at = end
		}
		return ast.WalkContinue, nil
	})
	return spans
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
