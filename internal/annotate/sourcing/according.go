package sourcing

import (
	"backgrounder/internal/annotate/prose"
)

// Cues that are no reporting verb: according to, a colon, a belief that goes on what
// was said.

// viewCue reads a sentence without any other cue that ends in a colon and a
// quotation: "Askgaard, who has left the project, is less hopeful: “…”"
func (c *clauses) viewCue() (cue, bool) {
	if !c.s.quoted {
		return cue{}, false
	}
	for i := c.s.first + 2; i+1 < c.s.end; i++ {
		if c.quoted(i) || !c.punct(i, prose.Colon) {
			continue
		}
		if !c.opensQuote(i + 1) {
			return cue{}, false
		}
		s, ok := c.clauseSubject(i)
		if !ok || s.to > i {
			return cue{}, false
		}
		q := cue{at: i, first: i, end: i + 1, who: s, right: i + 1, rightEnd: c.s.end, rule: "colon and quotation"}
		c.inOwnVoice(&q)
		switch who := &q.who; who.sort {
		case name, document:
			return q, true
		case person:
			return q, !who.plural
		case pronoun:
			return q, who.ordinal > 0 && who.det == indefinite // A third was not satisfied
		}
		return cue{}, false
	}
	return cue{}, false
}

// beliefCue reads "They expect prices to rise". What somebody believes is no report,
// unless it goes on what they have just said; see engine.report.
func (c *clauses) beliefCue(v int) (cue, bool) {
	switch c.lower(v) {
	case "expect", "expects", "expected", "believe", "believes", "believed", "think", "thinks", "thought":
	default:
		return cue{}, false
	}
	n := c.phraseOf(c.beforeVerb(v))
	if n < 0 || c.phrases[n].sort != pronoun || c.phrases[n].first != c.s.first || v+2 >= c.s.end || c.stops(v+1) || c.group(v).barred {
		return cue{}, false
	}
	p := c.phrases[n]
	switch c.lower(p.head) {
	case "he", "she", "they":
	default:
		return cue{}, false
	}
	right := v + 1
	if c.lower(right) == "that" {
		right++
	}
	return cue{at: v, first: v, end: v + 1, who: subject{phrase: p, from: p.first, to: p.end}, right: right, rightEnd: c.s.end, belief: true, rule: "a belief that goes on what was said"}, true
}

// colonCue reads "Ada Holm: “The bridge is closed.”"
func (c *clauses) colonCue(i int) (cue, bool) {
	n := c.phraseOf(c.s.first)
	if n < 0 || c.phrases[n].end != i || i+1 >= c.s.end || !c.opensQuote(i+1) {
		return cue{}, false
	}
	p := c.phrases[n]
	if p.sort != name && p.sort != body && p.sort != person {
		return cue{}, false
	}
	return cue{at: i, first: i, end: i + 1, who: subject{phrase: p, from: p.first, to: p.end}, right: i + 1, rightEnd: c.s.end, rule: "name and colon"}, true
}

// phraseCue reads cues that are no verb: according to, per, in the words of,
// citing.
func (c *clauses) phraseCue(i int) (cue, bool) {
	if i+1 >= c.s.end || c.quoted(i+1) {
		return cue{}, false
	}
	end, rule := 0, ""
	switch word := c.lower(i); word {
	case "according":
		if c.lower(i+1) == "to" {
			end, rule = i+2, "according to"
		}
	case "per":
		if i == c.s.first || c.punct(i-1, prose.Comma) && !c.toks[i].capital { // not Per Moe
			end, rule = i+1, "per"
		}
	default: // in the words of, in the view of
		if s, ok := c.inWhoseWords(i); ok {
			return c.aroundPhrase(s.from-1, i+1, s, "in the words of"), true
		}
		if i-2 >= c.s.first && c.lower(i-2) == "in" && c.lower(i-1) == "the" && c.lower(i+1) == "of" {
			end, rule = i+2, "in the "+word+" of"
			i -= 2
		}
	}
	if end == 0 {
		return cue{}, false
	}
	s, ok := c.objectAfter(end)
	if !ok || !c.couldSpeak(s.phrase) && c.lower(i) != "according" {
		return cue{}, false
	}
	if p := s.phrase; (p.sort == other || c.lower(p.head) == "plan" || c.lower(p.head) == "schedule") && p.det == bare && !p.plural && p.end-p.first == 1 && !c.toks[p.head].capital {
		return cue{}, false // according to plan
	}
	if with, ok := c.interviewed(s); ok {
		s = with
	}
	if by, ok := c.expressedBy(s); ok {
		s = by
	}
	s.rule = "object"
	return c.aroundPhrase(i, end, s, rule), true
}

