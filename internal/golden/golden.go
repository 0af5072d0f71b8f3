// Package golden compares what a test gets with what it should get, which stands in
// files that people read: the review of a change is the diff of its golden files.
// Under -update a test writes them instead.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Updating reports whether golden files are rewritten.
func Updating() bool { return *update }

// File compares a text with that of a file.
func File(t testing.TB, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if *update {
		if err != nil || string(want) != got {
			write(t, path, got)
		}
		return
	}
	if err != nil {
		t.Errorf("%v (go test -update writes it)", err)
		return
	}
	if diff := cmp.Diff(strings.SplitAfter(string(want), "\n"), strings.SplitAfter(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; go test -update rewrites it)\n%s", path, diff)
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Archives runs a test for each txtar archive that a pattern matches, named after it.
// Its files are what goes in and what should come out; fill is handed the archive and
// puts what does come out in the place of the latter.
func Archives(t *testing.T, pattern string, fill func(t *testing.T, ar *txtar.Archive)) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files %s: %v", pattern, err)
	}
	for _, file := range files {
		name := strings.TrimPrefix(strings.TrimSuffix(file, filepath.Ext(file)), "testdata"+string(filepath.Separator))
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fill(t, ar)
			File(t, file, string(txtar.Format(ar)))
		})
	}
}
