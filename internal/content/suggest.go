package content

import (
	"iter"
	"slices"

	"backgrounder/internal/diag"
)

// nearest is the known word that the written one was probably meant to be, or "".
func nearest(written string, known []string) string {
	return nearestOf(written, slices.Values(known))
}

func nearestOf(written string, known iter.Seq[string]) string { return diag.Nearest(written, known) }
