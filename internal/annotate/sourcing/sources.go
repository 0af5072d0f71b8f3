package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// entity is a source in the making: somebody or something that the story reports.
type entity struct {
	Source
	sort    sort
	head    string // lower-case singular of the head noun; of a name, the surname
	kind    string // of bodies and documents: company, ministry, report
	given   string // of a named person, the name before the surname
	words   []string
	gender  gender
	plural  bool
	ordinal int // 2 for who was introduced as a second
	last    int // sentence of the latest mention
	first   int // of whom lastNamed found: the last token of the name
	offices []string
	speaks  bool // an attribution is its own
}

// sources is the story's cast. Every description is looked up among those that
// came before; what fits none is somebody new.
//
// Descriptions of unnamed people are joined with care: "the official" is the last
// official of whom the words fit, but "an official" is always somebody new, and
// nobody unnamed is joined to a name, unless the story does it; see namedNow.
type sources struct {
	*doc
	all     []entity
	names   []Name         // known actors, in order
	block   int            // of the sentence that is read
	at      int            // the sentence that is read
	guarded bool           // it speaks of anonymity
	bySur   lists          // surname → named persons
	byGiven lists          // first name → named persons
	byName  map[string]int // bodies by their name, short names too
	byHead  lists          // head noun → persons, in order
	byKind  lists          // kind → bodies and documents, in order
	byWords map[string]int // groups by their whole description
	byActor map[string]int
	persons []int  // single persons in the order of their latest mention as a source
	plurals []int  // groups, likewise
	things  []int  // bodies and documents, likewise
	firm    []byte // see sameFirm

	topic   phrase // of the latest sentence that began with a name and reported nobody
	topicAt int    // that sentence

	how       string // why the search under way found whom it did; see because
	levelRule string // why level said what it did
}

func newSources(d *doc) *sources {
	return &sources{
		doc:   d,
		bySur: newLists(), byGiven: newLists(), byName: make(map[string]int), byHead: newLists(),
		byKind: newLists(), byWords: make(map[string]int), byActor: make(map[string]int),
	}
}

// end forgets the story.
func (m *sources) end() {
	for i := range m.all {
		m.all[i].clear()
	}
	m.all, m.names = m.all[:0], nil
	m.persons, m.plurals, m.things = m.persons[:0], m.plurals[:0], m.things[:0]
	m.topic, m.topicAt = phrase{}, 0
	m.how, m.levelRule = "", ""
	m.bySur.clear()
	m.byGiven.clear()
	m.byHead.clear()
	m.byKind.clear()
	clear(m.byName)
	clear(m.byWords)
	clear(m.byActor)
}

// clear makes an entity of which nothing is known.
func (e *entity) clear() {
	words, offices := e.words[:0], e.offices[:0]
	clear(e.words)
	*e = entity{Source: Source{Mentions: e.Mentions[:0], Why: e.Why[:0]}, words: words, offices: offices, last: -1}
}

// resolve returns the entity that the subject is, made anew where none fits; -1
// where the subject is nobody. at is the sentence.
func (m *sources) resolve(c *clauses, s subject, at int) int {
	if known := m.toks[s.head].source; known > 0 {
		return int(known) - 1
	}
	m.how = ""
	n := m.find(c, s, at)
	if n < 0 {
		return -1
	}
	m.toks[s.head].source = int32(n + 1)
	if m.all[n].sort == body && (s.sort == person || s.sort == pronoun && !s.plural && m.lower(s.head) != "it") {
		m.speaker(n, at)
	} else {
		m.touch(n, at)
	}
	m.mention(n, s)
	m.apposition(c, n, s)
	return n
}

// apposition notes the other words by which the story calls n: "A third person,
// an adviser who …" may return as the adviser; "Harwick Terminals, the largest
// employer" as the employer.
func (m *sources) apposition(c *clauses, n int, s subject) {
	i := s.phrase.end
	if i+1 >= c.s.end || i <= c.s.first || !c.punct(i, prose.Comma) {
		return
	}
	k := c.phraseOf(i + 1)
	if k < 0 || c.phrases[k].first != i+1 {
		return
	}
	p := c.phrases[k]
	e := &m.all[n]
	if p.plural || p.det == bare || p.sort == name || p.sort == pronoun {
		return
	}
	switch {
	case e.sort == person && p.sort == person && e.Level != Named:
		head := m.lemma(p.head)
		if head != e.head && !slices.Contains(tail(m.byHead.all(head), most), n) {
			m.byHead.add(head, n)
		}
	case e.Level == Named && p.sort == person:
		e.offices = append(e.offices, m.lemma(p.head))
		for k := p.core; k < p.head; k++ {
			e.words = append(e.words, m.lower(k))
		}
	case e.sort == body && p.sort == body:
		if k := m.toks[p.head].word.kind; k != "" && k != e.kind {
			m.byKind.add(k, n)
		}
	}
}

// mention notes that the subject's words mean n.
func (m *sources) mention(n int, s subject) {
	span := m.spanOf(s.from, s.phrase.end)
	for i := s.from; i < s.phrase.end; i++ {
		m.toks[i].roles |= mentioned
	}
	m.all[n].Mentions = append(m.all[n].Mentions, span)
	m.all[n].note(Mentioned, m.because(s), span)
}

