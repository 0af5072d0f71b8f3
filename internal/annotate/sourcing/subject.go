package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// subject is who a verb says speaks: the phrase, and where the words that belong
// to it begin and end (its possessor, what hangs on it, an apposition).
type subject struct {
	phrase
	from, to int    // tokens of the whole description
	lead     int    // where the sources joined to it by "and" begin; from where none are
	rule     string // which shape it was found by
	trailing bool   // stands after the verb
}

// beforeVerb is the last token before the verb group that ends at v: auxiliaries,
// adverbs and dates are skipped.
func (c *clauses) beforeVerb(v int) int {
	j := v - 1
	for j >= c.s.first {
		t := &c.toks[j]
		if ago := j - 2; t.is(cTime|cAdverb|cPreposition) && ago >= c.s.first && c.whileAgo(ago) && !c.quoted(j) {
			j = ago - 1
			continue
		}
		switch {
		case c.quoted(j) || !t.kind.isWord():
			if t.kind == kind(prose.Number) {
				break
			}
			return j
		case t.is(cAux|cNegation|cAdverb) && !t.is(cPronoun|cHuman) && c.phraseOf(j) < 0 && !(t.capital && j > c.s.first && !c.startsSentence(j)):
			j--
			continue
		case c.sinceThen(j), c.allOfThem(j), c.lower(j) == "first" && c.phraseOf(j) < 0, t.is(cPronoun) && strings.HasSuffix(c.lower(j), "self"), c.lower(j) == "themselves":
			j--
			continue
		case t.word.unlisted() && strings.HasSuffix(c.str(j), "ly") && len(c.str(j)) > 4 && !t.capital:
			j--
			continue
		}
		if k := c.dateBefore(j); k < j {
			j = k
			continue
		}
		return j
	}
	return j
}

// allOfThem reports "both" or "all" after those who are meant: Ada Holm and Ben Stone
// both said; they all agreed.
func (c *clauses) allOfThem(j int) bool {
	if !c.is(j, cQuantifier|cDeterminer) || j-1 < c.s.first || !c.toks[j-1].kind.isWord() && c.toks[j-1].kind != kind(prose.Possessive) {
		return false
	}
	switch c.lower(j) {
	case "both", "all", "each":
	default:
		return false
	}
	if n := c.phraseOf(j); n >= 0 && c.phrases[n].first != j {
		return false
	}
	n := c.phraseOf(j - 1)
	return n >= 0 && c.phrases[n].end == j
}

// sinceThen reports "has since denied".
func (c *clauses) sinceThen(j int) bool {
	return j > c.s.first && j+1 < c.s.end && c.lower(j) == "since" && c.is(j-1, cHave) && c.is(j+1, cVerb|cAdverb)
}

// dateBefore skips a phrase of time that ends at j: on Thursday, late Monday, on
// Oct. 7, last week.
func (c *clauses) dateBefore(j int) int {
	k := j
	time := false
	for k >= c.s.first && (c.is(k, cTime) || c.toks[k].kind == kind(prose.Number) && k > c.s.first && c.is(k-1, cTime)) {
		if !c.is(k, cTime) || c.toks[k].capital || c.is(k, cTime) {
			time = true
		}
		k--
	}
	if !time {
		return j
	}
	if k >= c.s.first && c.is(k, cPreposition) {
		switch c.lower(k) {
		case "on", "in", "at", "by", "since", "until", "before", "after", "from":
			return k - 1
		}
	}
	if k >= c.s.first && c.is(k, cDefinite) { // this week, the previous day
		k--
		if k >= c.s.first && c.lower(k) == "earlier" {
			k--
		}
	}
	return k
}

