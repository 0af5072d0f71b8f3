package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// cue is a place where the story reports.
type cue struct {
	at         int // the verb, or the first word of "according to"
	first, end int // the words of the cue
	verb       *verb
	who        subject
	inner      *subject   // whom the source quotes in turn
	before     prose.Span // the content on the left; empty where there is none
	after      prose.Span // the content on the right, likewise
	right      int        // first token of the content on the right, 0 for none
	rightEnd   int        // end of that content
	rule       string     // which rule found it
	strong     bool       // the verb only ever reports
	belief     bool       // no report by itself: they expect
}

// reports reports whether the cue has content.
func (q *cue) reports() bool { return q.before.Len() > 0 || q.after.Len() > 0 }

// readCues finds the cues of the sentence, in order, and adds them to those of the
// story.
func (c *clauses) readCues() {
	skip := c.masked()
	before := len(c.cues)
	found := c.cues
	toks := c.toks[:c.s.end]
	for i := c.s.first; i < len(toks); i++ {
		t := &toks[i]
		colon := t.kind == kind(prose.Colon)
		if !colon && t.roles&reports == 0 || c.quoted(i) || within(skip, i) {
			continue
		}
		c.earlier = found[before:]
		found = extend(found)
		q, ok := &found[len(found)-1], false
		switch {
		case colon:
			*q, ok = c.colonCue(i)
		case c.is(i, cVerb) && c.phraseOf(i) < 0:
			ok = c.verbCue(q, i, skip)
		case c.is(i, cLight) && c.is(i, cCue):
			*q, ok = c.beliefCue(i)
		case c.is(i, cCue):
			*q, ok = c.phraseCue(i)
		}
		if !ok {
			found = found[:len(found)-1]
			continue
		}
		c.inOwnVoice(q)
		if c.retold(found[before:]) {
			found = found[:len(found)-1]
			continue
		}
		i = max(i, q.end-1)
	}
	if len(found) == before {
		if q, ok := c.viewCue(); ok {
			found = append(found, q)
		}
	}
	c.bound(found[before:])
	c.cues = found
}

func within(spans []prose.Span, i int) bool {
	for _, s := range spans {
		if s.Start <= i && i < s.End {
			return true
		}
	}
	return false
}

// verbCue decides whether the verb at v reports, and fills in who, and what.
func (c *clauses) verbCue(q *cue, v int, skip []prose.Span) bool {
	w := c.toks[v].word
	group := c.group(v)
	if group.barred {
		return false
	}
	if group.passive {
		var ok bool
		*q, ok = c.passiveCue(v, group)
		return ok
	}
	if c.wasAsked(v) || c.esteemed(v) {
		return false
	}
	for _, verb := range w.verbs {
		end := v + 1
		if verb.particle != "" {
			n := c.follows(end, verb.particle)
			if n == 0 {
				continue
			}
			end += n
		}
		*q = cue{at: v, first: v, end: end, verb: verb, rule: verb.rule, strong: verb.uses&(useAny|useWhom) != 0}
		if c.fill(q, group, skip) {
			return true
		}
	}
	return false
}

// esteemed reports a participle that only says how great its noun is: the most cited
// scholar, a widely quoted speech.
func (c *clauses) esteemed(v int) bool {
	switch c.lower(v - 1) {
	case "most", "least", "best", "widely", "frequently", "often", "much", "heavily":
	default:
		return false
	}
	if !c.is(v-2, cDeterminer|cIndefinite|cPossessive|cOrdinal) && !c.punct(v-2, prose.Possessive) && !strings.HasSuffix(c.lower(v-2), "th") {
		return false // officials often cited costs
	}
	n := c.phraseOf(v + 1)
	return n >= 0 && c.phrases[n].first == v+1 && c.phrases[n].det == bare && c.phrases[n].sort != pronoun && !c.toks[v+1].capital
}

// wasAsked reports the participle of "An agent, asked how many there were, shook his
// head": somebody else asked.
func (c *clauses) wasAsked(v int) bool {
	switch c.lower(v) {
	case "asked", "pressed", "told", "warned", "urged":
	default:
		return false
	}
	if v-2 < c.s.first || !c.punct(v-1, prose.Comma) {
		return false
	}
	n := c.phraseOf(v - 2)
	if n < 0 && !c.is(v-2, cTime|cAdverb) || n >= 0 && c.phrases[n].sort == pronoun {
		return false
	}
	if c.commaAfter(c.s.first, v-1) > 0 {
		return false // the comma closes what was inserted
	}
	end := c.commaAfter(v+1, c.s.end)
	next := end + 1
	return end > 0 && next < c.s.end && !c.opensQuote(v+1) && c.toks[next].kind == kind(prose.Word) && !c.toks[next].capital &&
		!c.is(next, cConjunction|cSubordinator|cPreposition|cDeterminer|cPossessive|cRelative|cPronoun|cAdverb)
}

