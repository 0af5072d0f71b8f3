package site

import (
	"html/template"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// inset is text beside a story: an entry, an event, a correction. It is rendered
// once for every page that shows it.
type inset struct {
	movable
	code     bool
	images   bool
	problems []diag.Diagnostic
}

// bodyInset renders the body of an entry.
func (s *site) bodyInset(a *content.Actor) inset {
	body := a.Body()
	c := s.convention(a.File, body, actorOutput(a.ID))
	c.body = body
	c.story = annotate.Story{Self: a.ID, Inset: true}
	c.heading = 5 // below the card's own heading
	c.notes = a.ID + "-"
	return s.inset(a.Path, body.Text(), c)
}

// lineInset renders one run of Markdown that stands in front matter.
func (s *site) lineInset(a *content.Article, markdown string, at func() diag.Location) inset {
	c := convention{
		parser: s.md.inline, page: storyOutput(a), file: a.Path, moved: s.moved, assets: s.b.assets, heading: 6,
		story:    annotate.Story{Date: a.Date, Actors: a.Actors, Inset: true},
		fullDate: s.lang.fullDate,
		at:       func(int, int) diag.Location { return at() },
	}
	in := s.inset(a.Path, []byte(markdown), c)
	return in.unwrapped()
}

func (s *site) inset(file string, source []byte, c convention) (in inset) {
	var failed error
	defer func() {
		if failed != nil {
			in = inset{problems: []diag.Diagnostic{fileError(file, failed)}}
		}
	}()
	defer contain(file, &failed)
	r := s.md.read(source, c)
	buffer := s.b.buffers.get()
	defer s.b.buffers.put(buffer)
	html, err := s.md.html(buffer, r)
	if err != nil {
		return inset{problems: []diag.Diagnostic{fileError(file, err)}}
	}
	in = inset{movable: newMovable(s.lang.unbroken(html), true), code: r.code, images: r.images}
	found := locatedAt(r.res.Problems, c.at)
	if c.body.Source.Name != "" {
		found = located(r.res.Problems, c.body)
	}
	in.problems = s.applied(s.hushed(append(found, r.problems...), r.res, c.body))
	return in
}

// hushed leaves out what the comments of an entry or a page silence, and adds what
// is to be said of those comments. Text in front matter has none.
func (s *site) hushed(ds []diag.Diagnostic, res *annotate.Result, body content.Body) []diag.Diagnostic {
	if len(res.Silenced) == 0 || body.Source.Name == "" {
		return ds
	}
	elsewhere := s.b.options.Elsewhere
	if elsewhere == nil {
		elsewhere = func(string) bool { return false }
	}
	ds = res.Hush(ds, body.Source, body.Offset)
	return append(ds, res.Idle(body.Source, body.Offset, elsewhere)...)
}

// unwrapped takes off the paragraph around a text of one paragraph.
func (in inset) unwrapped() inset {
	trim := func(h template.HTML, prefix, suffix string) template.HTML {
		return template.HTML(strings.TrimSuffix(strings.TrimPrefix(strings.TrimRight(string(h), "\n"), prefix), suffix))
	}
	if len(in.parts) == 0 {
		in.tail = trim(in.tail, "<p>", "</p>")
		return in
	}
	in.parts[0].html = template.HTML(strings.TrimPrefix(string(in.parts[0].html), "<p>"))
	in.tail = trim(in.tail, "", "</p>")
	return in
}
