package sourcing

import (
	"slices"
	"strings"
	"unicode"

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
	last    int // sentence of the latest mention
	first   int // of whom lastNamed found: the last token of the name
	offices []string
	speaks  bool // an attribution is its own
}

type gender uint8

const (
	unsaid gender = iota
	male
	female
)

// sources is the story's cast. Every description is looked up among those that
// came before; what fits none is somebody new.
//
// Descriptions of unnamed people are joined with care: "the official" is the last
// official of whom the words fit, but "an official" is always somebody new, and
// nobody unnamed is ever joined to a name.
type sources struct {
	*doc
	all     []entity
	names   []Name         // known actors, in order
	block   int            // of the sentence that is read
	guarded bool           // the sentence speaks of anonymity
	bySur   lists          // surname → named persons
	byName  map[string]int // bodies by their name, short names too
	byHead  lists          // head noun → persons, in order
	byKind  lists          // kind → bodies and documents, in order
	byWords map[string]int // groups by their whole description
	byActor map[string]int
	persons []int // single persons in the order of their latest mention as a source
	plurals []int // groups, likewise
	things  []int // bodies and documents, likewise

	topic   phrase // of the latest sentence that began with a name and reported nobody
	topicAt int    // that sentence

	how       string // why the search under way found whom it did; see because
	levelRule string // why level said what it did
}

func newSources(d *doc) *sources {
	return &sources{
		doc:   d,
		bySur: newLists(), byName: make(map[string]int), byHead: newLists(),
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
	m.touch(n, at)
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
		m.toks[i].mentions = true
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
		return m.body(s)
	case document:
		if m.own(s) {
			return -1
		}
		return m.document(s)
	case person:
		return m.described(s)
	}
	return m.unknownNoun(s)
}

// own reports what the reporter found out: "findings by our correspondent".
func (m *sources) own(s subject) bool {
	for i := s.phrase.end; i < s.to; i++ {
		if m.lower(i) == "our" {
			return true
		}
	}
	return m.lower(s.from) == "our"
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
	e.sort, e.plural = s.sort, s.plural
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

// person finds or makes the person of a name.
func (m *sources) person(s subject) int {
	from := s.namedFrom
	for from < s.phrase.end-1 && m.is(from, cTitle) {
		from++
	}
	last := s.phrase.end - 1
	for last > from && suffix(m.lower(last)) {
		last--
	}
	sur := m.lower(last)
	given := ""
	if last > from && !m.surnameFrom(from) {
		given = m.lower(from)
	}
	actor := m.actor(from, s.phrase.end)
	if n, ok := m.byActor[actor]; ok && actor != "" {
		m.how = "a name of the same glossary entry"
		return n
	}
	n := m.surname(sur, given)
	if n < 0 && given == "" {
		if n = m.firstName(sur); n >= 0 {
			m.how = "the first name of a person who spoke before"
		}
	}
	if n < 0 && given == "" {
		if n = m.nearSurname(sur); n >= 0 {
			m.how = "a surname with a slip"
		}
	}
	if n < 0 && given == "" {
		// Named in full before, but not as a source: the description is the full one.
		if p, ok := m.introduction(last); ok {
			n = m.person(subject{phrase: p, from: p.first, to: p.end})
			m.how = "a surname: the person was named in full before"
		} else if p, ok := m.inFull(last); ok {
			n = m.person(subject{phrase: p, from: p.first, to: p.end})
			m.how = "the first name of a person who was named in full before"
		}
	}
	if n < 0 {
		n = m.add(s, Named)
		m.all[n].head, m.all[n].given = sur, given
		m.bySur.add(sur, n)
		if actor != "" {
			m.byActor[actor] = n
			m.all[n].Actor = actor
		}
	}
	e := &m.all[n]
	if e.given == "" {
		e.given = given
	}
	for i := s.from; i < from; i++ {
		if m.is(i, cHuman|cTitle) {
			e.offices = append(e.offices, m.lemma(i))
		}
		if m.toks[i].kind.isWord() && !m.is(i, cFunction) {
			e.words = append(e.words, m.lower(i))
		}
		if g := genderOf(m.lower(i)); g != unsaid && !m.is(i, cPossessive) { // her lawyer may be a man
			e.gender = g
		}
	}
	if e.gender == unsaid && given != "" {
		e.gender = m.lex.given(given)
	}
	return n
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

// introduction returns the phrase that first named the person in full whose
// surname is token i.
func (m *sources) introduction(i int) (phrase, bool) {
	at := int(m.toks[i].introduced) - 1
	if at < 0 || at >= i {
		return phrase{}, false
	}
	return m.fullName(at)
}

// fullName is the phrase with a title that ends in the surname at.
func (m *sources) fullName(at int) (phrase, bool) {
	first := at
	for first > 0 && at-first < 8 && m.toks[first-1].kind.isWord() && (m.toks[first-1].capital || m.is(first-1, cHuman)) && !m.is(first-1, cFunction) {
		first--
	}
	p, ok := m.phraseAt(first, at+1)
	if !ok || p.sort != name || p.end != at+1 || p.end-p.namedFrom < 2 {
		return phrase{}, false
	}
	return p, true
}

// lastNamed is the person whom the story named in full last, not long before
// token i, and who was no source yet; -1 where there is none.
func (m *sources) lastNamed(i int) int {
	for k := i - 1; k >= 0 && k > i-80; k-- {
		if !m.toks[k].capital || m.quoted(k) {
			continue
		}
		if m.toks[k].introduced != int32(k+1) {
			continue
		}
		if p, ok := m.fullName(k); ok {
			n := m.person(subject{phrase: p, from: p.first, to: p.end})
			m.all[n].first = k
			return n
		}
	}
	return -1
}

func suffix(w string) bool {
	switch w {
	case "jr.", "sr.", "jr", "sr", "ii", "iii", "iv", "qc", "sc", "kc", "mp":
		return true
	}
	return false
}

func (m *sources) surname(sur, given string) int {
	for _, n := range slices.Backward(tail(m.bySur.all(sur), most)) {
		g := m.all[n].given
		if given == "" || g == "" || g == given || g[0] == given[0] && (len(g) <= 2 || len(given) <= 2) {
			return n
		}
	}
	return -1
}

// nearSurname forgives a slip in a surname that stands alone: Clements for Clement.
func (m *sources) nearSurname(sur string) int {
	if len(sur) < 6 {
		return -1
	}
	if l := m.bySur.all(strings.TrimSuffix(sur, "s")); len(l) > 0 {
		return l[len(l)-1]
	}
	if l := m.bySur.all(sur + "s"); len(l) > 0 {
		return l[len(l)-1]
	}
	for i := len(m.persons) - 1; i >= 0 && i > len(m.persons)-8; i-- {
		e := &m.all[m.persons[i]]
		if e.Level == Named && len(e.head) >= 6 && e.head[0] == sur[0] && distance(e.head, sur) <= 2 {
			return m.persons[i]
		}
	}
	return -1
}

// distance is the number of letters to add, drop or change between two words.
func distance(a, b string) int {
	if len(a) > 24 || len(b) > 24 {
		return 24
	}
	var row [26]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			before, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, before+cost)
		}
	}
	return row[len(b)]
}

