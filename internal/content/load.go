package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"backgrounder/internal/diag"
)

// Where things are. The paths are relative to the site's folder.
const (
	contentDir  = "content"
	articlesDir = "content/articles"
	glossaryDir = "content/glossary"
	lexiconDir  = "content/lexicon"
	siteFile    = "content/site.yaml"
)

// folders are the folders of content/.
var folders = []string{articlesDir, glossaryDir, lexiconDir}

// Load reads everything under content/ of fsys, which is rooted at the site's
// folder, and reports what is wrong with it, sorted. The site is never nil; what
// could not be read of it is missing or empty, so that nothing should be built
// from it while there are errors.
func Load(fsys fs.FS) (*Site, []diag.Diagnostic) {
	return new(Reading).Load(fsys, func(string) bool { return true })
}

// Reading remembers stories, actors and pages, so that a site that is loaded again
// and again is read only where it has changed. The zero Reading remembers nothing.
type Reading struct {
	kept map[string]kept // by path
	zone string          // of the site; moments have other days in others
}

// kept is what came of a file.
type kept struct {
	value any
	found []diag.Diagnostic
}

// Load is the function of that name, but for files that have been read the last time
// and not changed since, which are taken from there. The file system must be the same
// each time.
func (r *Reading) Load(fsys fs.FS, changed func(path string) bool) (*Site, []diag.Diagnostic) {
	l := loader{fsys: fsys, before: r.kept, changed: changed, kept: map[string]kept{}}
	defer func() { r.kept = l.kept }()
	site := &Site{Config: defaultConfig()}
	if !l.folder(contentDir) {
		return site, l.found
	}
	site.Config = l.config()
	if zone := site.Config.Location.String(); zone != r.zone {
		r.zone, l.before = zone, nil
	}
	pages := l.list(contentDir, ".md")
	articles := l.list(articlesDir, ".md", ".txt")
	actors := l.list(glossaryDir, ".md")

	site.Articles = load(&l, articles, func(fsys fs.FS, e entry) (*Article, []diag.Diagnostic) {
		return newArticle(fsys, e, site.Config.Location)
	})
	site.Actors = load(&l, actors, newActor)
	site.Pages = load(&l, pages, newPage)
	// A file may have another slug than its name.
	slices.SortStableFunc(site.Articles, func(a, b *Article) int { return strings.Compare(a.Slug, b.Slug) })
	slices.SortStableFunc(site.Pages, func(a, b *Page) int { return strings.Compare(a.Slug, b.Slug) })
	site.Lexicon = l.lexicon()
	l.found = append(l.found, checkReferences(site)...)
	l.found = append(l.found, checkPaths(site)...)
	return site, diag.Sort(l.found)
}

func defaultConfig() Config {
	return Config{
		File:     File{Path: siteFile, form: settingsForm},
		Language: "en",
		Location: time.UTC,
	}
}

// loader gathers what is wrong on the way.
type loader struct {
	fsys  fs.FS
	found []diag.Diagnostic

	before  map[string]kept
	changed func(path string) bool
	kept    map[string]kept
}

func (l *loader) report(file, rule, message string, hints ...string) {
	d := errorAt(diag.Location{File: file}, rule, "%s", message)
	d.Hints = hints
	l.found = append(l.found, d)
}

func (l *loader) warn(file, rule, message string, hints ...string) {
	l.report(file, rule, message, hints...)
	l.found[len(l.found)-1].Severity = diag.Warning
}

// folder reports whether content/ is there and is a folder.
func (l *loader) folder(dir string) bool {
	info, err := fs.Lstat(l.fsys, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.report(dir, "no-content", "there is no content/ folder here",
			"run this in the site's folder, or name it with --site",
			"a site has at least content/site.yaml with a title, and a story in content/articles/")
	case err != nil:
		l.found = append(l.found, unreadable(diag.Location{File: dir}, err))
	case info.Mode()&fs.ModeSymlink != 0:
		l.report(dir, "symlink", "this is a symbolic link, and those are not followed", "put the folder itself here")
	case !info.IsDir():
		l.report(dir, "no-content", "this is not a folder")
	default:
		return true
	}
	return false
}

