package site_test

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"backgrounder/internal/site"
)

// TestPolicies compares the Content-Security-Policy of every page with what the
// page loads: it stands before all of that, allows it, and allows nothing else.
func TestPolicies(t *testing.T) {
	moved := fstest.MapFS{
		"content/site.yaml":        {Data: []byte("title: The Desk\n")},
		"content/articles/dray.md": {Data: []byte("---\ntitle: Dray\ndate: 2024-01-25\naliases: [/old/]\n---\nText.\n")},
	}
	pages := render(t, plan(t, shipped(), site.Options{}))
	maps.Copy(pages, map[string][]byte{"old/index.html": render(t, plan(t, moved, site.Options{}))["old/index.html"]})
	for name, data := range pages {
		if path.Ext(name) != ".html" {
			continue
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][]string{"default-src": {"'none'"}, "connect-src": {"'self'"}, "base-uri": {"'none'"}, "form-action": {"'none'"}}
		load := func(directive, address string) {
			source := "'self'"
			if strings.HasPrefix(address, "data:") {
				source = "data:"
			}
			if !slices.Contains(want[directive], source) {
				want[directive] = append(want[directive], source)
			}
		}
		var got map[string][]string
		for n := range root.Descendants() {
			src := attribute(n, "src")
			switch {
			case n.Data == "meta" && attribute(n, "http-equiv") == "Content-Security-Policy":
				if got != nil || len(want) > 4 {
					t.Errorf("%s: the policy comes too late, or twice", name)
				}
				got = directives(attribute(n, "content"))
			case n.Data == "link" && attribute(n, "rel") == "stylesheet":
				load("style-src", attribute(n, "href"))
			case n.Data == "link" && attribute(n, "rel") == "icon":
				load("img-src", attribute(n, "href"))
			case n.Data == "script" && src != "":
				load("script-src", src)
			case n.Data == "img":
				load("img-src", src)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -what it loads +what it may:\n%s", name, diff)
		}
	}
}

func directives(policy string) map[string][]string {
	all := map[string][]string{}
	for part := range strings.SplitSeq(policy, ";") {
		words := strings.Fields(part)
		all[words[0]] = words[1:]
	}
	return all
}
