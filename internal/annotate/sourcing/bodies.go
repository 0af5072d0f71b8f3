package sourcing

import (
	"slices"
	"strings"
	"unicode"

	"backgrounder/internal/annotate/prose"
)

// Institutions by name and by what they are: the company, the paper.

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
	// "the group that organized the march", "the charity, Plates for Pupils,": no group before
	restricted := m.lower(s.phrase.end) == "that" && s.to > s.phrase.end || m.punct(s.phrase.end, prose.Comma) && m.has(s.phrase.end+1) && m.toks[s.phrase.end+1].capital && s.phrase.end+1 < s.to
	if s.ordinal == 0 && !restricted && (common && (s.det == definite || s.det == bare) && s.end-s.core == 1 || s.det == definite && !s.plural && s.end-s.core == 1) {
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
	if n := m.bodyInFull(s); n >= 0 {
		m.how = "some of the words for a body before"
		return n
	}
	if common && s.det == definite && !s.plural && s.end-s.core == 1 && s.from == s.first {
		if p, ok := m.earlierBody(s.head); ok {
			n := m.body(subject{phrase: p, from: p.first, to: p.end})
			m.byName[key] = n
			m.how = "a word for a body that was named before"
			return n
		}
	}
	if common && s.det == definite && !s.plural && s.end-s.core == 1 && s.ordinal == 0 && !restricted && generic(key) {
		for i := len(m.things) - 1; i >= 0 && i > len(m.things)-6; i-- {
			if x := &m.all[m.things[i]]; x.sort == body && (key != "department" && key != "force" || x.kind == "ministry" || x.kind == "police" || x.kind == "name") && x.kind != "government" && x.kind != "newspaper" && x.kind != "station" && x.kind != "wire" && !x.plural {
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
	if n := m.ofPlace(s); n >= 0 {
		m.how = "the same body, with the place as a name or as an adjective"
		return n
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

// ofPlace is the body that is described in the same words, but for the form of its
// place: Malaysia's transport ministry, the Malaysian transport ministry.
func (m *sources) ofPlace(s subject) int {
	first := s.core
	if s.owner > 0 {
		first = s.first
	}
	if s.end-first < 2 || !m.toks[first].capital && !(m.is(first, cDefinite) && m.toks[first+1].capital) {
		return -1
	}
	if !m.toks[first].capital {
		first++
	}
	for _, n := range slices.Backward(tail(m.byKind.all(m.toks[s.head].word.kind), 16)) {
		e := &m.all[n]
		if e.sort != body || len(e.words) == 0 || e.words[len(e.words)-1] != m.lower(s.end-1) || !sameStem(e.words[0], m.lower(first)) {
			continue
		}
		i, k := first+1, 1
		for ; i < s.end; i++ {
			if !m.toks[i].kind.isWord() {
				continue
			}
			if k == len(e.words) || e.words[k] != m.lower(i) {
				break
			}
			k++
		}
		if i == s.end && k == len(e.words) {
			return n
		}
	}
	return -1
}

// sameStem reports two words that differ by their ending alone, as a place and its
// adjective do: malaysia, malaysian; brazil, brazilian; turkey, turkish.
func sameStem(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 4 && len(a)-n <= 3 && len(b)-n <= 3
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
	name := append(append(m.firm[:0], key...), ' ')
	m.firm = name
	for _, w := range [...]string{"news", "inc.", "inc", "corp.", "corp", "ltd.", "ltd", "plc", "group", "holdings"} {
		if n, ok := m.byName[string(append(name, w...))]; ok && m.all[n].sort == body {
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
	default: // the Tarsk-based lender
		if !strings.HasSuffix(m.lower(s.core), "-based") {
			return -1
		}
	}
	for i := s.core; i < s.head; i++ {
		if m.toks[i].capital && !strings.HasSuffix(m.lower(i), "-based") || m.is(i, cOrdinal) || m.lower(i) == "other" || m.lower(i) == "rival" {
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
		if h := m.all[n].head; h == "study" || h == "analysis" || h == "review" || h == "trial" {
			return n
		}
	}
	return -1
}

// generic reports words by which any body may be called.
func generic(w string) bool {
	switch w {
	case "agency", "group", "organization", "organisation", "institution", "body", "department", "association", "force", "charity", "nonprofit", "watchdog":
		return true
	}
	return false
}

// bodyInside finds the known body whose name stands inside a longer description:
// the al-Shabab militant group.
func (m *sources) bodyInside(s subject) int {
	for i := s.core; i < s.head; i++ {
		if !m.toks[i].capital && m.toks[i].roles&joined == 0 {
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

// bodyInFull is the body that was described in these words and more: "the military
// council", of Tarhun's ruling military council. Of several it is the latest.
func (m *sources) bodyInFull(s subject) int {
	if s.det != definite || s.plural || s.ordinal != 0 || s.owner > 0 || s.end-s.core < 2 || s.to > s.phrase.end {
		return -1
	}
	best := -1
	for _, n := range tail(m.byKind.all(m.toks[s.head].word.kind), 16) {
		e := &m.all[n]
		if e.sort != body || e.plural || e.head != m.lemma(s.head) || best >= 0 && e.last < m.all[best].last {
			continue
		}
		if slices.ContainsFunc(m.toks[s.core:s.end], func(t tok) bool { return t.capital || !slices.Contains(e.words, t.lower) }) {
			continue
		}
		best = n
	}
	return best
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
		for first > 0 && m.toks[first-1].capital && m.toks[first-1].End+1 == m.toks[first].Start && (!m.is(first-1, cTime) || first == i && k == "newspaper" && !m.is(first-2, cPreposition)) {
			first--
		}
		if p, ok := m.phraseAt(first, min(i+1, len(m.toks))); ok && p.sort == body && p.end == i+1 && p.end-p.core > 1 {
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
	var initials, all strings.Builder // FBI; MoD, of the Ministry of Defence
	words := 0
	for i := from; i < s.phrase.end; i++ {
		all.WriteByte(m.str(i)[0])
		if m.toks[i].capital {
			initials.WriteByte(m.str(i)[0])
			words++
		}
	}
	if words > 2 {
		m.alias(strings.ToLower(initials.String()), n)
	}
	if words > 1 && all.Len() > words {
		m.alias(strings.ToLower(all.String()), n)
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
