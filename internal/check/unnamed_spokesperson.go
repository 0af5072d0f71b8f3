package check

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate/sourcing"
)

var spokesNouns = words("spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen spokespersons")

// unnamedSpokesperson asks for the name of whoever speaks for a body by office. One
// who was promised anonymity is the business of other rules.
func unnamedSpokesperson(s *story) {
	for k, src := range s.res.Sources {
		if len(s.spoken[k]) == 0 || src.Level == sourcing.Named || src.Condition != sourcing.NoCondition {
			continue
		}
		for i, m := range src.Mentions {
			said := m.Of(s.res.Text)
			if i == 0 {
				said = src.Description
			}
			if p := describe(said); spokesNouns[p.head] && !strings.HasPrefix(strings.ToLower(said), "the ") {
				s.report(m, fmt.Sprintf("%q speaks on the record and is not named: give the name", excerpt(said)),
					"or attribute the words to the body itself")
				break
			}
		}
	}
}
