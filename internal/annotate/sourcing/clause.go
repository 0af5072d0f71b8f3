package sourcing

import "backgrounder/internal/annotate/prose"

// clauses finds the noun phrases of sentences and the subjects of their verbs.
// It is a reader of newspaper English, not a parser: it knows the few shapes in
// which a source stands beside the verb that reports.
type clauses struct {
	*doc
	promises []promise // of all sentences
	cues     []cue     // likewise
	earlier  []cue     // those of the sentence, while its later ones are looked for

	s     sentence     // that is being read
	words wordSet      // of patterns, that it has; empty where they were not noted
	terms []promise    // its anonymity clauses
	skip  []prose.Span // see masked
}

// readPhrases reads the noun phrases of a sentence.
func (c *clauses) readPhrases(s sentence) {
	toks := c.toks[:s.end]
	for i := s.first; i < len(toks); {
		t := &toks[i]
		if t.quote != 0 && c.quoted(i) {
			i = c.quotes[t.quote-1].last + 1
			continue
		}
		if t.roles&opensPhrase == 0 {
			i++
			continue
		}
		c.phrases = extend(c.phrases)
		n := len(c.phrases)
		p := &c.phrases[n-1]
		if !c.readPhrase(p, i, s.end) || p.end <= i {
			c.phrases = c.phrases[:n-1]
			i++
			continue
		}
		for ; i < p.end; i++ {
			toks[i].phrase = int32(n)
		}
	}
}

// begin makes ready to read a sentence of which the noun phrases are known, and
// perhaps the anonymity clauses.
func (c *clauses) begin(s sentence, terms []promise) { c.s, c.terms, c.words = s, terms, c.words[:0] }

// end forgets the story.
func (c *clauses) end() {
	c.promises, c.cues = c.promises[:0], c.cues[:0]
	c.s, c.terms = sentence{}, nil
}

// phraseOf returns the index of the phrase that token i is part of, or -1.
func (c *clauses) phraseOf(i int) int {
	if i < c.s.first || i >= c.s.end {
		return -1
	}
	return int(c.toks[i].phrase) - 1
}

// clauseBegins reports whether a subject can begin at token i: nothing before it
// governs it.
func (c *clauses) clauseBegins(i int) bool {
	p := i - 1
	if p < c.s.first {
		return true
	}
	t := &c.toks[p]
	if c.quoted(p) || !t.kind.isWord() {
		return true
	}
	w := t.word
	if w.is(cPreposition) && !w.is(cSubordinator) {
		switch c.lower(p) {
		case "that", "after", "before", "until":
			return true
		}
		return c.outsiders(p)
	}
	if w.is(cSubordinator | cConjunction | cAdverb | cTime | cRelative) {
		return true
	}
	if p > c.s.first && c.phraseOf(p) < 0 && (c.lower(p-1) == "to" || c.lower(p-1) == "who") && !w.is(cAux) && !(w.is(cVerb) && w.verbs[0].uses&(useAny|useThat) != 0) {
		return false // the object of an infinitive, or of a relative clause's verb
	}
	if c.lower(p) == "that" {
		return true
	}
	if c.phraseOf(p) >= 0 {
		return true // "In a statement the company said"
	}
	if w.is(cVerb) && w.forms&(fPast|fBase|fS|fIng|fParticiple) != 0 || w.is(cLight) {
		return w.is(cVerb) // "said the ministry had denied": a clause with no "that"
	}
	return !w.is(cAux)
}

// couldSpeak reports whether the phrase can be a source at all.
func (c *clauses) couldSpeak(p phrase) bool {
	switch p.sort {
	case name, body, document, person:
		return true
	case pronoun:
		return true
	}
	return p.sure
}

// clauseSubject finds the subject that the clause before v began with: "He hung
// up and said", "Quist on Thursday threw out the confession, ruling that".
func (c *clauses) clauseSubject(v int) (subject, bool) {
	i := c.clauseStart(v)
	doubtful := -1
	for i < v {
		n := c.phraseOf(i)
		if n < 0 {
			// An opening prepositional phrase is passed over as a whole.
			if c.is(i, cPreposition) && !c.quoted(i) && c.lower(i) != "that" {
				if j := i + 1; j < v && c.phraseOf(j) >= 0 && !(c.clauseBegins(j) && c.finiteAfter(c.phrases[c.phraseOf(j)].end)) {
					i = c.phrases[c.phraseOf(j)].end
					continue // but not: It came after the council voted for it and said
				}
			}
			i++
			continue
		}
		p := c.phrases[n]
		governed := i > c.s.first && c.is(i-1, cPreposition) && !c.clauseBegins(i)
		if !c.couldSpeak(p) || governed {
			if doubtful < 0 && !governed && p.det == definite && c.finiteAfter(p.end) {
				doubtful = n
			}
			i = p.end
			continue
		}
		s := subject{phrase: p, from: p.first, to: p.end, rule: "clause subject"}
		if p.end < v && (c.is(p.end, cPreposition|cAccess) && !c.is(p.end, cSubordinator)) {
			s.to = min(c.attachments(p.end), v)
		}
		// "Its chief executive, Dr. Ingrid Vantongel, pledged"
		if p.sort == person && !p.plural || p.sort == pronoun && p.count == 1 {
			j := p.end
			for j < v && c.is(j, cPreposition) && j+1 < v && (c.phraseOf(j+1) >= 0 || c.ing(j+1)) {
				if n := c.phraseOf(j + 1); n >= 0 {
					j = c.phrases[n].end
				} else {
					j += 2 // head of planning
				}
			}
			if j+1 < v && c.punct(j, prose.Comma) {
				if m := c.phraseOf(j + 1); m >= 0 && c.phrases[m].first == j+1 && (c.phrases[m].sort == name || c.soleName(c.phrases[m])) {
					s.phrase, s.to = c.phrases[m], c.phrases[m].end
					if s.sort != name {
						s.sort, s.namedFrom = name, s.core
					}
				}
			}
		}
		return s, true
	}
	if doubtful >= 0 {
		p := c.phrases[doubtful]
		return subject{phrase: p, from: p.first, to: p.end, rule: "clause subject"}, true
	}
	return subject{}, false
}