// subjectOf finds who the finite verb v belongs to, reading leftwards.
func (c *clauses) subjectOf(v int) (subject, bool) {
	j := c.beforeVerb(v)
	if j < c.s.first {
		return subject{}, false
	}
	if s, ok := c.overTerms(j); ok {
		return s, true
	}
	if s, ok := c.selfNamed(j); ok {
		return s, true
	}
	t := &c.toks[j]
	switch {
	case c.is(j, cRelative) && !c.quoted(j) && (c.lower(j) != "that" || j > c.s.first && (c.phraseOf(j-1) >= 0 || c.overPublished(j-1) < j-1)):
		s, ok := c.antecedent(j)
		if ok && c.issued(s.phrase) {
			if by, found := c.issuer(s.phrase); found {
				by.rule = "relative clause"
				return by, true // The ministry released a statement which said
			}
		}
		return s, ok
	case c.is(j, cConjunction):
		if s, ok := c.hoursAfter(j); ok {
			return s, true
		}
		return c.clauseSubject(v)
	case c.punct(j, prose.Comma, prose.Dash):
		// "an official who, like others, spoke"
		for k := j - 1; k > c.s.first && k > j-30 && !c.quoted(k); k-- {
			if c.punct(k, prose.Comma, prose.Dash) {
				if w := c.lower(k - 1); w == "who" || w == "which" {
					return c.antecedent(k - 1)
				}
				break
			}
		}
		if s, ok := c.overParenthesis(j); ok {
			return s, true
		}
		return c.clauseSubject(v)
	case c.punct(j, prose.RightParen):
		k := j - 1
		for k > c.s.first && !c.punct(k, prose.LeftParen) {
			k--
		}
		if k > c.s.first {
			if s, ok := c.chain(k-1, "subject"); ok {
				return s, true
			}
		}
		return c.clauseSubject(v)
	case c.quoted(j):
		// An anonymous individual “with direct knowledge of it” claimed
		k := c.quotes[c.toks[j].quote-1].first - 1
		if c.punct(k, prose.Comma) && c.work(j) {
			k-- // Her book, “The Long Road,” describes
		}
		if k > c.s.first && c.quoteLength(j) < 16 {
			if s, ok := c.chain(k, "over a quotation"); ok {
				return s, true
			}
		}
		return c.clauseSubject(v)
	case t.kind.isWord(), t.kind == kind(prose.Possessive) && c.phraseOf(j) >= 0: // Moody's said
		s, ok := c.chain(j, "subject")
		if n := c.phraseOf(j); n >= 0 && !c.couldSpeak(c.phrases[n]) && c.lower(c.phrases[n].first) == "whose" {
			return subject{phrase: c.phrases[n], from: c.phrases[n].first, to: j + 1, rule: "subject"}, true
		}
		if n := c.phraseOf(j); ok && n >= 0 && s.sort == name && c.phrases[n].sort == person && c.punct(s.phrase.end, prose.Comma) && c.punct(v+1, prose.Comma) && c.finiteAfter(v+2) {
			// "Applegate, this person said, told her cabinet": two speak
			p := c.phrases[n]
			return subject{phrase: p, from: p.first, to: j + 1, rule: "subject"}, true
		}
		if n := c.phraseOf(j); n >= 0 {
			from := c.phrases[n].first
			if ok {
				from = s.from
			}
			if r, found := c.ofRelative(from, j+1); found {
				return r, true
			}
		}
		if ok && c.couldSpeak(s.phrase) {
			return s, true
		}
		if r, found := c.relativeBefore(j); found && !(ok && s.det != definite) {
			return r, true
		}
		if ok {
			return s, true
		}
		if r, found := c.obtained(j); found {
			return r, true
		}
		// "a memo dated Sept. 26 says", "a report released Tuesday found"
		if k := c.skipAccess(j); k < j {
			if s, ok := c.chain(k, "subject"); ok {
				return s, true
			}
		}
		if c.phraseOf(j) >= 0 || c.is(j, cLight|cVerb|cAdverb|cTime|cPreposition) {
			return c.clauseSubject(v)
		}
	}
	return subject{}, false
}

// overTerms finds the subject of a verb that follows an anonymity clause, in which
// token j stands: "A nurse who lacked permission to discuss it said".
func (c *clauses) overTerms(j int) (subject, bool) {
	for _, p := range c.terms {
		if p.first > j || j >= max(p.end, p.whyTokens.End) && j != c.nameGiven(p) || c.lower(p.first-1) != "who" {
			continue
		}
		if s, ok := c.antecedent(p.first - 1); ok {
			s.to, s.rule = j+1, "over a relative clause"
			return s, true
		}
	}
	return subject{}, false
}

