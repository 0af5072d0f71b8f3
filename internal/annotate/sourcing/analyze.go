package sourcing

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
)

// Analyze finds who says what in the story, by the embedded lexicon alone.
func Analyze(s Story) Analysis { return analyze(english(), s) }

func analyze(lex *lexicon, s Story) Analysis {
	e := lex.engines.Get().(*engine)
	found := e.analyze(s)
	if cap(e.toks) < keep {
		lex.engines.Put(e)
	}
	return found
}

// keep is the most tokens for which an engine is kept: a very long story does not
// hold its room for ever.
const keep = 1 << 16

func (e *engine) analyze(s Story) Analysis {
	e.begin(s)
	if !s.MarkedOnly {
		e.read()
	}
	e.confirm(s.Declared)
	e.fix(s.Fixed)
	found := e.result()
	e.end()
	return found
}

// read finds everything that the story says in words.
func (e *engine) read() {
	e.readLabels()
	e.readSentences()
	e.goOn()
	e.nameMentions()
}

// readSentences finds what is said in the sentences: all noun phrases first, then all
// anonymity clauses, so that "asked not to be named" is not taken for a report; then the
// cues, and last who is meant. The program that does one of these fits into a
// processor's fastest memory; that for all four, sentence by sentence, would not.
func (e *engine) readSentences() {
	c := &e.c
	for _, s := range e.sents {
		if s.marked {
			c.readPhrases(s)
		}
	}
	for i, s := range e.sents {
		from := len(c.promises)
		if s.anchor {
			c.begin(s, nil)
			c.readPromises()
		}
		e.parts[i].promises = [2]int{from, len(c.promises)}
	}
	for i, s := range e.sents {
		from := len(c.cues)
		if s.marked {
			c.begin(s, e.promisesOf(i))
			c.readCues()
		}
		e.parts[i].cues = [2]int{from, len(c.cues)}
	}
	for i := range e.sents {
		e.sentence(i)
	}
}

// parts are the stretches of clauses.promises and clauses.cues that are of a sentence.
type parts struct{ promises, cues [2]int }

func (e *engine) promisesOf(i int) []promise {
	at := e.parts[i].promises
	return e.c.promises[at[0]:at[1]]
}

func (e *engine) cuesOf(i int) []cue {
	at := e.parts[i].cues
	return e.c.cues[at[0]:at[1]]
}

// engine reads one story; and then the next in the same room.
type engine struct {
	*doc
	*sources
	c    clauses
	said []report // in the order of the text

	parts    []parts        // for every sentence
	reports  [][2]int       // for every sentence, its stretch of said
	declared []int          // the editor's sources, in their order
	moved    map[int]int    // detected source → the declared one that it is
	signed   map[int]int    // sentence → 1 + who signed its quotation with a dash
	speaker  []int          // for every block, 1 + the source whose speech it is; 0 for none
	labels   map[string]int // label of a transcript → the source that it names
	acts     []act          // recorded voices, in order
	ids      map[string]int // see identifier
	id       []byte         // that is being made
	keep     []int          // for every source, 1 where it is reported; then its place in the result
	order    []int          // the sources that are reported or declared, as they will stand
	pair     [2]int         // the two sources named together last
	pairAt   int            // the sentence in which they were
	owed     int            // the source of whom a reason may follow
	owedAt   int            // the sentence in which it would; 0 for none
	first    map[string]int // see firstWords
	initials initials       // likewise
}

// report is an attribution in the making.
type report struct {
	source   int
	sentence int
	cue      prose.Span
	content  []prose.Span
	rule     string
}

func newEngine(lex *lexicon) *engine {
	d := &doc{lex: lex}
	return &engine{
		doc: d, sources: newSources(d), c: clauses{doc: d},
		moved: make(map[int]int), signed: make(map[int]int), labels: make(map[string]int),
		ids: make(map[string]int), first: make(map[string]int),
	}
}

func (e *engine) begin(s Story) {
	e.doc.begin(s)
	e.names = s.Names
	e.reports = slices.Grow(e.reports, len(e.sents))[:len(e.sents)]
	e.parts = slices.Grow(e.parts, len(e.sents))[:len(e.sents)]
}