func genderOf(w string) gender {
	switch w {
	case "mr", "mr.", "sir", "king", "prince", "father", "brother", "son", "husband", "widower", "uncle", "nephew", "grandson", "stepson", "godson", "grandfather", "stepfather", "godfather", "stepbrother", "half-brother", "brother-in-law", "son-in-law", "father-in-law", "boyfriend", "ex-boyfriend", "fiance", "fiancé", "lord", "imam", "sheikh", "boy", "guy", "him", "he", "his", "himself", "archbishop", "cardinal", "pope", "rabbi", "gentleman":
		return male
	case "mrs", "mrs.", "ms", "ms.", "miss", "dame", "lady", "queen", "princess", "mother", "sister", "daughter", "wife", "widow", "aunt", "niece", "granddaughter", "stepdaughter", "grandmother", "stepmother", "godmother", "stepsister", "half-sister", "sister-in-law", "daughter-in-law", "mother-in-law", "girlfriend", "ex-girlfriend", "fiancee", "fiancée", "girl", "actress", "waitress", "baroness", "duchess", "nun", "her", "she", "herself", "housewife", "homemaker", "midwife", "stewardess":
		return female
	}
	switch {
	case strings.HasSuffix(w, "woman"):
		return female
	case strings.HasSuffix(w, "man") && w != "human" && w != "chairman" && w != "ombudsman": // some are women
		return male
	}
	return unsaid
}

