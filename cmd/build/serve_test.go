package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"backgrounder/internal/diag"
)

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

// An editor's hour: the preview starts, a sentence changes, a mistake is made and
// mended, Ctrl-C. The test waits for what the program says, as the editor would.
func TestServe(t *testing.T) {
	dir := ferrySite(t)
	story := filepath.Join(dir, "content/articles/ferry.md")

	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	said, stderr := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve", "--site", dir, "--port", "0"}, testProcess(stderr))
		stderr.Close()
	}()
	defer said.Close()
	lines := bufio.NewScanner(said)
	hear := func(pattern string) []string {
		t.Helper()
		var heard []string
		for lines.Scan() {
			if m := regexp.MustCompile(pattern).FindStringSubmatch(lines.Text()); m != nil {
				return m
			}
			heard = append(heard, lines.Text())
		}
		t.Fatalf("the program ended without saying %q, but:\n%s", pattern, strings.Join(heard, "\n"))
		return nil
	}

	address := hear(`^build: serving (http://127\.0\.0\.1:\d+/desk/) \(Ctrl-C ends it\)$`)[1]
	page := func() string { return get(t, address+"ferry/") }
	if !strings.Contains(page(), "The ferry was unsafe.") {
		t.Error("the story is not served")
	}

	writeFile(t, story, strings.ReplaceAll(ferryStory, "unsafe", "sound"))
	hear(`ferry\.md changed`)
	if !strings.Contains(page(), "The ferry was sound.") {
		t.Error("the changed sentence is not served")
	}

	writeFile(t, story, strings.ReplaceAll(ferryStory, "title:", "titel:"))
	hear(`ferry\.md changed: not built`)
	hear(`^` + regexp.QuoteMeta(filepath.ToSlash(story)) + `:2:1: error: `)
	if !strings.Contains(page(), "The ferry was sound.") {
		t.Error("a mistake took the last good page away")
	}

	writeFile(t, story, ferryStory)
	hear(`ferry\.md changed`)
	if !strings.Contains(page(), "The ferry was unsafe.") {
		t.Error("the mended story is not served")
	}

	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("the preview wrote to public/")
	}
	stop()
	go io.Copy(io.Discard, said)
	if c := <-code; c != exitOK {
		t.Errorf("exit code %d after Ctrl-C, want %d", c, exitOK)
	}
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

func TestEditorURL(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "content", "a b.md")
	for _, tt := range []struct {
		pattern string
		at      diag.Location
		want    string
	}{
		{"", diag.Location{File: "content/a b.md", Line: 3, Col: 7}, ""},
		{"vscode://file{file}:{line}:{column}", diag.Location{}, ""},
		{"vscode://file{file}:{line}:{column}", diag.Location{File: "content/a b.md", Line: 3, Col: 7},
			"vscode://file" + strings.ReplaceAll(filepath.ToSlash(file), " ", "%20") + ":3:7"},
		{"txmt://open?url=file://{file}&line={line}", diag.Location{File: "content/a b.md"},
			"txmt://open?url=file://" + strings.ReplaceAll(filepath.ToSlash(file), " ", "%20") + "&line=1"},
	} {
		j := job{options: options{site: dir}}
		j.getenv = func(string) string { return tt.pattern }
		if got := j.editorURL(tt.at); got != tt.want {
			t.Errorf("editorURL(%q, %v) = %q, want %q", tt.pattern, tt.at, got, tt.want)
		}
	}
}
