// Package site says what a site consists of: a plan of every output, and each
// output rendered when it is asked for.
//
// A [Builder] is made once and asked for a new [Plan] whenever the content has
// changed. Planning is cheap: it lists paths and renders nothing. What a plan
// needs to know across stories (which story mentions which actor) is found story
// by story, kept small, and kept for as long as a story's bytes stay the same.
//
// Every output is a function of the content, the templates, the static files and
// the options; the same input gives the same bytes. Nothing here writes to disk.
//
// # The way of a story
//
// An article's body is parsed and annotated (markdown.go, story.go) and its text
// rendered, once for all outputs that need it (cache.go). Its page (storypage.go)
// is put together from that and from what stands beside the text: the section on
// its sources (sources.go, words.go, strip.go), the timeline, the cards of who's
// who (cards.go), their relations as sentences and as a map (relations.go,
// map.go). Templates (templates/*.html) give it its form; every word that they
// say is in templates/strings, one file for a language (loadlanguage.go reads it,
// message.go says its messages, language.go knows numbers, names and dates).
//
// # Images and other files
//
// What stands under static/ is published under assets/ with a fingerprint in its
// name. Texts and front matter name images by their place there: /images/map.png
// is static/images/map.png.
package site

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"sync"
	"time"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// Output is one file of the published site.
type Output struct {
	Path   string // slash-separated, relative to the output folder: "coalition-talks/index.html"
	Type   string // media type, as an HTTP server would send it
	Source string // the content file that it is chiefly made of, relative to the site; "" for none
	Early  string // why it would not be there without the options that ask for it, as in "it is a draft"; or ""

	render func(io.Writer) ([]diag.Diagnostic, error)
	found  func() (*Found, error) // of pages that show a story
}

// Render writes the output. The diagnostics are findings in what was rendered,
// errors among them where the output would be wrong; the error is a
// [diag.Diagnostic] where the input is at fault and nothing could be rendered.
// Render may be called more than once and from several goroutines.
func (o Output) Render(w io.Writer) ([]diag.Diagnostic, error) { return o.render(w) }

// Plan is what a site consists of at one moment. It is safe for concurrent use.
type Plan struct {
	base    string
	outputs map[string]Output
	order   []string
	skipped []Skip
	early   []Skip
	ahead   iter.Seq[func()]
}

// Skip is a content file that a plan leaves out, or would leave out if its options
// did not ask for it, and why.
type Skip struct {
	Path   string // of the content file, relative to the site
	Reason string // as in "it is a draft"
}

// Outputs yields every output: those of stories first, in the order of their
// paths, then the others in the order of theirs. What other pages tell of stories
// is known once these are rendered, so rendering in this order is the fastest.
func (p *Plan) Outputs() iter.Seq[Output] {
	return func(yield func(Output) bool) {
		for _, path := range p.order {
			if !yield(p.outputs[path]) {
				return
			}
		}
	}
}

// Ahead yields work that some outputs will need, and that can be done before they are
// rendered: each piece, a few milliseconds of one core, at any time, side by side with
// others, or not at all. It is what has not been done by then, so that who broke off may
// begin again. What is rendered is the same with and without.
func (p *Plan) Ahead() iter.Seq[func()] { return p.ahead }

// Lookup finds an output by its path.
func (p *Plan) Lookup(path string) (Output, bool) {
	o, ok := p.outputs[path]
	return o, ok
}

// Base is the path under which the site lives, such as "/" or "/project/".
func (p *Plan) Base() string { return p.base }

// Skipped lists the content files that the plan leaves out, in the order of their
// paths.
func (p *Plan) Skipped() []Skip { return slices.Clone(p.skipped) }

// Early lists the content files that are planned because the options ask for them, in
// the order of their paths.
func (p *Plan) Early() []Skip { return slices.Clone(p.early) }

// Options are the choices that the content does not make.
type Options struct {
	BaseURL string    // in place of the site's own; "" to keep that
	Drafts  bool      // include drafts
	Future  bool      // include stories dated after Now
	Now     time.Time // the moment of the build

	// Check looks at the stories of the content that is planned; nil looks at none.
	Check func(*content.Site) StoryCheck

	// Elsewhere reports a rule that others look after: whether a comment about it in an
	// entry or a page silences anything is theirs to say. Nil says that there is none.
	Elsewhere func(rule string) bool
}

