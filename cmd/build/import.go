package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/annotate/strangers"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/importer"
	"backgrounder/internal/site"
)

// runImport makes a story of the site out of what an editor has.
func runImport(ctx context.Context, j job) error {
	root, err := openSite(j.site)
	if err != nil {
		return err
	}
	defer root.Close()
	findings := j.newFindings()
	i := importing{job: j, root: root}
	findings.add(i.glossary()...)
	name, text, err := j.readStory(ctx, j.operands[0])
	if err != nil {
		return err
	}
	draft, ds := importer.Read(importer.Input{
		Name: filepath.ToSlash(name), Text: text, Format: importer.Format(j.from), Title: j.title, Date: j.date, Location: i.loaded.Config.Location,
	})
	findings.addHere(ds...)
	if diag.Errors(findings.ds) > 0 {
		return findings.print("text")
	}
	if err := i.place(draft, name); err != nil {
		return err
	}
	if err := i.annotate(draft); err != nil {
		return err
	}
	if err := i.write(); err != nil {
		return err
	}
	findings.add(i.found...)
	err = findings.print("text")
	i.tell(draft)
	return err
}

// importing is one story on its way into a site.
type importing struct {
	job
	root   *os.Root
	actors []*content.Actor
	reader *sourcing.Reader
	loaded *content.Site
	file   string // of the story, in the site

	text      []byte // of the file
	article   *content.Article
	result    *annotate.Result
	found     []diag.Diagnostic // in the file
	strangers []strangers.Stranger
	stubs     map[string][]byte // file → entry
}

// glossary reads what the site knows, and returns what keeps a story from being
// put into it.
func (i *importing) glossary() []diag.Diagnostic {
	loaded, ds := content.Load(i.root.FS())
	i.loaded, i.actors = loaded, loaded.Actors
	var wrong []diag.Diagnostic
	i.reader, wrong = sourcing.New(loaded.Lexicon)
	return append(wrong, slices.DeleteFunc(ds, func(d diag.Diagnostic) bool {
		return d.Severity != diag.Error || d.Rule != "no-content" && d.File != "content/site.yaml" && !strings.HasPrefix(d.File, "content/glossary/")
	})...)
}

// place finds the story's title, where neither it nor the editor gives one, and
// where its file goes.
func (i *importing) place(d *importer.Draft, name string) error {
	if d.Story.Title == "" {
		if name == standardInput {
			return &hintedError{errors.New("the story has no headline"), []string{`give it one: --title "Who is who in the talks"`}}
		}
		d.Story.Title = titleOf(name)
		i.say.status("no headline was found; the title is made of the file's name, %q", d.Story.Title)
		i.say.hints([]string{"give it one: --title \"Who is who in the talks\", or \"title\" in the file"})
	}
	slug := i.slug
	if slug == "" {
		slug = d.Slug()
	} else if d.Story.Slug != "" {
		d.Story.Slug = slug // the front matter has one, and it would be that which counts
	}
	if slug == "" {
		return &hintedError{fmt.Errorf("the title %q cannot be spelt in an address", d.Story.Title), []string{"--slug gives the story its address"}}
	}
	i.file = content.StoryFile(slug)
	return i.vacant(i.root, i.loaded, slug)
}

// vacant returns an error where a story cannot have a slug: a file of the name is there,
// or another page at the address.
func (j job) vacant(root *os.Root, loaded *content.Site, slug string) error {
	taken := func(format string, args ...any) error {
		return &hintedError{fmt.Errorf(format, args...), []string{"--slug gives the story another address"}}
	}
	for _, ext := range []string{".md", ".txt"} {
		file := "content/articles/" + slug + ext
		if _, err := root.Lstat(file); err == nil {
			return taken("%s exists, and nothing is overwritten", j.say.path(file))
		}
	}
	if other := loaded.Occupant(slug); other != "" {
		return taken("/%s/ is taken by %s", slug, other)
	}
	return nil
}

