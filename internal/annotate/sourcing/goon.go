package sourcing

import (
	"math"

	"backgrounder/internal/annotate/prose"
)

// goOn gives the sentences that no cue reports to whoever is still speaking: the
// rest of a quotation, the next quotation in the paragraph, a sentence that goes
// on in the quoted words of the one before.
func (e *engine) goOn() {
	e.signatures()
	speaker := -1 // who spoke last in this block
	before := -1  // who spoke last in the block before
	block := -1
	for i := range e.sents {
		s := e.sents[i]
		if s.block != block {
			before, speaker, block = speaker, -1, s.block
			if !e.adjacent(i) {
				before = -1
			}
		}
		if r := e.reports[i]; r[0] < r[1] {
			speaker = e.speakerOf(i)
			continue
		}
		if !s.quoted {
			continue
		}
		quoted, opens := e.coverage(s)
		if quoted == 0 {
			continue
		}
		who, rule := -1, ""
		switch {
		case e.signed[i] > 0:
			who, rule = e.signed[i]-1, "signed with a dash"
		case opens && e.viewed(i) >= 0:
			who, rule = e.viewed(i), "whose view the sentence before told"
		case opens: // the sentence begins inside a quotation
			if who = speaker; who >= 0 {
				rule = "the quotation goes on"
				if f := e.ahead(i); f >= 0 && e.sameQuotation(i) {
					who, rule = f, "said further on"
				}
			} else if who = e.ahead(i); who >= 0 {
				rule = "said further on"
			} else if before >= 0 {
				who, rule = before, "the quotation goes on"
			}
		case e.sameQuotation(i) && e.ahead(i) >= 0:
			who, rule = e.ahead(i), "said further on"
		case speaker >= 0 && e.ownWords(s) && !e.another(i):
			who, rule = speaker, "goes on in quoted words"
		}
		if who < 0 {
			continue
		}
		span := e.sentenceContent(s)
		if e.signed[i] > 0 {
			span = e.spanOf(s.first, min(s.end, e.quotes[e.toks[s.first].quote-1].last+1))
		}
		if span.Len() == 0 {
			continue
		}
		e.say(report{source: who, sentence: i, rule: rule}, span)
		speaker = who
	}
}

// viewed is the person of whom the sentence before i told only what they made of it:
// "Her brother Kieran was less moved. “Who pays?”" -1 where it told something else.
func (e *engine) viewed(i int) int {
	if i == 0 || e.sents[i-1].block != e.sents[i].block || e.reports[i-1][0] < e.reports[i-1][1] {
		return -1
	}
	s := e.sents[i-1]
	if s.first >= s.end || e.quoted(s.first) {
		return -1
	}
	p, ok := e.opening(s)
	if !ok || p.sort != name || p.plural || p.end+1 >= s.end {
		return -1
	}
	k := p.end
	if e.punct(k, prose.Comma) {
		k++
	}
	switch e.lower(k) {
	case "disagreed", "agreed", "shrugged", "laughed", "smiled", "sighed", "scoffed", "demurred", "concurred", "grinned", "nodded", "winced", "bristled":
	case "was", "is", "were", "sounded", "seemed":
		switch e.lower(k + 1) {
		case "less", "more", "not", "no", "equally", "also", "similarly", "unmoved", "unimpressed", "unconvinced", "blunt", "blunter", "sanguine", "skeptical", "sceptical", "defiant", "adamant", "unrepentant", "philosophical", "incredulous", "furious", "relieved":
		default:
			return -1
		}
	default:
		return -1
	}
	sub := subject{phrase: p, from: p.first, to: p.end}
	n := e.person(sub)
	e.mention(n, sub)
	return n
}

// signatures finds quotations that are signed with a dash: “It’s a long game.” —
// Matthew Ingram. All sentences of the quotation are the signer's.
func (e *engine) signatures() {
	for i := range e.sents {
		s := e.sents[i]
		if r := e.reports[i]; r[0] < r[1] || !s.marked {
			continue
		}
		for k := s.first + 1; k+1 < s.end; k++ {
			if !e.punct(k, prose.Dash) || !e.punct(k-1, prose.Close) || !e.toks[k+1].capital {
				continue
			}
			p, ok := e.phraseOfSentence(s, k+1)
			if !ok || p.sort != name || p.end-p.namedFrom < 2 || p.end < s.end && !e.punct(p.end, prose.Comma, prose.Stop) || p.end < s.end-1 && e.str(p.end) == "!" || p.end+1 < s.end && e.is(p.end+1, cTime) {
				break
			}
			n := e.person(subject{phrase: p, from: p.first, to: p.end})
			e.mention(n, subject{phrase: p, from: p.first, to: p.end})
			q := e.toks[k-1].quote
			for j := i; j >= 0 && e.sents[j].block == s.block && e.toks[e.sents[j].first].quote == q && q != 0; j-- {
				e.signed[j] = n + 1
			}
			break
		}
	}
}

