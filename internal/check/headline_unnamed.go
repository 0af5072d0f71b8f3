package check

import (
	"fmt"
	"regexp"
	"strings"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

// unnamedHeadline matches headlines that say themselves that unnamed people are all
// they have: "sources say", "Officials:", "– insiders". The first group that matches
// is who they are.
var unnamedHeadline = regexp.MustCompile(`(?i)\b(?:unnamed |anonymous )?(` + unnamedWords + `)(?: \w+){0,3}? (?:say|says|said|claim|claims|tell|tells|told|warn|warns|fear|fears)\b` +
	`|[,:–—-] ?(` + unnamedWords + `)(?: say| says)?$|^(` + unnamedWords + `) ?:`)

const unnamedWords = `sources?|insiders?|officials?|diplomats?|aides?|executives?|advisers?`

// headlineNoun is the noun by which a headline says that it rests on unnamed people,
// or "".
func headlineNoun(title string) string {
	m := unnamedHeadline.FindStringSubmatch(strings.TrimSpace(title))
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1] + m[2] + m[3])
}

// headlineUnnamed finds headlines that rest on unnamed sources: those that say so,
// and those whose words come from a sentence that only unnamed people vouch for.
func headlineUnnamed(s *story) {
	const hint = "put into the headline what the newsroom or a named source vouches for"
	if noun := headlineNoun(s.article.Title); noun != "" && s.unnamedOnly(noun) {
		s.reportAt(s.article.At("title"), "the headline rests on unnamed sources", hint)
		return
	}
	if src, ok := s.headlineFrom(); ok {
		s.reportAt(s.article.At("title"), fmt.Sprintf("what the headline says, the story has from %q alone", excerpt(src.Description)), hint)
	}
}

// unnamedOnly reports whether those whom the headline calls by a noun are unnamed
// sources. Officials who speak as a body, as those of a fire department do, are none.
func (s *story) unnamedOnly(noun string) bool {
	one := singular(noun)
	any := false
	for k, src := range s.res.Sources {
		if len(s.spoken[k]) == 0 {
			continue
		}
		head := singular(describe(src.Description).head)
		switch src.Level {
		case sourcing.Anonymous:
			any = any || head == one || sourceNouns[noun] || sourceNouns[head]
		case sourcing.Collective, sourcing.Institution:
			if head == one {
				return false
			}
		}
	}
	return any
}

// singular is a noun for unnamed people in the singular.
func singular(noun string) string {
	if one := singulars[noun]; one != "" {
		return one
	}
	return noun
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
