package sourcing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"backgrounder/internal/golden"
)

// TestConstructs reads testdata/constructs.txt: a heading, a few sentences, and
// under them, in lines that begin with "=", who says what in them. Nothing under
// a text says that nobody is reported.
func TestConstructs(t *testing.T) {
	const name = "testdata/constructs.txt"
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, c := range strings.Split(string(raw), "\n## ") {
		if i == 0 {
			out.WriteString(c)
			continue
		}
		heading, body, _ := strings.Cut(c, "\n")
		text, _, _ := strings.Cut(body, "\n= ")
		text = strings.TrimSpace(text)
		s := plainStory(text)
		a := Analyze(s)
		check(t, s, a)
		fmt.Fprintf(&out, "\n## %s\n%s\n%s", heading, text, lines(s, a))
	}
	golden.File(t, name, out.String())
}

// lines lists the attributions, a line each, and the promises below their first.
func lines(s Story, a Analysis) string {
	var b strings.Builder
	told := make([]bool, len(a.Sources))
	for _, at := range a.Attributions {
		src := a.Sources[at.Source]
		var content []string
		for _, c := range at.Content {
			content = append(content, strings.Join(strings.Fields(c.Of(s.Text)), " "))
		}
		fmt.Fprintf(&b, "= %s %s: %s\n", src.Level, src.ID, strings.Join(content, " … "))
		if told[at.Source] {
			continue
		}
		told[at.Source] = true
		if src.Condition != "" {
			fmt.Fprintf(&b, "=   %s: %s\n", src.Condition, src.Terms.Of(s.Text))
		}
		if src.Reason != "" {
			fmt.Fprintf(&b, "=   because: %s\n", src.Reason)
		}
	}
	return b.String()
}

// TestStories reads the invented stories under testdata and compares the whole
// reading with the .golden file beside each.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := plainStory(string(text))
			a := Analyze(s)
			check(t, s, a)
			golden.File(t, strings.TrimSuffix(name, ".txt")+".golden", reading(s, a))
		})
	}
}

// reading is an analysis as an editor could read it: the sources, and the story's
// sentences that report them.
func reading(s Story, a Analysis) string {
	var b strings.Builder
	label := make([]string, len(a.Sources))
	count := make(map[Level]int)
	for i, src := range a.Sources {
		count[src.Level]++
		label[i] = fmt.Sprintf("%s%d", strings.ToUpper(string(src.Level[0])), count[src.Level])
		fmt.Fprintf(&b, "%-4s %s\n", label[i], src.Description)
		var also []string
		for _, m := range src.Mentions {
			if w := strings.Join(strings.Fields(m.Of(s.Text)), " "); w != src.Description {
				also = append(also, w)
			}
		}
		if len(also) > 0 {
			fmt.Fprintf(&b, "     also: %s\n", strings.Join(also, " · "))
		}
		if src.Condition != "" {
			fmt.Fprintf(&b, "     terms: %s (%s)\n", src.Terms.Of(s.Text), src.Condition)
		}
		if src.Reason != "" {
			fmt.Fprintf(&b, "     reason: %s\n", src.Reason)
		}
	}
	block := -1
	for _, at := range a.Attributions {
		if at.Block != block {
			b.WriteByte('\n')
			block = at.Block
		}
		cue := "…"
		if at.Cue.Len() > 0 {
			cue = at.Cue.Of(s.Text)
		}
		var content []string
		for _, c := range at.Content {
			content = append(content, strings.Join(strings.Fields(c.Of(s.Text)), " "))
		}
		fmt.Fprintf(&b, "%-4s %s | %s\n", label[at.Source], cue, strings.Join(content, " [] "))
	}
	return b.String()
}

// TestCount counts the people behind each description: the page says how many spoke.
func TestCount(t *testing.T) {
	for text, want := range map[string]int{
		"An aide who asked not to be named said the vote was lost.":                                                                      1,
		"Two aides who asked not to be named said the vote was lost.":                                                                    2,
		"People close to the talks, who asked not to be named, said the vote was lost.":                                                  0,
		"Amal, a 29-year-old seamstress, has come on foot. She said the clinic was shut. She asked that her last name not be published.": 1,
	} {
		a := Analyze(plainStory(text))
		if len(a.Sources) != 1 || a.Sources[0].Level != Anonymous || a.Sources[0].Count != want {
			t.Errorf("%s\n\tthe sources are %+v; want an unnamed one of %d", text, a.Sources, want)
		}
	}
}
