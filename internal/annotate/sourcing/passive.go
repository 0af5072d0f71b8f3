package sourcing

import "backgrounder/internal/annotate/prose"

// Reports in the passive: quoted by, accused by, as reported by.

// passiveCue reads "was quoted by the weekly as saying" and its like. Other
// passives (is said to, was told) report nobody.
func (c *clauses) passiveCue(v int, g verbGroup) (cue, bool) {
	verb := c.toks[v].word.verbs[0]
	if q, ok := c.asReportedBy(v, verb); ok {
		return q, true
	}
	if verb.lemma != "quote" && verb.lemma != "cite" {
		return c.judgedBy(v, verb, g)
	}
	q := cue{at: v, first: v, end: v + 1, verb: verb, rule: "quoted by another", strong: true}
	who, ok := c.subjectOf(g.first)
	if !ok {
		return cue{}, false
	}
	q.who = who
	by := v + 1
	if by+1 < c.s.end && c.lower(by) == "by" {
		if s, ok := c.objectAfter(by + 1); ok {
			q.inner = &who
			q.who = s
			by = s.to
		}
	} else if c.lower(by) != "as" && c.lower(by) != "saying" && c.lower(by) != "in" {
		return cue{}, false
	}
	for k := by; k < c.s.end; k++ {
		if c.lower(k) == "saying" && !c.quoted(k) {
			q.end = k + 1
			by = k + 1
			break
		}
	}
	if by < c.s.end && (c.lower(by) == "by" || c.lower(by) == "to") && q.inner == nil {
		// “…,” he was quoted as saying by the army newspaper
		if s, ok := c.objectAfter(by + 1); ok && (c.lower(by) == "by" || s.sort == body) {
			q.inner = &who
			q.who = s
			by = s.to
		}
	}
	if by >= c.s.end || c.closesHere(by) {
		if before := c.contentBefore(&cue{who: who, at: v}); before.Len() > 0 {
			q.before = before
		}
		return q, q.inner != nil || q.reports()
	}
	q.first = v
	if c.lower(by) == "that" {
		by++
	}
	q.right, q.rightEnd = by, c.s.end
	return q, true
}

// asReportedBy reads ", as quoted by the paper": the paper passes on what stands before.
func (c *clauses) asReportedBy(v int, verb *verb) (cue, bool) {
	switch verb.lemma {
	case "quote", "cite", "report", "describe", "tell", "announce", "reveal":
	default:
		return cue{}, false
	}
	if v-1 <= c.s.first || c.lower(v-1) != "as" || c.lower(v+1) != "by" || c.quoted(v-1) {
		return cue{}, false
	}
	who, ok := c.objectAfter(v + 2)
	if !ok || who.sort == other || who.sort == pronoun {
		return cue{}, false
	}
	before := c.trim(c.s.first, v-1)
	return cue{at: v, first: v - 1, end: v + 2, verb: verb, who: who, before: before, rule: "as reported by"}, before.Len() > 0
}

// judgedBy reads "have been accused by rights groups of attacking hospitals".
func (c *clauses) judgedBy(v int, verb *verb, g verbGroup) (cue, bool) {
	if verb.lemma == "tell" || verb.lemma == "advise" || verb.lemma == "warn" || verb.lemma == "express" || verb.lemma == "voice" {
		return c.toldBy(v, verb)
	}
	switch verb.lemma {
	case "accuse", "blame", "criticize", "criticise", "condemn", "denounce", "praise", "describe", "hail",
		"confirm", "deny", "announce", "report", "disclose", "reveal":
	default:
		return cue{}, false
	}
	if v+2 >= c.s.end || c.lower(v+1) != "by" || c.quoted(v+1) {
		return cue{}, false
	}
	who, ok := c.objectAfter(v + 2)
	if !ok || who.sort == other || who.sort == pronoun {
		return cue{}, false
	}
	if verb.lemma == "report" && who.sort != body {
		return cue{}, false // the theft was reported by a neighbor
	}
	if g.first == v && (verb.lemma == "announce" || verb.lemma == "reveal" || verb.lemma == "disclose") && c.phraseOf(v-1) > 0 {
		return cue{}, false // part of a package announced by the secretary
	}
	switch verb.lemma {
	case "announce", "report", "disclose", "reveal":
		if !c.beBefore(v) {
			return cue{}, false // the package announced by the ministry last August is news of something else
		}
	case "accuse", "blame", "criticize", "criticise", "condemn", "denounce", "praise", "describe", "hail":
		who.to = who.phrase.end // "of attacking" is what they say
	}
	q := cue{at: v, first: v, end: v + 2, verb: verb, who: who, rule: "judged by"}
	if before := c.trim(c.s.first, v); before.Len() > 0 {
		q.before = before
	}
	if !c.stops(who.to) {
		q.right, q.rightEnd = who.to, c.s.end
	}
	return q, q.reports()
}

