package content_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"backgrounder/internal/content"
	"backgrounder/internal/edtf"
)

const beforeWriting = `---
# A comment at the top.
title: 'The talks'   # single quotes

# About the sources.
sources:             # who the story rests on
  # The first one.
  - id: us           # the government
    name: U.S.
  - {id: iraq,
     name: Iraq}     # over two lines
# About the rest.
tags: [ a,b ]
summary: >
  Two
  talk.

date: 2024-01-25
---
# The text: is not YAML
sources:
`

func TestWriteBack(t *testing.T) {
	add := func(a *content.Article) {
		a.Sources = append(a.Sources, content.Source{
			ID: "us-official", Name: "A U.S. official", Level: "anonymous",
			Reason: "yes: \"it\" is # so", Corroborated: []string{}, Disputed: []string{"us", "iraq"},
		})
	}
	const added = `  - id: us-official
    name: A U.S. official
    level: anonymous
    reason: 'yes: "it" is # so'
    corroborated: []
    disputed: [us, iraq]
`
	for _, test := range []struct {
		name   string
		change func(*content.Article)
		keys   []string
		edits  []string // pairs: what goes, what comes instead
	}{
		{"nothing", func(*content.Article) {}, []string{"title", "sources", "tags", "summary", "date", "draft", "timeline"}, nil},
		{"a source more", add, []string{"sources"}, []string{"# over two lines\n", "# over two lines\n" + added}},
		{"a source less", func(a *content.Article) { a.Sources = a.Sources[1:] }, []string{"sources"},
			[]string{"  - id: us           # the government\n    name: U.S.\n", ""}},
		{"a source changed", func(a *content.Article) { a.Sources[0].Level = "institution" }, []string{"sources"},
			[]string{"  - id: us           # the government\n    name: U.S.\n", "  - id: us\n    name: U.S.\n    level: institution\n"}},
		{"another order", func(a *content.Article) { a.Sources[0], a.Sources[1] = a.Sources[1], a.Sources[0] }, []string{"sources"},
			[]string{"  - id: us           # the government\n    name: U.S.\n  - {id: iraq,\n     name: Iraq}     # over two lines\n",
				"  - {id: iraq,\n     name: Iraq}     # over two lines\n  - id: us           # the government\n    name: U.S.\n"}},
		{"no source", func(a *content.Article) { a.Sources = nil }, []string{"sources"},
			[]string{beforeWriting[strings.Index(beforeWriting, "sources:"):strings.Index(beforeWriting, "# About the rest")], ""}},
		{"another title", func(a *content.Article) { a.Title = "1984: no" }, []string{"title"},
			[]string{"title: 'The talks'   # single quotes\n", "title: '1984: no'\n"}},
		{"another summary", func(a *content.Article) { a.Summary = "Two do not talk." }, []string{"summary"},
			[]string{"summary: >\n  Two\n  talk.\n", "summary: Two do not talk.\n"}},
		{"new keys", func(a *content.Article) {
			a.Draft = true
			a.Updated = edtf.Date{Year: 2024, Month: 2}
			a.Timeline = []content.Event{{Date: edtf.Date{Year: 2003}, Text: "It began."}}
			a.Actors = map[string]string{"the base": "al-asad", "Jordan": "jordan"}
			a.Params = map[string]any{"color": "red"}
			a.Images = []content.Image{{Src: "a.png"}, {Src: "b.png"}}
		}, []string{"draft", "updated", "timeline", "actors", "params", "images"},
			[]string{"date: 2024-01-25\n---", "date: 2024-01-25\ndraft: true\nupdated: 2024-02\ntimeline:\n  - date: 2003\n    text: It began.\n" +
				"actors:\n  Jordan: jordan\n  the base: al-asad\nparams:\n  color: red\nimages: [a.png, b.png]\n---"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, form := range []struct{ name, bom, eol string }{{"unix", "", "\n"}, {"windows", "\uFEFF", "\r\n"}} {
				t.Run(form.name, func(t *testing.T) {
					as := func(text string) string { return form.bom + strings.ReplaceAll(text, "\n", form.eol) }
					before := []byte(as(beforeWriting))
					a, _, found := content.ParseStory("talks.md", before, false, nil)
					if len(found) > 0 {
						t.Fatal(found)
					}
					test.change(a)
					got, err := a.WriteBack(before, test.keys...)
					if err != nil {
						t.Fatal(err)
					}
					want := strings.NewReplacer(test.edits...).Replace(beforeWriting)
					if diff := cmp.Diff(as(want), string(got)); diff != "" {
						t.Errorf("-want +got\n%s", diff)
					}
					again, err := a.WriteBack(got, test.keys...)
					if err != nil || string(again) != string(got) {
						t.Errorf("writing back twice changes it again: %v\n%s", err, again)
					}
				})
			}
		})
	}
}