// end forgets the story.
func (e *engine) end() {
	e.doc.end()
	e.sources.end()
	e.c.end()
	e.said, e.parts, e.reports, e.declared = e.said[:0], e.parts[:0], e.reports[:0], e.declared[:0]
	e.speaker, e.acts = e.speaker[:0], e.acts[:0]
	e.pair, e.pairAt = [2]int{}, 0
	e.owed, e.owedAt = 0, 0
	clear(e.moved)
	clear(e.signed)
	clear(e.labels)
	clear(e.ids)
	clear(e.first)
}

// sentence gives what a sentence reports to whom it means.
func (e *engine) sentence(i int) {
	s := e.sents[i]
	e.reports[i] = [2]int{len(e.said), len(e.said)}
	if e.headline(i) {
		return
	}
	e.owedReason(i)
	e.namedInPassing(s)
	asked := e.speaker[s.block] == asking
	if asked && (!s.marked || e.str(s.end-1) != ".") {
		return // a question; but what stands before it may tell what others say
	}
	if !s.marked {
		e.speech(i)
		e.reports[i][1] = len(e.said)
		e.focus(i)
		return
	}
	e.guarded, e.block = s.anchor, s.block
	promises, cues := e.promisesOf(i), e.cuesOf(i)
	e.c.begin(s, promises)
	for n := range cues {
		if asked && cues[n].who.sort == pronoun {
			continue
		}
		e.report(i, &cues[n], cues)
	}
	e.backToTeller(i, cues)
	for _, p := range promises {
		e.promise(i, p, cues)
	}
	e.speech(i)
	e.reports[i][1] = len(e.said)
	if e.reports[i][0] == e.reports[i][1] {
		e.focus(i)
	}
}

// backToTeller makes the one who tells what another said the latest to speak: after "A
// woman said she had been told by a consultant that …" she is the woman.
func (e *engine) backToTeller(at int, cues []cue) {
	for n := 1; n < len(cues); n++ {
		outer := &cues[0]
		teller := e.toks[outer.who.head].source
		if teller == 0 || !e.c.toldIn(&cues[n], cues[:1]) {
			continue
		}
		if x := &e.all[teller-1]; (x.sort == person || x.sort == name) && !x.plural {
			e.touch(int(teller-1), at)
		}
		return
	}
}

// headline reports whether the sentence is the line that a plain-text story opens
// with: its first block, with no stop, when more follows.
func (e *engine) headline(i int) bool {
	s := e.sents[i]
	if s.block != 0 || len(e.blocks) < 2 {
		return false
	}
	next, _ := slices.BinarySearchFunc(e.sents, 1, func(s sentence, block int) int { return s.block - block })
	last := e.sents[next-1].end - 1
	return !e.punct(last, prose.Stop, prose.Close, prose.Quote, prose.Colon, prose.RightParen) && e.toks[last].kind.isWord() && last-s.first < 30
}

// focus makes the source that a sentence begins with the one last spoken of,
// though it reports nothing: "The manager was counting sparrows. He said …".
func (e *engine) focus(at int) {
	s := e.sents[at]
	if s.first >= s.end || e.quoted(s.first) {
		return
	}
	p, ok := e.opening(s)
	if q, found := e.among(s); found {
		p, ok = q, true
	}
	if ok && p.sort == name && !p.plural {
		e.topic, e.topicAt = p, at
	}
	if !ok || p.sort != person || p.det != definite || p.plural {
		return
	}
	if n := e.known(&e.c, p); n >= 0 {
		e.touch(n, at)
		e.mention(n, subject{phrase: p, from: p.first, to: p.end})
	}
}

// among is the person in full name whom a sentence brings in as one of several: "Among
// those let go was Ada Holm, a designer."
func (e *engine) among(s sentence) (phrase, bool) {
	if e.lower(s.first) != "among" {
		return phrase{}, false
	}
	for i := s.first + 1; i < s.end-2; i++ {
		if e.quoted(i) || e.lower(i) != "was" && e.lower(i) != "is" {
			continue
		}
		p, ok := e.phraseAt(i+1, s.end)
		return p, ok && p.sort == name && p.end-p.namedFrom > 1
	}
	return phrase{}, false
}

// namedInPassing notes the name that a sentence gives at its head to somebody who has
// spoken: "The adviser, Ada Holm, has grown tired of it."
func (e *engine) namedInPassing(s sentence) {
	if !e.is(s.first, cDefinite) {
		return
	}
	p, ok := e.phraseAt(s.first, s.end)
	if !ok || p.sort != person {
		return
	}
	e.guarded = s.anchor
	if q := e.nameBeside(p, s.end); q.sort == name && q.end-q.namedFrom > 1 {
		if n := e.namedNow(subject{phrase: q, from: p.first, to: q.end}, e.lower(q.end-1)); n >= 0 {
			e.mention(n, subject{phrase: q, from: p.first, to: q.end})
		}
	}
}

