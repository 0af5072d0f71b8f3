package check

import (
	"fmt"
	"regexp"
)

// unnamedNoReason asks why a source is not named. A reason anywhere in the story
// counts, and so does one that the editor declares.
func unnamedNoReason(s *story) {
	for k, at := range s.unnamed {
		src := s.res.Sources[k]
		if who := s.describedAs(k, at).head; src.Reason == "" && !kin[who] && !passing[who] && !partOf.MatchString(src.Description) {
			s.report(at, fmt.Sprintf("the story does not say why %q is not named", excerpt(src.Description)),
				"say it in the sentence, or as \"reason\" under \"sources\" in the front matter", "if there is no reason that readers could be told, ask whether the source has to be unnamed")
		}
	}
}

// partOf matches a description that takes somebody out of those before it: why they
// are not named has been said of them all, or is asked of them all.
var partOf = regexp.MustCompile(`(?i)^(?:one|two|three|four|five|several|some|many|most|both|each|either|another) of (?:them|the|these|those|whom)\b`)

// passing are people whom nobody has asked for their names.
var passing = words("caller callers poster posters commenter commenters heckler hecklers bystander bystanders passerby passer-by passersby male female")

// kin are known by whose they are: "the captain's sister" has told who she is.
var kin = words(`
	wife husband widow widower mother father parent parents brother sister son daughter
	uncle aunt cousin niece nephew grandmother grandfather grandson granddaughter
	fiance fiancee girlfriend boyfriend neighbor neighbour`)
