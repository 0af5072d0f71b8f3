package sourcing

import (
	"slices"

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
	e.tellUntold()
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
	untold   []report       // what was spoken of on terms; see tellUntold
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
	d := &doc{lex: lex, spellings: spellings{lex: lex}}
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
	e.speaker, e.acts, e.untold = e.speaker[:0], e.acts[:0], e.untold[:0]
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
	e.introducesSelf(i)
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
	e.guarded, e.block, e.at = s.anchor, s.block, i
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
	if p, ok := e.heardByPaper(s); ok {
		e.resolve(&e.c, subject{phrase: p, from: p.first, to: p.end}, at)
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

// heardByPaper is the unnamed people of whom a sentence only says that the paper heard
// them: "The Courier spoke with five people who were there. They said …". Whom the police
// or the mayor spoke to has told the story nothing.
func (e *engine) heardByPaper(s sentence) (phrase, bool) {
	for i := s.first + 1; i < s.end-2; i++ {
		k := e.interviewedAt(i)
		if k == 0 || e.quoted(i) || !e.paperBeside(s, i) {
			continue
		}
		p, ok := e.phraseOfSentence(s, k)
		return p, ok && p.sort == person && p.plural && p.det != definite && p.count > 0
	}
	return phrase{}, false
}

// paperBeside reports that before the verb at v stands "we", a news outlet or "The" and a
// name of which nothing is known.
func (e *engine) paperBeside(s sentence, v int) bool {
	switch t := &e.toks[v-1]; {
	case t.lower == "we", e.outlet(v - 1):
		return true
	case !t.capital || !t.word.unlisted() || t.proper != nil:
		return false
	}
	k := v - 1
	for k > s.first && e.toks[k].capital && !e.is(k, cDefinite) {
		k--
	}
	return e.is(k, cDefinite)
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
		p, ok := e.phraseOfSentence(s, i+1)
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
	p, ok := e.phraseOfSentence(s, s.first)
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

// introducesSelf notes the name that who spoke just before, in the same paragraph, gives: "A
// man said so on tape. He identified himself as Farah Abd."
func (e *engine) introducesSelf(at int) {
	s := e.sents[at]
	i := s.first + 1
	if w := e.lower(s.first); w != "he" && w != "she" || len(e.persons) == 0 {
		return
	}
	if e.is(i, cHave) {
		i++
	}
	if w := e.lower(i); w != "identified" && w != "introduced" || e.lower(i+1) != "himself" && e.lower(i+1) != "herself" || e.lower(i+2) != "as" {
		return
	}
	p, ok := e.phraseOfSentence(s, i+3)
	if !ok || p.sort != name && !e.soleName(p) || p.det != bare || !e.punct(p.end, prose.Stop) {
		return
	}
	n := e.persons[len(e.persons)-1]
	if x := &e.all[n]; x.sort != person || x.plural || x.Level != Anonymous || x.Terms.Len() > 0 || x.last < 0 || e.sents[x.last].block != s.block {
		return
	}
	who := subject{phrase: p, from: p.first, to: p.end}
	e.name(n, who, surnameOf(e.lower(p.end-1)))
	if p.end-p.first > 1 {
		e.all[n].given = e.lower(p.first)
		e.byGiven.add(e.lower(p.first), n)
	}
	e.mention(n, who)
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
	if q.ofPaper && !e.paperBefore(at) || e.onlyActs(q, cues) || e.bothAgain(at, q, content) {
		return
	}
	e.emitAll(at, q, content)
	if inner != nil {
		e.emit(at, *inner, q, content)
	}
}

// paperBefore reports that a document alone speaks in the sentence before at, in its
// block: "The report says the dam is weak. It lists 12 cracks."
func (e *engine) paperBefore(at int) bool {
	return e.oneSaid(at) && e.all[e.said[e.reports[at-1][0]].source].sort == document
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
