// Package site says what a site consists of: a plan of every output, and each
// output rendered when it is asked for.
//
// A [Builder] is made once and asked for a new [Plan] whenever the content has
// changed. Planning is cheap: it lists paths and renders nothing. What a plan
// needs to know across stories (which story mentions which actor) is found story
// by story, kept small, and kept for as long as a story's bytes stay the same.
//
// Every output is a function of the content, the templates, the static files and
// the options; the same input gives the same bytes. Nothing here writes to disk.
package site

import (
	"io"
	"iter"
	"time"

	"backgrounder/internal/diag"
)

// Output is one file of the published site.
type Output struct {
	Path   string // slash-separated, relative to the output folder: "coalition-talks/index.html"
	Type   string // media type, as an HTTP server would send it
	Source string // the content file that it is chiefly made of, relative to the site; "" for none

	render func(io.Writer) ([]diag.Diagnostic, error)
}

// Render writes the output. The diagnostics are findings in what was rendered;
// the error is a [diag.Diagnostic] where the input is at fault. Render may be
// called more than once and from several goroutines.
func (o Output) Render(w io.Writer) ([]diag.Diagnostic, error) { return o.render(w) }

// Plan is what a site consists of at one moment. It is safe for concurrent use.
type Plan struct {
	outputs map[string]Output
	order   []string // sorted paths
}

// Outputs yields every output, in the order of the paths.
func (p *Plan) Outputs() iter.Seq[Output] {
	return func(yield func(Output) bool) {
		for _, path := range p.order {
			if !yield(p.outputs[path]) {
				return
			}
		}
	}
}

// Lookup finds an output by its path.
func (p *Plan) Lookup(path string) (Output, bool) {
	o, ok := p.outputs[path]
	return o, ok
}

// Options are the choices that the content does not make.
type Options struct {
	BaseURL string    // in place of the site's own; "" to keep that
	Drafts  bool      // include drafts
	Future  bool      // include stories dated after Now
	Now     time.Time // the moment of the build
}
