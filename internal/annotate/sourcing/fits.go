package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// saysOfItself reports "it would", "it was looking into" at i, where a body speaks of
// itself; "it was late" anybody may say.
func (c *clauses) saysOfItself(i int) bool {
	if c.lower(i) != "it" || !c.finiteAfter(i+1) {
		return false
	}
	if c.is(i+1, cBe) {
		return c.ing(min(i+2, c.s.end-1))
	}
	return true
}

// fits reports whether what follows at rest is content of the verb, and where it
// begins.
func (c *clauses) fits(q *cue, rest int, g verbGroup) (bool, int) {
	u := q.verb.uses
	at := rest
	if at >= c.s.end {
		return u&useAny != 0, at
	}
	if c.decides(q) {
		return false, at
	}
	low := c.lower(at)
	comma := c.punct(at, prose.Comma, prose.Colon)
	if comma && at+1 < c.s.end && c.opensQuote(at+1) && u&(useQuote|useAny) != 0 {
		return true, at + 1
	}
	if c.punct(at, prose.Comma) && at+2 < c.s.end && u&(useThat|useAny) != 0 {
		// "said, however, that"; "said in March, before the vote, that"
		for k := at + 1; k < min(at+12, c.s.end-1); k++ {
			if c.punct(k, prose.Comma) && c.lower(k+1) == "that" {
				return true, k + 2
			}
		}
	}
	if q.end < c.s.end && len(q.verb.preps) > 0 && !c.calledIn(q) {
		// The preposition directly after the verb, or after its listener.
		for _, p := range []int{q.end, at} {
			if p < c.s.end && slices.Contains(q.verb.preps, c.lower(p)) && !c.quoted(p) && p+1 < c.s.end {
				if c.lower(p) == "to" && c.phraseOf(p+1) < 0 && !c.ing(p+1) || c.lower(p) == "for" && c.lower(p+1) == "privacy" || q.verb.lemma == "agree" && (c.interview(p+1) || c.lower(p) == "on" && !c.onePoint(p+1)) {
					continue // has asked for privacy, agreed to an interview: said nothing yet
				}
				return true, p
			}
		}
	}
	switch {
	case u&useAny != 0:
		if c.closesHere(at) {
			return false, at
		}
		if low == "that" {
			return true, c.afterThat(at)
		}
		return !c.nothing(at), at
	case u&(useThat|useThatOnly) != 0 && low == "that" && !c.quoted(at) && !c.stops(at+1):
		return true, c.afterThat(at)
	case u&useThat != 0 && low == "to" && at > q.end && u&useTo == 0 && !c.is(at+1, cVerb):
		// argues in a motion to suppress them that; but not: wrote to ask that
		for k := at + 2; k < min(at+8, c.s.end-1) && !c.quoted(k); k++ {
			if c.lower(k) == "that" && c.phraseOf(k+1) >= 0 {
				return true, c.afterThat(k)
			}
		}
		return false, at
	case u&useQuote != 0 && c.opensQuote(at):
		return true, at
	case u&useTo != 0 && low == "to" && at+1 < c.s.end && c.toks[at+1].kind.isWord():
		return true, at
	case u&useTo != 0 && u&useWhom != 0 && at > q.end && low == "not" && c.lower(at+1) == "to":
		return true, at // asked them not to leave
	case q.verb.lemma == "recall" && at == q.end && c.ing(at):
		return true, at // recalled being told
	case u&useWh != 0 && c.questionWord(at):
		return true, at
	case u&useThat != 0 && c.bareClause(at) && !(u&useWeak != 0 && (c.sharedVerb(at) || c.punct(at-1, prose.Comma))):
		return true, at
	}
	for _, after := range q.verb.after {
		if k := c.wordAfterThing(q.end, after); k > 0 && !(q.verb.lemma == "identify" && strings.Contains(c.lower(q.end), "sel")) {
			return true, q.end
		}
		if after == "as" && q.end < c.s.end && c.lower(q.end) == "as" && !c.punct(c.beforeVerb(q.at), prose.Comma, prose.Dash) {
			return true, q.end // a number the mayor dismissed as “guesswork”
		}
	}
	if u&(useSpeech|useSpeechOf) != 0 && (g.form != fIng || u&useSpeech != 0) && c.tells(q.end, u&useSpeech == 0) && !(q.verb.lemma == "dismiss" && c.judged(q)) {
		return true, q.end
	}
	if u&useThing != 0 && c.thing(q.end) && !c.merelyDone(q) && !(q.verb.lemma == "report" && c.reportedTo(q.end)) && !(g.ongoing && (q.verb.lemma == "demand" || q.verb.lemma == "defend")) && !g.with {
		return true, q.end
	}
	if u&useLabel != 0 && (c.label(q.end) || c.calledWhat(q)) {
		return true, q.end
	}
	if u&useQuote != 0 && c.quoteSoon(q.end) {
		return true, q.end
	}
	return false, at
}

