package content

import (
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"backgrounder/internal/diag"
)

// lost is something wrong at a value whose front matter is no longer parsed. Where it
// stands is looked up when a file is done, once for all.
type lost struct {
	path    []any
	rule    string
	message string
	hints   []string
}

// locate turns what was found in one file into diagnostics.
func (f File) locate(found []lost) []diag.Diagnostic {
	if len(found) == 0 {
		return nil
	}
	fm, _ := f.frontMatter() // what is wrong with it has been reported
	for _, l := range found {
		fm.reportAt(l.path, l.rule, l.message, l.hints...)
	}
	return fm.found
}

// checkReferences finds what leads to nothing, from file to file.
func checkReferences(site *Site) []diag.Diagnostic {
	r := references{actors: make(map[string]bool, len(site.Actors))}
	for _, a := range site.Actors {
		r.actors[a.ID] = true
	}
	found := site.Config.locate(checkHome(site))
	for _, a := range site.Articles {
		found = append(found, a.locate(r.article(a))...)
	}
	for _, a := range site.Actors {
		found = append(found, a.locate(r.actor(a))...)
	}
	return found
}

func checkHome(site *Site) []lost {
	home := site.Config.Home
	_, found := slices.BinarySearchFunc(site.Articles, home, func(a *Article, slug string) int { return strings.Compare(a.Slug, slug) })
	if home == "" || found {
		return nil
	}
	slugs := func(yield func(string) bool) {
		for _, a := range site.Articles {
			if !yield(a.Slug) {
				return
			}
		}
	}
	hints := didYouMean(home, slugs)
	for _, a := range site.Articles {
		if strings.TrimSuffix(path.Base(a.Path), path.Ext(a.Path)) == home {
			hints = []string{fmt.Sprintf("%s has the slug %q", a.Path, a.Slug)}
		}
	}
	return []lost{{[]any{"home"}, "unknown-article", fmt.Sprintf("there is no story %q in content/articles/", home), hints}}
}

// references knows who there is.
type references struct {
	actors map[string]bool
}

func (r references) article(a *Article) []lost {
	var found []lost
	for text, id := range sorted(a.Actors) {
		if !r.knows(id) {
			found = append(found, r.unknown(id, "actors", text))
		}
	}
	for i, s := range a.Sources {
		if !r.knows(s.Actor) {
			found = append(found, r.unknown(s.Actor, "sources", i, "actor"))
		}
		// What has the form of an id is meant as one; words have spaces or capitals.
		if isSlug(s.Via) && !r.knows(s.Via) {
			l := r.unknown(s.Via, "sources", i, "via")
			l.hints = append(l.hints, `or give a name in words, as in "The Daily Star"`)
			found = append(found, l)
		}
	}
	return found
}

func (r references) actor(a *Actor) []lost {
	var found []lost
	for _, relation := range a.Relations {
		for i, id := range relation.Actors {
			if !r.knows(id) {
				found = append(found, r.unknown(id, "relations", relation.Verb, i))
			}
		}
	}
	return found
}

// knows reports whether there is an actor, or nobody was asked for.
func (r references) knows(id string) bool { return id == "" || r.actors[id] }

func (r references) unknown(id string, path ...any) lost {
	hints := didYouMean(id, maps.Keys(r.actors))
	if hints == nil {
		hints = []string{"write " + ActorFile(id)}
	}
	return lost{path, "unknown-actor", fmt.Sprintf("there is no actor %q in content/glossary/", id), hints}
}

func didYouMean(written string, known iter.Seq[string]) []string {
	if near := nearestOf(written, known); near != "" {
		return []string{fmt.Sprintf("did you mean %q?", near)}
	}
	return nil
}

// checkPaths finds what would be published at the same place: stories, pages,
// what the program makes itself, and the paths of stories that have moved. Two
// paths that differ in capitals only are the same place on some file systems.
func checkPaths(site *Site) []diag.Diagnostic { return site.paths().found }

