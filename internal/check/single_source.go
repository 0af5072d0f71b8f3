package check

import (
	"fmt"

	"backgrounder/internal/annotate/sourcing"
)

// singleSource asks what is known beside the word of one unnamed person. Where the
// editor says who confirms it, or that nobody does, readers are told, and that is
// all that is asked for.
func singleSource(s *story) {
	for k, at := range s.unnamed {
		src := s.res.Sources[k]
		declared, _ := s.declared(src.ID)
		if src.Count != 1 || declared.Corroborated != nil || declared.Checked != "" {
			continue
		}
		// Where others say the same words the passage is theirs too.
		for _, i := range s.spoken[k] {
			p := s.res.Passages[i]
			if len(p.Sources) > 1 || p.Level != sourcing.Anonymous {
				continue
			}
			s.report(at, fmt.Sprintf("nothing tells whether anybody but %q says so", excerpt(src.Description)),
				"name who does as \"corroborated\" under \"sources\" in the front matter"+"; an empty list says: none, we looked")
			break
		}
	}
}
