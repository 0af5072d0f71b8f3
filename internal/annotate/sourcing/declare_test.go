package sourcing

import (
	"strings"
	"testing"

	"backgrounder/internal/annotate/prose"
)

// told lists who says what, with the ids of the sources.
func told(s Story, a Analysis) string {
	var b strings.Builder
	for _, at := range a.Attributions {
		b.WriteString(a.Sources[at.Source].ID + ":")
		for _, c := range at.Content {
			b.WriteString(" " + c.Of(s.Text))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestDeclared(t *testing.T) {
	const text = "A transport official said the bridge was cracked. A transport official said it was sound. " +
		"Ada Holm said it would hold. Engineers warned the mayor. The ministry said nothing was wrong."
	s := plainStory(text)
	s.Names = []Name{{Span: spanIn(text, "Ada Holm"), Actor: "ada-holm", Kind: "person"}}
	s.Declared = []Declared{
		{ID: "the-critic", Name: "A transport official", Level: Anonymous, Reason: "she fears for her job"},
		{ID: "holm", Name: "the harbour master", Actor: "ada-holm", Level: Named},
		{ID: "silent", Name: "A Western diplomat", Level: Anonymous},
		{ID: "works", Name: "The works department", Mentions: []string{"the ministry"}, Level: Institution},
	}
	a := Analyze(s)
	check(t, s, a)
	want := "the-critic: the bridge was cracked\n" +
		"transport-official: it was sound\n" + // the same words, but nobody said that they are one person's
		"holm: it would hold\n" +
		"works: nothing was wrong\n"
	if got := told(s, a); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for i, id := range []string{"the-critic", "holm", "silent", "works"} {
		if a.Sources[i].ID != id || !a.Sources[i].Declared {
			t.Errorf("source %d is %q, want the declared %q", i, a.Sources[i].ID, id)
		}
	}
	if r := a.Sources[0].Reason; r != "she fears for her job" {
		t.Errorf("the declared reason became %q", r)
	}
	if n := len(a.Sources[2].Mentions); n != 0 {
		t.Errorf("a source that the story does not mention has %d mentions", n)
	}
}

// A mention that the editor lists joins what the program keeps apart.
func TestDeclaredMentions(t *testing.T) {
	s := plainStory("A transport official said the bridge was cracked. A city engineer said it would fall.")
	s.Declared = []Declared{{ID: "one", Name: "A transport official", Mentions: []string{"a city engineer"}, Level: Anonymous}}
	a := Analyze(s)
	if got, want := told(s, a), "one: the bridge was cracked\none: it would fall\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Nobody unnamed becomes somebody named, whatever the words.
func TestDeclaredKeepsUnnamedApart(t *testing.T) {
	s := plainStory("An aide to Finn Roe, who asked not to be named, said he was ill. Finn Roe said he was well.")
	s.Declared = []Declared{{ID: "roe", Name: "Finn Roe", Level: Named, Actor: "finn-roe"}}
	a := Analyze(s)
	check(t, s, a)
	if got, want := told(s, a), "aide-to-finn-roe: he was ill\nroe: he was well\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFixed(t *testing.T) {
	const text = "The ministry said the bridge was cracked. It was known for years. The mayor said so. Nobody minded."
	s := plainStory(text)
	s.Declared = []Declared{{ID: "clerk", Name: "a clerk", Level: Anonymous}}
	s.Fixed = []Fixed{
		{Span: spanIn(text, "It was known for years."), Source: "clerk"},
		{Span: spanIn(text, "The mayor said so.")},
		{Span: spanIn(text, "cracked")},
	}
	a := Analyze(s)
	check(t, s, a)
	if got, want := told(s, a), "ministry: the bridge was\nclerk: It was known for years.\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for _, src := range a.Sources {
		if src.ID == "mayor" {
			t.Error("a source whose only words were taken away is still one")
		}
	}
}

func spanIn(text, words string) prose.Span {
	i := strings.Index(text, words)
	return prose.Span{Start: i, End: i + len(words)}
}
