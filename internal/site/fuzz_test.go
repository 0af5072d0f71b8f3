package site_test

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// FuzzStory holds any text that an editor may paste to what every page promises:
// it renders; nothing in it runs, styles itself or asks another site for anything;
// no two elements share an id; every link within the page leads somewhere.
func FuzzStory(f *testing.F) {
	for _, seed := range []string{
		"Talks on Iraq will begin, two officials said.\n",
		"<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> a\n",
		"[a](javascript:alert(1)) ![b](https://x.example/y.png) <javascript:1> [c](//x.example) [d](&#106;avascript:1)\n",
		"# sourcing\n\n## said-1\n\n[x](#nowhere)\n\n| a |\n|:-:|\n| b |\n",
		"“A,” he said.[^1]\n\n[^1]: Iraq.\n\n> - [Iraq]{actor=iraq}\n\n~~~html\n<b>\n~~~\n",
		"Iraq\n: [Iraq]{source=a date=2023-22}\n\n<!-- a --> b <!-- c\n\nd\n",
		"[iraq]: javascript:1 '\" onload=1'\n[iraq] ![iraq] <a@b.c> **[\"](\" onclick=1)**\n",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	builder, ds := site.New(embedded(f, "templates"), testStatic(), site.Options{Now: now})
	noErrors(f, ds)
	f.Fuzz(func(t *testing.T, body string, plain bool) {
		name, head := "content/articles/a.md", "---\ntitle: A\ndate: 2024-01-25\nshowSource: true\nsources: [{id: a, name: A source}]\n---\n\n"
		if plain {
			name, head = "content/articles/a.txt", "---\ntitle: A\n---\n"
		}
		c, ds := content.Load(fstest.MapFS{
			"content/site.yaml":        {Data: []byte("title: Post\nbaseURL: https://example.org/p/\n")},
			"content/glossary/iraq.md": {Data: []byte("---\nname: Iraq\nkind: government\n---\n\nA state.\n")},
			name:                       {Data: []byte(head + body)},
		})
		if diag.Errors(ds) > 0 {
			t.Skip() // no story
		}
		p, ds := builder.Plan(c)
		noErrors(t, ds)
		for _, path := range []string{"a/index.html", "a/source/index.html"} {
			o, ok := p.Lookup(path)
			if !ok {
				continue
			}
			var b bytes.Buffer
			if _, err := o.Render(&b); err != nil {
				t.Fatal(err)
			}
			harmless(t, b.Bytes())
		}
	})
}

// harmless fails where a page holds what no page may hold.
func harmless(t *testing.T, page []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	var fragments []string
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("the page has the comment %q", n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "style", "iframe", "object", "embed", "base", "form":
			t.Errorf("the page has a <%s>", n.Data)
		case "script":
			if typ := attribute(n, "type"); typ != "module" && typ != "application/ld+json" {
				t.Errorf("the page has a script of type %q", typ)
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("two elements have the id %q", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "href" && n.Data == "a":
				if u, err := url.Parse(a.Val); err == nil && u.Scheme != "" && !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) {
					t.Errorf("a link leads to %q", a.Val)
				}
				if id, ok := strings.CutPrefix(a.Val, "#"); ok && own(n) {
					fragments = append(fragments, id)
				}
			case a.Key == "src", a.Key == "href" && n.Data == "link":
				if u, err := url.Parse(a.Val); err != nil || u.Host != "" && u.Host != "example.org" {
					t.Errorf("<%s> asks for %q", n.Data, a.Val)
				}
			}
		}
	}
	for _, id := range fragments {
		if !ids[id] {
			t.Errorf("a link of the program's own leads to #%s, which is not there", id)
		}
	}
}

// own reports whether a link is the program's, not the editor's.
func own(n *html.Node) bool {
	class := attribute(n, "class")
	return class != "" && !strings.HasPrefix(class, "footnote")
}