// beBefore reports a form of "be" before the participle v.
func (c *clauses) beBefore(v int) bool {
	for v--; (c.is(v, cAdverb) || c.lower(v) == "first") && c.phraseOf(v) < 0; v-- {
	}
	return c.is(v, cBe)
}

// toldBy reads "had been told by a nurse that it was nothing".
func (c *clauses) toldBy(v int, verb *verb) (cue, bool) {
	if v+2 >= c.s.end || c.lower(v+1) != "by" || c.quoted(v+1) {
		return cue{}, false
	}
	who, ok := c.objectAfter(v + 2)
	if !ok || who.sort == other || who.sort == pronoun || who.to+1 >= c.s.end || c.lower(who.to) != "that" || c.quoted(who.to) {
		return cue{}, false
	}
	return cue{at: v, first: v, end: v + 2, verb: verb, who: who, right: who.to + 1, rightEnd: c.s.end, rule: "told by"}, true
}

// cited is whom "quoted X as saying" and "citing X" name.
func (c *clauses) cited(q *cue) *subject {
	s, ok := c.objectAfter(q.end)
	if !ok {
		return nil
	}
	if q.verb.lemma == "quote" && !c.ing(q.at) && c.wordAfterThing(q.end, "as") == 0 {
		return nil
	}
	switch s.sort {
	case person, name:
	case pronoun:
		if w := c.lower(s.head); q.verb.lemma != "quote" || w != "him" && w != "her" && w != "them" {
			return nil
		}
	case document, body:
		if q.verb.lemma == "quote" {
			break
		}
	default:
		return nil
	}
	s.rule = "quoted by another"
	return &s
}

// contentOfCited is what the cited source said: what follows "as saying", or the
// content of the main report of the sentence.
func (e *engine) contentOfCited(q *cue, cues []cue, inner *subject) []prose.Span {
	c := &e.c
	if k := c.wordAfterThing(q.end, "as"); k > 0 && q.verb.lemma == "quote" {
		k++
		if k < c.s.end && c.ing(k) {
			k++
		}
		if k < c.s.end && c.lower(k) == "that" {
			k++
		}
		var out []prose.Span
		if q.before.Len() > 0 && q.before.End <= e.toks[q.at].Start {
			out = append(out, q.before)
		}
		if span := c.trim(k, c.s.end); span.Len() > 0 {
			out = append(out, span)
		}
		return out
	}
	for n := range cues {
		if o := &cues[n]; o != q && o.reports() && (o.who.first == q.who.first || o.who.first == inner.first || o.who.first > q.at) {
			return []prose.Span{o.before, o.after}
		}
	}
	for n := range cues {
		if o := &cues[n]; o != q && o.reports() && o.at < q.at {
			return []prose.Span{o.before, o.after}
		}
	}
	if q.inner != nil {
		return []prose.Span{q.before, q.after}
	}
	if before := c.contentBefore(q); before.Len() > 0 {
		return []prose.Span{before}
	}
	return nil
}
