package importer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/importer"
)

// found is what an annotator finds in a plain text whose editor declares sources.
func found(src string, declared []content.Source) *annotate.Result {
	st := annotate.Story{}
	for _, s := range declared {
		st.Sources = append(st.Sources, sourcing.Declared{
			ID: s.ID, Name: s.Name, Mentions: s.Mentions, Level: sourcing.Level(s.Level), Actor: s.Actor, Reason: s.Reason,
		})
	}
	pc := annotate.NewContext(st)
	annotate.New(nil).PlainParser().Parse(text.NewReader([]byte(src)), parser.WithContext(pc))
	return annotate.Get(pc)
}

func TestDeclare(t *testing.T) {
	const story = `An official said the bridge was safe. The ministry said it agreed.

An official, who spoke on condition of anonymity because he was not authorized to speak, said it was not. “Never,” said Ada Lorn.
`
	mine := []content.Source{
		{ID: "the-ministry", Name: "the ministry", Level: "institution", Checked: "we called", Disputed: []string{}},
	}
	got := importer.Declare(mine, found(story, mine))
	want := []content.Source{
		mine[0],
		{ID: "official", Name: "An official", Level: "anonymous"},
		{ID: "official-2", Name: "An official", Level: "anonymous", Reason: "he was not authorized to speak"},
		{ID: "ada-lorn", Name: "Ada Lorn", Level: "named"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Declaring twice is declaring once, and front matter with what was declared can
// be read, in whatever story.
func TestDeclareIsDoneOnce(t *testing.T) {
	files, err := filepath.Glob("../annotate/sourcing/testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories: ", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(file), func(t *testing.T) { declaredOnce(t, string(src)) })
	}
}

func declaredOnce(t *testing.T, src string) {
	once := importer.Declare(nil, found(src, nil))
	twice := importer.Declare(once, found(src, once))
	if diff := cmp.Diff(once, twice); diff != "" {
		t.Errorf("%q: declaring again adds\n%s", src, diff)
	}
	a, _, _ := content.ParseStory("story.txt", []byte(src), true, nil)
	a.Sources = once
	out, err := a.WriteBack([]byte(src), "sources")
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	b, _, ds := content.ParseStory("story.txt", out, true, nil)
	if len(ds) > 0 || !slices.EqualFunc(once, b.Sources, func(x, y content.Source) bool { return cmp.Equal(x, y) }) {
		t.Errorf("%q: what is written is read as\n%s\n%v", src, out, ds)
	}
}

func FuzzDeclareIsDoneOnce(f *testing.F) {
	for _, s := range []string{
		"An official said so. An official said no. The official said yes.",
		"“No,” said Ada Lorn. “No,” said Ben Lorn. Lorn said yes. Two officials and a diplomat agreed, they said.",
		"The ministry said so. Iraq’s ministry said no, according to a report. The report said yes. It said so.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if _, _, ds := content.ParseStory("story.txt", []byte(src), true, nil); len(ds) > 0 || strings.HasPrefix(src, "---") {
			return
		}
		declaredOnce(t, src)
	})
}