// body finds or makes an institution.
func (m *sources) body(s subject) int {
	actor := m.actor(s.core, s.phrase.end)
	if n, ok := m.byActor[actor]; ok && actor != "" {
		m.how = "a name of the same glossary entry"
		return n
	}
	key := m.key(s.core, s.phrase.end)
	if s.namedFrom > s.core { // the sports daily Il Corsivo
		key = m.key(s.namedFrom, s.phrase.end)
	}
	if s.owner > 0 {
		key = m.key(s.from, s.owner) + " " + key
	}
	common := !m.toks[s.head].capital
	if n, ok := m.byName[key]; ok && (!common || s.det != indefinite) {
		return n
	}
	if s.ordinal == 0 && (common && (s.det == definite || s.det == bare) && s.end-s.core == 1 || s.det == definite && !s.plural && s.end-s.core == 1) {
		if n := m.latestKind(m.toks[s.head].word.kind, s); n >= 0 {
			m.how = "a word for the latest body of its kind"
			return n
		}
	}
	if !common && s.end-s.core == 1 {
		if n, ok := m.byName[key]; ok {
			return n
		}
	}
	if common && s.det != possessive {
		if n := m.bodyInside(s); n >= 0 {
			m.how = "a description that holds the name of a body before"
			return n
		}
	}
	if common && s.det == definite && !s.plural && s.end-s.core == 1 && s.from == s.first {
		if p, ok := m.earlierBody(s.head); ok {
			n := m.body(subject{phrase: p, from: p.first, to: p.end})
			m.byName[key] = n
			m.how = "a word for a body that was named before"
			return n
		}
	}
	if common && s.det == definite && !s.plural && s.end-s.core == 1 && s.ordinal == 0 && generic(key) {
		for i := len(m.things) - 1; i >= 0 && i > len(m.things)-6; i-- {
			if x := &m.all[m.things[i]]; x.sort == body && (key != "department" || x.kind == "ministry" || x.kind == "police" || x.kind == "name") && x.kind != "government" && x.kind != "newspaper" && x.kind != "station" && x.kind != "wire" && !x.plural {
				m.how = "a word that fits any body: the latest"
				return m.things[i]
			}
		}
	}
	if n := m.calledByWhatItIs(s); n >= 0 {
		m.how = "what the body that spoke last is"
		return n
	}
	if common && s.det == definite && m.lower(s.head) == "paper" && s.end-s.core == 1 {
		if n := m.learned(s.head); n >= 0 {
			m.how = "a word for the study"
			return n
		}
	}
	if n := m.sameFirm(s, key); n >= 0 {
		m.how = "a name that is longer or shorter by what kind of firm it is"
		return n
	}
	n := m.add(s, Institution)
	e := &m.all[n]
	if actor != "" {
		m.byActor[actor] = n
		e.Actor = actor
	}
	m.byName[key] = n
	if !common {
		m.aliases(n, s)
	}
	if e.kind != "" {
		m.byKind.add(e.kind, n)
	} else if !common {
		e.kind = "name"
		for _, k := range []string{"company"} {
			m.byKind.add(k, n)
		}
	}
	if s.namedFrom > s.core { // the newspaper La Veleta: "the newspaper", "the paper"
		for i := s.core; i < s.namedFrom; i++ {
			if k := m.toks[i].word.kind; k != "" && k != e.kind {
				m.byKind.add(k, n)
			}
		}
	}
	return n
}

// sameFirm is the body whose name differs by a last word that only says what kind of
// firm it is: NBC, NBC News; Calder, Calder Inc.
func (m *sources) sameFirm(s subject, key string) int {
	from := max(s.core, s.namedFrom)
	last := s.phrase.end - 1
	if !m.toks[from].capital || s.owner > 0 {
		return -1
	}
	if w := m.toks[last].lower; last > from && firmWord(w) {
		if n, ok := m.byName[m.key(from, last)]; ok && m.all[n].sort == body {
			return n
		}
		return -1
	}
	for _, w := range [...]string{"news", "inc.", "inc", "corp.", "corp", "ltd.", "ltd", "plc", "group", "holdings"} {
		if n, ok := m.byName[key+" "+w]; ok && m.all[n].sort == body {
			return n
		}
	}
	return -1
}

func firmWord(w string) bool {
	switch w {
	case "news", "inc.", "inc", "corp.", "corp", "ltd.", "ltd", "plc", "group", "holdings":
		return true
	}
	return false
}

// calledByWhatItIs is the body that spoke last, a sentence or two before, and that is
// now described so as not to repeat its name: "the press freedom organization".
func (m *sources) calledByWhatItIs(s subject) int {
	if m.toks[s.head].capital || s.det != definite || s.plural || s.owner > 0 || s.to > s.phrase.end || s.end-s.core < 2 || len(m.things) == 0 {
		return -1
	}
	switch m.lemma(s.head) {
	case "organization", "organisation", "group", "agency", "body", "charity", "watchdog", "nonprofit":
	default:
		return -1
	}
	for i := s.core; i < s.head; i++ {
		if m.toks[i].capital || m.is(i, cOrdinal) || m.lower(i) == "other" || m.lower(i) == "rival" {
			return -1
		}
	}
	n := m.things[len(m.things)-1]
	e := &m.all[n]
	article, rest := cutWord(e.Description)
	if !isArticle([]byte(strings.ToLower(article))) {
		rest = e.Description
	}
	if e.sort != body || e.plural || e.last < 0 || m.sents[e.last].block < m.block-1 || !strings.ContainsFunc(rest, unicode.IsUpper) {
		return -1
	}
	switch e.kind {
	case "name", "organization", "group", "institute", "agency", "association", "regulator", "company":
		return n
	}
	return -1
}

// learned is the study that "the paper" at token i is, in a story that has spoken
// of no newspaper; -1 where there is none.
func (m *sources) learned(i int) int {
	if len(m.byKind.all("newspaper")) > 0 {
		return -1
	}
	for k := i - 1; k >= 0 && k > i-reach; k-- {
		if m.newspaper(k) || m.is(k, cBody) && m.toks[k].word.kind == "newspaper" && m.lower(k) != "paper" && m.lower(k) != "journal" {
			return -1
		}
	}
	for _, n := range slices.Backward(tail(m.byKind.all("report"), most)) {
		if h := m.all[n].head; h == "study" || h == "analysis" || h == "review" {
			return n
		}
	}
	return -1
}

