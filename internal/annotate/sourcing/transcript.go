package sourcing

import (
	"slices"
	"strings"
	"unicode"

	"backgrounder/internal/annotate/prose"
)

// A transcript says who speaks by labels: "SENIOR DEFENSE OFFICIAL: Thanks." All
// that follows is that speaker's until the next label. A radio script sets the
// recorded voice apart: "/// SHARON ACT ///" and "/// END ACT ///".

// readLabels finds the speaker of every block that has one.
func (e *engine) readLabels() {
	e.speaker = slices.Grow(e.speaker, len(e.blocks))[:len(e.blocks)]
	clear(e.speaker)
	var labels []int // sentences that open with a label
	for i := range e.sents {
		if (i == 0 || e.sents[i-1].block != e.sents[i].block) && e.label(e.sents[i]) > 0 {
			labels = append(labels, i)
		}
	}
	// One label alone may be anything; two make a transcript.
	if len(labels) >= 2 {
		for n, i := range labels {
			end := len(e.blocks)
			if n+1 < len(labels) {
				end = e.sents[labels[n+1]].block
			}
			who := e.labelled(i)
			for b := e.sents[i].block; b < end; b++ {
				e.speaker[b] = who + 1
				if who < 0 {
					e.speaker[b] = asking
				}
			}
			e.insertions(i, end)
		}
	}
	e.readActs()
}

// insertions takes the paragraphs in parentheses that follow the label of sentence i,
// before block end, out of the speaker's words: there the paper speaks.
func (e *engine) insertions(i, end int) {
	for j := i + 1; j < len(e.sents) && e.sents[j].block < end; j++ {
		b := e.sents[j].block
		if e.sents[j-1].block == b || !e.punct(e.sents[j].first, prose.LeftParen) {
			continue
		}
		last := j
		for last+1 < len(e.sents) && e.sents[last+1].block == b {
			last++
		}
		if e.punct(e.sents[last].end-1, prose.RightParen) {
			e.speaker[b] = 0
		}
	}
}

// label returns the token after the colon of the label that a sentence opens
// with, 0 where it opens with none. Labels are in capitals.
func (e *engine) label(s sentence) int {
	if e.str(s.first) == "Q" && s.first+2 < s.end && e.toks[s.first+1].kind.isWord() {
		return s.first + 1 // a reporter's question, without a colon
	}
	if e.toks[s.first].kind == kind(prose.Number) {
		return 0 // 9:15 p.m., before an entry of a live page
	}
	for i := s.first; i < s.end && i < s.first+9; i++ {
		if e.punct(i, prose.Colon) && i > s.first {
			if e.is(s.first, cSlug) {
				return 0
			}
			return i + 1
		}
		if e.toks[i].kind.isWord() && !capitals(e.str(i)) || e.punct(i, prose.Stop, prose.Open, prose.Quote) {
			return 0
		}
	}
	return 0
}

// asking marks the blocks of a transcript that hold a reporter's question.
const asking = -1

// question reports whether the label [first, end) is nothing but a word for those
// who ask: "Q:", "REPORTER:"; not "PRESS SECRETARY JOHN HARTLEY:".
func (e *engine) question(first, end int) bool {
	for i := first; i < end; i++ {
		if e.toks[i].kind == kind(prose.Word) && !e.is(i, cQuestion) {
			return false
		}
	}
	return true
}

// capitals reports a word without small letters.
func capitals(w string) bool {
	return strings.IndexFunc(w, unicode.IsLower) < 0
}

// labelled returns the source of the label of sentence i, and takes the label
// out of the sentence; -1 for a reporter's question.
func (e *engine) labelled(i int) int {
	s := &e.sents[i]
	colon := e.label(*s)
	first := s.first
	s.first = min(colon, s.end-1)
	if e.question(first, colon) {
		return -1
	}
	p, ok := e.phraseAt(first, colon-1)
	if !ok {
		return -1
	}
	if p.sort == body && p.end-p.first == 1 && e.str(p.head) != "STAFF" && e.toks[p.head].word.unlisted() && e.toks[p.head].proper == nil {
		p.sort, p.namedFrom = name, p.head // KIRBY:
	}
	if e.str(p.head) == "STAFF" {
		p.sort, p.plural = body, false // whoever of them it is speaks for the office
	}
	switch e.lower(first) {
	case "unidentified", "unnamed", "unknown":
		p.sort, p.unnamed = person, true // UNIDENTIFIED FEMALE
	}
	sub := subject{phrase: p, from: p.first, to: p.end}
	n := -1
	switch p.sort {
	case name:
		n = e.person(sub)
	case person:
		// One label is one speaker; #1 and #2 are two.
		key := e.spanOf(first, colon-1).Of(e.text)
		if known, ok := e.labels[key]; ok {
			n = known
			break
		}
		n = e.described(subject{phrase: p, from: p.first, to: p.end})
		e.labels[key] = n
	default:
		n = e.body(sub)
	}
	if n >= 0 {
		e.mention(n, sub)
	}
	return n
}

// readActs finds the recorded voices of a radio script.
func (e *engine) readActs() {
	voice := ""
	for b, block := range e.blocks {
		if block.Kind != Paragraph {
			continue
		}
		text := strings.TrimSpace(block.Of(e.text))
		if strings.HasPrefix(text, "//") && strings.HasSuffix(text, "//") {
			who := strings.TrimSpace(strings.Trim(text, "/ "))
			act := strings.Fields(who)
			switch {
			case len(act) >= 2 && act[len(act)-1] == "ACT" && act[0] != "END":
				voice = strings.ToLower(act[len(act)-2])
			default:
				voice = ""
			}
			continue
		}
		if voice != "" {
			e.acts = append(e.acts, act{block: b, voice: voice})
		}
	}
}

// act is a block of recorded speech.
type act struct {
	block int
	voice string // the speaker's surname, in lower case
}

// speech gives the sentence to the speaker of its block.
func (e *engine) speech(at int) {
	s := e.sents[at]
	who := e.speaker[s.block] - 1
	rule := "transcript"
	if n, ok := slices.BinarySearchFunc(e.acts, s.block, func(a act, block int) int { return a.block - block }); ok {
		who, rule = e.surname(surnameOf(e.acts[n].voice), "", unsaid), "recorded voice"
	}
	if who < 0 || e.emptyTalk(s) {
		return
	}
	span := e.sentenceContent(s)
	if span.Len() == 0 {
		return
	}
	e.say(report{source: who, sentence: at, rule: rule}, span)
}

// emptyTalk reports "Thanks." and its like, which say nothing, and what the
// stenographer notes in brackets: "(CROSSTALK)".
func (e *engine) emptyTalk(s sentence) bool {
	if e.punct(s.first, prose.LeftParen) && e.punct(s.end-1, prose.RightParen) {
		for i := s.first + 1; i < s.end-1; i++ {
			if e.toks[i].kind.isWord() && !capitals(e.str(i)) {
				return false
			}
		}
		return true
	}
	if s.end-s.first >= 5 {
		return false
	}
	for i := s.first; i < s.end; i++ {
		switch e.lower(i) {
		case "thanks", "thank", "you", "good", "morning", "afternoon", "evening", "hello", "hi", "bye", "yes", "no", "yeah", "okay", "ok", "right", "sir", "ma'am", "well", "so", "sure", "very", "much", "welcome", "i", "apologize", "apologise", "sorry":
		default:
			if e.toks[i].kind.isWord() && (i == s.first || !e.toks[i].capital) {
				return false // not the name of who is thanked
			}
		}
	}
	return true
}