// follows reports how many tokens at i are the words of particle (it_be_known);
// 0 where they are not.
func (c *clauses) follows(i int, particle string) int {
	n := 0
	for w := range strings.SplitSeq(particle, "_") {
		if i+n >= c.s.end || c.lower(i+n) != w || c.quoted(i+n) {
			return 0
		}
		n++
	}
	return n
}

// fill finds the source and the content of a verb's report, and whether the verb
// reports at all.
func (c *clauses) fill(q *cue, g verbGroup, skip []prose.Span) bool {
	rest := c.rest(q, skip)
	left := c.leftQuote(g.first)
	fits, contentAt := c.fits(q, rest, g)
	var ok bool
	switch {
	case g.form == fIng:
		if !fits || q.verb.lemma == "claim" && c.lower(q.end) == "to" && c.phraseOf(q.at-1) >= 0 && c.lower(c.phrases[c.phraseOf(q.at-1)].first-1) != "with" {
			return false // someone claiming to have the files
		}
		q.who, ok = c.participleSubject(q.at)
	default:
		q.who, ok = c.inverted(q, left)
		if ok {
			if q.verb.uses&(useQuote|useAny|useThat) == 0 {
				return false
			}
			return c.invertedContent(q)
		}
		q.who, ok = c.subjectOf(q.at)
		c.whoseRemarks(&q.who)
	}
	if ok && q.verb.lemma == "ask" && q.who.sort == other && !q.who.plural && left == 0 && c.questionWord(rest) {
		return false // the song asks what it means to be free
	}
	if !ok || !c.couldSpeak(q.who.phrase) && !q.strong && !(left > 0 && q.verb.uses&useQuote != 0) {
		return false
	}
	before := c.contentBefore(q)
	if !fits && c.relativeObject(q) {
		return true
	}
	if !fits {
		// "…, Vane countered." and “…,” she snapped: what is said stands before.
		beside := q.verb.uses&(useQuote|useAny) != 0 && c.endsQuoted(before) // “…,” he told reporters aboard the plane
		if before.Len() == 0 || !c.closesHere(rest) && !beside {
			return false
		}
		if q.verb.uses&(useThat|useAny) == 0 && !(q.verb.uses&useQuote != 0 && c.endsQuoted(before)) {
			return false
		}
	}
	if q.verb.uses&usePaper != 0 && !c.paper(q, rest) {
		return false
	}
	added := before.Len() > 0 && c.closesHere(rest) && !c.quoted(q.who.from-1) // Trains will run, the firm added.
	if q.verb.uses&useWeak != 0 && !added && !c.direct(before, rest) && !q.who.sure && !(contentAt > 0 && contentAt <= c.s.end && c.lower(contentAt-1) == "that") {
		return false
	}
	if p := &q.who.phrase; fits && p.sort == name && p.namedFrom == p.core && contentAt < c.s.end && c.saysOfItself(contentAt) && !c.surnameAt(p.end-1) && c.toks[p.end-1].seen&seenAlone == 0 && c.lex.given(c.lower(p.core)) == unsaid && !c.somebody(*p) {
		p.sort = body // "Curva Nord said it would judge them"
	}
	if fits && contentAt < c.s.end && (!c.closesHere(contentAt) || c.lower(contentAt) == "as" && slices.Contains(q.verb.after, "as")) {
		q.right, q.rightEnd = contentAt, c.s.end
		if before.Len() > 0 && (c.endsQuoted(before) || c.punct(rest, prose.Comma)) {
			q.before = before
		}
		return true
	}
	if before.Len() == 0 {
		return false
	}
	q.before = before
	if right := c.resumes(rest); right > 0 {
		q.right, q.rightEnd = right, c.s.end
	}
	return true
}

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
	case u&useThat != 0 && c.bareClause(at) && !(u&useWeak != 0 && c.sharedVerb(at)):
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
	if u&useThing != 0 && c.thing(q.end) && !c.merelyDone(q) && !(q.verb.lemma == "report" && c.reportedTo(q.end)) && !(g.ongoing && q.verb.lemma == "demand") && !g.with {
		return true, q.end
	}
	if u&useLabel != 0 && c.label(q.end) {
		return true, q.end
	}
	if u&useQuote != 0 && c.quoteSoon(q.end) {
		return true, q.end
	}
	return false, at
}

