package check

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// Page is something that the site publishes.
type Page struct {
	Path   string // relative to the output folder: "talks/index.html"
	Source string // the content file that it is chiefly made of, or ""
	HTML   bool
	Known  bool // is checked already; only what other pages need to know of it is of interest
	Render func(io.Writer) ([]diag.Diagnostic, error)
}

// Visit is a walk through all pages of a site.
type Visit struct {
	checker *Checker
	base    string
	origin  string
	pages   map[string]*visited // by path
	order   []*visited
	found   []diag.Diagnostic
	stories int             // how many there are
	cast    map[string]bool // actors that a story's page has a card for
	told    map[string]bool // broken links that are reported already, by place
}

// Visit renders every HTML page and remembers what is needed to follow its links.
// base is the path under which the site lives. The error is that of a page that
// cannot be rendered, or the context's.
func (c *Checker) Visit(ctx context.Context, base string, pages iter.Seq[Page]) (*Visit, error) {
	v := &Visit{checker: c, base: base, origin: c.origin(), pages: map[string]*visited{}, cast: map[string]bool{}, told: map[string]bool{}}
	for p := range pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := v.page(p); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// Rendered is what was found while the pages were rendered.
func (v *Visit) Rendered() []diag.Diagnostic { return v.checker.Apply(v.found) }

// origin is what addresses of the site's own begin with, up to its path.
func (c *Checker) origin() string {
	u, err := url.Parse(c.site.Config.BaseURL)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// visited is a page as far as its links need it. Nothing else of it is kept, so that
// ten thousand pages are never in memory.
type visited struct {
	path, source string
	known, html  bool
	ids          string // each between two zero bytes
	links        []string
}

func (v *Visit) page(p Page) error {
	seen := &visited{path: p.Path, source: p.Source, known: p.Known, html: p.HTML}
	v.pages[p.Path] = seen
	v.order = append(v.order, seen)
	if !p.HTML {
		return nil
	}
	var page bytes.Buffer
	ds, err := p.Render(&page)
	if !p.Known {
		v.found = append(v.found, ds...)
	}
	if err != nil {
		return err
	}
	seen.read(&page)
	if strings.HasPrefix(p.Source, "content/articles/") {
		v.stories++
		for id := range strings.SplitSeq(seen.ids, "\x00") {
			if actor, ok := strings.CutPrefix(id, "actor-"); ok {
				v.cast[actor] = true
			}
		}
	}
	return nil
}

// read takes the ids and links out of a page.
func (p *visited) read(page io.Reader) {
	var ids strings.Builder
	ids.WriteByte(0)
	had := map[string]bool{}
	z := html.NewTokenizer(page)
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.ids = ids.String()
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range z.Token().Attr {
				switch a.Key {
				case "id":
					ids.WriteString(a.Val + "\x00")
				case "href", "src", "poster":
					if !had[a.Val] {
						had[a.Val] = true
						p.links = append(p.links, strings.Clone(a.Val))
					}
				}
			}
		}
	}
}

func (p *visited) has(id string) bool { return strings.Contains(p.ids, "\x00"+id+"\x00") }

// Broken follows every link within the site, to the anchor. Links to other sites
// are not followed.
func (v *Visit) Broken() []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, p := range v.order {
		if p.known {
			continue
		}
		for _, link := range p.links {
			if wrong := v.follow(p, link); wrong != "" {
				ds = append(ds, v.report(p, link, wrong)...)
			}
		}
	}
	return v.checker.Apply(ds)
}

// resolve makes of a link on a page an address of the site, from the root of its
// host; nil for another site's.
func (v *Visit) resolve(from *visited, link string) (*url.URL, error) {
	if rest, ok := strings.CutPrefix(link, v.origin); ok && v.origin != "" && strings.HasPrefix(rest, v.base) {
		link = rest
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return nil, err
	}
	return (&url.URL{Path: v.base + from.path}).ResolveReference(u), nil
}

// follow says what is wrong with a link, or "".
func (v *Visit) follow(from *visited, link string) string {
	u, err := v.resolve(from, link)
	switch {
	case err != nil:
		return "is no address"
	case u == nil:
		return ""
	}
	output, inside := v.output(u)
	if !inside {
		return "leads out of the site"
	}
	to := v.pages[output]
	switch {
	case to == nil && v.checker.unpublished(output):
		return "leads to a story that is not published"
	case to == nil:
		return "leads to a page that is not there"
	}
	if u.Fragment != "" && u.Fragment != "top" && to.html && !to.has(u.Fragment) {
		return fmt.Sprintf("leads to an anchor that is not there: nothing has the id %q", u.Fragment)
	}
	return ""
}

// unpublished reports whether a file would be there if a story were published.
func (c *Checker) unpublished(output string) bool {
	slug, _, _ := strings.Cut(output, "/")
	_, ok := slices.BinarySearchFunc(c.site.Articles, slug, func(a *content.Article, slug string) int { return strings.Compare(a.Slug, slug) })
	return ok
}

// output is the file that an address of the site stands for.
func (v *Visit) output(u *url.URL) (path string, inside bool) {
	path, inside = strings.CutPrefix(u.Path, v.base)
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	return path, inside
}

