package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// TestPanicStaysInItsFile has reading Markdown fail, here for want of a reader:
// the error is one of the file, and nothing else is stopped.
func TestPanicStaysInItsFile(t *testing.T) {
	c, ds := content.Load(fstest.MapFS{
		"content/site.yaml":        {Data: []byte("title: Post\n")},
		"content/articles/a.md":    {Data: []byte("---\ntitle: A\n---\n\nText.\n")},
		"content/glossary/iraq.md": {Data: []byte("---\nname: Iraq\nkind: government\n---\n\nA state.\n")},
	})
	if diag.Errors(ds) > 0 {
		t.Fatal(ds)
	}
	s := &site{b: &Builder{}, md: newMarkdown(nil, nil, nil), lang: english(t)}
	s.md.plain = nil
	c.Articles[0].Plain = true
	if _, err := s.annotate(c.Articles[0]); err == nil || !strings.HasPrefix(err.Error(), "content/articles/a.md: error: the program fails over this text") {
		t.Errorf("the story's error is %v", err)
	}
	conv := convention{}
	if in := s.inset("content/glossary/iraq.md", []byte("A state."), conv); len(in.problems) != 1 || in.problems[0].Severity != diag.Error {
		t.Errorf("the entry's problems are %v", in.problems)
	}
}
