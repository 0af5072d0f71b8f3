package site_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// render renders everything, and fails on anything that is wrong.
func render(t testing.TB, p *site.Plan) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for o := range p.Outputs() {
		var b bytes.Buffer
		ds, err := o.Render(&b)
		if err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		for _, d := range ds {
			if d.Severity == diag.Error {
				t.Errorf("%s: %v", o.Path, d)
			}
		}
		all[o.Path] = b.Bytes()
	}
	return all
}

func shipped() fs.FS { return os.DirFS("../..") }

// TestLinks follows every address in every page of the shipped site, at the root
// of a host, under a project's path, and on a host that nobody has named yet: each
// leads to an output, and each fragment to an element there.
func TestLinks(t *testing.T) {
	for _, c := range []struct{ baseURL, served string }{
		{"https://example.org/", "https://example.org/"},
		{"https://example.org/repo/", "https://example.org/repo/"},
		{"", "https://example.org/"},
	} {
		t.Run(c.baseURL, func(t *testing.T) {
			all := render(t, plan(t, shipped(), site.Options{BaseURL: c.baseURL}))
			w := walker{t: t, base: c.served, outputs: all, ids: map[string]map[string]bool{}}
			pages := 0
			for name, data := range all {
				if strings.HasSuffix(name, ".html") {
					pages++
					w.page(name, data)
				}
			}
			if pages < 30 || w.links < 1000 {
				t.Errorf("followed %d links on %d pages: the site has more", w.links, pages)
			}
		})
	}
}

// TestFromDisk follows every address of the shipped site as a browser does that was
// handed the files themselves: from the page's own folder, in which a folder means
// its index.html. It does so with a base URL and without one. Only the page for
// addresses that lead nowhere, which hosts serve at any of them, needs a host.
func TestFromDisk(t *testing.T) {
	for _, baseURL := range []string{"", "https://example.org/repo/"} {
		all := render(t, plan(t, shipped(), site.Options{BaseURL: baseURL}))
		followed := 0
		for name, data := range all {
			if path.Ext(name) != ".html" || name == "404.html" {
				continue
			}
			for _, ref := range addresses(t, data) {
				u, err := url.Parse(ref)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				} else if u.Scheme == "" && u.Path != "" {
					followed++
					target := path.Join(path.Dir(name), u.Path)
					if strings.HasSuffix(u.Path, "/") {
						target = path.Join(target, "index.html")
					}
					if _, ok := all[target]; !ok || u.Host != "" || path.IsAbs(u.Path) {
						t.Errorf("%s: from the disk, %q leads to nothing", name, ref)
					}
				}
			}
		}
		if followed < 900 {
			t.Errorf("followed %d addresses: the site has more", followed)
		}
	}
}

// addresses lists the values of a page's href and src attributes, but for that of
// its canonical link, which is no link.
func addresses(t *testing.T, page []byte) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range root.Descendants() {
		if attribute(n, "rel") == "canonical" {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "href" || a.Key == "src" {
				all = append(all, a.Val)
			}
		}
	}
	return all
}

// TestWithoutHost claims no full address where none is known.
func TestWithoutHost(t *testing.T) {
	all := render(t, plan(t, shipped(), site.Options{}))
	if _, ok := all["sitemap.xml"]; ok {
		t.Error("there is a site map, whose addresses cannot be full")
	}
	if bytes.Contains(all["robots.txt"], []byte("Sitemap")) {
		t.Error("robots.txt names a site map")
	}
	for name, data := range all {
		for _, claim := range []string{`rel="canonical"`, `property="og:url"`, `property="og:image"`} {
			if path.Ext(name) == ".html" && bytes.Contains(data, []byte(claim)) {
				t.Errorf("%s has %s", name, claim)
			}
		}
	}
}

// walker follows addresses.
type walker struct {
	t       *testing.T
	base    string
	outputs map[string][]byte
	ids     map[string]map[string]bool
	links   int
}

func (w *walker) page(name string, data []byte) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		w.t.Fatal(err)
	}
	seen := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "id"); id != "" {
			if seen[id] {
				w.t.Errorf("%s: two elements have the id %q", name, id)
			}
			seen[id] = true
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				w.t.Errorf("%s: <%s> has the attribute %s", name, n.Data, a.Key)
			case a.Key == "href" || a.Key == "src":
				w.follow(name, n, a.Val)
			case a.Key == "aria-labelledby":
				w.fragment(name, name, a.Val)
			}
		}
	}
}

