package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// A name without any word of the lexicon may be a person's or a body's. What follows
// tells them apart by what only one of the two does: a person says "I", and goes by
// the first name; a body is spelled out and then goes by its initials.

// inOwnVoice takes a name that could be a body's for a person's where it is quoted as
// saying "I": a body says "we".
func (c *clauses) inOwnVoice(q *cue) {
	p := &q.who.phrase
	if p.sort != body || p.det != bare || p.owner > 0 || !c.plainName(p.core, p.end-1) || !c.quotesI(q) {
		return
	}
	p.sort, p.namedFrom, p.head, p.sure = name, p.core, p.end-1, true
}

// quotesI reports whether somebody says "I" in the sentence's quotations.
func (c *clauses) quotesI(q *cue) bool {
	if q.inner != nil || q.verb != nil && (q.verb.lemma == "quote" || q.verb.lemma == "cite") {
		return false
	}
	for i := c.s.first; i < c.s.end; i++ {
		if c.toks[i].quote != 0 && firstPerson(c.str(i)) {
			return true
		}
	}
	return false
}

func firstPerson(w string) bool {
	switch w {
	case "I", "my", "My", "me", "myself", "mine":
		return true
	}
	return strings.HasPrefix(w, "I'") || strings.HasPrefix(w, "I’")
}

// plainName reports a run of capitalised words of which none is known to be anything
// but a name.
func (d *doc) plainName(from, last int) bool {
	for j := from; j <= last; j++ {
		if t := &d.toks[j]; !d.nameLike(j) && !d.nameParticle(j, last+1) || t.proper != nil || !t.word.unlisted() || shouting(t.text) {
			return false
		}
	}
	return true
}

// spelledOut reports a name of which the initials follow in parentheses, or that has
// a preposition with a capital in it: Reporters Without Borders (RWB).
func (d *doc) spelledOut(from, last int) bool {
	for j := from + 1; j < last; j++ {
		if d.toks[j].capital && d.is(j, cPreposition) {
			return true
		}
	}
	if !d.punct(last+1, prose.LeftParen) || !d.punct(last+3, prose.RightParen) || !shouting(d.str(last+2)) {
		return false
	}
	short := d.str(last + 2)
	n := 0
	for j := from; j <= last; j++ {
		if d.toks[j].capital {
			if n >= len(short) || d.str(j)[0] != short[n] {
				return false
			}
			n++
		}
	}
	return n == len(short)
}

// namesake is the person whom a name that was taken for a body's means: one of the
// same name, or of that first name; -1 where there is none.
func (m *sources) namesake(s subject) int {
	last := s.phrase.end - 1
	if s.det != bare || s.owner > 0 || !m.plainName(s.core, last) {
		return -1
	}
	if s.core < last {
		if n := m.surname(surnameOf(m.lower(last)), m.lower(s.core), unsaid); n >= 0 && m.all[n].given == m.lower(s.core) {
			return n
		}
		return -1
	}
	n := m.surname(surnameOf(m.lower(last)), "", unsaid)
	if n >= 0 && m.all[n].given == "" {
		return n // a person of one name
	}
	n = m.firstName(m.lower(last))
	switch {
	case n >= 0:
		m.how = "the first name of a person who spoke before"
	case m.toks[last].seen&(seenBeforeName|seenAfterName) != 0: // not only by itself
		// Yayi, after President Yayi Boni, whatever name that is
		if p, ok := m.inFull(last); ok && (p.namedFrom > p.core || m.lex.given(m.lower(last)) != unsaid) {
			n = m.person(subject{phrase: p, from: p.first, to: p.end})
			m.how = "the first name of a person who was named in full before"
		}
	}
	return n
}

// firstName is the one named person who has the first name; -1 where nobody has it,
// or more than one.
func (m *sources) firstName(given string) int {
	found := m.byGiven.all(given)
	if len(found) != 1 || m.all[found[0]].Level != Named {
		return -1
	}
	return found[0]
}

// inFull is the name in full that began with the first name i before.
func (m *sources) inFull(i int) (phrase, bool) {
	for k := i - 2; k >= 0 && k > i-reach; k-- {
		if m.str(k) != m.str(i) || !m.nameLike(k+1) || m.is(k+1, cFunction|cTime) {
			continue
		}
		at := k + 1
		for at+1 < i && m.nameLike(at+1) && !m.is(at+1, cFunction|cTime) {
			at++
		}
		return m.fullName(at)
	}
	return phrase{}, false
}