// interview reports a noun phrase at i for a conversation with the paper.
func (c *clauses) interview(i int) bool {
	n := c.phraseOf(i)
	return n >= 0 && strings.HasPrefix(c.lower(c.phrases[n].head), "interview")
}

// calledIn reports "called in an air strike for help", which calls nobody to anything;
// "called in a statement for calm" does.
func (c *clauses) calledIn(q *cue) bool {
	if q.verb.lemma != "call" || c.lower(q.end) != "in" {
		return false
	}
	n := c.phraseOf(q.end + 1)
	return n >= 0 && !c.is(c.phrases[n].head, cDocument|cTime) && !c.toks[c.phrases[n].head].capital
}

// afterThat is where the clause after "that" begins; an insertion may follow it.
func (c *clauses) afterThat(i int) int {
	if c.finiteAfter(i + 1) {
		return i // says that is fair
	}
	i++
	if i < c.s.end && c.punct(i, prose.Comma) {
		i++
	}
	return i
}

// nothing reports "said nothing", "said little", "said so".
func (c *clauses) nothing(i int) bool {
	switch c.lower(i) {
	case "nothing", "little", "so", "much", "more":
		return i+1 >= c.s.end || !c.toks[i+1].kind.isWord() || c.is(i+1, cPreposition|cConjunction)
	}
	return false
}

func (c *clauses) ing(i int) bool {
	w := c.str(i)
	return strings.HasSuffix(w, "ing") && len(w) > 4
}

func (c *clauses) opensQuote(i int) bool {
	q := c.toks[i].quote
	return q != 0 && c.quotes[q-1].first == i
}

func (c *clauses) questionWord(i int) bool {
	switch c.lower(i) {
	case "whether", "how", "why", "what", "who", "when", "where", "if", "which":
		return !c.quoted(i)
	}
	return false
}

// closesHere reports whether nothing more is said at i: the sentence, or the
// inserted "he said", ends.
func (c *clauses) closesHere(i int) bool {
	return i >= c.s.end || c.punct(i, prose.Stop, prose.Comma, prose.Semicolon, prose.RightParen, prose.Dash) ||
		c.punct(i, prose.Close) || c.is(i, cConjunction|cSubordinator) && !c.questionWord(i) && c.lower(i) != "so"
}

// stops reports whether a mark that ends the clause stands at i.
func (c *clauses) stops(i int) bool {
	return i >= c.s.end || c.punct(i, prose.Stop, prose.Comma, prose.Semicolon, prose.RightParen)
}

