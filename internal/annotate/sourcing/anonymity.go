package sourcing

import (
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

// promises finds the anonymity clauses of the sentence that was read.
func (c *clauses) promises() []promise {
	if !c.s.anchor {
		return nil
	}
	var found []promise
	for i := c.s.first; i < c.s.end; i++ {
		if c.quoted(i) || !c.toks[i].kind.isWord() {
			continue
		}
		if p, end := c.lex.clauses.match(c.doc, i, c.s.end); p != nil {
			q := promise{first: i, clause: i, end: end, verb: i, condition: conditions[p.kind], rule: p.text}
			q.verb = c.verbOfPromise(&q)
			if p.kind == "outlet" {
				who, ok := c.unprinted(end)
				if !ok {
					continue
				}
				q.object = who
				q.end, end = who.phrase.end, who.phrase.end
			}
			c.reason(&q)
			found = append(found, q)
			i = max(end, q.whyTokens.End) - 1
			continue
		}
		if p, end := c.lex.bars.match(c.doc, i, c.s.end); p != nil {
			q := promise{first: i, clause: i, end: end, verb: i, bar: true, rule: p.text}
			q.end = c.clauseEnd(end)
			q.whyTokens = prose.Span{Start: i, End: q.end}
			found = append(found, q)
			i = q.end - 1
		}
	}
	found = c.settle(found)
	// "Citing company policy, a spokesman who declined to be named said"
	if len(found) > 0 && found[0].why.Len() == 0 && found[0].first > c.s.first+2 {
		if p, end := c.lex.reasons.match(c.doc, c.s.first, c.s.end); p != nil && p.kind != "verb" && c.lower(c.s.first) != "as" && c.lower(c.s.first) != "under" && c.lower(c.s.first) != "so" {
			for k := end; k < found[0].first; k++ {
				if c.punct(k, prose.Comma) && !c.quoted(k) && k > end {
					found[0].why, found[0].whyTokens = c.trim(end, k), prose.Span{Start: c.s.first, End: k}
					break
				}
			}
		}
	}
	return found
}

// verbOfPromise is the verb that the clause hangs on: spoke, speaking, asked.
func (c *clauses) verbOfPromise(q *promise) int {
	switch c.lower(q.first) {
	case "on", "under", "in", "not", "off", "only", "without", "whose":
	default:
		return q.first
	}
	if c.lower(q.first) == "whose" {
		return q.first
	}
	for k := q.first - 1; k >= c.s.first && k > q.first-14; k-- {
		if c.quoted(k) || c.punct(k, prose.Semicolon) {
			break
		}
		switch c.lower(k) {
		case "spoke", "speaking", "speaks", "speak", "talked", "talking", "talk", "said", "says", "told", "commented", "commenting",
			"agreed", "agreeing", "described", "requested", "confirmed", "wrote", "provided", "briefed", "interviewed", "quoted", "discussed", "asked":
			if c.lower(k) == "speak" || c.lower(k) == "talk" {
				continue // agreed to speak
			}
			q.first = k
			return k
		}
	}
	return q.first
}

// reason reads why, after the clause: because …, for fear of …, to discuss ….
func (c *clauses) reason(q *promise) {
	i := q.end
	for i < c.s.end && (c.punct(i, prose.Comma, prose.Dash) || c.is(i, cAdverb) && c.lexReasonSoon(i+1)) {
		i++
	}
	// "who gave only his first name, Ahmed, for fear of reprisals"
	if n := c.phraseOf(i); n >= 0 && q.condition == NameWithheld && i > q.end && c.phrases[n].end < c.s.end && c.punct(c.phrases[n].end, prose.Comma) {
		i = c.phrases[n].end + 1
	}
	if i >= c.s.end {
		return
	}
	p, end := c.lex.reasons.match(c.doc, i, c.s.end)
	if c.lower(i) == "by" || c.lower(i) == "as" {
		// "identified only by his old job because"
		if n := c.phraseOf(i + 1); n >= 0 && c.phrases[n].end < c.s.end {
			if r, e := c.lex.reasons.match(c.doc, c.phrases[n].end, c.s.end); r != nil {
				i, p, end = c.phrases[n].end, r, e
			}
		}
	}
	if p == nil || end >= c.s.end {
		return
	}
	from := end
	switch p.kind {
	case "verb":
		for from = end - 1; from > i && c.lower(from) != "to" && c.lower(from) != "not"; from-- {
		}
		if c.phraseOf(end) >= 0 && c.phrases[c.phraseOf(end)].first == end && c.phrases[c.phraseOf(end)].det != bare {
			return // "to the newspaper" is no reason
		}
	case "discussing":
		from = end - 1
	}
	if p.kind == "clause" && (c.lower(i) == "as" || c.lower(i) == "since" || c.lower(i) == "so") && c.phraseOf(end) < 0 {
		return
	}
	stop := c.clauseEnd(end)
	if q.verb == c.s.first && c.ing(q.verb) {
		stop = c.openingEnd(end, stop)
	}
	q.why = c.trim(from, stop)
	q.whyRule = "follows the clause: " + p.text
	q.whyTokens = prose.Span{Start: i, End: stop}
}

func (c *clauses) lexReasonSoon(i int) bool {
	if i >= c.s.end {
		return false
	}
	p, _ := c.lex.reasons.match(c.doc, i, c.s.end)
	return p != nil
}

// clauseEnd is where a reason that began before token i ends: at the comma before
// the sentence's main verb or its subject, at that verb itself where no comma
// parts them, at "and spoke", or at the end of the sentence. Commas of a list
// inside the reason do not end it.
func (c *clauses) clauseEnd(i int) int {
	for k := i; k < c.s.end; k++ {
		switch {
		case c.quoted(k):
			continue
		case c.punct(k, prose.Comma, prose.Dash):
			if c.resumesVerb(k + 1) {
				return k
			}
		case c.punct(k, prose.Semicolon, prose.RightParen):
			return k
		case c.punct(k, prose.Stop) && k+1 >= c.s.end:
			return k
		case c.is(k, cConjunction) && c.lower(k) == "and" && c.verbAfter(k) > 0:
			v := c.verbAfter(k)
			if w := c.lower(v); w == "spoke" || w == "requested" || w == "asked" || w == "insisted" || w == "talked" || w == "declined" || c.toks[v].word.is(cVerb) && c.toks[v].word.forms&fPast != 0 {
				if c.punct(k-1, prose.Comma) && k > i {
					return k - 1
				}
				return k
			}
		case c.is(k, cVerb) && c.phraseOf(k) < 0 && c.toks[k].word.forms&(fPast|fS) != 0 && k > i:
			if end, ok := c.mainVerb(k); ok {
				return max(end, i)
			}
		}
	}
	return c.s.end
}

// resumesVerb reports whether the sentence's verb follows at i: ", has left".
func (c *clauses) resumesVerb(i int) bool {
	for i < c.s.end && c.is(i, cAdverb) && !c.quoted(i) && c.phraseOf(i) < 0 {
		i++
	}
	return c.finiteAfter(i) && c.phraseOf(i) < 0
}

// unprinted is whom "agreed not to name" is about, at token i.
func (c *clauses) unprinted(i int) (subject, bool) {
	if i < c.s.end && c.lower(i) == "her" && c.phraseOf(i) < 0 {
		return subject{phrase: phrase{first: i, core: i, head: i, end: i + 1, sort: pronoun, sure: true}, from: i, to: i + 1}, true
	}
	return c.objectAfter(i)
}

// openingEnd is where the reason ends in a clause that opens the sentence: at the
// comma before the subject. "Speaking on condition of anonymity because the fund
// is under investigation, two officials told".
func (c *clauses) openingEnd(i, stop int) int {
	for k := i; k+1 < stop; k++ {
		if !c.punct(k, prose.Comma) || c.quoted(k) {
			continue
		}
		n := c.phraseOf(k + 1)
		if n < 0 || c.phrases[n].first != k+1 || !c.couldSpeak(c.phrases[n]) {
			continue
		}
		for m := c.phrases[n].end; m < stop && m < k+16 && !c.punct(m, prose.Comma); m++ {
			if c.is(m, cVerb) && c.phraseOf(m) < 0 && !c.quoted(m) && c.toks[m].word.forms&(fPast|fS) != 0 {
				return k
			}
		}
	}
	return stop
}

// verbAfter is the verb right after the "and" at k, over adverbs; 0 where none is.
func (c *clauses) verbAfter(k int) int {
	for k++; k < c.s.end; k++ {
		switch {
		case c.is(k, cVerb|cLight) && c.phraseOf(k) < 0:
			return k
		case c.lower(k) == "so" || c.lower(k) == "therefore" || c.is(k, cAdverb) && c.phraseOf(k) < 0:
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
// "was not authorized to discuss it and spoke on condition of anonymity".
func (c *clauses) settle(found []promise) []promise {
	var out []promise
	for n, q := range found {
		if q.bar && n+1 < len(found) && !found[n+1].bar && found[n+1].why.Len() == 0 {
			next := &found[n+1]
			next.why, next.whyTokens = c.barSpan(q), q.whyTokens
			next.whyRule = "a bar on speaking: " + q.rule
			next.verb = q.verb
			next.first, next.clause = q.first, q.first
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
	return out
}

// barSpan is a bar as a reason: with its subject where that opens the sentence
// ("They were not authorized to discuss the figures"), without a relative "who".
func (c *clauses) barSpan(q promise) prose.Span {
	first := q.first
	j := c.beforeVerb(q.first)
	if j >= c.s.first {
		if n := c.phraseOf(j); n >= 0 && !c.is(j, cRelative) {
			if s, ok := c.chain(j, ""); ok {
				first = s.from
			}
		}
	}
	return c.trim(first, q.end)
}

// masked are the tokens of anonymity clauses and reasons, in which no verb reports.
func masked(ps []promise) []prose.Span {
	var out []prose.Span
	for _, p := range ps {
		out = append(out, prose.Span{Start: p.clause, End: p.end})
		if p.whyTokens.Len() > 0 {
			out = append(out, p.whyTokens)
		}
	}
	return out
}
