package annotate

import (
	"fmt"
	"iter"

	"backgrounder/internal/diag"
)

// suggest returns the hint that says the known word nearest to the one written,
// or none where nothing is near.
func suggest(written string, known iter.Seq[string]) []string {
	near := diag.Nearest(written, known)
	if near == "" {
		return nil
	}
	return []string{fmt.Sprintf("did you mean %q?", near)}
}