// clauseStart is the first token of the main clause that v stands in or follows.
func (c *clauses) clauseStart(v int) int {
	for k := v - 1; k >= c.s.first; k-- {
		if c.punct(k, prose.Semicolon) && !c.quoted(k) {
			return k + 1
		}
		if c.punct(k, prose.Close) && k+1 < v && !c.quoted(k+1) && c.quoteLength(k) > 5 {
			return k + 1
		}
		// ", and his lawyers have filed suit claiming"
		if c.is(k, cConjunction|cSubordinator) && k > c.s.first && c.punct(k-1, prose.Comma) && k+1 < v && !c.quoted(k) {
			if n := c.phraseOf(k + 1); n >= 0 && c.phrases[n].first == k+1 && c.phrases[n].end < v && c.finiteAfter(c.phrases[n].end) {
				return k + 1
			}
		}
	}
	// Skip an opening subordinate or participial part, up to its comma.
	i := c.s.first
	if c.is(i, cSubordinator|cPreposition) || c.is(i, cVerb) && c.toks[i].word.forms&(fIng|fParticiple) != 0 {
		for k := i + 1; k < v; k++ {
			if c.punct(k, prose.Comma) && !c.quoted(k) && c.phraseOf(k+1) >= 0 {
				return k + 1
			}
		}
	}
	return i
}

// quoteLength is the number of tokens in the quotation that token k is part of.
func (c *clauses) quoteLength(k int) int {
	q := c.toks[k].quote
	if q == 0 {
		return 0
	}
	return c.quotes[q-1].last - c.quotes[q-1].first
}

// objectAfter finds the source after an inverted verb or a preposition: “…,” said
// Petra Anselm, 34, who keeps goats; according to two people familiar with it.
func (c *clauses) objectAfter(i int) (subject, bool) {
	if i >= c.s.end {
		return subject{}, false
	}
	n := c.phraseOf(i)
	if n < 0 || c.phrases[n].first != i {
		return subject{}, false
	}
	p := c.phrases[n]
	s := subject{phrase: p, from: p.first, to: p.end, trailing: true}
	s.to = c.attachments(p.end)
	if n := c.phraseOf(s.to - 1); n >= 0 && c.phrases[n].end == s.to {
		c.takeName(&s, c.phrases[n])
	}
	// "his widow, Celeste Aylward", "the deputy, Mrs. F. A. Tollemar", "said one, Pauline Reeve"
	if (p.sort == person || p.sort == pronoun && (p.count == 1 || p.ordinal == -1) || p.sort == body && !c.toks[p.head].capital) && !p.plural && s.to+1 < c.s.end && c.punct(s.to, prose.Comma) {
		if m := c.phraseOf(s.to + 1); m >= 0 && (c.phrases[m].sort == name && p.sort != body || c.phrases[m].sort == body && p.sort == body && c.toks[c.phrases[m].head].capital) {
			s.phrase, s.to = c.phrases[m], c.phrases[m].end
		} else if m >= 0 && c.givenAlone(c.phrases[m]) && !c.finiteAfter(c.phrases[m].end) {
			s.phrase, s.to = c.phrases[m], c.phrases[m].end // said her son, Daniel
			s.sort, s.namedFrom = name, s.core
		}
	}
	return s, true
}

// attachments returns the end of the prepositional and participial phrases that
// hang on the noun phrase that ends at i.
func (c *clauses) attachments(i int) int {
	for i < c.s.end && c.toks[i].kind.isWord() && !c.quoted(i) {
		j := i
		for j < c.s.end && (c.is(j, cAccess) || c.participle(j) || c.is(j, cAdverb) && !c.is(j, cConjunction)) && c.phraseOf(j) < 0 && !c.quoted(j) && !c.is(j, cAux) {
			j++
		}
		if j < c.s.end && c.is(j, cPreposition) && !c.is(j, cRelative) && !c.quoted(j) {
			j++
		}
		if j == i || j >= c.s.end {
			return i
		}
		n := c.phraseOf(j)
		if n < 0 || c.phrases[n].first != j || c.phrases[n].sort == pronoun && !(c.lower(i) == "close" && c.lower(j-1) == "to" || c.lower(i) == "familiar" || c.lower(i) == "briefed") {
			return i
		}
		i = c.phrases[n].end
	}
	return i
}