// generic reports words by which any body may be called.
func generic(w string) bool {
	switch w {
	case "agency", "group", "organization", "organisation", "institution", "body", "department", "association":
		return true
	}
	return false
}

// bodyInside finds the known body whose name stands inside a longer description:
// the al-Shabab militant group.
func (m *sources) bodyInside(s subject) int {
	for i := s.core; i < s.head; i++ {
		if !m.toks[i].capital && !m.toks[i].joined {
			continue
		}
		end := i + 1
		for end < s.head && m.toks[end].capital {
			end++
		}
		n, ok := m.byName[m.key(i, end)]
		if ok && m.all[n].sort == body && !m.is(i, cPlace) && m.all[n].kind != "government" && (m.toks[s.head].word.kind == "group" || m.all[n].kind == m.toks[s.head].word.kind) {
			return n
		}
		i = end
	}
	return -1
}

// reach is how far back, in tokens, an introduction is looked for.
const reach = 1500

// earlierBody finds the body that "the airline" means, where it was named before
// without being a source: Aurelian Airways.
func (m *sources) earlierBody(head int) (phrase, bool) {
	k := m.toks[head].word.kind
	for i := head - 1; i >= 0 && i > head-reach; i-- {
		if p := m.toks[i].proper; p == nil || p.kind != k || p.is(cKnown) {
			continue
		}
		first := i
		for first > 0 && m.toks[first-1].capital && m.toks[first-1].End+1 == m.toks[first].Start && !m.is(first-1, cTime) {
			first--
		}
		if p, ok := m.phraseAt(first, min(i+1, len(m.toks))); ok && p.sort == body && p.end == i+1 && p.end-p.core > 1 {
			return p, true
		}
	}
	return phrase{}, false
}

// earlier finds the phrase that introduced what "the memo" or "the president"
// returns to, where it was no source then: "an internal memo", "President Bush".
func (m *sources) earlier(head int, want func(phrase) bool) (phrase, bool) {
	lemma := m.lemma(head)
	for i := head - 1; i >= 0 && i > head-reach; i-- {
		if !m.is(i, cHuman|cDocument|cTitle) || m.quoted(i) || m.lemma(i) != lemma && m.lower(i) != lemma {
			continue
		}
		for first := max(i-6, 0); first <= i; first++ {
			if first > 0 && m.toks[first-1].kind.isWord() && !m.is(first-1, cFunction|cAdverb|cVerb|cLight) || m.quoted(first) {
				continue
			}
			if p, ok := m.phraseAt(first, min(i+6, len(m.toks))); ok && p.first <= i && i < p.end && want(p) {
				return p, true
			}
		}
	}
	return phrase{}, false
}

// bearer is the person in full name of whom the story said last that they are what
// the head says, without being a source then: "Ada Holm, a lawyer for the union",
// "the minister, Ada Holm", "Ada Holm is mayor".
func (m *sources) bearer(s subject) (phrase, bool) {
	lemma := m.lemma(s.head)
	for i := s.from - 1; i > 0 && i > s.head-reach; i-- {
		if !m.is(i, cHuman) || m.quoted(i) || m.lemma(i) != lemma {
			continue
		}
		p, ok := m.describing(i)
		if !ok || p.plural {
			return phrase{}, false
		}
		for k := s.core; k < s.head; k++ {
			if m.distinguishes(k) && !slices.ContainsFunc(m.toks[p.core:p.head], func(t tok) bool { return t.lower == m.lower(k) }) {
				return phrase{}, false
			}
		}
		if j := p.first - 1; j > 0 && (m.punct(j, prose.Comma) || m.lower(j) == "is" || m.lower(j) == "was") && m.toks[j-1].capital {
			if q, ok := m.fullName(j - 1); ok {
				return q, true
			}
		}
		if p.det == indefinite {
			return phrase{}, false
		}
		k := p.end
		for k < i+8 && m.is(k, cPreposition) {
			q, ok := m.phraseAt(k+1, min(k+9, len(m.toks)))
			if !ok {
				break
			}
			k = q.end
		}
		if m.punct(k, prose.Comma) {
			if q, ok := m.phraseAt(k+1, min(k+7, len(m.toks))); ok && q.sort == name && q.end-q.namedFrom > 1 && m.punct(q.end, prose.Comma) {
				return q, true
			}
		}
		return phrase{}, false
	}
	return phrase{}, false
}

// describing is the noun phrase for a person that ends in token i.
func (m *sources) describing(i int) (phrase, bool) {
	for first := max(i-5, 0); first <= i; first++ {
		if first > 0 && m.toks[first-1].kind.isWord() && !m.is(first-1, cFunction|cAdverb|cVerb|cLight) || m.quoted(first) {
			continue
		}
		if p, ok := m.phraseAt(first, min(i+1, len(m.toks))); ok && p.head == i && p.end == i+1 && p.sort == person {
			return p, true
		}
	}
	return phrase{}, false
}

