package check

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate/sourcing"
)

// unknownName asks for an entry for whoever speaks by name. Other names are left
// alone: that a name matters is sure only of those whom the story listens to. A
// site without a glossary has not begun with one.
func unknownName(s *story) {
	if len(s.site.Actors) == 0 {
		return
	}
	for k, src := range s.res.Sources {
		if src.Level != sourcing.Named || src.Actor != "" || len(s.spoken[k]) == 0 || len(src.Mentions) == 0 {
			continue
		}
		if s.hasActor(k) {
			continue
		}
		s.report(src.Mentions[0], fmt.Sprintf("%q speaks here and has no entry in the glossary", excerpt(src.Description)),
			"write one: content/glossary/"+slug(src.Description)+".md")
	}
}

// hasActor reports whether a mention of the source is one of a person of the
// glossary.
func (s *story) hasActor(k int) bool {
	for _, m := range s.res.Sources[k].Mentions {
		for _, f := range s.res.Actors {
			if string(f.Actor.Kind) != "person" {
				continue
			}
			for _, a := range f.Mentions {
				if m.Overlaps(a.Span) {
					return true
				}
			}
		}
	}
	return false
}

// slug is a name as a file's: its last two words, as titles stand before names.
func slug(name string) string {
	name, _, _ = strings.Cut(name, ",")
	fields := strings.Fields(name)
	fields = fields[max(0, len(fields)-2):]
	var parts []string
	for _, f := range fields {
		if w := lower(f); w != "" {
			parts = append(parts, w)
		}
	}
	return strings.Join(parts, "-")
}
