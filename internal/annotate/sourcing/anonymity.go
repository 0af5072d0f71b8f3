package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// promise is an anonymity clause or a bar on speaking, found in one sentence.
type promise struct {
	first, end int       // tokens of the clause, with its verb
	clause     int       // where it begins without that verb, which may report: "…, an official said on condition of anonymity"
	verb       int       // the verb whose subject it is about
	object     subject   // whom the paper does not name; empty where the verb's subject is meant
	bar        bool      // "not authorized to discuss", without a word of anonymity
	condition  Condition //
	rule       string    // the pattern that found it
	whyRule    string    // the pattern that introduces why
	why        prose.Span
	whyTokens  prose.Span // why, with what introduces it, in tokens
}

// readPromises finds the anonymity clauses of the sentence and adds them to those of
// the story.
func (c *clauses) readPromises() {
	if !c.s.anchor {
		return
	}
	c.noteWords()
	before := len(c.promises)
	found := c.promises
	var m matched
	for i := c.s.first; i < c.s.end; i++ {
		if c.quoted(i) || !c.toks[i].kind.isWord() {
			continue
		}
		if c.lex.clauses.match(c, i, c.s.end, &m) {
			if c.nicknamed(i, m.end) {
				continue
			}
			q := promise{first: i, clause: i, end: m.end, verb: i, condition: conditions[m.kind], rule: m.text}
			var ok bool
			if q.verb, ok = c.verbOfPromise(&q); !ok {
				i = m.end - 1
				continue
			}
			if m.kind == "outlet" || m.steps[0].noun == nameOf {
				q.object = m.who
			}
			if m.keep > 0 {
				q.whyTokens = prose.Span{Start: m.keep, End: c.reasonEnd(m.end, false)}
				q.why, q.whyRule = c.trim(q.whyTokens.Start, q.whyTokens.End), "part of the clause: "+m.text
			} else {
				c.reason(&q)
			}
			found = append(found, q)
			i = max(m.end, q.whyTokens.End) - 1
			continue
		}
		if c.lex.bars.match(c, i, c.s.end, &m) {
			q := promise{first: i, clause: i, end: m.end, verb: i, bar: true, rule: m.text}
			q.end = c.reasonEnd(m.end, false)
			q.whyTokens = prose.Span{Start: i, End: q.end}
			found = append(found, q)
			i = q.end - 1
		}
	}
	found = found[:before+c.settle(found[before:])]
	for n := range found[before:] {
		if q := &found[before+n]; !q.bar && q.why.Len() == 0 && !c.reasonBeside(q) {
			c.reasonBefore(q)
		}
	}
	c.promises = found
}

// nicknamed reports "whom critics are calling a thief" in [i, end), where what stands
// last is no first name: "whom the Courier is calling Alice" gives one in place of a name.
func (c *clauses) nicknamed(i, end int) bool {
	if c.lower(i) != "whom" {
		return false
	}
	for k := i + 2; k < end; k++ {
		if c.lower(k) == "calling" {
			return c.lower(i+1) == "we" || k != end-2 || c.lex.given(c.lower(end-1)) == unsaid // we: a clause of its own
		}
	}
	return false
}

// verbOfPromise is the verb that the clause hangs on: spoke, speaking, asked. It
// reports false where that verb says that nothing was promised: "would not speak
// on condition of anonymity".
func (c *clauses) verbOfPromise(q *promise) (int, bool) {
	switch c.lower(q.first) {
	case "on", "under", "in", "with", "by", "behind", "not", "off", "only", "without", "to", "anonymously":
	default:
		return q.first, true
	}
	if c.lower(q.first) == "not" && c.punct(q.first-1, prose.LeftParen) {
		return q.first, true // Sara (not her real name)
	}
	other := 0 // the nearest verb that is none of speaking
	for k := q.first - 1; k >= c.s.first && k > q.first-14; k-- {
		if c.quoted(k) || c.punct(k, prose.Semicolon) {
			break
		}
		switch c.lower(k) {
		case "spoke", "speaking", "briefing", "speaks", "talked", "talking", "said", "says", "told", "commented", "commenting",
			"agreed", "agreeing", "described", "requested", "confirmed", "wrote", "provided", "briefed", "interviewed", "quoted", "discussed", "asked":
			q.first = k
			return k, true
		case "speak", "talk", "comment", "discuss": // agreed to speak
			if c.unwilling(k) {
				return 0, false
			}
			if other == 0 {
				other = k // would speak only if not named
			}
			continue
		}
		if other == 0 && c.is(k, cVerb|cLight) && c.phraseOf(k) < 0 && c.toks[k].word.forms&(fBase|fS) == 0 {
			other = k
		}
	}
	if c.lower(q.first) == "anonymously" {
		return 0, false // donated anonymously
	}
	if other > 0 {
		q.first = other
		return other, true
	}
	return q.first, true
}

