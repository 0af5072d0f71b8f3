package check

import (
	"fmt"
	"strings"
)

// personNouns are nouns by which whoever informs a newsroom could be called. A man or
// a woman is a passer-by, whose access is that they were there.
var personNouns = words("official officials person persons people individual individuals someone somebody")

// relative reports a description that takes up one before it: "another official"
// after "a harbor official".
func relative(description string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(description)) {
		switch w {
		case "another", "other", "others", "second", "third", "fourth", "fifth":
			return true
		}
	}
	return false
}

// vagueDescription asks for one of rank, body and access.
func vagueDescription(s *story) {
	for k, at := range s.unnamed {
		src := s.res.Sources[k]
		declared, _ := s.declared(src.ID)
		if isBare(s.describedAs(k, at), personNouns) && declared.Basis == "" && !relative(src.Description) {
			s.report(at, fmt.Sprintf("%q has neither rank nor body nor access: say why readers should listen", excerpt(src.Description)),
				"describe the source as exactly as the promise allows, or say how it knows as \"basis\" under \"sources\" in the front matter")
		}
	}
}
