package check

import (
	"fmt"

	"backgrounder/internal/annotate/sourcing"
)

// namedAnonymous keeps a promise: whoever spoke on condition of anonymity has no
// name in the story.
func namedAnonymous(s *story) {
	for _, src := range s.res.Sources {
		if src.Condition == sourcing.NoCondition || src.Terms.Len() == 0 {
			continue
		}
		if src.Level == sourcing.Named {
			s.report(src.Terms, fmt.Sprintf("%q is named, and the story says that the name would not be given", excerpt(src.Description)),
				"take out the name, or the promise")
		}
	}
}
