package check

import (
	"fmt"
	"regexp"
	"strings"
)

// A formula says that somebody may not speak, which readers know, and not what is
// at stake. What the permission was for makes the difference: "not authorized to
// discuss the matter" is a formula, "not authorized to discuss an open
// investigation" is none.
var (
	// of are the words that stand for anything: the matter, the issue.
	formulas = regexp.MustCompile(`^(?:` + strings.Join([]string{
		// not authorized to speak publicly
		`(?:\w+ ){0,3}?(?:not|n't|un)? ?(?:yet )?(?:authorized|authorised|allowed|permitted|cleared|supposed|able)?(?:lacked \w+|lacks \w+)? ?to (?:` + speaking + `)`,
		// the sensitivity of the matter
		`(?:of )?(?:the )?(?:sensitivity|sensitive nature|sensitivities|delicacy) (?:of|surrounding|around) (?:the )?(?:` + matter + `)`,
		`(?:of )?the sensitiv\w+ (?:` + matter + `)`,
		`(?:the|this|it) (?:` + matter + `)? ?(?:is|was) (?:so |very |highly )?(?:sensitive|private|confidential)`,
		`(?:to )?discuss(?:ing)? (?:a |the )?(?:sensitive|private|confidential|internal) (?:` + matter + `)`,
	}, "|") + `)$`)
)

const (
	speaking = `(?:speak|talk|comment|be quoted|discuss (?:it|this|them|(?:the|this|these|such) (?:` + matter + `)))` +
		`(?: (?:about|on|of) (?:it|this|them|(?:the|this|these) (?:` + matter + `)))?` +
		`(?: (?:publicly|freely|candidly|openly|frankly|on (?:the )?record|in public|(?:to|with) (?:the )?(?:news )?(?:media|press|reporters|journalists|news organizations)))*` +
		`(?: (?:about|on|of) (?:it|this|them|(?:the|this|these) (?:` + matter + `)))?`
	matter = `(?:sensitive |private |confidential |internal )?(?:matter|matters|issue|issues|subject|topic|situation|case|affair|details)`
)

// formulaicReason asks for a reason that tells readers something.
func formulaicReason(s *story) {
	for k := range s.unnamed {
		src := s.res.Sources[k]
		if src.Reason == "" || !isFormula(src.Reason) {
			continue
		}
		message := fmt.Sprintf("%q is a formula: say what the source may not speak of, and what readers should make of it", excerpt(src.Reason))
		if src.ReasonAt.Len() > 0 {
			s.report(src.ReasonAt, message)
		} else if _, i := s.declared(src.ID); i >= 0 {
			s.reportAt(s.article.At("sources", i, "reason"), message)
		}
	}
}

func isFormula(reason string) bool {
	reason = strings.ToLower(strings.Join(strings.Fields(reason), " "))
	reason = strings.TrimRight(strings.ReplaceAll(reason, "’", "'"), ".,;")
	return formulas.MatchString(reason)
}
