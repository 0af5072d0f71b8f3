package site

import (
	"net/url"
	"path"
	"strings"

	"backgrounder/internal/diag"
)

// base is where the site will live: every URL begins with it.
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
	p := u.EscapedPath()
	if !strings.HasSuffix(p, "/") {
		p += "/"
	}
	return base{origin: u.Scheme + "://" + u.Host, path: p}, true
}

// to is the address of an output or a folder of the site, from the root of its
// host. A page is addressed by its folder.
func (b base) to(output string) string {
	if output == "index.html" {
		output = ""
	}
	output = strings.TrimSuffix(output, "/index.html") + suffixSlash(output)
	return b.path + escapePath(output)
}

func suffixSlash(output string) string {
	if strings.HasSuffix(output, "/index.html") {
		return "/"
	}
	return ""
}

// abs is to with the host, where one is known.
func (b base) abs(output string) string { return b.origin + b.to(output) }

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// resolve turns a link as an editor wrote it into one that works wherever the
// text is shown. Links lead from the content file that holds them (other.md,
// ../glossary/iran.md) or from the page made of it; rooted ones from the root of
// the site.
func (b base) resolve(dest, contentFile, page string) string {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(dest, "//") {
		return dest
	}
	if u.Path == "" {
		return dest // a fragment or a query of this page
	}
	rel := *u
	p, rooted := strings.CutPrefix(u.Path, "/")
	switch ext := path.Ext(u.Path); {
	case ext == ".md" || ext == ".txt":
		file := p
		if !rooted {
			file = path.Join(path.Dir(contentFile), u.Path)
		}
		p = path.Dir(outputOf(file)) + "/"
		if p == "./" {
			p = ""
		}
	case !rooted:
		dir := strings.HasSuffix(u.Path, "/") || u.Path == "." || strings.HasSuffix(u.Path, "..")
		p = path.Join("/", path.Dir(page), u.Path)[1:]
		if dir && p != "" {
			p += "/"
		}
	}
	rel.Path, rel.RawPath = p, ""
	return b.path + strings.TrimPrefix(rel.String(), "./")
}

// outputOf is the output that a content file becomes.
func outputOf(contentFile string) string {
	p := strings.TrimPrefix(contentFile, "content/")
	p = strings.TrimSuffix(p, path.Ext(p))
	p = strings.TrimPrefix(p, "articles/")
	return p + "/index.html"
}

// noBase is what a site without an address is told.
func noBase(file string) diag.Diagnostic {
	return diag.Diagnostic{
		Location: diag.Location{File: file}, Severity: diag.Warning, Rule: "no-base-url",
		Message: "without a baseURL the feed, the site map and link previews carry no full addresses",
		Hints:   []string{`write where the site will live, as in "baseURL: https://example.org/news/"`},
	}
}