// selfNamed finds who says in a relative clause, which ends at j, who they are: "An
// engineer who gave his name as Oleh said", "A caller who identified himself as a captain
// said".
func (c *clauses) selfNamed(j int) (subject, bool) {
	n := c.phraseOf(j)
	if n < 0 || c.phrases[n].end != j+1 {
		return subject{}, false
	}
	k := c.phrases[n].first - 1
	if c.lower(k) != "as" {
		return subject{}, false
	}
	switch k--; c.lower(k) {
	case "name":
		if k--; !c.is(k, cPossessive) {
			return subject{}, false
		}
	case "himself", "herself", "themselves":
	default:
		return subject{}, false
	}
	switch k--; c.lower(k) {
	case "identified", "identifies", "introduced", "introduces", "gave", "gives":
	default:
		return subject{}, false
	}
	if c.lower(k-1) != "who" {
		return subject{}, false
	}
	s, ok := c.antecedent(k - 1)
	if !ok || s.sort != person || s.plural {
		return subject{}, false
	}
	s.to, s.rule = j+1, "over a relative clause"
	if p := c.phrases[n]; p.det == bare && c.toks[j].capital {
		if p.sort == body {
			p.sort, p.namedFrom = name, p.core
		}
		s.phrase = p
	}
	return s, true
}

// obtained finds the document before a relative clause without a pronoun that ends in
// the verb j: "A memo we obtained says", "The letter she wrote asks".
func (c *clauses) obtained(j int) (subject, bool) {
	k := c.firstOfGroup(j) - 1
	if c.phraseOf(j) >= 0 || k-1 <= c.s.first || !c.is(j, cVerb|cLight|cPastPart) && !c.participle(j) {
		return subject{}, false
	}
	switch c.lower(k) {
	case "we", "he", "she", "they":
	default:
		return subject{}, false
	}
	s, ok := c.chain(k-1, "over a relative clause")
	if !ok || s.sort != document {
		return subject{}, false
	}
	s.to = j + 1
	return s, true
}

// hoursAfter finds the subject of a clause that says when, and goes on with "and"
// at j: ", hours after the candidate claimed victory and said".
func (c *clauses) hoursAfter(j int) (subject, bool) {
	for k := j - 1; k > c.s.first+1; k-- {
		if c.punct(k, prose.Semicolon) || c.quoted(k) {
			return subject{}, false
		}
		if c.lower(k) != "after" || !c.is(k-1, cTime) {
			continue
		}
		for u := k + 1; u < j; u++ {
			if c.phraseOf(u) < 0 && !c.quoted(u) && c.is(u, cVerb|cLight) && c.toks[u].word.forms&fPast != 0 {
				s, ok := c.subjectOf(u)
				return s, ok && s.from > k && c.couldSpeak(s.phrase)
			}
		}
		return subject{}, false
	}
	return subject{}, false
}

// chain reads the noun phrase that ends at token j with what hangs on it, from
// the right: "officials ← in ← the ministry", "people ← familiar with ← the
// talks". It fails where the phrase is no subject: the object of a preposition or
// of another verb.
func (c *clauses) chain(j int, rule string) (subject, bool) {
	n := c.phraseOf(j)
	if n < 0 {
		return subject{}, false
	}
	best := c.phrases[n]
	if best.end != j+1 {
		return subject{}, false
	}
	if m := c.restOfName(n); m >= 0 {
		if s, ok := c.chain(c.phrases[m].end-1, rule); ok && s.first != c.phrases[m].first && (s.sort == name || s.sort == person || s.sort == body) {
			s.to = j + 1
			return s, true
		}
	}
	from := best.first
	lead := 0
	for {
		p := from - 1
		if p < c.s.first {
			break
		}
		k := c.skipAccess(p)
		if k == p && c.is(p, cConjunction) && c.lower(p) == "and" {
			if m := c.phraseOf(p - 1); m >= 0 && c.phrases[m].end == p && (c.phrases[m].first == c.s.first || c.punct(c.phrases[m].first-1, prose.Comma, prose.Dash) || c.quoted(c.phrases[m].first-1)) {
				lead = c.phrases[m].first
			} else if m >= 0 && c.phrases[m].end == p && c.ofDocument(c.phrases[m].first-1) {
				from = c.phrases[m].first // letters from a priest and two neighbors
				continue
			}
			break
		}
		if k == p {
			break
		}
		m := c.phraseOf(k)
		if m < 0 || c.phrases[m].end != k+1 || c.phrases[m].sort == pronoun && !c.phrases[m].vague && c.phrases[m].count == 0 {
			return subject{}, false // a preposition with nothing before it
		}
		best = c.phrases[m]
		from = best.first
	}
	if !c.clauseBegins(from) {
		return subject{}, false
	}
	s := subject{phrase: best, from: from, to: j + 1, lead: lead, rule: rule}
	if of := best.end; best.sort == document && of+1 <= j && c.lower(of) == "of" && c.part(best.head) {
		if n := c.phraseOf(of + 1); n >= 0 && c.phrases[n].first == of+1 && c.phrases[n].sort == document {
			s.phrase = c.phrases[n] // the results of the study
		}
	}
	c.takeName(&s, c.phrases[n])
	return c.named(s), true
}

