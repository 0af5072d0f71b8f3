package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// describedInRelative finds the subject of a verb after "Three drivers who worked for
// the hauler, Bluegrass Services,": the name says whom the relative clause speaks of.
func (c *clauses) describedInRelative(j int) (subject, bool) {
	n := c.phraseOf(j - 1)
	if n < 0 || c.phrases[n].end != j || !c.toks[c.phrases[n].head].capital || !c.punct(c.phrases[n].first-1, prose.Comma) {
		return subject{}, false
	}
	m := c.phraseOf(c.phrases[n].first - 2)
	if m < 0 || !c.is(c.phrases[m].first-1, cPreposition) || c.phrases[m].det != definite {
		return subject{}, false
	}
	s, ok := c.relativeBefore(c.phrases[m].end - 1)
	if !ok || s.sort != person {
		return subject{}, false
	}
	s.to = j
	return s, true
}

// antecedent finds whom the relative pronoun r is about.
func (c *clauses) antecedent(r int) (subject, bool) {
	k := r - 1
	if k < c.s.first {
		return subject{}, false // Who replied
	}
	if c.lower(k) == "of" && k-2 > c.s.first && c.punct(k-2, prose.Comma, prose.Dash, prose.LeftParen) {
		k -= 2 // several officials, all of whom spoke
	}
	if k > c.s.first && c.punct(k, prose.Comma, prose.Dash, prose.LeftParen) {
		k--
	}
	if k >= c.s.first && c.punct(k, prose.RightParen) {
		for k > c.s.first && !c.punct(k, prose.LeftParen) {
			k--
		}
		k--
	}
	if k > c.s.first && c.lower(k) == "and" && !c.quoted(k) {
		// "a welder who worked on it, and who did not wish to be named"
		for m := k - 1; m > c.s.first; m-- {
			if (c.lower(m) == c.lower(r) || c.lower(r) == "who" && c.lower(m) == "whose") && !c.quoted(m) {
				return c.antecedent(m)
			}
		}
	}
	if c.phraseOf(k) < 0 {
		k = c.dateBefore(k) // the report from October, which says
		if k < c.s.first {
			return subject{}, false
		}
		for k > c.s.first && c.is(k, cAdverb) && c.phraseOf(k) < 0 && !c.quoted(k) {
			k-- // a program officer there, who
		}
		k = c.overPublished(k)
	}
	if k < c.s.first {
		return subject{}, false
	}
	// whom it follows directly: the nearest person of the chain
	who := c.lower(r) == "who" || c.lower(r) == "whose" || c.lower(r) == "whom"
	for {
		n := c.phraseOf(k)
		if n < 0 {
			return subject{}, false
		}
		p := c.phrases[n]
		fits := p.sort == person || p.sort == name || p.sort == pronoun && (p.ordinal != 0 || p.one)
		if !who {
			fits = p.sort == body || p.sort == document
		}
		if fits {
			s := subject{phrase: p, from: p.first, to: p.end, rule: "relative clause"}
			if p.first > c.s.first && c.toks[p.first].kind.isWord() {
				if whole, ok := c.chain(k, ""); ok && whole.first <= p.first && whole.sort == person && who && p.sort == person && whole.first != p.first {
					if !whole.plural && whole.det != bare {
						s = whole // a member of the staff who
						s.rule = "relative clause"
					}
				}
			}
			if who {
				c.described(&s)
			}
			return c.named(s), true
		}
		p2 := c.skipAccess(p.first - 1)
		if p.first-1 < c.s.first || p2 == p.first-1 {
			return subject{}, false
		}
		k = p2
	}
}

// overPublished skips when a document came out, which ends at k: "a report issued two
// weeks earlier that concluded". It returns k where nothing of the kind stands there.
func (c *clauses) overPublished(k int) int {
	j := k
	for j > c.s.first && !c.quoted(j) && c.is(j, cTime|cCounted|cAdverb|cWeekday) {
		j--
	}
	if c.is(j, cPreposition) && j < k {
		j--
	}
	if j < c.s.first || c.quoted(j) || c.phraseOf(j) >= 0 || !c.is(j, cPastPart) && !strings.HasSuffix(c.str(j), "ed") {
		return k
	}
	if n := c.phraseOf(j - 1); n >= 0 && c.phrases[n].end == j && c.phrases[n].sort == document {
		return j - 1
	}
	return k
}

// described goes from an apposition to whom it describes: "A second official, a Navy
// officer who asked not to be named, disputed it" has one source.
func (c *clauses) described(s *subject) {
	k := s.from - 1
	if s.sort != person || s.plural || s.det != indefinite || k <= c.s.first || !c.punct(k, prose.Comma) {
		return
	}
	n := c.phraseOf(k - 1)
	if n < 0 || c.phrases[n].end != k {
		return
	}
	p := c.phrases[n]
	if p.sort != person || p.plural || p.det != indefinite && p.count != 1 || p.first != c.s.first && !c.is(p.first-1, cVerb|cSubordinator|cConjunction|cRelative) && c.lower(p.first-1) != "to" {
		return
	}
	s.phrase, s.from = p, p.first
}

// ofRelative finds the body or document whose relative clause ends in the noun
// phrase [from, to): "The union that represents the guards", "a group which runs the camp".
func (c *clauses) ofRelative(from, to int) (subject, bool) {
	v := from - 1
	if v-1 <= c.s.first || c.quoted(v) || !c.toks[v].kind.isWord() {
		return subject{}, false
	}
	if n := c.phraseOf(v); n >= 0 && c.phrases[n].end-c.phrases[n].first > 1 {
		return subject{}, false
	}
	r := v - 1
	if c.lower(r) != "that" && c.lower(r) != "which" {
		return subject{}, false
	}
	w := c.toks[v].word
	switch {
	case w.is(cVerb):
		if w.forms&(fPast|fS) == 0 || w.verbs[0].uses&(useAny|useThat|useThatOnly) != 0 {
			return subject{}, false // "a ministry that said the army had denied"
		}
	case w.is(cLight):
	case !w.unlisted() || !strings.HasSuffix(c.str(v), "s") && !strings.HasSuffix(c.str(v), "ed"):
		return subject{}, false
	}
	n := c.phraseOf(r - 1)
	if n < 0 || c.phrases[n].end != r || c.phrases[n].sort != body && c.phrases[n].sort != document {
		return subject{}, false
	}
	who, ok := c.chain(r-1, "over a relative clause")
	if !ok || who.sort != body && who.sort != document {
		return subject{}, false
	}
	who.to = to
	return who, true
}

// relativeBefore finds a subject that a relative clause without commas parts
// from its verb: "A U.S. defense official who spoke on condition of anonymity
// because he was not authorized to discuss details of the discussions said".
func (c *clauses) relativeBefore(j int) (subject, bool) {
	for k := j; k > c.s.first; k-- {
		if c.quoted(k) || c.punct(k, prose.Semicolon, prose.Colon) || c.punct(k, prose.Comma) && c.phraseOf(k+1) >= 0 && c.participle(j) {
			return subject{}, false
		}
		if c.lower(k) == "who" {
			if n := c.phraseOf(k - 1); n >= 0 {
				if s, ok := c.antecedent(k); ok {
					s.to = j + 1
					s.rule = "over a relative clause"
					return s, true
				}
			}
			return subject{}, false
		}
	}
	return subject{}, false
}
