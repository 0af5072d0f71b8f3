package site

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// unconfirmed warns of the sources that were detected and that no editor has
// declared: the page says of each that software identified it.
//
// It is one finding for a story, in its front matter, where declaring them mends it:
// most stories have a dozen, and a site that nobody has gone through has as many for
// every one of its stories. A comment in the text is heeded where a source first comes
// up, and leaves the others.
func unconfirmed(res *annotate.Result, body content.Body) []diag.Diagnostic {
	const most = 5 // that are listed
	var detected []diag.Diagnostic
	for _, source := range res.Sources {
		if source.Declared || len(source.Mentions) == 0 {
			continue
		}
		at := res.SourceSpan(source.Mentions[0])
		detected = append(detected, diag.Diagnostic{
			Location: body.At(at.Start, at.End), Rule: "unconfirmed-source", Message: strings.Join(strings.Fields(source.Description), " "),
		})
	}
	detected = res.Hush(detected, body.Source, body.Offset)
	n := len(detected)
	if n == 0 {
		return nil
	}
	var list []string
	for _, d := range detected[:min(n, most)] {
		list = append(list, fmt.Sprintf("%q (line %d)", d.Message, d.Line))
	}
	if n > most {
		list = append(list, fmt.Sprintf("and %d more", n-most))
	}
	message, them := fmt.Sprintf("%d sources were found by software alone, and the page says so", n), "them"
	if n == 1 {
		message, them = "1 source was found by software alone, and the page says so", "it"
	}
	return []diag.Diagnostic{{
		Location: body.AtLine("sources", "title"), Severity: diag.Warning, Rule: "unconfirmed-source",
		Message: message,
		Hints: []string{
			"found: " + strings.Join(list, ", "),
			fmt.Sprintf("annotate --write FILE puts %s into \"sources\", for you to correct", them),
		},
	}}
}