// report turns a cue into an attribution.
func (e *engine) report(at int, q *cue, cues []cue) {
	both := [...]prose.Span{q.before, q.after}
	content := both[:]
	reports := q.reports()
	var inner *subject
	if q.verb != nil && (q.verb.lemma == "cite" || q.verb.lemma == "quote") {
		inner = e.c.cited(q)
		if q.inner != nil {
			inner = q.inner
		}
		if inner != nil {
			if c := e.contentOfCited(q, cues, inner); slices.ContainsFunc(c, filled) {
				content, reports = c, true
			}
		} else if q.verb.lemma == "cite" && e.c.ing(q.at) {
			return // "citing the pending appeal"
		}
	}
	if !reports || q.verb != nil && q.verb.uses&useSpeech != 0 && q.who.sort == person && q.who.det == indefinite && !q.who.plural && e.c.heardInCourt() {
		return
	}
	if e.onlyActs(q, cues) || e.bothAgain(at, q, content) {
		return
	}
	e.emitAll(at, q, content)
	if inner != nil {
		e.emit(at, *inner, q, content)
	}
}

// bothAgain gives a report of "they" to the two sources that the sentence before, in
// the same paragraph, named together: "according to two employees and a former
// manager. Quotas were cut, they said." A report of "both" or "the two" is theirs
// further on, too.
func (e *engine) bothAgain(at int, q *cue, content []prose.Span) bool {
	if q.who.sort != pronoun {
		return false
	}
	if two, ok := e.bothOfLate(at, q); ok {
		e.pair, e.pairAt = [2]int{two[1], two[0]}, at // in the order of the text
	}
	if e.pair[0] == e.pair[1] || at-e.pairAt > 12 {
		return false
	}
	next := at-e.pairAt == 1 && e.sents[at].block == e.sents[e.pairAt].block && e.lower(q.who.head) == "they"
	if !next && !(e.two(q.who) && !slices.ContainsFunc(tail(e.plurals, most), func(n int) bool { return e.all[n].Count == 2 && e.all[n].last > e.pairAt })) {
		return false
	}
	for _, n := range e.pair {
		e.touch(n, at)
		e.mention(n, q.who)
		e.say(report{source: n, sentence: at, cue: e.spanOf(q.first, q.end), rule: e.rules.join(q.rule, "two sources")}, content...)
	}
	return true
}

// bothOfLate are the two, each by themselves, of whom the latest spoke in the sentence
// before: "A nurse said it was shut. A porter said it was open. Both said …".
func (e *engine) bothOfLate(at int, q *cue) (two [2]int, ok bool) {
	if e.lower(q.who.head) != "both" || q.who.partitive || e.pair[0] != e.pair[1] && at-e.pairAt < 3 {
		return two, false
	}
	n := 0
	for i := len(e.said) - 1; i >= 0; i-- {
		r := &e.said[i]
		x := &e.all[r.source]
		switch {
		case n == 0 && r.sentence < at-1, x.Count == 2:
			return two, false
		case e.sents[r.sentence].block < e.sents[at].block-1:
			return two, n == 2
		case x.plural || x.sort == document || n > 0 && r.source == two[n-1] || n == 2 && r.source == two[0]:
			continue
		case n == 2:
			return two, e.sents[r.sentence].block != e.sents[at].block // of three, no two are both
		}
		two[n] = r.source
		n++
	}
	return two, n == 2
}

// emit gives the content to whom s means, and returns that source; -1 where it is nobody.
func (e *engine) emit(at int, s subject, q *cue, content []prose.Span) int {
	if q.belief && !e.oneSaid(at) {
		return -1
	}
	n := e.resolve(&e.c, s, at)
	if n < 0 || q.belief && e.said[e.reports[at-1][0]].source != n {
		return -1
	}
	rule := q.rule
	if s.rule != "" && s.rule != "subject" {
		rule = e.rules.join(rule, s.rule)
	}
	e.say(report{source: n, sentence: at, cue: e.spanOf(q.first, q.end), rule: rule}, content...)
	return n
}