// aliases registers the short forms of a body's name: its first word, its
// initials, the name without its first word.
func (m *sources) aliases(n int, s subject) {
	from := s.core
	if s.namedFrom > from {
		from = s.namedFrom
	}
	var initials strings.Builder
	words := 0
	for i := from; i < s.phrase.end; i++ {
		if m.toks[i].capital {
			initials.WriteByte(m.str(i)[0])
			words++
		}
	}
	if words > 2 {
		m.alias(strings.ToLower(initials.String()), n)
	}
	if words > 1 && s.phrase.end-from >= 2 {
		if first := &m.toks[from]; first.word.unlisted() && first.proper == nil && first.capital && shortened(m.all[n].kind) {
			m.alias(m.key(from, from+1), n)
		}
		if last := m.key(from+1, s.phrase.end); s.phrase.end-from > 2 {
			m.alias(last, n)
		}
		if last := s.phrase.end - 1; s.phrase.end-from > 2 && m.newspaper(last) {
			m.alias(m.key(last, last+1), n) // the Ledger
		}
	}
	// "World Health Organisation (WHO)"
	if i := s.phrase.end; i+2 < len(m.toks) && m.punct(i, prose.LeftParen) && m.punct(i+2, prose.RightParen) && m.toks[i+1].capital {
		m.alias(m.key(i+1, i+2), n)
	}
}

// shortened reports whether bodies of the kind go by the first word of their
// name: Corran for Corran Bancorp, but not Gaza for the Gaza Health Ministry.
func shortened(kind string) bool {
	switch kind {
	case "company", "bank", "airline", "club", "name", "":
		return true
	}
	return false
}

func (m *sources) alias(key string, n int) {
	if _, taken := m.byName[key]; !taken && key != "" {
		m.byName[key] = n
	}
}

func (m *sources) key(first, end int) string {
	if first >= end {
		return ""
	}
	if end-first == 1 {
		return m.lower(first)
	}
	return strings.ToLower(flat(m.spanOf(first, end).Of(m.text)))
}

// latestKind is the latest body or document of the kind whose words do not
// contradict the subject's.
func (m *sources) latestKind(kind string, s subject) int {
	list := m.byKind.all(kind)
	best := -1
	for i, tries := len(list)-1, 0; i >= 0 && tries < 16; i, tries = i-1, tries+1 {
		n := list[i]
		if m.all[n].sort != s.sort || m.all[n].plural != s.plural {
			continue
		}
		if best < 0 || m.all[n].last > m.all[best].last {
			best = n
		}
	}
	return best
}

// document finds or makes a document.
func (m *sources) document(s subject) int {
	kind := m.toks[s.head].word.kind
	if s.det != indefinite && s.ordinal == 0 {
		key := m.key(s.core, s.phrase.end)
		if n, ok := m.byName[key]; ok && m.all[n].sort == document {
			return n
		}
		if s.det == definite || s.det == possessive || m.toks[s.head].word.is(cPlural) {
			if n := m.sameDocument(s, kind); n >= 0 {
				return n
			}
		}
	}
	introduced := false
	if s.det == definite && s.end-s.core == 1 {
		if p, ok := m.earlier(s.head, func(p phrase) bool { return p.sort == document && p.det == indefinite }); ok {
			s, introduced = subject{phrase: p, from: p.first, to: p.end}, true
		}
	}
	n := m.add(s, Document)
	if introduced {
		m.mention(n, s)
		m.how = "a document that was spoken of before"
	}
	m.byName[m.key(s.core, s.phrase.end)] = n
	if kind == "" {
		kind = m.all[n].head
	}
	m.all[n].kind = kind
	m.byKind.add(kind, n)
	m.byKind.add("document", n)
	return n
}

// sameDocument is the latest document that the definite phrase can mean.
func (m *sources) sameDocument(s subject, kind string) int {
	head := m.lemma(s.head)
	list := m.byKind.all(kind)
	for i := len(list) - 1; i >= 0 && i >= len(list)-16; i-- {
		if e := &m.all[list[i]]; e.sort == document && (s.det != bare || e.plural == s.plural && s.end-s.core == 1) && (e.head == head || s.end-s.core == 1 && !(s.det == possessive && s.owner == 0)) && (s.owner == 0 || s.end-s.core == 1) {
			return list[i]
		}
	}
	if s.det == bare || s.end-s.core > 1 {
		return -1
	}
	if list := m.byKind.all("document"); len(list) > 0 && head == "document" {
		return list[len(list)-1]
	}
	if papers(head) && s.plural {
		for _, n := range slices.Backward(m.byKind.all("document")) {
			if e := &m.all[n]; e.plural && papers(e.head) {
				return n
			}
		}
	}
	return -1
}

// papers reports words for a bundle of documents: "court documents", then "the records".
func papers(head string) bool {
	switch head {
	case "document", "record", "file", "paper", "filing":
		return true
	}
	return false
}

