package site

import (
	"bytes"
	"html/template"
	"io"
	"strings"

	"golang.org/x/net/html"

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
	var b bytes.Buffer
	language := "markdown"
	if a.Plain {
		language = ""
	}
	if err := s.b.code.write(&b, language, strings.Trim(string(body.Text()), "\n")+"\n"); err != nil {
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
