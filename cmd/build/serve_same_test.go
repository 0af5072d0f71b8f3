package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// newsroom is a served site, and what a clean build of it made last.
type newsroom struct {
	t       *testing.T
	dir     string
	raw     string // where the preview has what the site renders, and nothing added
	session *session
	changes chan string
	before  map[string]string
}

func (n *newsroom) path(name string) string { return filepath.Join(n.dir, filepath.FromSlash(name)) }

func (n *newsroom) write(name, text string) {
	n.t.Helper()
	writeFile(n.t, n.path(name), text)
}

func (n *newsroom) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *newsroom) rename(from, to string) {
	n.t.Helper()
	n.must(os.Rename(n.path(from), n.path(to)))
}

// git runs git in the site's folder.
func (n *newsroom) git(args ...string) {
	n.t.Helper()
	c := exec.Command("git", append([]string{"-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=none", "-C", n.dir}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		n.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// build is what a clean build of the site makes.
func (n *newsroom) build() map[string]string {
	n.t.Helper()
	out := n.t.TempDir()
	var said strings.Builder
	if code := run(n.t.Context(), []string{"--site", n.dir, "--output", out, "--drafts", "--future"}, testProcess(&said)); code != exitOK {
		n.t.Fatalf("exit code %d:\n%s", code, said.String())
	}
	files := map[string]string{}
	n.must(fs.WalkDir(os.DirFS(out), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(p, ".backgrounder") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(p)))
		files[p] = string(data)
		return err
	}))
	return files
}

// served is what the preview has for a path.
func (n *newsroom) served(p string) (text string, ok bool) {
	n.t.Helper()
	r, err := http.Get(n.raw + p)
	n.must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	n.must(err)
	return string(body), r.StatusCode == http.StatusOK
}

// same waits until the preview has, for every file, what a clean build makes, and
// nothing of what it no longer makes.
func (n *newsroom) same(step string) {
	n.t.Helper()
	want := n.build()
	for {
		diff := n.diff(want)
		if diff == "" {
			n.before = want
			return
		}
		select {
		case line, ok := <-n.changes:
			if !ok {
				n.t.Fatalf("%s: the preview has ended", step)
			}
			_ = line // whatever has changed, that is a reason to look again
		case <-time.After(patience):
			n.t.Fatalf("%s: the preview stays behind (-clean build +preview):\n%s", step, diff)
		}
	}
}

func (n *newsroom) diff(want map[string]string) string {
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if got, ok := n.served(p); !ok || got != want[p] {
			return p + "\n" + cmp.Diff(want[p], got)
		}
	}
	for p := range n.before {
		if _, made := want[p]; made {
			continue
		}
		if _, ok := n.served(p); ok {
			return p + " is no more, and served"
		}
	}
	return ""
}

const norlandStory = `---
title: The crossing at Dorr
date: 2024-01-25
sources:
  - {id: ada-brandt, name: Harbor Commissioner Ada Brandt, level: named, actor: ada-brandt}
---
“It was unsafe,” Harbor Commissioner Ada Brandt said Monday. Norland had closed it.

![The valley](/images/map.svg)
`

// TestServeIsABuild changes everything that a site is made of, and compares every file
// that the preview renders with those of a clean build, byte for byte.
func TestServeIsABuild(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	for name, flags := range map[string][]string{"hearing": nil, "polling": {"--poll"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			serveIsABuild(t, flags...)
		})
	}
}

