package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// What is reported: before the cue, after it, and on both sides of it.

// relativeObject reads "the attacks, which Tehran denies": what is denied stands
// before the relative pronoun.
func (c *clauses) relativeObject(q *cue) bool {
	r := q.who.from - 1
	if q.verb.uses&useThing != 0 && q.verb.class == "stance" && r > c.s.first && c.stops(q.end) && !c.quoted(r) {
		// "a claim the army denied"
		if n := c.phraseOf(r); n >= 0 && c.phrases[n].end == q.who.from && c.phrases[n].first > c.s.first && c.punct(c.phrases[n].first-1, prose.Comma, prose.Dash) {
			if span := c.trim(c.s.first, c.phrases[n].first); span.Len() > 0 {
				q.before = span
				return true
			}
		}
	}
	if c.asked(q, r) {
		return true
	}
	if q.verb.uses&useThing != 0 && q.verb.class == "stance" && c.stops(q.end) && c.lower(r) == "something" && c.punct(r-1, prose.Comma) && !c.quoted(r) {
		q.before = c.trim(c.s.first, r) // they moved launchers, something the ministry denies
		return q.before.Len() > 0
	}
	blamed := q.verb.lemma == "blame" && q.end < c.s.end && c.lower(q.end) == "on"
	if q.verb.uses&useThing == 0 || q.verb.class != "stance" && !blamed || r <= c.s.first || c.lower(r) != "which" || !c.punct(r-1, prose.Comma) || !c.stops(q.end) && !blamed {
		return false
	}
	span := c.trim(c.s.first, r)
	if span.Len() == 0 {
		return false
	}
	q.before = span
	return true
}

// asked reads "the inquiry that campaigners have demanded": what is asked for or
// promised stands before the relative pronoun r.
func (c *clauses) asked(q *cue, r int) bool {
	switch q.verb.lemma {
	case "demand", "promise", "pledge", "propose", "recommend", "predict", "forecast", "request", "threaten":
	default:
		return false
	}
	if r <= c.s.first || c.lower(r) != "that" || !c.stops(q.end) || c.quoted(r) || q.who.sort == pronoun {
		return false
	}
	n := c.phraseOf(r - 1)
	if n < 0 || c.phrases[n].end != r {
		return false
	}
	q.before = c.trim(c.phrases[n].first, r)
	return q.before.Len() > 0
}

// rest is the first token after the cue that could be content: dates, listeners
// of "tell" and phrases such as "in a statement" are skipped.
func (c *clauses) rest(q *cue, skip []prose.Span) int {
	i := q.end
	if q.verb.uses&useWhom != 0 && i < c.s.end {
		if n := c.phraseOf(i); n >= 0 && c.phrases[n].first == i {
			i = c.dated(c.attachmentsNarrow(c.phrases[n].end))
		}
	}
	for n := 0; n < 8 && i < c.s.end && !c.quoted(i); n++ {
		switch {
		case within(skip, i):
			for i < c.s.end && within(skip, i) {
				i++
			}
			if i < c.s.end && c.punct(i, prose.Comma) {
				i++
			}
			continue
		case c.is(i, cTime), c.toks[i].kind == kind(prose.Number) && c.is(i-1, cTime),
			c.is(i, cDefinite) && i+1 < c.s.end && c.is(i+1, cTime) && c.phraseOf(i) < 0 && (c.phraseOf(i+2) < 0 || c.is(i+2, cTime)):
			i++
			continue
		case c.is(i, cAdverb) && !c.is(i, cRelative|cPronoun|cDeterminer|cQuantifier|cNegation) && c.lower(i) != "there" && c.lower(i) != "here":
			i++
			continue
		case c.lower(i) == "since" && c.ing(i+1):
			if that := c.thatAfter(i + 2); that > 0 {
				i = that // has said since taking over last year that
			}
		case c.ing(i) && c.is(i+1, cPreposition) && c.phraseOf(i) < 0:
			if end := c.attachments(i + 1); c.closesHere(end) {
				i = end // told us in a cellar smelling of onions
				continue
			}
		case q.verb.uses&useTo != 0 && c.nounForVerb(i):
		case c.is(i, cPreposition) && !slices.Contains(q.verb.preps, c.lower(i)):
			if j := c.adjunct(i); j > i {
				i = j
				continue
			}
		}
		break
	}
	return i
}

// thatAfter is the "that" which follows i in the same clause; 0 where none does.
func (c *clauses) thatAfter(i int) int {
	for k := i; k < min(i+10, c.s.end) && !c.quoted(k) && !c.punct(k, prose.Comma, prose.Semicolon) && !c.is(k, cAux); k++ {
		if c.lower(k) == "that" {
			return k
		}
	}
	return 0
}

