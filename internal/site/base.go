package site

import (
	"net/url"
	"path"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// base is where the site will live.
type base struct {
	origin string // "https://example.org"; "" where no address is known
	path   string // "/" or "/repo/", with a slash at both ends
}

// parseBase reads a base URL. Without one the site is taken to live at the root
// of a host that is not known.
func parseBase(s string) (base, bool) {
	if s == "" {
		return base{path: "/"}, true
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return base{path: "/"}, false
	}
	if folder := strings.TrimSuffix(u.Path, "/"); folder != "" && path.Clean(folder) != folder || strings.Contains(u.Path, "//") {
		return base{path: "/"}, false // browsers take such steps, or see a host in them
	}
	p := u.EscapedPath()
	if !strings.HasSuffix(p, "/") {
		p += "/"
	}
	return base{origin: u.Scheme + "://" + u.Host, path: p}, true
}

// abs is the full address of an output or a folder of the site; "" where no host
// is known.
func (b base) abs(output string) string { return b.full(rooted(output)) }

// full is the full address of what is at a path from the root of the site.
func (b base) full(path string) string {
	if b.origin == "" {
		return ""
	}
	return b.origin + b.path + path[1:]
}

// absOr is abs, or where no host is known the address on a page.
func (b base) absOr(page place, output string) string {
	if full := b.abs(output); full != "" {
		return full
	}
	return page.to(output)
}

// place is where a page stands, as far as addresses on it need to know. They lead
// to other pages from the page itself, so that they are right under any path, on
// any host and in a folder of a disk.
type place struct {
	page string // the output
	root string // leads to the root of the site: "", "../../"
}

// on is the place of an output.
func on(page string) place { return place{page, strings.Repeat("../", strings.Count(page, "/"))} }

// anywhere is the place of a page that hosts serve at any address: its own lead
// from the root of the host.
func (b base) anywhere(page string) place { return place{page, b.path} }

// fromRoot is the place of HTML that is settled later, for each page that shows it.
var fromRoot = place{root: "/"}

// to is the address of an output or a folder of the site.
func (p place) to(output string) string { return p.lead(rooted(output)) }

// entry is the address of an actor's own page.
func (p place) entry(actor string) string { return p.to(actorOutput(actor)) }

// lead is an address that may be one from the root of the site. Others stay as
// they are.
func (p place) lead(address string) string {
	if !isRooted(address) {
		return address
	}
	rel := p.root + address[1:]
	first, _, _ := strings.Cut(rel, "/")
	if first == "" && p.root == "" || strings.ContainsAny(first, ":?#") {
		return "./" + rel // as nothing, a scheme or a part of this page it would be read otherwise
	}
	return rel
}

// isRooted reports whether an address leads from the root of the site, and not to
// another host.
func isRooted(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
}

// rooted is the address of an output or a folder from the root of the site. A page
// is addressed by its folder.
func rooted(output string) string {
	if output == "index.html" {
		output = ""
	}
	if folder, ok := strings.CutSuffix(output, "/index.html"); ok {
		output = folder + "/"
	}
	return "/" + (&url.URL{Path: output}).EscapedPath()
}

// resolve turns a link as an editor wrote it into one from the root of the site.
// Links lead from the content file that holds them (other.md, ../glossary/iran.md)
// or from the page made of it; rooted ones from the root of the site. Links to
// other sites and within the page stay as they are. moved are the outputs of content
// files that are not called like them.
func resolve(dest, contentFile, page string, moved map[string]string) string {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(dest, "//") {
		return dest
	}
	if u.Path == "" {
		return dest // a fragment or a query of this page
	}
	p := u.Path
	switch ext := path.Ext(p); {
	case ext == ".md" || ext == ".txt":
		file := strings.TrimPrefix(p, "/")
		if file == p {
			file = path.Join(path.Dir(contentFile), p)
		}
		p = strings.TrimSuffix(outputOf(file, moved), "index.html")
	case !strings.HasPrefix(p, "/"):
		p = path.Dir(page) + "/" + p
	}
	folder := strings.HasSuffix(p, "/") || strings.HasSuffix(p, "/.") || strings.HasSuffix(p, "/..")
	if p = path.Join("/", p); folder && p != "/" {
		p += "/"
	}
	rel := *u
	rel.Path, rel.RawPath = p, ""
	return rel.String()
}

// outputOf is the output that a content file becomes.
func outputOf(contentFile string, moved map[string]string) string {
	p := strings.TrimPrefix(contentFile, "content/")
	if output, ok := moved["content/"+p]; ok {
		return output
	}
	p = strings.TrimSuffix(p, path.Ext(p))
	p = strings.TrimPrefix(p, "articles/")
	return p + "/index.html"
}

// movedOutputs are the outputs of stories and pages whose front matter gives them
// another slug than their file's name, by file.
func movedOutputs(c *content.Site) map[string]string {
	moved := map[string]string{}
	note := func(f content.File, output string) {
		if output != outputOf(f.Path, nil) {
			moved[f.Path] = output
		}
	}
	for _, a := range c.Articles {
		note(a.File, storyOutput(a))
	}
	for _, p := range c.Pages {
		note(p.File, pageOutput(p))
	}
	return moved
}

// noBase is what a site without an address is told.
func noBase(file string) diag.Diagnostic {
	return diag.Diagnostic{
		Location: diag.Location{File: file}, Severity: diag.Warning, Rule: "no-base-url",
		Message: "without a baseURL there is no site map, and the feed and link previews carry no full addresses",
		Hints:   []string{`write where the site will live, as in "baseURL: https://example.org/news/"`},
	}
}