// entry is a file that is going to be read.
type entry struct {
	path string
	slug string // the name without its extension
	ext  string
}

// list lists the files of a folder that have one of the extensions, sorted by
// slug, and reports what is odd about the others. A folder that does not exist
// is empty.
func (l *loader) list(dir string, extensions ...string) []entry {
	if dir != contentDir && !l.subfolder(dir) {
		return nil
	}
	files, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		l.found = append(l.found, unreadable(diag.Location{File: dir}, err))
		return nil
	}
	var entries []entry
	folded := map[string]string{} // name as the least discerning file system reads it → path
	for _, f := range files {
		name := f.Name()
		p := path.Join(dir, name)
		if IsScratch(name) || p == siteFile || slices.Contains(folders, p) {
			continue
		}
		ext := path.Ext(name)
		slug := strings.TrimSuffix(name, ext)
		if f.IsDir() {
			l.strayFolder(dir, p)
			continue
		}
		if f.Type()&fs.ModeSymlink != 0 {
			l.report(p, "symlink", "this is a symbolic link, and those are not followed", "put the file itself here")
			continue
		}
		if !f.Type().IsRegular() {
			l.report(p, "file-name", "this is not a plain file") // opening a pipe would wait for ever
			continue
		}
		if !slices.Contains(extensions, ext) {
			l.strayFile(p, slug, ext, extensions)
			continue
		}
		if other, ok := folded[foldName(slug)]; ok {
			l.collision(p, other)
			continue
		}
		folded[foldName(slug)] = p
		if dir != lexiconDir && !l.usableName(p, slug, ext) { // the lexicon knows its files by name
			continue
		}
		entries = append(entries, entry{p, slug, ext})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.slug, b.slug) })
	return entries
}

// subfolder reports whether articles/, glossary/ or lexicon/ is a folder; a site may
// do without any of them.
func (l *loader) subfolder(dir string) bool {
	info, err := fs.Lstat(l.fsys, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		l.found = append(l.found, unreadable(diag.Location{File: dir}, err))
	case info.Mode()&fs.ModeSymlink != 0:
		l.report(dir, "symlink", "this is a symbolic link, and those are not followed", "put the folder itself here")
	case !info.IsDir():
		l.report(dir, "file-name", "this should be a folder")
	default:
		return true
	}
	return false
}

func (l *loader) strayFolder(dir, p string) {
	if dir != contentDir {
		l.warn(p, "stray-file", "nothing in this folder is read", fmt.Sprintf("files stand in %s/ itself", dir))
		return
	}
	for _, known := range folders {
		if foldName(p) == known {
			l.report(p, "name-collision", fmt.Sprintf("some systems read this as %q, others do not", known), fmt.Sprintf("name it %q", known))
			return
		}
	}
	hint := "stories stand in content/articles/, actors in content/glossary/"
	if near := nearest(p, folders); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	l.warn(p, "stray-file", "nothing in this folder is read", hint)
}

func (l *loader) strayFile(p, slug, ext string, extensions []string) {
	lower := strings.ToLower(ext)
	switch {
	case path.Dir(p) == contentDir && (lower == ".yaml" || lower == ".yml"):
		l.warn(p, "stray-file", "this file is not read", "the site's settings stand in content/site.yaml")
	case slices.Contains(extensions, lower):
		l.warn(p, "stray-file", "this file is not read: its extension has capitals", fmt.Sprintf("name it %q", slug+lower))
	case lower == ".markdown", lower == ".mdown", lower == ".mkd", lower == ".mdx", lower == ".text":
		l.warn(p, "stray-file", "this file is not read", fmt.Sprintf("name it %q", slug+extensions[0]))
	default:
		l.warn(p, "stray-file", "this file is not read", "only "+strings.Join(extensions, " and ")+" files are; pictures belong in static/")
	}
}

