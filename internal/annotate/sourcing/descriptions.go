package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// People without a name: the official, two aides, the minister.

// earlier finds the phrase that introduced what "the memo" or "the president"
// returns to, where it was no source then: "an internal memo", "President Bush".
func (m *sources) earlier(head int, want func(phrase) bool) (phrase, bool) {
	lemma := m.lemma(head)
	for i := head - 1; i >= 0 && i > head-reach; i-- {
		if !m.is(i, cHuman|cDocument|cTitle) || m.quoted(i) || m.lemma(i) != lemma && m.lower(i) != lemma && !(m.is(i, cTitle) && shortTitle(m.lower(i)) == lemma) {
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
		born := p.det == indefinite && s.det == possessive && kin(lemma) && !m.spokenSince(i) // a daughter, Ada Holm, …: her daughter
		if !ok || p.plural || s.det == possessive && !born && !m.sameOwner(s.phrase, p) {
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
		if p.det == indefinite && !born {
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
			if q, ok := m.phraseAt(k+1, min(k+7, len(m.toks))); ok && q.sort == name && q.end-q.namedFrom > 1 && (m.punct(q.end, prose.Comma) || born && m.punct(q.end, prose.Semicolon, prose.Stop)) {
				return q, true
			}
		}
		return phrase{}, false
	}
	return phrase{}, false
}

// spokenSince reports that a person has been a source after token i, who may be the one
// whose daughter is spoken of now.
func (m *sources) spokenSince(i int) bool {
	for _, n := range tail(m.persons, 4) {
		if e := &m.all[n]; len(e.Mentions) > 0 && e.Mentions[len(e.Mentions)-1].Start > m.toks[i].Start {
			return true
		}
	}
	return false
}

// sameOwner reports whether two phrases begin with the same word for whose they are:
// "his father Omar Haddad" and "his father", but not "her father".
func (m *sources) sameOwner(p, q phrase) bool {
	return p.det == possessive && q.det == possessive && m.lower(p.first) == m.lower(q.first)
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

// named is the person whom a phrase that stands earlier in the story names in full.
func (m *sources) named(p phrase, how string) int {
	n := m.person(subject{phrase: p, from: p.first, to: p.end})
	m.how = how
	return n
}

// described finds or makes a person or a group without a name.
func (m *sources) described(s subject) int {
	w := m.toks[s.head].word
	head := m.lemma(s.head)
	if m.toks[s.head].looks&lookAge != 0 && s.det == definite {
		// the 39-year-old
		if n := m.lastNamed(s.head); n >= 0 && (len(m.persons) == 0 || m.sents[m.all[m.persons[len(m.persons)-1]].last].end <= m.all[n].first) {
			m.how = "an age: whom the story had named last"
			return n
		}
		if len(m.persons) > 0 {
			return m.persons[len(m.persons)-1]
		}
	}
	if n := m.amongUnnamed(s, head); n >= 0 {
		return n
	}
	switch {
	case s.one && s.ordinal == 0, head == "those", s.det == bare && s.count > 0 && m.lower(s.phrase.first) != "both", m.others(s):
		// "one of the sources", "those who fled", "two other officials": of whom nothing
		// was said before
	case s.det == bare && s.plural && s.end-s.core == 1 && s.count == 0 && m.byWords[m.key(s.core, m.description(s))] > 0:
		// "officials", of whom the story spoke in so many words: not "Israeli officials"
	case s.det == definite && s.ordinal != -2 || s.det == bare && s.plural && s.end-s.core == 1 && m.description(s) == s.phrase.end, s.det == possessive && w.is(cOffice|cSpeaker):
		if n := m.sameDescription(s, head); n >= 0 {
			return n
		}
	}
	if (s.det == definite || s.det == possessive) && !s.plural && !s.one && s.ordinal == 0 && s.end-s.core <= 3 && s.to == s.phrase.end {
		if p, ok := m.bearer(s); ok {
			return m.named(p, "who was said to be one before")
		}
	}
	if s.det == definite && !s.plural && !s.one && s.end-s.core <= 4 && s.ordinal == 0 {
		titled := func(p phrase) bool { return p.sort == name && p.end-p.namedFrom >= 1 && p.namedFrom > p.core }
		if w.is(cOffice|cTitle) || head == "senator" || head == "congressman" || head == "congresswoman" {
			another := false // of the same title, without a name, since
			holds := func(p phrase) bool {
				another = another || !w.is(cOffice) && p.sort == person && p.ordinal != 0
				return !another && titled(p) && m.inWords(s.phrase, p)
			}
			if p, ok := m.earlier(s.head, holds); ok {
				return m.named(p, "an office, whose holder was named before")
			}
		}
		if p, ok := m.earlier(s.head, func(p phrase) bool {
			return p.sort == person && p.det == indefinite && !p.plural && m.inWords(s.phrase, p)
		}); ok {
			n := m.introduced(p)
			m.how = "a person who was spoken of before"
			return n
		}
	}
	if s.det == possessive && !s.plural && s.ordinal == 0 && s.end-s.core == 1 {
		titled := func(p phrase) bool { return p.sort == name && p.namedFrom > p.core && m.sameOwner(s.phrase, p) }
		if p, ok := m.earlier(s.head, titled); ok {
			return m.named(p, "a relative, who was named before")
		}
	}
	if s.det == definite && !s.plural && !s.one && s.end-s.core > 1 && s.ordinal == 0 && s.to == s.phrase.end {
		same := func(p phrase) bool {
			return p.sort == person && p.det == indefinite && !p.plural && p.end-p.core == s.end-s.core && m.key(p.core, p.end) == m.key(s.core, s.end)
		}
		if p, ok := m.earlier(s.head, same); ok {
			n := m.introduced(p)
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
	if n := m.spokesperson(s, head); n >= 0 {
		m.how = "who speaks for a body"
		return n
	}
	key := ""
	if s.plural && s.count == 0 && head != "those" {
		key = m.key(s.core, m.description(s))
		if s.owner > 0 {
			key = m.key(s.from, s.phrase.end)
		}
		if n, ok := m.byWords[key]; ok && !m.others(s) {
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

// introduced is the person without a name whom the phrase p brings in.
func (m *sources) introduced(p phrase) int {
	s := subject{phrase: p, from: p.first, to: p.end}
	n := m.described(s)
	m.mention(n, s)
	m.toks[p.head].source = int32(n + 1)
	return n
}

// inWords reports whether all words of the description p stand in q.
func (m *sources) inWords(p, q phrase) bool {
	for k := p.core; k < p.head; k++ {
		if !slices.ContainsFunc(m.toks[q.core:q.end], func(t tok) bool { return t.lower == m.lower(k) }) {
			return false
		}
	}
	return true
}

// amongUnnamed is the group of unnamed people, told of before, of whom some now speak:
// "Two people familiar with the talks said … One of the people said". They are among
// those already counted, and no further source. Of a group with no word of anonymity
// ("residents") the one who speaks is somebody new.
func (m *sources) amongUnnamed(s subject, head string) int {
	if !s.partitive || s.ordinal > 0 || s.nobody || s.sort == person && s.det != definite {
		return -1
	}
	n := -1
	if s.sort == person {
		group := s
		group.one, group.plural, group.count, group.ordinal = false, true, 0, 0
		n = m.sameDescription(group, head)
	} else if len(m.plurals) > 0 {
		n = m.plurals[len(m.plurals)-1]
	}
	if n < 0 || !m.all[n].unnamedGroup() || m.all[n].Count > 0 && s.count > m.all[n].Count {
		return -1
	}
	m.asOne(n, s)
	m.how = "some of the unnamed people who spoke before"
	return n
}

// unnamedGroup reports several unnamed people who are one source.
func (e *entity) unnamedGroup() bool { return e.sort == person && e.plural && e.Level == Anonymous }

// asOne lets "he" and "she" mean the one of the group n who speaks.
func (m *sources) asOne(n int, s subject) {
	if s.one || s.count == 1 || !s.plural {
		m.persons = append(m.persons, n)
	}
}

// others reports people who are set apart from those of the same description before:
// other officials.
func (m *sources) others(s subject) bool {
	for i := s.phrase.first; i < s.core; i++ {
		if m.lower(i) == "other" {
			return s.det != definite
		}
	}
	return false
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

// spokesperson is the body for which somebody speaks who has no name and asked for no
// anonymity: "A spokesperson for Trellis", "a ministry spokesman", "the firm's
// spokeswoman". The body itself is the source; the story may go on with either.
func (m *sources) spokesperson(s subject, head string) int {
	if !m.is(s.head, cSpeaker) || !strings.HasPrefix(head, "spokes") || s.plural || s.ordinal != 0 || s.unnamed || m.guarded {
		return -1
	}
	var p phrase
	ok := false
	switch end := s.phrase.end; {
	case m.lower(end) == "for" || m.lower(end) == "of":
		p, ok = m.phraseAt(end+1, max(s.to, end))
		ok = ok && p.end == s.to
	case s.to > end:
	case s.owner > 0:
		p, ok = m.phraseAt(s.phrase.first, s.owner-1)
		ok = ok && p.end == s.owner-1
	case s.core < s.head:
		p, ok = m.phraseAt(s.core, s.head)
		ok = ok && p.end == s.head
	}
	if !ok || p.sort != body || p.plural || p.owner > 0 {
		return -1
	}
	known := len(m.all)
	n := m.body(subject{phrase: p, from: p.first, to: p.end})
	e := &m.all[n]
	if n == known {
		e.Description = flat(m.spanOf(s.from, m.description(s)).Of(m.text))
	}
	if !slices.Contains(tail(m.byHead.all(head), most), n) {
		m.byHead.add(head, n)
		for i := s.core; i < s.head; i++ {
			e.words = append(e.words, m.lower(i))
		}
	}
	if g := genderOf(head); g != unsaid {
		e.gender = g
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
	case w.is(cOffice) && (s.det == definite || s.det == possessive || s.det == bare && s.count == 0):
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
		if m.outlet(i) {
			return true
		}
	}
	return false
}

// outlet reports a word of a news outlet's name at i.
func (d *doc) outlet(i int) bool {
	p := d.toks[i].proper
	if p == nil || !p.is(cNameWord|cKnown) {
		return false
	}
	switch p.kind {
	case "newspaper", "station", "wire":
		return true
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

// general reports words by which a paper calls anybody who works somewhere: "A civil
// servant said … The official said".
func general(head string) bool {
	switch head {
	case "official", "employee", "worker", "staffer", "whistleblower":
		return true
	}
	return false
}

// sameDescription is the person or group that a definite description returns to.
func (m *sources) sameDescription(s subject, head string) int {
	list := m.byHead.all(head)
	if s.ordinal > 0 {
		nth := 0
		for _, n := range tail(list, most) {
			if m.all[n].ordinal == s.ordinal && s.ordinal > 1 {
				m.how = "a number that the story gave it"
				return n
			}
		}
		for _, n := range list[:min(len(list), most)] {
			if e := &m.all[n]; !e.plural {
				if nth++; nth == s.ordinal {
					m.how = "a number among those of one description"
					return n
				}
			} else if nth == 0 && e.unnamedGroup() && e.Count >= s.ordinal {
				m.asOne(n, s) // the second of two diplomats
				m.how = "one of the unnamed people who spoke before"
				return n
			}
		}
		return -1
	}
	best, score := -1, -1
	for i := len(list) - 1; i >= 0 && i >= len(list)-24; i-- {
		e := &m.all[list[i]]
		if e.plural != s.plural && !(e.unnamedGroup() && slices.Contains(tail(m.persons, 3), list[i])) || s.count > 0 && e.Count > 0 && s.count != e.Count {
			continue
		}
		// Every word that the description adds must be known of the other.
		fit := 0
		for k := s.core; k < s.to && k < s.from+16; k++ {
			if k == s.head || !m.toks[k].kind.isWord() || m.is(k, cFunction|cAdverb) || m.lower(k) == "same" || s.unnamed && m.is(k, cAdjective) {
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
			if !s.plural && len(e.Mentions) > 0 {
				p, ok := m.earlier(s.head, func(p phrase) bool { return p.sort == person && p.det == indefinite && !p.plural })
				if ok && m.toks[p.head].source == 0 && m.toks[p.head].Start > e.Mentions[len(e.Mentions)-1].End {
					return -1 // a woman, of whom the story spoke since
				}
			}
			m.how = "a word that fits anyone: the latest unnamed source"
			return list[i]
		}
	}
	return -1
}

// shortTitle is what a title before a name is short for: Sen.
func shortTitle(w string) string {
	switch w {
	case "sen.":
		return "senator"
	case "rep.":
		return "congressman"
	case "gov.":
		return "governor"
	case "gen.":
		return "general"
	case "col.":
		return "colonel"
	case "capt.":
		return "captain"
	case "sgt.":
		return "sergeant"
	case "lt.":
		return "lieutenant"
	case "prof.":
		return "professor"
	case "amb.":
		return "ambassador"
	case "pres.":
		return "president"
	}
	return w
}

// holds reports whether the story gave the person the office, or made them speak
// for somebody.
func (e *entity) holds(head string) bool {
	for _, o := range e.offices {
		if o == head || shortTitle(o) == head || strings.HasPrefix(head, "spokes") && strings.HasPrefix(o, "spokes") || head == "minister" && o == "secretary" {
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
	n := m.persons[len(m.persons)-1]
	e := &m.all[n]
	if e.last == m.at {
		return -1 // The driver told police he was tired, the chief said; a passenger said the captain had told them
	}
	for i := s.core; i < s.head; i++ {
		if m.toks[i].capital && !slices.ContainsFunc(e.words, func(w string) bool { return undotted(w) == undotted(m.lower(i)) }) {
			return -1 // the Egyptian prosecutor: nobody of whom it was said
		}
	}
	switch head := m.lemma(s.head); {
	case e.Level == Named && (head == "commander" || head == "leader" || head == "chief" || head == "boss" || head == "owner" || head == "founder"):
	case m.is(s.head, cOffice|cSpeaker):
		return -1 // an office has one holder: somebody else
	}
	if len(e.Mentions) == 0 || e.Level != Named && !(e.Level == Anonymous && (m.sents[e.last].block == m.block || m.sents[e.last].block == m.block-1 && general(m.lemma(s.head)) && s.end-s.core == 1)) {
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

// undotted writes U.N. as UN.
func undotted(w string) string { return strings.ReplaceAll(w, ".", "") }

// compatriot is the named person who spoke last and whom the story now calls by where
// they come from: "The Serb said his knee hurt", "the Italian added".
func (m *sources) compatriot(s subject) int {
	if s.det != definite || s.end-s.core != 1 || !m.toks[s.head].capital || !m.is(s.head, cCompatriot) {
		return -1
	}
	s.sure = true
	return m.variation(s)
}

// unknownNoun judges a noun that no list has: who says something is somebody.
func (m *sources) unknownNoun(s subject) int {
	switch {
	case m.lower(s.head) == "percent" || m.lower(s.head) == "cent":
		s.plural = true // Fifty-two percent said
		return m.described(s)
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

// ofOffice takes in the name at the end of an office: Secretary of State Ada Holm.
func (d *doc) ofOffice(p phrase, limit int) phrase {
	if p.sort != person || p.det != bare || p.plural || d.lower(p.end) != "of" {
		return p
	}
	end := p.end
	for range 3 { // deputy director of operations for the Army Ada Holm
		q, ok := d.phraseAt(end+1, limit)
		if !ok {
			break
		}
		if f := d.nameAtEnd(q); f > 0 {
			p.sort, p.namedFrom, p.end, p.head = name, f, q.end, q.end-1
			break
		}
		if end = q.end; d.lower(end) != "of" && d.lower(end) != "for" && d.lower(end) != "at" && d.lower(end) != "in" {
			break
		}
	}
	return p
}

// nameBeside goes from a description to the name that stands beside it between commas:
// "the parish priest, Father Denk, reads".
func (d *doc) nameBeside(p phrase, limit int) phrase {
	if p.sort != person || p.plural || p.end+1 >= limit || !d.punct(p.end, prose.Comma) {
		return p
	}
	q, ok := d.phraseAt(p.end+1, limit)
	if !ok || q.end >= limit || !d.punct(q.end, prose.Comma) {
		return p
	}
	if d.soleName(q) {
		q.sort, q.namedFrom = name, q.core // His wife, Maureen, was blunter
	}
	if q.sort == name {
		return q
	}
	return p
}

// soleName reports one word with a capital of which nothing is known.
func (d *doc) soleName(p phrase) bool {
	return p.sort == body && p.end-p.first == 1 && d.toks[p.head].capital && d.toks[p.head].proper == nil && d.toks[p.head].word.unlisted()
}
