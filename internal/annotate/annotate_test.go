package annotate

import (
	"bytes"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markdown is goldmark with what a site's stories may hold.
func markdown(more ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(append([]goldmark.Extender{
		extension.Table, extension.Strikethrough, extension.Linkify, extension.DefinitionList, extension.Footnote,
	}, more...)...))
}

// annotated parses and renders a story as a site does.
func annotated(t testing.TB, a *Annotator, story Story, src []byte, plain bool) (html string, res *Result) {
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
	return b.String(), Get(pc)
}