// unwilling reports that the verb k was not done: would not speak, refused to talk.
func (c *clauses) unwilling(k int) bool {
	for j := k - 1; j >= c.s.first && j > k-4; j-- {
		switch {
		case c.is(j, cNegation), c.lower(j) == "declined", c.lower(j) == "refused", c.lower(j) == "declines", c.lower(j) == "refuses":
			return true
		case !c.is(j, cAux|cAdverb) && c.lower(j) != "to":
			return false
		}
	}
	return false
}

// reason reads why, after the clause: because …, for fear of …, to discuss ….
func (c *clauses) reason(q *promise) {
	i, m := c.whyAfter(q)
	if m.pattern == nil {
		return
	}
	from := m.end
	switch {
	case m.keep > 0:
		from = m.keep
	case m.kind == "verb":
		for from = m.end - 1; from > i && c.lower(from) != "to" && c.lower(from) != "not"; from-- {
		}
	}
	clause := m.kind == "clause"
	if n := c.phraseOf(m.end); n >= 0 && c.phrases[n].first == m.end && c.phrases[n].sort == pronoun {
		clause = clause || c.finiteAfter(c.phrases[n].end) // fearing he would be found out
	}
	stop := c.reasonEnd(m.end, clause)
	if m.keep > 0 && m.end > m.keep && c.punct(m.end, prose.Comma) {
		stop = m.end // for legal reasons, was sent home
	}
	q.why = c.trim(from, stop)
	q.whyRule = "follows the clause: " + m.text
	q.whyTokens = prose.Span{Start: i, End: stop}
}

// whyAfter finds what introduces the reason, after the clause and what may stand
// between them: the name that was given, the day, the place, to whom it was said.
func (c *clauses) whyAfter(q *promise) (int, matched) {
	i := q.end
	for i < c.s.end && !c.quoted(i) {
		if m, ok := c.introduces(i); ok {
			return i, m
		}
		n := c.phraseOf(i)
		if end := c.alike(i); end > 0 {
			i = end
			continue
		}
		switch {
		case c.punct(i, prose.Comma, prose.Dash), c.is(i, cTime), c.is(i, cAdverb) && n < 0, c.toks[i].kind == kind(prose.Number) && c.is(i-1, cTime):
			i++
		case n >= 0 && c.phrases[n].first == i && (c.phrases[n].sort == name || i == q.end || q.condition == NameWithheld && c.phrases[n].end-i <= 3):
			i = c.phrases[n].end
		case c.is(i, cPreposition) && c.phraseOf(i+1) >= 0:
			i = c.phrases[c.phraseOf(i+1)].end
		case c.is(i, cPreposition) && c.is(i+1, cTime):
			i += 2
		default:
			return 0, matched{}
		}
	}
	return 0, matched{}
}

// alike returns the end of "as did the diplomats" at token i, which says who else was
// promised the same; 0 where there is none.
func (c *clauses) alike(i int) int {
	if c.lower(i) != "as" || i+2 >= c.s.end {
		return 0
	}
	switch c.lower(i + 1) {
	case "did", "do", "does", "have", "has", "had", "was", "were":
	default:
		return 0
	}
	n := c.phraseOf(i + 2)
	if n < 0 || c.phrases[n].first != i+2 || c.phrases[n].sort != person && c.phrases[n].sort != pronoun {
		return 0
	}
	return c.phrases[n].end
}