// follow resolves an address as a browser does.
func (w *walker) follow(page string, n *html.Node, ref string) {
	if strings.HasPrefix(ref, "data:") {
		return
	}
	base, err := url.Parse(w.base)
	if err != nil {
		w.t.Fatal(err)
	}
	at := base.ResolveReference(&url.URL{Path: strings.TrimSuffix(page, "index.html")})
	u, err := at.Parse(ref)
	if err != nil {
		w.t.Errorf("%s: %q is no address: %v", page, ref, err)
		return
	}
	if u.Host != base.Host {
		if n.Data != "a" {
			w.t.Errorf("%s: <%s> asks another site for %s", page, n.Data, ref)
		}
		return
	}
	w.links++
	rest, ok := strings.CutPrefix(u.Path, base.Path)
	if !ok {
		w.t.Errorf("%s: %q leads out of the site", page, ref)
		return
	}
	target := rest
	if target == "" || strings.HasSuffix(target, "/") {
		target += "index.html"
	}
	if _, ok := w.outputs[target]; !ok {
		w.t.Errorf("%s: %q leads to nothing", page, ref)
		return
	}
	if u.Fragment != "" {
		w.fragment(page, target, u.Fragment)
	}
}

func (w *walker) fragment(page, target, id string) {
	ids, ok := w.ids[target]
	if !ok {
		ids = map[string]bool{}
		root, err := html.Parse(bytes.NewReader(w.outputs[target]))
		if err != nil {
			w.t.Fatal(err)
		}
		for n := range root.Descendants() {
			if id := attribute(n, "id"); id != "" {
				ids[id] = true
			}
		}
		w.ids[target] = ids
	}
	if !ids[id] {
		w.t.Errorf("%s: there is no #%s in %s", page, id, target)
	}
}

// TestSameInputSameBytes renders the shipped site twice with one builder and once,
// in parallel, with another.
func TestSameInputSameBytes(t *testing.T) {
	first := render(t, plan(t, shipped(), site.Options{}))
	again := plan(t, shipped(), site.Options{})
	var mu sync.Mutex
	var wg sync.WaitGroup
	second := map[string][]byte{}
	for o := range again.Outputs() {
		for range 2 {
			wg.Go(func() {
				var b bytes.Buffer
				if _, err := o.Render(&b); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if before, ok := second[o.Path]; ok && !bytes.Equal(before, b.Bytes()) {
					t.Errorf("%s differs from one rendering to the next", o.Path)
				}
				second[o.Path] = b.Bytes()
			})
		}
	}
	wg.Wait()
	if len(first) != len(second) {
		t.Fatalf("%d outputs, and then %d", len(first), len(second))
	}
	for name, data := range first {
		if !bytes.Equal(data, second[name]) {
			t.Errorf("%s differs from one builder to another", name)
		}
	}
}

// TestFormats reads what other programs read: the feed, the site map, the
// annotations and the pages' linked data.
func TestFormats(t *testing.T) {
	all := render(t, plan(t, shipped(), site.Options{BaseURL: "https://example.org/repo/"}))

	var feed struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Entries []struct {
			Title   string `xml:"title"`
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(all["feed.xml"], &feed); err != nil {
		t.Fatal(err)
	}
	if !isAbsolute(feed.ID) || len(feed.Entries) == 0 {
		t.Errorf("the feed has the id %q and %d entries", feed.ID, len(feed.Entries))
	}
	for _, e := range feed.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Title == "" || !isAbsolute(e.ID) {
			t.Errorf("the feed's entry is %+v", e)
		}
	}

	var m struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(all["sitemap.xml"], &m); err != nil {
		t.Fatal(err)
	}
	for _, u := range m.URLs {
		name := strings.TrimPrefix(u.Loc, "https://example.org/repo/") + "index.html"
		if _, ok := all[name]; !ok {
			t.Errorf("the site map lists %s, which is not there", u.Loc)
		}
	}
	if len(m.URLs) < 30 {
		t.Errorf("the site map lists %d pages", len(m.URLs))
	}

	for name, data := range all {
		switch path.Ext(name) {
		case ".json":
			if !json.Valid(data) {
				t.Errorf("%s is no JSON", name)
			}
		case ".html":
			linkedData(t, name, data)
		}
	}
}

func isAbsolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.IsAbs()
}

func linkedData(t *testing.T, name string, page []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data != "script" || attribute(n, "type") != "application/ld+json" {
			continue
		}
		var ld map[string]any
		if err := json.Unmarshal([]byte(n.FirstChild.Data), &ld); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if ld["@context"] != "https://schema.org" || ld["@type"] == "" {
			t.Errorf("%s: the linked data is a %v of %v", name, ld["@type"], ld["@context"])
		}
	}
}

// TestWeight keeps a story's page light: 25 KB over the wire, everything in it.
func TestWeight(t *testing.T) {
	all := render(t, plan(t, shipped(), site.Options{}))
	const most = 25 << 10
	if n := gzipped(t, all["coalition-talks/index.html"]); n > most {
		t.Errorf("the story's page has %d bytes gzipped, more than %d", n, most)
	}
}
