package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"backgrounder/internal/diag"
)

// A voice that somebody listens to, at a time that the test sets.
func testVoice(terminal, color bool, now *time.Time) (*voice, *strings.Builder) {
	var said strings.Builder
	return &voice{
		out: &said, err: &said, terminal: terminal, color: color, site: ".",
		clock: func() time.Time { return *now },
	}, &said
}

func TestProgress(t *testing.T) {
	began := time.Date(2024, 1, 26, 0, 0, 0, 0, time.UTC)
	now := began
	v, said := testVoice(true, false, &now)
	at := func(d time.Duration, n int) {
		now = began.Add(d)
		v.working(began, "%d files rendered", n)
	}
	at(900*time.Millisecond, 1) // work of less than a second shows none
	at(1000*time.Millisecond, 2)
	at(1050*time.Millisecond, 3) // too soon after the last
	at(1100*time.Millisecond, 4)
	v.status("done")
	v.status("really")
	const want = "build: 2 files rendered" +
		"\r\x1b[K" + "build: 4 files rendered" +
		"\r\x1b[K" + "build: done\n" +
		"build: really\n"
	if said.String() != want {
		t.Errorf("said %q, want %q", said, want)
	}
}

func TestNoProgressWithoutTerminal(t *testing.T) {
	began := time.Date(2024, 1, 26, 0, 0, 0, 0, time.UTC)
	now := began.Add(time.Hour)
	v, said := testVoice(false, false, &now)
	v.working(began, "%d files rendered", 1)
	if said.Len() > 0 {
		t.Errorf("said %q to a file", said)
	}
}

// Names of files, which are anybody's, give no orders to the terminal.
func TestStatusIsOneLine(t *testing.T) {
	var said strings.Builder
	newVoice(testProcess(&said)).status("%s changed", "a\x1b]0;b\a\nc.md")
	if got, want := said.String(), `build: a\x1b]0;b\x07\nc.md changed`+"\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

func TestFailure(t *testing.T) {
	for _, tt := range []struct {
		err  error
		code int
		said string
	}{
		{nil, 0, ""},
		{errFound, 1, ""}, // was told when it was found
		{errors.New("disk full"), 1, "build: error: disk full\n"},
		{&usageError{"no such verb", []string{"try one", "or the other"}}, 2,
			"build: error: no such verb\nbuild: hint: try one\nbuild: hint: or the other\n"},
		{fmt.Errorf("cannot begin: %w", &hintedError{errors.New("no folder"), []string{"make one"}}), 1,
			"build: error: cannot begin: no folder\nbuild: hint: make one\n"},
	} {
		var now time.Time
		v, said := testVoice(false, false, &now)
		if code := v.failure(tt.err); code != tt.code || said.String() != tt.said {
			t.Errorf("failure(%v) = %d, said %q; want %d, %q", tt.err, code, said, tt.code, tt.said)
		}
	}
}

func TestColor(t *testing.T) {
	var now time.Time
	for _, color := range []bool{false, true} {
		v, said := testVoice(true, color, &now)
		v.failure(errors.New("disk full"))
		v.found([]diag.Diagnostic{{Location: diag.Location{File: "a.md", Line: 1}, Message: "odd"}}, "text")
		if got := strings.Contains(said.String(), "\x1b["); got != color {
			t.Errorf("color %v: said %q", color, said)
		}
	}
}

// Colour is for terminals, and NO_COLOR is heeded there; what is no file is no
// terminal.
func TestVoiceOfProcess(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p := testProcess(file)
	if v := newVoice(p); v.terminal || v.color {
		t.Errorf("a file is taken for a terminal: %+v", v)
	}
	// A character device, as terminals are, that every machine has.
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	for _, tt := range []struct {
		environment     map[string]string
		terminal, color bool
	}{
		{nil, true, true},
		{map[string]string{"NO_COLOR": "1"}, true, false},
		{map[string]string{"TERM": "dumb"}, false, false},
	} {
		p := testProcess(device)
		p.getenv = func(name string) string { return tt.environment[name] }
		if v := newVoice(p); v.terminal != tt.terminal || v.color != tt.color {
			t.Errorf("%v: terminal %v, color %v; want %v, %v", tt.environment, v.terminal, v.color, tt.terminal, tt.color)
		}
	}
}

func TestFindingsAreSeenFromHere(t *testing.T) {
	var now time.Time
	v, said := testVoice(false, false, &now)
	v.site = "sites/desk"
	f := &findings{say: v}
	f.add(diag.Diagnostic{Location: diag.Location{File: "content/b.md", Line: 2}, Message: "odd"})
	f.addHere(diag.Diagnostic{Location: diag.Location{File: "dist/a.html"}, Message: "in the way", Severity: diag.Error})
	rest := f.addError(errors.Join(
		diag.Diagnostic{Location: diag.Location{File: "dist/c.html"}, Message: "cannot write", Severity: diag.Error},
		errors.Join(fmt.Errorf("x: %w", errFound), errors.New("disk full")),
	))
	if rest == nil || rest.Error() != "disk full" {
		t.Errorf("what is no diagnostic: %v", rest)
	}
	if err := f.print("text"); !errors.Is(err, errFound) {
		t.Errorf("errors do not stop the work: %v", err)
	}
	const want = `dist/a.html: error: in the way
dist/c.html: error: cannot write
sites/desk/content/b.md:2: warning: odd
`
	if said.String() != want {
		t.Errorf("said\n%s\nwant\n%s", said, want)
	}
}
