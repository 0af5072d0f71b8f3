package check

import "fmt"

// sourceNouns are what the trade calls whoever informs it.
var sourceNouns = words("source sources insider insiders informant informants")

// isBare reports a description that is a noun and nothing that tells of the person.
func isBare(p phrase, nouns map[string]bool) bool {
	return nouns[p.head] && len(p.modifiers) == 0 && p.rest == ""
}

// bareSource asks for more than "a source".
func bareSource(s *story) {
	for k, at := range s.unnamed {
		src := s.res.Sources[k]
		if isBare(s.describedAs(k, at), sourceNouns) {
			s.report(at, fmt.Sprintf("%q tells readers nothing: say as much of who this is as you may", excerpt(src.Description)),
				"rank, body, how the source knows: a senior official of the ministry who was in the room")
		}
	}
}
