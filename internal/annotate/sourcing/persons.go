package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// People by name.

type gender uint8

const (
	unsaid gender = iota
	male
	female
)

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
	sur := surnameOf(m.lower(last))
	given := ""
	if last > from && !m.surnameFrom(from) {
		given = m.lower(from)
	}
	actor := m.actor(from, s.phrase.end)
	if n, ok := m.byActor[actor]; ok && actor != "" {
		m.how = "a name of the same glossary entry"
		return n
	}
	g := m.titled(s, from)
	n := m.surname(sur, given, g)
	if n >= 0 && given == "" && g != unsaid && m.all[n].gender != unsaid && m.all[n].gender != g {
		// Ms. Brandt is not Felix Brandt, where Ada Brandt was named before.
		if p, ok := m.introduction(last); ok && m.lower(p.namedFrom) != m.all[n].given {
			n = m.person(subject{phrase: p, from: p.first, to: p.end})
			m.how = "a surname: the person was named in full before"
		}
	}
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
	if n < 0 && given == "" && s.namedFrom == s.core {
		if n = m.bodyNoMore(sur); n >= 0 {
			m.how = "a name that was taken for a body's"
		}
	}
	if n < 0 && given != "" {
		if n = m.surnameAtLast(given); n >= 0 {
			m.bySur.add(sur, n)
			m.how = "the name in full of a person who had one name so far"
		}
	}
	if n < 0 && given != "" {
		if n = m.namedNow(s, sur); n < 0 {
			n = m.holderNow(s, sur)
		}
		if n >= 0 {
			m.how = "a description that the story now gives a name"
		}
	}
	if n < 0 {
		n = m.add(s, Named)
		m.all[n].head = sur
		m.bySur.add(sur, n)
		if actor != "" {
			m.byActor[actor] = n
			m.all[n].Actor = actor
		}
	}
	e := &m.all[n]
	if e.given == "" && given != "" {
		e.given = given
		m.byGiven.add(given, n)
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

// bodyNoMore is the source of one name that was taken for a body, for want of any sign,
// and which the story now shows to be a person.
func (m *sources) bodyNoMore(sur string) int {
	n, ok := m.byName[sur]
	if !ok || m.all[n].sort != body || m.all[n].kind != "name" || m.all[n].head != sur || m.all[n].Declared {
		return -1
	}
	e := &m.all[n]
	e.sort, e.Level = name, Named
	m.bySur.add(sur, n)
	return n
}

// surnameAtLast is the person whom the story called by the given name alone so far: "Her
// husband, Max, said … Max Ott said"; -1 where there is none.
func (m *sources) surnameAtLast(given string) int {
	list := m.bySur.all(given)
	if len(list) != 1 || m.lex.given(given) == unsaid {
		return -1
	}
	if e := &m.all[list[0]]; e.given != "" || e.Level != Named || e.Declared {
		return -1
	}
	return list[0]
}

// namedNow is the person without a name so far, and without a word of anonymity, whom
// the story itself names by going back to the description: "A bystander saw it. … The
// bystander, Neil Bostock, said". -1 where there is none, or more than one.
func (m *sources) namedNow(s subject, sur string) int {
	if s.namedFrom-s.from < 3 || m.guarded {
		return -1
	}
	p, ok := m.phraseAt(s.from, s.namedFrom)
	whose := ok && p.det == possessive && p.owner == 0 && p.end-p.first == 2 && kin(m.lower(p.head)) // her daughter, Ada Holm
	if !whose && m.lower(s.from) != "the" || !ok || p.sort != person || p.plural || p.ordinal != 0 || p.end+1 != s.phrase.first || !m.punct(p.end, prose.Comma) {
		return -1
	}
	found := -1
	for _, n := range tail(m.byHead.all(m.lemma(p.head)), most) {
		if e := &m.all[n]; e.plural || e.sort != person || e.Level != Anonymous && e.Level != Institution {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = n
	}
	if found < 0 || m.all[found].Terms.Len() > 0 {
		return -1
	}
	if e := &m.all[found]; whose && (!strings.EqualFold(e.Description, m.spanOf(p.first, p.end).Of(m.text)) || m.sents[e.last].block < m.block-3) {
		return -1 // not hers, or not the same woman's
	}
	for k := p.core; k < p.head; k++ {
		if !slices.Contains(m.all[found].words, m.lower(k)) {
			return -1
		}
	}
	m.all[found].offices = append(m.all[found].offices, m.lemma(p.head))
	m.name(found, s, sur)
	return found
}

// name gives the name of s to the source n, who had none.
func (m *sources) name(n int, s subject, sur string) {
	e := &m.all[n]
	span := m.spanOf(s.phrase.first, s.phrase.end)
	e.Level, e.Count, e.head = Named, 0, sur
	e.Description = flat(span.Of(m.text))
	e.note(Levelled, "named later on", span)
	m.bySur.add(sur, n)
}

// holderNow is the holder of an office, without a name so far, whom the story now names
// with the office for a title: "Tarsk's energy minister said … Energy Minister Ada Holm
// said". -1 where there is none, or more than one, or the office may be another.
func (m *sources) holderNow(s subject, sur string) int {
	title := s.namedFrom - 1
	if title < s.phrase.first || !m.is(title, cOffice) || m.guarded {
		return -1
	}
	found := -1
	for _, n := range tail(m.byHead.all(m.lemma(title)), most) {
		if e := &m.all[n]; e.sort != person || e.plural || e.Level != Institution || e.Terms.Len() > 0 {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = n
	}
	if found < 0 {
		return -1
	}
	// Every small word of the one has to be a word of the other; what is capitalised in
	// the description says of what country the office is.
	e := &m.all[found]
	for k := s.phrase.first; k < title; k++ {
		if !slices.Contains(e.words, m.lower(k)) {
			return -1
		}
	}
	for w := range strings.FieldsSeq(e.Description) {
		if isArticle([]byte(strings.ToLower(w))) || w[0] >= 'A' && w[0] <= 'Z' || strings.HasPrefix(w, "of") {
			continue
		}
		if w = strings.ToLower(w); w != m.lower(title) && !slices.ContainsFunc(m.toks[s.phrase.first:title], func(t tok) bool { return t.lower == w }) {
			return -1
		}
	}
	m.name(found, s, sur)
	return found
}

// introduction returns the phrase that first named the person in full whose
// surname is token i.
func (m *sources) introduction(i int) (phrase, bool) {
	at := m.introducedAt(i) - 1
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

// surname is the latest person of that name; of several, one whose gender the title
// does not contradict: Mrs. Smith is not John Smith.
func (m *sources) surname(sur, given string, g gender) int {
	latest := -1
	for _, n := range slices.Backward(tail(m.bySur.all(sur), most)) {
		e := &m.all[n]
		if given != "" && e.given != "" && e.given != given && !(e.given[0] == given[0] && (len(e.given) <= 2 || len(given) <= 2)) {
			continue
		}
		if g == unsaid || e.gender == unsaid || e.gender == g {
			return n
		}
		latest = max(latest, n)
	}
	return latest
}

// titled is the gender that the words before the name say, up to token end: Mrs.
func (m *sources) titled(s subject, end int) gender {
	for i := s.phrase.first; i < end; i++ {
		if g := genderOf(m.lower(i)); g != unsaid && m.is(i, cTitle) {
			return g
		}
	}
	return unsaid
}

// surnameOf is a surname without the article that some newspapers leave out: al-Maliki.
func surnameOf(w string) string {
	if len(w) > 5 && w[2] == '-' && (w[:2] == "al" || w[:2] == "el") {
		return w[3:]
	}
	return w
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
