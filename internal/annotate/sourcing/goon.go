package sourcing

import (
	"backgrounder/internal/annotate/prose"
)

// goOn gives the sentences that no cue reports to whoever is still speaking: the
// rest of a quotation, the next quotation in the paragraph, a sentence that goes
// on in the quoted words of the one before.
func (e *engine) goOn() {
	e.indexReports()
	var added []report
	speaker := -1 // who spoke last in this block
	before := -1  // who spoke last in the block before
	block := -1
	next := 0
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
		if !s.marked {
			continue
		}
		quoted, opens := e.coverage(s)
		if quoted == 0 {
			continue
		}
		who, rule := -1, ""
		switch {
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
		case speaker >= 0 && e.ownWords(s):
			who, rule = speaker, "goes on in quoted words"
		}
		if who < 0 {
			continue
		}
		_ = next
		span := e.sentenceContent(s)
		if span.Len() == 0 {
			continue
		}
		added = append(added, report{source: who, sentence: i, content: []prose.Span{span}, rule: rule})
		speaker = who
	}
	for _, r := range added {
		e.all[r.source].speaks = true
	}
	e.said = append(e.said, added...)
}

// indexReports counts the reports of every sentence anew: some are given to
// sentences other than the one being read.
func (e *engine) indexReports() {}

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
		if last(e.said[n].content) > last(e.said[best].content) {
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
			return e.said[r[0]].source
		}
		if e.toks[e.sents[j].first].quote == 0 {
			return -1
		}
	}
	return -1
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
