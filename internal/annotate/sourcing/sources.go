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
	guarded bool           // the sentence speaks of anonymity
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
	if strings.ContainsAny(s, "\n\t") || strings.Contains(s, "  ") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

func (m *sources) lemma(i int) string {
	if l := m.toks[i].word.lemma; l != "" && m.toks[i].word.is(cHuman|cBody|cDocument) {
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
		return m.has(i+1) && m.toks[i+1].particle
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

// pronoun finds whom he, she, they, it or "both" stands for.
func (m *sources) pronoun(c *clauses, s subject, at int) int {
	w, _, _ := strings.Cut(m.lower(s.head), "'") // they've
	switch w {
	case "he", "she", "him", "her", "his":
		g := male
		if w == "she" || w == "her" {
			g = female
		}
		n := m.single(c, s, g, at)
		if n >= 0 && m.all[n].gender == unsaid && !m.all[n].plural {
			m.all[n].gender = g
		}
		return n
	case "they", "them", "both", "all", "their":
		if w == "they" || w == "their" {
			if n := m.whoExpect(c, s, at); n >= 0 {
				m.how = "a pronoun: whose belief the sentence tells"
				return n
			}
			if n := m.papersThey(at); n >= 0 {
				m.how = "a pronoun: they, of papers"
				return n
			}
			if n := m.oneThey(at); n >= 0 {
				m.how = "a pronoun: they, of one person"
				return n
			}
		}
		if len(m.plurals) > 0 {
			for i := len(m.plurals) - 1; i >= 0 && i > len(m.plurals)-8; i-- {
				n := m.plurals[i]
				if w == "both" && m.all[n].Count != 2 && !(m.all[n].Count == 0 && m.all[n].plural) || m.all[n].sort == document {
					continue
				}
				return n
			}
		}
		// A singular "they"
		if w != "both" && len(m.persons) > 0 {
			if n := m.persons[len(m.persons)-1]; m.all[n].sort == person {
				m.how = "a pronoun: they, of one person"
				return n
			}
		}
	case "it":
		if n := m.inStatement(at); n >= 0 {
			m.how = "a pronoun: the statement in which they spoke"
			return n
		}
		if n := m.thingBefore(c, at); n >= 0 {
			return n
		}
		if len(m.things) > 0 {
			return m.things[len(m.things)-1]
		}
	case "pair", "duo", "couple", "trio":
		return m.groupOf(s.count)
	case "another", "other", "one", "some", "others", "many", "several", "two", "three", "four", "five", "six":
		if n := m.amongUnnamed(s, ""); n >= 0 {
			return n
		}
		if s.det == definite && !s.partitive && s.count > 1 {
			if n := m.groupOf(s.count); n >= 0 {
				return n // the two
			}
		}
		if n := m.oneOf(w, s, at); n >= 0 {
			return n
		}
		if n := m.theOther(s, at); n >= 0 {
			return n
		}
		if n := m.someOf(w, s, at); n >= 0 {
			m.how = "some of those who spoke before"
			return n
		}
		return m.another(s)
	}
	if s.ordinal > 0 && s.det == indefinite { // a third
		return m.another(s)
	}
	return -1
}

// whoExpect is the group whose belief the sentence opens with, where an inserted "they
// said" tells how it is known: "Economists at the bank expect none, they wrote."
func (m *sources) whoExpect(c *clauses, s subject, at int) int {
	n := c.phraseOf(c.s.first)
	if n < 0 || !c.punct(s.from-1, prose.Comma) {
		return -1
	}
	p := c.phrases[n]
	to := min(c.attachments(p.end), s.from)
	if p.sort != person || !p.plural || !m.is(to, cLight) || !m.is(to, cCue) {
		return -1
	}
	return m.resolve(c, subject{phrase: p, from: p.first, to: to}, at)
}

// inStatement is the person whose statement "it" is: "In a statement, Boldon
// denied it. “I have been tested 61 times,” it said."
func (m *sources) inStatement(at int) int {
	if at == 0 || m.sents[at-1].block != m.sents[at].block || len(m.persons) == 0 {
		return -1
	}
	s := m.sents[at-1]
	if m.lower(s.first) != "in" {
		return -1
	}
	if p, ok := m.phraseAt(s.first+1, s.end); !ok || p.sort != document || p.det != indefinite {
		return -1
	}
	n := m.persons[len(m.persons)-1]
	if m.all[n].last != at-1 {
		return -1
	}
	for i := len(m.things) - 1; i >= 0 && i > len(m.things)-4; i-- {
		if m.all[m.things[i]].last >= at-1 {
			return -1
		}
	}
	return n
}

// papersThey are the papers that spoke last, in the sentence before at or the one
// before it: "Court records show he was warned. An officer went to his door twice,
// they say."
func (m *sources) papersThey(at int) int {
	if len(m.things) == 0 {
		return -1
	}
	n := m.things[len(m.things)-1]
	e := &m.all[n]
	if e.sort != document || !e.plural || e.last < at-2 || m.sents[max(e.last, 0)].block != m.sents[at].block {
		return -1
	}
	for i := len(m.plurals) - 1; i >= 0 && i > len(m.plurals)-4; i-- {
		if x := &m.all[m.plurals[i]]; m.plurals[i] != n && x.last >= e.last {
			return -1
		}
	}
	return n
}

// oneThey is the one unnamed person who alone has spoken in the paragraph so far,
// and of whom the story does not say whether it is a man or a woman: "A cabinet
// minister said it was chaos. “…,” they said."
func (m *sources) oneThey(at int) int {
	if len(m.persons) == 0 {
		return -1
	}
	n := m.persons[len(m.persons)-1]
	e := &m.all[n]
	if e.sort != person || e.Level != Anonymous || e.Count != 1 || e.gender != unsaid || e.last < 0 || e.last >= at || m.sents[e.last].block != m.sents[at].block {
		return -1
	}
	for i := len(m.plurals) - 1; i >= 0 && i > len(m.plurals)-8; i-- {
		if x := &m.all[m.plurals[i]]; x.last >= 0 && (m.sents[x.last].block == m.sents[at].block || x.sort == person && m.sents[x.last].block >= m.sents[at].block-2) {
			return -1
		}
	}
	return n
}

// thingBefore returns the body or document that the sentence before at, in the
// same block, began with: "The ministry closed the bridge. It said …".
func (m *sources) thingBefore(c *clauses, at int) int {
	if at == 0 || m.sents[at-1].block != m.sents[at].block {
		return -1
	}
	if n := len(m.things); n > 0 && m.all[m.things[n-1]].last == at-1 {
		return -1
	}
	before := m.sents[at-1]
	if m.quoted(before.first) {
		return -1
	}
	p, ok := m.phraseAt(before.first, before.end)
	if ok && p.sort == body && m.toks[p.head].looks&lookPlural != 0 && p.end-p.first == 1 && m.toks[p.head].seen&seenCapital == 0 && m.toks[p.head].proper == nil {
		return -1 // Alarms, by nothing but its place a name
	}
	if !ok || p.plural || p.sort != body && p.sort != document || !p.sure && p.sort == body && p.end-p.core > 1 {
		return -1
	}
	return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
}

// another makes somebody new of the kind last spoken of: "another said".
func (m *sources) another(s subject) int {
	if s.count != 1 && len(m.plurals) == 0 && len(m.persons) == 0 {
		return -1
	}
	if s.ordinal == 3 && !m.guarded && !m.unnamedBefore() {
		s.plural, s.count, s.vague = true, 0, true // A third said they would not vote
	}
	n := m.add(s, Collective)
	e := &m.all[n]
	e.sort = person
	e.plural = s.plural
	m.how = "one more of those spoken of before"
	if !s.plural {
		e.Level, e.Count = Anonymous, 1
		if n := len(m.plurals); n > 0 && m.all[m.plurals[n-1]].sort == person {
			e.head = m.all[m.plurals[n-1]].head // one of the diplomats is "the diplomat"
			m.byHead.add(e.head, len(m.all)-1)
		}
	} else if s.count > 0 {
		e.Level, e.Count = Anonymous, s.count
	}
	return n
}

// groupOf is the latest group of count people.
func (m *sources) groupOf(count int) int {
	for i := len(m.plurals) - 1; i >= 0 && i > len(m.plurals)-8; i-- {
		if e := &m.all[m.plurals[i]]; e.sort == person && e.Count == count {
			return m.plurals[i]
		}
	}
	return -1
}

// oneOf is the group of unnamed people that spoke last, in the same block, of whom one
// now speaks: "…, two of the sources said. One said it could come this month".
func (m *sources) oneOf(w string, s subject, at int) int {
	if w != "one" || s.plural || s.partitive || len(m.plurals) == 0 {
		return -1
	}
	n := m.plurals[len(m.plurals)-1]
	if e := &m.all[n]; !e.unnamedGroup() || e.last < at-1 && m.sents[e.last].block != m.sents[at].block {
		return -1
	}
	m.asOne(n, s)
	m.how = "one of the unnamed people who spoke before"
	return n
}

// unnamedBefore reports that an unnamed person is among the last who spoke.
func (m *sources) unnamedBefore() bool {
	for _, n := range tail(m.persons, 4) {
		if m.all[n].Level == Anonymous {
			return true
		}
	}
	return false
}

// theOther is the group of unnamed people of whom one has just spoken, in the same
// block: "One of the two said it was forged. The other was not sure, but said …".
func (m *sources) theOther(s subject, at int) int {
	if s.ordinal >= 0 {
		return -1
	}
	if n := m.oneBefore(s, at); n >= 0 {
		return n
	}
	if len(m.persons) == 0 {
		return -1
	}
	n := m.persons[len(m.persons)-1]
	if e := &m.all[n]; !e.unnamedGroup() || m.sents[e.last].block != m.sents[at].block {
		return -1
	}
	m.asOne(n, s)
	m.how = "another of the unnamed people who spoke before"
	return n
}

// oneBefore is the group of which the sentence before, in the same block, told what one
// did: "one of the diplomats laughed. The other said …".
func (m *sources) oneBefore(s subject, at int) int {
	if at == 0 || m.sents[at-1].block != m.sents[at].block {
		return -1
	}
	for i := m.sents[at-1].first; i < m.sents[at-1].end-2; i++ {
		if m.lower(i) != "one" || m.lower(i+1) != "of" || m.quoted(i) {
			continue
		}
		if p, ok := m.phraseAt(i, m.sents[at-1].end); ok && p.sort == person && p.partitive {
			if n := m.amongUnnamed(subject{phrase: p, from: p.first, to: p.end}, m.lemma(p.head)); n >= 0 {
				m.asOne(n, s)
				m.how = "another of the unnamed people who spoke before"
				return n
			}
		}
	}
	return -1
}

// someOf is the group of the sentence before at, in the same block, of whom several
// now speak: "Residents described the blast. Several said …".
func (m *sources) someOf(w string, s subject, at int) int {
	if s.count > 0 || s.ordinal != 0 || w == "others" || w == "other" || len(m.plurals) == 0 {
		return -1
	}
	n := m.plurals[len(m.plurals)-1]
	if e := &m.all[n]; e.sort != person || e.Level != Collective || e.last != at-1 || m.sents[at-1].block != m.sents[at].block {
		return -1
	}
	return n
}

// single finds the one person that he or she stands for.
func (m *sources) single(c *clauses, s subject, g gender, at int) int {
	// A person who began the same sentence: "When President Obama …, he said".
	for i := c.s.first; i < s.from; {
		n := c.phraseOf(i)
		if n < 0 {
			i++
			continue
		}
		p := c.phrases[n]
		if m.inserted(c, s, p) {
			break
		}
		if (p.sort == name || p.sort == person && !p.plural) && c.opensClauseStrictly(p.first) && p.end < s.from {
			if e := m.known(c, p); e >= 0 && (m.all[e].gender == unsaid || m.all[e].gender == g) {
				return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
			} else if e < 0 && p.sort == name {
				return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
			}
		}
		i = p.end
	}
	// Whom the sentence before began with, where it is nobody that spoke last.
	if n := m.subjectBefore(c, at, g); n >= 0 {
		return n
	}
	latest := -1
	for i := len(m.persons) - 1; i >= 0 && i > len(m.persons)-12; i-- {
		n := m.persons[i]
		if m.all[n].gender == unsaid || m.all[n].gender == g {
			latest = n
			break
		}
	}
	if n := m.ofTopic(at, g, latest); n >= 0 {
		return n
	}
	if n := m.addressed(at, g, latest); n >= 0 {
		m.how = "a pronoun: whom the sentence before spoke of"
		return n
	}
	if latest < 0 {
		if n := m.lastNamed(s.head); n >= 0 && (m.all[n].gender == unsaid || m.all[n].gender == g) {
			m.how = "a pronoun: whom the story had named last"
			return n
		}
	}
	return latest
}

// addressed is the one person of that gender whom the sentence before named besides who
// spoke in it, where latest did not: "Ella asked Mr Fell where to swim. He said …".
func (m *sources) addressed(at int, g gender, latest int) int {
	if at == 0 || m.sents[at-1].block != m.sents[at].block || latest < 0 || m.all[latest].last >= at-1 {
		return -1
	}
	found := -1
	for i := m.sents[at-1].first; i < m.sents[at-1].end; i++ {
		if !m.toks[i].capital || m.quoted(i) || m.punct(i+1, prose.Possessive) || m.has(i+1) && m.toks[i+1].capital && m.toks[i+1].kind.isWord() {
			continue
		}
		for _, n := range tail(m.bySur.all(surnameOf(m.lower(i))), 2) {
			if m.all[n].gender != unsaid && m.all[n].gender != g || n == found {
				continue
			}
			if found >= 0 {
				return -1
			}
			found = n
		}
	}
	return found
}

// inserted reports that the pronoun stands in an inserted "he said" after a clause
// about the person p, while another had spoken just before: "The agent was not
// believed by the clerk. Merriman was in the room, he said."
func (m *sources) inserted(c *clauses, s subject, p phrase) bool {
	if p.first != c.s.first || !c.punct(s.from-1, prose.Comma) || !c.finiteAfter(p.end) || len(m.persons) == 0 {
		return false
	}
	n := m.persons[len(m.persons)-1]
	return m.all[n].last >= 0 && m.sents[m.all[n].last].block == m.block && m.known(c, p) != n
}

// ofTopic is the person whom the story turned to after latest had spoken, in this
// paragraph or the one before: "Vasquin was having none of it. ¶ “…,” he said."
func (m *sources) ofTopic(at int, g gender, latest int) int {
	p := m.topic
	if p.end == 0 || m.topicAt >= at || m.sents[m.topicAt].block < m.sents[at].block-1 || latest >= 0 && m.all[latest].last >= m.topicAt {
		return -1
	}
	if n := m.person(subject{phrase: p, from: p.first, to: p.end}); m.all[n].gender == unsaid || m.all[n].gender == g {
		m.mention(n, subject{phrase: p, from: p.first, to: p.end})
		m.how = "a pronoun: whom the story had turned to"
		return n
	}
	return -1
}

// opensClauseStrictly reports whether token i begins a sentence or a clause.
func (c *clauses) opensClauseStrictly(i int) bool {
	if i == c.s.first {
		return true
	}
	return c.punct(i-1, prose.Comma) || c.is(i-1, cSubordinator)
}

// known returns the entity of a phrase that was a source before, or -1.
func (m *sources) known(c *clauses, p phrase) int {
	switch p.sort {
	case name:
		from, last := p.namedFrom, p.end-1
		for last > from && suffix(m.lower(last)) {
			last--
		}
		given := ""
		if last > from && !m.surnameFrom(from) {
			given = m.lower(from)
		}
		return m.surname(surnameOf(m.lower(last)), given, unsaid)
	case person:
		if p.det == definite && !p.plural {
			return m.sameDescription(subject{phrase: p, from: p.first, to: p.end}, m.lemma(p.head))
		}
	}
	return -1
}

// subjectBefore returns the person that the sentence before at, in the same
// block, began with, if it reported nobody.
func (m *sources) subjectBefore(c *clauses, at int, g gender) int {
	if at == 0 || m.sents[at-1].block != m.sents[at].block {
		return -1
	}
	before := m.sents[at-1]
	for i := len(m.persons) - 1; i >= 0 && i > len(m.persons)-4; i-- {
		if m.all[m.persons[i]].last == at-1 {
			return -1 // the last speaker is the better guess
		}
	}
	if m.quoted(before.first) {
		return -1
	}
	p, ok := m.opening(before)
	if ok && p.first > before.first+1 && p.det != indefinite {
		return -1 // after a lead: only who is brought in there
	}
	if known := m.toks[max(p.head, 0)].source; ok && known > 0 && !p.plural && p.sort == person {
		return int(known) - 1
	}
	if ok && p.sort == person && p.det == indefinite && !p.plural && (genderOf(m.lemma(p.head)) == unsaid || genderOf(m.lemma(p.head)) == g) {
		n := m.introduced(p)
		m.how = "a pronoun: whom the sentence before began with"
		return n
	}
	if !ok || p.plural || p.sort != name && !(p.sort == person && (p.det == definite || p.det == possessive)) {
		return -1
	}
	if n := m.known(c, p); n >= 0 {
		if m.all[n].gender == unsaid || m.all[n].gender == g {
			return n
		}
		return -1
	}
	if p.sort == person && (p.det == possessive && p.owner > 0 || p.det == definite && m.is(p.head, cOffice)) && (genderOf(m.lemma(p.head)) == unsaid || genderOf(m.lemma(p.head)) == g) {
		n := m.introduced(p)
		m.how = "a pronoun: whom the sentence before began with"
		return n
	}
	if p.sort == name && (p.end-p.namedFrom > 1 || p.det == possessive && p.namedFrom > p.core) { // Her nephew Jonas
		return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
	}
	return -1
}

// opening is the noun phrase that the main clause of a sentence begins with:
// after "Asked about it," or "On Sundays", and the name where one follows between
// commas ("the parish priest, Father Denk, reads").
func (m *sources) opening(s sentence) (phrase, bool) {
	i := s.first
	if m.is(i, cConjunction) {
		i++ // But a minister
	}
	if m.is(i, cPreposition|cSubordinator) || strings.HasSuffix(m.str(i), "ing") && m.punct(min(i+1, s.end-1), prose.Comma) || m.is(i, cVerb) && m.toks[i].word.forms&(fPast|fIng) != 0 {
		for i++; i < s.end && i < s.first+20 && !m.punct(i, prose.Comma); i++ {
			if i == s.first+2 && m.is(s.first, cPreposition) && m.is(i, cDefinite) {
				i-- // On Sundays the priest
				break
			}
		}
		i++
	}
	p, ok := m.phraseAt(i, s.end)
	if ok {
		p = m.nameBeside(m.ofOffice(p, s.end), s.end)
	}
	return p, ok
}
