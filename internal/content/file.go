package content

import (
	"io/fs"

	"backgrounder/internal/diag"
)

// File is the content file that a value was read from.
type File struct {
	Path string // slash-separated, relative to the site, as in "content/articles/talks.md"
	Hash uint64 // of the file's bytes, to tell whether it has changed

	fsys fs.FS
}

// Body is what stands under a file's front matter.
type Body struct {
	Source diag.Source // the whole file
	Offset int         // where in Source.Text the body begins
}

// Text is the body's text.
func (b Body) Text() []byte { return b.Source.Text[b.Offset:] }

// At locates bytes of the body in the file.
func (b Body) At(start, end int) diag.Location {
	return b.Source.At(b.Offset+start, b.Offset+end)
}
