package importer_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"backgrounder/internal/annotate"
	"backgrounder/internal/importer"
)

// Every word of a plain text is in the story or is said to be elsewhere, and there is
// no other.
func nothingIsLost(t *testing.T, story string) {
	if !utf8.ValidString(story) || strings.HasPrefix(strings.TrimPrefix(story, "\uFEFF"), "---") || strings.ContainsFunc(story, func(r rune) bool {
		return r < ' ' && r != '\n' || r >= 0x7F && r < 0xA0 || r == '\uFEFF' || r == utf8.RuneError
	}) {
		return // read otherwise, or refused
	}
	d, _ := importer.Read(importer.Input{Name: "story.txt", Text: []byte(story)})
	if d == nil {
		return
	}
	subject := false // which is in the e-mail's head as well
	quoted := false
	got := strings.Fields(annotate.Read(d.Body).Text)
	for _, p := range append(slices.Clone(d.Taken), d.LeftOut...) {
		switch {
		case p.What == "the marks of a quoted e-mail":
			quoted = true
			continue
		case p.What == "the head of an e-mail":
			subject = true
		}
		got = append(got, strings.Fields(p.Text)...)
	}
	if subject {
		return
	}
	if quoted {
		story = strings.ReplaceAll(story, ">", " ")
		got = strings.Fields(strings.ReplaceAll(strings.Join(got, " "), ">", " "))
	}
	want := strings.Fields(story)
	// The line of hyphens above a signature goes with it.
	want = slices.DeleteFunc(want, func(w string) bool { return w == "--" })
	got = slices.DeleteFunc(got, func(w string) bool { return w == "--" })
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: -has +becomes\n%s", story, diff)
	}
}

func plainStories(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	stories := slices.Clone(traps)
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(ar.Files[0].Name) == ".txt" {
			stories = append(stories, string(ar.Files[0].Data))
		}
	}
	return stories
}

func TestNothingIsLost(t *testing.T) {
	for _, story := range plainStories(t) {
		nothingIsLost(t, story)
	}
}

func FuzzNothingIsLost(f *testing.F) {
	for _, story := range plainStories(f) {
		f.Add(story)
	}
	f.Fuzz(nothingIsLost)
}

// A text in an older encoding becomes what it would become in UTF-8.
func TestEncodings(t *testing.T) {
	const story = "Fähre: an inquiry opens\r\n\r\nBy Zoë Núñez\r\n\r\n“It’s old – and cost €5,” said Mary Ashe…\r\n"
	read := func(text []byte, name string) *importer.Draft {
		t.Helper()
		d, ds := importer.Read(importer.Input{Name: name, Text: text})
		if d == nil {
			t.Fatal(ds)
		}
		return d
	}
	want := read([]byte(story), "story.txt")
	for name, e := range map[string]encoding.Encoding{
		"Windows-1252": charmap.Windows1252,
		"UTF-16":       unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16 ":      unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16  ":     unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-16   ":    unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	} {
		text, err := e.NewEncoder().Bytes([]byte(story))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"story.txt", ""} {
			got := read(text, file)
			if got.Encoding != strings.TrimSpace(name) || got.Story.Title != want.Story.Title || !bytes.Equal(got.Body, want.Body) {
				t.Errorf("%s: read as %q: %q %q", name, got.Encoding, got.Story.Title, got.Body)
			}
		}
	}
	if want.Encoding != "" {
		t.Errorf("UTF-8 is read as %s", want.Encoding)
	}
	// What is UTF-8 but for a slip is not taken for anything else, and what is no text
	// for no story.
	for _, broken := range []string{story + "\xE9", "\x00\x01\x02\x03 and so on, for a while, as programs do", "GIF89a\x00\xFF\xFE", "%PDF-1.7\n1 0 obj", "{\\rtf1 It sank.}", "PK\x03\x04 and so on",
		"\xD0\xCF\x11\xE0 and so on", "\x1F\x8B and so on", "From: <Saved by Blink>\nSubject: It sank\n\n<p>It sank.</p>", "bplist00 and so on",
	} {
		if d, ds := importer.Read(importer.Input{Name: "story.txt", Text: []byte(broken), Title: "T"}); d != nil || len(ds) == 0 {
			t.Errorf("%q becomes a story", broken)
		}
	}
}
