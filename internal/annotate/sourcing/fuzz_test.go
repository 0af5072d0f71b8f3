package sourcing

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"backgrounder/internal/annotate/prose"
)

// check fails where an analysis breaks what its types promise.
func check(t *testing.T, s Story, a Analysis) {
	t.Helper()
	in := func(sp prose.Span) bool { return 0 <= sp.Start && sp.Start < sp.End && sp.End <= len(s.Text) }
	ids := make(map[string]bool)
	for _, src := range a.Sources {
		if src.ID == "" || ids[src.ID] {
			t.Errorf("source id %q is empty or taken twice", src.ID)
		}
		ids[src.ID] = true
		if src.Level == Anonymous && src.Actor != "" {
			t.Errorf("unnamed source %q carries the actor %q", src.ID, src.Actor)
		}
		last := -1
		for _, m := range src.Mentions {
			if !in(m) || m.Start < last {
				t.Errorf("mention %v of %q is outside the text or out of order", m, src.ID)
			}
			last = m.Start
		}
		if !src.Declared && len(src.Mentions) == 0 {
			t.Errorf("source %q is never mentioned", src.ID)
		}
		for _, sp := range []prose.Span{src.Terms, src.ReasonAt} {
			if sp.Len() != 0 && !in(sp) {
				t.Errorf("terms or reason %v of %q outside the text", sp, src.ID)
			}
		}
	}
	last := -1
	for _, at := range a.Attributions {
		if at.Source < 0 || at.Source >= len(a.Sources) {
			t.Fatalf("attribution to source %d of %d", at.Source, len(a.Sources))
		}
		if len(at.Content) == 0 {
			t.Errorf("attribution without content in %q", at.Sentence.Of(s.Text))
		}
		if !in(at.Sentence) || at.Sentence.Start < last {
			t.Errorf("sentence %v outside the text or out of order", at.Sentence)
		}
		last = at.Sentence.Start
		if at.Rule == "" {
			t.Errorf("no rule for %q", at.Sentence.Of(s.Text))
		}
		end := -1
		for _, c := range at.Content {
			if !in(c) || !at.Sentence.Contains(c) || c.Start < end {
				t.Errorf("content %v outside its sentence %v or out of order", c, at.Sentence)
			}
			end = c.End
			if at.Cue.Len() > 0 && c.Contains(at.Cue) {
				t.Errorf("content %q holds its cue %q", c.Of(s.Text), at.Cue.Of(s.Text))
			}
		}
		if b := s.Blocks[at.Block]; !b.Contains(at.Sentence) || b.Kind != Paragraph {
			t.Errorf("sentence %v is not in paragraph %d", at.Sentence, at.Block)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.txt")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("“No,” she\n\nsaid X. according to, and “")
	f.Fuzz(func(t *testing.T, text string) {
		s := plainStory(text)
		a := Analyze(s)
		check(t, s, a)
		if b := Analyze(s); !reflect.DeepEqual(a, b) {
			t.Error("the same story was read in two ways")
		}
		// The editor's hand: the first half belongs to nobody, a word to X.
		if len(s.Blocks) > 0 {
			s.Declared = []Declared{{ID: "x", Name: "X", Level: Anonymous, Mentions: []string{"she", "the official"}}}
			half := s.Blocks[0].End / 2
			s.Fixed = []Fixed{{Span: prose.Span{Start: s.Blocks[0].Start, End: max(half, s.Blocks[0].Start)}}, {Span: s.Blocks[len(s.Blocks)-1].Span, Source: "x"}}
			check(t, s, Analyze(s))
		}
	})
}

// TestHostile reads what could make the engine slow or lose its place.
func TestHostile(t *testing.T) {
	for name, unit := range map[string]string{
		"quotation marks":   "“",
		"straight marks":    "\" ",
		"commas":            ", ",
		"names":             "Ada Holm ",
		"said":              "said ",
		"who":               "who ",
		"he said":           "He said that ",
		"open brackets":     "(",
		"the official said": "The official said no. ",
		"an official said":  "An official said “no”. ",
		"according to":      "according to ",
		"and":               "Ada and ",
		"of the":            "the head of ",
		"anonymity":         "on condition of anonymity because ",
		"whispers":          "‘No,’ ",
	} {
		t.Run(name, func(t *testing.T) {
			s := plainStory(strings.Repeat(unit, 4000))
			check(t, s, Analyze(s))
		})
	}
}
