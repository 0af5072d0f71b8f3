package site

import (
	"html/template"
	"slices"
	"strings"
	"sync"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
)

// cardView is an actor's entry in a story's who's who.
type cardView struct {
	ID, Name   string
	Kind       string
	KindName   string
	Summary    string
	AsOf       string // "" where it is what the list says of all
	Body       template.HTML
	Relations  []template.HTML
	Paragraphs template.HTML // links to those in which the story names the actor
	Stories    bool          // the site has more than one, so that others may name the actor
	Reference  referenceView // the first; its URL is "" for none
	Back       string        // id of the place that a closed card leads back to
	URL        string        // of the full entry
}

// kindView is a kind of actors with those of it.
type kindView struct {
	Kind  string
	Name  string        // of the kind, in the plural
	Cards template.HTML // each by the template "card"
}

// cast is everybody whose card a story's page has: those whom the story names, in
// its order, and those who come up beside it, as a source, in the timeline, in a
// correction.
type cast struct {
	ids   []string
	back  map[string]string // where a card's close link leads
	paras map[string][]int
}

func (c *cast) add(id, back string) {
	if _, ok := c.back[id]; ok || id == "" {
		return
	}
	c.ids = append(c.ids, id)
	c.back[id] = back
}

func (s *site) cast(a *content.Article, st *annotated, events []event, corrections []inset) *cast {
	c := &cast{back: map[string]string{}, paras: map[string][]int{}}
	for _, found := range st.res.Actors {
		id := found.Actor.ID
		if s.actors[id] == nil {
			continue
		}
		if st.named[id] {
			c.add(id, mentionID(id))
		} else {
			c.add(id, "story")
		}
		c.paras[id] = paragraphsOf(found, st)
	}
	beside := func(id, back string) {
		if s.actors[id] != nil {
			c.add(id, back)
		}
	}
	for _, src := range st.res.Sources {
		if src.Level != sourcing.Anonymous {
			beside(src.Actor, "source-"+src.ID)
		}
	}
	for _, src := range a.Sources {
		beside(src.Via, "source-"+src.ID)
	}
	for _, e := range events {
		for _, id := range e.text.actors() {
			beside(id, "timeline")
		}
	}
	for _, in := range corrections {
		for _, id := range in.actors() {
			beside(id, "corrections")
		}
	}
	return c
}