// onePoint reports "one thing:" at i, of which the words after the colon tell.
func (c *clauses) onePoint(i int) bool {
	n := c.phraseOf(i)
	if n < 0 {
		return c.punct(i+1, prose.Colon) // agreed on this: …
	}
	end := c.phrases[n].end
	switch c.lower(end - 1) {
	case "thing", "things", "point", "points", "this", "that", "much":
		return c.punct(end, prose.Colon)
	}
	return false
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
	if c.phrases[n].first != i {
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
			relative = false
			k = c.groupEnd(k) - 1
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
		return c.lower(q.who.head) == "it" && (inserted || rest < c.s.end && (c.lower(rest) == "that" || c.quoteSoon(rest)))
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

// inverted finds a subject after the verb: “…,” said Petra Anselm.
func (c *clauses) inverted(q *cue, left int) (subject, bool) {
	if q.verb.particle != "" && q.end-q.at < 2 || q.verb.lemma == "tell" {
		return subject{}, false
	}
	k := q.at - 1
	if k < c.s.first || !(left > 0 || c.punct(k, prose.Comma)) || left > 0 && c.work(left) {
		return subject{}, false
	}
	s, ok := c.objectAfter(q.end)
	if !ok || s.sort == document && !(left > 0 && q.verb.uses&(useAny|usePaper) != 0) || s.sort == other && left == 0 || !c.couldSpeak(s.phrase) && left == 0 {
		return subject{}, false
	}
	if s.sort == pronoun {
		if l := c.lower(s.head); l == "it" || l == "him" || l == "her" || l == "them" || l == "us" || l == "me" {
			return subject{}, false
		}
	}
	if left == 0 {
		if c.finiteAfter(s.to) {
			return subject{}, false
		}
		// "A third person, an adviser, said three of the nine": a subject stands before.
		// "The bidders are Ada and Holm Partners, said a clerk, who": none does.
		open := q.verb.uses&useAny != 0 && (s.sort == person || s.sort == name) && (!s.partitive || s.one) && (s.to == s.phrase.end || c.is(s.phrase.end, cPreposition))
		if before, ok := c.overParenthesis(k); ok && before.sort != other && before.sort != pronoun && !(open && c.stops(s.to)) {
			return subject{}, false
		}
	}
	s.rule = "inversion"
	return s, true
}

// work reports that the quotation that ends at k is the title of what stands before it:
// Her book, “The Long Road,” describes.
func (c *clauses) work(k int) bool {
	q := &c.quotes[c.toks[k].quote-1]
	i := q.first - 1
	if c.punct(i, prose.Comma) {
		i--
	}
	if n := c.phraseOf(i); n < 0 || c.phrases[n].end != i+1 || c.phrases[n].det == bare || c.phrases[n].sort == name || c.phrases[n].sort == pronoun {
		return false
	}
	words := 0
	for j := q.first; j <= q.last; j++ {
		if !c.toks[j].kind.isWord() {
			continue
		}
		words++
		if !c.toks[j].capital && c.toks[j].kind == kind(prose.Word) && !c.is(j, cFunction) || words > 9 {
			return false
		}
	}
	return words > 0
}

// finiteAfter reports whether a verb follows at i, so that the phrase before it
// is the subject of a clause.
func (c *clauses) finiteAfter(i int) bool {
	return i < c.s.end && !c.quoted(i) && (c.is(i, cAux|cLight) || c.is(i, cVerb) && c.phraseOf(i) < 0 && c.toks[i].word.forms&(fPast|fS) != 0)
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
		if s, ok := c.hadSaid(j); ok {
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

// hadSaid is who said what stands before, where the comma at i ends the words for that:
// It is dead, said Ben Stone of the union, noting that it had no votes.
func (c *clauses) hadSaid(i int) (subject, bool) {
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
	if q.who.from < q.at {
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

// somebody reports whether an age or what somebody is stands after the name: Kora Lind,
// 45, or Kora Lind, president of the club.
func (c *clauses) somebody(p phrase) bool {
	if c.aged(p.end) || c.ofAge(p.end) {
		return true
	}
	n := c.phraseOf(p.end + 1)
	return n >= 0 && c.punct(p.end, prose.Comma) && c.phrases[n].first == p.end+1 && c.phrases[n].sort == person && !c.phrases[n].plural && !c.firm(c.phrases[n].head)
}