// introduces returns the pattern at token i that introduces a reason, if what follows
// can be one.
func (c *clauses) introduces(i int) (m matched, ok bool) {
	if !c.has(i) || !c.lex.reasons.match(c, i, c.s.end, &m) || m.end >= c.s.end && m.keep == 0 {
		return m, false
	}
	if c.lower(m.end-1) == "reasons" && c.punct(m.end, prose.Colon) {
		return m, false // for different reasons: the officer because …, the nurse to …
	}
	switch {
	case m.kind == "verb":
		return m, c.infinitive(m.end)
	case m.kind == "clause" && m.keep == 0 && (c.lower(i) == "as" || c.lower(i) == "since" || c.lower(i) == "so"):
		return m, c.phraseOf(m.end) >= 0
	}
	return m, true
}

// infinitive reports whether what follows "to" at token i is a verb, and not whom
// something was said to: to discuss the plan; to reporters, to the paper.
func (c *clauses) infinitive(i int) bool {
	if !c.has(i) || c.toks[i].kind != kind(prose.Word) || c.toks[i].capital {
		return false
	}
	if c.is(i, cHuman|cBody) {
		return !c.is(i, cPlural) && c.is(i+1, cDeterminer|cPossessive) // to guard the name
	}
	return !c.is(i, cDeterminer|cPossessive|cPronoun|cQuantifier|cCounted|cAdjective)
}

// reasonBeside reads why where the clause goes on from it with "and": "The woman
// signed a pledge and spoke on condition of anonymity".
func (c *clauses) reasonBeside(q *promise) bool {
	j := c.beforeVerb(q.verb)
	if !c.is(j, cConjunction) || c.lower(j) == "or" || c.lower(j) == "but" || c.phraseOf(q.verb) >= 0 {
		return false
	}
	var m matched
	for i := c.s.first; i < j; i++ {
		if c.phraseOf(i) >= 0 || c.quoted(i) {
			continue
		}
		if !c.lex.grounds.match(c, i, j, &m) || c.reasonEnd(m.end, false) < j-1 {
			continue
		}
		first := c.groupStart(i)
		if n := c.phraseOf(first - 1); n >= 0 && c.phrases[n].sort == pronoun && !c.is(first-1, cRelative) {
			first--
		}
		q.why, q.whyTokens = c.trim(first, j), prose.Span{Start: first, End: j}
		q.whyRule = "stands beside the clause: " + m.text
		return true
	}
	return false
}

// reasonBefore reads why where that stands before the clause: "Citing company
// policy, a spokesman who declined to be named said"; "A clerk, fearing reprisals,
// spoke on condition of anonymity".
func (c *clauses) reasonBefore(q *promise) {
	for k := q.first - 1; k > c.s.first && !c.punct(k, prose.Comma); k-- {
		if c.lower(k) == "who" && c.lower(k+1) == "under" && c.ruled(k+2) { // who under army rules could not be named
			q.why, q.whyTokens = c.trim(k+2, q.first), prose.Span{Start: k + 1, End: q.first}
			q.whyRule = "stands before the clause: under"
			return
		}
	}
	first, stop := c.s.first, 0
	if j := c.beforeVerb(q.verb); j > c.s.first && c.punct(j, prose.Comma) && c.phraseOf(q.verb) < 0 {
		for k := j - 1; k > c.s.first; k-- {
			if c.punct(k, prose.Comma) && !c.quoted(k) {
				if m, ok := c.ground(k + 1); ok && m.end < j {
					first, stop = k+1, j
				}
				break
			}
		}
	}
	m, ok := c.ground(first)
	if !ok {
		return
	}
	for k := m.end + 1; k < q.first && stop == 0; k++ {
		if c.punct(k, prose.Comma) && !c.quoted(k) && (c.opensClauseAt(k+1) || c.commaAfter(k+1, q.first) == 0) {
			stop = k
		}
	}
	if stop == 0 {
		return
	}
	from := m.end
	if m.keep > 0 {
		from = m.keep
	}
	q.why, q.whyTokens = c.trim(from, stop), prose.Span{Start: first, End: stop}
	q.whyRule = "stands before the clause: " + m.text
}

