package sourcing

import (
	"slices"

	"backgrounder/internal/annotate/prose"
)

// promise gives an anonymity clause to whom it is about.
func (e *engine) promise(at int, p promise, cues []cue) {
	c := &e.c
	s, ok := c.aboutWhom(p)
	if p.bar && ok && s.rule != "relative clause" && slices.ContainsFunc(cues, func(q cue) bool { return q.right > 0 && q.right <= p.first && p.first < q.rightEnd }) {
		return // what a source says of itself or of others
	}
	if ok && s.rule == "relative clause" && s.sort == person && s.det == indefinite && c.punct(s.from-1, prose.Comma) {
		// "The man, a driver who would not be named": the man; "Hassan, 41, a shopkeeper who": Hassan
		i := s.from - 2
		if c.aged(i - 1) {
			i -= 2
		}
		if n := c.phraseOf(i); n >= 0 && c.phrases[n].end == i+1 && (c.phrases[n].sort == person || c.phrases[n].sort == name) && !c.phrases[n].plural && c.clauseBegins(c.phrases[n].first) && !c.is(c.phrases[n].first-1, cConjunction) {
			s = subject{phrase: c.phrases[n], from: c.phrases[n].first, to: s.to, rule: s.rule}
		}
	}
	if ok && s.sort == name {
		// "A spokeswoman for Alvarez, who asked not to be named": not Alvarez.
		if whole, found := c.chain(s.phrase.end-1, ""); found && whole.sort == person && whole.first < s.phrase.first {
			s.phrase, s.from, s.to = whole.phrase, whole.from, whole.to
		}
	}
	if ok && p.object.sort == pronoun && p.object.from == p.first && !e.oneSaid(at) {
		return // "Their names are being withheld", of the dead
	}
	spoke := func(q cue) bool { return q.who.head == s.head }
	if ok && s.rule == "relative clause" && c.lower(p.clause-1) == "who" && c.is(p.clause, cBe) && !slices.ContainsFunc(cues, spoke) && slices.ContainsFunc(cues, func(q cue) bool {
		return q.who.sort == document && q.right > 0 && q.right <= p.first && p.first < q.rightEnd
	}) {
		return // "Minutes show that one member, who was not identified, disagreed": who took the minutes did not say
	}
	var targets []int
	if ok {
		if (s.rule == "subject" || s.rule == "over a relative clause") && !s.trailing {
			for _, o := range c.together(&s) { // The official and an officer spoke on condition of anonymity
				targets = append(targets, e.meantBy(o, at)...)
			}
		}
		targets = append(targets, e.meantBy(s, at)...)
	} else if n := e.lastUnnamed(at); n >= 0 && p.bar {
		targets = []int{n}
	}
	targets = append(targets, e.promisedAlike(p, at)...)
	if k := e.nameGiven(p); k > 0 && len(targets) == 0 {
		// Nobody has spoken yet: "Her son is missing. She asked to be identified only as Nadia".
		if n, found := e.phraseAt(k, c.s.end); found {
			targets = append(targets, e.resolve(c, subject{phrase: n, from: k, to: n.end}, at))
		}
	}
	for _, n := range targets {
		if p.object.sort == pronoun && p.object.from == p.first && e.all[n].Level != Anonymous {
			continue // officials, of whose dead it speaks
		}
		e.grant(n, p)
		e.owes(n, at)
	}
	if p.why.Len() == 0 && len(targets) > 0 {
		e.reasonOfEach(at, p)
	}
	if !p.bar && (s.det != definite || s.partitive) && e.reports[at][0] == len(e.said) {
		if subject, cue, ok := c.spokenOf(p); ok {
			for _, n := range targets {
				e.untold = append(e.untold, report{source: n, sentence: at, cue: cue, content: []prose.Span{subject}, rule: "spoke on terms of anonymity"})
			}
		}
	}
}

// tellUntold reports what people spoke of on terms of anonymity, where that is all that
// the story has of them. Where it has more, the sentence only tells the terms.
func (e *engine) tellUntold() {
	for _, r := range e.untold {
		if !e.all[r.source].speaks && e.all[r.source].Level == Anonymous {
			e.say(r, r.content...)
		}
	}
}

