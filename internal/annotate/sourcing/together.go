package sourcing

import "backgrounder/internal/annotate/prose"

// Sources that say the same together: witnesses and security officials said;
// according to court records, two officials and a person briefed on the talks.

// emitAll gives the content to all who say it together.
func (e *engine) emitAll(at int, q *cue, content []prose.Span) {
	others := e.c.together(&q.who)
	first := -1
	for _, s := range others {
		first = e.emit(at, s, q, content)
	}
	if n := e.emit(at, q.who, q, content); len(others) == 1 && first >= 0 && n >= 0 && n != first {
		e.pair, e.pairAt = [2]int{first, n}, at
	}
}

// together finds the other sources that are joined to s, in the order of the text.
func (c *clauses) together(s *subject) []subject {
	if s.trailing {
		return c.joinedAfter(*s)
	}
	c.withoutBoth(s)
	if one, ok := c.alsoCalled(*s); ok {
		*s = one
		return nil
	}
	return c.joinedBefore(*s)
}

// alsoCalled is the one person of whom s is the second thing that is said: A nurse and
// director of the ward said.
func (c *clauses) alsoCalled(s subject) (subject, bool) {
	k := s.from - 1
	if s.sort != person || s.det != bare || s.plural || s.count > 0 || s.vague || c.toks[s.head].capital || k <= c.s.first || c.lower(k) != "and" {
		return subject{}, false
	}
	one, ok := c.oneOfSeveral(k - 1)
	if !ok || one.sort != person || one.det != indefinite || one.plural || !c.is(s.head, cHuman) {
		return subject{}, false
	}
	one.to = s.to
	return one, true
}

// withoutBoth takes "both" off the one of two: Both the mayor and a guard said.
func (c *clauses) withoutBoth(s *subject) {
	if first := s.phrase.first; c.lower(first) == "both" {
		if p, ok := c.phraseAt(first+1, s.phrase.end); ok && p.end == s.phrase.end && !p.plural {
			s.phrase, s.from = p, max(s.from, p.first)
		}
	}
}

// joinedBefore finds who stands before s: "police, two nurses and a driver said",
// "Ada Holm of the trust and Ben Stone of the union said".
func (c *clauses) joinedBefore(s subject) []subject {
	k := s.from - 1
	if k <= c.s.first || c.lower(k) != "and" {
		return nil
	}
	j := k - 1
	apart := c.punct(j, prose.Comma) // ", and" may as well join two clauses
	if apart {
		j--
	}
	last, ok := c.oneOfSeveral(j)
	if !ok || apart && (last.from != c.s.first && last.lead == 0 || last.to-last.from > 12) {
		return nil
	}
	if last.sort == person && !last.plural && last.det != indefinite && last.to == last.phrase.end && s.sort == name && s.namedFrom > s.core {
		return nil // cleric and party leader Ada Holm
	}
	found := []subject{last}
	for c.punct(found[0].from-1, prose.Comma) && len(found) < 6 {
		more, ok := c.oneOfSeveral(found[0].from - 2)
		if !ok {
			break
		}
		found = append([]subject{more}, found...)
	}
	if len(found) > 1 && found[0].from != c.s.first {
		return found[len(found)-1:] // what stands before is no list of who speaks
	}
	return found
}

// oneOfSeveral is one of several sources, whose description ends at token j.
func (c *clauses) oneOfSeveral(j int) (subject, bool) {
	if j < c.s.first || c.quoted(j) {
		return subject{}, false
	}
	s, ok := c.chain(j, "two sources")
	if !ok || s.sort == other || s.sort == pronoun {
		return subject{}, false
	}
	if e := s.phrase.end; e <= j && c.toks[e].kind.isWord() && !c.is(e, cPreposition|cAccess) {
		return subject{}, false // The mayor left the city and the council said
	}
	c.withoutBoth(&s)
	return s, true
}

// joinedAfter finds who stands after s: "according to a former adviser and a former
// executive", "said Ada Holm, a clerk, and Ben Stone". Commas alone join nobody:
// what follows them may describe the one before.
func (c *clauses) joinedAfter(s subject) []subject {
	var found []subject
	apposed := false
	last := s
	for k := s.to; k+1 < c.s.end && !c.quoted(k) && len(found) < 6; k = last.to {
		next, final, comma := k, false, false
		if c.punct(next, prose.Comma) {
			comma = true
			next++
		}
		if c.lower(next) == "and" {
			final = true
			next++
		}
		if !final && !comma || next >= c.s.end {
			return nil
		}
		if final && c.is(next, cPreposition) && c.lower(next) == c.lower(s.from-1) {
			next++ // according to a memo and to two people
		}
		p, ok := c.objectAfter(next)
		if with, fits := c.interviewed(p); ok && fits {
			p = with
		}
		if !ok || p.sort == other || p.sort == pronoun || c.finiteAfter(p.to) {
			return nil
		}
		p.rule = "two sources"
		switch {
		case final && apposed && !comma, // Ada Holm, a clerk and General Secretary
			final && p.sort == person && p.det == bare && !p.plural && p.count == 0: // a lawyer and activist
			return nil
		case final:
			return append(found, p)
		case apposed:
			return nil
		case (last.sort == name || last.sort == body && c.toks[last.head].capital) && p.sort != name && !(p.sort == body && p.det == bare):
			apposed = true // Ada Holm, a clerk
		default:
			found = append(found, p)
		}
		last = p
	}
	return nil
}
