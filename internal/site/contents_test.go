package site_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/site"
)

// Nobody reads code at the pace of prose: it does not count for how long a story takes.
func TestReadingTime(t *testing.T) {
	minutes := func(text string) string {
		fsys := fstest.MapFS{
			"content/site.yaml":         {Data: []byte("title: Post\n")},
			"content/articles/talks.md": {Data: []byte("---\ntitle: Talks\n---\n\n" + text)},
		}
		_, said, _ := strings.Cut(lookup(t, plan(t, fsys, site.Options{}), "talks/index.html"), `<ul class="meta">`)
		said, _, _ = strings.Cut(said, "</li>")
		return strings.TrimSpace(strings.ReplaceAll(said, "<li>", ""))
	}
	words := strings.Repeat("word ", 2000)
	if got := minutes("A word.\n\n```\n" + words + "\n```\n"); got != "1 minute’s reading" {
		t.Errorf("a story of code takes %q", got)
	}
	if got := minutes(words + "\n"); got == "1 minute’s reading" || !strings.HasSuffix(got, "reading") {
		t.Errorf("a story of 2,000 words takes %q", got)
	}
}

// TestContents lists the headings of a story that has many, the topmost of them.
func TestContents(t *testing.T) {
	page := func(headings int) string {
		text := "First.\n\n"
		for i := range headings {
			text += fmt.Sprintf("## Part *%d*\n\nText.\n\n### Detail %d\n\nText.\n\n", i+1, i+1)
		}
		fsys := fstest.MapFS{
			"content/site.yaml":         {Data: []byte("title: Post\n")},
			"content/articles/talks.md": {Data: []byte("---\ntitle: Talks\ndate: 2024-01-01\n---\n\n" + text)},
		}
		return lookup(t, plan(t, fsys, site.Options{}), "talks/index.html")
	}
	if strings.Contains(page(5), `aria-label="In the story"`) {
		t.Error("five headings have a list")
	}
	long := page(6)
	if !strings.Contains(long, `aria-label="In the story"`) || !strings.Contains(long, `<li><a href="#part-6">Part 6</a></li>`) {
		t.Error("six headings have no list")
	}
	if strings.Contains(long, `<a href="#detail-1">`) {
		t.Error("headings below the topmost are listed")
	}
}
