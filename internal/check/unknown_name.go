package check

import (
	"fmt"
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/annotate/strangers"
	"backgrounder/internal/content"
)

// How much a name has to be in a story before readers want to look it up.
const (
	enoughPassages = 2 // in which somebody speaks
	enoughMentions = 3 // of a name, by all its forms
)

// unknownName asks for an entry for whoever speaks in the story more than once, and
// for whoever comes up again and again. Names in passing are left alone, and so is a
// site without a glossary: it has not begun with one.
func unknownName(s *story) {
	if len(s.site.Actors) == 0 {
		return
	}
	var told []string
	for k, src := range s.res.Sources {
		if src.Level != sourcing.Named || src.Actor != "" || len(s.spoken[k]) < enoughPassages || len(src.Mentions) == 0 || s.hasActor(k) {
			continue
		}
		told = append(told, src.Description)
		s.report(src.Mentions[0], fmt.Sprintf("%q speaks %d times in this story and has no entry in the glossary", excerpt(src.Description), len(s.spoken[k])),
			writeEntry(lastNames(src.Description)))
	}
	if !annotate.English(s.language()) {
		return // where a capital letter says little of a word, or there is none
	}
	for _, name := range strangers.In(s.res) {
		at := strings.Index(s.res.Text, name.Name)
		if name.Mentions < enoughMentions || at < 0 || strings.HasPrefix(s.res.Text[at+len(name.Name):], "$") || // money
			strings.HasPrefix(name.Because, "nothing") ||
			slices.ContainsFunc(told, func(t string) bool { return strings.Contains(t, name.Name) }) {
			continue
		}
		s.report(prose.Span{Start: at, End: at + len(name.Name)},
			fmt.Sprintf("%q comes up %d times in this story and has no entry in the glossary", excerpt(name.Name), name.Mentions),
			writeEntry(name.Name))
	}
}

func writeEntry(name string) string {
	return fmt.Sprintf("write %s, or add the words to the aliases of the entry that is meant", content.ActorFile(content.Slug(name)))
}

// hasActor reports whether a mention of the source is one of a person of the
// glossary.
func (s *story) hasActor(k int) bool {
	for _, m := range s.res.Sources[k].Mentions {
		for _, f := range s.res.Actors {
			if f.Actor.Kind == annotate.Person && slices.ContainsFunc(f.Mentions, func(a annotate.Mention) bool { return m.Overlaps(a.Span) }) {
				return true
			}
		}
	}
	return false
}

// lastNames is a person without what stands before the name: its last two words.
func lastNames(description string) string {
	name, _, _ := strings.Cut(description, ",")
	fields := strings.Fields(name)
	return strings.Join(fields[max(0, len(fields)-2):], " ")
}
