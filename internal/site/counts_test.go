package site_test

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"backgrounder/internal/site"
)

// TestCountsAgree reads every count that the section on sources shows. They add up
// to the number of passages wherever they stand side by side, also where a passage
// has sources at two levels, and the page says so then.
func TestCountsAgree(t *testing.T) {
	const (
		named   = "“The crossing will open,” Petra Anselm said.\n\n"
		body    = "“The crossing is shut,” the ministry said.\n\n"
		unnamed = "“Nobody asked us,” an official said.\n\n"
		two     = "“The map is wrong,” Petra Anselm and an official said.\n\n"
		open    = "“The map is old,” Petra Anselm and the ministry said.\n\n"
	)
	for name, test := range map[string]struct {
		text   string
		total  int
		shared string
	}{
		"nothing shared":      {named + body + unnamed, 3, ""},
		"one shared":          {named + body + unnamed + two, 4, "One passage has sources at more than one level. It counts once"},
		"two shared":          {named + two + two, 3, "Two passages have sources at more than one level. Each counts once"},
		"only shared":         {two, 1, "One passage has"},
		"shared in the open":  {body + open, 2, "One passage has"},
		"nobody at one level": {named, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			sources := ""
			for _, s := range []string{"petra\n    name: Petra Anselm\n    level: named", "ministry\n    name: The ministry\n    level: institution", "an-official\n    name: An official\n    level: anonymous"} {
				sources += "  - id: " + s + "\n"
			}
			fsys := fstest.MapFS{
				"content/site.yaml":         {Data: []byte("title: Post\n")},
				"content/articles/talks.md": {Data: []byte("---\ntitle: Talks\ndate: 2024-01-01\nsources:\n" + sources + "---\n\n" + test.text)},
			}
			root, err := html.Parse(strings.NewReader(lookup(t, plan(t, fsys, site.Options{}), "talks/index.html")))
			if err != nil {
				t.Fatal(err)
			}
			c := counts(root)
			for _, place := range []string{"table", "strip", "filter"} {
				if c.sum[place] != test.total {
					t.Errorf("the counts of the %s add up to %d, not %d: %s", place, c.sum[place], test.total, c.seen[place])
				}
			}
			if c.all != strconv.Itoa(test.total) {
				t.Errorf("the filter says that all are %s, not %d", c.all, test.total)
			}
			if c.marks != test.total {
				t.Errorf("the strip has %d marks, not %d", c.marks, test.total)
			}
			if !strings.Contains(c.note, test.shared) || test.shared == "" && strings.Contains(c.note, "counts once") {
				t.Errorf("the table's note is %q, and should say %q", c.note, test.shared)
			}
		})
	}
}

// shown are the counts on a page, by where they stand.
type shown struct {
	sum   map[string]int
	seen  map[string]string
	all   string
	marks int
	note  string
}

func counts(root *html.Node) shown {
	c := shown{sum: map[string]int{}, seen: map[string]string{}}
	add := func(place, level, number string) {
		n, err := strconv.Atoi(number)
		if err != nil {
			n = -1000
		}
		c.sum[place] += n
		c.seen[place] += fmt.Sprintf("%s %s; ", level, number)
	}
	for n := range root.Descendants() {
		parent := func(data string) *html.Node {
			for p := n.Parent; p != nil; p = p.Parent {
				if p.Data == data {
					return p
				}
			}
			return &html.Node{}
		}
		switch level := attribute(parent("tr"), "data-level"); {
		case n.Data == "td" && level != "" && attribute(n, "class") == "num":
			add("table", level, textIn(n))
		case n.Data == "tfoot":
			c.note = textIn(n)
		case n.Data == "text" && attribute(n, "class") == "sum":
			add("strip", attribute(n.Parent, "data-level"), textIn(n))
		case n.Data == "rect" && attribute(parent("svg"), "class") == "strip-svg":
			c.marks++
		case n.Data == "b" && parent("fieldset").Data != "":
			if level := attribute(n.Parent, "data-level"); level == "all" {
				c.all = textIn(n)
			} else {
				add("filter", level, textIn(n))
			}
		}
	}
	return c
}

func textIn(n *html.Node) string {
	var b bytes.Buffer
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}
