package site

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	xlanguage "golang.org/x/text/language"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// planner lists a site's outputs.
type planner struct {
	*site
	plan     *Plan
	early    map[string]string // why stories that are planned are not ready, by file
	folded   map[string]string // paths in lower case → as they are, to find two that file systems confuse
	problems []diag.Diagnostic
}

// choose sorts out which stories are published.
func (p *planner) choose(all []*content.Article) {
	for _, a := range all {
		reason, wanted := p.unready(a)
		switch {
		case reason == "":
		case !wanted:
			p.plan.skipped = append(p.plan.skipped, Skip{a.Path, reason})
			continue
		default:
			p.plan.early = append(p.plan.early, Skip{a.Path, reason})
			p.early[a.Path] = reason
		}
		p.articles = append(p.articles, a)
	}
	slices.SortStableFunc(p.articles, newestFirst)
}

// unready says why a story is not to be published yet, if there is a reason, and
// whether the options want it all the same.
func (p *planner) unready(a *content.Article) (reason string, wanted bool) {
	o := p.b.options
	var reasons []string
	wanted = true
	if a.Draft {
		reasons, wanted = append(reasons, "it is a draft"), o.Drafts
	}
	if date := p.ahead(a); date != "" {
		reasons, wanted = append(reasons, fmt.Sprintf("its date, %s, is in the future", date)), wanted && o.Future
	}
	return strings.Join(reasons, ", and "), wanted
}

// ahead is the date of a story, with its hour where that matters, if it is still to come.
func (p *planner) ahead(a *content.Article) string {
	now := p.b.options.Now
	switch {
	case now.IsZero():
	case a.Moment.After(now):
		return a.Moment.In(p.location()).Format("2006-01-02 15:04")
	case a.Moment.IsZero() && a.Date.First().After(p.today().Last()):
		return a.Date.String()
	}
	return ""
}

func (p *planner) everything() {
	bySlug := slices.Clone(p.articles)
	slices.SortFunc(bySlug, func(a, b *content.Article) int { return strings.Compare(a.Slug, b.Slug) })
	for _, a := range bySlug {
		p.article(a)
	}
	slices.Sort(p.plan.order)
	stories := len(p.plan.order)

	p.home()
	p.page("glossary/index.html", "", p.renderGlossary)
	for _, a := range p.glossary {
		p.page(actorOutput(a.ID), a.Path, func(w io.Writer) ([]diag.Diagnostic, error) { return p.renderActor(w, a) })
	}
	for _, page := range p.pages {
		p.page(pageOutput(page), page.Path, func(w io.Writer) ([]diag.Diagnostic, error) { return p.renderPage(w, page) })
	}
	p.page("404.html", "", p.renderMissing)
	p.add(Output{Path: "feed.xml", Type: "application/atom+xml; charset=utf-8", render: plainly(p.renderFeed)})
	if p.base.origin != "" { // a site map is of full addresses
		p.add(Output{Path: "sitemap.xml", Type: "application/xml; charset=utf-8", render: plainly(p.renderSitemap)})
	}
	p.add(Output{Path: "robots.txt", Type: "text/plain; charset=utf-8", render: plainly(p.renderRobots)})
	p.add(Output{Path: ".nojekyll", Type: "text/plain; charset=utf-8", render: plainly(func(io.Writer) error { return nil })})
	for _, name := range p.b.assets.names {
		a := p.b.assets.files[name]
		p.add(Output{Path: a.output, Type: a.typ, render: plainly(func(w io.Writer) error { return p.b.assets.write(w, name) })})
	}
	for _, a := range bySlug {
		p.aliases(a)
	}
	slices.Sort(p.plan.order[stories:])
}

// article plans what is made of a story.
func (p *planner) article(a *content.Article) {
	p.page(storyOutput(a), a.Path, func(w io.Writer) ([]diag.Diagnostic, error) { return p.renderStory(w, on(storyOutput(a)), a) })
	p.shows(storyOutput(a), a)
	p.add(Output{
		Path: a.Slug + "/annotations.json", Type: "application/ld+json", Source: a.Path,
		render: plainly(func(w io.Writer) error { return p.renderAnnotations(w, a) }),
	})
	if a.ShowSource {
		p.page(sourceOutput(a), a.Path, func(w io.Writer) ([]diag.Diagnostic, error) { return p.renderSource(w, a) })
	}
}