// bareClause reports a clause without "that": a noun phrase and later a verb.
func (c *clauses) bareClause(i int) bool {
	n := c.phraseOf(i)
	if n < 0 {
		return c.lower(i) == "there"
	}
	if c.phrases[n].first != i || c.objective(i) {
		return false
	}
	if k := c.phrases[n].end; c.subjective(i) && k == i+1 && k < c.s.end && c.toks[k].kind == kind(prose.Word) && !c.toks[k].capital && !c.is(k, cFunction) && !c.quoted(k) {
		return true // has indicated he seeks closer ties
	}
	relative := false // a clause about the noun, with a verb of its own
	for k := c.phrases[n].end; k < c.s.end && k < c.phrases[n].end+25; k++ {
		switch {
		case c.punct(k, prose.Stop, prose.Semicolon):
			return false
		case c.is(k, cRelative) && !c.quoted(k) && !c.is(k-1, cPreposition):
			relative = true
		case relative && c.phraseOf(k) < 0 && c.finite(k):
			end := c.groupEnd(k)
			relative = c.is(k, cCue|cVerb) && c.is(end, cAux) // a ridge that nobody believed was there
			k = end - 1
		case c.phraseOf(k) >= 0 || c.quoted(k):
			continue
		case c.is(k, cSubordinator) && !c.is(k, cPreposition):
			return false
		case c.is(k, cAux|cLight) || c.is(k, cVerb) && c.toks[k].word.forms&fPast != 0:
			if !c.is(k, cAux) && (c.lower(k-1) == "to" || c.is(k-1, cPronoun) && c.is(k-2, cVerb|cLight|cPreposition)) {
				continue // letting him go
			}
			return c.lower(k) != "being" && c.lower(k) != "having"
		case strings.HasSuffix(c.str(k), "ed") && k == c.phrases[n].end && !c.is(k+1, cPreposition):
			return true
		}
	}
	return false
}

// subjective reports a pronoun at i that can only be a subject.
func (c *clauses) subjective(i int) bool {
	switch c.lower(i) {
	case "he", "she", "they", "we", "i":
		return true
	}
	return false
}

// objective reports a pronoun at i that can be no subject.
func (c *clauses) objective(i int) bool {
	switch c.lower(i) {
	case "him", "them", "us", "me":
		return true
	}
	return false
}

// merelyDone reports a verb with a thing for its object that tells of an act and not
// of words: once they had acknowledged receipt; declared three days of mourning; that
// the laboratory reported a finding.
func (c *clauses) merelyDone(q *cue) bool {
	if q.verb.lemma == "acknowledge" && c.lower(q.end) == "receipt" {
		return true
	}
	if q.verb.lemma == "declare" {
		for k := q.end; k < c.s.end && k < q.end+5; k++ {
			switch c.lower(k) {
			case "emergency", "war", "mourning", "holiday", "curfew", "bankruptcy", "dividend":
				return true
			}
		}
	}
	if q.verb.lemma != "report" {
		return false
	}
	if c.lower(q.at-1) == "first" {
		return true // The Courier first reported the talks: a credit
	}
	s, ok := c.chain(c.beforeVerb(q.at), "")
	return ok && c.lower(s.from-1) == "that" && s.from-1 > c.s.first
}

// decides reports that what is denied or rejected is what somebody has applied for: an
// asylum request, his appeal; denied him entry.
func (c *clauses) decides(q *cue) bool {
	switch q.verb.lemma {
	case "deny", "reject", "refuse":
	default:
		return false
	}
	n := c.phraseOf(q.end)
	if n < 0 || c.phrases[n].first != q.end || c.lower(c.phrases[n].end) == "as" {
		return false
	}
	p := c.phrases[n]
	if next := c.phraseOf(p.end); p.sort != other && p.sort != document && next >= 0 && c.phrases[next].first == p.end {
		p = c.phrases[next]
	}
	if c.is(p.end, cAux) {
		return false // denied visas were sold
	}
	switch strings.TrimSuffix(c.lower(p.head), "s") {
	case "application", "request", "appeal", "plea", "petition", "motion", "visa", "permit", "licence", "license", "bail", "asylum", "parole", "permission", "entry", "access", "waiver", "extension", "clemency":
		return true
	}
	return false
}

// reportedTo reports "reported the incident to the committee": an act, not news.
func (c *clauses) reportedTo(i int) bool {
	n := c.phraseOf(i)
	return n >= 0 && c.phrases[n].end+1 < c.s.end && c.lower(c.phrases[n].end) == "to" && c.phraseOf(c.phrases[n].end+1) >= 0
}

