package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// Some reports have their verb in a noun: who raises concerns about the plan, issues
// a warning or brushes aside the claims has said something. The nouns are listed
// under [speech] in lexicon/words.txt; the verbs have the use "speech".

// tells reports a noun phrase for what is said at i: the claims, his priorities. With
// about, what it is about has to follow: concerns about the plan, a warning that.
func (c *clauses) tells(i int, about bool) bool {
	head, end := i, i+1 // plans, claims: words that are verbs too, and no noun phrase to phraseAt
	if n := c.phraseOf(i); n >= 0 && c.phrases[n].first == i {
		head, end = c.phrases[n].head, c.phrases[n].end
		if c.ing(min(end, c.s.end-1)) && c.is(end, cSpeech) && c.phrases[n].det == indefinite && c.phrases[n].sort != person {
			head, end = end, end+1 // a flood warning
		}
	}
	if i >= c.s.end || !c.is(head, cSpeech) || c.toks[head].capital || c.quoted(head) {
		return false
	}
	return !about || c.follow(end)
}

// judged reports that a court dismisses what is before it: a ruling, no answer.
func (c *clauses) judged(q *cue) bool {
	s, ok := c.chain(c.beforeVerb(q.at), "")
	if !ok {
		return false
	}
	switch c.lower(s.head) {
	case "judge", "judges", "justice", "justices", "magistrate", "tribunal", "panel":
		return true
	}
	return c.toks[s.head].word.kind == "court"
}

// follow reports what a noun for something said is about, at i: of a flood, that it
// would flood, to pay.
func (c *clauses) follow(i int) bool {
	if i+1 >= c.s.end || c.quoted(i) {
		return c.has(i) && i < c.s.end && c.opensQuote(i)
	}
	switch c.lower(i) {
	case "of", "about", "over", "for", "against", "on", "at", "regarding", "concerning", "that", "to", "whether", "how", "why":
		return c.toks[i+1].kind.isWord() || c.opensQuote(i+1)
	}
	return c.punct(i, prose.Colon) || c.opensQuote(i)
}

// sayOnly reports that the modal j before the verb v takes nothing back: would say
// only that, will only confirm that. What somebody would say if asked is another thing.
func (c *clauses) sayOnly(j, v int) bool {
	switch c.lower(j) {
	case "would", "could", "will", "can":
	default:
		return false
	}
	switch c.lower(v) {
	case "say", "confirm", "add", "acknowledge", "disclose", "reveal", "describe":
	default:
		return false
	}
	return c.lower(v+1) == "only" || c.lower(v-1) == "only" && v-1 > j
}

// retold reports that the last cue found tells of an earlier request, as part of what
// the cue before it reports: "said the commander had asked for an extension" and "said
// his grandmother had always insisted on it" are news from whoever said it.
func (c *clauses) retold(found []cue) bool {
	q := &found[len(found)-1]
	if q.verb == nil || c.quoteSoon(q.end) {
		return false
	}
	family := q.who.sort == person && q.who.det == possessive && q.who.owner == 0 && c.is(q.who.first, cPossessive) && !c.is(q.who.head, cSpeaker)
	if q.verb.class != "act" && !family {
		return false
	}
	if q.who.sort == pronoun {
		if _, had, _ := strings.Cut(c.lower(q.who.head), "'"); had != "d" || c.phraseOf(q.at-1) < 0 || c.phrases[c.phraseOf(q.at-1)].first != q.who.first {
			return false // not "they'd asked for it"
		}
		return true
	}
	if !c.pluperfect(q.at) {
		return false
	}
	for m := range found[:len(found)-1] {
		if o := &found[m]; o.right > 0 && o.right <= q.who.from && q.at < o.rightEnd {
			return true
		}
	}
	return false
}

// pluperfect reports a verb after "had".
func (c *clauses) pluperfect(v int) bool {
	for v--; c.is(v, cAdverb) && c.phraseOf(v) < 0; v-- {
	}
	return c.lower(v) == "had"
}

// issued reports a statement that somebody put out: what it says, they say.
func (c *clauses) issued(p phrase) bool {
	if p.sort != document || p.det != indefinite {
		return false
	}
	switch w := c.toks[p.head].word; {
	case w.kind == "statement", w.kind == "letter", w.lemma == "tweet", w.lemma == "post":
	default:
		return false
	}
	k := p.first - 1
	if c.lower(k) == "out" {
		k--
	}
	if k < c.s.first {
		return false // A statement which said
	}
	switch c.lower(k) {
	case "put", "puts", "putting", "issuing", "releasing", "sending", "made", "sent", "gave", "read", "wrote", "broadcast":
		return true
	case "received", "obtained", "reviewed", "viewed", "seized", "unearthed", "leaked", "intercepted", "recovered", "discovered", "retrieved", "opened", "described", "cited", "ignored", "showed", "produced":
		return false // whoever has a message has not written it
	}
	return c.phraseOf(k) < 0 && !c.quoted(k) && c.toks[k].kind.isWord() && strings.HasSuffix(c.str(k), "ed")
}

// issuer is who put out the statement p; see issued.
func (c *clauses) issuer(p phrase) (subject, bool) {
	v := p.first - 1
	if c.lower(v) == "out" {
		v--
	}
	if c.ing(v) {
		return subject{}, false
	}
	s, ok := c.subjectOf(v)
	return s, ok && c.couldSpeak(s.phrase)
}

// heardInCourt reports a sentence that ends by saying who was told all of it: "A mill
// owner laughed off a warning, a court has heard." What is told there is what somebody
// did, not what they told the paper.
func (c *clauses) heardInCourt() bool {
	for k := c.s.end - 2; k > c.s.first && k > c.s.end-10; k-- {
		if c.quoted(k) || !c.punct(k, prose.Comma) {
			continue
		}
		n := c.phraseOf(k + 1)
		if n < 0 || c.phrases[n].first != k+1 {
			return false
		}
		v := c.phrases[n].end
		for c.is(v, cAux) {
			v++
		}
		heard := c.lower(v) == "heard" || c.lower(v) == "told" && c.is(v-1, cBe)
		return heard && (c.stops(v+1) || c.is(v+1, cTime))
	}
	return false
}

// whoseRemarks takes the speaker for their remarks: the government's remarks stressed.
func (c *clauses) whoseRemarks(s *subject) {
	if s.sort != other && s.sort != document {
		return
	}
	if by := s.phrase.end; c.lower(by) == "by" {
		// anonymous briefings by officials
		switch c.lower(s.head) {
		case "remarks", "comments", "words", "briefings", "briefing", "interviews":
			if n := c.phraseOf(by + 1); n >= 0 && c.phrases[n].first == by+1 && (c.phrases[n].sort == person || c.phrases[n].sort == name || c.phrases[n].sort == body) {
				unnamed := s.unnamed
				s.phrase, s.from = c.phrases[n], by+1
				s.unnamed = s.unnamed || unnamed
			}
		}
		return
	}
	if s.owner == 0 {
		return
	}
	switch c.lower(s.head) {
	case "remarks", "comments", "words":
	default:
		return
	}
	if owner, ok := c.phraseAt(s.phrase.first, s.owner-1); ok && owner.end == s.owner-1 && c.couldSpeak(owner) && owner.sort != other {
		s.phrase, s.from, s.to = owner, owner.first, owner.end
	}
}
