package content

import (
	"fmt"
	"io/fs"

	"backgrounder/internal/diag"
)

func newActor(fsys fs.FS, e entry) (*Actor, []diag.Diagnostic) {
	a := &Actor{File: File{Path: e.path, form: actorForm}, ID: e.slug}
	fm, err := a.open(fsys)
	if err != nil {
		a.Name = titleFromSlug(a.ID)
		return a, []diag.Diagnostic{asDiagnostic(e.path, err)}
	}
	if fill(&fm, "actor", actorFields, a) {
		a.check(&fm)
	}
	return a, fm.found
}

// check checks what an entry says about itself.
func (a *Actor) check(fm *frontMatter) {
	if a.ID == reservedID {
		fm.reportAt(nil, "id", fmt.Sprintf("%q is what marks say for nobody, and cannot be an actor", reservedID), "rename the file")
	}
	if a.Surname != "" && a.Kind != "" && a.Kind != "person" {
		fm.reportAt([]any{"surname"}, "wrong-kind", "only a person has a surname", "take out this line, or write \"kind: person\"")
	}
	for i, alias := range a.Aliases {
		if alias != "" && sameName(alias, a.Name) {
			fm.reportAt([]any{"aliases", i}, "duplicate-value", fmt.Sprintf("%q is the name already", alias), "take it out of the aliases")
		}
	}
	for _, r := range a.Relations {
		for i, id := range r.Actors {
			if id == a.ID {
				fm.reportAt([]any{"relations", r.Verb, i}, "self-relation", fmt.Sprintf("%q is this actor itself", id))
			}
		}
	}
}