func (m *sources) find(c *clauses, s subject, at int) int {
	if s.nobody {
		return -1
	}
	switch s.sort {
	case pronoun:
		return m.pronoun(c, s, at)
	case name:
		return m.person(s)
	case body:
		if n := m.namesake(s); n >= 0 {
			return n
		}
		if s.det == definite && s.end-s.core == 1 && m.is(s.head, cHuman) {
			if n := m.sameDescription(s, m.lemma(s.head)); n >= 0 {
				return n // the guard, of whom the story spoke as a guard
			}
		}
		if n := m.compatriot(s); n >= 0 {
			return n
		}
		return m.body(s)
	case document:
		if m.own(s) {
			return -1
		}
		if s.det == definite && !s.plural && m.lower(s.core) == "same" || s.det == definite && !s.plural && s.core > s.phrase.first && m.lower(s.core-1) == "same" {
			if n := m.sameDescription(s, m.lemma(s.head)); n >= 0 {
				return n // the same figure, of whom the story spoke as a figure
			}
		}
		return m.document(s)
	case person:
		return m.described(s)
	}
	return m.unknownNoun(s)
}

// touch makes n the latest of its sort.
func (m *sources) touch(n, at int) {
	e := &m.all[n]
	e.last = at
	switch {
	case e.sort == body || e.sort == document:
		m.things = append(m.things, n)
		if e.plural || e.sort == body {
			m.plurals = append(m.plurals, n)
		}
	case e.plural:
		m.plurals = append(m.plurals, n)
	default:
		m.persons = append(m.persons, n)
	}
}

// speaker makes the body n the latest of which somebody spoke, who is "he" or "she" and
// no "they".
func (m *sources) speaker(n, at int) {
	m.all[n].last = at
	m.things = append(m.things, n)
	m.persons = append(m.persons, n)
}

// add makes a new entity of the subject's words.
func (m *sources) add(s subject, level Level) int {
	first, end := s.from, s.phrase.end
	if s.to > end && s.sort != name && !s.trailing {
		end = m.description(s)
	} else if s.to > end && s.trailing && s.sort == person {
		end = s.to
	}
	if s.sort == name && s.from < s.phrase.first {
		first = s.phrase.first
	}
	if s.sort == name && s.namedFrom > s.core && !m.toks[s.core].capital && (s.owner > 0 || m.punct(s.core-1, prose.Possessive)) {
		first = s.namedFrom // Park’s colleague Sue Lee
	}
	m.all = extend(m.all)
	e := &m.all[len(m.all)-1]
	e.clear()
	e.sort, e.plural, e.ordinal = s.sort, s.plural, max(s.ordinal, 0)
	e.Level = level
	e.Description = flat(m.spanOf(first, end).Of(m.text))
	e.head = m.lemma(s.head)
	e.kind = m.toks[s.head].word.kind
	if p := m.toks[s.head].proper; p != nil && p.kind != "" {
		e.kind = p.kind
	}
	for i := first; i < end; i++ {
		if m.toks[i].kind.isWord() && !m.is(i, cFunction) {
			e.words = append(e.words, m.lower(i))
		}
	}
	m.how = "first mention"
	rule := m.levelRule
	if m.levelRule = ""; rule == "" {
		rule = sortRule(s, level)
	}
	e.note(Levelled, rule, m.spanOf(first, end))
	return len(m.all) - 1
}

// description is where the description of an unnamed source ends: with what it
// has access to, but before "who" and before a comma.
func (m *sources) description(s subject) int {
	if s.sort == name || s.to < s.phrase.end {
		return s.phrase.end
	}
	for i := s.phrase.end; i < s.to; i++ {
		if !m.toks[i].kind.isWord() && m.toks[i].kind != kind(prose.Possessive) || m.is(i, cRelative) && m.lower(i) != "that" || m.quoted(i) {
			return i
		}
	}
	return s.to
}

// flat puts a description over two lines on one.
func flat(s string) string {
	before := byte(0)
	for i := range len(s) {
		if c := s[i]; c == '\n' || c == '\t' || c == ' ' && before == ' ' {
			return strings.Join(strings.Fields(s), " ")
		}
		before = s[i]
	}
	return s
}

func (m *sources) lemma(i int) string {
	if l := m.toks[i].word.lemma; l != "" && m.toks[i].is(cHuman|cBody|cDocument) {
		return l
	}
	w := m.lower(i)
	if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3 && !m.toks[i].capital {
		return w[:len(w)-1]
	}
	return w
}

// actor returns the glossary id of the known actor that the words [first, end)
// are, "" where none is.
func (m *sources) actor(first, end int) string {
	span := m.spanOf(first, end)
	lo, hi := 0, len(m.names)
	for lo < hi {
		mid := (lo + hi) / 2
		if m.names[mid].End <= span.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < len(m.names) && m.names[lo].Start < span.End; lo++ {
		n := m.names[lo]
		// The name has to hold the head: "U.S." in "a U.S. official" is not the source.
		if n.End >= span.End && (n.Kind == "person" || n.Kind == "organization" || n.Kind == "government" || n.Kind == "armed-group" || n.Kind == "place") {
			return n.Actor
		}
	}
	return ""
}

// surnameFrom reports a surname of several words at token i: Van der Berg, De la
// Cruz. One small word may as well be a given name: Van Morrison.
func (m *sources) surnameFrom(i int) bool {
	switch m.lower(i) {
	case "van", "von", "de":
		return m.has(i+1) && m.toks[i+1].roles&particle != 0
	}
	return false
}

// papers reports words for a bundle of documents: "court documents", then "the records".
func papers(head string) bool {
	switch head {
	case "document", "record", "file", "paper", "filing":
		return true
	}
	return false
}