// oneSaid reports whether one source alone speaks in the sentence before at, in its
// block.
func (e *engine) oneSaid(at int) bool {
	return at > 0 && e.sents[at-1].block == e.sents[at].block && e.reports[at-1][1] == e.reports[at-1][0]+1
}

// say adds a report of the content, or joins it to the one of the same source in
// the sentence.
func (e *engine) say(r report, content ...prose.Span) {
	if content = e.without(content, r.cue); !slices.ContainsFunc(content, filled) {
		return
	}
	e.all[r.source].speaks = true
	for i := len(e.said) - 1; i >= 0 && e.said[i].sentence == r.sentence; i-- {
		if o := &e.said[i]; o.source == r.source {
			o.content = append(o.content, content...)
			if o.cue.Len() == 0 {
				o.cue = r.cue
			}
			return
		}
	}
	e.said = extend(e.said)
	last := &e.said[len(e.said)-1]
	r.content = append(last.content[:0], content...)
	*last = r
}

func filled(s prose.Span) bool { return s.Len() > 0 }

// without takes the words of the cue out of the content.
func (e *engine) without(content []prose.Span, cue prose.Span) []prose.Span {
	if cue.Len() == 0 || !slices.ContainsFunc(content, cue.Overlaps) {
		return content
	}
	var out []prose.Span
	for _, c := range content {
		if !c.Overlaps(cue) {
			out = append(out, c)
			continue
		}
		for _, part := range []prose.Span{{Start: c.Start, End: max(c.Start, cue.Start)}, {Start: min(c.End, cue.End), End: c.End}} {
			if part = e.worded(part); part.Len() > 0 {
				out = append(out, part)
			}
		}
	}
	return out
}

// cited is whom "quoted X as saying" and "citing X" name.
func (c *clauses) cited(q *cue) *subject {
	s, ok := c.objectAfter(q.end)
	if !ok {
		return nil
	}
	if q.verb.lemma == "quote" && !c.ing(q.at) && c.wordAfterThing(q.end, "as") == 0 {
		return nil
	}
	switch s.sort {
	case person, name:
	case pronoun:
		if w := c.lower(s.head); q.verb.lemma != "quote" || w != "him" && w != "her" && w != "them" {
			return nil
		}
	case document, body:
		if q.verb.lemma == "quote" {
			break
		}
	default:
		return nil
	}
	s.rule = "quoted by another"
	return &s
}

// contentOfCited is what the cited source said: what follows "as saying", or the
// content of the main report of the sentence.
func (e *engine) contentOfCited(q *cue, cues []cue, inner *subject) []prose.Span {
	c := &e.c
	if k := c.wordAfterThing(q.end, "as"); k > 0 && q.verb.lemma == "quote" {
		k++
		if k < c.s.end && c.ing(k) {
			k++
		}
		if k < c.s.end && c.lower(k) == "that" {
			k++
		}
		var out []prose.Span
		if q.before.Len() > 0 && q.before.End <= e.toks[q.at].Start {
			out = append(out, q.before)
		}
		if span := c.trim(k, c.s.end); span.Len() > 0 {
			out = append(out, span)
		}
		return out
	}
	for n := range cues {
		if o := &cues[n]; o != q && o.reports() && (o.who.first == q.who.first || o.who.first == inner.first || o.who.first > q.at) {
			return []prose.Span{o.before, o.after}
		}
	}
	for n := range cues {
		if o := &cues[n]; o != q && o.reports() && o.at < q.at {
			return []prose.Span{o.before, o.after}
		}
	}
	if q.inner != nil {
		return []prose.Span{q.before, q.after}
	}
	if before := c.contentBefore(q); before.Len() > 0 {
		return []prose.Span{before}
	}
	return nil
}