// titleOf makes a title of a file's name: coalition-talks.txt is Coalition talks.
func titleOf(name string) string {
	stem := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	title := strings.Join(strings.FieldsFunc(stem, func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) }), " ")
	r, n := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(r)) + title[n:]
}

// annotate writes the story's text with the sources that are found in it, and
// looks for what is wrong with it where the editor will mend it.
func (i *importing) annotate(d *importer.Draft) error {
	text, err := d.File(i.file)
	if err != nil {
		return err
	}
	i.read(text)
	if annotate.English(cmp.Or(i.article.Language, i.loaded.Config.Language)) { // elsewhere a capital says little of a word
		i.strangers = strangers.In(i.result)
	}
	if i.withStubs {
		if err := i.makeStubs(); err != nil {
			return err
		}
		i.read(text)
	}
	i.article.Sources = importer.Declare(i.article.Sources, i.result)
	if text, err = i.article.WriteBack(text, "sources"); err != nil {
		return err
	}
	i.read(text)
	return nil
}

func (i *importing) read(text []byte) {
	article, body, ds := content.ParseStory(i.file, text, false, i.loaded.Config.Location)
	result, more := site.Annotate(i.actors, i.reader, body, false, site.StoryOf(article, i.loaded.Config.Language))
	i.text, i.article, i.result, i.found = text, article, result, append(ds, more...)
}

// makeStubs makes an entry for every name that the glossary lacks.
func (i *importing) makeStubs() error {
	i.stubs = map[string][]byte{}
	for _, s := range i.strangers {
		id := content.Slug(s.Name)
		file := content.ActorFile(id)
		if _, err := i.root.Lstat(file); id == "" || err == nil || i.stubs[file] != nil {
			continue
		}
		stub, err := importer.Stub(s, i.file)
		if err != nil {
			return err
		}
		i.stubs[file] = stub
		i.actors = append(i.actors, &content.Actor{ID: id, Name: s.Name, Kind: string(s.Kind), Aliases: s.Aliases})
	}
	return nil
}

// write writes the entries, and last the story: whoever is interrupted can import it
// again.
func (i *importing) write() error {
	for _, file := range slices.Sorted(maps.Keys(i.stubs)) {
		if err := createFile(i.root, file, i.stubs[file]); err != nil {
			return err
		}
	}
	return createFile(i.root, i.file, i.text)
}

// tell says what has become of the input: what was taken and left out of the text,
// what was found, and what is left for the editor.
func (i *importing) tell(d *importer.Draft) {
	if d.Encoding != "" {
		i.say.status("read as %s; the file is written in UTF-8", d.Encoding)
	}
	for _, p := range d.Taken {
		i.say.status("taken for the front matter: %s: %q", p.What, p.Text)
	}
	for _, p := range d.LeftOut {
		i.say.status("left out: %s: %q", p.What, p.Text)
	}
	if i.article.Date.IsZero() {
		i.say.status("no date was found, and without one weekdays mean nothing; give it as --date, or write it into the file")
	}
	i.say.status("%s: %s declared, %s of the glossary", i.say.path(i.file), plural(len(i.article.Sources), "source"), plural(len(i.result.Actors), "actor"))
	switch {
	case len(i.strangers) == 0:
	case i.withStubs:
		i.say.status("%s written to %s, each with a summary to fill in: %s", plural(len(i.stubs), "stub"), i.say.path("content/glossary")+"/", i.names())
	default:
		i.say.status("%s without an entry: %s", plural(len(i.strangers), "name"), i.names())
		i.say.hints([]string{"--stubs writes an entry to fill in for each"})
	}
}

// names lists the names that the glossary lacked, those of most mentions first.
func (i *importing) names() string {
	const most = 12
	var names []string
	for _, s := range i.strangers[:min(len(i.strangers), most)] {
		names = append(names, fmt.Sprintf("%s (%d)", s.Name, s.Mentions))
	}
	if more := len(i.strangers) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}
