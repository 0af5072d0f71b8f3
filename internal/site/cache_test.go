package site_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"backgrounder/internal/content"
	"backgrounder/internal/site"
)

// counted counts how often each file is opened.
type counted struct {
	fs.FS
	mu    sync.Mutex
	opens map[string]int
}

func (c *counted) Open(name string) (fs.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opens[name]++
	return c.FS.Open(name)
}

func (c *counted) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opens = map[string]int{}
}

// manyStories is a site of n stories that all name one actor.
func manyStories(n int) fstest.MapFS {
	fsys := fstest.MapFS{
		"content/site.yaml":        {Data: []byte("title: Post\nbaseURL: https://example.org/\n")},
		"content/glossary/iraq.md": {Data: []byte("---\nname: Iraq\nkind: government\n---\n\nA state.\n")},
	}
	for i := range n {
		fsys[storyPath(i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Story %d\ndate: 2024-01-01\n---\n\nTalks on Iraq will begin, %d officials said.\n", i, i+2)}
	}
	return fsys
}

func storyPath(i int) string { return fmt.Sprintf("content/articles/story-%03d.md", i) }

// TestStoriesAreAnnotatedOnce builds a site with more stories than are remembered,
// and again after one of them has changed: every story is read once for its page,
// its data and the pages of actors, and the second time only where it is shown.
func TestStoriesAreAnnotatedOnce(t *testing.T) {
	const n = 150
	files := manyStories(n)
	fsys := &counted{FS: files, opens: map[string]int{}}
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
	noErrors(t, ds)
	load := func() *site.Plan {
		c, ds := content.Load(fsys)
		noErrors(t, ds)
		p, ds := builder.Plan(c)
		noErrors(t, ds)
		fsys.reset()
		return p
	}
	p := load()
	if len(fsys.opens) > 0 {
		t.Error("planning reads files")
	}
	render(t, p)
	for i := range n {
		if got := fsys.opens[storyPath(i)]; got != 1 {
			t.Fatalf("%s is read %d times in a build", storyPath(i), got)
		}
	}

	files[storyPath(7)] = &fstest.MapFile{Data: []byte("---\ntitle: Story 7\ndate: 2024-01-01\n---\n\nNobody was named.\n")}
	p = load()
	page := lookup(t, p, "glossary/iraq/index.html")
	if got := len(fsys.opens); got > 2 { // the story and the entry
		t.Errorf("after a change to one story, an actor's page reads %d files: %v", got, fsys.opens)
	}
	if strings.Contains(page, "Story 7<") || !strings.Contains(page, "Story 8<") {
		t.Error("the actor's page does not show which stories name it")
	}
}

// lookup renders one output.
func lookup(t *testing.T, p *site.Plan, path string) string {
	t.Helper()
	o, ok := p.Lookup(path)
	if !ok {
		t.Fatalf("there is no %s", path)
	}
	var b bytes.Buffer
	if _, err := o.Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGlossaryChangesReachStories renames an actor: stories are annotated anew.
func TestGlossaryChangesReachStories(t *testing.T) {
	files := manyStories(1)
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
	noErrors(t, ds)
	marked := func() bool {
		c, ds := content.Load(files)
		noErrors(t, ds)
		p, ds := builder.Plan(c)
		noErrors(t, ds)
		return strings.Contains(lookup(t, p, "story-000/index.html"), `data-actor="iraq"`)
	}
	if !marked() {
		t.Fatal("the actor is not marked")
	}
	files["content/glossary/iraq.md"] = &fstest.MapFile{Data: []byte("---\nname: Mesopotamia\nkind: government\n---\n\nA state.\n")}
	if marked() {
		t.Error("the story still marks an actor by a name that it no longer has")
	}
}

// TestUnreadableStory has a story vanish between planning and rendering.
func TestUnreadableStory(t *testing.T) {
	files := manyStories(2)
	p := plan(t, files, site.Options{})
	delete(files, storyPath(1))
	o, _ := p.Lookup("story-001/index.html")
	if _, err := o.Render(io.Discard); err == nil || !strings.Contains(err.Error(), "story-001.md") {
		t.Errorf("the error is %v", err)
	}
}
