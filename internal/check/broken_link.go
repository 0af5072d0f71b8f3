package check

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

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
				ds = append(ds, v.report(p, link, wrong))
			}
		}
	}
	return diag.Sort(v.checker.Apply(v.checker.hush(ds))) // one in an entry stands on many pages
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

// report puts a broken link where an editor wrote it.
func (v *Visit) report(from *visited, link, wrong string) diag.Diagnostic {
	at, written, ok := v.written(from, link)
	if !ok {
		at, written = diag.Location{File: from.source}, link
		wrong += fmt.Sprintf(" (on the page %s)", from.path)
	}
	d := diag.Diagnostic{
		Location: at, Severity: diag.Error, Rule: "broken-link", Message: fmt.Sprintf("the link %q %s", written, wrong),
	}
	if near := v.near(from, link); near != "" {
		d.Hints = append(d.Hints, fmt.Sprintf("did you mean %q?", near))
	}
	return d
}

// near is what a broken link was probably meant to be, as an editor would write it:
// the page made of a file of that name, a page whose address is near, or an anchor of
// the page whose name is.
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
	for _, ext := range []string{".md", ".txt"} {
		if slug, ok := v.slugs[strings.TrimSuffix(output, "/index.html")+ext]; ok && v.pages[slug+"/index.html"] != nil {
			return "/" + slug + "/"
		}
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
	for _, file := range v.files(from) {
		if start, end := v.find(string(file.Text), v.key(link)); start >= 0 {
			return file.At(start, end), string(file.Text[start:end]), true
		}
	}
	return diag.Location{}, "", false
}

// files are the content files that may hold a link of a page: its own, the entries
// whose cards may stand there, and the site's settings.
func (v *Visit) files(from *visited) []diag.Source {
	site := v.checker.site
	var own, others []diag.Source
	for _, a := range site.Articles {
		if a.Path == from.source {
			own = append(own, a.Body().Source)
		}
	}
	for _, p := range site.Pages {
		if p.Path == from.source {
			own = append(own, p.Body().Source)
		}
	}
	for _, a := range site.Actors {
		if a.Path == from.source {
			own = append(own, a.Body().Source)
		} else {
			others = append(others, a.Body().Source)
		}
	}
	return append(append(own, others...), site.Config.Body().Source)
}

// key is what is the same in a link as it is written and as it stands on a page:
// the last part of the path, which is the slug of the page where it is a file's name,
// and the fragment.
func (v *Visit) key(link string) string {
	link = strings.TrimPrefix(link, v.origin)
	link, fragment, _ := strings.Cut(link, "#")
	link, _, _ = strings.Cut(link, "?")
	link = strings.TrimSuffix(strings.TrimSuffix(link, "index.html"), "/")
	last := path.Base("/" + link)
	if unescaped, err := url.PathUnescape(last); err == nil {
		last = unescaped
	}
	if slug, ok := v.slugs[last]; ok {
		last = slug
	}
	last = strings.TrimSuffix(strings.TrimSuffix(last, ".md"), ".txt")
	return last + "#" + fragment
}

// find finds a word of a text that is a link of a key.
func (v *Visit) find(text, key string) (start, end int) {
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