// nounForVerb reports an infinitive at i whose verb was read as a noun: to subpoena
// the tapes.
func (c *clauses) nounForVerb(i int) bool {
	if c.lower(i) != "to" {
		return false
	}
	n := c.phraseOf(i + 1)
	return n >= 0 && c.phrases[n].first == i+1 && c.phrases[n].end == i+2 && c.phrases[n].det == bare && !c.phrases[n].plural && !c.toks[i+1].capital && c.is(i+2, cDeterminer|cPossessive)
}

// attachmentsNarrow takes in one "at the airport", "of the plan" after a listener.
func (c *clauses) attachmentsNarrow(i int) int {
	for i+1 < c.s.end && c.is(i, cPreposition) {
		n := c.phraseOf(i + 1)
		if n < 0 || c.lower(i) == "of" && c.lower(i-1) == "that" {
			return i
		}
		switch c.lower(i) {
		case "at", "in", "on", "outside", "inside", "aboard", "near", "from", "after", "before", "during", "with":
		case "of":
		default:
			return i
		}
		i = c.phrases[n].end
	}
	return i
}

// adjunct returns the end of a phrase of time, place or occasion at the
// preposition i: "in a statement", "on Thursday", "to reporters", "at a news
// conference"; or i.
func (c *clauses) adjunct(i int) int {
	switch c.lower(i) {
	case "for":
		if k := i + 1; k < c.s.end && c.is(k, cTime) && c.phraseOf(k) < 0 {
			return k + 1 // complained for months that
		}
		if i+3 < c.s.end && c.is(i+1, cDefinite) && c.is(i+2, cOrdinal|cTime) && c.lower(i+3) == "time" {
			return i + 4 // conceded for the first time that
		}
		return i
	case "in", "on", "at", "to", "during", "through", "via", "by", "after", "before", "from", "outside", "with", "last", "over", "under", "as", "of", "about", "inside":
	default:
		return i
	}
	j := i + 1
	if j >= c.s.end || c.quoted(j) || c.lower(j) == "least" || c.lower(j) == "most" || c.lower(j) == "condition" {
		return i
	}
	if n := c.phraseOf(j); n >= 0 && c.phrases[n].first == j {
		if p := c.phrases[n]; c.lower(i) == "to" && p.sort == other && p.det == bare && !c.toks[j].capital && !c.noise(p.head) {
			return i // "continued to shun"
		}
		j = c.phrases[n].end
		if c.lower(i) != "of" && c.lower(i) != "about" {
			j = c.dated(j)
		}
		for j < c.s.end && (c.is(j, cTime) || c.toks[j].kind == kind(prose.Number)) {
			j++
		}
		return j
	}
	k := j
	if c.is(k, cDefinite) {
		k++ // at the weekend
		j = k
	}
	for k < c.s.end && (c.is(k, cTime) || k > j && c.toks[k].kind == kind(prose.Number)) {
		k++
	}
	if k > j {
		return k
	}
	return i
}

// noise reports what a hall makes of what it hears.
func (c *clauses) noise(i int) bool {
	switch c.lower(i) {
	case "applause", "boos", "cheers", "gasps", "jeers", "laughter":
		return true
	}
	return false
}

// dated passes over "filed Saturday", "dated Sept. 26", "released by the ministry".
func (c *clauses) dated(i int) int {
	if i < c.s.end && c.participle(i) && !c.ing(i) {
		j := i + 1
		for j < c.s.end && (c.is(j, cTime) || c.toks[j].kind == kind(prose.Number)) {
			j++
		}
		if j > i+1 {
			return j
		}
		return c.attachments(i)
	}
	return i
}

// leftQuote returns the token that closes a quotation right before i, or 0.
func (c *clauses) leftQuote(i int) int {
	k := i - 1
	if k > c.s.first && c.punct(k, prose.Comma) && !c.quoted(k) {
		k--
	}
	if k >= c.s.first && c.quoted(k) {
		return k
	}
	return 0
}

// direct reports whether the cue stands beside a quotation.
func (c *clauses) direct(before prose.Span, rest int) bool {
	return c.endsQuoted(before) || c.quoteSoon(rest)
}

// endsQuoted reports whether the content, a span of the text, ends in a quotation.
func (c *clauses) endsQuoted(content prose.Span) bool {
	if content.Len() == 0 {
		return false
	}
	for k := c.s.end - 1; k >= c.s.first; k-- {
		if c.toks[k].End <= content.End {
			return c.quoted(k) || c.punct(k, prose.Comma) && k > c.s.first && c.quoted(k-1)
		}
	}
	return false
}

func (c *clauses) invertedContent(q *cue) bool {
	if q.at <= c.s.first {
		return false
	}
	before := c.trim(c.s.first, q.at)
	if before.Len() == 0 {
		return false
	}
	q.before = before
	for k := q.who.to; k < c.s.end; k++ {
		if c.opensQuote(k) {
			q.right, q.rightEnd = k, c.s.end
			break
		}
	}
	q.rule = c.rules.join(q.rule, "inverted")
	return true
}