// spokenOf is what the verb that terms hang on says was spoken of: "discussed the sale on
// condition of anonymity", "talked about the leak", "briefed reporters on the raid".
func (c *clauses) spokenOf(p promise) (subject, cue prose.Span, ok bool) {
	if c.lower(p.verb-1) == "who" || p.clause <= p.verb+1 {
		return subject, cue, false
	}
	from := p.verb + 1
	switch c.lower(p.verb) {
	case "discussed":
	case "spoke", "talked", "briefed":
		for from < p.clause && c.lower(from) != "about" && (c.lower(from) != "on" || c.lower(p.verb) != "briefed") {
			from++
		}
		from++
	default:
		return subject, cue, false
	}
	if n := c.phraseOf(from); from >= p.clause || (n < 0 || c.phrases[n].sort == pronoun) && !c.questionWord(from) {
		return subject, cue, false
	}
	subject = c.trim(from, p.clause)
	return subject, c.spanOf(p.verb, p.verb+1), subject.Len() > 0
}

// promisedAlike are those of whom an inserted clause says that they were promised the
// same: "spoke on condition of anonymity, as did the diplomats".
func (e *engine) promisedAlike(p promise, at int) []int {
	c := &e.c
	i := p.end
	if c.punct(i, prose.Comma) {
		i++
	}
	if c.alike(i) == 0 {
		return nil
	}
	q := c.phrases[c.phraseOf(i+2)]
	return e.meantBy(subject{phrase: q, from: q.first, to: q.end}, at)
}

// reasonOfEach reads the reasons that a clause about several gives one by one: "The two
// were granted anonymity, the officer because he is still serving and the nurse to
// protect her patients".
func (e *engine) reasonOfEach(at int, p promise) {
	c := &e.c
	who, from := -1, 0
	rule := ""
	end := func(stop int) {
		for stop > from && (c.punct(stop-1, prose.Comma, prose.Stop, prose.Semicolon) || c.is(stop-1, cConjunction)) {
			stop--
		}
		if who >= 0 && stop > from {
			e.reasoned(who, c.trim(from, stop), rule)
		}
		who = -1
	}
	for k := p.end; k < c.s.end; k++ {
		n := c.phraseOf(k)
		if n < 0 || c.phrases[n].first != k || c.phrases[n].sort != person || c.phrases[n].det != definite || c.quoted(k) {
			continue
		}
		q := c.phrases[n]
		m, ok := c.introduces(q.end)
		known := e.known(c, q)
		if !ok || known < 0 || e.all[known].Terms.Len() == 0 {
			continue
		}
		end(k)
		who, rule = known, "one of several reasons: "+m.text
		if from = m.end; m.keep > 0 {
			from = m.keep
		} else if m.kind == "verb" {
			from = m.end - 1
		}
		k = q.end
	}
	end(c.s.end)
}

// aboutWhom finds the person whom an anonymity clause is about.
func (c *clauses) aboutWhom(p promise) (subject, bool) {
	first := c.lower(p.first)
	switch {
	case p.object.sort == name && first == "we" && c.lower(p.first-1) == "whom": // A fourth, whom we are calling Leah
		return c.antecedent(p.first - 1)
	case p.object.to > 0:
		return p.object, true
	case first == "whose" || first == "whom":
		return c.antecedent(p.first)
	case c.lower(p.clause) == "not" && c.punct(p.clause-1, prose.LeftParen): // Sara (not her real name)
		return c.chain(p.clause-2, "")
	case first == "none" || first == "neither": // of whom
		return c.antecedent(p.first + 2)
	case p.bar && p.first == c.s.first:
		return c.mainSubject(p.first)
	}
	if f := c.toks[p.verb].word; c.ing(p.verb) && (f.is(cVerb|cLight|cAccess) || f == unknown) && (c.group(p.verb).form == fIng || c.punct(p.verb-1, prose.Comma)) || c.isParticiple(p.verb) {
		return c.nearestSource(p)
	}
	v := c.firstOfGroup(p.verb)
	if j := c.beforeVerb(v); c.is(j, cConjunction) && !c.quoted(j) {
		if r := c.openRelative(j); r > 0 {
			return c.antecedent(r)
		}
	}
	s, ok := c.subjectOf(v)
	if ok && (s.sort == body || s.sort == pronoun && c.lower(s.head) == "we") {
		if with, found := c.interviewees(p); found {
			return with, true
		}
	}
	return s, ok
}

