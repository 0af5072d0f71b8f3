package annotate

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
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

// encoded is what was found as JSON.
func encoded(t testing.TB, res *Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := EncodeJSON(&b, res); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// With a reader of its own an annotator finds what a site has added words for.
func TestWithReader(t *testing.T) {
	reader, found := sourcing.New([]diag.Source{{Name: "verbs.txt", Text: []byte("grouse stance that about")}})
	if found != nil {
		t.Fatal(found)
	}
	src := []byte("The mayor groused about the rain on Monday.")
	if _, res := annotated(t, New(nil, WithReader(reader)), Story{}, src, false); len(res.Passages) != 1 || res.Passages[0].Rule != "stance verb" {
		t.Errorf("passages: %+v", res.Passages)
	}
	if _, res := annotated(t, New(nil), Story{}, src, false); len(res.Passages) != 0 {
		t.Errorf("without the reader: %+v", res.Passages)
	}
}

// Two sources of one sentence share a passage where their words overlap; other
// programs still read the cue and the words of each.
func TestAttributionsOfOneSentence(t *testing.T) {
	src := []byte("Some fighters were killed, the ministry reported, and protesters demanded that the troops leave.")
	_, res := annotated(t, New(nil), Story{}, src, false)
	var got []string
	for _, a := range encode(res).Attributions {
		words := make([]string, len(a.Content))
		for i, c := range a.Content {
			words[i] = c.Exact
		}
		got = append(got, a.Source+" "+a.Cue.Exact+": "+strings.Join(words, " … "))
	}
	want := []string{
		"ministry reported: Some fighters were killed … protesters demanded that the troops leave",
		"protesters demanded: the troops leave",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(res.Passages) != 1 {
		t.Errorf("%d passages", len(res.Passages))
	}
}
