package check

import (
	"bytes"
	"fmt"

	"backgrounder/internal/diag"
)

// Entries asks of every entry of the glossary that it says who or what that is: by
// a summary, or by the text of its card. An entry that import has begun does not.
func (c *Checker) Entries() []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, a := range c.site.Actors {
		if a.Summary != "" || len(bytes.TrimSpace(a.Body().Text())) > 0 {
			continue
		}
		ds = append(ds, diag.Diagnostic{
			Location: a.At("summary"), Severity: diag.Warning, Rule: "blank-entry",
			Message: fmt.Sprintf("nothing here says who or what %q is, and readers who ask get an empty card", a.Name),
			Hints:   []string{"write one line as \"summary\", or the card's text under the front matter"},
		})
	}
	return c.Apply(c.hush(ds))
}