func sourceOutput(a *content.Article) string { return a.Slug + "/source/index.html" }

func pageOutput(page *content.Page) string { return page.Slug + "/index.html" }

// home plans the first page: the story that the site shows in full, or the list.
func (p *planner) home() {
	for _, a := range p.articles {
		if a.Slug == p.config.Home {
			p.page("index.html", a.Path, func(w io.Writer) ([]diag.Diagnostic, error) { return p.renderStory(w, on("index.html"), a) })
			p.shows("index.html", a)
			return
		}
	}
	if p.config.Home != "" {
		d := diag.Diagnostic{
			Location: p.config.At("home"), Severity: diag.Warning, Rule: "home",
			Message: fmt.Sprintf("the story %q is not published, so the first page lists the stories", p.config.Home),
		}
		p.problems = append(p.problems, d)
	}
	p.page("index.html", "", p.renderStories)
}

// aliases plans a page at each old address of a story that leads to the new one.
func (p *planner) aliases(a *content.Article) {
	for _, alias := range a.Aliases {
		file := strings.TrimPrefix(alias, "/")
		if strings.HasSuffix(file, "/") {
			file += "index.html"
		}
		p.page(file, a.Path, func(w io.Writer) ([]diag.Diagnostic, error) { return p.renderMoved(w, on(file), a) })
	}
}

// page plans an HTML page.
func (p *planner) page(path, source string, render func(io.Writer) ([]diag.Diagnostic, error)) {
	p.add(Output{Path: path, Type: "text/html; charset=utf-8", Source: source, render: render})
}

// add plans an output. Loading the content has seen to it that no two have one path;
// that holds for as long as it knows of all outputs.
func (p *planner) add(o Output) {
	folded := strings.ToLower(o.Path)
	if other, ok := p.folded[folded]; ok {
		p.problems = append(p.problems, diag.Diagnostic{
			Location: diag.Location{File: o.Source}, Severity: diag.Error, Rule: "output-path",
			Message: fmt.Sprintf("two things would be published as %s: rename this one", other),
		})
		return
	}
	p.folded[folded] = o.Path
	o.Early = p.early[o.Source]
	p.plan.outputs[o.Path] = o
	p.plan.order = append(p.plan.order, o.Path)
}

// plainly adapts a rendering that finds nothing.
func plainly(render func(io.Writer) error) func(io.Writer) ([]diag.Diagnostic, error) {
	return func(w io.Writer) ([]diag.Diagnostic, error) { return nil, render(w) }
}

// execute runs a template for a page. Nothing is written where it fails.
func (s *site) execute(w io.Writer, at place, name string, data any) error {
	t, err := s.voice.on(at)
	if err != nil {
		return s.b.templates.diagnose(err)
	}
	b := s.b.buffers.get()
	defer s.b.buffers.put(b)
	if err := t.ExecuteTemplate(b, name, data); err != nil {
		return s.b.templates.diagnose(err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// buffers lends out buffers that have grown to the size of a page.
type buffers struct{ pool sync.Pool }

func (p *buffers) get() *bytes.Buffer {
	if b, ok := p.pool.Get().(*bytes.Buffer); ok {
		b.Reset()
		return b
	}
	return new(bytes.Buffer)
}

// mostBuffer is the size of a buffer that is not worth keeping, in bytes.
const mostBuffer = 1 << 20

func (p *buffers) put(b *bytes.Buffer) {
	if b.Cap() <= mostBuffer {
		p.pool.Put(b)
	}
}

// sortGlossary orders entries by name, as the site's readers expect it.
func (s *site) sortGlossary() {
	tag, err := xlanguage.Parse(s.lang.Tag)
	if err != nil {
		tag = xlanguage.English
	}
	c := collate.New(tag, collate.IgnoreCase)
	slices.SortStableFunc(s.glossary, func(a, b *content.Actor) int {
		return cmp.Or(c.CompareString(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
}
