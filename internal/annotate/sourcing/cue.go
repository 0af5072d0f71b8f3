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
	ofPaper    bool       // a report only of "it" that is a document
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
		return false // officials often cited costs; but: the eighth most cited scholar
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
	if ok && (c.supposed(q) || c.charts(q, contentAt)) {
		return false
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

// supposed reports a condition, in which nobody has said anything: if they asked for it.
func (c *clauses) supposed(q *cue) bool {
	i := q.who.from - 1
	if i < c.s.first || c.quoted(i) || c.lower(i) != "if" && c.lower(i) != "unless" {
		return false
	}
	return c.lower(i-1) != "even" && c.lower(i-1) != "as" && !c.quoteSoon(q.end)
}

// charts reports a thing that somebody described owns and that, by the way, reveals
// another: a cartographer whose charts revealed a chain of mountains, died.
func (c *clauses) charts(q *cue, contentAt int) bool {
	return c.lower(q.who.first) == "whose" && q.who.sort != person && q.verb.uses&useAny == 0 && c.lower(contentAt-1) != "that" && c.lower(contentAt) != "that" && !c.quoteSoon(q.end)
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
		open := q.verb.uses&useAny != 0 && (s.sort == person || s.sort == name) && !c.ing(s.phrase.first) && (!s.partitive || s.one || s.det == definite) && (s.to == s.phrase.end || c.is(s.phrase.end, cPreposition|cAccess))
		if before, ok := c.overParenthesis(k); ok && before.sort != other && before.sort != pronoun && !(open && (c.stops(s.to) || c.lower(s.to) == "who" && c.oneVerb(s.to+1))) {
			return subject{}, false
		}
	}
	s.rule = "inversion"
	return s, true
}

// oneVerb reports that from i to the end of the sentence stands one finite verb: a
// relative clause, and not the end of one with a main verb after it.
func (c *clauses) oneVerb(i int) bool {
	verbs := 0
	for k := i; k < c.s.end; k++ {
		if c.finiteAfter(k) && (k == i || !c.is(k-1, cAux|cNegation|cAdverb) && c.lower(k-1) != "to") {
			verbs++
		}
	}
	return verbs == 1
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