// ofDocument reports a preposition at i after a document that is of more than one, or
// from them.
func (c *clauses) ofDocument(i int) bool {
	n := c.phraseOf(i - 1)
	return n >= 0 && c.phrases[n].end == i && c.is(i, cPreposition) && (c.phrases[n].sort == document || c.ofDocument(c.phrases[n].first-1))
}

// takeName takes in the name at the end of the last phrase that hangs on a title: Minister
// of Education Stefania Giannini.
func (c *clauses) takeName(s *subject, last phrase) {
	if last.first == s.first || s.sort != person || s.plural {
		return
	}
	if n := c.phraseOf(s.from - 2); n >= 0 && c.punct(s.from-1, prose.Comma) && c.phrases[n].end == s.from-1 && c.phrases[n].sort == name {
		return // Ada Holm, spokesperson for Human Rights Now: she has her name
	}
	if s.det != bare && (s.det != definite || !c.toks[s.head].capital || c.lex.given(c.lower(last.end-2)) == unsaid) {
		return
	}
	if f := c.nameAtEnd(last); f > 0 {
		s.sort, s.namedFrom, s.end, s.head = name, f, last.end, last.end-1
	}
}

// restOfName is the phrase that the name n ends, where one name was read as two: the
// town of "officials in Rome, Italy", the body of "Ada Holm of Water and Land
// Management"; -1 where n is a name of its own.
func (c *clauses) restOfName(n int) int {
	p := c.phrases[n]
	if p.det != bare || p.first-2 <= c.s.first || !c.toks[p.first].capital || !c.toks[p.end-1].capital {
		return -1
	}
	m := c.phraseOf(p.first - 2)
	if m < 0 || c.phrases[m].end != p.first-1 || c.phrases[m].first-2 < c.s.first {
		return -1
	}
	q := c.phrases[m]
	if !c.toks[q.head].capital || q.det != bare || !c.affiliates(q.first-1) {
		return -1
	}
	whose := c.phraseOf(q.first - 2)
	if whose < 0 || c.phrases[whose].end != q.first-1 {
		return -1
	}
	switch sort := c.phrases[whose].sort; {
	case c.punct(p.first-1, prose.Comma):
		// A place that the lexicon has not may as well be who says so: "…, Airbus said".
		opens := sort == person && c.phrases[whose].first == c.s.first && p.sort == body && p.end-p.first == 1 && c.toks[p.head].proper == nil && c.toks[p.head].word.unlisted()
		if !c.place(p.head) && !opens || sort != person && sort != body || c.punct(p.end+1, prose.Comma) {
			return -1
		}
	case c.lower(p.first-1) == "and" && sort == person:
		inBoth := c.phrases[whose].plural && c.lower(q.first-1) != "for" && c.lower(q.first-1) != "with" && c.onlyNamed(p) && c.onlyNamed(q)
		if !inBoth && (!c.place(p.head) || !c.place(q.head)) {
			return -1
		}
	case c.lower(p.first-1) == "and":
		if sort != name || p.sort == name || q.sort == name && c.lower(q.first-1) == "with" {
			return -1
		}
	default:
		return -1
	}
	return m
}

// onlyNamed reports a name of one word of which nothing is known, or a place.
func (c *clauses) onlyNamed(p phrase) bool {
	return c.place(p.head) || p.end-p.first == 1 && c.toks[p.head].proper == nil && c.toks[p.head].word.unlisted()
}