// StoryCheck looks at a story once it is annotated. It is handed what was found in
// the story's text, and returns what is to be said of it: the severities that the
// site's configuration asks for are its own affair. It is called from several
// goroutines.
type StoryCheck func(a *content.Article, body content.Body, res *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic

// Builder makes plans. It is safe for concurrent use.
type Builder struct {
	options   Options
	files     fs.FS // templates
	templates *templates
	assets    *assets
	code      *highlighter
	stories   *stories
	buffers   buffers

	mu       sync.Mutex
	markdown *markdown // of the latest plan's glossary
	names    uint64    // hash of that glossary's names, and of the lexicon
	lexicon  *lexicon  // of the latest plan's additions
	voice    *speech   // of the latest plan's language
}

// New reads the templates and static files, whose folders it is handed; use
// [Overlay] to put a site's own over those that the program carries. With errors
// among the diagnostics there is no builder.
func New(templates, static fs.FS, o Options) (*Builder, []diag.Diagnostic) {
	first := &Builder{code: newHighlighter(), stories: newStories(), assets: new(assets)}
	return first.Again(templates, static, o, func(string) bool { return true })
}

// Again is [New] for a site that b was made for, whose templates or static files have
// changed since, or for which other options hold. Of the static files it reads those
// that changed reports by their names under static/, and what is known of stories is
// kept where it still holds. Options.Check must be the same.
func (b *Builder) Again(templates, static fs.FS, o Options, changed func(name string) bool) (*Builder, []diag.Diagnostic) {
	next := &Builder{options: o, files: templates, code: b.code, stories: b.stories}
	var ds, more []diag.Diagnostic
	next.templates, ds = loadTemplates(templates, placeholderFuncs())
	next.assets, more = loadAssets(static, b.assets, changed)
	if ds = diag.Sort(append(ds, more...)); diag.Errors(ds) > 0 {
		return nil, ds
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	next.markdown, next.names, next.lexicon = b.markdown, b.names, b.lexicon
	return next, ds
}

// site is what the outputs of one plan share. Once planned it does not change.
type site struct {
	b        *Builder
	config   content.Config
	pages    []*content.Page
	articles []*content.Article // those that are published, newest first
	actors   map[string]*content.Actor
	glossary []*content.Actor  // by name
	moved    map[string]string // see movedOutputs
	incoming map[string][]relation
	inverses map[string]string
	lang     *language
	base     base
	voice    *speech
	md       *markdown
	reading  uint64                      // see factsKey
	telling  uint64                      // see storyKey
	check    StoryCheck                  // or nil
	bodies   map[string]func() inset     // the texts of entries
	phrases  map[string]func() []movable // and what they say of others
	cards    cards                       // and the cards made of both
	numbers  sync.Map                    // see numberName
	indexed  func() (map[string][]appearance, error)
}

// Plan says what the site consists of. The diagnostics are about the site as a
// whole; what is wrong in one page is found when it is rendered. With errors
// among them the plan is nil.
func (b *Builder) Plan(c *content.Site) (*Plan, []diag.Diagnostic) {
	s := &site{b: b, config: c.Config, pages: c.Pages, moved: movedOutputs(c), actors: make(map[string]*content.Actor, len(c.Actors))}
	var ds []diag.Diagnostic
	address := c.Config.BaseURL
	if b.options.BaseURL != "" {
		address = b.options.BaseURL
	}
	var ok bool
	if s.base, ok = parseBase(address); !ok {
		ds = append(ds, diag.Diagnostic{
			Location: c.Config.At("baseURL"), Severity: diag.Error, Rule: "base-url",
			Message: fmt.Sprintf("the baseURL %q is no address of a site", address),
			Hints:   []string{"write one such as https://example.org/news/"},
		})
	}
	if address == "" {
		ds = append(ds, noBase(c.Config.Path))
	}
	voice, err := b.speech(c.Config.Language)
	if err != nil {
		return nil, append(ds, b.templates.diagnose(err))
	}
	s.lang, s.voice = voice.lang, voice
	for _, a := range c.Actors {
		s.actors[a.ID] = a
	}
	s.glossary = slices.Clone(c.Actors)
	s.sortGlossary()
	s.incoming = incomingRelations(c.Actors)
	s.inverses = inverses(s.lang)
	s.prepareEntries()
	lexicon := b.lexiconFor(c.Lexicon)
	ds = append(ds, lexicon.found...)
	names := namesHash(c.Actors, lexicon.hash)
	s.md = b.markdownFor(c.Actors, lexicon.reader, names)
	s.reading = readingHash(names, b.assets.hash, s.lang.Tag, s.location().String())
	s.telling = tellingHash(c.Actors, voice.hash, s.moved, c.Config.Check)
	if b.options.Check != nil {
		s.check = b.options.Check(c)
	}
	s.indexed = sync.OnceValues(s.makeIndex)

	p := &planner{site: s, plan: &Plan{base: s.base.path, outputs: map[string]Output{}, ahead: s.ahead}, folded: map[string]string{}, early: map[string]string{}}
	p.choose(c.Articles)
	p.everything()
	ds = append(append(ds, p.problems...), s.applied(b.assets.found)...)
	if diag.Errors(ds) > 0 {
		return nil, diag.Sort(ds)
	}
	b.stories.forget(s.articles)
	return p.plan, diag.Sort(ds)
}

// speech is how pages talk: the words of a language, and the templates that say
// them. What html/template learns about a template when it first runs is kept for
// as long as the language stays.
type speech struct {
	tag    string
	assets *assets
	lang   *language
	hash   uint64             // of lang
	parsed *template.Template // never run

	mu     sync.Mutex
	byRoot map[string]*template.Template // by how a page's addresses begin
}

func (b *Builder) speech(tag string) (*speech, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.voice != nil && b.voice.tag == tag {
		return b.voice, nil
	}
	lang, err := loadLanguage(b.files, tag)
	if err != nil {
		return nil, err
	}
	b.voice = &speech{tag: tag, assets: b.assets, lang: lang, hash: lang.hash(), parsed: b.templates.root, byRoot: map[string]*template.Template{}}
	return b.voice, nil
}

// on returns the templates for a page: pages of one depth share them.
func (v *speech) on(at place) (*template.Template, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if t, ok := v.byRoot[at.root]; ok {
		return t, nil
	}
	t, err := v.parsed.Clone()
	if err != nil {
		return nil, err
	}
	t.Funcs(v.funcs(at))
	v.byRoot[at.root] = t
	return t, nil
}

// markdownFor returns the Markdown reader for a glossary, the same one for as long
// as no name in it changes, nor the lexicon.
func (b *Builder) markdownFor(actors []*content.Actor, reader *sourcing.Reader, names uint64) *markdown {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.markdown == nil || b.names != names {
		b.markdown, b.names = newMarkdown(annotatorActors(actors), reader, b.code), names
	}
	return b.markdown
}

// namesHash tells whether other names may be found in stories.
func namesHash(actors []*content.Actor, lexicon uint64) uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, lexicon)
	for _, a := range actors {
		fmt.Fprintf(h, "%q %q %q %q %q\n", a.ID, a.Name, a.Kind, a.Aliases, a.Surname)
	}
	return h.Sum64()
}

