package site_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
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

// gzipped is how many bytes go over the wire.
func gzipped(t testing.TB, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