// adjacent reports whether the sentence's block follows the block of the sentence
// before it directly, so that a quotation could go on.
func (e *engine) adjacent(i int) bool {
	return i > 0 && e.sents[i].block-e.sents[i-1].block == 1
}

// speakerOf is who speaks last in the sentence: the source of the report whose
// words come last.
func (e *engine) speakerOf(i int) int {
	r := e.reports[i]
	best := r[0]
	for n := r[0]; n < r[1]; n++ {
		if last(e.said[n].content) >= last(e.said[best].content) {
			best = n
		}
	}
	return e.said[best].source
}

func last(spans []prose.Span) int {
	end := 0
	for _, s := range spans {
		end = max(end, s.End)
	}
	return end
}

// coverage counts the sentence's words in quotation marks, and tells whether it
// begins in a quotation.
func (e *engine) coverage(s sentence) (quoted int, opens bool) {
	for i := s.first; i < s.end; i++ {
		if e.toks[i].quote != 0 && e.toks[i].kind.isWord() {
			quoted++
		}
	}
	return quoted, e.toks[s.first].quote != 0
}

// sameQuotation reports whether the quotation in which sentence i ends goes on in
// the next sentence.
func (e *engine) sameQuotation(i int) bool {
	if i+1 >= len(e.sents) {
		return false
	}
	q := e.toks[e.sents[i].end-1].quote
	return q != 0 && e.toks[e.sents[i+1].first].quote == q && e.sents[i].block == e.sents[i+1].block
}

// ahead is who speaks in the next attributed sentence of the block, as long as
// only quoted sentences lie between; -1 where nobody does.
func (e *engine) ahead(i int) int {
	for j := i + 1; j < len(e.sents) && j < i+40 && e.sents[j].block == e.sents[i].block; j++ {
		if r := e.reports[j]; r[0] < r[1] {
			if e.toks[e.sents[j].first].quote == 0 {
				return -1
			}
			return e.speaksFirst(r)
		}
		if e.toks[e.sents[j].first].quote == 0 {
			return -1
		}
	}
	return -1
}

// speaksFirst is the source, of the reports r of a sentence, whose words come first; of
// two with the same words the later, who is the one that the other quotes.
func (e *engine) speaksFirst(r [2]int) int {
	best := r[0]
	for n := r[0] + 1; n < r[1]; n++ {
		if begins(e.said[n].content) <= begins(e.said[best].content) {
			best = n
		}
	}
	return e.said[best].source
}

func begins(spans []prose.Span) int {
	start := math.MaxInt
	for _, s := range spans {
		if s.Len() > 0 {
			start = min(start, s.Start)
		}
	}
	return start
}

// another reports that sentence i has a cue of its own, though of whom it speaks nobody
// knows: "On Instagram, she wrote".
func (e *engine) another(i int) bool {
	for _, q := range e.cuesOf(i) {
		if q.reports() && !q.belief && q.who.sort == pronoun && !q.who.plural {
			return true
		}
	}
	return false
}

// ownWords reports whether a sentence that begins outside quotation marks holds
// enough of the speaker's own words to be a report: three or more.
func (e *engine) ownWords(s sentence) bool {
	for i := s.first; i < s.end; i++ {
		if q := e.toks[i].quote; q != 0 {
			n, small := 0, false
			for k := e.quotes[q-1].first; k <= e.quotes[q-1].last; k++ {
				if e.toks[k].kind.isWord() {
					n++
					small = small || !e.toks[k].capital
				}
			}
			if n >= 3 && small { // capitals throughout are a title
				return true
			}
			i = e.quotes[q-1].last
		}
	}
	return false
}

// sentenceContent covers the sentence without the stop that ends it outside
// quotation marks.
func (e *engine) sentenceContent(s sentence) prose.Span {
	end := s.end
	for end > s.first && e.toks[end-1].kind == kind(prose.Stop) && e.toks[end-1].quote == 0 {
		end--
	}
	if end == s.first {
		return prose.Span{}
	}
	return e.spanOf(s.first, end)
}
