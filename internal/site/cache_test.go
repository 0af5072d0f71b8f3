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

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

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
// and again after one of them has changed: every story is annotated once for its page,
// its data and the pages of actors, and the second time only where it is shown.
func TestStoriesAreAnnotatedOnce(t *testing.T) {
	const n = 150
	files := manyStories(n)
	var mu sync.Mutex
	times := map[string]int{} // that a story was annotated
	count := func(a *content.Article, _ content.Body, _ *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic {
		mu.Lock()
		defer mu.Unlock()
		times[a.Path]++
		return found
	}
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now, Check: func(*content.Site) site.StoryCheck { return count }})
	noErrors(t, ds)
	p := planned(t, builder, files)
	if len(times) > 0 {
		t.Error("planning annotates stories")
	}
	render(t, p)
	for i := range n {
		if got := times[storyPath(i)]; got != 1 {
			t.Fatalf("%s is annotated %d times in a build", storyPath(i), got)
		}
	}

	clear(times)
	files[storyPath(7)] = &fstest.MapFile{Data: []byte("---\ntitle: Story 7\ndate: 2024-01-01\n---\n\nNobody was named.\n")}
	page := lookup(t, planned(t, builder, files), "glossary/iraq/index.html")
	if len(times) != 1 {
		t.Errorf("after a change to one story, an actor's page annotates %d: %v", len(times), times)
	}
	if strings.Contains(page, "Story 7<") || !strings.Contains(page, "Story 8<") {
		t.Error("the actor's page does not show which stories name it")
	}
}

// planned loads a site and plans it.
func planned(t *testing.T, b *site.Builder, files fs.FS) *site.Plan {
	t.Helper()
	c, ds := content.Load(files)
	noErrors(t, ds)
	p, ds := b.Plan(c)
	noErrors(t, ds)
	return p
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
		return strings.Contains(lookup(t, planned(t, builder, files), "story-000/index.html"), `data-actor="iraq"`)
	}
	if !marked() {
		t.Fatal("the actor is not marked")
	}
	files["content/glossary/iraq.md"] = &fstest.MapFile{Data: []byte("---\nname: Mesopotamia\nkind: government\n---\n\nA state.\n")}
	if marked() {
		t.Error("the story still marks an actor by a name that it no longer has")
	}
}

// TestPlanIsOfOneMoment changes a story between planning and rendering, and back: what a
// plan renders is what it has read, and what comes after is not taken in by what was
// there in between.
func TestPlanIsOfOneMoment(t *testing.T) {
	const page = "story-000/index.html"
	half := []byte("---\ntitle: Story 0\ndate: 2024-01-01\n---\n\nHalf.\n")
	build := func() *site.Builder {
		builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
		noErrors(t, ds)
		return builder
	}
	want := lookup(t, planned(t, build(), manyStories(1)), page)
	for name, meanwhile := range map[string]*fstest.MapFile{"gone": nil, "emptied": {}, "another": {Data: half}} {
		t.Run(name, func(t *testing.T) {
			files, builder := manyStories(1), build()
			before := planned(t, builder, files)
			good := files[storyPath(0)]
			if delete(files, storyPath(0)); meanwhile != nil {
				files[storyPath(0)] = meanwhile
			}
			if got := lookup(t, before, page); got != want {
				t.Error("what was planned before a change is not rendered as it was")
			}
			files[storyPath(0)] = good
			if got := lookup(t, planned(t, builder, files), page); got != want {
				t.Error("what is planned after a change, and back, is not rendered as before")
			}
		})
	}
}

// TestChangedAsset changes a static file between planning and rendering.
func TestChangedAsset(t *testing.T) {
	static := fstest.MapFS{"note.txt": {Data: []byte("one")}}
	builder, ds := site.New(embedded(t, "templates"), static, site.Options{Now: now})
	noErrors(t, ds)
	p := planned(t, builder, manyStories(1))
	var path string
	for o := range p.Outputs() {
		if strings.HasPrefix(o.Path, "assets/note.") {
			path = o.Path
		}
	}
	if got := lookup(t, p, path); got != "one" {
		t.Errorf("%s is %q", path, got)
	}
	static["note.txt"] = &fstest.MapFile{Data: []byte("two")}
	o, _ := p.Lookup(path)
	if _, err := o.Render(io.Discard); err == nil || !strings.HasPrefix(err.Error(), "static/note.txt: error: this file has changed") {
		t.Errorf("the error is %v", err)
	}
}
