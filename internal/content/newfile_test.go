package content_test

import (
	"bytes"
	"strings"
	"testing"

	"backgrounder/internal/content"
	"backgrounder/internal/edtf"
)

// A new file says what it was given, can be read at once, and names every key that
// there is, those of its sources too.
func TestNewFiles(t *testing.T) {
	story, err := content.NewStory(&content.Article{Title: "Who: is who", Draft: true, Date: edtf.Date{Year: 2024, Month: 1, Day: 25}})
	if err != nil {
		t.Fatal(err)
	}
	a, _, found := content.ParseStory("new.md", append(story, "Text.\n"...), false, nil)
	if len(found) > 0 || a.Title != "Who: is who" || !a.Draft || a.Date.String() != "2024-01-25" || len(a.Sources) > 0 {
		t.Errorf("%v: %+v\n%s", found, a, story)
	}
	namesKeys(t, story, "story", "source", "event", "correction", "original story")

	actor, err := content.NewActor(&content.Actor{Name: "Ada Lorn", Kind: "person"})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"name: Ada Lorn\n", "kind: person\n"} {
		if !strings.Contains(string(actor), "\n"+line) {
			t.Errorf("there is no %q in\n%s", line, actor)
		}
	}
	namesKeys(t, actor, "actor", "reference")
}

// namesKeys checks that each key stands there, as it would be written or behind #.
func namesKeys(t *testing.T, text []byte, types ...string) {
	t.Helper()
	for _, typ := range content.Types() {
		for _, want := range types {
			if typ.Name != want {
				continue
			}
			for _, f := range typ.Fields {
				if !bytes.Contains(text, []byte(f.Name+":")) || !bytes.Contains(text, []byte(strings.TrimSuffix(f.Doc, "."))) {
					t.Errorf("%q of a %s is not explained in\n%s", f.Name, typ.Name, text)
				}
			}
		}
	}
}
