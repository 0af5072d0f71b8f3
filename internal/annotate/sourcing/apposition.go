package sourcing

import "backgrounder/internal/annotate/prose"

// bareOffice reports the phrase at i as what somebody is, who has been named: curator.
func (c *clauses) bareOffice(i int) bool {
	n := c.phraseOf(i)
	return n >= 0 && c.phrases[n].sort == person && c.phrases[n].det == bare && !c.phrases[n].plural
}

// named takes in the names and descriptions that stand beside the subject:
// "Tom LaSorda, the president of Chrysler", "its president, Wen Odalys".
func (c *clauses) named(s subject) subject {
	p := s.from - 1
	if s.lead > 0 && s.sort == person && s.det == bare && !s.plural && c.bareOffice(s.lead) {
		p = s.lead - 1 // Ada Holm, curator and director of exhibits, said
	}
	if p <= c.s.first || !c.punct(p, prose.Comma) {
		return s
	}
	n := c.phraseOf(p - 1)
	if n < 0 || c.phrases[n].end != p {
		return s
	}
	before := c.phrases[n]
	switch {
	case s.sort == name && before.sort != name:
		// The description before the name: with all that hangs on it.
		d, ok := c.chain(p-1, "")
		if ok && d.sort == person && before.sort == person && !before.plural && before.first != d.first && c.lower(before.first-1) == "of" && kin(c.lower(d.head)) {
			d.to = s.to
			return d // The daughter of one patient, Ada Holm: the patient's name
		}
		if ok && d.sort == person && !d.plural && d.first >= c.s.first {
			s.from = d.from
		}
	case s.sort == body && s.det == indefinite && before.sort == name && s.phrase.first == s.from && c.clauseBegins(before.first):
		s.phrase, s.from = before, before.first // Ada Holm, a senior Trade Institute (TI), said
	case s.sort == person && before.sort == name && (s.det == bare || c.clauseBegins(before.first)) && !c.doing(before) && c.is(s.head, cHuman) && !s.plural:
		s.phrase, s.from = before, before.first
	}
	return s
}

// doing reports a participle at the head of the sentence that its capital made part of a
// name: "Sentencing Grant, the judge said".
func (c *clauses) doing(p phrase) bool {
	return p.first == c.s.first && c.ing(p.first) && p.namedFrom == p.first && c.toks[p.first].word.unlisted() && c.toks[p.first].seen&seenCapital == 0 && c.lex.given(c.lower(p.first)) == unsaid
}

// kin reports words for relatives.
func kin(w string) bool {
	switch w {
	case "mother", "father", "parent", "parents", "son", "daughter", "wife", "husband", "widow", "widower", "partner", "fiancee", "fiancé", "fiancée", "girlfriend", "boyfriend",
		"brother", "sister", "uncle", "aunt", "cousin", "niece", "nephew", "grandmother", "grandfather", "grandson", "granddaughter", "relative", "relatives", "friend":
		return true
	}
	return false
}

// overParenthesis finds the subject before an insertion that ends with the comma
// or dash j: "A Coastlink mechanic, who spoke anonymously, said".
func (c *clauses) overParenthesis(j int) (subject, bool) {
	// A name between commas, after a description: "Tidewell's chairman, Osric Penhallow-Stoke, was".
	if n := c.phraseOf(j - 1); n >= 0 && c.phrases[n].end == j {
		p := c.phrases[n]
		if m := c.phraseOf(p.first - 2); m >= 0 && c.phrases[m].end == p.first-1 && c.phrases[m].sort == name && p.sort == body && c.affiliates(p.first-1) && c.punct(c.phrases[m].first-1, prose.Comma) {
			if s, ok := c.chain(c.phrases[m].first-2, "apposition"); ok && s.sort == person && !s.plural {
				p = c.phrases[m] // One of the authors, Professor Ada Holm of Kolding College, said
				return subject{phrase: p, from: s.from, to: j, rule: "apposition"}, true
			}
		}
		if c.givenAlone(p) {
			p.sort, p.namedFrom = name, p.core
		}
		if s, ok := c.bodyApposed(p); ok {
			s.to = j
			return s, true
		}
		if p.sort == name && p.first-1 > c.s.first && c.punct(p.first-1, prose.Comma, prose.Dash) {
			k := p.first - 2
			if c.punct(k, prose.RightParen) {
				for k > c.s.first && !c.punct(k, prose.LeftParen) {
					k--
				}
				k--
			}
			if s, ok := c.chain(k, "apposition"); ok && (s.sort == person || s.sort == body) && !s.plural {
				if p.sort == name && p.namedFrom == p.core && c.firm(s.head) && c.lex.given(c.lower(p.core)) == unsaid {
					p.sort = body // the operator, Veerdienst Noord
				}
				return subject{phrase: p, from: s.from, to: j, rule: "apposition"}, true
			}
			// "A lawsuit filed in March by an engineer, Oona Kessler, alleges"
			if n, m := c.phraseOf(k), c.phraseOf(c.s.first); n >= 0 && m >= 0 && m < n && c.phrases[m].sort == document && c.phrases[m].first == c.s.first && c.is(c.phrases[n].first-1, cPreposition) {
				return subject{phrase: c.phrases[m], from: c.s.first, to: j, rule: "over an apposition"}, true
			}
			if c.phraseOf(k) < 0 || c.phrases[c.phraseOf(k)].sort != other { // not "his first name, Ahmed,"
				return subject{phrase: p, from: p.first, to: j, rule: "apposition"}, true
			}
		}
	}
	tries := 0
	for k := j - 1; k > c.s.first && tries < 8; k-- {
		if c.quoted(k) || c.punct(k, prose.Semicolon, prose.Colon) {
			break
		}
		if !c.punct(k, prose.Comma, prose.Dash) {
			continue
		}
		tries++
		s, ok := c.chain(k-1, "over a parenthesis")
		if ok && c.inInsertedRelative(s) {
			continue // The yard, which employs 40 workers, said
		}
		if whole, found := c.ofRelative(s.from, s.to); ok && found {
			whole.to = j
			return whole, true // A charity that supports patients, Back From It, said
		}
		if ok && (c.couldSpeak(s.phrase) || c.lower(k+1) == "which" && s.det == definite) && (s.sort != pronoun || s.count > 1 && s.det == definite || s.ordinal > 0 && s.det == indefinite) && (s.from == c.s.first || !c.is(s.from-1, cRelative)) && !c.namesThing(s) {
			s.to = j
			return s, true
		}
		if c.lower(k+1) == "and" && c.is(k+2, cRelative) {
			// "A welder who worked on it, and who asked not to be named, said"
			if s, ok := c.relativeBefore(k - 1); ok {
				s.to = j
				return s, true
			}
		}
	}
	if s, ok := c.describedInRelative(j); ok {
		return s, true
	}
	// A comma that should not be there: "Lydia Buchtmann for Food Standards, says".
	s, ok := c.chain(j-1, "subject")
	return s, ok && !c.inInsertedRelative(s)
}

