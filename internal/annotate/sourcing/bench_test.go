package sourcing

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// longText reads the stories of the test data as one long text.
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

// singleStories are the stories one by one, and how many bytes they have.
func singleStories(b *testing.B) ([]Story, int64) {
	var stories []Story
	n := 0
	for _, text := range strings.SplitAfter(longText(b), "\n\n\n") {
		stories = append(stories, plainStory(text))
		n += len(text)
	}
	return stories, int64(n)
}

// BenchmarkStory reads single stories of the usual length.
func BenchmarkStory(b *testing.B) {
	stories, n := singleStories(b)
	b.SetBytes(n)
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range stories {
			Analyze(s)
		}
	}
}

// BenchmarkBesideGoldmark reads the stories and makes HTML of them, in turns, and takes
// the best time of each story: machines differ, and so do the same machine's minutes, but
// what is measured side by side differs little. "×" is how much longer the reading takes.
// At best no garbage is collected; BenchmarkStory has all of it.
func BenchmarkBesideGoldmark(b *testing.B) {
	stories, n := singleStories(b)
	b.SetBytes(n)
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	reading, html := make(bestTimes, len(stories)), make(bestTimes, len(stories))
	for b.Loop() {
		for i, s := range stories {
			began := time.Now()
			Analyze(s)
			reading.took(i, time.Since(began))
		}
		b.StopTimer()
		for i, s := range stories {
			began := time.Now()
			if err := markdown.Convert([]byte(s.Text), io.Discard); err != nil {
				b.Fatal(err)
			}
			html.took(i, time.Since(began))
		}
		b.StartTimer()
	}
	megabytes := float64(n) / 1e6
	b.ReportMetric(megabytes/reading.sum().Seconds(), "MB/s-at-best")
	b.ReportMetric(megabytes/html.sum().Seconds(), "MB/s-of-HTML")
	b.ReportMetric(reading.sum().Seconds()/html.sum().Seconds(), "×")
}

// bestTimes are the shortest times that each of several things took; 0 for none yet.
type bestTimes []time.Duration

func (t bestTimes) took(i int, d time.Duration) {
	if t[i] == 0 || d < t[i] {
		t[i] = d
	}
}

func (t bestTimes) sum() time.Duration {
	var sum time.Duration
	for _, d := range t {
		sum += d
	}
	return sum
}

// BenchmarkGrowing reads a text eight times, and once a text eight times as long:
// stories, and what is said over and over. "×" is how much longer the second takes.
// It passes one a little where the long text fills the machine's caches; it would
// be eight where time grew with the square of the length.
func BenchmarkGrowing(b *testing.B) {
	for name, unit := range map[string]string{
		"stories":         longText(b),
		"names":           "Ada Holm, ",
		"marks":           "“No, ",
		"straight marks":  "\" ",
		"commas":          ", ",
		"brackets":        "( ",
		"said":            "said said said ",
		"he said":         "He said she said. ",
		"officials":       "The official said no. An official, an adviser, said yes. ",
		"groups":          "Two officials said no. The third official said yes. ",
		"both":            "Ada Holm said no. Both spoke on condition of anonymity. ",
		"signed":          "“No.” — Ada Holm ",
		"labels":          "ADA HOLM: Yes.\n\nREPORTER: No?\n\n",
		"papers":          "The paper said so, the report said. ",
		"anonymity":       "on condition of anonymity because ",
		"small in names":  "de van ",
		"ids":             "An official 2 said no. An official said yes. ",
		"first paragraph": "",
		"new names":       "",
		"one surname":     "",
	} {
		b.Run(name, func(b *testing.B) {
			text := func(size int) string { return strings.Repeat(unit, size/len(unit)+1)[:size] }
			switch name {
			case "first paragraph":
				text = func(size int) string { return strings.Repeat("He said no. ", size/12) + "So\n\nhe said." }
			case "new names":
				text = func(size int) string { return numbered(size, "%s left. Ada %[1]s said no. ") }
			case "one surname":
				text = func(size int) string { return numbered(size, "%s Holm said no. ") }
			}
			short, long := plainStory(text(100_000)), plainStory(text(800_000))
			b.SetBytes(int64(len(long.Text)))
			e := newEngine(english())
			e.analyze(long)                    // makes room
			one, eight := time.Hour, time.Hour // at best
			for b.Loop() {
				began := time.Now()
				e.analyze(long)
				one = min(one, time.Since(began))
				b.StopTimer()
				began = time.Now()
				for range 8 {
					e.analyze(short)
				}
				eight = min(eight, time.Since(began))
				b.StartTimer()
			}
			b.ReportMetric(one.Seconds()/eight.Seconds(), "×")
		})
	}
}

// numbered writes sentences, each of another invented name, up to size.
func numbered(size int, sentence string) string {
	var b strings.Builder
	for n := 30; b.Len() < size; n++ {
		name := ""
		for k := n; k > 0; k /= 26 {
			name += string(rune('a' + k%26))
		}
		fmt.Fprintf(&b, sentence, strings.ToUpper(name[:1])+name[1:])
	}
	return b.String()[:size]
}
