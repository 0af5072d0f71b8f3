package content_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// site makes a file system of a site: a minimal one, and the given files.
func site(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{"content/site.yaml": {Data: []byte("title: The Daily Explainer\n")}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// load loads a site that should be without fault.
func load(t *testing.T, fsys fs.FS) *content.Site {
	t.Helper()
	s, found := content.Load(fsys)
	for _, d := range found {
		t.Error(d)
	}
	return s
}

// says are the headlines of diagnostics.
func says(found []diag.Diagnostic) []string {
	var lines []string
	for _, d := range found {
		lines = append(lines, d.Error())
	}
	return lines
}

func TestEverythingThatCanBeWritten(t *testing.T) {
	fsys := site(map[string]string{
		"content/site.yaml": `
title: The Daily Explainer
baseURL: https://example.org/explainers
language: en-GB
timezone: America/New_York
home: talks
publisher:
  name: The Daily
  url: https://example.org
  logo: https://example.org/logo.svg
  publishingPrinciples: /about/#principles
  unnamedSourcesPolicy: mailto:editor@example.org
check: {bare-source: off, late-attribution: warning}
`,
		"content/articles/talks.md": `---
title: 1984
summary: >
  Two governments
  talk.
date: 2024-01-25
updated: 2024-01-25
draft: yes
tags: [Iraq]
authors: [A. Writer]
contributors: [B. Writer]
aliases: [old/talks, /2024/talks.html]
images: [images/talks.jpg, {src: /b.png, alt: "", caption: The hall, credit: "Photo: B"}]
params: {color: red, sizes: [1, 2.5, true, null], since: 2024-01-25}
dateline: WASHINGTON
original: {publisher: The Wire, url: https://example.org/story, date: 2024-01}
actors: {Jordan: jordan, the Kingdom: jordan}
showSource: true
sources:
  - id: us-official
    name: A U.S. official
    mentions: [the official]
    level: anonymous
    actor:
    via: jordan
    reason: not authorized to speak
    basis: was in the room
    motive: none known
    checked: with documents
    corroborated: []
    disputed: [jordan]
  - {id: jordan, name: Jordan, level: institution, actor: jordan, via: The Wire}
timeline:
  - {date: 2023-22, text: "It *began*.", source: "https://example.org/began"}
corrections:
  - {date: 2024-01-26, text: It said something else.}
---
The talks begin on Thursday.
`,
		"content/glossary/jordan.md": `---
name: Jordan
kind: place
aliases: [the Hashemite Kingdom]
summary: A kingdom
asOf: 2024-01-25
wikidata: Q810
url: https://jordan.example
references: [{title: An atlas, url: "https://example.org/atlas", date: 2020}]
relations:
  part-of: [the-region]
  ally-of: [the-region]
---
A kingdom beside Iraq.
`,
		"content/glossary/the-region.md": "---\nname: The Region\nkind: place\n---\n",
		"content/glossary/writer.md":     "---\nname: A. Writer Jr.\nkind: person\nsurname: Writer\n---\n",
		"content/about.md":               "---\ntitle: About\nsummary: Who we are\n---\nWe are few.\n",
	})
	got := load(t, fsys)
	newYork := got.Config.Location
	if newYork == nil || newYork.String() != "America/New_York" {
		t.Errorf("the time zone is %v", newYork)
	}
	want := &content.Site{
		Config: content.Config{
			Title: "The Daily Explainer", BaseURL: "https://example.org/explainers/", Language: "en-GB", Home: "talks",
			Publisher: content.Publisher{
				Name: "The Daily", URL: "https://example.org", Logo: "https://example.org/logo.svg",
				PublishingPrinciples: "/about/#principles", UnnamedSourcesPolicy: "mailto:editor@example.org",
			},
			Check: map[string]string{"bare-source": "off", "late-attribution": "warning"},
		},
		Articles: []*content.Article{{
			Slug: "talks", Title: "1984", Summary: "Two governments talk.",
			Date: edtf.Date{Year: 2024, Month: 1, Day: 25}, Updated: edtf.Date{Year: 2024, Month: 1, Day: 25}, Draft: true,
			Tags: []string{"Iraq"}, Authors: []string{"A. Writer"}, Contributors: []string{"B. Writer"},
			Aliases:  []string{"/old/talks/", "/2024/talks.html"},
			Images:   []content.Image{{Src: "images/talks.jpg"}, {Src: "/b.png", Alt: new(string), Caption: "The hall", Credit: "Photo: B"}},
			Params:   map[string]any{"color": "red", "sizes": []any{1, 2.5, true, nil}, "since": "2024-01-25"},
			Dateline: "WASHINGTON",
			Original: content.Original{Publisher: "The Wire", URL: "https://example.org/story", Date: edtf.Date{Year: 2024, Month: 1}},
			Actors:   map[string]string{"Jordan": "jordan", "the Kingdom": "jordan"}, ShowSource: true,
			Sources: []content.Source{
				{
					ID: "us-official", Name: "A U.S. official", Mentions: []string{"the official"}, Level: "anonymous",
					Via: "jordan", Reason: "not authorized to speak", Basis: "was in the room", Motive: "none known",
					Checked: "with documents", Corroborated: []string{}, Disputed: []string{"jordan"},
				},
				{ID: "jordan", Name: "Jordan", Level: "institution", Actor: "jordan", Via: "The Wire"},
			},
			Timeline:    []content.Event{{Date: edtf.Date{Year: 2023, Month: edtf.Summer}, Text: "It *began*.", Source: "https://example.org/began"}},
			Corrections: []content.Correction{{Date: edtf.Date{Year: 2024, Month: 1, Day: 26}, Text: "It said something else."}},
		}},
		Actors: []*content.Actor{
			{
				ID: "jordan", Name: "Jordan", Kind: "place", Aliases: []string{"the Hashemite Kingdom"}, Summary: "A kingdom",
				AsOf: edtf.Date{Year: 2024, Month: 1, Day: 25}, Wikidata: "Q810", URL: "https://jordan.example",
				References: []content.Reference{{Title: "An atlas", URL: "https://example.org/atlas", Date: edtf.Date{Year: 2020}}},
				Relations:  []content.Relation{{Verb: "part-of", Actors: []string{"the-region"}}, {Verb: "ally-of", Actors: []string{"the-region"}}},
			},
			{ID: "the-region", Name: "The Region", Kind: "place"},
			{ID: "writer", Name: "A. Writer Jr.", Kind: "person", Surname: "Writer"},
		},
		Pages: []*content.Page{{Slug: "about", Title: "About", Summary: "Who we are"}},
	}
	ignore := cmp.Options{cmpopts.IgnoreTypes(content.File{}), cmpopts.IgnoreFields(content.Config{}, "Location")}
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	body := got.Articles[0].Body()
	if string(body.Text()) != "The talks begin on Thursday.\n" {
		t.Errorf("the story's text is %q", body.Text())
	}
	if at := body.At(4, 9); at.Line != 38 || at.Col != 5 || at.Width != 5 {
		t.Errorf("its second word is at %+v", at)
	}
}

// The day of a moment is the newsroom's, or of whoever wrote down how far from UTC the
// clock goes; midnight by the clock of UTC is how programs write a day.
func TestMoments(t *testing.T) {
	for _, test := range []struct{ zone, date, day, moment string }{
		{"America/New_York", "2024-01-25", "2024-01-25", ""},
		{"America/New_York", "2024-01-26T01:30:00Z", "2024-01-25", "2024-01-26T01:30:00Z"},
		{"America/New_York", "2024-01-26T01:30:00+00:00", "2024-01-25", "2024-01-26T01:30:00Z"},
		{"America/New_York", "2024-01-26T00:00:00Z", "2024-01-26", ""},
		{"America/New_York", "2024-01-26 01:30", "2024-01-26", "2024-01-26T06:30:00Z"},
		{"America/New_York", "2024-01-26 00:00:00", "2024-01-26", "2024-01-26T05:00:00Z"},
		{"America/New_York", "2024-01-26T01:30:00+0100", "2024-01-26", "2024-01-26T00:30:00Z"},
		{"UTC", "2024-01-25T23:30:00-05:00", "2024-01-25", "2024-01-26T04:30:00Z"},
		{"UTC", "2024-01-25 23:30:00.25 -0500", "2024-01-25", "2024-01-26T04:30:00.25Z"},
		{"Asia/Tokyo", "2024-01-25T20:00:00Z", "2024-01-26", "2024-01-25T20:00:00Z"},
		{"Europe/London", "2024-07-01T23:30:00Z", "2024-07-02", "2024-07-01T23:30:00Z"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		text := []byte("---\ntitle: T\ndate: " + test.date + "\n---\nText.\n")
		a, _, found := content.ParseStory("talks.md", text, false, zone)
		moment := ""
		if !a.Moment.IsZero() {
			moment = a.Moment.UTC().Format(time.RFC3339Nano)
		}
		if len(found) > 0 || a.Date.String() != test.day || moment != test.moment {
			t.Errorf("in %s %s is %s, %s, want %s, %s (%v)", test.zone, test.date, a.Date, moment, test.day, test.moment, found)
		}
		if again, err := a.WriteBack(text, "date"); err != nil || string(again) != string(text) {
			t.Errorf("what nobody has changed becomes %q (%v)", again, err)
		}
	}
	// Days are each of their own clock, and what is later may have an earlier one.
	for updated, wrong := range map[string]bool{"2024-01-25T17:00:00Z": false, "2024-01-25T15:00:00Z": true, "2024-01-25": true} {
		_, _, found := content.ParseStory("talks.md", []byte("---\ntitle: T\ndate: 2024-01-26T01:00:00+09:00\nupdated: "+updated+"\n---\nText.\n"), false, nil)
		if len(found) > 0 != wrong {
			t.Errorf("updated %s: %v", updated, found)
		}
	}
}

func TestDefaults(t *testing.T) {
	c := load(t, site(nil)).Config
	if c.Language != "en" || c.Location.String() != "UTC" || c.Home != "" || c.Path != "content/site.yaml" {
		t.Errorf("%+v", c)
	}
}

func TestHashTellsChange(t *testing.T) {
	hash := func(text string) uint64 {
		return load(t, site(map[string]string{"content/articles/a.txt": text})).Articles[0].Hash
	}
	one, again, two := hash("One."), hash("One."), hash("Two.")
	if one == two {
		t.Error("two texts have one hash")
	}
	if one != again {
		t.Error("one text has two hashes")
	}
}

// Windows' line ends and byte order marks are no part of anything.
func TestLineEnds(t *testing.T) {
	text := "\uFEFF---\r\ntitle: The talks\r\nsummary: >\r\n  Two\r\n  talk.\r\nimages: [b ad.jpg]\r\n---  \r\n\r\nThey talk.\r\n"
	s := load(t, site(map[string]string{"content/articles/talks.md": text}))
	a := s.Articles[0]
	if a.Title != "The talks" || a.Summary != "Two talk." {
		t.Errorf("title %q, summary %q", a.Title, a.Summary)
	}
	if body := a.Body(); string(body.Text()) != "\r\nThey talk.\r\n" {
		t.Errorf("text %q", body.Text())
	}
	want := diag.Location{File: "content/articles/talks.md", Line: 6, Col: 10, Width: 8, Text: "images: [b ad.jpg]"}
	if diff := cmp.Diff(want, a.At("images", 0)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// The YAML library also breaks lines at characters that editors do not count.
func TestForeignLineBreaks(t *testing.T) {
	for _, eol := range []string{"\r", "\u2028", "\u2029"} {
		fsys := site(map[string]string{"content/articles/talks.md": "---\ntitle: The talks" + eol + "date: x" + eol + "tags: 1\ndraft: perhaps\n---\nThey talk.\n"})
		_, found := content.Load(fsys)
		if n := len(found); n == 0 {
			t.Fatalf("%q: nothing found", eol)
		}
		if last := found[len(found)-1]; last.Line != 3 || last.Col != 8 {
			t.Errorf("%q: the last is at %v", eol, last)
		}
	}
}

// Files whose lines all end in a carriage return are read as any others.
func TestOldLineEnds(t *testing.T) {
	const text = "---\ntitle: The talks\ndate: x\n---\n\nThey talk.\n\nThey go on.\n"
	fsys := site(map[string]string{"content/articles/talks.md": strings.ReplaceAll(text, "\n", "\r")})
	s, found := content.Load(fsys)
	if len(found) != 1 || found[0].Rule != "date" || found[0].Line != 3 || found[0].Col != 7 {
		t.Errorf("found %v, not the date alone", found)
	}
	if body := s.Articles[0].Body(); string(body.Text()) != "\nThey talk.\n\nThey go on.\n" {
		t.Errorf("the body is %q", body.Text())
	}
}

// A story that belongs to no site is held to the same size.
func TestParseStoryTooLarge(t *testing.T) {
	for extra, want := range map[int]int{0: 0, 1: 1} {
		_, _, found := content.ParseStory("pipe", bytes.Repeat([]byte("a"), 2<<20+extra), true, nil)
		if len(found) != want || want > 0 && found[0].Rule != "too-large" {
			t.Errorf("%d bytes more than 2 MB: found %v", extra, found)
		}
	}
}

func TestAt(t *testing.T) {
	text := `---
title: "Who is who"
tags: [one, 'it''s', "tw\"o"]
original:
  publisher: AP
sources:
  - id: us
    name: The U.S.
    corroborated: []
    basis: |
      They were there.
actors: {the base: us}
---
They talk.
`
	a, body, found := content.ParseStory("talks.md", []byte(text), false, nil)
	if len(found) > 0 {
		t.Error(found)
	}
	for keys, want := range map[string][3]int{
		"sources": {6, 1, 8}, "title": {2, 1, 19}, "timeline title": {2, 1, 19}, "publisher": {1, 1, 3}, "They talk.": {1, 1, 3}, "source": {1, 1, 3},
	} {
		if got := body.AtLine(strings.Fields(keys)...); got.Line != want[0] || got.Col != want[1] || got.Width != want[2] {
			t.Errorf("AtLine(%s) = %d:%d, %d wide, want %v", keys, got.Line, got.Col, got.Width, want)
		}
	}
	for _, test := range []struct {
		path             []any
		line, col, width int
	}{
		{[]any{"title"}, 2, 8, 12},
		{[]any{"tags"}, 3, 7, 0},
		{[]any{"tags", 0}, 3, 8, 3},
		{[]any{"tags", 1}, 3, 13, 7},
		{[]any{"tags", 2}, 3, 22, 7},
		{[]any{"tags", 3}, 3, 7, 0},
		{[]any{"original", "publisher"}, 5, 14, 2},
		{[]any{"original", "date"}, 5, 3, 0},
		{[]any{"sources", 0, "id"}, 7, 9, 2},
		{[]any{"sources", 0, "actor"}, 7, 5, 0},
		{[]any{"sources", 0, "corroborated"}, 9, 19, 0},
		{[]any{"sources", 0, "basis"}, 10, 12, 0},
		{[]any{"sources", 1, "id"}, 7, 3, 0},
		{[]any{"actors", "the base"}, 12, 20, 2},
		{[]any{"timeline"}, 1, 1, 3},
		{nil, 1, 1, 3},
	} {
		got := a.At(test.path...)
		if got.Line != test.line || got.Col != test.col || got.Width != test.width || got.File != "talks.md" {
			t.Errorf("At(%v) = %d:%d, %d wide, want %d:%d, %d wide", test.path, got.Line, got.Col, got.Width, test.line, test.col, test.width)
		}
	}
}

// Places are asked for after a file was loaded; it may be another by then.
func TestGone(t *testing.T) {
	fsys := site(map[string]string{"content/articles/talks.md": "---\ntitle: The talks\n---\nThey talk.\n"})
	a := load(t, fsys).Articles[0]
	for _, now := range []*fstest.MapFile{{Data: []byte("---\ntitle: [\n---\nThey walk.\n")}, nil} {
		if delete(fsys, a.Path); now != nil {
			fsys[a.Path] = now
		}
		if at := a.At("title"); at.Line != 2 || at.Col != 8 {
			t.Errorf("the title is at %+v", at)
		}
		if body := a.Body(); string(body.Text()) != "They talk.\n" {
			t.Errorf("the body is %q", body.Text())
		}
	}
}

func TestPlainText(t *testing.T) {
	const slugTitle = "Talks in iraq"
	for _, test := range []struct{ name, text, title, body string }{
		{"wire copy", "WASHINGTON — They talk.\nThey go on.\n", slugTitle, "WASHINGTON — They talk.\nThey go on.\n"},
		{"headline and lines", "U.S. and Iraq to talk\nWASHINGTON — They talk.\nThey go on.\n", "U.S. and Iraq to talk", "WASHINGTON — They talk.\nThey go on.\n"},
		{"headline and paragraphs", "\n\nU.S. and Iraq to talk\n\nThey talk.\n", "U.S. and Iraq to talk", "\nThey talk.\n"},
		{"question", "Will they talk?\n\nThey talk.\n", "Will they talk?", "\nThey talk.\n"},
		{"quotation", "‘This is ours’\n\nThey talk.\n", "‘This is ours’", "\nThey talk.\n"},
		{"quoted sentence", "“This is ours.”\n\nThey talk.\n", slugTitle, "“This is ours.”\n\nThey talk.\n"},
		{"wrapped paragraph", "They talk\nand talk.\n\nThey go on.\n", slugTitle, "They talk\nand talk.\n\nThey go on.\n"},
		{"only a headline", "U.S. and Iraq to talk\n", slugTitle, "U.S. and Iraq to talk\n"},
		{"rule", "* * *\n\nThey talk.\n", slugTitle, "* * *\n\nThey talk.\n"},
		{"too long", strings.Repeat("talk ", 30) + "\n\nThey talk.\n", slugTitle, strings.Repeat("talk ", 30) + "\n\nThey talk.\n"},
		{"title in front matter", "---\ntitle: The talks\n---\nU.S. and Iraq to talk\n\nThey talk.\n", "The talks", "U.S. and Iraq to talk\n\nThey talk.\n"},
		{"front matter without title", "---\ntags: [Iraq]\n---\nU.S. and Iraq to talk\n\nThey talk.\n", "U.S. and Iraq to talk", "\nThey talk.\n"},
		{"empty front matter", "---\n---\nThey talk.\n", slugTitle, "They talk.\n"},
		{"windows", "\uFEFFU.S. and Iraq to talk\r\n\r\nThey talk.\r\n", "U.S. and Iraq to talk", "\r\nThey talk.\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := load(t, site(map[string]string{"content/articles/talks-in-iraq.txt": test.text})).Articles[0]
			body := a.Body()
			if a.Title != test.title || string(body.Text()) != test.body || !a.Plain {
				t.Errorf("title %q, text %q", a.Title, body.Text())
			}
		})
	}
}

func TestParseStory(t *testing.T) {
	a, body, found := content.ParseStory("-", []byte("U.S. and Iraq to talk\n\nThey talk.\n"), true, nil)
	if len(found) > 0 || a.Title != "U.S. and Iraq to talk" || string(body.Text()) != "\nThey talk.\n" {
		t.Errorf("title %q, text %q, %v", a.Title, body.Text(), found)
	}
	a, body, found = content.ParseStory("dir/talks.md", []byte("They *talk*.\n"), false, nil)
	if len(found) > 0 || a.Slug != "" || string(body.Text()) != "They *talk*.\n" {
		t.Errorf("slug %q, text %q, %v", a.Slug, body.Text(), found)
	}
	if again := a.Body(); string(again.Text()) != "They *talk*.\n" {
		t.Errorf("again: %q", again.Text())
	}
	_, _, found = content.ParseStory("talks.md", []byte("---\ntags: Iraq\n"), false, nil)
	if want := []string{"talks.md:1:1: error: the front matter that begins here is never closed [front-matter]"}; !slices.Equal(says(found), want) {
		t.Errorf("%v", found)
	}
}

// What is not text, or too much of it, is refused before it is parsed.
func TestRefused(t *testing.T) {
	const story = "content/articles/talks.md"
	for _, test := range []struct{ name, text, want string }{
		{"latin-1", "---\ntitle: The talks\n---\nThe caf\xe9.\n", story + ":4:8: error: this is not UTF-8: byte 0xE9 [encoding]"},
		{"utf-16", "\xff\xfet\x00", story + ":1:1: error: this is UTF-16, and Backgrounder reads UTF-8 [encoding]"},
		{"windows-1252", "\x93The caf\xe9.\x94\n", story + ":1:1: error: this is not UTF-8: byte 0x93 [encoding]"},
		{"surrogate", "a\xed\xa0\x80", story + ":1:2: error: this is not UTF-8: byte 0xED [encoding]"},
		{"control", "---\ntitle: The talks\n---\nThe \x1b[31mcafé.\n", story + ":4:5: error: here is an invisible control character (U+001B) that no web page can carry [control-character]"},
		{"noncharacter", "---\ntitle: A\n---\n\ufffe", story + ":4:1: error: here is an invisible control character (U+FFFE) that no web page can carry [control-character]"},
		{"null", "a\x00", story + ":1:2: error: here is an invisible control character (U+0000) that no web page can carry [control-character]"},
		{"long story", "---\ntitle: The talks\n---\n" + strings.Repeat("They talk. ", 200_000), story + ": error: this file is larger than 2 MB [too-large]"},
		{"long front matter", "---\ntitle: The talks\nsummary: " + strings.Repeat("They talk. ", 6_000) + "\n---\nThey talk.\n", story + ":1:1: error: this front matter is larger than 64 KB [too-large]"},
		{"deep", "---\nparams: " + strings.Repeat("[", 30_000) + "\n---\nThey talk.\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, found := content.Load(site(map[string]string{story: test.text}))
			if len(found) != 1 || test.want != "" && found[0].Error() != test.want {
				t.Errorf("got  %v\nwant %s", says(found), test.want)
			}
		})
	}
	_, found := content.Load(site(map[string]string{"content/site.yaml": "title: " + strings.Repeat("They talk. ", 6_000)}))
	if want := []string{"content/site.yaml:1:1: error: this file is larger than 64 KB [too-large]"}; !slices.Equal(says(found), want) {
		t.Errorf("got %v", says(found))
	}
}

func TestManyErrors(t *testing.T) {
	var b strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&b, "k%d:\n", i)
	}
	_, found := content.Load(site(map[string]string{"content/articles/talks.md": "---\n" + b.String() + "---\nThey talk.\n"}))
	if len(found) != 101 || found[0].Rule != "too-many-errors" {
		t.Errorf("%d errors, the first is %v", len(found), found[0])
	}
}

// watched notes which files are opened.
type watched struct {
	fstest.MapFS
	mu     sync.Mutex
	opened map[string]bool
}

func (w *watched) Open(name string) (fs.File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened[name] = true
	return w.MapFS.Open(name)
}

// A link could lead out of the site, and who opens a pipe waits for ever.
func TestLinksAndPipesAreNotOpened(t *testing.T) {
	link := func(to string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(to), Mode: fs.ModeSymlink}
	}
	const notFollowed = ": error: this is a symbolic link, and those are not followed [symlink]"
	for _, test := range []struct {
		file *fstest.MapFile
		name string
		want string
	}{
		{link("../../outside/secret.md"), "content/articles/secret.md", notFollowed},
		{link("../outside"), "content/glossary", notFollowed},
		{link("../outside"), "content/articles", notFollowed},
		{link("../outside/site.yaml"), "content/site.yaml", notFollowed},
		{link("/etc"), "content", notFollowed},
		{&fstest.MapFile{Mode: fs.ModeNamedPipe}, "content/articles/pipe.md", ": error: this is not a plain file [file-name]"},
		{&fstest.MapFile{Mode: fs.ModeNamedPipe}, "content/site.yaml", ": error: this is not a plain file [file-name]"},
	} {
		fsys := &watched{MapFS: site(map[string]string{"outside/secret.md": "---\ntitle: Secret\n---\nSecret.\n"}), opened: map[string]bool{}}
		if test.name == "content" {
			delete(fsys.MapFS, "content/site.yaml")
		}
		fsys.MapFS[test.name] = test.file
		_, found := content.Load(fsys)
		if want := []string{test.name + test.want}; !slices.Equal(says(found), want) {
			t.Errorf("got %q, want %q", says(found), want)
		}
		if fsys.opened[test.name] {
			t.Errorf("%s was opened", test.name)
		}
	}
}

