package browsertest

import (
	"bytes"
	"compress/gzip"
	"os"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBudgets holds what readers download to what the page promises, in the
// bytes that are published, which hosts such as GitHub Pages compress.
func TestBudgets(t *testing.T) {
	const kB = 1024
	files := shipped(t, "/")
	for _, budget := range []struct {
		file    string // a pattern of path.Match
		plain   int    // bytes at most; 0 for no limit
		packed  int    // bytes at most, gzipped
		because string
	}{
		{"assets/style.*.css", 20 * kB, 5 * kB, "style"},
		{"assets/script.*.js", 5 * kB, 5 * kB, "script"},
		{"index.html", 0, 25 * kB, "the story with all its cards"},
	} {
		n := 0
		for name, f := range files {
			if ok, err := path.Match(budget.file, name); err != nil || !ok {
				continue
			}
			n++
			if budget.plain > 0 && len(f.body) > budget.plain {
				t.Errorf("%s (%s): %d bytes, of at most %d", name, budget.because, len(f.body), budget.plain)
			}
			if size := packed(t, f.body); size > budget.packed {
				t.Errorf("%s (%s): %d bytes gzipped, of at most %d", name, budget.because, size, budget.packed)
			}
		}
		if n != 1 {
			t.Errorf("%d files are %s", n, budget.file)
		}
	}
}

// TestSameStyle has the browser read the stylesheet as it is written and as it is
// published: it makes the same rules of both.
func TestSameStyle(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile(fromModule("static", "style.css"))
	if err != nil {
		t.Fatal(err)
	}
	var published []byte
	for name, f := range shipped(t, "/") {
		if ok, _ := path.Match("assets/style.*.css", name); ok {
			published = f.body
		}
	}
	if len(published) == 0 || len(published) >= len(written) {
		t.Fatalf("the stylesheet has %d bytes, and %d when it is published", len(written), len(published))
	}
	w := newWindow(t, serve(t, "", "/"))
	var rules [2][]string
	for i, text := range [][]byte{written, published} {
		if err := w.js(&rules[i], readStyle, string(text)); err != nil {
			t.Fatal(err)
		}
	}
	if len(rules[0]) < 100 {
		t.Errorf("the browser finds %d rules", len(rules[0]))
	}
	if d := cmp.Diff(rules[0], rules[1]); d != "" {
		t.Errorf("what is published differs (-written, +published):\n%s", d)
	}
}

// readStyle lists what the browser makes of a stylesheet, a line for each of its
// lines. Values that hold a variable it keeps as they are written: white space after
// a comma, and how an escape is spelled, are no difference.
const readStyle = `text => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(text);
	return [...sheet.cssRules].flatMap(r => r.cssText.replace(/, +/g, ',').replaceAll('\\A', '\\a')
		.replace(/([{};]) */g, '$1\n').split('\n'));
}`

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