// place reports a name at i that the lexicon has among the places.
func (c *clauses) place(i int) bool {
	return c.toks[i].proper != nil && c.toks[i].proper.is(cPlace)
}

// affiliates reports the prepositions between people and where they belong.
func (c *clauses) affiliates(i int) bool {
	switch c.lower(i) {
	case "of", "at", "in", "from", "for", "with", "near":
		return true
	}
	return false
}

// part reports words for a part of a document.
func (c *clauses) part(i int) bool {
	switch c.lower(i) {
	case "results", "findings", "conclusions", "conclusion", "pages", "text", "summary", "draft":
		return true
	}
	return false
}

// nameAtEnd finds the person's name at the end of what hangs on a bare title:
// "Minister of Education Stefania Giannini", "CEO of the Refugee Council Enver
// Solomon". A bare title in the singular is always followed by a name.
func (d *doc) nameAtEnd(p phrase) int {
	f := p.end - 2
	if p.sort == name && p.namedFrom > p.core {
		return p.namedFrom
	}
	if f < p.core || !d.nameLike(f) || !d.nameLike(f+1) {
		return 0
	}
	if d.lex.given(d.lower(f)) != unsaid {
		return f
	}
	for i := f; i < p.end; i++ {
		if d.toks[i].proper != nil || d.is(i, cBody) {
			return 0
		}
	}
	return f
}

// skipAccess returns the token before the preposition or participle that ends
// at p and joins a noun phrase to the one before: of, in, familiar with, briefed
// on, investigating. It returns p where there is none.
func (c *clauses) skipAccess(p int) int {
	k := p
	if !c.has(p) || c.quoted(p) || !c.toks[p].kind.isWord() {
		return p
	}
	if c.lower(p) == "as" && p-1 > c.s.first && c.lower(p-1) == "known" {
		return p - 2 // the rebel group known as the March Front
	}
	if c.outsiders(p) {
		return p
	}
	if c.lower(k) == "off" && c.participle(k-1) { // drivers coming off the shift
		k--
	} else if c.is(k, cPreposition) && !c.is(k, cRelative) && c.lower(k) != "after" && c.lower(k) != "until" && c.lower(k) != "since" && c.lower(k) != "like" {
		k--
	} else if !c.participle(k) {
		return p
	}
	for k > c.s.first && c.toks[k].kind.isWord() && !c.quoted(k) && c.phraseOf(k) < 0 &&
		(c.lower(k) == "be" || c.lower(k) == "to" || c.lower(k) == "not" || c.is(k, cAccess) || c.participle(k) || c.is(k, cAdverb) || strings.HasSuffix(c.str(k), "ly")) {
		k--
	}
	return k
}

// outsiders reports "outside" at i where it stands for an adjective: outside experts.
func (c *clauses) outsiders(i int) bool {
	return i == c.s.first && c.lower(i) == "outside" && c.is(i+1, cHuman) && c.is(i+1, cPlural)
}

// participle reports an unknown or reporting -ing or -ed form.
func (c *clauses) participle(k int) bool {
	if !c.has(k) || c.phraseOf(k) >= 0 || !c.toks[k].kind.isWord() {
		return false
	}
	w := c.str(k)
	if c.is(k, cPastPart) {
		return true
	}
	if c.is(k, cLight) && !c.is(k, cAccess) {
		return false
	}
	if c.is(k, cVerb) && c.toks[k].word.forms&fPast != 0 && !c.is(k, cAccess) && c.lower(k+1) != "by" {
		return false // "The paper reported officials had said": the main verb
	}
	return strings.HasSuffix(w, "ing") && len(w) > 4 && !strings.HasSuffix(w, "thing") || strings.HasSuffix(w, "ed") && len(w) > 3 && !c.is(k, cAux) || c.is(k, cAccess)
}

