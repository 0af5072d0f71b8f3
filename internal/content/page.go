package content

import (
	"bytes"
	"io/fs"

	"backgrounder/internal/diag"
)

func newPage(fsys fs.FS, e entry) (*Page, []diag.Diagnostic) {
	p := &Page{File: File{Path: e.path, fsys: fsys, form: markdownForm}, Slug: e.slug}
	fm, err := open(&p.File)
	if err != nil {
		p.Title = titleFromSlug(p.Slug)
		return p, []diag.Diagnostic{asDiagnostic(e.path, err)}
	}
	fill(&fm, "a page", pageFields, p)
	if isBlank(fm.src.Text[fm.body:]) {
		end := len(fm.src.Text)
		d := errorAt(fm.src.At(end, end), "empty-body", "this page has no text")
		d.Hints = []string{"write it under the front matter, or delete the file"}
		fm.found = append(fm.found, d)
	}
	return p, fm.found
}

func isBlank(text []byte) bool { return len(bytes.TrimSpace(text)) == 0 }