// ground is what introduces a reason that stands before the clause, at token i.
func (c *clauses) ground(i int) (matched, bool) {
	switch c.lower(i) {
	case "under":
		if !c.ruled(i + 1) {
			return matched{}, false
		}
	case "as", "so", "to", "in", "for", "on", "at", "per", "since", "over", "amid", "saying", "adding", "noting", "explaining", "arguing":
		if c.lower(i) != "for" && c.lower(i) != "in" || c.lower(i+1) != "fear" && c.lower(i+1) != "line" && c.lower(i+1) != "keeping" && c.lower(i+1) != "accordance" {
			return matched{}, false
		}
	}
	return c.introduces(i)
}

// ruled reports a noun phrase at i for what binds people: the ground rules, a policy.
func (c *clauses) ruled(i int) bool {
	n := c.phraseOf(i)
	if n < 0 {
		return false
	}
	switch c.lower(c.phrases[n].head) {
	case "rules", "rule", "policy", "policies", "terms", "conditions", "guidelines", "protocol", "protocols", "regulations", "agreement":
		return true
	}
	return false
}

// commaAfter is the next comma outside quotations in [i, limit), 0 where none is.
func (c *clauses) commaAfter(i, limit int) int {
	for ; i < limit; i++ {
		if c.punct(i, prose.Comma) && !c.quoted(i) {
			return i
		}
	}
	return 0
}

// reasonEnd is where a reason that goes on at token i ends: at the comma before
// the sentence's main verb or before another clause, at that verb itself where no
// comma parts them, at "and spoke", or at the end of the sentence. Commas of a list
// inside the reason do not end it. A reason that is a clause has a verb of its own.
func (c *clauses) reasonEnd(i int, clause bool) int {
	k := i
	if c.punct(k, prose.Comma) { // because, under the law, nobody may
		if next := c.commaAfter(k+1, c.s.end); next > 0 {
			k = next + 1
		}
	} else if c.is(k, cSubordinator) && c.lower(k) != "how" && c.lower(k) != "why" { // because if it fails, they lose
		if next := c.commaAfter(k+1, c.s.end); next > 0 {
			k = next + 1
		}
	}
	own := clause
	for ; k < c.s.end; k++ {
		switch {
		case c.quoted(k):
			continue
		case c.punct(k, prose.Comma) && k > i && c.ing(min(k+1, c.s.end-1)) && c.is(k+1, cVerb) && (c.lower(k+2) == "that" || c.opensQuote(min(k+2, c.s.end-1))):
			return k // , adding that
		case c.punct(k, prose.Comma, prose.Dash):
			if k > i && (c.resumesVerb(k+1) || c.theyTell(k+1) || c.lower(k+1) == "that" || c.opensClauseAt(k+1) || k+1 < c.s.end && c.opensQuote(k+1)) {
				return k
			}
		case c.punct(k, prose.Semicolon, prose.RightParen):
			return k
		case c.punct(k, prose.Stop) && k+1 >= c.s.end:
			return k
		case c.is(k, cConjunction) && (c.lower(k) == "and" || c.lower(k) == "but") && c.goesOnToAct(k):
			if c.punct(k-1, prose.Comma) && k > i {
				return k - 1
			}
			return k
		case c.phraseOf(k) >= 0:
		case c.is(k, cRelative|cSubordinator), c.lower(k) == "what":
			own = true
		case own && c.finite(k):
			own = false
			k = c.groupEnd(k) - 1
		case c.reduced(k):
		case c.lower(k-1) == "being" && c.is(k, cVerb|cPastPart): // fear of being dismissed
		case k > i && c.is(k, cVerb) && c.toks[k].word.forms&(fPast|fS) != 0 || !clause && c.is(k, cAux|cLight) && c.finite(k) && c.lower(k-1) != "to":
			if end, ok := c.mainVerb(k); ok && (k > i || end < k) {
				return max(end, i)
			}
		}
	}
	return c.s.end
}

