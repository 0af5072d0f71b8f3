package content_test

import (
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/content"
)

// counted is a file system that knows what has been read of it, also by several at once.
type counted struct {
	fstest.MapFS
	mu   sync.Mutex
	read []string
}

func (c *counted) Open(name string) (fs.File, error) {
	if info, err := c.Stat(name); err == nil && !info.IsDir() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.read = append(c.read, name)
	}
	return c.MapFS.Open(name)
}

// TestReading loads a site again and again while it changes, and compares what it has
// each time with what is loaded afresh; it reads what has changed and nothing else.
func TestReading(t *testing.T) {
	site := &counted{MapFS: fstest.MapFS{}}
	put := func(name, text string) func() {
		return func() { site.MapFS[name] = &fstest.MapFile{Data: []byte(text)} }
	}
	put("content/site.yaml", "title: The Desk\n")()
	put("content/about.md", "---\ntitle: About\n---\n")()
	put("content/articles/a.md", "---\ntitle: A\nactors: {the mayor: b}\n---\nText.\n")()
	put("content/articles/b.md", "---\ntitle: B\n---\nText.\n")()
	put("content/glossary/b.md", "---\nname: B\nkind: person\n---\n")()
	var reading content.Reading
	for _, step := range []struct {
		name    string
		do      func()
		changed []string
		want    []string // read, beside the settings
	}{
		{"the first time", func() {}, nil, []string{"content/about.md", "content/articles/a.md", "content/articles/b.md", "content/glossary/b.md"}},
		{"nothing", func() {}, nil, nil},
		{"a story", put("content/articles/a.md", "---\ntitle: Another\n---\nText.\n"), []string{"content/articles/a.md"}, []string{"content/articles/a.md"}},
		{"a mistake", put("content/articles/b.md", "---\ntitel: B\n---\nText.\n"), []string{"content/articles/b.md"}, []string{"content/articles/b.md"}},
		{"the mistake stays", func() {}, nil, nil},
		{"mended", put("content/articles/b.md", "---\ntitle: B\nactors: {the mayor: b}\n---\nText.\n"), []string{"content/articles/b.md"}, []string{"content/articles/b.md"}},
		{"one that others need goes", func() { delete(site.MapFS, "content/glossary/b.md") }, []string{"content/glossary/b.md"}, nil},
		{"and comes back", put("content/glossary/b.md", "---\nname: Bea\nkind: person\n---\n"), []string{"content/glossary/b.md"}, []string{"content/glossary/b.md"}},
		{"a moment", put("content/articles/b.md", "---\ntitle: B\ndate: 2024-01-26T01:00:00Z\n---\nText.\n"), []string{"content/articles/b.md"}, []string{"content/articles/b.md"}},
		{"the newsroom moves", put("content/site.yaml", "title: The Desk\ntimezone: America/New_York\n"), []string{"content/site.yaml"},
			[]string{"content/about.md", "content/articles/a.md", "content/articles/b.md", "content/glossary/b.md"}},
		{"another slug", put("content/articles/b.md", "---\ntitle: B\nslug: a0\n---\nText.\n"), []string{"content/articles/b.md"}, []string{"content/articles/b.md"}},
		{"a story becomes plain text", func() {
			delete(site.MapFS, "content/articles/a.md")
			put("content/articles/a.txt", "A\n\nText.\n")()
		}, []string{"content/articles/a.md", "content/articles/a.txt"}, []string{"content/articles/a.txt"}},
	} {
		step.do()
		site.read = nil
		got, found := reading.Load(site, func(name string) bool { return slices.Contains(step.changed, name) })
		slices.Sort(site.read)
		again := slices.DeleteFunc(slices.Compact(site.read), func(name string) bool { return name == "content/site.yaml" })
		if !slices.Equal(again, step.want) {
			t.Errorf("%s: read %q, want %q", step.name, again, step.want)
		}
		want, wanted := content.Load(site)
		if diff := cmp.Diff(wanted, found); diff != "" {
			t.Errorf("%s: found (-afresh +again):\n%s", step.name, diff)
		}
		if diff := cmp.Diff(names(want), names(got)); diff != "" {
			t.Errorf("%s: loaded (-afresh +again):\n%s", step.name, diff)
		}
	}
}

// names says what a site has of each kind.
func names(s *content.Site) []string {
	all := []string{s.Config.Title}
	for _, a := range s.Articles {
		all = append(all, a.Path+" "+a.Title)
	}
	for _, a := range s.Actors {
		all = append(all, a.Path+" "+a.Name)
	}
	for _, p := range s.Pages {
		all = append(all, p.Path+" "+p.Title)
	}
	return all
}
