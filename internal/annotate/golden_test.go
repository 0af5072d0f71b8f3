package annotate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
	"backgrounder/internal/golden"
)

// A golden file says in its head what it is about. Its sections go in:
//
//	actors              id kind: name; alias; alias; surname=word
//	about               date: 2024-01-25, self: id, actor: text = id, source: id level words
//	story.md, .txt      the text
//
// and come out:
//
//	marked              the text as it is read, with everything found written as a mark
//	problems            what is reported, and where in the story
//	html                the rendered body
//	json                what other programs read
//
// A file has those of them that matter to it.
func TestGolden(t *testing.T) {
	golden.Archives(t, "testdata/*/*.txt", fill)
}

func fill(t *testing.T, ar *txtar.Archive) {
	var actors []Actor
	var story Story
	var src []byte
	var storyName string
	for _, f := range ar.Files {
		switch f.Name {
		case "actors":
			actors = readActors(t, string(f.Data))
		case "about":
			story = readAbout(t, string(f.Data))
		case "story.md", "story.txt":
			src, storyName = f.Data, f.Name
		}
	}
	plain := storyName == "story.txt"
	a := New(actors)
	html, res := annotated(t, a, story, src, plain)
	checkWords(t, a, story, src, plain)
	got := map[string]string{
		"json":     string(encoded(t, res)),
		"marked":   markedText(res),
		"problems": problemLines(res, diag.Source{Name: storyName, Text: src}),
		"html":     html,
	}
	_, hasHTML := section(ar, "html")
	if _, hasJSON := section(ar, "json"); !hasHTML && !hasJSON {
		setSection(ar, "marked", got)
		if got["problems"] != "" {
			setSection(ar, "problems", got)
		}
	}
	for i, f := range ar.Files {
		out, ok := got[f.Name]
		if !ok {
			continue
		}
		ar.Files[i].Data = []byte(out)
	}
	if _, ok := section(ar, "problems"); !ok && got["problems"] != "" {
		t.Errorf("unexpected problems:\n%s", got["problems"])
	}
}

func section(ar *txtar.Archive, name string) (string, bool) {
	for _, f := range ar.Files {
		if f.Name == name {
			return string(f.Data), true
		}
	}
	return "", false
}

func setSection(ar *txtar.Archive, name string, got map[string]string) {
	if _, ok := section(ar, name); !ok {
		ar.Files = append(ar.Files, txtar.File{Name: name, Data: []byte(got[name])})
	}
}

func readActors(t *testing.T, s string) []Actor {
	var actors []Actor
	for line := range strings.Lines(s) {
		head, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		id, kind, ok2 := strings.Cut(head, " ")
		if !ok || !ok2 {
			t.Fatalf("no actor: %q", line)
		}
		a := Actor{ID: id, Kind: Kind(kind)}
		for i, n := range strings.Split(names, "; ") {
			if surname, ok := strings.CutPrefix(n, "surname="); ok {
				a.Surname = surname
			} else if i == 0 {
				a.Name = n
			} else {
				a.Aliases = append(a.Aliases, n)
			}
		}
		actors = append(actors, a)
	}
	return actors
}

func readAbout(t *testing.T, s string) Story {
	story := Story{Actors: map[string]string{}}
	for line := range strings.Lines(s) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "date":
			d, err := edtf.Parse(value)
			if err != nil {
				t.Fatal(err)
			}
			story.Date = d
		case "self":
			story.Self = value
		case "inset":
			story.Inset = true
		case "actor":
			text, id, _ := strings.Cut(value, " = ")
			story.Actors[text] = id
		case "source":
			f := strings.SplitN(value, " ", 3)
			story.Sources = append(story.Sources, sourcing.Declared{ID: f[0], Level: sourcing.Level(f[1]), Name: f[2]})
		default:
			t.Fatalf("what is %q?", line)
		}
	}
	return story
}

// markedText writes the text with its actors and dates as marks.
func markedText(res *Result) string {
	type mark struct {
		Span
		what string
	}
	var marks []mark
	for _, a := range res.Actors {
		for _, m := range a.Mentions {
			marks = append(marks, mark{m.Span, "actor=" + a.Actor.ID})
		}
	}
	for _, d := range res.Dates {
		marks = append(marks, mark{d.Span, "date=" + d.Date.String()})
	}
	slices.SortFunc(marks, func(a, b mark) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, m := range marks {
		fmt.Fprintf(&b, "%s[%s]{%s}", res.Text[at:m.Start], m.Of(res.Text), m.what)
		at = m.End
	}
	b.WriteString(res.Text[at:])
	b.WriteString("\n")
	return b.String()
}

func problemLines(res *Result, src diag.Source) string {
	var b strings.Builder
	for _, p := range res.Problems {
		d := diag.Diagnostic{Location: src.At(p.Source.Start, p.Source.End), Severity: p.Severity, Rule: p.Rule, Message: p.Message}
		fmt.Fprintf(&b, "%s\n\t%s\n", d.Error(), p.Source.Of(string(src.Text)))
		for _, h := range p.Hints {
			fmt.Fprintf(&b, "\thint: %s\n", h)
		}
	}
	for _, s := range res.Silenced {
		fmt.Fprintf(&b, "silenced: %s in block %d: %s\n", s.Rule, s.Block, s.Reason)
	}
	return b.String()
}
