package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is how long a test waits for what should happen. It only passes when a test
// fails, so it is longer than a busy machine takes.
const patience = 2 * time.Minute

// process for a test: quiet unless the test listens.
func testProcess(stderr io.Writer) process {
	return process{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: stderr,
		getenv: func(string) string { return "" },
		clock:  func() time.Time { return time.Date(2024, 1, 26, 0, 0, 0, 0, time.UTC) },
	}
}

const ferryStory = `---
title: The ferry inquiry
date: 2024-01-25
---
The ferry was unsafe.
`

// ferrySite writes a small site and returns its folder.
func ferrySite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "content/site.yaml"), "title: The Desk\nbaseURL: https://example.org/desk/\n")
	writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), ferryStory)
	return dir
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// session is somebody at a terminal who started the preview.
type session struct {
	t     *testing.T
	lines *bufio.Scanner
	stop  context.CancelFunc
	said  io.ReadCloser
	code  chan int
}

func serve(t *testing.T, args ...string) *session {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	said, stderr := io.Pipe()
	e := &session{t: t, lines: bufio.NewScanner(said), stop: stop, said: said, code: make(chan int, 1)}
	go func() {
		e.code <- run(ctx, append([]string{"serve", "--port", "0"}, args...), testProcess(stderr))
		stderr.Close()
	}()
	t.Cleanup(func() { said.Close(); stop() })
	return e
}

// hear reads what the program says up to a line that matches, and returns the
// submatches.
func (e *session) hear(pattern string) []string {
	e.t.Helper()
	var heard []string
	for e.lines.Scan() {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(e.lines.Text()); m != nil {
			return m
		}
		heard = append(heard, e.lines.Text())
	}
	e.t.Fatalf("the program ended without saying %q, but:\n%s", pattern, strings.Join(heard, "\n"))
	return nil
}

// becomes waits until something is so, looking again whenever the program says that
// something has changed: it may say so of a file that is still being written, too.
func (e *session) becomes(so func() bool) {
	e.t.Helper()
	for !so() {
		e.hear(` changed: `)
	}
}

// shows waits until a page has some words, or has them no longer.
func (e *session) shows(address, words string, has bool) {
	e.t.Helper()
	e.becomes(func() bool { return strings.Contains(get(e.t, address), words) == has })
}

// interrupt presses Ctrl-C and returns the exit code.
func (e *session) interrupt() int {
	e.stop()
	go io.Copy(io.Discard, e.said)
	return <-e.code
}

// An editor's hour: the preview starts, a sentence changes, a mistake is made and
// mended, Ctrl-C. The test waits for what the program says, as the editor would.
func TestServe(t *testing.T) {
	dir := ferrySite(t)
	story := filepath.Join(dir, "content/articles/ferry.md")
	e := serve(t, "--site", dir)

	address := e.hear(`^build: serving (http://127\.0\.0\.1:\d+/desk/) \(Ctrl-C ends it\)$`)[1]
	page := func() string { return get(t, address+"ferry/") }
	if !strings.Contains(page(), "The ferry was unsafe.") {
		t.Error("the story is not served")
	}

	writeFile(t, story, strings.ReplaceAll(ferryStory, "unsafe", "sound"))
	e.shows(address+"ferry/", "The ferry was sound.", true)

	writeFile(t, story, strings.ReplaceAll(ferryStory, "title:", "titel:"))
	e.hear(`ferry\.md changed: not built`)
	e.hear(`^` + regexp.QuoteMeta(filepath.ToSlash(story)) + `:2:1: error: `)
	if !strings.Contains(page(), "The ferry was sound.") {
		t.Error("a mistake took the last good page away")
	}

	writeFile(t, story, ferryStory)
	e.shows(address+"ferry/", "The ferry was unsafe.", true)

	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("the preview wrote to public/")
	}
	if code := e.interrupt(); code != exitOK {
		t.Errorf("exit code %d after Ctrl-C, want %d", code, exitOK)
	}
}

// A template that the site makes its own, while it is served, takes effect; so does
// its going.
func TestServeOwnTemplate(t *testing.T) {
	dir := ferrySite(t)
	e := serve(t, "--site", dir)
	address := e.hear(`serving (\S+)`)[1]
	const mark = "A page of our own."
	own := filepath.Join(dir, "templates/404.html")

	writeFile(t, own, mark)
	e.hear(`404\.html( and \d+ more)? changed`)
	e.shows(address+"nowhere/", mark, true)
	if err := os.Remove(own); err != nil {
		t.Fatal(err)
	}
	e.shows(address+"nowhere/", mark, false)
}

