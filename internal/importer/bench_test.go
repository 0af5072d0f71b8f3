package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"backgrounder/internal/importer"
)

// BenchmarkPage reads saved pages of growing length; the time for a paragraph should
// not grow with them, however they are written.
func BenchmarkPage(b *testing.B) {
	const words = `The ferry number %d sank, said <em>Mary Ashe</em>, who leads the <a href="/x">inquiry</a>, and it was old.`
	for name, around := range map[string][2]string{
		"paragraphs": {"<p>", "</p>"},
		"items":      {"<li>", "</li>"},
		"breaks":     {"", "<br><br>"},
		"quotations": {"<blockquote><p>", "</p></blockquote>"},
		"pieces":     {"<span>", "</span> "}, // of one paragraph
	} {
		for _, n := range []int{500, 1000, 2000, 4000} {
			var page strings.Builder
			page.WriteString("<!doctype html><title>A big story</title><article><h1>A big story</h1>")
			for i := range n {
				page.WriteString(around[0] + fmt.Sprintf(words, i) + around[1])
			}
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					if d, ds := importer.Read(importer.Input{Name: "x.html", Text: []byte(page.String())}); d == nil {
						b.Fatal(ds)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/paragraph")
			})
		}
	}
}
