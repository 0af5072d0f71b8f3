package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// A site's additions to the lexicon come as they were written, so that whoever
// reads them can say where something is wrong.
func TestLexicon(t *testing.T) {
	fsys := fstest.MapFS{
		"content/site.yaml":          {Data: []byte("title: The Desk\n")},
		"content/lexicon/verbs.txt":  {Data: []byte("\uFEFF# ours\r\ngrouse stance that\r\n")},
		"content/lexicon/bodies.txt": {Data: []byte("[known]\nHarbourgate\n")},
	}
	site, found := content.Load(fsys)
	want := []diag.Source{
		{Name: "content/lexicon/bodies.txt", Text: []byte("[known]\nHarbourgate\n")},
		{Name: "content/lexicon/verbs.txt", Text: []byte("# ours\r\ngrouse stance that\r\n")},
	}
	if diff := cmp.Diff(want, site.Lexicon, cmpopts.IgnoreUnexported(diag.Source{})); diff != "" || found != nil {
		t.Errorf("%v; -want +got\n%s", found, diff)
	}

	fsys["content/lexicon/verbs.txt"].Data = []byte(strings.Repeat("grouse stance that\n", 4000))
	if _, found := content.Load(fsys); len(found) != 1 || found[0].Rule != "too-large" || found[0].File != "content/lexicon/verbs.txt" {
		t.Errorf("a file that is too large: %v", found)
	}
}