// paragraphsOf lists the numbers of the paragraphs that name an actor, each once.
func paragraphsOf(found annotate.Found, st *annotated) []int {
	var numbers []int
	for _, m := range found.Mentions {
		if n := st.paragraph[m.Block]; n > 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// address is where a page of a story leads for an actor: to the card, or to the
// full entry of one that has no card there.
func (c *cast) address(page place) func(id string) string {
	return func(id string) string {
		if _, ok := c.back[id]; ok {
			return actorLink + id
		}
		return page.entry(id)
	}
}

func actorOutput(id string) string { return "glossary/" + id + "/index.html" }

// linkTo makes links to actors for a page.
func (s *site) linkTo(address func(id string) string, class string) linker {
	return func(id string) template.HTML {
		e := template.HTMLEscapeString
		return template.HTML(`<a class="` + class + `" href="` + e(address(id)) + `" data-actor="` + e(id) + `">` + string(s.lang.bdi(s.actors[id].Name)) + `</a>`)
	}
}

// kinds are the cards of a cast, grouped by kind and in the order of the story.
func (s *site) kinds(c *cast, page place, asOf string) ([]kindView, error) {
	address := c.address(page)
	b := s.b.buffers.get()
	defer s.b.buffers.put(b)
	var views []kindView
	for _, kind := range annotate.Kinds {
		b.Reset()
		for _, id := range c.ids {
			if s.actors[id].Kind != string(kind) {
				continue
			}
			card, err := s.card(cardKey{id: id, back: c.back[id], named: len(c.paras[id]) > 0, asOf: s.lang.date(s.actors[id].AsOf) != asOf})
			if err != nil {
				return nil, err
			}
			b.WriteByte('\n')
			card.before.write(b, page, address)
			if card.paragraphs {
				b.WriteString(string(s.paragraphs(c.paras[id])))
			}
			card.after.write(b, page, address)
		}
		if b.Len() > 0 {
			views = append(views, kindView{string(kind), s.lang.say("kinds." + string(kind)), template.HTML(b.String())})
		}
	}
	return views, nil
}

// paragraphs are links to the paragraphs of a story.
func (s *site) paragraphs(numbers []int) template.HTML {
	return template.HTML(template.HTMLEscapeString(s.lang.say("paragraphs", "count", len(numbers)))) + " " +
		s.numbered(numbers, "#p-", "paragraph")
}

// numbered is a row of numbers that link to what has them. They are named by a
// message, as pages have hundreds of them and a template would be slow.
func (s *site) numbered(numbers []int, href, message string) template.HTML {
	var b strings.Builder
	for i, n := range numbers {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(`<a href="`)
		b.WriteString(href)
		b.WriteString(itoa(n))
		b.WriteString(s.numberName(message, n))
	}
	return template.HTML(b.String())
}

// numberName ends a link to what has a number: its name for those who do not see
// where it stands, and the number. It is the same on all pages.
func (s *site) numberName(message string, n int) string {
	type key struct {
		message string
		n       int
	}
	k := key{message, n}
	if name, ok := s.numbers.Load(k); ok {
		return name.(string)
	}
	name := `" aria-label="` + template.HTMLEscapeString(s.lang.say(message, "number", n)) + `">` + s.lang.digits(n) + `</a>`
	s.numbers.Store(k, name)
	return name
}

// card is an actor's card as pages share it: all but the links that differ from
// page to page, and the paragraphs.
type card struct {
	before, after movable
	paragraphs    bool // stand between the two
}

// cardKey is what else a card differs by.
type cardKey struct {
	id, back    string
	named, asOf bool // it lists paragraphs; it has a date of its own
}

// paragraphsHere stands in a card for the links to paragraphs. No text of an editor
// can hold a comment.
const paragraphsHere = "<!--paragraphs-->"

// cards keeps the cards that were made.
type cards struct {
	mu   sync.Mutex
	made map[cardKey]card
}

// card returns a card, made when it is first wanted. Those that lead back to
// anywhere but the story are too many to be kept.
func (s *site) card(key cardKey) (card, error) {
	s.cards.mu.Lock()
	known, ok := s.cards.made[key]
	s.cards.mu.Unlock()
	if ok {
		return known, nil
	}
	made, err := s.makeCard(key)
	if err == nil && (key.back == mentionID(key.id) || key.back == "story") {
		s.cards.mu.Lock()
		s.cards.made[key] = made
		s.cards.mu.Unlock()
	}
	return made, err
}

func (s *site) makeCard(key cardKey) (card, error) {
	a := s.actors[key.id]
	here := func(id string) string { return actorLink + id }
	v := cardView{
		ID: a.ID, Name: a.Name, Kind: a.Kind, KindName: s.lang.say("kind." + a.Kind), Summary: a.Summary,
		Body: s.body(a.ID).on(fromRoot, here), Stories: len(s.articles) > 1, Back: key.back, URL: fromRoot.entry(a.ID),
	}
	if refs := s.references(a); len(refs) > 0 {
		v.Reference = refs[0]
	}
	if key.asOf {
		v.AsOf = s.lang.date(a.AsOf)
	}
	if key.named {
		v.Paragraphs = paragraphsHere
	}
	for _, phrase := range s.phrases[a.ID]() {
		v.Relations = append(v.Relations, phrase.on(fromRoot, here))
	}
	var b strings.Builder
	if err := s.execute(&b, fromRoot, "card", v); err != nil {
		return card{}, err
	}
	before, after, found := strings.Cut(b.String(), paragraphsHere)
	return card{newMovable(before, true), newMovable(after, true), found}, nil
}

// mentionID is the id of an actor's first mention in a story.
func mentionID(actor string) string { return "m-" + actor }

// commonAsOf is the date on which all entries of a cast were true, in words; ""
// where they differ or give none.
func (s *site) commonAsOf(c *cast) string {
	if len(c.ids) == 0 {
		return ""
	}
	d := s.actors[c.ids[0]].AsOf
	for _, id := range c.ids {
		if s.actors[id].AsOf != d {
			return ""
		}
	}
	return s.lang.date(d)
}

// body is the text of an actor's entry, rendered when it is first wanted.
func (s *site) body(id string) inset { return s.bodies[id]() }

// prepareEntries makes ready what cards say, to be rendered once for all pages.
func (s *site) prepareEntries() {
	s.cards.made = map[cardKey]card{}
	s.bodies = make(map[string]func() inset, len(s.actors))
	s.phrases = make(map[string]func() []movable, len(s.actors))
	for id, a := range s.actors {
		s.bodies[id] = sync.OnceValue(func() inset { return s.bodyInset(a) })
		s.phrases[id] = sync.OnceValue(func() []movable {
			link := s.linkTo(func(id string) string { return actorLink + id }, "actor again")
			var all []movable
			for _, r := range s.relationsOf(a) {
				all = append(all, newMovable(string(s.phrase(r, link)), true))
			}
			return all
		})
	}
}
