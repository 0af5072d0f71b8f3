package site_test

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"backgrounder/internal/site"
)

func TestOverlay(t *testing.T) {
	lower := fstest.MapFS{"a.html": {Data: []byte("lower a")}, "c.html": {Data: []byte("lower c")}, "strings/en.json": {Data: []byte("{}")}}
	upper := fstest.MapFS{"a.html": {Data: []byte("upper a")}, "b.html": {Data: []byte("upper b")}, "strings/de.json": {Data: []byte("{}")}}
	both := site.Overlay(upper, lower)
	if err := fstest.TestFS(both, "a.html", "b.html", "c.html", "strings/de.json", "strings/en.json"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"a.html": "upper a", "b.html": "upper b", "c.html": "lower c"} {
		if got, err := fs.ReadFile(both, name); err != nil || string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	if names, err := fs.Glob(both, "*.html"); err != nil || fmt.Sprint(names) != "[a.html b.html c.html]" {
		t.Errorf("the templates are %v, %v", names, err)
	}
	if site.Overlay(nil, lower) == nil {
		t.Error("nothing over something is nothing")
	}
}

// TestNothingToBuildWith asks for a builder without templates.
func TestNothingToBuildWith(t *testing.T) {
	b, ds := site.New(fstest.MapFS{}, fstest.MapFS{}, site.Options{})
	if b != nil || len(ds) != 1 || ds[0].Error() != "templates: error: templates cannot be read: there are no templates [unreadable]" {
		t.Errorf("got %v, %v", b, ds)
	}
}
