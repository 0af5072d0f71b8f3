package check

import (
	"fmt"
	"regexp"
	"strings"

	"backgrounder/internal/annotate/sourcing"
)

// refused matches the words of somebody who would not speak on such terms.
var refused = regexp.MustCompile(`(?i)\b(?:not|never|refused to|declined to|without|rather than)(?: \w+)? (?:speak|talk|speaking|talking)\b|n['’]t (?:speak|talk)\b`)

// denied matches what comes before terms that nobody asked for: "did not ask that her
// name be withheld".
var denied = regexp.MustCompile(`(?i)(?:\b(?:not|never|without|nor)|n['’]t)(?: \w+)?\s+$`)

// partly matches a promise that leaves a name: a first name, or one that is made up.
var partly = regexp.MustCompile(`(?i)\b(?:first|last|full|real|family|second|maiden) names?\b|\bsurnames?\b|\bonly by\b`)

// office matches what follows "named" where it means appointed: named captain, named
// to the board.
var office = regexp.MustCompile(`^ (?:(?:an?|the|his|her|their|its|to)\b|[a-z]+(?: of|,|\.|$))`)

// reasoning are words after "named" that begin something else.
var reasoning = words("because for since as so in when while citing due out by and or but said told given owing")

// namedAnonymous keeps a promise: whoever spoke on condition of anonymity has no
// name in the story.
func namedAnonymous(s *story) {
	for _, src := range s.res.Sources {
		promised := src.Condition == sourcing.OnCondition || src.Condition == sourcing.Requested
		if !promised || src.Terms.Len() == 0 || src.Level != sourcing.Named {
			continue
		}
		terms, rest := src.Terms.Of(s.res.Text), s.res.Text[src.Terms.End:]
		if strings.HasSuffix(terms, "named") && office.MatchString(rest) && !reasoning[lower(strings.Fields(rest)[0])] {
			continue
		}
		if !refused.MatchString(terms) && !partly.MatchString(terms) && !denied.MatchString(s.res.Text[:src.Terms.Start]) {
			s.report(src.Terms, fmt.Sprintf("%q is named, and the story says that the name would not be given", excerpt(src.Description)),
				"take out the name, or the promise")
		}
	}
}