func TestSorted(t *testing.T) {
	s := load(t, site(map[string]string{
		"content/articles/a.txt": "A.", "content/articles/a-b.txt": "A.", "content/articles/a0.txt": "A.",
	}))
	var slugs []string
	for _, a := range s.Articles {
		slugs = append(slugs, a.Slug)
	}
	if !slices.Equal(slugs, []string{"a", "a-b", "a0"}) {
		t.Errorf("%q is not sorted", slugs)
	}
}

func TestTimeZone(t *testing.T) {
	for _, zone := range []string{"Local", "''", "../UTC", "EST5", "America"} {
		_, found := content.Load(site(map[string]string{"content/site.yaml": "title: The Daily Explainer\ntimezone: " + zone + "\n"}))
		if len(found) != 1 || found[0].Rule != "time-zone" || found[0].Line != 2 {
			t.Errorf("%s: %v", zone, found)
		}
	}
}

// One system writes é as one character, another as two; both are one name.
func TestNamesThatSystemsReadDifferently(t *testing.T) {
	_, found := content.Load(site(map[string]string{
		"content/glossary/caf\u00e9.md":  "---\nname: A\nkind: term\n---\n",
		"content/glossary/cafe\u0301.md": "---\nname: B\nkind: term\n---\n",
	}))
	rules := map[string]int{}
	for _, d := range found {
		rules[d.Rule]++
	}
	if rules["name-collision"] != 1 || rules["file-name"] != 1 {
		t.Errorf("%v", found)
	}
}

