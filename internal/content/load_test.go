package content_test

import (
	"bytes"
	"os"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/golden"
)

// The site that ships with the program is without fault.
func TestLoadShippedSite(t *testing.T) {
	site, found := content.Load(os.DirFS("../.."))
	for _, d := range found {
		t.Error(d)
	}
	if len(site.Articles) == 0 || len(site.Actors) == 0 {
		t.Errorf("%d stories, %d actors", len(site.Articles), len(site.Actors))
	}
}

// Each file of testdata/ is a site with mistakes; its last part is what an
// editor is told about them.
func TestDiagnostics(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, ar *txtar.Archive) {
		fsys := fstest.MapFS{}
		want := -1
		for i, f := range ar.Files {
			if f.Name == "want" {
				want = i
			} else {
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
		if want < 0 {
			want = len(ar.Files)
			ar.Files = append(ar.Files, txtar.File{Name: "want"})
		}
		_, found := content.Load(fsys)
		var got bytes.Buffer
		if err := (diag.Text{}).Write(&got, found); err != nil {
			t.Fatal(err)
		}
		ar.Files[want].Data = got.Bytes()
	})
}
