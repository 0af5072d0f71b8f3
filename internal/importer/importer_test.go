package importer_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/golden"
	"backgrounder/internal/importer"
)

// A golden file says in its head why it is there. Its first section is what an
// editor has; then come the file that it becomes, and what is said of it.
func TestGolden(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, ar *txtar.Archive) {
		if len(ar.Comment) == 0 {
			t.Error("nothing says why this file is there")
		}
		in := ar.Files[0]
		ar.Files = []txtar.File{in}
		d, ds := importer.Read(importer.Input{Name: in.Name, Text: in.Data, Location: zone})
		var said strings.Builder
		if d != nil {
			slug := d.Slug()
			text, err := d.File(slug + ".md")
			if err != nil {
				t.Fatal(err)
			}
			ar.Files = append(ar.Files, txtar.File{Name: slug + ".md", Data: text})
			for _, p := range d.Taken {
				fmt.Fprintf(&said, "taken: %s: %s\n", p.What, p.Text)
			}
			for _, p := range d.LeftOut {
				fmt.Fprintf(&said, "left out: %s: %s\n", p.What, p.Text)
			}
		}
		for _, d := range ds {
			fmt.Fprintf(&said, "%v\n", d)
		}
		ar.Files = append(ar.Files, txtar.File{Name: "said", Data: []byte(said.String())})
	})
}

// Whatever an editor has, it is refused, or it becomes a file that can be read and
// says what the draft does.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(ar.Files[0].Data, ar.Files[0].Name)
	}
	f.Add([]byte("By \n\nBy,\n\n() — \n\nReporting by ;"), "story.txt")
	f.Add([]byte("---\ntitle: [\n---\n# x\n"), "story.md")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		d, ds := importer.Read(importer.Input{Name: "x" + filepath.Ext(name), Text: text, Title: "A title"})
		if d == nil {
			if len(ds) == 0 {
				t.Fatalf("%q: no draft, and no word why", text)
			}
			return
		}
		out, err := d.File("x.md")
		if err != nil {
			return // told to the editor
		}
		a, body, ds := content.ParseStory("x.md", out, false, nil)
		if diag.Errors(ds) > 0 || a.Title != "A title" || strings.TrimSpace(string(body.Text())) != strings.TrimSpace(string(d.Body)) {
			t.Errorf("%q becomes %q: %v", text, out, ds)
		}
	})
}