func serveIsABuild(t *testing.T, flags ...string) {
	n := &newsroom{t: t, dir: ferrySite(t), changes: make(chan string, 10000)}
	n.write("content/articles/dorr.md", norlandStory)
	n.write("content/glossary/ada-brandt.md", "---\nname: Ada Brandt\nkind: person\nsummary: Harbor commissioner\n---\nShe knows Norland.\n")
	n.write("content/glossary/norland.md", "---\nname: Norland\nkind: place\nsummary: a country\nrelations:\n  part-of: [ada-brandt]\n---\n")
	n.write("static/images/map.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	n.write("templates/404.html", "Nothing of ours.")
	n.session = serve(t, append(flags, "--site", n.dir)...)
	base := n.session.hear(`serving (http://[^/]+)/desk/ `)[1]
	n.raw = base + "/_preview/raw/"
	go func() {
		defer close(n.changes)
		for n.session.lines.Scan() {
			n.changes <- n.session.lines.Text()
		}
	}()
	n.same("at first")

	for _, step := range []struct {
		name string
		do   func()
	}{
		{"a sentence", func() { n.write("content/articles/dorr.md", norlandStory+"\nNobody was hurt, Brandt said.\n") }},
		{"saved as Vim does", func() {
			n.write("content/articles/4913", "")
			n.must(os.Remove(n.path("content/articles/4913")))
			n.write("content/articles/.dorr.md.swp", "swap")
			n.rename("content/articles/dorr.md", "content/articles/dorr.md~")
			n.write("content/articles/dorr.md", norlandStory+"\nNobody was hurt, a harbor official said.\n")
			n.must(os.Remove(n.path("content/articles/dorr.md~")))
		}},
		{"saved as Emacs does", func() {
			n.must(os.Symlink("ada@host.1:2", n.path("content/articles/.#dorr.md")))
			n.write("content/articles/#dorr.md#", "half")
			n.rename("content/articles/dorr.md", "content/articles/dorr.md~")
			n.write("content/articles/dorr.md", norlandStory+"\nSome were hurt, a harbor official said.\n")
			n.must(os.Remove(n.path("content/articles/#dorr.md#")))
			n.must(os.Remove(n.path("content/articles/.#dorr.md")))
		}},
		{"saved as JetBrains' editors do", func() {
			n.write("content/articles/dorr.md___jb_tmp___", norlandStory+"\nAll is well, a harbor official said.\n")
			n.rename("content/articles/dorr.md", "content/articles/dorr.md___jb_old___")
			n.rename("content/articles/dorr.md___jb_tmp___", "content/articles/dorr.md")
			n.must(os.Remove(n.path("content/articles/dorr.md___jb_old___")))
		}},
		{"written slowly", func() {
			n.write("content/articles/dorr.md", "")
			for i := range 4 {
				f, err := os.OpenFile(n.path("content/articles/dorr.md"), os.O_APPEND|os.O_WRONLY, 0)
				n.must(err)
				_, err = f.WriteString(norlandStory[i*len(norlandStory)/4 : (i+1)*len(norlandStory)/4])
				n.must(errors.Join(err, f.Close()))
				n.served("dorr/index.html")
			}
		}},
		{"an actor's name", func() {
			n.write("content/glossary/norland.md", "---\nname: Norlandia\naliases: [Norland]\nkind: place\n---\nA country.\n")
		}},
		{"an actor goes", func() { n.must(os.Remove(n.path("content/glossary/norland.md"))) }},
		{"the site's settings", func() {
			n.write("content/site.yaml", "title: Another Desk\nbaseURL: https://example.org/desk/\nhome: ferry\ntimezone: Asia/Baghdad\n")
		}},
		{"a page", func() { n.write("content/about.md", "---\ntitle: About\n---\nWho we are. [Dorr](articles/dorr.md)\n") }},
		{"a word of the lexicon", func() { n.write("content/lexicon/verbs.txt", "grouse stance about\n") }},
		{"an old address", func() {
			n.write("content/articles/ferry.md", strings.Replace(ferryStory, "---\nThe", "aliases: [/old/]\n---\nThe", 1))
		}},
		{"a story gets its source shown", func() {
			n.write("content/articles/ferry.md", strings.Replace(ferryStory, "---\nThe", "showSource: true\ndraft: true\n---\nThe", 1))
		}},
		{"a story becomes plain text", func() {
			n.must(os.Remove(n.path("content/articles/ferry.md")))
			n.write("content/articles/ferry.txt", "The ferry inquiry\n\nThe mayor groused about the ferry on Monday.\n")
		}},
		{"two stories change places", func() {
			n.rename("content/articles/dorr.md", "content/articles/x")
			n.write("content/articles/dorr.md", "---\ntitle: Another one\n---\nOf another kind.\n")
			n.rename("content/articles/x", "content/articles/later.md")
		}},
		{"an older file in its place", func() {
			n.write("older.md", "---\ntitle: Long ago\n---\nAll was well.\n")
			long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
			n.must(os.Chtimes(n.path("older.md"), long, long))
			n.rename("older.md", "content/articles/dorr.md")
		}},
		{"an image", func() { n.write("static/images/map.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="9"/>`) }},
		{"a stylesheet of our own", func() { n.write("static/style.css", "body { color: tan }") }},
		{"and none again", func() { n.must(os.RemoveAll(n.path("static/style.css"))) }},
		{"a template", func() { n.write("templates/404.html", "<!doctype html><title>{{.Title}}</title>") }},
		{"and none again", func() { n.must(os.RemoveAll(n.path("templates"))) }},
		{"words of our own", func() {
			n.write("templates/strings/en.json", strings.Replace(englishWords(t), `"Draft"`, `"Not ready"`, 1))
		}},
		{"content is swapped", func() {
			n.write("other/site.yaml", "title: The Other Desk\nbaseURL: https://example.org/desk/\n")
			n.write("other/articles/dorr.md", norlandStory)
			n.rename("content", "away")
			n.rename("other", "content")
			n.write("content/glossary/ada-brandt.md", "---\nname: Ada Brandt\nkind: person\n---\nA person.\n")
		}},
		{"content goes, and comes back", func() {
			n.must(os.RemoveAll(n.path("content")))
			n.rename("away", "content")
		}},
		{"a branch of many stories", func() {
			n.git("init", "-q", "-b", "main")
			n.git("add", ".")
			n.git("commit", "-q", "-m", "desk")
			n.git("checkout", "-q", "-b", "many")
			for i := range 40 {
				n.write(fmt.Sprintf("content/articles/many-%d.md", i), fmt.Sprintf("---\ntitle: Story %d\n---\nAda Brandt said Monday that it was story %d.\n", i, i))
			}
			n.must(os.Remove(n.path("content/about.md")))
			n.write("static/style.css", "body { color: red }")
			n.git("add", "-A")
			n.git("commit", "-q", "-m", "many")
		}},
		{"the branch before", func() { n.git("checkout", "-q", "main") }},
		{"the branch of many again", func() { n.git("checkout", "-q", "many") }},
		{"stashed work", func() {
			n.write("content/articles/dorr.md", "---\ntitle: Half done\n---\nHalf.\n")
			n.git("stash", "-q")
		}},
	} {
		step.do()
		n.same(step.name)
	}

	// What is wrong leaves everything as it was, whatever else changes meanwhile.
	for _, broken := range []struct{ name, text string }{
		{"templates/story.html", "{{if}}"},
		{"content/articles/dorr.md", "---\ntitel: x\n---\n"},
		{"templates/strings/en.json", "{"},
		{"content/site.yaml", "title: [\n"},
	} {
		good, err := os.ReadFile(n.path(broken.name))
		n.write(broken.name, broken.text)
		for line := range n.changes {
			if strings.Contains(line, "not built, the last good pages stay") {
				break
			}
		}
		if diff := n.diff(n.before); diff != "" {
			t.Errorf("%s broken: the last good pages do not stay: %s", broken.name, diff)
		}
		if errors.Is(err, fs.ErrNotExist) {
			n.must(os.Remove(n.path(broken.name)))
		} else {
			n.write(broken.name, string(good))
		}
		n.same(broken.name + " mended")
	}
}

// englishWords are the words that the program carries.
func englishWords(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "templates", "strings", "en.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
