package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// Loading the content keeps two things from one path. Where it does not know of an
// output, planning does, and nothing is published.
func TestTwoOutputsAtOnePath(t *testing.T) {
	c, ds := content.Load(fstest.MapFS{
		"content/site.yaml": {Data: []byte("title: Post\n")},
		"content/about.md":  {Data: []byte("---\ntitle: About\n---\n\nWe.\n")},
	})
	noErrors(t, ds)
	c.Pages = append(c.Pages, &content.Page{File: content.File{Path: "content/other.md"}, Slug: "About", Title: "Other"})
	b, ds := site.New(embedded(t, "templates"), embedded(t, "static"), site.Options{Now: now})
	noErrors(t, ds)
	p, ds := b.Plan(c)
	if p != nil {
		t.Error("there is a plan")
	}
	ds = ds[:diag.Errors(ds)] // the warning about the address comes after
	if len(ds) != 1 || ds[0].Rule != "output-path" || ds[0].File != "content/other.md" || !strings.Contains(ds[0].Message, "about/index.html") {
		t.Errorf("planning says %v", ds)
	}
}
