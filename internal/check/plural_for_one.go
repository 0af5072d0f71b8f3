package check

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate/sourcing"
)

// singulars are nouns for unnamed people, by their plurals.
var singulars = map[string]string{
	"sources": "source", "insiders": "insider", "officials": "official", "people": "person", "persons": "person",
	"diplomats": "diplomat", "aides": "aide", "advisers": "adviser", "advisors": "advisor", "executives": "executive",
	"lawmakers": "lawmaker", "directors": "director", "officers": "officer", "employees": "employee", "ministers": "minister",
}

// pluralForOne finds a plural behind which there is one person: "sources said", and
// later "the source".
func pluralForOne(s *story) {
	for k, src := range s.res.Sources {
		if len(s.spoken[k]) == 0 || src.Level != sourcing.Anonymous && src.Level != sourcing.Collective || len(src.Mentions) == 0 {
			continue
		}
		one := singulars[describe(src.Mentions[0].Of(s.res.Text)).head]
		if one == "" || src.Count > 1 {
			continue
		}
		s.oneOf(k, one)
	}
	s.pluralHeadline()
}

// oneOf looks for "the official" after a source that was "officials". One who was
// introduced as "a harbor official" is a source with that for its first mention.
func (s *story) oneOf(k int, one string) {
	first := s.res.Sources[k].Mentions[0]
	for j, other := range s.res.Sources {
		for n, m := range other.Mentions {
			if j != k && n > 0 {
				break // takes up what came before
			}
			said := strings.ToLower(strings.Join(strings.Fields(m.Of(s.res.Text)), " "))
			if m.Start < first.End || said != "the "+one {
				continue
			}
			s.report(first, fmt.Sprintf("%q are several, and further down there is one, %q: say how many there are", first.Of(s.res.Text), said),
				fmt.Sprintf("if it is one person, write %q", "a "+one))
			return
		}
	}
}

// pluralHeadline finds "officials" in a headline where the story has one of them.
func (s *story) pluralHeadline() {
	plural := headlineNoun(s.article.Title)
	one, single := singulars[plural], -1
	if one == "" {
		return
	}
	for k, src := range s.res.Sources {
		if len(s.spoken[k]) == 0 || src.Level != sourcing.Anonymous && src.Level != sourcing.Collective {
			continue
		}
		head := describe(src.Description).head
		switch {
		case src.Count != 1 || singulars[head] != "":
			return // there are several of some kind
		case head == one || sourceNouns[plural]:
			if single >= 0 {
				return
			}
			single = k
		}
	}
	if single >= 0 {
		s.reportAt(s.article.At("title"), fmt.Sprintf("the headline has %q, and the story has one: %q", plural, excerpt(s.res.Sources[single].Description)),
			"write how many there are")
	}
}
