package browsertest

import (
	"bytes"
	"compress/gzip"
	"path"
	"strings"
	"testing"
)

// TestBudgets holds what readers download to what the page promises, in the
// bytes that are served: hosts such as GitHub Pages compress and change nothing.
func TestBudgets(t *testing.T) {
	const kB = 1024
	files := shipped(t, "/")
	for _, budget := range []struct {
		file    string // a pattern of path.Match
		packed  int    // bytes at most, gzipped
		because string
	}{
		{"assets/style.*.css", 5 * kB, "style"},
		{"assets/script.*.js", 5 * kB, "script"},
		{"index.html", 25 * kB, "the story with all its cards"},
	} {
		n := 0
		for name, f := range files {
			if ok, err := path.Match(budget.file, name); err != nil || !ok {
				continue
			}
			n++
			if size := packed(t, f.body); size > budget.packed {
				t.Errorf("%s (%s): %d bytes gzipped, of at most %d", name, budget.because, size, budget.packed)
			}
		}
		if n != 1 {
			t.Errorf("%d files are %s", n, budget.file)
		}
	}
}

// TestRequests counts what a first view asks for: the page, its style, its script.
func TestRequests(t *testing.T) {
	page := string(shipped(t, "/")["index.html"].body)
	if n := strings.Count(page, `rel="stylesheet"`) + strings.Count(page, "<script type=\"module\""); n > 2 {
		t.Errorf("the story asks for %d files beside itself", n)
	}
}

func packed(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