// report puts a broken link where an editor wrote it. One in an entry stands on
// many pages and is reported once.
func (v *Visit) report(from *visited, link, wrong string) []diag.Diagnostic {
	at, written, ok := v.written(from, link)
	if !ok {
		at, written = diag.Location{File: from.source}, link
		wrong += fmt.Sprintf(" (on the page %s)", from.path)
	}
	key := fmt.Sprintf("%s:%d:%d:%s", at.File, at.Line, at.Col, wrong)
	if v.told[key] {
		return nil
	}
	v.told[key] = true
	d := diag.Diagnostic{
		Location: at, Severity: diag.Error, Rule: "broken-link", Message: fmt.Sprintf("the link %q %s", written, wrong),
	}
	if near := v.near(from, link); near != "" {
		d.Hints = append(d.Hints, fmt.Sprintf("did you mean %q?", near))
	}
	return []diag.Diagnostic{d}
}

// near is what a broken link was probably meant to be, as an editor would write it:
// a page whose address is near, or an anchor of the page whose name is.
func (v *Visit) near(from *visited, link string) string {
	u, err := v.resolve(from, link)
	if err != nil || u == nil {
		return ""
	}
	output, _ := v.output(u)
	if page := v.pages[output]; page != nil {
		if near := diag.Nearest(u.Fragment, strings.SplitSeq(strings.Trim(page.ids, "\x00"), "\x00")); near != "" {
			return "#" + near
		}
		return ""
	}
	folder := func(p string) string { return "/" + strings.TrimSuffix(p, "index.html") }
	return diag.Nearest(folder(output), func(yield func(string) bool) {
		for _, p := range v.order {
			if p.html && !yield(folder(p.path)) {
				return
			}
		}
	})
}

// written finds a link in the file that the page is made of, or in that of an entry
// whose card stands on the page.
func (v *Visit) written(from *visited, link string) (at diag.Location, written string, ok bool) {
	for _, read := range v.files(from) {
		body, err := read()
		if err != nil {
			continue
		}
		if start, end := find(string(body.Text), v.key(link)); start >= 0 {
			return body.At(start, end), string(body.Text[start:end]), true
		}
	}
	return diag.Location{}, "", false
}

// files are the content files that may hold a link of a page: its own first.
func (v *Visit) files(from *visited) []func() (diag.Source, error) {
	site := v.checker.site
	var own, others []func() (diag.Source, error)
	add := func(path string, read func() (diag.Source, error)) {
		if path == from.source {
			own = append(own, read)
		} else if strings.HasPrefix(path, "content/glossary/") {
			others = append(others, read)
		}
	}
	for _, a := range site.Articles {
		if a.Path == from.source {
			add(a.Path, func() (diag.Source, error) { b, err := a.Body(); return b.Source, err })
		}
	}
	for _, a := range site.Actors {
		add(a.Path, func() (diag.Source, error) { b, err := a.Body(); return b.Source, err })
	}
	for _, p := range site.Pages {
		add(p.Path, func() (diag.Source, error) { b, err := p.Body(); return b.Source, err })
	}
	others = append(others, func() (diag.Source, error) { b, err := site.Config.Body(); return b.Source, err })
	return append(own, others...)
}

// key is what is the same in a link as it is written and as it stands on a page:
// the last part of the path, and the fragment.
func (v *Visit) key(link string) string {
	link = strings.TrimPrefix(link, v.origin)
	link, fragment, _ := strings.Cut(link, "#")
	link, _, _ = strings.Cut(link, "?")
	link = strings.TrimSuffix(strings.TrimSuffix(link, "index.html"), "/")
	last := path.Base("/" + link)
	if unescaped, err := url.PathUnescape(last); err == nil {
		last = unescaped
	}
	last = strings.TrimSuffix(strings.TrimSuffix(last, ".md"), ".txt")
	return last + "#" + fragment
}

// find finds a word of a text that is a link of a key.
func find(text, key string) (start, end int) {
	v := &Visit{}
	const around = " \t\r\n()[]<>\"'"
	for at := 0; at < len(text); {
		n := strings.IndexAny(text[at:], around)
		if n < 0 {
			n = len(text) - at
		}
		if word := strings.TrimRight(text[at:at+n], ".,;:}"); strings.ContainsAny(word, "/#.") && v.key(word) == key {
			return at, at + len(word)
		}
		at += n + 1
	}
	return -1, -1
}

// Unused finds the entries that nobody mentions: that no story's page has a card
// for, and no entry of such a card speaks of.
func (v *Visit) Unused() []diag.Diagnostic {
	if v.stories == 0 {
		return nil
	}
	var ds []diag.Diagnostic
	for _, a := range v.checker.site.Actors {
		if v.cast[a.ID] || v.related(a.ID) {
			continue
		}
		ds = append(ds, diag.Diagnostic{
			Location: a.At("name"), Severity: diag.Warning, Rule: "unused-actor",
			Message: fmt.Sprintf("no story mentions %q", a.Name),
			Hints:   []string{"add the words that stories use to its \"aliases\", or delete the file"},
		})
	}
	return v.checker.Apply(ds)
}

// related reports whether an entry that a story mentions leads to the actor, or
// speaks of it.
func (v *Visit) related(id string) bool {
	names := v.checker.names(id)
	for _, a := range v.checker.site.Actors {
		if !v.cast[a.ID] {
			continue
		}
		for _, r := range a.Relations {
			if slices.Contains(r.Actors, id) {
				return true
			}
		}
		body, err := a.Body()
		if err == nil && slices.ContainsFunc(names, func(name string) bool { return bytes.Contains(body.Text(), []byte(name)) }) {
			return true
		}
	}
	return false
}

// names lists what an actor is called.
func (c *Checker) names(id string) []string {
	for _, a := range c.site.Actors {
		if a.ID == id {
			return append([]string{a.Name}, a.Aliases...)
		}
	}
	return nil
}
