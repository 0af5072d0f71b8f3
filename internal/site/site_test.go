package site_test

import (
	"bytes"
	"io/fs"
	"os"
	"testing"
	"time"

	"backgrounder"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// now is the moment of every build in these tests.
var now = time.Date(2024, 2, 1, 12, 0, 0, 0, time.UTC)

func embedded(t testing.TB, dir string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(backgrounder.Files, dir)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// plan plans the site in fsys with the program's own templates and static files.
func plan(t testing.TB, fsys fs.FS, o site.Options) *site.Plan {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	c, ds := content.Load(fsys)
	noErrors(t, ds)
	b, ds := site.New(embedded(t, "templates"), embedded(t, "static"), o)
	noErrors(t, ds)
	p, ds := b.Plan(c)
	noErrors(t, ds)
	return p
}

func noErrors(t testing.TB, ds []diag.Diagnostic) {
	t.Helper()
	for _, d := range ds {
		if d.Severity == diag.Error {
			t.Errorf("%v", d)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

func TestShippedSite(t *testing.T) {
	p := plan(t, os.DirFS("../.."), site.Options{})
	for o := range p.Outputs() {
		var b bytes.Buffer
		ds, err := o.Render(&b)
		if err != nil {
			t.Errorf("%s: %v", o.Path, err)
		}
		noErrors(t, ds)
		if dir := os.Getenv("SITE_OUT"); dir != "" {
			name := dir + "/" + o.Path
			os.MkdirAll(name[:len(name)-len(o.Path)]+pathDir(o.Path), 0o755)
			os.WriteFile(name, b.Bytes(), 0o644)
		}
	}
}

func pathDir(p string) string {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] == '/' {
			return p[:i]
		}
	}
	return "."
}
