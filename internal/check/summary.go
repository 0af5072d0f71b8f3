package check

import (
	"fmt"
	"unicode/utf8"
)

// longestSummary is what lists and feeds show without cutting it off, in code
// points: about three lines of a page.
const longestSummary = 320

// summary asks for a summary that fits where it is shown.
func summary(s *story) {
	switch n := utf8.RuneCountInString(s.article.Summary); {
	case n == 0:
		s.reportAt(s.article.At("title"), "the story has no summary, and lists, feeds and search results show its first words instead",
			"write one or two sentences as \"summary\"")
	case n > longestSummary:
		s.reportAt(s.article.At("summary"), fmt.Sprintf("the summary has %d characters; more than %d are cut off where it is shown", n, longestSummary),
			"keep what the story is about; the rest is in the story")
	}
}
