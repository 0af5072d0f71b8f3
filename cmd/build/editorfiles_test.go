package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"backgrounder/internal/golden"
	"github.com/google/go-cmp/cmp"
)

// The files for editors that the project carries are those that the program writes.
func TestEditorFiles(t *testing.T) {
	files, err := editorFiles([]string{"go", "run", "./cmd/build"})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		golden.File(t, filepath.Join("../..", filepath.FromSlash(name)), string(text))
		var any any
		if err := json.Unmarshal(text, &any); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the program prints is read by VS Code with regular expressions: each finding
// once, whatever it is about, and no other line.
func TestProblemMatchers(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"content/site.yaml":            "title: The Desk\nbaseURL: https://example.org/\n",
		"content/articles/ferry.md":    "---\ntitle: 'The ferry: an inquiry [1]'\n---\nIt left the the harbor: error: no [x](/y/).\n",
		"content/articles/notes.rst":   "x\n",
		"content/articles/old.md":      "---\ntitle: T\n---\nIt sank.\n\n![](/no.png)\n",
		"content/articles/Bad Name.md": "---\ntitle: T\n---\nIt sank.\n",
		"content/glossary/pier.md":     "---\nname: Pier\nkind: place\n---\n",
	} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	t.Chdir(dir)
	var lines []string
	output := func() {
		var said strings.Builder
		run(t.Context(), []string{"check"}, testProcess(&said))
		lines = append(lines, strings.Split(strings.TrimSuffix(said.String(), "\n"), "\n")...)
	}
	output()
	if err := os.Remove("content/articles/Bad Name.md"); err != nil {
		t.Fatal(err)
	}
	output()
	var found []string
	for _, line := range lines {
		var read []string
		for _, m := range matchers() {
			p := m.Pattern
			if g := regexp.MustCompile(p.Regexp).FindStringSubmatch(line); g != nil {
				at := g[p.File]
				if p.Line > 0 {
					at += "|" + g[p.Line] + "|" + g[p.Column]
				}
				read = append(read, strings.Join([]string{at, g[p.Severity], g[p.Message], g[p.Code]}, "|"))
			}
		}
		if len(read) > 1 {
			t.Errorf("read twice: %s", line)
		}
		if isFinding := !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, program+": "); isFinding != (len(read) == 1) {
			t.Errorf("read %d times: %q", len(read), line)
		}
		found = append(found, read...)
	}
	const want = `content/articles/Bad Name.md|error|this file's name becomes part of the page's address: it may have small letters, digits and single hyphens|file-name
content/articles/notes.rst|warning|this file is not read|stray-file
content/articles/ferry.md|2|8|warning|the story does not say who wrote it|no-byline
content/articles/ferry.md|2|8|warning|the story has no summary, and lists, feeds and search results show its first words instead|summary
content/articles/ferry.md|4|9|warning|"the" stands twice|doubled-word
content/articles/ferry.md|4|39|error|the link "/y/" leads to a page that is not there|broken-link
content/articles/notes.rst|warning|this file is not read|stray-file
content/articles/old.md|2|8|warning|the story does not say who wrote it|no-byline
content/articles/old.md|2|8|warning|the story has no summary, and lists, feeds and search results show its first words instead|summary
content/articles/old.md|6|1|error|there is no image static/no.png|image
content/glossary/pier.md|1|1|warning|nothing here says who or what "Pier" is, and readers who ask get an empty card|blank-entry
content/glossary/pier.md|2|7|warning|no story mentions "Pier"|unused-actor
`
	if got := strings.Join(found, "\n") + "\n"; got != want {
		t.Errorf("-want +got\n%s", cmp.Diff(want, got))
	}
}