// readingHash tells whether anything else may be found in stories: what a text is taken to
// say depends on its language, days on the place, and paragraphs on what is a picture.
func readingHash(names, images uint64, language, zone string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %q %q", names, images, language, zone)
	return h.Sum64()
}

// tellingHash tells whether stories in which the same is found may look different.
func tellingHash(actors []*content.Actor, words uint64, moved, check map[string]string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %q %q\n", words, moved, check) // fmt sorts maps
	for _, a := range actors {
		fmt.Fprintf(h, "%q %q\n", a.ID, a.Summary)
	}
	return h.Sum64()
}

// today is the day of the build where the site is.
func (s *site) today() edtf.Date {
	return edtf.OfDay(s.b.options.Now.In(s.location()))
}

// location is where the site is.
func (s *site) location() *time.Location { return cmp.Or(s.config.Location, time.UTC) }

// applied gives findings the severity that the site's configuration asks for, and
// leaves out those that it turns off.
func (s *site) applied(ds []diag.Diagnostic) []diag.Diagnostic {
	if len(s.config.Check) == 0 {
		return ds
	}
	return diag.Overrule(ds, func(rule string) string { return s.config.Check[rule] })
}

// must is language.html for messages that the program itself chose.
func (s *site) must(key string, args ...any) template.HTML {
	h, err := s.lang.html(key, args...)
	if err != nil {
		return template.HTML(template.HTMLEscapeString("[" + key + "]"))
	}
	return h
}

// placeholderFuncs are the functions of templates by name, so that templates parse
// before there is a site.
func placeholderFuncs() template.FuncMap { return new(speech).funcs(place{}) }

// funcs are the functions that templates have beside those of html/template:
//
//	t KEY NAME VALUE…     the message of the site's language
//	th KEY NAME VALUE…    the same as HTML
//	list ITEMS            items joined as running text
//	n NUMBER              a number in the digits of the site's language
//	headline TEXT         a headline whose short words with a hyphen are not broken
//	unbroken TEXT         a text whose dates and words like "U.S.-led" are not broken
//	iso NAME              the same of a name, which may run the other way than the page
//	asset NAME            the address of a static file on this page; "" for none
//	url PATH              the address of an output on this page
//	attr NAME VALUE       an attribute whose name html/template would take for
//	                      that of a script, as data-on
func (v *speech) funcs(at place) template.FuncMap {
	return template.FuncMap{
		"t":        func(key string, args ...any) (string, error) { return v.lang.text(key, args...) },
		"th":       func(key string, args ...any) (template.HTML, error) { return v.lang.html(key, args...) },
		"list":     func(items []string) string { return v.lang.names(items) },
		"n":        func(n int) string { return v.lang.digits(n) },
		"headline": headline,
		"unbroken": func(words string) template.HTML {
			return template.HTML(v.lang.unbroken(template.HTMLEscapeString(words)))
		},
		"iso":   func(name string) template.HTML { return v.lang.bdi(name) },
		"asset": func(name string) string { return v.asset(at, name) },
		"url":   func(path string) string { return at.to(path) },
		"attr": func(name, value string) template.HTMLAttr {
			return template.HTMLAttr(name + `="` + template.HTMLEscapeString(value) + `"`)
		},
	}
}

func (v *speech) asset(at place, name string) string {
	a, ok := v.assets.files[name]
	if !ok {
		return ""
	}
	return at.to(a.output)
}

func itoa(n int) string { return strconv.Itoa(n) }