func (l *loader) collision(p, other string) {
	a, b := path.Base(p), path.Base(other)
	if path.Ext(a) != path.Ext(b) && strings.TrimSuffix(a, path.Ext(a)) == strings.TrimSuffix(b, path.Ext(b)) {
		l.report(p, "name-collision", fmt.Sprintf("this and %q would be one page", b), "delete or rename one of them")
		return
	}
	l.report(p, "name-collision", fmt.Sprintf("this and %q are one file on some systems, which tell neither capitals nor accents apart", b), "rename one of them")
}

func (l *loader) usableName(p, slug, ext string) bool {
	if isDevice(slug) {
		l.report(p, "file-name", fmt.Sprintf("%q cannot be a name: Windows keeps it for a device", slug), "choose another name")
		return false
	}
	if isSlug(slug) && len(slug) <= longestSlug {
		return true
	}
	var hints []string
	if s := slugify(slug); s != "" && len(s) <= longestSlug && reserved[s] == "" {
		hints = append(hints, fmt.Sprintf("name it %q", s+ext))
	}
	if len(slug) > longestSlug {
		l.report(p, "file-name", fmt.Sprintf("this file's name is longer than %d bytes, and it becomes part of the page's address", longestSlug), hints...)
		return false
	}
	if hints == nil {
		hints = []string{"choose a name in the letters a to z"}
	}
	l.report(p, "file-name", "this file's name becomes part of the page's address: it may have small letters, digits and single hyphens", hints...)
	return false
}

// longestSlug leaves room below the 255 bytes that file systems give a name.
const longestSlug = 150

// load reads files side by side and keeps them in order.
func load[T any](l *loader, entries []entry, read func(fs.FS, entry) (*T, []diag.Diagnostic)) []*T {
	values := make([]*T, len(entries))
	found := make([][]diag.Diagnostic, len(entries))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range entries {
		if k, ok := l.before[e.path]; ok && !l.changed(e.path) {
			values[i], found[i] = k.value.(*T), k.found
			continue
		}
		group.Go(func() error {
			values[i], found[i] = read(l.fsys, e)
			return nil
		})
	}
	_ = group.Wait() // what is wrong with a file is in found
	for i, e := range entries {
		l.found = append(l.found, found[i]...)
		l.kept[e.path] = kept{values[i], found[i]}
	}
	return values
}

// open reads a file and its YAML; root is nil where there is none.
func (f *File) open(fsys fs.FS) (frontMatter, error) {
	text, err := readFile(fsys, f.Path)
	if err != nil {
		return frontMatter{}, err
	}
	return f.take(text)
}

// take is open for a text that has been read.
func (f *File) take(text []byte) (frontMatter, error) {
	f.Hash = hash(text)
	d, err := cut(f.Path, text, f.form)
	if err != nil {
		return frontMatter{}, err
	}
	f.document = d
	return f.frontMatter()
}

func (l *loader) config() Config {
	c := defaultConfig()
	info, err := fs.Lstat(l.fsys, siteFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.report(siteFile, "no-site", "this file is missing", "it needs at least a title, as in "+settingsForm.example)
		return c
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		l.report(siteFile, "symlink", "this is a symbolic link, and those are not followed", "put the file itself here")
		return c
	case err == nil && !info.Mode().IsRegular():
		l.report(siteFile, "file-name", "this is not a plain file")
		return c
	}
	fm, err := c.open(l.fsys)
	if err != nil {
		l.found = append(l.found, asDiagnostic(c.Path, err))
		return c
	}
	fill(&fm, "site", siteFields, &c)
	l.found = append(l.found, fm.found...)
	return c
}

// asDiagnostic is the diagnostic that err is.
func asDiagnostic(file string, err error) diag.Diagnostic {
	if d, ok := errors.AsType[diag.Diagnostic](err); ok {
		return d
	}
	return unreadable(diag.Location{File: file}, err)
}
