package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

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
			if n, ok := m.groupBefore(c, s, at); ok {
				m.how = "a pronoun: they, with whom the sentence before began"
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
	case "another", "other", "one", "some", "others", "many", "most", "several", "two", "three", "four", "five", "six":
		if n := m.amongUnnamed(s, ""); n >= 0 {
			return n
		}
		if (s.det == definite || m.lower(s.phrase.first) == "all") && !s.partitive && s.count > 1 {
			if n := m.groupOf(s.count); n >= 0 {
				return n // the two
			}
			if n := m.countedBefore(s); n >= 0 {
				return n
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

// countedBefore are the people of that number whom the story spoke of shortly before, who
// were no source then: "Three former managers remember it. All three said …". -1 where
// there are none.
func (m *sources) countedBefore(s subject) int {
	for i := s.from - 1; i >= 0 && i > s.from-40; i-- {
		if m.quoted(i) || !m.is(i, cCounted) || m.toks[i].word.count != s.count {
			continue
		}
		if p, ok := m.phraseAt(i, min(i+8, len(m.toks))); ok && p.sort == person && p.plural && p.det == bare {
			m.how = "a number of people of whom the story spoke before"
			return m.introduced(p)
		}
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

// groupBefore is the group that the sentence before at, in the same block, began with
// where it reported nobody: "Those close to the player paint another picture. They say …".
// It may be nobody that the story reports: "Two men were arrested. They told police …".
func (m *sources) groupBefore(c *clauses, they subject, at int) (int, bool) {
	if at == 0 || m.sents[at-1].block != m.sents[at].block || m.quoted(m.sents[at-1].first) {
		return -1, false
	}
	inserted := m.punct(they.from-1, prose.Comma)
	for _, n := range tail(m.plurals, 4) {
		if x := &m.all[n]; x.last >= at-1 || inserted && x.last >= 0 && m.sents[x.last].block == m.block {
			return -1, false // the last speaker is the better guess
		}
	}
	if !m.sents[at-1].marked {
		c.readPhrases(m.sents[at-1]) // which nobody has needed so far
	}
	now, terms := c.s, c.terms
	c.begin(m.sents[at-1], nil)
	defer c.begin(now, terms)
	n := c.phraseOf(c.s.first)
	if n < 0 {
		return -1, false
	}
	p := c.phrases[n]
	if p.sort != person || !p.plural || p.vague || p.partitive {
		return -1, false
	}
	s := subject{phrase: p, from: p.first, to: c.attachments(p.end)}
	switch {
	case p.det == definite && m.lower(p.head) != "those":
		known := m.sameDescription(s, m.lemma(p.head))
		if known >= 0 {
			m.mention(known, s)
		}
		return known, true
	case p.det == bare && p.count > 0:
		return -1, they.from == now.first // Two men were arrested. They told police …
	}
	return m.resolve(c, s, at-1), true
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
	if p, ok := m.phraseOfSentence(s, s.first+1); !ok || p.sort != document || p.det != indefinite {
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
			if e := m.known(c, p); e >= 0 && (m.all[e].gender == unsaid || m.all[e].gender == g) || e < 0 && p.sort == name && m.mayBe(p, g) {
				return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
			}
		}
		if n := m.firstNamed(c, p); n >= 0 && p.end < s.from && m.mayBe(p, g) && (m.all[n].gender == unsaid || m.all[n].gender == g) {
			return m.resolve(c, subject{phrase: p, from: p.first, to: p.end}, at)
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

// mayBe reports whether the person of the name p may be of that gender, by the given name
// and by what follows: Ada Holm; Lin Holm and her sons.
func (m *sources) mayBe(p phrase, g gender) bool {
	if of := m.lex.given(m.lower(p.namedFrom)); of != unsaid {
		return of == g
	}
	if m.lower(p.end) == "and" {
		switch m.lower(p.end + 1) {
		case "his":
			return g == male
		case "her":
			return g == female
		}
	}
	return true
}

// firstNamed is the source whom the story calls by a first name alone and with whom the
// clause begins, after a date or without: "By Wednesday Samir and his son were safe, he
// said". -1 where there is none.
func (m *sources) firstNamed(c *clauses, p phrase) int {
	if p.sort != body || p.end-p.first != 1 || !c.opensClauseStrictly(p.first) && !(c.is(p.first-1, cTime) && c.is(c.s.first, cPreposition|cTime)) {
		return -1
	}
	if n, ok := m.byName[m.key(p.first, p.end)]; ok && m.all[n].sort == person && !m.all[n].plural {
		return n
	}
	return -1
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
	if p.end == 0 || !m.mayBe(p, g) || m.topicAt >= at || m.sents[m.topicAt].block < m.sents[at].block-1 || latest >= 0 && m.all[latest].last >= m.topicAt {
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
	if m.lower(i) == "for" {
		// For Ada Holm, who lost her house, the answer cannot come soon enough.
		if p, ok := m.phraseAt(i+1, s.end); ok && p.sort == name && m.punct(p.end, prose.Comma) {
			return p, true
		}
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
	p, ok := m.phraseOfSentence(s, i)
	if ok {
		p = m.nameBeside(m.ofOffice(p, s.end), s.end)
	}
	return p, ok
}