// inInsertedRelative reports the object of a relative clause between commas: of "The
// yard, which employs 40 workers," the workers.
func (c *clauses) inInsertedRelative(s subject) bool {
	r := s.from - 2
	return r > c.s.first && c.lower(r) == "which" && c.punct(r-1, prose.Comma) && c.phraseOf(r+1) < 0
}

// bodyApposed finds the named body p that stands between commas after what it is: "the
// main supplier, the German company Halder Medizin, warned", "its parent, Corran Inc.,".
func (c *clauses) bodyApposed(p phrase) (subject, bool) {
	if p.sort != body && p.sort != name || !c.toks[p.head].capital || p.first-2 < c.s.first || !c.punct(p.first-1, prose.Comma) {
		return subject{}, false
	}
	n := c.phraseOf(p.first - 2)
	if n < 0 {
		return subject{}, false
	}
	what := c.phrases[n]
	if what.end != p.first-1 || what.plural || what.det == bare || what.det == indefinite && what.sort != body || c.toks[what.head].capital || !c.clauseBegins(what.first) {
		return subject{}, false
	}
	switch {
	case p.sort == body && (what.sort == body || c.firm(what.head) || c.ownerOrRival(what.head)):
	case p.sort == name && what.sort == body && p.namedFrom == p.core && c.lex.given(c.lower(p.core)) == unsaid:
		p.sort = body // the company, Halder Medizin, said
	default:
		return subject{}, false
	}
	return subject{phrase: p, from: what.first, to: p.end, rule: "apposition"}, true
}

// ownerOrRival reports words for how one company stands to another.
func (c *clauses) ownerOrRival(i int) bool {
	switch c.lower(i) {
	case "parent", "owner", "rival", "competitor", "partner", "sponsor", "landlord", "buyer", "bidder":
		return true
	}
	return false
}

// firm reports words that are for a company as often as for a person.
func (d *doc) firm(i int) bool {
	switch d.lower(i) {
	case "operator", "maker", "manufacturer", "supplier", "insurer", "publisher", "developer", "retailer", "lender", "carrier", "builder", "contractor", "provider", "distributor", "producer":
		return true
	}
	return false
}

// namesThing reports a name that tells what a thing is called, not who speaks:
// "who gave only his first name, Ahmed, said".
func (c *clauses) namesThing(s subject) bool {
	if s.sort != body && s.sort != name || s.from-2 < c.s.first || !c.punct(s.from-1, prose.Comma) {
		return false
	}
	n := c.phraseOf(s.from - 2)
	return n >= 0 && c.phrases[n].sort == other && c.phrases[n].det == possessive
}

// givenAlone reports a single name after a person's description: "Her mother,
// Donna, told".
func (c *clauses) givenAlone(p phrase) bool {
	if p.sort != body || p.end-p.core != 1 || p.det != bare || c.toks[p.head].proper != nil || !c.toks[p.head].word.unlisted() || p.first-2 < c.s.first || !c.punct(p.first-1, prose.Comma) {
		return false
	}
	n := c.phraseOf(p.first - 2)
	return n >= 0 && c.phrases[n].sort == person && !c.phrases[n].plural && c.phrases[n].end == p.first-1 && c.phrases[n].det != indefinite
}

// somebody reports whether an age or what somebody is stands after the name: Kora Lind,
// 45, or Kora Lind, president of the club.
func (c *clauses) somebody(p phrase) bool {
	if c.aged(p.end) || c.ofAge(p.end) {
		return true
	}
	n := c.phraseOf(p.end + 1)
	return n >= 0 && c.punct(p.end, prose.Comma) && c.phrases[n].first == p.end+1 && c.phrases[n].sort == person && !c.phrases[n].plural && !c.firm(c.phrases[n].head)
}
