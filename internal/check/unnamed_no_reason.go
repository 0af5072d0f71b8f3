package check

import (
	"fmt"
)

// unnamedNoReason asks why a source is not named. A reason anywhere in the story
// counts, and so does one that the editor declares.
func unnamedNoReason(s *story) {
	for k, at := range s.unnamed {
		src := s.res.Sources[k]
		if src.Reason == "" && !kin[s.describedAs(k, at).head] {
			s.report(at, fmt.Sprintf("the story does not say why %q is not named", excerpt(src.Description)),
				"say it in the sentence, or as \"reason\" under \"sources\" in the front matter", "if there is no reason that readers could be told, ask whether the source has to be unnamed")
		}
	}
}

// kin are known by whose they are: "the captain's sister" has told who she is.
var kin = words(`
	wife husband widow widower mother father parent parents brother sister son daughter
	uncle aunt cousin niece nephew grandmother grandfather grandson granddaughter
	fiance fiancee girlfriend boyfriend neighbor neighbour`)