// Occupant is what stands where a story of a slug would be published, or in its way, as in
// "the page content/about.md"; "" where the place is free.
func (s *Site) Occupant(slug string) string {
	if what, ok := reserved[slug]; ok {
		return what
	}
	return s.paths().take(slug+"/index.html", "a story")
}

func (s *Site) paths() *paths {
	p := &paths{taken: map[string]string{}, folders: map[string]string{}}
	for _, name := range generated {
		p.take(name, "a file that is made for every site")
	}
	for _, a := range s.Actors {
		p.take("glossary/"+a.ID+"/index.html", "the entry "+a.Path)
	}
	for _, a := range s.Articles {
		p.slug(a.File, a.Slug, "story")
		p.take(a.Slug+"/annotations.json", "the annotations of "+a.Path)
		if a.ShowSource {
			p.take(a.Slug+"/source/index.html", "the source of "+a.Path)
		}
	}
	for _, page := range s.Pages {
		p.slug(page.File, page.Slug, "page")
	}
	for _, a := range s.Articles {
		var found []lost
		for i, alias := range a.Aliases {
			if message := p.alias(a, alias); message != "" {
				found = append(found, lost{[]any{"aliases", i}, "path-collision", message, nil})
			}
		}
		p.found = append(p.found, a.locate(found)...)
	}
	return p
}

// generated are the files and folders of every site, apart from what its content
// asks for.
var generated = []string{"index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", "glossary/index.html", ".nojekyll"}

// reserved are the names that no story or page can have, each with the reason.
var reserved = map[string]string{
	"assets":   "the folder of stylesheets and pictures",
	"glossary": "the glossary",
	"index":    "the front page",
	"404":      "the page for what is not found",
}

type paths struct {
	taken   map[string]string // folded path of a file → what stands there
	folders map[string]string // folded path of a folder → what stands in it
	found   []diag.Diagnostic
}

// take notes that something stands at a path, and says what stood there before
// or in its way.
func (p *paths) take(file, what string) string {
	key := foldName(file)
	if other, ok := p.taken[key]; ok {
		return other
	}
	if other, ok := p.folders[key]; ok {
		return other
	}
	for i, c := range key {
		if c != '/' {
			continue
		}
		if other, ok := p.taken[key[:i]]; ok {
			return other
		}
	}
	for i, c := range key {
		if c == '/' {
			p.folders[key[:i]] = what
		}
	}
	p.taken[key] = what
	return ""
}

// slug notes the page of a story or a plain page, and reports what stands there.
func (p *paths) slug(f File, slug, kind string) {
	report := func(message, hint string) {
		at := diag.Location{File: f.Path}
		if slug != strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)) {
			at = f.At("slug")
		}
		d := errorAt(at, "path-collision", "%s", message)
		d.Hints = []string{hint}
		p.found = append(p.found, d)
	}
	if what, ok := reserved[slug]; ok {
		report(fmt.Sprintf("no %s can be called %q: that is where %s stands", kind, slug, what), `rename the file, or choose another "slug"`)
		return
	}
	if other := p.take(slug+"/index.html", "the "+kind+" "+f.Path); other != "" {
		report(fmt.Sprintf("/%s/ is taken by %s", slug, other), `rename one of them, or give one another "slug"`)
	}
}

// alias notes an old path, and says what is wrong with it.
func (p *paths) alias(a *Article, alias string) (message string) {
	file := strings.TrimPrefix(alias, "/")
	if strings.HasSuffix(file, "/") {
		file += "index.html"
	}
	switch {
	case alias == "":
		return ""
	case foldName(file) == foldName(a.Slug+"/index.html"):
		return fmt.Sprintf("%q is where this story stands now", alias)
	case strings.HasPrefix(foldName(file), "assets/"):
		return fmt.Sprintf("%q is in %s", alias, reserved["assets"])
	}
	if other := p.take(file, "an old path of "+a.Path); other != "" {
		return fmt.Sprintf("%q is taken by %s", alias, other)
	}
	return ""
}

// sorted yields a map's entries in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