// inWhoseWords finds the possessor of the words at i: in the mayor's words, in her own words.
func (c *clauses) inWhoseWords(i int) (subject, bool) {
	n := c.phraseOf(i)
	if c.lower(i) != "words" || n < 0 {
		return subject{}, false
	}
	p := c.phrases[n]
	if p.end != i+1 || p.det != possessive || c.lower(p.first-1) != "in" {
		return subject{}, false
	}
	who, ok := phrase{first: p.first, end: p.first + 1, core: p.first, head: p.first, sort: pronoun, plural: c.lower(p.first) == "their", sure: true}, c.is(p.first, cPossessive)
	if p.owner > 0 {
		who, ok = c.phraseAt(p.first, p.owner-1)
		ok = ok && who.end == p.owner-1
	}
	return subject{phrase: who, from: p.first, to: who.end, rule: "possessor"}, ok && c.couldSpeak(who)
}

// aroundPhrase is the cue [i, end), with what stands before it or after its source for its
// content.
func (c *clauses) aroundPhrase(i, end int, s subject, rule string) cue {
	q := cue{at: i, first: i, end: end, who: s, rule: rule, strong: true}
	// The end of the source: at the comma that parts it from the content.
	right := max(s.to, end)
	for right < c.s.end && !c.punct(right, prose.Comma, prose.Stop, prose.Semicolon) && !c.opensQuote(right) {
		if i == c.s.first && c.finiteAfter(right) {
			break
		}
		right++
	}
	if before := c.trim(c.s.first, i); i > c.s.first && before.Len() > 0 && !c.onlyLead(i) {
		q.before = before
		if c.punct(min(right, c.s.end-1), prose.Comma) {
			if k := c.resumes(right); k > 0 {
				q.right, q.rightEnd = k, c.s.end
			}
		} else if right < c.s.end && c.opensQuote(right) {
			q.right, q.rightEnd = right, c.s.end
		}
		return q
	}
	if right < c.s.end && c.punct(right, prose.Comma) {
		// "According to X, who …, the …": the content follows the last of them.
		if right+1 < c.s.end && c.is(right+1, cRelative) {
			for k := right + 1; k < c.s.end; k++ {
				if c.punct(k, prose.Comma) && !c.quoted(k) {
					right = k
					break
				}
			}
		}
		q.right, q.rightEnd = right+1, c.s.end
		return q
	}
	q.right, q.rightEnd = max(s.to, end), c.s.end // the comma is missing
	return q
}

// interviewed is with whom the interviews were that a report goes by: according to
// interviews with 11 employees.
func (c *clauses) interviewed(s subject) (subject, bool) {
	switch c.lower(s.head) {
	case "interview", "interviews", "conversations", "conversation":
	default:
		return subject{}, false
	}
	if c.lower(s.phrase.end) != "with" {
		return subject{}, false
	}
	with, ok := c.objectAfter(s.phrase.end + 1)
	return with, ok && (with.sort == person || with.sort == name)
}

// expressedBy is whose the views are that a report goes by: according to the fears expressed
// by a senior official.
func (c *clauses) expressedBy(s subject) (subject, bool) {
	if s.sort == document || s.sort == name {
		return subject{}, false
	}
	for k := s.from + 1; k+2 < c.s.end && k < s.from+6 && c.toks[k].kind.isWord(); k++ {
		switch c.lower(k) {
		case "expressed", "voiced", "raised", "made", "aired", "shared", "given", "offered":
			if c.lower(k+1) != "by" || c.quoted(k) {
				return subject{}, false
			}
			by, ok := c.objectAfter(k + 2)
			return by, ok && (by.sort == person || by.sort == name || by.sort == body)
		}
	}
	return subject{}, false
}

// onlyLead reports whether only a conjunction or adverb stands before i.
func (c *clauses) onlyLead(i int) bool {
	for k := c.s.first; k < i; k++ {
		if c.toks[k].kind.isWord() && !c.is(k, cConjunction|cAdverb|cSubordinator) && c.lower(k) != "that" {
			return false
		}
	}
	return true
}
