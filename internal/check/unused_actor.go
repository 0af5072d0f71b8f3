package check

import (
	"bytes"
	"fmt"
	"slices"

	"backgrounder/internal/diag"
)

// Unused finds the entries that nobody mentions: that no story's page has a card
// for, and no entry of such a card speaks of.
func (v *Visit) Unused() []diag.Diagnostic {
	if v.stories == 0 {
		return nil
	}
	var ds []diag.Diagnostic
	for _, a := range v.checker.site.Actors {
		if v.cast[a.ID] || v.related(a.ID) {
			continue
		}
		ds = append(ds, diag.Diagnostic{
			Location: a.At("name"), Severity: diag.Warning, Rule: "unused-actor",
			Message: fmt.Sprintf("no story mentions %q", a.Name),
			Hints:   []string{"add the words that stories use to its \"aliases\", or delete the file"},
		})
	}
	return v.checker.Apply(v.checker.hush(ds))
}

// related reports whether an entry that a story mentions leads to the actor, or
// speaks of it.
func (v *Visit) related(id string) bool {
	names := v.checker.names(id)
	for _, a := range v.checker.site.Actors {
		if !v.cast[a.ID] {
			continue
		}
		for _, r := range a.Relations {
			if slices.Contains(r.Actors, id) {
				return true
			}
		}
		body := a.Body()
		if slices.ContainsFunc(names, func(name string) bool { return bytes.Contains(body.Text(), []byte(name)) }) {
			return true
		}
	}
	return false
}

// names lists what an actor is called.
func (c *Checker) names(id string) []string {
	for _, a := range c.site.Actors {
		if a.ID == id {
			return append([]string{a.Name}, a.Aliases...)
		}
	}
	return nil
}