// The flags of the preview: the site stands under the path that it will have, changes
// are seen without help of the system, what is not ready is left out, and where no
// browser can be opened, that is said and the preview goes on.
func TestServeFlags(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir := ferrySite(t)
	writeFile(t, filepath.Join(dir, "content/articles/draft.md"), "---\ntitle: Not yet\ndraft: true\n---\nWe are not done.\n")
	writeFile(t, filepath.Join(dir, "content/articles/later.md"), "---\ntitle: Later\ndate: 2024-02-01\n---\nIt has not happened.\n")
	e := serve(t, "--site", dir, "--drafts=false", "--future=false", "--poll", "--open", "--base-url", "https://example.org/pr-7", "--bind", "localhost")
	e.hear(`draft\.md: it is a draft$`)
	e.hear(`later\.md: its date, 2024-02-01, is in the future$`)
	address := e.hear(`serving (http://\S+/pr-7/) `)[1]
	e.hear(`^build: hint: no browser could be opened: open ` + regexp.QuoteMeta(address) + ` yourself$`)
	for _, page := range []string{"draft/", "later/"} {
		if text := get(t, address+page); !strings.Contains(text, "Page not found") {
			t.Errorf("%s is shown: %s", page, text)
		}
	}
	writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), strings.ReplaceAll(ferryStory, "unsafe", "sound"))
	e.shows(address+"ferry/", "The ferry was sound.", true)
}

// Only this machine is served unless asked otherwise, and then that is said.
func TestServeBind(t *testing.T) {
	dir := ferrySite(t)
	for _, bind := range []string{"127.0.0.1", "localhost", "::1"} {
		if j := (job{options: options{bind: bind}}); j.isExposed() {
			t.Errorf("%s is said to be open to others", bind)
		}
	}
	e := serve(t, "--site", dir, "--bind", "0.0.0.0")
	e.hear(`^build: hint: whoever can reach this machine can read it, what is not published too$`)
}

// What is not ready to be published is shown while it is written, and named with the
// reason, on the terminal and beside the page, until it is ready.
func TestServeUnready(t *testing.T) {
	dir := ferrySite(t)
	draft := filepath.Join(dir, "content/articles/draft.md")
	const text = "---\ntitle: Not yet\ndate: 2024-02-01\ndraft: true\n---\nWe are not done.\n"
	writeFile(t, draft, text)
	e := serve(t, "--site", dir)
	const reason = "it is a draft, and its date, 2024-02-01, is in the future"
	e.hear(`draft\.md would not be published: ` + reason + `$`)
	address := e.hear(`serving (http://[^/]+)/desk/ `)[1]
	early := func() string {
		var state struct{ Early string }
		if err := json.Unmarshal([]byte(get(t, address+"/_preview/state?path=/desk/draft/")), &state); err != nil {
			t.Fatal(err)
		}
		return state.Early
	}
	if page := get(t, address+"/desk/draft/"); !strings.Contains(page, "We are not done.") || strings.Contains(page, reason) {
		t.Errorf("the draft is served as %s", page)
	}
	if got := early(); got != reason {
		t.Errorf("the label is %q, want %q", got, reason)
	}
	writeFile(t, draft, strings.ReplaceAll(text, "draft: true\n", ""))
	e.hear(`draft\.md would not be published: its date, 2024-02-01, is in the future$`)
	writeFile(t, draft, strings.ReplaceAll(text, "date: 2024-02-01\ndraft: true\n", ""))
	e.becomes(func() bool { return early() == "" })
}

func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// A build that is interrupted leaves the old public/ as it was, and says so.
func TestBuildInterrupted(t *testing.T) {
	dir := ferrySite(t)
	var said strings.Builder
	if code := run(t.Context(), []string{"--site", dir}, testProcess(&said)); code != exitOK {
		t.Fatalf("exit code %d:\n%s", code, said.String())
	}
	page := filepath.Join(dir, "public/ferry/index.html")
	before, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), strings.ReplaceAll(ferryStory, "unsafe", "sound"))
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	said.Reset()
	if code := run(ctx, []string{"--site", dir}, testProcess(&said)); code != exitError {
		t.Errorf("exit code %d, want %d", code, exitError)
	}
	if got, want := said.String(), "build: error: interrupted\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	after, err := os.ReadFile(page)
	if err != nil || string(after) != string(before) {
		t.Errorf("the page has changed (%v)", err)
	}
}