// theyTell reports a reporting verb in the plural of the present at k: sources, speaking
// anonymously to protect their jobs, say that.
func (c *clauses) theyTell(k int) bool {
	if !c.is(k, cVerb) || c.phraseOf(k) >= 0 || c.quoted(k) {
		return false
	}
	w := c.toks[k].word
	return w.forms&fBase != 0 && w.verbs[0].uses&(useAny|useThat) != 0
}

// finite reports a verb form at k that can be the verb of a clause.
func (c *clauses) finite(k int) bool {
	if c.lower(k-1) == "to" || c.lower(k) == "being" || c.lower(k) == "having" || c.lower(k) == "be" || c.lower(k) == "been" {
		return false
	}
	w := c.toks[k].word
	return w.is(cAux|cLight) || w.is(cVerb) && w.forms&(fPast|fS|fBase) != 0 || w.unlisted() && !c.toks[k].capital && (strings.HasSuffix(c.str(k), "ed") || strings.HasSuffix(c.str(k), "s"))
}

// reduced reports a participle at k that belongs to the noun before it: rules set
// by the palace, threats made against her.
func (c *clauses) reduced(k int) bool {
	return c.is(k, cPastPart) && c.phraseOf(k-1) >= 0 && c.is(k+1, cPreposition)
}

// groupEnd is the token after the verb group that begins at k: is not being made
// public ends before "public".
func (c *clauses) groupEnd(k int) int {
	if !c.is(k, cAux) {
		return k + 1
	}
	for k++; k < c.s.end && !c.quoted(k) && (c.phraseOf(k) < 0 && c.is(k, cAux|cAdverb|cNegation) || c.lower(k) == "both" || c.lower(k) == "all" || strings.HasSuffix(c.str(k), "ly")); k++ {
	}
	if k < c.s.end && c.phraseOf(k) < 0 && !c.quoted(k) && (c.is(k, cVerb|cLight|cPastPart) || c.participle(k)) {
		k++
	}
	return k
}

// opensClauseAt reports whether a clause with a subject and a verb of its own
// begins at i: ", but they gave no numbers".
func (c *clauses) opensClauseAt(i int) bool {
	for i < c.s.end && !c.quoted(i) && c.phraseOf(i) < 0 && (c.is(i, cConjunction|cAdverb) || c.lower(i) == "while" || c.lower(i) == "though" || c.lower(i) == "although") {
		i++
	}
	n := c.phraseOf(i)
	if n < 0 || c.phrases[n].first != i || c.quoted(i) || c.is(i, cRelative) {
		return false
	}
	// The verb follows the noun phrase, over what hangs on it.
	for k := c.phrases[n].end; k < c.s.end && k < c.phrases[n].end+12; k++ {
		switch {
		case c.quoted(k), !c.toks[k].kind.isWord(), c.is(k, cConjunction|cRelative|cSubordinator) && !c.is(k, cPreposition) && c.phraseOf(k) < 0:
			return false
		case c.phraseOf(k) >= 0 || c.lower(k-1) == "to":
		case c.finiteAfter(k):
			return true
		case c.toks[k].word.unlisted() && strings.HasSuffix(c.str(k), "ed") && !c.is(k+1, cPreposition):
			return true
		}
	}
	return false
}

// goesOnToAct reports whether the conjunction at k leads back from the reason to
// what the source did: "and spoke on condition of anonymity", "but said".
func (c *clauses) goesOnToAct(k int) bool {
	if w := c.lower(k + 1); w == "who" || w == "which" {
		k++
	}
	var m matched
	for n := k + 1; n < c.s.end && n < k+5; n++ {
		if c.lex.clauses.match(c, n, c.s.end, &m) {
			return true
		}
		if !c.is(n, cAux|cAdverb|cNegation) && c.lower(n) != "so" && c.lower(n) != "thus" {
			break
		}
	}
	v := c.verbAfter(k)
	if v == 0 {
		return false
	}
	switch c.lower(v) {
	case "spoke", "requested", "asked", "insisted", "talked", "declined":
		return true
	}
	return c.toks[v].is(cVerb) && c.toks[v].word.forms&fPast != 0
}

// resumesVerb reports whether the sentence's verb follows at i: ", has left".
func (c *clauses) resumesVerb(i int) bool {
	for i < c.s.end && c.is(i, cAdverb) && !c.quoted(i) && c.phraseOf(i) < 0 {
		i++
	}
	return c.finiteAfter(i) && c.phraseOf(i) < 0
}

