package sourcing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// prose reads the stories of the test data as one long text.
func longText(b *testing.B) string {
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatal("no stories", err)
	}
	var all strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		all.Write(text)
		all.WriteString("\n\n")
	}
	return all.String()
}

// BenchmarkStory reads single stories of the usual length.
func BenchmarkStory(b *testing.B) {
	var stories []Story
	n := 0
	for _, text := range strings.SplitAfter(longText(b), "\n\n\n") {
		stories = append(stories, plainStory(text))
		n += len(text)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range stories {
			Analyze(s)
		}
	}
}

// BenchmarkGrowing reads ever longer texts: the rate must not fall.
func BenchmarkGrowing(b *testing.B) {
	text := longText(b)
	for _, times := range []int{1, 4, 16, 64} {
		s := plainStory(strings.Repeat(text, times))
		b.Run(fmt.Sprintf("%dKB", len(s.Text)>>10), func(b *testing.B) {
			b.SetBytes(int64(len(s.Text)))
			for b.Loop() {
				Analyze(s)
			}
		})
	}
}

// BenchmarkHostile reads the same sign over and over.
func BenchmarkHostile(b *testing.B) {
	for name, unit := range map[string]string{"quotes": "“No, ", "commas": ", ", "names": "Ada Holm, ", "said": "He said she said ", "officials": "The official said no. An official said yes. "} {
		for _, n := range []int{1000, 8000} {
			s := plainStory(strings.Repeat(unit, n))
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(s.Text)))
				for b.Loop() {
					Analyze(s)
				}
			})
		}
	}
}
