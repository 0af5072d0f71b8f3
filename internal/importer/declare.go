package importer

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
)

// Declare returns the sources that a story declares and, after them, those that
// were only found in it, for the editor to correct. What is declared stays as the
// editor wrote it; when all that was found is declared, Declare adds nothing.
func Declare(declared []content.Source, res *annotate.Result) []content.Source {
	all := slices.Clone(declared)
	orphans := orphaned(declared, res)
	for _, s := range res.Sources {
		if s.Declared {
			continue
		}
		// A description that is declared and was taken for nobody's is this one's.
		if i := slices.IndexFunc(orphans, func(o content.Source) bool { return sameName(o.Name, s.Description) }); i >= 0 {
			orphans = slices.Delete(orphans, i, i+1)
			continue
		}
		d := content.Source{ID: s.ID, Name: oneLine(s.Description), Level: string(s.Level), Reason: oneLine(s.Reason)}
		if s.Level != sourcing.Anonymous {
			d.Actor = s.Actor
		}
		all = append(all, d)
	}
	return all
}

// orphaned are the declared sources that nothing in the story was found to be.
func orphaned(declared []content.Source, res *annotate.Result) []content.Source {
	var orphans []content.Source
	for _, s := range res.Sources {
		if !s.Declared || slices.ContainsFunc(s.Why, func(w sourcing.Step) bool { return w.Decides == sourcing.Confirmed }) {
			continue
		}
		if i := slices.IndexFunc(declared, func(d content.Source) bool { return d.ID == s.ID }); i >= 0 {
			orphans = append(orphans, declared[i])
		}
	}
	return orphans
}

func sameName(a, b string) bool { return strings.EqualFold(oneLine(a), oneLine(b)) }
