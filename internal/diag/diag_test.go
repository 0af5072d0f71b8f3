package diag_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
	"backgrounder/internal/golden"
)

// place makes a location from a text in which «guillemets» stand around what is
// to be marked.
func place(name, text string) diag.Location {
	start := strings.Index(text, "«")
	text = strings.Replace(text, "«", "", 1)
	end := strings.Index(text, "»")
	text = strings.Replace(text, "»", "", 1)
	return diag.Source{Name: name, Text: []byte(text)}.At(start, end)
}

// samples are the cases that every format is shown; their order is the order
// in the golden files.
func samples() []diag.Diagnostic {
	long := strings.Repeat("The talks go on. ", 20)
	return []diag.Diagnostic{
		{
			Location: place("content/articles/talks.md", "---\n«titel»: The talks\n---\n"),
			Severity: diag.Error, Rule: "unknown-key", Message: `unknown key "titel"`,
			Hints: []string{`did you mean "title"?`, "another thought"},
		},
		{
			Location: place("content/articles/talks.md", "He said «so».\r\nAnd more.\n"),
			Severity: diag.Warning, Rule: "unnamed-speaker", Message: "nobody says who he is",
		},
		{Severity: diag.Error, Message: "the port 8080 is in use"},
		{Location: diag.Location{File: "content"}, Severity: diag.Error, Rule: "no-content", Message: "there is no content/ folder here"},
		{Location: diag.Location{File: "a b.md", Line: 7, Text: "a whole line"}, Severity: diag.Warning, Message: "of a line the whole"},
		{Location: place("tabs.md", "\tkey:\t«value»\n"), Severity: diag.Error, Message: "tabs are as wide as they look"},
		{Location: place("wide.md", "會談「«開始»」 👩‍👩‍👧 и\n"), Severity: diag.Error, Message: "wide characters take two columns"},
		{Location: place("combining.md", "Kata\u0301ib «Hezbollah»\n"), Severity: diag.Error, Message: "an accent takes none"},
		{Location: place("end.md", "title: \"open«»\n"), Severity: diag.Error, Message: "the place after the end"},
		{Location: place("long-end.md", long+"«They end.»\n"), Severity: diag.Error, Message: "a long line, marked near its end"},
		{Location: place("long-middle.md", long+"«They end.» "+long+"\n"), Severity: diag.Error, Message: "a long line, marked in the middle"},
		{Location: place("long-start.md", "«They began.» "+long+"\n"), Severity: diag.Error, Message: "a long line, marked at its start"},
		{Location: place("long-mark.md", "So: «"+long+"»\n"), Severity: diag.Error, Message: "a mark longer than there is room"},
		{
			Location: place("content/\x1b]0;owned\a.md", "\x1b[2J«\u202ereversed\u202c» \u200bmore\n"),
			Severity: diag.Error, Rule: "x\x1b[m", Message: "an \x1b[31mescape\x1b[0m, a line\nbreak and 100% \u0085",
			Hints: []string{"ring \a the bell"},
		},
		{Location: place("units.md", "😀😀 «😀» here\n"), Severity: diag.Error, Rule: "units", Message: "columns of three kinds"},
	}
}

