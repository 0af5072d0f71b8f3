package diag

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	words := []string{"build", "serve", "annotate", "base-url", "port", "mask", "mark"}
	for _, tt := range []struct{ written, want string }{
		{"biuld", "build"}, // a swap is one slip
		{"server", "serve"},
		{"anotate", "annotate"},
		{"baseurl", "base-url"},
		{"prot", "port"},
		{"mak", "mark"}, // as near as "mask", and first in the alphabet
		{"publish", ""},
		{"pot-", ""}, // two slips are too many for four letters
		{"portugal", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := Nearest(tt.written, slices.Values(words)); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.written, got, tt.want)
		}
	}
}