// A word that the site adds to the lexicon is found in a page that is served, and
// is no longer when it goes.
func TestServeLexicon(t *testing.T) {
	dir := ferrySite(t)
	writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), strings.ReplaceAll(ferryStory, "The ferry was unsafe.", "The mayor groused about the ferry on Monday."))
	e := serve(t, "--site", dir)
	address := e.hear(`serving (http://\S+) `)[1]
	const passage = `data-source="mayor"`
	if strings.Contains(get(t, address+"ferry/"), passage) {
		t.Fatal("the verb is in the lexicon already")
	}
	verbs := filepath.Join(dir, "content/lexicon/verbs.txt")
	writeFile(t, verbs, "grouse stance about\n")
	e.shows(address+"ferry/", passage, true)
	writeFile(t, verbs, "grouse stance abuot\n")
	e.hear(`verbs\.txt changed: not built`)
	e.hear(`content/lexicon/verbs\.txt:1:15: error: "abuot" is not a use of a verb`)
	if err := os.Remove(verbs); err != nil {
		t.Fatal(err)
	}
	e.shows(address+"ferry/", passage, false)
}

// The preview tells why a passage and a source were found, and whether the editor
// has declared them, in the words of annotate --explain; findings are placed beside
// their paragraphs. The page itself stays what a build writes.
func TestServeWhy(t *testing.T) {
	dir := ferrySite(t)
	writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), `---
title: The ferry inquiry
date: 2024-01-25
authors: [Ada Brandt]
sources:
  - {id: ferry-board, name: The ferry board, level: institution}
---
The ferry board said on Monday that the boat was sound.

## What others say

A deckhand said the boat leaked.
`)
	e := serve(t, "--site", dir)
	address := e.hear(`serving (http://[^/]+)/desk/ `)[1]
	var notes []struct {
		On, Title, Status string
		Confirmed         bool
		Line              int
		Reasons           []struct{ Decides, On, Rule string }
	}
	if err := json.Unmarshal([]byte(get(t, address+"/_preview/why?path=/desk/ferry/")), &notes); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range notes {
		got = append(got, fmt.Sprintf("%s: %s, %s (%t), line %d", n.On, n.Title, n.Status, n.Confirmed, n.Line))
		for _, r := range n.Reasons {
			got = append(got, fmt.Sprintf("  %s %s: %s", r.Decides, r.On, r.Rule))
		}
	}
	want := `
[data-said="1"], [data-said="1"] + a.mark, [data-said="1"] + a.mark + a.mark: I1 The ferry board, declared in the front matter (true), line 8
  indirect “said”: neutral verb
  level in the front matter: declared by the editor
  mention “The ferry board”: first mention
  confirmed “The ferry board”: is described in the words of the declared name
[data-said="2"], [data-said="2"] + a.mark, [data-said="2"] + a.mark + a.mark: A1 A deckhand, found by software, declared by nobody (false), line 12
  indirect “said”: neutral verb
  level “A deckhand”: a person without a name
  mention “A deckhand”: first mention
[id="source-ferry-board"]: I1 The ferry board, declared in the front matter (true), line 8
  level in the front matter: declared by the editor
  mention “The ferry board”: first mention
  confirmed “The ferry board”: is described in the words of the declared name
[id="source-deckhand"]: A1 A deckhand, found by software, declared by nobody (false), line 12
  level “A deckhand”: a person without a name
  mention “A deckhand”: first mention`
	if diff := cmp.Diff(strings.Split(want[1:], "\n"), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	var state struct {
		Warnings []struct {
			Rule, Beside string
			Line         int
		}
	}
	if err := json.Unmarshal([]byte(get(t, address+"/_preview/state?path=/desk/ferry/")), &state); err != nil {
		t.Fatal(err)
	}
	var beside []string
	for _, w := range state.Warnings {
		beside = append(beside, fmt.Sprintf("%s %q line %d", w.Rule, w.Beside, w.Line))
	}
	placed := []string{
		`summary "" line 2`, `unconfirmed-source "" line 5`, `single-source "#p-2" line 12`, `unnamed-no-reason "#p-2" line 12`,
	}
	page := get(t, address+"/desk/ferry/")
	if diff := cmp.Diff(placed, beside); diff != "" || !strings.Contains(page, `id="p-2"`) {
		t.Errorf("-want +got\n%s", diff)
	}
	var said strings.Builder
	if code := run(t.Context(), []string{"--site", dir}, testProcess(&said)); code != exitOK {
		t.Fatalf("exit code %d:\n%s", code, said.String())
	}
	built, err := os.ReadFile(filepath.Join(dir, "public/ferry/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(built), get(t, address+"/_preview/raw/ferry/index.html")); diff != "" {
		t.Errorf("the preview renders another page; -built +preview\n%s", diff)
	}
	if e.interrupt() != exitOK {
		t.Error("the preview did not end well")
	}
}
