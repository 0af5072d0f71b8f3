package content_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

var update = flag.Bool("update", false, "rewrite what the golden files want")

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
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			var want *txtar.File
			for i, f := range archive.Files {
				if f.Name == "want" {
					want = &archive.Files[i]
					continue
				}
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			_, found := content.Load(fsys)
			var got bytes.Buffer
			if err := (diag.Text{}).Write(&got, found); err != nil {
				t.Fatal(err)
			}
			if *update {
				if want == nil {
					archive.Files = append(archive.Files, txtar.File{Name: "want"})
					want = &archive.Files[len(archive.Files)-1]
				}
				want.Data = got.Bytes()
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want == nil {
				t.Fatal(`the golden file has no part "want"; go test -update writes it`)
			}
			if diff := cmp.Diff(string(want.Data), got.String()); diff != "" {
				t.Errorf("-want +got (go test -update rewrites it)\n%s", diff)
			}
		})
	}
}