// interviewees are the people to whom a paper spoke on terms: "The Courier spoke to six
// nurses on condition of anonymity".
func (c *clauses) interviewees(p promise) (subject, bool) {
	i := c.interviewedAt(p.verb)
	if i == 0 {
		return subject{}, false
	}
	s, ok := c.objectAfter(i)
	s.to = min(s.to, p.clause)
	return s, ok && s.sort == person && (s.det != definite || s.partitive) && s.from < p.clause
}

// interviewedAt is the token at which those begin of whom the verb at v says that somebody
// heard them: interviewed six nurses, spoke with six; 0 where it says no such thing.
func (d *doc) interviewedAt(v int) int {
	switch d.lower(v) {
	case "interviewed":
		return v + 1
	case "spoke", "talked", "speaking", "talking":
		if w := d.lower(v + 1); w == "to" || w == "with" {
			return v + 2
		}
	}
	return 0
}

// openRelative is the relative pronoun whose clause goes on with the conjunction
// at j: "an aide who was in the room but was not authorized"; 0 where there is none.
func (c *clauses) openRelative(j int) int {
	comma := 0
	for k := j - 1; k > c.s.first && !c.punct(k, prose.Semicolon) && !c.quoted(k); k-- {
		switch {
		case c.punct(k, prose.Comma) && k < j-1:
			comma++
		case c.lower(k) == "who":
			if comma > 0 && c.punct(k-1, prose.Comma) {
				return 0 // the commas around the relative clause are behind us
			}
			return k
		}
	}
	return 0
}

func (c *clauses) firstOfGroup(v int) int {
	for v > c.s.first && c.is(v-1, cAux|cNegation|cAdverb) && c.phraseOf(v-1) < 0 && !c.quoted(v-1) {
		v--
	}
	return v
}

// isParticiple reports "granted anonymity" after a noun or comma.
func (c *clauses) isParticiple(v int) bool {
	return c.lower(v) == "granted" && !c.group(v).passive && v > c.s.first && c.punct(v-1, prose.Comma)
}

// nearestSource is whom "speaking on condition of anonymity" is about: the
// subject of the clause before it, or after it.
func (c *clauses) nearestSource(p promise) (subject, bool) {
	if k := p.first - 2; k > c.s.first && c.punct(k+1, prose.Comma) && c.lower(k) == "who" {
		return c.antecedent(k) // an official who, speaking on condition of anonymity, described
	}
	for k := p.first - 1; k > c.s.first; k-- {
		// "… , the official said, speaking on condition": the nearest verb's subject
		if c.is(k, cVerb) && c.phraseOf(k) < 0 && !c.quoted(k) && c.toks[k].word.forms&(fPast|fS) != 0 {
			if s, ok := c.inverted(&cue{at: k, end: k + 1, verb: c.toks[k].word.verbs[0]}, c.leftQuote(k)); ok {
				return s, true
			}
			if s, ok := c.subjectOf(k); ok {
				return s, true
			}
		}
		if n := c.phraseOf(k); n >= 0 && c.punct(k+1, prose.Comma) && (c.phrases[n].sort == person || c.phrases[n].sort == pronoun) {
			if s, ok := c.chain(k, ""); ok {
				return s, true
			}
		}
	}
	return c.mainSubject(p.first)
}