// participleSubject finds whom "saying", "accusing", "with … claiming" are about.
func (c *clauses) participleSubject(v int) (subject, bool) {
	j := v - 1
	for j >= c.s.first && (c.is(j, cAdverb|cConjunction) || c.lower(j) == "while" || c.lower(j) == "whilst" || c.lower(j) == "by") && !c.quoted(j) {
		j--
	}
	if j < c.s.first {
		return c.mainSubject(v)
	}
	if c.punct(j, prose.Comma) {
		if s, ok := c.hadSaid(j, v); ok {
			return s, true
		}
	}
	switch c.lower(j) {
	case "from", "of", "for", "about", "on", "against", "at", "to", "like", "than":
		return subject{}, false // "barred from claiming asylum"
	case "avoid", "avoids", "avoided", "avoiding", "stopped", "without", "resisted":
		return subject{}, false // "has avoided calling for war"
	}
	if n := c.phraseOf(j); n >= 0 && c.phrases[n].end == v && c.lower(c.phrases[n].first-1) != "to" {
		p := c.phrases[n]
		with := p.first > c.s.first && c.lower(p.first-1) == "with"
		comma := p.first > c.s.first && (c.punct(p.first-1, prose.Comma) || c.lower(p.first-1) == "and")
		switch {
		case p.sort == document && p.first-1 == c.s.first && c.lower(c.s.first) == "in":
			// In a statement announcing the sale, the firm said
			for k := v; k < c.s.end; k++ {
				if c.punct(k, prose.Comma) && !c.quoted(k) {
					if m := c.phraseOf(k + 1); m >= 0 && c.phrases[m].first == k+1 && c.couldSpeak(c.phrases[m]) {
						return subject{phrase: c.phrases[m], from: k + 1, to: c.phrases[m].end, rule: "participle"}, true
					}
				}
			}
			return subject{}, false
		case c.issued(p):
			if s, ok := c.issuer(p); ok { // the union put out a statement saying
				s.rule = "participle"
				return s, true
			}
		case p.sort == body && p.det == bare && (c.lower(p.first-1) == "of" || c.lower(p.first-1) == "in" || c.lower(p.first-1) == "near") && c.onlyNamed(p):
			// a ceremony in the town of Osk welcoming the troops
		case with, (p.sort == body || p.sort == document) && (p.det != bare || p.sort == body), comma && (p.sort == name || p.sort == person):
			return subject{phrase: p, from: p.first, to: p.end, rule: "participle"}, true
		}
	}
	s, ok := c.mainSubject(v)
	s.rule = "participle"
	return s, ok
}

// hadSaid is who said what stands before, and goes on with the verb v, where the comma
// at i ends the words for that: It is dead, said Ben Stone of the union, noting that it
// had no votes.
func (c *clauses) hadSaid(i, v int) (subject, bool) {
	if len(c.earlier) == 0 {
		return subject{}, false
	}
	q := &c.earlier[len(c.earlier)-1]
	at := max(q.end, q.who.to)
	if q.before.Len() == 0 || q.after.Len() > 0 || at > i || c.commaAfter(at, i) > 0 {
		return subject{}, false
	}
	for k := at; k < i; k++ {
		if c.is(k, cVerb|cAux|cRelative) {
			return subject{}, false
		}
	}
	if q.who.from < q.at && c.lower(v) != "adding" {
		if p, ok := c.mainSubject(i); ok && (p.sort == name || p.sort == person || p.sort == pronoun) {
			return subject{}, false // Holm stood firm, sources said, insisting it was safe
		}
	}
	s := q.who
	s.rule = "participle"
	return s, true
}

// mainSubject is the subject of the clause that a participle hangs on: before it
// where one stands there, else after its comma.
func (c *clauses) mainSubject(v int) (subject, bool) {
	if s, ok := c.clauseSubject(v); ok && s.to <= v {
		return s, true
	}
	for k := v; k < c.s.end-1; k++ {
		if c.punct(k, prose.Comma) && !c.quoted(k) {
			if n := c.phraseOf(k + 1); n >= 0 && c.phrases[n].first == k+1 && c.couldSpeak(c.phrases[n]) {
				p := c.phrases[n]
				s := subject{phrase: p, from: p.first, to: p.end}
				if p.sort == person && !p.plural {
					// "Confirming it, the chairman of the council, Ada Holm, said"
					j := c.attachments(p.end)
					if m := c.phraseOf(j + 1); m >= 0 && c.punct(j, prose.Comma) && c.phrases[m].sort == name && c.phrases[m].first == j+1 {
						s.phrase, s.to = c.phrases[m], c.phrases[m].end
					}
				}
				return s, true
			}
		}
	}
	return subject{}, false
}
