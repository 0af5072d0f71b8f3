package site

import (
	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
)

// Found is what was found in the story that a page shows.
type Found struct {
	*annotate.Result
	Body content.Body // that the result is of

	// Paragraph is, for each of the result's blocks, the number N of the element
	// with the id p-N that shows it; 0 where there is none.
	Paragraph []int
}

// Found returns what was found in the story whose page the output is; nil for
// every other output. The error is a [diag.Diagnostic].
func (o Output) Found() (*Found, error) {
	if o.found == nil {
		return nil, nil
	}
	return o.found()
}

// shows notes that a page that has been planned shows a story.
func (p *planner) shows(path string, a *content.Article) {
	o := p.plan.outputs[path]
	o.found = func() (*Found, error) {
		st, err := p.story(a)
		if err != nil {
			return nil, err
		}
		return &Found{Result: st.res, Body: a.Body(), Paragraph: st.paragraph}, nil
	}
	p.plan.outputs[path] = o
}
