package check

import (
	"fmt"
	"regexp"

	"backgrounder/internal/annotate/sourcing"
)

// refused matches the words of somebody who would not speak on such terms.
var refused = regexp.MustCompile(`(?i)\b(?:not|never|refused to|declined to|without|rather than)(?: \w+)? (?:speak|talk|speaking|talking)\b|n['’]t (?:speak|talk)\b`)

// namedAnonymous keeps a promise: whoever spoke on condition of anonymity has no
// name in the story.
func namedAnonymous(s *story) {
	for _, src := range s.res.Sources {
		if src.Condition == sourcing.NoCondition || src.Terms.Len() == 0 {
			continue
		}
		if src.Level == sourcing.Named && !refused.MatchString(src.Terms.Of(s.res.Text)) {
			s.report(src.Terms, fmt.Sprintf("%q is named, and the story says that the name would not be given", excerpt(src.Description)),
				"take out the name, or the promise")
		}
	}
}