// sharedVerb reports that the first verb after the noun phrase at i belongs to who
// spoke: "posted a picture of a suitcase and took it down".
func (c *clauses) sharedVerb(i int) bool {
	n := c.phraseOf(i)
	for k := i; n >= 0 && k+1 < c.s.end; k++ {
		if c.phraseOf(k) < 0 && c.finiteAfter(k) {
			return k > i && c.is(k-1, cConjunction)
		}
	}
	return false
}

// thing reports a noun phrase at i that something can be said of.
func (c *clauses) thing(i int) bool {
	if c.is(i, cTime) && !c.toks[i].capital && c.lower(i+1) == "of" && i+2 < c.s.end {
		return true // described weeks of confusion
	}
	for i < c.s.end && (c.is(i, cTime) || c.toks[i].kind == kind(prose.Number) && c.is(i-1, cTime) || c.is(i, cAdverb) && !c.is(i, cPronoun)) && c.phraseOf(i) < 0 {
		i++
	}
	if i+1 < c.s.end && c.is(i, cApprox) && (c.toks[i+1].kind == kind(prose.Number) || c.is(i+1, cCounted)) {
		return true // about 2,300 addresses
	}
	if i+2 < c.s.end && (c.lower(i) == "at" && (c.lower(i+1) == "least" || c.lower(i+1) == "most") || c.lower(i+1) == "than" && (c.lower(i) == "more" || c.lower(i) == "fewer" || c.lower(i) == "less")) {
		return c.toks[i+2].kind == kind(prose.Number) || c.is(i+2, cCounted|cApprox|cQuantifier|cIndefinite)
	}
	if i >= c.s.end {
		return false
	}
	if n := c.phraseOf(i); n >= 0 {
		return c.phrases[n].first == i
	}
	return c.opensQuote(i) || c.ing(i) || c.lower(i) == "that" || c.is(i, cQuantifier|cDeterminer)
}

// wordAfterThing finds the word after a noun phrase at i: accused her *of*.
func (c *clauses) wordAfterThing(i int, word string) int {
	if !c.thing(i) {
		return 0
	}
	for k := i + 1; k < c.s.end && k < i+24; k++ {
		if c.quoted(k) {
			continue
		}
		if c.punct(k, prose.Stop, prose.Semicolon) {
			return 0
		}
		if n := c.phraseOf(k); c.lower(k) == word && (n < 0 || c.phrases[n].first == k) && !slices.ContainsFunc(c.terms, func(p promise) bool { return p.clause <= k && k < p.end }) {
			return k
		}
	}
	return 0
}

// label reports "called it a lie", "called the plan “…”", "called the decision
// ill-considered".
func (c *clauses) label(i int) bool {
	if i >= c.s.end {
		return false
	}
	if c.quoteSoon(i) {
		return true
	}
	if strings.HasSuffix(c.lower(i), "self") || c.lower(i) == "themselves" {
		return false // the group, which calls itself the March Front
	}
	n := c.phraseOf(i)
	if n < 0 || c.phrases[n].first != i {
		return c.ing(i)
	}
	p := c.phrases[n]
	if p.end-p.core >= 2 && p.det != bare && (c.adjective(p.end-1) || c.judging(p.end-1)) {
		return true
	}
	if p.end >= c.s.end || c.quoted(p.end) {
		return false
	}
	if m := c.phraseOf(p.end); m >= 0 && c.phrases[m].first == p.end {
		return c.phrases[m].det == indefinite || p.sort == pronoun || c.phrases[m].end < c.s.end && c.phrases[m].det == bare && !c.toks[c.phrases[m].first].capital
	}
	if c.ing(p.end) && (p.end+1 >= c.s.end || c.punct(p.end+1, prose.Stop, prose.Comma) || c.is(p.end+1, cConjunction)) {
		return true // called the results promising but early
	}
	return p.sort == pronoun && c.toks[p.end].kind.isWord() && !c.is(p.end, cPreposition|cConjunction|cAdverb|cTime) || c.adjective(p.end) && c.lower(p.end) != "said"
}