// meantBy returns the entities that the subject of an anonymity clause is.
func (e *engine) meantBy(s subject, at int) []int {
	both := e.bothOfThem(s)
	if both || e.two(s) || s.sort == person && s.plural && s.det == definite && s.count == 2 && !s.partitive {
		// Both: who were named together, one source of two, or the last two single ones.
		if e.pair[0] != e.pair[1] && at-e.pairAt <= 2 && (both || e.two(s)) {
			for _, n := range e.pair {
				e.mention(n, s)
			}
			return e.pair[:]
		}
		var two []int
		for _, n := range slices.Backward(tail(e.persons, most)) {
			if len(two) == 2 {
				break
			}
			if e.all[n].Level != Named && !e.all[n].plural && !slices.Contains(two, n) && (both || s.sort == pronoun || e.all[n].head == e.lemma(s.head)) {
				two = append(two, n)
			}
		}
		if n := len(e.plurals); n > 0 && e.all[e.plurals[n-1]].Count == 2 && !(len(two) == 2 && e.all[two[1]].last > e.all[e.plurals[n-1]].last) {
			e.mention(e.plurals[n-1], s)
			return []int{e.plurals[n-1]}
		}
		if len(two) == 2 {
			slices.Sort(two)
			for _, n := range two {
				e.mention(n, s)
			}
			return two
		}
	}
	if s.sort == pronoun && s.count > 2 || s.sort == pronoun && e.lower(s.head) == "all" {
		if all := e.lastUnnamedOf(s.count); len(all) > 0 {
			for _, n := range all {
				e.mention(n, s)
			}
			return all
		}
	}
	n := e.justSpoke(s, at)
	if n < 0 {
		n = e.resolve(&e.c, s, at)
	}
	if n < 0 {
		return nil
	}
	return []int{n}
}

// two reports a pronoun for two people: both, the two.
func (e *engine) two(s subject) bool {
	return s.sort == pronoun && !s.partitive && (e.lower(s.head) == "both" || s.count == 2 && s.det == definite)
}

// justSpoke is the one unnamed person who alone speaks in the sentence before, where
// the clause calls them by a new word: "A geologist who reviewed the paper said it was
// wrong. The reviewer spoke on condition of anonymity". Whom no sentence has told of
// nobody calls "the reviewer".
func (e *engine) justSpoke(s subject, at int) int {
	if s.sort != person || s.det != definite || s.plural || s.one || s.ordinal != 0 || s.to > s.phrase.end && !e.punct(s.phrase.end, prose.Comma) || e.is(s.head, cOffice|cSpeaker) || e.toks[s.head].source > 0 || !e.oneSaid(at) {
		return -1
	}
	n := e.said[e.reports[at-1][0]].source
	x := &e.all[n]
	if x.sort != person || x.Level != Anonymous || x.Count != 1 || x.Terms.Len() > 0 || e.sameDescription(s, e.lemma(s.head)) >= 0 {
		return -1
	}
	if g := genderOf(e.lemma(s.head)); g != unsaid && x.gender != unsaid && g != x.gender {
		return -1
	}
	e.how = "another word for who spoke in the sentence before"
	e.byHead.add(e.lemma(s.head), n)
	e.toks[s.head].source = int32(n + 1)
	e.touch(n, at)
	e.mention(n, s)
	return n
}

// lastUnnamedOf are the latest unnamed sources that together are count people:
// "All three asked not to be named" of an official and two diplomats.
func (e *engine) lastUnnamedOf(count int) []int {
	latest := append(slices.Clone(tail(e.persons, 8)), tail(e.plurals, 8)...)
	slices.SortStableFunc(latest, func(x, y int) int { return e.all[y].last - e.all[x].last })
	var out []int
	sum := 0
	for _, n := range latest {
		if e.all[n].Level != Anonymous || slices.Contains(out, n) {
			continue
		}
		out = append(out, n)
		if sum += max(e.all[n].Count, 1); sum >= count {
			break
		}
	}
	if sum != count {
		return nil
	}
	slices.Sort(out)
	return out
}

// most is how many sources of one name or description are compared: no story has
// more, and a text that has stays fast to read.
const most = 64

func tail(list []int, n int) []int { return list[max(0, len(list)-n):] }

// lastUnnamed is the latest unnamed source.
func (e *engine) lastUnnamed(at int) int {
	for i := len(e.persons) - 1; i >= 0 && i > len(e.persons)-4; i-- {
		if e.all[e.persons[i]].Level == Anonymous {
			return e.persons[i]
		}
	}
	return -1
}

