// Package publish puts outputs onto a disk, as a stream.
//
// A reader of the folder sees each file whole, old or new, whatever happens to
// the program: an output is rendered beside its target and renamed over it. None
// is renamed before all are rendered, so an error leaves the folder as it was.
// Files whose bytes have not changed are not touched. A manifest in the folder
// names what was written, so that the next run can remove what is stale and
// leave alone whatever it did not write.
package publish

import "io"

// File is an output to be written.
type File struct {
	Path   string // slash-separated, relative to the folder
	Render func(io.Writer) error
}