// described finds or makes a person or a group without a name.
func (m *sources) described(s subject) int {
	w := m.toks[s.head].word
	head := m.lemma(s.head)
	if m.toks[s.head].age && s.det == definite {
		// the 39-year-old
		if n := m.lastNamed(s.head); n >= 0 && (len(m.persons) == 0 || m.sents[m.all[m.persons[len(m.persons)-1]].last].end <= m.all[n].first) {
			m.how = "an age: whom the story had named last"
			return n
		}
		if len(m.persons) > 0 {
			return m.persons[len(m.persons)-1]
		}
	}
	switch {
	case s.one && s.ordinal == 0, head == "those":
		// "one of the sources", "those who fled": of whom nothing was said before
	case s.det == definite && s.ordinal != -2 || s.det == bare && s.plural && s.end-s.core == 1 && m.description(s) == s.phrase.end, s.det == possessive && w.is(cOffice|cSpeaker):
		if n := m.sameDescription(s, head); n >= 0 {
			return n
		}
	}
	if s.det == definite && !s.plural && s.ordinal == 0 && s.end-s.core <= 3 && s.to == s.phrase.end {
		if p, ok := m.bearer(s); ok {
			n := m.person(subject{phrase: p, from: p.first, to: p.end})
			m.how = "who was said to be one before"
			return n
		}
	}
	if s.det == definite && !s.plural && s.end-s.core == 1 && s.ordinal == 0 {
		titled := func(p phrase) bool { return p.sort == name && p.end-p.namedFrom >= 1 && p.namedFrom > p.core }
		if p, ok := m.earlier(s.head, titled); ok && w.is(cOffice) {
			n := m.person(subject{phrase: p, from: p.first, to: p.end})
			m.how = "an office, whose holder was named before"
			return n
		}
		if p, ok := m.earlier(s.head, func(p phrase) bool { return p.sort == person && p.det == indefinite && !p.plural }); ok {
			n := m.described(subject{phrase: p, from: p.first, to: p.end})
			m.mention(n, subject{phrase: p, from: p.first, to: p.end})
			m.how = "a person who was spoken of before"
			return n
		}
	}
	if s.det == definite && !s.plural && s.ordinal == 0 {
		if n := m.variation(s); n >= 0 {
			return n
		}
	}
	if n := m.forThem(s); n >= 0 {
		m.how = "who speaks for the body that spoke before"
		return n
	}
	key := ""
	if s.plural && s.count == 0 && head != "those" {
		key = m.key(s.core, m.description(s))
		if s.owner > 0 {
			key = m.key(s.from, s.phrase.end)
		}
		if n, ok := m.byWords[key]; ok {
			m.how = "the same words for a group"
			return n
		}
	}
	n := m.add(s, m.level(s))
	e := &m.all[n]
	e.head = head
	e.Count = countOf(s)
	e.gender = genderOf(head)
	m.byHead.add(head, n)
	if key != "" {
		m.byWords[key] = n
	}
	return n
}

// forThem is the body that spoke before in the paragraph, for which a spokesperson now
// speaks of whom the story says no more: "The ministry denied it. A spokesman said …".
func (m *sources) forThem(s subject) int {
	if s.det != indefinite || !m.is(s.head, cSpeaker) || !strings.HasPrefix(m.lower(s.head), "spokes") || s.plural || s.ordinal != 0 || s.end-s.core > 1 || m.guarded || len(m.things) == 0 {
		return -1
	}
	if s.to > s.phrase.end || m.is(s.phrase.end, cPreposition) || m.punct(s.phrase.end, prose.Comma) && m.lower(s.phrase.end+1) == "who" {
		return -1
	}
	n := m.things[len(m.things)-1]
	if e := &m.all[n]; e.sort != body || e.last < 0 || m.sents[e.last].block != m.block {
		return -1
	}
	return n
}

func countOf(s subject) int {
	switch {
	case s.count > 0:
		return s.count
	case s.plural:
		return 0
	}
	return 1
}

// level says how far a person or group without a name is identified.
func (m *sources) level(s subject) Level {
	w := m.toks[s.head].word
	switch {
	case s.unnamed || w.is(cUnnamed):
		m.levelRule = "said to be unnamed"
		return Anonymous
	case w.is(cSpeaker):
		m.levelRule = "who speaks for a body"
		return Institution
	case m.ofOutlet(s):
		m.levelRule = "who reports for a news outlet"
		return Institution
	case s.plural && s.count == 0 && m.informed(s):
		m.levelRule = "unnamed people with access"
		return Anonymous
	case s.plural && s.count == 0:
		m.levelRule = "a group, neither named nor counted"
		return Collective
	case s.plural:
		m.levelRule = "unnamed people, counted"
		return Anonymous
	case (s.det == definite || s.det == possessive) && w.is(cOffice):
		m.levelRule = "the holder of an office"
		return Institution
	}
	m.levelRule = "a person without a name"
	return Anonymous
}

// ofOutlet reports an unnamed reporter of a news outlet: a reporter for the BBC, an
// AFP correspondent.
func (m *sources) ofOutlet(s subject) bool {
	switch m.lemma(s.head) {
	case "reporter", "correspondent", "journalist":
	default:
		return false
	}
	for i := s.core; i < max(s.to, s.phrase.end); i++ {
		p := m.toks[i].proper
		if p == nil || !p.is(cNameWord|cKnown) {
			continue
		}
		switch p.kind {
		case "newspaper", "station", "wire":
			return true
		}
	}
	return false
}