// What is wrong is reported in one order, however the files were read.
func TestOrder(t *testing.T) {
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("content/articles/a%d.md", i)] = "---\ntitle: A\ntagz: x\naliases: [/same/]\n---\nText.\n"
	}
	_, first := content.Load(site(files))
	for range 5 {
		_, again := content.Load(site(files))
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatalf("-first +again\n%s", diff)
		}
	}
}

// The tables are documentation, too.
func TestTypes(t *testing.T) {
	for _, typ := range content.Types() {
		known := map[string]bool{}
		for _, f := range typ.Fields {
			if known[f.Name] {
				t.Errorf("%s: %q is there twice", typ.Name, f.Name)
			}
			known[f.Name] = true
			if !strings.HasSuffix(f.Doc, ".") || f.Value == "" {
				t.Errorf("%s: %q is documented as %q, %q", typ.Name, f.Name, f.Value, f.Doc)
			}
		}
		for _, f := range typ.Fields {
			for _, other := range f.Also {
				if known[other] {
					t.Errorf("%s: %q is a key and said to mean another, %q", typ.Name, other, f.Name)
				}
			}
		}
	}
}

// Whatever a file holds, loading it neither fails nor hangs, and every
// diagnostic says where and what.
func FuzzLoad(f *testing.F) {
	f.Add("---\ntitle: The talks\nsources: [{id: us, name: U.S.}]\n---\nThey talk.\n", uint8(0))
	f.Add("U.S. and Iraq to talk\n\nThey talk.\n", uint8(1))
	f.Add("---\nname: Iran\nkind: government\nrelations: {ally-of: [iraq]}\n---\n", uint8(2))
	f.Add("---\ntitle: About\n---\nUs.\n", uint8(3))
	f.Add("title: The Daily\nhome: talks\ncheck: {a: off}\n", uint8(4))
	f.Add("---\ntitle: &a [*a]\n? {}\n: |\r\n  x\r\n...\r\n", uint8(0))
	names := []string{"content/articles/x.md", "content/articles/x.txt", "content/glossary/x.md", "content/x.md", "content/site.yaml"}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		name := names[int(kind)%len(names)]
		s, found := content.Load(site(map[string]string{name: text}))
		for _, d := range found {
			if d.File == "" || d.Message == "" || d.Rule == "" {
				t.Fatalf("%+v", d)
			}
		}
		if err := (diag.Text{}).Write(&bytes.Buffer{}, found); err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return
		}
		for _, a := range s.Articles {
			body := a.Body()
			if a.Title == "" {
				t.Fatalf("%q has no title", text)
			}
			if plain := strings.TrimPrefix(text, "\uFEFF"); !strings.HasSuffix(plain, string(body.Text())) {
				t.Fatalf("%q is not the end of %q", body.Text(), plain)
			}
			a.At("sources", 0, "id")
		}
	})
}
