package sourcing

import "slices"

// A reason may have a sentence of its own, right after the terms: "She asked that her
// surname not be used. She fears she would be disciplined."

// owes notes that the story has not said yet why n, to whom it granted terms in the
// sentence at, is unnamed.
func (e *engine) owes(n, at int) {
	if s := &e.all[n]; s.Level == Anonymous && s.Terms.Len() > 0 && s.ReasonAt.Len() == 0 {
		e.owed, e.owedAt = n, at+1
	}
}

// owedReason reads the reason of a source whose terms the sentence before told without
// one, where the sentence at begins with that source and tells of fear or of a duty.
func (e *engine) owedReason(at int) {
	if at == 0 || e.owedAt != at || e.sents[at-1].block != e.sents[at].block || e.all[e.owed].ReasonAt.Len() > 0 || len(e.cuesOf(at)) > 0 {
		return
	}
	c, s := &e.c, e.sents[at]
	if !s.marked {
		c.readPhrases(s)
	}
	c.begin(s, nil)
	for verb := s.first + 1; verb < min(s.first+6, s.end); verb++ {
		from, ok := c.fears(verb)
		if m := (matched{}); !ok && (c.couldSuffer(verb) || c.lex.grounds.match(c, verb, s.end, &m)) {
			from, ok = s.first, true
		}
		if !ok {
			continue
		}
		last := verb
		for last > s.first+1 && c.is(last-1, cAdverb) {
			last--
		}
		if p, found := c.phraseAt(s.first, last); found && p.end == last && e.returnsTo(p, e.owed) {
			e.reasoned(e.owed, c.trim(from, c.reasonEnd(max(from, verb+1), true)), "a sentence of its own after the terms")
		}
		return
	}
}

// returnsTo reports that the phrase can mean the source n again.
func (e *engine) returnsTo(p phrase, n int) bool {
	x := &e.all[n]
	switch p.sort {
	case pronoun:
		switch e.lower(p.head) {
		case "he":
			return x.gender != female && !x.plural
		case "she":
			return x.gender != male && !x.plural
		case "they":
			return true
		case "both":
			return x.Count == 2
		}
		return false
	case person, body:
		return p.det == definite && e.sameDescription(subject{phrase: p, from: p.first, to: p.end}, e.lemma(p.head)) == n
	}
	return false
}

// fears returns the first token of what is feared, where the verb at v says that
// somebody fears: fears he, is afraid of losing, worried that.
func (c *clauses) fears(v int) (int, bool) {
	switch c.lower(v) {
	case "fear", "fears", "feared", "worry", "worries", "worried", "dread", "dreads", "dreaded":
		v++
	case "is", "are", "was", "were":
		if v++; !slices.Contains(c.lex.choices["SCARED"], c.lower(v)) {
			return 0, false
		}
		v++
	default:
		return 0, false
	}
	switch c.lower(v) {
	case "of", "about", "for", "that", "over":
		v++
	}
	return v, v < c.s.end
}

// couldSuffer reports the words for what may be done to who speaks: could be fired,
// would lose her licence, faces prosecution.
func (c *clauses) couldSuffer(v int) bool {
	switch c.lower(v) {
	case "risk", "risks", "risked", "face", "faces", "faced":
		return true
	}
	if !c.is(v, cModal) {
		return false
	}
	switch v++; c.lower(v) {
	case "lose", "face", "risk":
		return true
	case "be":
		switch c.lower(v + 1) {
		case "fired", "dismissed", "sacked", "disciplined", "punished", "prosecuted", "arrested", "jailed", "imprisoned", "deported", "sued", "demoted", "suspended",
			"killed", "targeted", "blacklisted", "court-martialed", "expelled", "evicted":
			return true
		}
	}
	return false
}