// informed reports whether a group is described by its access: people familiar
// with the talks, officials briefed on the plan.
func (m *sources) informed(s subject) bool {
	for i := s.phrase.end; i < s.to; i++ {
		switch m.lower(i) {
		case "familiar", "briefed", "knowledge", "knowledgeable", "privy":
			return true
		case "close":
			return i+1 < s.to && m.lower(i+1) == "to"
		}
		if !m.toks[i].kind.isWord() {
			return false
		}
	}
	return false
}

// sameOffice reports whether the words before the head of an office are known of the
// person: "the foreign minister" is not the prime minister.
func (m *sources) sameOffice(s subject, e *entity) bool {
	for k := s.core; k < s.head; k++ {
		if w := m.lower(k); m.distinguishes(k) && !slices.Contains(e.words, w) {
			return false
		}
	}
	return true
}

// distinguishes reports a word before the head of an office that tells which office
// it is, rather than of what country or how old.
func (m *sources) distinguishes(k int) bool {
	if !m.toks[k].kind.isWord() || m.is(k, cFunction) {
		return false
	}
	switch m.lower(k) {
	case "foreign", "deputy", "prime", "vice", "chief":
		return true
	}
	return !m.toks[k].capital && !m.is(k, cAdjective|cAdverb)
}

// loose reports words for one unnamed person that say little: "the person" may be
// the engineer of the sentence before.
func loose(head string) bool {
	switch head {
	case "person", "man", "woman", "source", "insider", "individual", "boy", "girl", "lady", "gentleman", "poster":
		return true
	}
	return false
}

// sameDescription is the person or group that a definite description returns to.
func (m *sources) sameDescription(s subject, head string) int {
	list := m.byHead.all(head)
	if s.ordinal > 0 {
		nth := 0
		for _, n := range list[:min(len(list), most)] {
			if e := &m.all[n]; !e.plural {
				if nth++; nth == s.ordinal {
					m.how = "a number among those of one description"
					return n
				}
			}
		}
		return -1
	}
	best, score := -1, -1
	for i := len(list) - 1; i >= 0 && i >= len(list)-24; i-- {
		e := &m.all[list[i]]
		if e.plural != s.plural || s.count > 0 && e.Count > 0 && s.count != e.Count {
			continue
		}
		// Every word that the description adds must be known of the other.
		fit := 0
		for k := s.core; k < s.to && k < s.from+16; k++ {
			if k == s.head || !m.toks[k].kind.isWord() || m.is(k, cFunction|cAdverb) || m.lower(k) == "same" {
				continue
			}
			if slices.Contains(e.words, m.lower(k)) {
				fit++
			} else if k < s.head {
				fit -= 3
			}
		}
		if fit < 0 {
			continue
		}
		if best < 0 || fit > score || fit == score && e.last > m.all[best].last {
			best, score = list[i], fit
		}
	}
	if best >= 0 {
		return best
	}
	if s.plural && s.det == bare {
		return -1
	}
	if !s.plural && s.ordinal == 0 {
		for i := len(m.persons) - 1; i >= 0 && i >= len(m.persons)-24; i-- {
			if e := &m.all[m.persons[i]]; e.holds(head) && m.sameOffice(s, e) {
				m.how = "an office that a source before holds"
				return m.persons[i]
			}
		}
	}
	if loose(head) && s.end-s.core == 1 {
		list := m.persons
		if s.plural {
			list = m.plurals
		}
		for i := len(list) - 1; i >= 0 && i >= len(list)-6; i-- {
			e := &m.all[list[i]]
			if e.Level != Anonymous || e.sort != person {
				continue
			}
			if g := genderOf(head); g != unsaid && e.gender != unsaid && e.gender != g {
				continue
			}
			m.how = "a word that fits anyone: the latest unnamed source"
			return list[i]
		}
	}
	return -1
}

// holds reports whether the story gave the person the office, or made them speak
// for somebody.
func (e *entity) holds(head string) bool {
	for _, o := range e.offices {
		if o == head || strings.HasPrefix(head, "spokes") && strings.HasPrefix(o, "spokes") || head == "minister" && o == "secretary" {
			return true
		}
	}
	return false
}

