package check

import (
	"fmt"
	"regexp"
	"strings"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

// unnamedHeadline matches headlines that say themselves that unnamed people are all
// they have: "officials say", "Source:", "– sources".
var unnamedHeadline = regexp.MustCompile(`(?i)\b(?:(?:anonymous |unnamed )?(?:sources?|insiders?)|(?:unnamed|anonymous) \w+)\b(?: \w+){0,3}? (?:say|says|said|claim|claims|tell|tells|told|warn|warns|fear|fears)\b` +
	`|\b(?:sources?|insiders?|officials|diplomats|aides|executives|advisers)\b(?: say| says)?\s*$|^(?:sources?|insiders?|officials|diplomats|aides) ?:` +
	`|\b(?:officials|diplomats|aides|executives|advisers) (?:say|said|claim|warn|fear)\b`)

// headlineUnnamed finds headlines that rest on unnamed sources: those that say so,
// and those whose words come from a sentence that only unnamed people vouch for.
func headlineUnnamed(s *story) {
	if !s.anyUnnamed() {
		return
	}
	const hint = "put into the headline what the newsroom or a named source vouches for"
	if unnamedHeadline.MatchString(s.article.Title) {
		s.reportAt(s.article.At("title"), "the headline rests on unnamed sources", hint)
		return
	}
	if src, ok := s.headlineFrom(); ok {
		s.reportAt(s.article.At("title"), fmt.Sprintf("what the headline says, the story has from %q alone", excerpt(src.Description)), hint)
	}
}

func (s *story) anyUnnamed() bool {
	for range s.unnamed {
		return true
	}
	return false
}

// headlineFrom finds the unnamed source of the only sentence that says what the
// headline says: one that shares most of the headline's words, and no other
// sentence of the story more than a third of them.
func (s *story) headlineFrom() (source, bool) {
	want := telling(s.article.Title)
	if len(want) < 4 {
		return source{}, false
	}
	best, second, at := 0, 0, prose.Span{}
	for _, b := range s.res.Blocks {
		if b.Kind != sourcing.Paragraph {
			continue
		}
		for _, sentence := range prose.Sentences(s.res.Text, b.Span) {
			n := 0
			for w := range telling(sentence.Of(s.res.Text)) {
				if want[w] {
					n++
				}
			}
			switch {
			case n > best:
				best, second, at = n, best, sentence
			case n > second:
				second = n
			}
		}
	}
	if best*10 < len(want)*7 || second*3 > len(want) {
		return source{}, false
	}
	from := -1
	for _, p := range s.res.Passages {
		if !p.Sentence.Overlaps(at) {
			continue
		}
		if p.Level != sourcing.Anonymous || !s.allUnnamed(p) {
			return source{}, false
		}
		from = p.Sources[0]
	}
	if from < 0 {
		return source{}, false
	}
	return s.res.Sources[from], true
}

// common are words that headlines and sentences share by chance.
var common = words(`that this with from have will would their they them what when where which while about after before over into says said more than been were also`)

// telling is the set of a text's words that tell what it is about, cut to their
// first letters so that forms of one word are one.
func telling(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		w = lower(w)
		if len(w) < 4 || common[w] {
			continue
		}
		if len(w) > 5 {
			w = strings.ToValidUTF8(w[:5], "")
		}
		set[w] = true
	}
	return set
}