// contentBefore is what stands before "…, the official said", up to the comma or
// quotation mark that parts it; empty where nothing does.
func (c *clauses) contentBefore(q *cue) prose.Span {
	from := q.who.from
	if q.who.lead > 0 {
		from = q.who.lead
	}
	if q.who.trailing || from <= c.s.first || from > q.at {
		return prose.Span{}
	}
	k := from - 1
	if !(c.quoted(k) || c.punct(k, prose.Comma, prose.Dash, prose.Close)) {
		return prose.Span{}
	}
	if !c.quoted(k) && !c.punct(k, prose.Close) && !c.statement(c.s.first, k) && !(c.punct(min(q.end, c.s.end-1), prose.Comma) && c.lower(c.s.first) != "according") {
		return prose.Span{} // "On Friday, the club said": no more than an opening
	}
	return c.trim(c.s.first, from)
}

// statement reports whether tokens [first, end) hold a verb or a quotation, and
// not only the opening phrase of a sentence.
func (c *clauses) statement(first, end int) bool {
	if c.is(first, cPreposition) && c.lower(first) == "according" {
		return false
	}
	for k := first; k < end; k++ {
		switch {
		case c.quoted(k):
			return true
		case c.phraseOf(k) >= 0:
			continue
		case c.is(k, cAux|cLight), c.is(k, cVerb) && c.toks[k].word.forms&(fPast|fS|fBase) != 0:
			return true
		case strings.HasSuffix(c.str(k), "ed") && c.toks[k].kind.isWord():
			return true
		}
	}
	return (c.phraseOf(first) >= 0 || !c.is(first, cPreposition|cSubordinator|cAdverb|cTime|cConjunction)) && end-first > 3 || end-first > 12
}

// resumes finds content that goes on after an inserted "he said": a comma and
// then more of the sentence, or a quotation.
func (c *clauses) resumes(i int) int {
	if i+1 >= c.s.end || !c.punct(i, prose.Comma, prose.Semicolon, prose.Dash) {
		return 0
	}
	i++
	if c.opensQuote(i) {
		return i
	}
	if c.punct(i-1, prose.Semicolon) {
		return i
	}
	if c.quoted(i) || c.ing(i) || c.is(i, cRelative) {
		return 0
	}
	if c.phraseOf(i) >= 0 && !c.finiteAfter(c.phrases[c.phraseOf(i)].end) {
		return 0
	}
	return i
}

// trim covers tokens [first, end) without the marks that part it from the cue.
func (c *clauses) trim(first, end int) prose.Span {
	for end > first && (c.punct(end-1, prose.Comma, prose.Dash, prose.Colon, prose.Semicolon) && !c.quoted(end-1) || c.punct(end-1, prose.Stop) && !c.quoted(end-1)) {
		end--
	}
	for first < end && (c.punct(first, prose.Comma, prose.Dash, prose.Colon, prose.Semicolon, prose.Stop) && !c.quoted(first) || c.is(first, cConjunction) && !c.quoted(first)) {
		first++
	}
	if first >= end {
		return prose.Span{}
	}
	return c.spanOf(first, end)
}

// bound ends the content on the right of each cue where the next report begins,
// and turns it into spans.
func (c *clauses) bound(found []cue) {
	for n := range found {
		q := &found[n]
		if q.right == 0 {
			continue
		}
		end := q.rightEnd
		for m := n + 1; m < len(found); m++ {
			next := &found[m]
			if next.who.from == q.right && next.who.from < next.first {
				continue // say Holm, who ran it, told clerks to burn the books: inside
			}
			from := min(next.who.from, next.first)
			if from <= q.right || next.who.from < q.at {
				from = next.first
			}
			k := from - 1
			for k > q.right && c.is(k, cConjunction|cSubordinator|cAdverb) {
				k--
			}
			if k > q.right && (c.punct(k, prose.Comma, prose.Semicolon, prose.Dash) || c.punct(k, prose.Close)) && k < end {
				end = k
				if c.punct(k, prose.Close) {
					end = k + 1
				}
				break
			}
		}
		end = c.beforeTerms(q, end)
		// A source's own words never hold the words of its cue.
		if q.who.trailing && q.who.from >= q.right && q.who.from < end {
			end = q.who.from
		}
		q.after = c.trim(q.right, end)
	}
}

// beforeTerms is where the content on the right of the cue, which goes to end, ends, if the
// terms on which it was said close the sentence: "confirmed the raid on condition of
// anonymity because it was secret" tells of the raid.
func (c *clauses) beforeTerms(q *cue, end int) int {
	for i := range c.terms {
		p := &c.terms[i]
		if closes := max(p.end, p.whyTokens.End); !p.bar && p.verb <= q.at && p.clause > q.right && p.clause < end && closes >= end-1 && c.stops(closes) {
			return p.clause
		}
	}
	return end
}
