package site_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/golden"
	"backgrounder/internal/site"
)

// TestGolden renders small sites. Each archive in testdata holds a site's files
// and what is made of them: "public/PATH" is a whole output, "public/PATH#ID" the
// element of a page that has the id, "public/PATH <TAG" its first element of a
// kind, "diagnostics" everything that is found in planning and rendering all of
// it, with the pages that are left out. A file "base-url" sets that option.
func TestGolden(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", func(t *testing.T, ar *txtar.Archive) {
		built := build(t, ar)
		for i, f := range ar.Files {
			if got, ok := built.section(t, f.Name); ok {
				ar.Files[i].Data = []byte(got)
			}
		}
	})
}

// testStatic stands in for the shipped static files, so that golden pages do not
// change with them.
func testStatic() fstest.MapFS {
	return fstest.MapFS{
		"style.css": {Data: []byte("body{}\n")},
		"script.js": {Data: []byte("export {};\n")},
	}
}

// built is a site with every output rendered.
type built struct {
	outputs map[string][]byte
	report  string
}

func build(t *testing.T, a *txtar.Archive) built {
	t.Helper()
	fsys := fstest.MapFS{}
	static := testStatic()
	var templates fs.FS = embedded(t, "templates")
	own := fstest.MapFS{}
	o := site.Options{Now: now}
	for _, f := range a.Files {
		switch dir, rest, _ := strings.Cut(f.Name, "/"); {
		case dir == "content":
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		case dir == "static":
			static[rest] = &fstest.MapFile{Data: f.Data}
		case dir == "templates":
			own[rest] = &fstest.MapFile{Data: f.Data}
		case f.Name == "base-url":
			o.BaseURL = strings.TrimSpace(string(f.Data))
		case f.Name == "drafts":
			o.Drafts = true
		}
	}
	if len(own) > 0 {
		templates = site.Overlay(own, templates)
	}
	b := built{outputs: map[string][]byte{}}
	c, found := content.Load(fsys)
	if diag.Errors(found) == 0 {
		found = append(found, b.render(t, templates, static, c, o)...)
	}
	var report bytes.Buffer
	if err := (diag.Text{}).Write(&report, diag.Sort(found)); err != nil {
		t.Fatal(err)
	}
	b.report += report.String()
	return b
}

func (b *built) render(t *testing.T, templates, static fs.FS, c *content.Site, o site.Options) []diag.Diagnostic {
	t.Helper()
	builder, found := site.New(templates, static, o)
	if builder == nil {
		return found
	}
	p, ds := builder.Plan(c)
	found = append(found, ds...)
	if p == nil {
		return found
	}
	for _, skip := range p.Skipped() {
		b.report += fmt.Sprintf("left out: %s: %s\n", skip.Path, skip.Reason)
	}
	for o := range p.Outputs() {
		var w bytes.Buffer
		ds, err := o.Render(&w)
		found = append(found, ds...)
		if d, ok := err.(diag.Diagnostic); ok {
			found = append(found, d)
		} else if err != nil {
			t.Errorf("%s: %v", o.Path, err)
		}
		b.outputs[o.Path] = w.Bytes()
	}
	return found
}

// section is what an archive's section should hold; not every file is one.
func (b *built) section(t *testing.T, name string) (string, bool) {
	t.Helper()
	if name == "diagnostics" {
		return b.report, true
	}
	name, ok := strings.CutPrefix(name, "public/")
	if !ok {
		return "", false
	}
	path, tag, byTag := strings.Cut(name, " <")
	path, id, byID := strings.Cut(path, "#")
	data, ok := b.outputs[path]
	switch {
	case !ok:
		return "there is no such output\n", true
	case byTag:
		return element(t, data, func(n *html.Node) bool { return n.Data == tag }), true
	case byID:
		return element(t, data, func(n *html.Node) bool { return attribute(n, "id") == id }), true
	}
	return strings.TrimSuffix(string(data), "\n") + "\n", true
}

// element is the first element of a page that is wanted, as HTML.
func element(t *testing.T, page []byte, wanted func(*html.Node) bool) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && wanted(n) {
			var b strings.Builder
			if err := html.Render(&b, n); err != nil {
				t.Fatal(err)
			}
			return b.String() + "\n"
		}
	}
	return "there is no such element\n"
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