// promise gives an anonymity clause to whom it is about.
func (e *engine) promise(at int, p promise, cues []cue) {
	c := &e.c
	s, ok := c.aboutWhom(p)
	if p.bar && ok && s.rule != "relative clause" && slices.ContainsFunc(cues, func(q cue) bool { return q.right > 0 && q.right <= p.first && p.first < q.rightEnd }) {
		return // what a source says of itself or of others
	}
	if ok && s.rule == "relative clause" && s.sort == person && s.det == indefinite && c.punct(s.from-1, prose.Comma) {
		// "The man, a driver who would not be named": the man
		if n := c.phraseOf(s.from - 2); n >= 0 && c.phrases[n].end == s.from-1 && c.phrases[n].sort == person && !c.phrases[n].plural && c.clauseBegins(c.phrases[n].first) && !c.is(c.phrases[n].first-1, cConjunction) {
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
	if ok && s.rule == "relative clause" && c.lower(p.clause-1) == "who" && c.is(p.clause, cBe) && slices.ContainsFunc(cues, func(q cue) bool {
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
	return c.subjectOf(v)
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

// bothOfThem reports "both" and a word in the plural that the story has not used of
// anybody it reported: both Tarvanians, both men.
func (e *engine) bothOfThem(s subject) bool {
	if s.sort == pronoun || s.to != s.phrase.end || e.toks[s.head].looks&lookPlural == 0 {
		return false
	}
	if e.lower(s.first) != "both" && !(s.first > 0 && e.lower(s.first-1) == "both") || e.is(s.head, cBody) {
		return false
	}
	return len(e.byHead.all(e.lemma(s.head))) == 0
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
	if s.sort != person || s.det != definite || s.plural || s.one || s.ordinal != 0 || s.to > s.phrase.end || e.is(s.head, cOffice|cSpeaker) || e.toks[s.head].source > 0 || !e.oneSaid(at) {
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

// firstNameOnly notes the name that the clause itself gives an unnamed source: "who
// gave only her first name, Renata", "whom we are calling Leah".
func (e *engine) firstNameOnly(n int, p promise) {
	if s := &e.all[n]; s.sort != person || s.plural || s.Level == Named {
		return
	}
	for i := p.clause; i <= p.end && e.has(i+3); i++ {
		k := 0
		switch e.lower(i) {
		case "name", "nickname":
			if e.punct(i+1, prose.Comma) {
				k = i + 2
			}
		case "calling":
			k = i + 1
		}
		if k > 0 && e.toks[k].capital && !e.is(k, cFunction|cTime) && !e.toks[k+1].capital {
			e.bySur.add(e.lower(k), n)
			e.alias(e.lower(k), n)
			return
		}
	}
}

// withhold makes the source one whose name is withheld.
func (e *entity) withhold(rule string, at prose.Span) {
	if e.Level != Anonymous {
		e.note(Levelled, rule, at)
	}
	e.Level = Anonymous
}

// result puts the findings into the order of the contract.
func (e *engine) result() Analysis {
	var a Analysis
	keep := slices.Grow(e.keep[:0], len(e.all))[:len(e.all)]
	clear(keep)
	order := slices.Grow(e.order[:0], len(e.all))
	e.keep, e.order = keep, order
	for _, r := range e.said {
		keep[r.source] = 1
	}
	for n := range e.all {
		if e.all[n].Declared || keep[n] == 1 {
			order = append(order, n)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int {
		ex, ey := &e.all[x], &e.all[y]
		switch {
		case ex.Declared != ey.Declared:
			if ex.Declared {
				return -1
			}
			return 1
		case ex.Declared:
			return x - y
		}
		return firstMention(ex) - firstMention(ey)
	})
	a.Sources = make([]Source, 0, len(order))
	a.Attributions = make([]Attribution, 0, len(e.said))
	var (
		spans slab[prose.Span]
		steps slab[Step]
	)
	for _, n := range order {
		x := &e.all[n]
		slices.SortFunc(x.Mentions, func(x, y prose.Span) int { return x.Start - y.Start })
		x.Mentions = slices.Compact(x.Mentions)
		x.Why = inOrder(x.Why)
		spans.need(len(x.Mentions))
		steps.need(len(x.Why))
	}
	for i := range e.said {
		r := &e.said[i]
		r.content = e.without(tidy(r.content), r.cue)
		spans.need(len(r.content))
	}
	for i, n := range order {
		s := e.all[n].Source
		if s.Declared {
			e.ids[s.ID]++
		}
		keep[n] = i
		s.Mentions = spans.copy(s.Mentions)
		s.Why = steps.copy(s.Why)
		if s.Level == Anonymous {
			s.Actor = ""
		}
		a.Sources = append(a.Sources, s)
	}
	for i := range a.Sources {
		if s := &a.Sources[i]; !s.Declared {
			s.ID = e.identifier(s.Description)
		}
	}
	slices.SortStableFunc(e.said, func(x, y report) int { return x.sentence - y.sentence })
	for _, r := range e.said {
		if len(r.content) == 0 {
			continue
		}
		s := e.sents[r.sentence]
		a.Attributions = append(a.Attributions, Attribution{
			Source: keep[r.source], Kind: e.kindOf(s, r.content), Cue: r.cue, Content: spans.copy(r.content), Sentence: e.spanOf(s.first, s.end),
			Block: s.block, Rule: r.rule,
		})
	}
	return a
}

// firstMention is where the source appears first.
func firstMention(e *entity) int {
	first := math.MaxInt
	for _, m := range e.Mentions {
		first = min(first, m.Start)
	}
	return first
}

// tidy puts fragments in order, in place, and joins those that overlap.
func tidy(spans []prose.Span) []prose.Span {
	slices.SortFunc(spans, func(x, y prose.Span) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return x.End - y.End
	})
	out := spans[:0]
	for _, s := range spans {
		if s.Len() <= 0 {
			continue
		}
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// kindOf says whether the words of a sentence's content stand in quotation marks, all or some.
func (e *engine) kindOf(s sentence, content []prose.Span) Kind {
	if !s.quoted {
		return Indirect
	}
	in, out := false, false
	i := s.first
	for _, c := range content {
		for i < s.end && e.toks[i].Start < c.Start {
			i++
		}
		for ; i < s.end && e.toks[i].Start < c.End; i++ {
			if e.toks[i].quote != 0 {
				in = true
			} else if e.toks[i].kind.isWord() {
				out = true
			}
			if in && out {
				return Mixed
			}
		}
	}
	if in {
		return Direct
	}
	return Indirect
}

// identifier makes an id of a description's own words, eight at most. e.ids counts
// the sources that have asked for one.
func (e *engine) identifier(description string) string {
	b := e.id[:0]
	for words, rest := 0, description; rest != "" && words < 8; {
		var w string
		w, rest = cutWord(rest)
		before := len(b)
		if words > 0 {
			b = append(b, '-')
		}
		start := len(b)
		b = spell(b, trimPossessive(w))
		if w := b[start:]; len(w) == 0 || words == 0 && isArticle(w) {
			b = b[:before]
			continue
		}
		words++
	}
	if e.id = b; len(b) == 0 {
		b = append(b, "source"...)
	}
	base := string(b)
	id := base
	n := e.ids[base]
	for ; e.ids[id] > 0; n++ {
		id = base + "-" + strconv.Itoa(n+1)
	}
	e.ids[base] = max(n, 1)
	if id != base {
		e.ids[id]++
	}
	return id
}

// cutWord cuts s at its first white space.
func cutWord(s string) (word, rest string) {
	for i, r := range s {
		if (r <= ' ' || r > '~') && unicode.IsSpace(r) {
			return s[:i], s[i+utf8.RuneLen(r):]
		}
	}
	return s, ""
}

func trimPossessive(w string) string {
	if n := len(w); n == 0 || w[n-1]|0x20 != 's' {
		return w
	}
	for _, ending := range [...]string{"’s", "’S", "'s", "'S"} {
		w = strings.TrimSuffix(w, ending)
	}
	return w
}

func isArticle(w []byte) bool {
	switch string(w) {
	case "a", "an", "the", "another":
		return true
	}
	return false
}

// spell appends a word to an id: in small letters of ASCII, hyphens inside it only.
func spell(id []byte, w string) []byte {
	start, small := len(id), 0
	for small < len(w) && w[small] >= 'a' && w[small] <= 'z' {
		small++
	}
	id = append(id, w[:small]...) // most words are nothing else
	for _, r := range w[small:] {
		c := byte(r)
		if r < 'a' || r > 'z' {
			c = plain(unicode.ToLower(r))
		}
		if c != 0 && (c != '-' || len(id) > start && id[len(id)-1] != '-') {
			id = append(id, c)
		}
	}
	if n := len(id); n > start && id[n-1] == '-' {
		id = id[:n-1]
	}
	return id
}

// plain spells a small letter or digit in ASCII; 0 where it cannot.
func plain(r rune) byte {
	const from, to = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿğışž", "aaaaaaceeeeiiiinoooooouuuuyygisz"
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return byte(r)
	case r == '-', r == '/', r == '&':
		return '-'
	}
	if i := strings.IndexRune(from, r); i >= 0 {
		return to[utf8.RuneCountInString(from[:i])]
	}
	return 0
}