func TestWriteBackToPlainText(t *testing.T) {
	before := []byte("U.S. and Iraq to talk\n\nThey talk.\n")
	a, _, _ := content.ParseStory("talks.txt", before, true, nil)
	a.Sources = []content.Source{{ID: "us", Name: "The U.S."}}
	got, err := a.WriteBack(before, "sources")
	want := "---\nsources:\n  - id: us\n    name: The U.S.\n---\nU.S. and Iraq to talk\n\nThey talk.\n"
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	if b, _, _ := content.ParseStory("talks.txt", got, true, nil); b.Title != "U.S. and Iraq to talk" {
		t.Errorf("the title is now %q", b.Title)
	}
}

// What an editor of lines cannot do is refused, not done badly.
func TestWriteBackRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"braces", "---\n{title: The talks}\n---\nThey talk.\n", `talks.md: "title" cannot be written without disturbing the rest; write it by hand`},
		{"indented", "---\n  title: The talks\n  draft: true\n---\nThey talk.\n", `talks.md: "title" cannot be written without disturbing the rest; write it by hand`},
		{"broken", "---\ntitle: [\n---\nThey talk.\n", `talks.md:3:1: error: a value is missing here, or a bracket above is never closed [yaml]`},
	} {
		a, _, _ := content.ParseStory("talks.md", []byte(test.text), false, nil)
		a.Title = "Other talks"
		if got, err := a.WriteBack([]byte(test.text), "title"); err == nil || err.Error() != test.want {
			t.Errorf("%s: %v\n%s", test.name, err, got)
		}
	}
	text := "---\ntitle: The talks\nsources:\n  - {id: us, name: U.S., phone: 555}\n---\nThey talk.\n"
	a, _, _ := content.ParseStory("talks.md", []byte(text), false, nil)
	a.Sources[0].Level = "institution"
	if got, err := a.WriteBack([]byte(text), "sources"); err == nil || !strings.Contains(err.Error(), `unknown key "phone"`) {
		t.Errorf("what is not understood was written over: %v\n%s", err, got)
	}
	a = new(content.Article)
	if _, err := a.WriteBack(nil, "colour"); err == nil {
		t.Error("a key that stories do not have was written")
	}
}

// Whatever a story looks like, either it is refused or what is written back says
// what it should, and the rest says what it did.
func FuzzWriteBack(f *testing.F) {
	f.Add(beforeWriting)
	f.Add("---\r\nsources: []\r\n...\r\nThey talk.")
	f.Add("---\nsources:\n- id: us\n  name: |\n    U.S.\n\n# comment\n\ntitle: |+\n  The\n\n\n---\nThey talk.\n")
	f.Add("They talk.")
	f.Fuzz(func(t *testing.T, text string) {
		a, body, found := content.ParseStory("talks.md", []byte(text), false, nil)
		if len(found) > 0 {
			return
		}
		a.Sources = append(a.Sources, content.Source{ID: "new-one", Name: "Somebody: \"new\"", Disputed: []string{}})
		a.Summary = "Another: summary"
		got, err := a.WriteBack([]byte(text), "sources", "summary")
		if err != nil {
			return
		}
		b, after, found := content.ParseStory("talks.md", got, false, nil)
		if len(found) > 0 && found[0].Rule != "duplicate-id" {
			t.Fatalf("%q became %q: %v", text, got, found)
		}
		if string(after.Text()) != string(body.Text()) {
			t.Fatalf("%q became %q: the text has changed", text, got)
		}
		if diff := cmp.Diff(a, b, cmpopts.IgnoreTypes(content.File{}), cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("%q became %q: -want +got\n%s", text, got, diff)
		}
		again, err := a.WriteBack(got, "sources", "summary")
		if err != nil || string(again) != string(got) {
			t.Fatalf("%q became %q and then %q: %v", text, got, again, err)
		}
	})
}