// grant notes the terms and the reason with the source.
func (e *engine) grant(n int, p promise) {
	s := &e.all[n]
	if p.bar && (s.Level == Named || s.sort != person) {
		return
	}
	if (p.condition == NameWithheld && (s.given == "" || e.madeUp(p)) || s.given == "" && e.partOfName(p)) && (s.Level == Named || s.Level == Institution && s.sort == body && s.kind == "name") {
		s.sort = person // Sara (not her real name)
		e.persons = append(e.persons, n)
		s.withhold("a name that is not the real or the whole one", e.spanOf(p.first, p.end))
	}
	if p.bar && s.Level == Collective {
		s.withhold("is not allowed to speak", e.spanOf(p.first, p.end))
	}
	if !p.bar {
		e.firstNameOnly(n, p)
		if s.sort == person && s.Level != Named {
			s.withhold("spoke on terms of anonymity", e.spanOf(p.first, p.end))
		}
		if s.Terms.Len() == 0 {
			s.Terms = e.spanOf(p.first, p.end)
			s.Condition = p.condition
			s.note(Conditioned, string(p.condition)+": "+p.rule, s.Terms)
		}
	}
	e.reasoned(n, p.why, p.whyRule)
}

// partOfName reports a clause about a part of a name, so that what the story calls the
// source is the other part: asked that her last name not be published.
func (e *engine) partOfName(p promise) bool {
	for i := p.first + 1; i < p.end; i++ {
		switch e.lower(i) {
		case "surname", "surnames":
			return true
		case "name", "names":
			switch e.lower(i - 1) {
			case "last", "full", "family", "real", "second":
				return true
			}
		}
	}
	return false
}

// madeUp reports a clause that gives a name that is none: a nickname, not her real name.
func (e *engine) madeUp(p promise) bool {
	for i := p.first + 1; i < p.end; i++ {
		switch e.lower(i) {
		case "nickname", "pseudonym", "real":
			return true
		}
	}
	return false
}

// reasoned notes why the source is unnamed, where the story has not said so yet.
func (e *engine) reasoned(n int, why prose.Span, rule string) {
	s := &e.all[n]
	if why.Len() == 0 || s.ReasonAt.Len() > 0 || s.Level != Anonymous {
		return
	}
	s.ReasonAt = why
	s.note(Reasoned, rule, why)
	if s.Reason == "" {
		s.Reason = flat(why.Of(e.text))
	}
}

// firstNameOnly notes the name that the clause itself gives an unnamed source.
func (e *engine) firstNameOnly(n int, p promise) {
	if s := &e.all[n]; s.sort != person || s.plural || s.Level == Named {
		return
	}
	if k := e.nameGiven(p); k > 0 {
		e.bySur.add(e.lower(k), n)
		e.alias(e.lower(k), n)
	}
}

// nameGiven is the token of the name by which the story goes on to call an unnamed
// source, where the clause gives one: "who gave only her first name, Renata", "whom we
// are calling Leah", "identified only as Nadia"; 0 where it gives none.
func (d *doc) nameGiven(p promise) int {
	for i := p.clause; i <= p.end && d.has(i+3); i++ {
		k := 0
		switch d.lower(i) {
		case "name", "nickname":
			if d.punct(i+1, prose.Comma) {
				k = i + 2
			}
		case "calling":
			k = i + 1
		case "as", "by", "with":
			if i+1 == p.end {
				k = p.end
			}
		}
		if k > 0 && d.toks[k].capital && !d.is(k, cFunction|cTime) && !d.toks[k+1].capital {
			return k
		}
	}
	return 0
}

// withhold makes the source one whose name is withheld.
func (e *entity) withhold(rule string, at prose.Span) {
	if e.Level != Anonymous {
		e.note(Levelled, rule, at)
	}
	if e.Level == Named && e.sort == person && !e.plural {
		e.Count = 1 // a name that is not the person's own is one person's all the same
	}
	e.Level = Anonymous
}
