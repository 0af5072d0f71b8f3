package site

import (
	"cmp"
	"html/template"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// glossaryView is the list of all entries.
type glossaryView struct {
	pageView
	Count int
	Kinds []glossaryKind
}

// glossaryKind is the entries of a kind, by letter where there are many.
type glossaryKind struct {
	Kind, Name string
	Count      int
	Letters    []glossaryLetter
}

// glossaryLetter is the entries that begin with a letter, or all of a kind.
type glossaryLetter struct {
	Letter, ID string // "" where not divided
	Entries    []glossaryEntry
}

type glossaryEntry struct {
	Name, Summary, URL string
	Also               string // other names, to be found by
}

// fewEntries is how many entries of a kind readers look through without letters.
const fewEntries = 24

// byLetter divides entries, which are sorted, by the letters that they begin with.
// Writing of which every sign is a word is not divided.
func byLetter(kind string, entries []glossaryEntry) []glossaryLetter {
	whole := []glossaryLetter{{Entries: entries}}
	if len(entries) <= fewEntries {
		return whole
	}
	var letters []glossaryLetter
	index := map[string]int{}
	for _, e := range entries {
		letter := initial(e.Name)
		i, ok := index[letter]
		if !ok {
			i = len(letters)
			index[letter] = i
			letters = append(letters, glossaryLetter{Letter: letter, ID: "kind-" + kind + "-" + itoa(i+1)})
		}
		letters[i].Entries = append(letters[i].Entries, e)
	}
	if 2*len(letters) > len(entries) {
		return whole
	}
	return letters
}

// initial is the letter under which a name is looked up: without accents, and "#"
// for what begins with none.
func initial(name string) string {
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		case unicode.IsNumber(r):
			return "#"
		}
	}
	return "#"
}

func (s *site) renderGlossary(w io.Writer) ([]diag.Diagnostic, error) {
	at := on("glossary/index.html")
	v := glossaryView{pageView: s.view(at, s.lang.say("glossary"), s.lang.say("glossary.intro"))}
	for _, kind := range annotate.Kinds {
		var entries []glossaryEntry
		for _, a := range s.glossary {
			if a.Kind == string(kind) {
				entries = append(entries, glossaryEntry{a.Name, a.Summary, at.entry(a.ID), strings.Join(a.Aliases, " ")})
			}
		}
		if len(entries) > 0 {
			v.Count += len(entries)
			v.Kinds = append(v.Kinds, glossaryKind{string(kind), s.lang.say("kinds." + string(kind)), len(entries), byLetter(string(kind), entries)})
		}
	}
	v.LD = s.termSetLD()
	v.finish(false, true)
	return nil, s.execute(w, at, "glossary.html", v)
}

// actorView is an actor's own page.
type actorView struct {
	pageView
	Kicker     string
	Standfirst string
	AsOf       dateView
	Aliases    string
	Body       template.HTML
	Relations  []template.HTML
	Stories    []appearanceView
	References []referenceView
}

// appearanceView is a story that an actor is in.
type appearanceView struct {
	storyItem
	Mentions template.HTML
	Speaks   template.HTML
	Excerpts []linkView
}

// mostQuotedStories is of how many stories, the newest, an actor's page quotes
// sentences.
const mostQuotedStories = 20

type referenceView struct {
	Title, URL string
	Date       dateView
}

// Host is whose the reference is, as an address begins: a word for it where there is
// no room for the title.
func (r referenceView) Host() string {
	return cmp.Or(hostOf(r.URL), r.Title)
}

func (s *site) renderActor(w io.Writer, a *content.Actor) ([]diag.Diagnostic, error) {
	index, err := s.index()
	if err != nil {
		return nil, err
	}
	at := on(actorOutput(a.ID))
	body := s.body(a.ID)
	v := actorView{
		pageView: s.view(at, a.Name, a.Summary),
		Kicker:   s.lang.say("kind." + a.Kind), Standfirst: a.Summary, AsOf: s.dateView(a.AsOf),
		Body: body.on(at, at.entry), References: s.references(a),
	}
	if len(a.Aliases) > 0 {
		v.Aliases = s.lang.say("actor.aliases", "names", s.lang.names(a.Aliases))
	}
	others := s.linkTo(at.entry, "actor")
	link := func(id string) template.HTML {
		if id == a.ID {
			return template.HTML(template.HTMLEscapeString(a.Name))
		}
		return others(id)
	}
	for _, r := range append(s.relationsOf(a), s.relationsTo(a)...) {
		v.Relations = append(v.Relations, s.sentence(r, link))
	}
	for i, in := range index[a.ID] {
		story := s.appearance(at, in)
		if i < mostQuotedStories {
			story.Excerpts = in.quoted(story.URL)
		}
		v.Stories = append(v.Stories, story)
	}
	v.Code = body.code
	v.LD = s.termLD(a)
	v.finish(body.images, false)
	return body.problems, s.execute(w, at, "actor.html", v)
}

func (s *site) appearance(at place, in appearance) appearanceView {
	v := appearanceView{storyItem: s.storyItem(at, in.article)}
	href := template.HTMLEscapeString(v.URL)
	if n := len(in.paragraphs); n > 0 {
		v.Mentions = s.must("actor.mentions", "count", n, "links", s.numbered(ints(in.paragraphs), href+"#p-", "paragraph"))
	} else {
		v.Mentions = s.must("actor.mentions.only")
	}
	if n := len(in.passages); n > 0 {
		v.Speaks = s.must("actor.speaks", "count", n, "links", s.numbered(ints(in.passages), href+"#said-", "passage"))
	}
	return v
}

// quoted are the excerpts of a part, linked to where they stand in the story at an address.
func (p *part) quoted(story string) []linkView {
	var all []linkView
	for _, e := range p.excerpts {
		all = append(all, linkView{Text: e.text, URL: story + "#" + e.id()})
	}
	return all
}

func ints(small []uint16) []int {
	all := make([]int, len(small))
	for i, n := range small {
		all[i] = int(n)
	}
	return all
}

// references are where the facts of an entry can be read.
func (s *site) references(a *content.Actor) []referenceView {
	var refs []referenceView
	for _, r := range a.References {
		title := r.Title
		if title == "" {
			title = r.URL
		}
		refs = append(refs, referenceView{title, r.URL, s.dateView(r.Date)})
	}
	if a.URL != "" {
		refs = append(refs, referenceView{Title: s.lang.say("actor.website"), URL: a.URL})
	}
	if a.Wikidata != "" {
		refs = append(refs, referenceView{Title: s.lang.say("actor.wikidata", "id", a.Wikidata), URL: wikidataURL(a.Wikidata)})
	}
	return refs
}

func wikidataURL(id string) string { return "https://www.wikidata.org/wiki/" + id }
