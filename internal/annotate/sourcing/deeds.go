package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// Words that are deeds: a girl who pleads with a gunman, a guard who tells a visitor to
// leave, a father who warns an embassy have spoken, but not to the paper and not in
// public. They are people of the story and none of its sources. An official who urges
// residents to leave speaks to all of them, and to the reader.

// onlyActs reports that the unnamed people of the cue inform nobody: they ask, order or
// warn somebody in the story, or another of its sources tells of them.
func (e *engine) onlyActs(q *cue, cues []cue) bool {
	who := q.who
	if q.verb == nil {
		return false
	}
	told := e.c.toldIn(q, cues)
	switch {
	case told && e.gives(q):
		return true
	case who.sort != person || e.is(who.head, cUnnamed) || who.unnamed || e.quoteNear(q):
		return false
	case e.onlyAsks(q), told && e.strangersIn(q):
		return true
	case e.speaksElsewhere(who):
		return false
	case told && (e.kin(who.phrase) || e.directs(q) || e.namedElsewhere(who) || oneStranger(who) && e.confides(q)):
		return true
	case e.public(who.head):
		return false
	}
	return oneStranger(who) && e.wants(q) || e.bids(q)
}

// oneStranger reports somebody whom the story brings in without a name: a man.
func oneStranger(who subject) bool { return who.det == indefinite && !who.plural }

// strangersIn reports, of what another tells, strangers who bind themselves or of whom a
// relative clause tells: two directors had threatened to go; Police said they had held a
// man who claimed to be a doctor.
func (e *engine) strangersIn(q *cue) bool {
	counted := q.who.det == bare && q.who.count > 0
	return commits(q.verb.lemma) && (oneStranger(q.who) || counted) || q.who.rule == "relative clause" && oneStranger(q.who)
}

// speaksElsewhere reports people who may be sources of their own, wherever another tells
// of them: the minister; Holm’s sister, of whom one can tell who that is; the official,
// who spoke before.
func (e *engine) speaksElsewhere(who subject) bool {
	return e.is(who.head, cOffice|cSpeaker) ||
		who.owner > 0 && e.toks[who.first].capital && !e.is(who.first, cPossessive) ||
		who.det == definite && len(e.byHead.all(e.lemma(who.head))) > 0
}

// bids reports words that move one listener, or a few, to something: told a visitor to
// leave. Who is bidden in public is none: Doctors urged the mayor to act.
func (e *engine) bids(q *cue) bool {
	if !e.directs(q) {
		return false
	}
	who := q.who
	switch p, ok := e.c.listener(q); {
	case !ok:
		return false
	case p.sort == pronoun:
		return e.lower(p.head) != "us" && e.lower(p.head) != "me"
	case p.sort == person && who.plural && e.is(p.head, cOffice):
		return false
	case p.sort == person || p.sort == name:
		return !p.plural || oneStranger(who) && q.verb.lemma != "urge" && q.verb.lemma != "warn"
	}
	return e.kin(who.phrase)
}

// quoteNear reports that words of the cue's own are quoted: “Stop!” a woman told them.
func (e *engine) quoteNear(q *cue) bool {
	for _, s := range [...]prose.Span{q.before, q.after} {
		if s.Len() > 0 && e.c.endsQuoted(s) {
			return true
		}
	}
	return false
}

// directs reports a verb that moves its listener to something here: told him to leave,
// pleaded with her, asked her whether, warned them of it.
func (e *engine) directs(q *cue) bool {
	switch q.verb.lemma {
	case "plead":
		return e.lower(q.end) == "with"
	case "warn":
		p, ok := e.c.listener(q)
		return ok && e.lower(p.end) != "that" && (e.is(p.end, cPreposition) || e.lower(p.end) == "not")
	case "tell", "ask", "urge", "beg", "order", "implore", "instruct", "command", "remind", "invite", "advise", "encourage":
	default:
		return false
	}
	p, ok := e.c.listener(q)
	if !ok {
		return false
	}
	k := e.c.attachments(p.end)
	return e.lower(k) == "to" || e.lower(k) == "not" && e.lower(k+1) == "to" || e.lower(p.end) == "to" || q.verb.lemma == "ask" && (e.c.questionWord(k) || e.lower(k) == "for")
}

// onlyAsks reports a reporter's question: one reporter asked why he had lied.
func (e *engine) onlyAsks(q *cue) bool {
	switch q.verb.lemma {
	case "ask", "question", "press", "quiz":
	default:
		return false
	}
	switch e.lemma(q.who.head) {
	case "reporter", "journalist", "correspondent", "interviewer", "moderator", "questioner":
		return true
	}
	return false
}

