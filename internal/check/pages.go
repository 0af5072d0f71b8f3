package check

import (
	"bytes"
	"context"
	"io"
	"iter"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"

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
	stories int               // how many there are
	slugs   map[string]string // of stories and pages, by the names of their files
	cast    map[string]bool   // actors that a story's page has a card for
}

// Visit renders every HTML page and remembers what is needed to follow its links.
// base is the path under which the site lives. The error is that of a page that
// cannot be rendered, or the context's.
func (c *Checker) Visit(ctx context.Context, base string, pages iter.Seq[Page]) (*Visit, error) {
	v := &Visit{checker: c, base: base, origin: c.origin(), pages: map[string]*visited{}, slugs: map[string]string{}, cast: map[string]bool{}}
	for _, a := range c.site.Articles {
		v.slugs[path.Base(a.Path)] = a.Slug
	}
	for _, p := range c.site.Pages {
		v.slugs[path.Base(p.Path)] = p.Slug
	}
	c.readComments()
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
	if !p.HTML && !strings.HasSuffix(p.Path, ".xml") {
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

// read takes the ids and links out of a page, a feed or a site map.
func (p *visited) read(page io.Reader) {
	var ids strings.Builder
	ids.WriteByte(0)
	had := map[string]bool{}
	link := func(to string) {
		if !had[to] {
			had[to] = true
			p.links = append(p.links, strings.Clone(to))
		}
	}
	place := false // in a site map, where an address is text
	z := html.NewTokenizer(page)
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.ids = ids.String()
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			for _, a := range t.Attr {
				switch a.Key {
				case "id":
					ids.WriteString(a.Val + "\x00")
				case "href", "src", "poster":
					link(a.Val)
				case "srcset":
					for candidate := range strings.SplitSeq(a.Val, ",") {
						address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
						link(address)
					}
				case "content": // of a page that leads elsewhere
					if _, address, ok := strings.Cut(a.Val, "; url="); ok && t.Data == "meta" {
						link(address)
					}
				}
			}
			place = t.Data == "loc"
		case html.TextToken:
			if place {
				link(strings.TrimSpace(string(z.Text())))
				place = false
			}
		}
	}
}

func (p *visited) has(id string) bool { return strings.Contains(p.ids, "\x00"+id+"\x00") }
