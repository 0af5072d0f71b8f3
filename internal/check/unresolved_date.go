package check

import (
	"fmt"
	"regexp"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

// counted are words that say when, counted from the day of the story.
var counted = regexp.MustCompile(`\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|(?:last|this|next) (?:week|month|year|spring|summer|autumn|fall|winter))\b`)

// unresolvedDate asks for the story's date where its words are counted from it.
func unresolvedDate(s *story) {
	if d := s.article.Date; !d.IsZero() && d.First().Equal(d.Last()) {
		return
	}
	for _, b := range s.res.Blocks {
		if b.Kind != sourcing.Paragraph {
			continue
		}
		m := counted.FindStringIndex(b.Of(s.res.Text))
		if m == nil {
			continue
		}
		at := prose.Span{Start: b.Start + m[0], End: b.Start + m[1]}
		if s.dated(at) {
			continue
		}
		s.report(at, fmt.Sprintf("nobody can tell which day %q is, for the story has no date", at.Of(s.res.Text)),
			"give the day of the story as \"date\", or mark the words: ["+at.Of(s.res.Text)+"]{date=2024-01-25}")
		return
	}
}

// dated reports whether the words are part of a date that is known.
func (s *story) dated(at prose.Span) bool {
	for _, d := range s.res.Dates {
		if d.Overlaps(at) {
			return true
		}
	}
	return false
}
