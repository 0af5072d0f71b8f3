package site

import (
	"fmt"
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// exposed finds what would give away an unnamed source. Front matter alone is
// checked when it is read; here it is known which sources the story leaves unnamed,
// whatever front matter says or does not say of their level. No configuration turns
// these errors off.
func (s *site) exposed(a *content.Article, body content.Body, res *annotate.Result) []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, source := range res.Sources {
		if source.Level != sourcing.Anonymous {
			continue
		}
		ds = append(ds, exposedByFields(a, res, source)...)
		ds = append(ds, s.exposedByMarks(body, res, source)...)
	}
	return ds
}

// exposedByFields looks at how front matter declares the source.
func exposedByFields(a *content.Article, res *annotate.Result, source annotate.Source) []diag.Diagnostic {
	i := slices.IndexFunc(a.Sources, func(d content.Source) bool { return d.ID == source.ID })
	if i < 0 {
		return nil
	}
	var ds []diag.Diagnostic
	report := func(key, message string, hints ...string) {
		ds = append(ds, diag.Diagnostic{
			Location: a.At("sources", i, key), Severity: diag.Error, Rule: "source-safety", Message: message, Hints: hints,
		})
	}
	if a.Sources[i].Actor != "" {
		report("actor", "the story leaves this source unnamed, and an actor would name it", "take out this line, or give the source its level")
	}
	// A description that the story does not have is nothing that readers know.
	descriptions := []string{a.Sources[i].Name}
	for _, m := range source.Mentions {
		descriptions = append(descriptions, m.Of(res.Text))
	}
	if word := a.Sources[i].Telltale(descriptions); word != "" {
		message, hints := a.Tells(i, word)
		report("id", message, hints...)
	}
	return ds
}

// exposedByMarks finds the source's description linked, as a whole, to a person.
// People within it, as in "an aide to Austin", are others.
func (s *site) exposedByMarks(body content.Body, res *annotate.Result, source annotate.Source) []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, found := range res.Actors {
		if found.Actor.Kind != annotate.Person {
			continue
		}
		for _, m := range found.Mentions {
			if !slices.ContainsFunc(source.Mentions, func(d annotate.Span) bool { return isWhole(res.Text, m.Span, d) }) {
				continue
			}
			at := res.SourceSpan(m.Span)
			ds = append(ds, diag.Diagnostic{
				Location: body.At(at.Start, at.End), Severity: diag.Error, Rule: "source-safety",
				Message: fmt.Sprintf("%q is an unnamed source here, and a link to %s would name it", m.Of(res.Text), found.Actor.Name),
				Hints:   []string{"take out the mark, or the alias in the glossary"},
			})
		}
	}
	return ds
}

// isWhole reports whether a mention is all of a description, but for an article.
func isWhole(text string, mention, description annotate.Span) bool {
	if mention.End < description.End || mention.Start >= description.End {
		return false
	}
	before := text[description.Start:max(description.Start, mention.Start)]
	return len(strings.Fields(before)) <= 1
}