// calledWhat reports "what the club called a minor problem", where the name stands before
// the verb's subject.
func (c *clauses) calledWhat(q *cue) bool {
	n, m := c.phraseOf(q.at-1), c.phraseOf(q.end)
	if n < 0 || m < 0 || c.phrases[n].end != q.at || c.phrases[m].first != q.end || c.toks[q.at].word.forms&(fPast|fS) == 0 {
		return false // what scientists call a supermoon
	}
	if what := c.phrases[m]; what.det != indefinite && (what.det != bare || !what.plural) || c.toks[what.head].capital {
		return false // what the prison called the annex: a name
	}
	first := c.phrases[n].first
	return first > c.s.first && c.lower(first-1) == "what" && !c.quoted(first-1)
}

// judging reports an unknown word that ends like an adjective: baseless, laughable.
func (c *clauses) judging(i int) bool {
	w := c.str(i)
	if !c.toks[i].word.unlisted() || c.toks[i].capital {
		return false
	}
	switch w {
	case "premature", "unfair", "wrong", "weak", "strong", "false", "absurd", "unjust", "sad", "brave", "insane", "unsafe", "hollow", "grim", "bizarre", "hypocritical", "cruel", "inhumane", "obscene", "timid", "dead", "alive":
		return true
	}
	for _, e := range [...]string{"less", "able", "ible", "ful", "ous", "ent", "ant", "ate", "ary", "ory", "some"} {
		if strings.HasSuffix(w, e) && len(w) > len(e)+2 {
			return true
		}
	}
	return false
}

// quoteSoon reports whether a quotation opens in the same clause after i.
func (c *clauses) quoteSoon(i int) bool {
	if !c.s.quoted {
		return false
	}
	for k := i; k < c.s.end && k < i+30; k++ {
		if c.opensQuote(k) {
			return true
		}
		if c.punct(k, prose.Colon) && k+1 < c.s.end && c.opensQuote(k+1) {
			return true
		}
		if c.punct(k, prose.Stop, prose.Semicolon, prose.Colon) || k > i && c.is(k, cVerb) && c.phraseOf(k) < 0 && c.toks[k].word.forms&fPast != 0 {
			return false
		}
	}
	return false
}

// paper reports whether the source of show, find, give is one that can: a
// document, a body, researchers.
func (c *clauses) paper(q *cue, rest int) bool {
	switch q.who.sort {
	case document:
		return q.verb.lemma != "show" || c.toks[q.who.head].word.kind != "recording" || rest < c.s.end && c.lower(rest) == "that"
	case pronoun:
		inserted := c.stops(rest) && c.punct(q.who.from-1, prose.Comma) // Guards were underpaid, it found.
		if c.lower(q.who.head) != "it" {
			return false
		}
		if inserted || rest < c.s.end && (c.lower(rest) == "that" || c.quoteSoon(rest)) {
			return true
		}
		q.ofPaper = q.who.first == c.s.first && q.verb.uses&useThing != 0 && q.verb.lemma != "find"
		return q.ofPaper // It lists 12 cracks
	case body:
		return q.verb.lemma == "find" && (c.finder(q.who.head) || rest < c.s.end && c.lower(rest) == "that" || c.stops(rest) && q.who.from > c.s.first && c.punct(q.who.from-1, prose.Comma))
	case person:
		return q.verb.lemma == "find" && (q.who.plural && rest < c.s.end && c.lower(rest) == "that" && c.inquires(q.who.head) || c.finder(q.who.head))
	}
	return false
}

// finder reports those whose office it is to find: what they find they write down.
func (c *clauses) finder(i int) bool {
	switch c.lower(i) {
	case "coroner", "inquest", "inquiry", "tribunal", "arbitrator", "ombudsman", "auditor", "auditors", "pathologist":
		return true
	}
	return false
}

// inquires reports people whose findings are what they report.
func (c *clauses) inquires(i int) bool {
	switch w := c.toks[i].word; w.lemma {
	case "researcher", "author", "investigator", "auditor", "inspector", "reviewer", "examiner", "doctor", "physician", "engineer", "monitor", "observer",
		"expert", "analyst", "official", "detective", "juror", "academic", "scholar", "professor", "prosecutor", "judge":
		return true
	default:
		return strings.HasSuffix(w.lemma, "ist")
	}
}