// verbAfter is the verb right after the "and" at k, over adverbs; 0 where none is.
func (c *clauses) verbAfter(k int) int {
	for k++; k < c.s.end; k++ {
		switch {
		case c.is(k, cVerb|cLight) && c.phraseOf(k) < 0:
			return k
		case c.lower(k) == "so" || c.lower(k) == "therefore" || c.is(k, cAdverb) && c.phraseOf(k) < 0:
		case c.lower(k+1) == "of" && c.lower(k+2) == "whom": // and all of whom spoke
			k += 2
		default:
			return 0
		}
	}
	return 0
}

// mainVerb returns where the reason ends before the reporting verb k, if the verb
// belongs to the sentence rather than to the reason: right before the verb where
// no subject of its own stands there, before the comma that parts its subject.
func (c *clauses) mainVerb(k int) (int, bool) {
	j := c.beforeVerb(k)
	switch {
	case j < c.s.first:
		return c.groupStart(k), true
	case c.punct(j, prose.Comma, prose.Dash):
		return j, true
	case c.is(j, cRelative), c.is(j, cConjunction):
		return 0, false
	case c.phraseOf(j) < 0:
		return c.groupStart(k), true
	}
	s, ok := c.chain(j, "")
	switch {
	case !ok || !c.couldSpeak(s.phrase):
		return c.groupStart(k), true
	case c.punct(s.from-1, prose.Comma):
		return s.from - 1, true
	}
	return 0, false
}

func (c *clauses) groupStart(k int) int { return c.beforeVerb(k) + 1 }

// settle joins a bar to the clause beside it, of which it is the reason:
// "was not authorized to discuss it and spoke on condition of anonymity". It keeps the
// others in order at the front of found, and says how many they are.
func (c *clauses) settle(found []promise) int {
	out := found[:0]
	for n, q := range found {
		if q.bar && n+1 < len(found) && !found[n+1].bar && found[n+1].why.Len() == 0 {
			next := &found[n+1]
			next.why, next.whyTokens = c.barSpan(q), q.whyTokens
			next.whyRule = "a bar on speaking: " + q.rule
			if !c.opensWith(q) {
				next.verb = q.verb
				next.first = q.first
			}
			continue
		}
		if q.bar && n > 0 && !found[n-1].bar && len(out) > 0 && q.first < out[len(out)-1].whyTokens.End {
			continue // inside a reason already read
		}
		if q.bar {
			q.why = c.barSpan(q)
			q.whyRule = "a bar on speaking: " + q.rule
		}
		out = append(out, q)
	}
	return len(out)
}

// opensWith reports whether the sentence opens with the bar, before its subject:
// "Because he may not brief the press, the official …", "Not authorized to …, the".
func (c *clauses) opensWith(q promise) bool {
	if !c.punct(min(q.end, c.s.end-1), prose.Comma) {
		return false
	}
	if q.first == c.s.first {
		return true
	}
	switch c.lower(c.s.first) {
	case "because", "as", "since":
		return c.commaAfter(c.s.first, q.end) == 0
	}
	return false
}

// barSpan is a bar as a reason: with a pronoun for its subject ("they were not
// authorized to discuss the figures"), without any longer one and without "who".
func (c *clauses) barSpan(q promise) prose.Span {
	first := q.first
	j := c.beforeVerb(q.first)
	if n := c.phraseOf(j); n >= 0 && c.phrases[n].sort == pronoun && c.phrases[n].first == j && !c.is(j, cRelative) {
		first = j
	}
	return c.trim(first, q.end)
}

// masked are the tokens of the sentence's anonymity clauses and reasons, in which no
// verb reports.
func (c *clauses) masked() []prose.Span {
	c.skip = c.skip[:0]
	for i := range c.terms {
		p := &c.terms[i]
		c.skip = append(c.skip, prose.Span{Start: p.clause, End: p.end})
		if p.whyTokens.Len() > 0 {
			c.skip = append(c.skip, p.whyTokens)
		}
	}
	return c.skip
}
