package check

import (
	"fmt"
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

// mostBefore is how many words of somebody's may stand before readers learn whose
// they are: two sentences of a usual length.
const mostBefore = 45

// farBefore is where a mention is so far from the words that it cannot be meant to
// attribute them; somebody who never says who speaks is not late.
const farBefore = 200

// lateAttribution finds what is said for long before the speaker is named. Readers
// take such words for the newsroom's own, or for those of whoever spoke last.
func lateAttribution(s *story) {
	for i, p := range s.res.Passages {
		start := p.Content[0].Start
		if s.goesOn(i) {
			continue
		}
		who := s.learns(p)
		if who < 0 || who <= start || s.res.Blocks[p.Block].Kind != sourcing.Paragraph {
			continue
		}
		n := countWords(s.res.Text[start:who], farBefore)
		if n <= mostBefore || n >= farBefore {
			continue
		}
		s.report(prose.Span{Start: start, End: min(start+firstWord(s.res.Text[start:]), who)},
			fmt.Sprintf("readers learn after %d words that %q says this: name the speaker with the first of them", n, excerpt(s.res.Sources[p.Sources[0]].Description)))
	}
}

// goesOn reports whether the passage continues what the one before it began.
func (s *story) goesOn(i int) bool {
	if i == 0 {
		return false
	}
	before, p := s.res.Passages[i-1], s.res.Passages[i]
	return p.Block-before.Block <= 1 && slices.ContainsFunc(p.Sources, func(k int) bool { return slices.Contains(before.Sources, k) })
}

// learns is where a reader who has come to the passage learns who speaks: before
// its first words, within its sentence, or in what follows; -1 where that is not
// known.
func (s *story) learns(p annotate.Passage) int {
	start := p.Content[0].Start
	who := -1
	better := func(at int) {
		if who < 0 || at < who {
			who = at
		}
	}
	if p.Cue.Len() > 0 {
		better(p.Cue.Start)
	}
	block := s.res.Blocks[p.Block]
	for _, k := range p.Sources {
		mentions := s.res.Sources[k].Mentions // in order
		from, _ := slices.BinarySearchFunc(mentions, block.Start, func(m prose.Span, at int) int { return m.Start - at })
		if from == len(mentions) {
			continue
		}
		if better(mentions[from].Start); mentions[from].Start < start {
			return mentions[from].Start
		}
	}
	return who
}

// countWords counts the words of a text, up to most.
func countWords(text string, most int) int {
	n := 0
	for range strings.FieldsSeq(text) {
		if n++; n == most {
			break
		}
	}
	return n
}

func firstWord(text string) int {
	if i := strings.IndexAny(text, " \n\t"); i > 0 {
		return i
	}
	return len(text)
}