// confides reports what is told to one person of the story: a doctor told her that.
func (e *engine) confides(q *cue) bool {
	switch q.verb.lemma {
	case "tell", "warn", "assure", "inform", "advise", "promise":
	default:
		return false
	}
	p, ok := e.c.listener(q)
	if !ok || p.sort != pronoun {
		return false
	}
	switch e.lower(p.head) {
	case "him", "her", "them":
		return true
	}
	return false
}

// wants reports words that only get or make somebody something, or are no more than
// noise: asked for directions, demanded money, shouting slogans.
func (e *engine) wants(q *cue) bool {
	switch q.verb.lemma {
	case "ask":
		return e.lower(q.end) == "for"
	case "demand", "shout", "scream", "chant", "yell":
	default:
		return false
	}
	if e.lower(q.who.phrase.end) == "for" {
		return false // a lawyer for the family demanded an inquiry
	}
	if p, ok := e.c.listener(q); ok && e.punct(p.end, prose.Comma) {
		return true // demanded money, police said
	}
	if q.verb.lemma != "demand" && e.c.thatAfter(q.end) > 0 {
		return false // shouted at the mayor that he lied
	}
	return e.lower(q.end) != "that" && !e.c.bareClause(q.end) && !e.quoted(q.end)
}

// namedElsewhere reports one person whom the story calls "the player" without having
// spoken of a player before: one of those whom it names, and nobody unnamed.
func (e *engine) namedElsewhere(who subject) bool {
	if who.det != definite || who.plural || who.one || who.to > who.phrase.end || who.end-who.core > 1 || e.toks[who.head].looks&lookAge != 0 {
		return false
	}
	_, introduced := e.earlier(who.head, func(p phrase) bool { return p.sort == person && (p.det == indefinite || p.count > 0) })
	return !introduced
}

// gives reports that what somebody promises is a thing, no deed: pledged ships, as
// another source tells.
func (e *engine) gives(q *cue) bool {
	switch q.verb.lemma {
	case "pledge", "promise", "guarantee":
	default:
		return false
	}
	n := e.c.phraseOf(q.end)
	return n >= 0 && e.c.phrases[n].first == q.end && !e.quoteNear(q) && !e.c.finiteAfter(e.c.attachments(e.c.phrases[n].end))
}

// commits reports verbs by which somebody binds themselves: a dispatcher had threatened
// to fire them, another source tells.
func commits(lemma string) bool {
	switch lemma {
	case "threaten", "promise", "offer", "vow", "agree", "refuse", "pledge", "swear":
		return true
	}
	return false
}

// listener is whom the verb of the cue names as spoken to.
func (c *clauses) listener(q *cue) (phrase, bool) {
	k := q.end
	if c.lower(k) == "with" {
		k++
	}
	n := c.phraseOf(k)
	if n < 0 || c.phrases[n].first != k {
		return phrase{}, false
	}
	return c.phrases[n], true
}

// toldIn reports that the cue stands inside what another source of the sentence says. Who
// closes it tells of all of it: An aide told him it was late, the driver said.
func (c *clauses) toldIn(q *cue, cues []cue) bool {
	at := c.toks[q.at].Start
	return slices.ContainsFunc(cues, func(o cue) bool {
		if other := c.toks[o.at].Start; q.before.Start <= other && other < q.before.End {
			return false
		}
		return o.at != q.at && o.who.first != q.who.first && (o.right > 0 && o.right <= q.who.from && q.at < o.rightEnd || o.before.Start <= at && at < o.before.End)
	})
}

// public reports people whose trade is to speak in public.
func (d *doc) public(i int) bool {
	switch d.toks[i].word.lemma {
	case "official", "diplomat", "lawmaker", "legislator", "senator", "congressman", "congresswoman", "activist", "campaigner", "expert",
		"analyst", "economist", "scientist", "researcher", "prosecutor", "mediator", "envoy", "minister", "organizer", "organiser", "critic", "politician", "cleric", "imam", "bishop", "elder":
		return true
	}
	return false
}

// kin reports somebody's relative: his grandmother, the boy's uncle.
func (d *doc) kin(p phrase) bool {
	if p.det != possessive {
		return false
	}
	w := d.lower(p.head)
	switch d.toks[p.head].word.lemma {
	case "son", "daughter", "wife", "husband", "widow", "widower", "parent", "child", "uncle", "aunt", "cousin", "nephew", "niece", "sibling", "spouse", "grandparent", "fiance", "fiancee":
		return true
	}
	for _, end := range [...]string{"mother", "father", "brother", "sister", "mothers", "fathers", "brothers", "sisters", "in-law"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
