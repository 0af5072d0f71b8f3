package content

import (
	"bytes"
	"io/fs"

	"backgrounder/internal/diag"
)

func newPage(fsys fs.FS, e entry) (*Page, []diag.Diagnostic) {
	p := &Page{File: File{Path: e.path, form: pageForm}, Slug: e.slug}
	fm, err := p.open(fsys)
	if err != nil {
		p.Title = titleFromSlug(p.Slug)
		return p, []diag.Diagnostic{asDiagnostic(e.path, err)}
	}
	if fill(&fm, "page", pageFields, p) {
		fm.wantBody("write the page under the front matter, or delete the file")
	}
	return p, fm.found
}

// wantBody reports a file that ends with its front matter.
func (fm *frontMatter) wantBody(hint string) {
	if len(bytes.TrimSpace(fm.src.Text[fm.body:])) > 0 {
		return
	}
	d := errorAt(fm.src.At(fm.yaml[1], fm.body), "empty-body", "there is no text under this front matter")
	d.Hints = []string{hint}
	fm.found = append(fm.found, d)
}
