package site_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

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

// TestAgain makes a builder out of another one after static files have changed. It reads
// those and no others, and annotates stories again if what they show may be another.
func TestAgain(t *testing.T) {
	const story, page = "content/articles/story-000.md", "story-000/index.html"
	files := manyStories(1)
	files[story].Data = append(files[story].Data, "\n![The valley](/map.svg)\n"...)
	svg := func(width int) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="1"/>`, width)}
	}
	folder := testStatic()
	folder["map.svg"], folder["note.txt"] = svg(1), &fstest.MapFile{Data: []byte("one")}
	static := &counted{FS: folder, opened: map[string]bool{}}
	annotated := 0
	options := site.Options{Now: now, Check: func(*content.Site) site.StoryCheck {
		return func(_ *content.Article, _ content.Body, _ *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic {
			annotated++
			return found
		}
	}}
	builder, ds := site.New(embedded(t, "templates"), static, options)
	noErrors(t, ds)
	lookup(t, planned(t, builder, files), page)
	for _, step := range []struct {
		name, file string
		data       *fstest.MapFile
		annotated  int
	}{
		{"the style", "style.css", &fstest.MapFile{Data: []byte("p { color: tan }")}, 0},
		{"a picture", "map.svg", svg(2), 1},
		{"a picture comes", "another.svg", svg(3), 1},
		{"a note", "note.txt", &fstest.MapFile{Data: []byte("two")}, 0},
		{"a note goes", "note.txt", nil, 1}, // a story may have shown that it is no picture
	} {
		annotated = 0
		clear(static.opened)
		if delete(folder, step.file); step.data != nil {
			folder[step.file] = step.data
		}
		builder, ds = builder.Again(embedded(t, "templates"), static, options, func(name string) bool { return name == step.file })
		noErrors(t, ds)
		want := []string{"script.js", "style.css"} // small files, which something is made of
		if step.data != nil && step.file != "style.css" {
			want = slices.Sorted(slices.Values(append(want, step.file)))
		}
		if read := slices.Sorted(maps.Keys(static.opened)); !slices.Equal(read, want) {
			t.Errorf("%s: read %q, want %q", step.name, read, want)
		}
		got := lookup(t, planned(t, builder, files), page)
		afresh, ds := site.New(embedded(t, "templates"), static, options)
		noErrors(t, ds)
		if annotated != step.annotated {
			t.Errorf("%s: annotated %d times, want %d", step.name, annotated, step.annotated)
		}
		if want := lookup(t, planned(t, afresh, files), page); got != want {
			t.Errorf("%s: (-afresh +again)\n%s", step.name, cmp.Diff(want, got))
		}
	}
}

// counted is a file system that knows which of its files have been opened.
type counted struct {
	fs.FS
	opened map[string]bool
}

func (c *counted) Open(name string) (fs.File, error) {
	if info, err := fs.Stat(c.FS, name); err == nil && !info.IsDir() {
		c.opened[name] = true
	}
	return c.FS.Open(name)
}

// TestGlossaryChangesReachStories renames an actor: stories are annotated anew. When only
// its summary changes, the note beside what it says is another one.
func TestGlossaryChangesReachStories(t *testing.T) {
	files := manyStories(1)
	files[storyPath(0)].Data = append(files[storyPath(0)].Data, "\n“We are ready,” Ada Stone said.\n"...)
	stone := func(name, summary string) {
		files["content/glossary/stone.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nname: %s\nkind: person\nsummary: %s\n---\n\nA minister.\n", name, summary)}
	}
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
	noErrors(t, ds)
	story := func() string { return lookup(t, planned(t, builder, files), "story-000/index.html") }
	notes := func(page string) string {
		return strings.Join(regexp.MustCompile(`(?s)<div class="by".*?</div>`).FindAllString(page, -1), "\n")
	}

	stone("Ada Stone", "Minister of Ports")
	if page := story(); !strings.Contains(page, `data-actor="stone"`) || !strings.Contains(notes(page), "Minister of Ports") {
		t.Fatalf("the actor is not marked, or not told of: %s", notes(page))
	}
	stone("Ada Stone", "Minister of Roads")
	if by := notes(story()); !strings.Contains(by, "Minister of Roads") {
		t.Errorf("the note beside the story tells of an actor what its entry no longer does: %s", by)
	}
	stone("Ida Stein", "Minister of Roads")
	if strings.Contains(story(), `data-actor="stone"`) {
		t.Error("the story still marks an actor by a name that it no longer has")
	}
}

// TestTimeZoneReachesStories moves the newsroom: a moment has another day there, from
// which the weekdays of a story that has not changed are counted.
func TestTimeZoneReachesStories(t *testing.T) {
	files := fstest.MapFS{"content/articles/a.md": {Data: []byte("---\ntitle: A\ndate: 2024-01-26T01:30:00Z\n---\nIt began on Friday.\n")}}
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
	noErrors(t, ds)
	for zone, friday := range map[string]string{"UTC": "2024-01-26", "America/New_York": "2024-01-19"} {
		files["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: The Desk\ntimezone: " + zone + "\n")}
		c, ds := content.Load(files)
		noErrors(t, ds)
		p, ds := builder.Plan(c)
		noErrors(t, ds)
		if page := lookup(t, p, "a/index.html"); !strings.Contains(page, `<time datetime="`+friday+`"`) {
			t.Errorf("in %s Friday is not %s:\n%s", zone, friday, page)
		}
	}
}

// TestSlugsReachStories gives a story another address than its file's name, and the
// stories that lead to its file without having changed lead there.
func TestSlugsReachStories(t *testing.T) {
	files := fstest.MapFS{
		"content/site.yaml":         {Data: []byte("title: The Desk\n")},
		"content/articles/other.md": {Data: []byte("---\ntitle: Other\n---\nIt began with [the talks](talks.md).\n")},
	}
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
	noErrors(t, ds)
	for _, slug := range []string{"talks", "first-talks", "second-talks"} {
		files["content/articles/talks.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Talks\nslug: " + slug + "\n---\nThey talk.\n")}
		c, ds := content.Load(files)
		noErrors(t, ds)
		p, ds := builder.Plan(c)
		noErrors(t, ds)
		if page := lookup(t, p, "other/index.html"); !strings.Contains(page, `<a href="../`+slug+`/">the talks</a>`) {
			t.Errorf("no link leads to %s:\n%s", slug, page)
		}
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

// TestAhead finds ahead what the page of an actor needs: whoever asks for it then waits
// for no story, and it is the same. Of a story that nobody has changed nothing else is
// found when only what an entry says of an actor has changed.
func TestAhead(t *testing.T) {
	const n, page = 100, "glossary/iraq/index.html"
	files := manyStories(n)
	var annotated atomic.Int64
	count := func(_ *content.Article, _ content.Body, _ *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic {
		annotated.Add(1)
		return found
	}
	builder, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now, Check: func(*content.Site) site.StoryCheck { return count }})
	noErrors(t, ds)
	want := lookup(t, planned(t, builder, files), page)
	work := func(p *site.Plan, most int) int64 {
		annotated.Store(0)
		for piece := range p.Ahead() {
			if most--; most < 0 {
				break
			}
			piece()
		}
		return annotated.Load()
	}
	is := func(what string, got, want int64) {
		t.Helper()
		if got != want {
			t.Errorf("%s annotates %d stories, want %d", what, got, want)
		}
	}

	builder, ds = site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now, Check: func(*content.Site) site.StoryCheck { return count }})
	noErrors(t, ds)
	p := planned(t, builder, files)
	is("the first part of the work", work(p, n/4), n/4)
	is("the rest", work(p, n), n-n/4)
	is("more work", work(p, n), 0)
	annotated.Store(0)
	if got := lookup(t, p, page); got != want {
		t.Errorf("worked ahead, the page is another: %s", cmp.Diff(want, got))
	}
	is("the page", annotated.Load(), 0)

	files[storyPath(7)] = &fstest.MapFile{Data: []byte("---\ntitle: Story 7\ndate: 2024-01-01\n---\n\nNobody was named.\n")}
	is("work after a change to a story", work(planned(t, builder, files), n), 1)
	entry := files["content/glossary/iraq.md"]
	for _, change := range []struct {
		what, entry string
		stories     int64
	}{
		{"a summary", "---\nname: Iraq\nkind: government\nsummary: A state\n---\n\nA state.\n", 0},
		{"a text", "---\nname: Iraq\nkind: government\n---\n\nA republic.\n", 0},
		{"an alias", "---\nname: Iraq\nkind: government\naliases: [Baghdad]\n---\n\nA state.\n", n},
	} {
		files["content/glossary/iraq.md"] = &fstest.MapFile{Data: []byte(change.entry)}
		p := planned(t, builder, files)
		is("work after a change to "+change.what, work(p, n), change.stories)
		afresh, ds := site.New(embedded(t, "templates"), testStatic(), site.Options{Now: now})
		noErrors(t, ds)
		if got, want := lookup(t, p, page), lookup(t, planned(t, afresh, files), page); got != want {
			t.Errorf("after a change to %s: (-afresh +ahead)\n%s", change.what, cmp.Diff(want, got))
		}
		files["content/glossary/iraq.md"] = entry
		work(planned(t, builder, files), n)
	}
}

// vast is a file that says that it is large, and is not to be read.
type vast struct {
	fstest.MapFS
	t *testing.T
}

func (v vast) Open(name string) (fs.File, error) {
	if name == "film.mp4" {
		v.t.Errorf("%s is read", name)
	}
	return v.MapFS.Open(name)
}

func (v vast) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := v.MapFS.ReadDir(name)
	for i, e := range entries {
		if e.Name() == "film.mp4" {
			entries[i] = vastEntry{e}
		}
	}
	return entries, err
}

type vastEntry struct{ fs.DirEntry }

func (e vastEntry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	return vastInfo{info}, err
}

type vastInfo struct{ fs.FileInfo }

func (vastInfo) Size() int64 { return 8 << 30 }

// TestVastAsset says of a static file that is larger than any site should be that it is,
// without reading it first.
func TestVastAsset(t *testing.T) {
	static := vast{fstest.MapFS{"film.mp4": {}, "note.txt": {Data: []byte("one")}}, t}
	_, ds := site.New(embedded(t, "templates"), static, site.Options{Now: now})
	want := "static/film.mp4: error: this file is larger than 1 GB"
	if len(ds) != 1 || !strings.HasPrefix(ds[0].Error(), want) {
		t.Errorf("got %v, want %s", ds, want)
	}
}