func TestFormats(t *testing.T) {
	var text, color, github, js, sarif bytes.Buffer
	for _, err := range []error{
		diag.Text{}.Write(&text, samples()),
		diag.Text{Color: true}.Write(&color, samples()[:2]),
		diag.GitHub{}.Write(&github, samples()),
		diag.JSON{}.Write(&js, samples()),
		diag.SARIF{Version: "1.0"}.Write(&sarif, samples()),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	golden.File(t, "testdata/text.golden", text.String())
	golden.File(t, "testdata/color.golden", strings.ReplaceAll(color.String(), "\x1b", "␛"))
	golden.File(t, "testdata/github.golden", github.String())
	golden.File(t, "testdata/json.golden", js.String())
	golden.File(t, "testdata/sarif.golden", sarif.String())
}

func TestNone(t *testing.T) {
	var text, js bytes.Buffer
	if err := (diag.Text{}).Write(&text, nil); err != nil || text.Len() > 0 {
		t.Errorf("no findings are written as %q, %v", &text, err)
	}
	if err := (diag.JSON{}).Write(&js, nil); err != nil || js.String() != "[]\n" {
		t.Errorf("no findings are written as %q, %v", &js, err)
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line, col int, message string) diag.Diagnostic {
		return diag.Diagnostic{Location: diag.Location{File: file, Line: line, Col: col}, Message: message}
	}
	got := diag.Sort([]diag.Diagnostic{at("b", 1, 1, "x"), at("a", 10, 1, "x"), at("a", 2, 5, "y"), at("a", 2, 5, "x"), at("a", 2, 5, "y"), at("a", 0, 0, "z")})
	want := []diag.Diagnostic{at("a", 0, 0, "z"), at("a", 2, 5, "x"), at("a", 2, 5, "y"), at("a", 10, 1, "x"), at("b", 1, 1, "x")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if n := diag.Errors(append(want, diag.Diagnostic{Severity: diag.Error})); n != 1 {
		t.Errorf("%d errors, want 1", n)
	}
}

func TestError(t *testing.T) {
	var err error = samples()[0]
	if got, want := err.Error(), `content/articles/talks.md:2:1: error: unknown key "titel" [unknown-key]`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if _, ok := errors.AsType[diag.Diagnostic](err); !ok {
		t.Error("a diagnostic does not travel as an error")
	}
}

func TestSourceAt(t *testing.T) {
	src := diag.Source{Name: "f", Text: []byte("é«\r\nzwei\n\nend")}
	for _, test := range []struct {
		start, end int
		want       diag.Location
	}{
		{0, 2, diag.Location{File: "f", Line: 1, Col: 1, Width: 1, Text: "é«"}},
		{2, 4, diag.Location{File: "f", Line: 1, Col: 2, Width: 1, Text: "é«"}},
		{6, 100, diag.Location{File: "f", Line: 2, Col: 1, Width: 4, Text: "zwei"}},
		{11, 11, diag.Location{File: "f", Line: 3, Col: 1, Width: 0, Text: ""}},
		{-5, -1, diag.Location{File: "f", Line: 1, Col: 1, Width: 0, Text: "é«"}},
		{99, 100, diag.Location{File: "f", Line: 4, Col: 4, Width: 0, Text: "end"}},
	} {
		if diff := cmp.Diff(test.want, src.At(test.start, test.end)); diff != "" {
			t.Errorf("At(%d, %d) -want +got\n%s", test.start, test.end, diff)
		}
	}
}

// Whatever comes in, every form has only printable characters, the text form
// takes no more room than it may, and JSON is JSON.
func FuzzFormats(f *testing.F) {
	for _, d := range samples() {
		f.Add(d.File, d.Text, d.Message, d.Line, d.Col, d.Width)
	}
	f.Fuzz(func(t *testing.T, file, text, message string, line, col, width int) {
		if i := strings.IndexAny(text, "\n\r"); i >= 0 {
			text = text[:i]
		}
		if line < 0 || col < 0 || width < 0 || width > len(text) {
			t.Skip()
		}
		d := diag.Diagnostic{Location: diag.Location{File: file, Line: line, Col: col, Width: width, Text: text}, Message: message}
		var b bytes.Buffer
		if err := (diag.Text{}).Write(&b, []diag.Diagnostic{d}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(b.String(), "\n")
		if len(lines) > 4 {
			t.Fatalf("%d lines:\n%s", len(lines), &b)
		}
		for _, l := range lines[1:] {
			if n := utf8.RuneCountInString(strings.TrimLeft(l, " ^")); strings.Contains(l, "^") && n == 0 && len(l) > 4+96+1 {
				t.Fatalf("the mark is %d columns wide:\n%s", len(l), &b)
			}
		}
		var js, sarif, github bytes.Buffer
		if err := (diag.JSON{}).Write(&js, []diag.Diagnostic{d}); err != nil || !json.Valid(js.Bytes()) {
			t.Fatalf("%v: %s", err, &js)
		}
		if err := (diag.SARIF{}).Write(&sarif, []diag.Diagnostic{d}); err != nil || !json.Valid(sarif.Bytes()) {
			t.Fatalf("%v: %s", err, &sarif)
		}
		if err := (diag.GitHub{}).Write(&github, []diag.Diagnostic{d}); err != nil || strings.Count(github.String(), "\n") != 1 {
			t.Fatalf("%v: %q", err, &github)
		}
		for _, out := range []string{b.String(), js.String(), sarif.String(), github.String()} {
			for _, r := range out {
				if r < ' ' && r != '\n' || 0x7f <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e {
					t.Fatalf("%q is not safe to print", out)
				}
			}
		}
	})
}

// TestLocationsOnOneLine finds places on long lines in every order: each is where it is
// for who finds it alone, and none brings a copy of the line.
func TestLocationsOnOneLine(t *testing.T) {
	text := []byte("first\r\n" + strings.Repeat("é said „ja\xff“\t", 1000) + "\r\nlast €")
	together := diag.NewSource("a.md", text)
	var offsets []int
	for i := range len(text) + 1 {
		offsets = append(offsets, i)
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(offsets), func(i, j int) { offsets[i], offsets[j] = offsets[j], offsets[i] })
	for _, at := range append(offsets[:1000], 0, 1, len(text)-1, len(text), len(text)-1, 20, 21, 22) {
		alone := diag.Source{Name: "a.md", Text: text}.At(at, at+3)
		if got := together.At(at, at+3); got != alone {
			t.Fatalf("byte %d is at %d:%d, want %d:%d", at, got.Line, got.Col, alone.Line, alone.Col)
		}
	}
	long := diag.NewSource("b.md", bytes.Repeat([]byte("said "), 100_000))
	allocated := testing.AllocsPerRun(100, func() { _ = long.At(len(long.Text)/2, len(long.Text)/2) })
	a, b := long.At(10, 12), long.At(400, 402)
	if unsafe.StringData(a.Text) != unsafe.StringData(b.Text) || allocated > 1 {
		t.Errorf("locations on a line of %d bytes do not share it: %v allocations for each", len(a.Text), allocated)
	}
}

// TestExcerptOfAStory shows a place in the middle and at the ends of a story on one line
// as it would in a long sentence.
func TestExcerptOfAStory(t *testing.T) {
	shown := func(words, at int) string {
		text := []byte(strings.Repeat("é said ", words))
		if at < 0 {
			at += len(text)
		}
		d := diag.Diagnostic{Location: diag.Source{Name: "a.md", Text: text}.At(at, at+4), Message: "this is said"}
		var b strings.Builder
		if err := (diag.Text{}).Write(&b, []diag.Diagnostic{d}); err != nil {
			t.Fatal(err)
		}
		_, excerpt, _ := strings.Cut(b.String(), "\n")
		return excerpt
	}
	for _, at := range []int{3, 8*200 + 3, -5} {
		if diff := cmp.Diff(shown(300, at), shown(20_000, at)); diff != "" {
			t.Errorf("-sentence +story\n%s", diff)
		}
	}
	if diff := cmp.Diff(shown(300, 8*150+3), shown(20_000, 8*10_000+3)); diff != "" {
		t.Errorf("-sentence +story\n%s", diff)
	}
}