// variation is the named person whom the story calls by another word, so as not to
// repeat the name: "the commander", "the 39-year-old", "the lawmaker". Only the
// person who spoke last, a few lines before, is meant so; and nobody is where the
// sentence speaks of anonymity.
func (m *sources) variation(s subject) int {
	if m.guarded || s.one || s.partitive || len(m.persons) == 0 || !s.sure || m.is(s.head, cUnnamed) || s.to > s.phrase.end && !m.punct(s.phrase.end, prose.Comma) || s.owner > 0 {
		return -1
	}
	for i := s.core; i < s.head; i++ {
		if m.is(i, cBody) && !m.toks[i].capital {
			return -1 // the state auditor: an office of its own
		}
	}
	switch head := m.lemma(s.head); {
	case head == "commander" || head == "leader" || head == "chief" || head == "boss" || head == "owner" || head == "founder":
	case m.is(s.head, cOffice|cSpeaker):
		return -1 // an office has one holder: somebody else
	}
	n := m.persons[len(m.persons)-1]
	e := &m.all[n]
	if len(e.Mentions) == 0 || e.Level != Named && !(e.Level == Anonymous && m.sents[e.last].block == m.block) {
		return -1
	}
	if at := e.Mentions[len(e.Mentions)-1]; m.toks[s.head].Start-at.End > 700 {
		return -1
	}
	if g := genderOf(m.lemma(s.head)); g != unsaid && e.gender != unsaid && g != e.gender {
		return -1
	}
	m.how = "another word for who spoke last"
	return n
}

// unknownNoun judges a noun that no list has: who says something is somebody.
func (m *sources) unknownNoun(s subject) int {
	switch {
	case s.plural:
		return m.described(s)
	case s.det == indefinite && m.ranked(s):
		return m.described(s) // a senior staff
	case s.det == indefinite:
		n := m.described(s) // "one account": somebody, but who knows how many
		m.all[n].Level, m.all[n].Count = Collective, 0
		return n
	}
	head := m.lemma(s.head)
	if list := m.byHead.all(head); len(list) > 0 {
		return list[len(list)-1]
	}
	if n, ok := m.byName[m.key(s.core, s.phrase.end)]; ok {
		return n
	}
	n := m.add(s, Institution)
	m.byName[m.key(s.core, s.phrase.end)] = n
	m.all[n].sort = body
	return n
}

// ranked reports a word that says of people only how they stand, before a noun that
// the lexicon has not: a former kitman.
func (m *sources) ranked(s subject) bool {
	for i := s.core; i < s.head; i++ {
		switch m.lower(i) {
		case "senior", "former", "retired", "veteran", "junior", "top", "longtime", "ex", "high-ranking", "top-ranking", "high-level", "mid-level", "low-level":
			return true
		}
	}
	return false
}

// pronoun finds whom he, she, they, it or "both" stands for.
func (m *sources) pronoun(c *clauses, s subject, at int) int {
	w, _, _ := strings.Cut(m.lower(s.head), "'") // they've
	switch w {
	case "he", "she", "him", "her":
		g := male
		if w == "she" || w == "her" {
			g = female
		}
		n := m.single(c, s, g, at)
		if n >= 0 && m.all[n].gender == unsaid {
			m.all[n].gender = g
		}
		return n
	case "they", "them", "both", "all":
		if w == "they" {
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
				if w == "both" && m.all[n].Count != 2 && m.all[n].Count != 0 || m.all[n].sort == document {
					continue
				}
				return n
			}
		}
		// A singular "they"
		if len(m.persons) > 0 {
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
	case "another", "other", "one", "some", "others", "many", "several", "two", "three", "four", "five", "six":
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
	n := m.add(s, Collective)
	e := &m.all[n]
	e.sort = person
	e.plural = s.plural
	m.how = "one more of those spoken of before"
	if !s.plural {
		e.Level, e.Count = Anonymous, 1
	} else if s.count > 0 {
		e.Level, e.Count = Anonymous, s.count
	}
	return n
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
	if latest < 0 {
		if n := m.lastNamed(s.head); n >= 0 && (m.all[n].gender == unsaid || m.all[n].gender == g) {
			m.how = "a pronoun: whom the story had named last"
			return n
		}
	}
	return latest
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

// ofOffice takes in the name at the end of an office: Secretary of State Ada Holm.
func (d *doc) ofOffice(p phrase, limit int) phrase {
	if p.sort != person || p.det != bare || p.plural || d.lower(p.end) != "of" {
		return p
	}
	if q, ok := d.phraseAt(p.end+1, limit); ok {
		if f := d.nameAtEnd(q); f > 0 {
			p.sort, p.namedFrom, p.end, p.head = name, f, q.end, q.end-1
		}
	}
	return p
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
		return m.surname(m.lower(last), given)
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
	p, ok := m.phraseAt(before.first, before.end)
	if ok {
		p = m.ofOffice(p, before.end)
	}
	if ok && p.sort == person && p.det == indefinite && !p.plural && (genderOf(m.lemma(p.head)) == unsaid || genderOf(m.lemma(p.head)) == g) {
		m.how = "a pronoun: whom the sentence before began with"
		return m.described(subject{phrase: p, from: p.first, to: p.end})
	}
	if !ok || p.plural || p.sort != name && !(p.sort == person && p.det == definite) {
		return -1
	}
	if n := m.known(c, p); n >= 0 {
		if m.all[n].gender == unsaid || m.all[n].gender == g {
			return n
		}
		return -1
	}
	if p.sort == name && (p.end-p.namedFrom > 1 || p.det == possessive && p.namedFrom > p.core) { // Her nephew Jonas
		return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
	}
	return -1
}
