package content

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"backgrounder/internal/diag"
)

// checkReferences finds what points to nothing, from file to file. Positions
// are looked up only for what is wrong.
func checkReferences(site *Site) []diag.Diagnostic {
	r := references{actors: make(map[string]bool, len(site.Actors))}
	for _, a := range site.Actors {
		r.actors[a.ID] = true
	}
	r.home(site)
	for _, a := range site.Articles {
		r.article(a)
	}
	for _, a := range site.Actors {
		r.actor(a)
	}
	return r.found
}

type references struct {
	actors map[string]bool
	found  []diag.Diagnostic
}

func (r *references) report(at diag.Location, rule, message string, hints ...string) {
	d := errorAt(at, rule, "%s", message)
	d.Hints = hints
	r.found = append(r.found, d)
}

func (r *references) home(site *Site) {
	home := site.Config.Home
	if home == "" {
		return
	}
	slugs := func(yield func(string) bool) {
		for _, a := range site.Articles {
			if !yield(a.Slug) {
				return
			}
		}
	}
	for slug := range slugs {
		if slug == home {
			return
		}
	}
	r.report(site.Config.At("home"), "unknown-article", fmt.Sprintf("there is no story %q in content/articles/", home), didYouMean(home, slugs)...)
}

func (r *references) article(a *Article) {
	for text, id := range sorted(a.Actors) {
		if id != "" && !r.actors[id] {
			r.unknownActor(a.At("actors", text), id)
		}
	}
	for i, s := range a.Sources {
		if s.Actor != "" && !r.actors[s.Actor] {
			r.unknownActor(a.At("sources", i, "actor"), s.Actor)
		}
		// What has the form of an id is meant as one; words have spaces or capitals.
		if isSlug(s.Via) && !r.actors[s.Via] {
			hints := append(r.suggest(s.Via), "an organization without an entry is given in words, as in \"The Daily Star\"")
			r.report(a.At("sources", i, "via"), "unknown-actor", noActor(s.Via), hints...)
		}
	}
}

func (r *references) actor(a *Actor) {
	for _, relation := range a.Relations {
		for i, id := range relation.Actors {
			if id != "" && !r.actors[id] {
				r.unknownActor(a.At("relations", relation.Verb, i), id)
			}
		}
	}
}

func (r *references) unknownActor(at diag.Location, id string) {
	hints := r.suggest(id)
	if len(hints) == 0 {
		hints = []string{fmt.Sprintf("write %s/%s.md", glossaryDir, id)}
	}
	r.report(at, "unknown-actor", noActor(id), hints...)
}

func noActor(id string) string { return fmt.Sprintf("there is no actor %q in content/glossary/", id) }

func (r *references) suggest(id string) []string {
	return didYouMean(id, func(yield func(string) bool) {
		for known := range r.actors {
			if !yield(known) {
				return
			}
		}
	})
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
func checkPaths(site *Site) []diag.Diagnostic {
	p := paths{taken: map[string]string{}, folders: map[string]string{}}
	for _, name := range generated {
		p.take(name, "a file that is made for every site")
	}
	for _, a := range site.Actors {
		p.take("glossary/"+a.ID+"/index.html", "the entry "+a.Path)
	}
	for _, a := range site.Articles {
		p.slug(a.File, a.Slug, "story")
		if a.ShowSource {
			p.take(a.Slug+"/source/index.html", "the source of "+a.Path)
		}
	}
	for _, page := range site.Pages {
		p.slug(page.File, page.Slug, "page")
	}
	for _, a := range site.Articles {
		for i, alias := range a.Aliases {
			if alias != "" {
				p.alias(a, i, alias)
			}
		}
	}
	return p.found
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

func (p *paths) slug(f File, slug, kind string) {
	at := diag.Location{File: f.Path}
	if what, ok := reserved[slug]; ok {
		d := errorAt(at, "path-collision", "no %s can be called %q: that is where %s stands", kind, slug, what)
		d.Hints = []string{"rename the file"}
		p.found = append(p.found, d)
		return
	}
	if other := p.take(slug+"/index.html", "the "+kind+" "+f.Path); other != "" {
		d := errorAt(at, "path-collision", "/%s/ is taken by %s", slug, other)
		d.Hints = []string{"rename one of them"}
		p.found = append(p.found, d)
	}
}

func (p *paths) alias(a *Article, i int, alias string) {
	file := strings.TrimPrefix(alias, "/")
	if strings.HasSuffix(file, "/") {
		file += "index.html"
	}
	if foldName(file) == foldName(a.Slug+"/index.html") {
		p.found = append(p.found, errorAt(a.At("aliases", i), "path-collision", "%q is where this story stands now", alias))
		return
	}
	other := p.take(file, "an old path of "+a.Path)
	if other == "" && strings.HasPrefix(foldName(file), "assets/") {
		other = reserved["assets"]
	}
	if other != "" {
		p.found = append(p.found, errorAt(a.At("aliases", i), "path-collision", "%q is taken by %s", alias, other))
	}
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
