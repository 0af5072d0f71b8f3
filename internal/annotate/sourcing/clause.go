package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// clauses finds the noun phrases of sentences and the subjects of their verbs.
// It is a reader of newspaper English, not a parser: it knows the few shapes in
// which a source stands beside the verb that reports.
type clauses struct {
	*doc
	phrases  []phrase  // of all sentences
	promises []promise // likewise
	cues     []cue     // likewise
	earlier  []cue     // those of the sentence, while its later ones are looked for

	s     sentence     // that is being read
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
func (c *clauses) begin(s sentence, terms []promise) { c.s, c.terms = s, terms }

// end forgets the story.
func (c *clauses) end() {
	c.phrases, c.promises, c.cues = c.phrases[:0], c.promises[:0], c.cues[:0]
	c.s, c.terms = sentence{}, nil
}

// phraseOf returns the index of the phrase that token i is part of, or -1.
func (c *clauses) phraseOf(i int) int {
	if i < c.s.first || i >= c.s.end {
		return -1
	}
	return int(c.toks[i].phrase) - 1
}

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
		switch {
		case c.quoted(j) || !t.kind.isWord():
			if t.kind == kind(prose.Number) {
				break
			}
			return j
		case t.word.is(cAux|cNegation|cAdverb) && !t.word.is(cPronoun|cHuman) && c.phraseOf(j) < 0 && !(t.capital && j > c.s.first && !c.startsSentence(j)):
			j--
			continue
		case c.sinceThen(j), c.allOfThem(j), c.lower(j) == "first" && c.phraseOf(j) < 0, t.word.is(cPronoun) && strings.HasSuffix(c.lower(j), "self"), c.lower(j) == "themselves":
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
		if p.first > j || j >= max(p.end, p.whyTokens.End) || c.lower(p.first-1) != "who" {
			continue
		}
		if s, ok := c.antecedent(p.first - 1); ok {
			s.to, s.rule = j+1, "over a relative clause"
			return s, true
		}
	}
	return subject{}, false
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

// bareOffice reports the phrase at i as what somebody is, who has been named: curator.
func (c *clauses) bareOffice(i int) bool {
	n := c.phraseOf(i)
	return n >= 0 && c.phrases[n].sort == person && c.phrases[n].det == bare && !c.phrases[n].plural
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
	if c.is(k, cPreposition) && !c.is(k, cRelative) && c.lower(k) != "after" && c.lower(k) != "until" && c.lower(k) != "since" && c.lower(k) != "like" {
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
	if c.is(k, cVerb) && c.toks[k].word.forms&fPast != 0 && !c.is(k, cAccess) {
		return false // "The paper reported officials had said": the main verb
	}
	return strings.HasSuffix(w, "ing") && len(w) > 4 || strings.HasSuffix(w, "ed") && len(w) > 3 && !c.is(k, cAux) || c.is(k, cAccess)
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
		if s, ok := c.chain(k-1, "over a parenthesis"); ok && c.couldSpeak(s.phrase) && (s.sort != pronoun || s.count > 1 && s.det == definite || s.ordinal > 0 && s.det == indefinite) && (s.from == c.s.first || !c.is(s.from-1, cRelative)) && !c.namesThing(s) {
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
	return c.chain(j-1, "subject")
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
				if j := i + 1; j < v && c.phraseOf(j) >= 0 {
					i = c.phrases[c.phraseOf(j)].end
					continue
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
				if m := c.phraseOf(j + 1); m >= 0 && c.phrases[m].sort == name && c.phrases[m].first == j+1 {
					s.phrase, s.to = c.phrases[m], c.phrases[m].end
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
