package check

import (
	"fmt"
	"regexp"

	"backgrounder/internal/annotate/sourcing"
)

// refused matches the words of somebody who would not speak on such terms.
var refused = regexp.MustCompile(`(?i)\b(?:not|never|refused to|declined to|without|rather than)(?: \w+)? (?:speak|talk|speaking|talking)\b|n['’]t (?:speak|talk)\b`)

// partly matches a promise that leaves a name: a first name, or one that is made up.
var partly = regexp.MustCompile(`(?i)\b(?:first|last|full|real|family|second|maiden) names?\b|\bsurnames?\b|\bonly by\b`)

// namedAnonymous keeps a promise: whoever spoke on condition of anonymity has no
// name in the story.
func namedAnonymous(s *story) {
	for _, src := range s.res.Sources {
		promised := src.Condition == sourcing.OnCondition || src.Condition == sourcing.Requested
		if !promised || src.Terms.Len() == 0 || src.Level != sourcing.Named {
			continue
		}
		if terms := src.Terms.Of(s.res.Text); !refused.MatchString(terms) && !partly.MatchString(terms) {
			s.report(src.Terms, fmt.Sprintf("%q is named, and the story says that the name would not be given", excerpt(src.Description)),
				"take out the name, or the promise")
		}
	}
}
