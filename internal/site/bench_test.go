package site_test

import (
	"io"
	"io/fs"
	"os"
	"testing"

	"backgrounder/internal/site"
)

// BenchmarkBuild plans and renders every output of the site whose folder
// SITE_BENCH names, as with a corpus of generated stories; without one, of many
// short stories.
func BenchmarkBuild(b *testing.B) {
	var fsys fs.FS = manyStories(200)
	if dir := os.Getenv("SITE_BENCH"); dir != "" {
		fsys = os.DirFS(dir)
	}
	outputs, bytes := 0, int64(0)
	for b.Loop() {
		for o := range plan(b, fsys, site.Options{}).Outputs() {
			var n counter
			if _, err := o.Render(&n); err != nil {
				b.Fatal(err)
			}
			outputs, bytes = outputs+1, bytes+int64(n)
		}
	}
	b.ReportMetric(float64(outputs)/float64(b.N), "outputs")
	b.SetBytes(bytes / int64(b.N))
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = new(counter)
