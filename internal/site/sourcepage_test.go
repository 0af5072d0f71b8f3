package site_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"backgrounder/internal/site"
)

// TestSourcePageKeepsSecrets shows the Markdown of stories that hold things which
// no reader is to see, in every place and form that Markdown has for them.
func TestSourcePageKeepsSecrets(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"comment":                      {"One.\n\n<!-- SECRET -->\n\nTwo.\n", "One.\n\nTwo."},
		"comment within a line":        {"One <!-- SECRET\nSECRET --> two.\n", "One  two."},
		"comment in a list":            {"- One.\n\n  <!-- SECRET -->\n", "- One."},
		"comment in a quotation":       {"> One <!-- SECRET\n> SECRET --> two.\n", "> One  two."},
		"comment in a cell":            {"| A | B |\n|---|---|\n| <!-- SECRET --> | C |\n", "| A | B |\n|---|---|\n|  | C |"},
		"comment in a footnote":        {"One.[^1]\n\n[^1]: Two.\n\n    <!-- SECRET -->\n", "One.[^1]\n\n[^1]: Two."},
		"comment in a definition":      {"One\n\n:   Two.\n\n    <!-- SECRET -->\n", "One\n\n:   Two."},
		"comment in a mark":            {"[Iraq <!-- SECRET -->]{actor=iraq} talks.\n", "Iraq  talks."},
		"comment never closed in line": {"One <!-- two.\n", "One <!-- two."},
		"comment in code":              {"    <!-- code -->\n\n`<!-- code -->`\n", "<!-- code -->\n\n`<!-- code -->`"},
		"comments as browsers see":     {"One <?SECRET?> two <!SECRET x> three <![CDATA[SECRET]]> four.\n", "One  two  three  four."},
		"attribute":                    {"One <i title=\"SECRET\">two</i>.\n", "One two."},
		"link definition":              {"One.\n\n[//]: # (SECRET)\n[comment]: <> \"SECRET\"\n\nTwo.\n", "One.\n\nTwo."},
		"link definition in use":       {"[One], [two][b] and ![three][c].\n\n[one]: /a/ \"A\"\n[B]: /b/\n[c]: /pixel.png\n[one]: /SECRET/\n", "[One], [two][b] and ![three][c].\n\n[one]: /a/ \"A\"\n[B]: /b/\n[c]: /pixel.png"},
		"Windows' line ends":           {"One\r\ntwo\r\nthree\r\nfour\r\n& 1 < 2\r\n\\<img\\> x.\r\n", "One\ntwo\nthree\nfour\n& 1 < 2\n\\<img\\> x."},
		"footnote nobody refers to":    {"One.[^1]\n\n[^1]: Two.\n\n[^2]: SECRET.\n\n    SECRET, <!-- SECRET -->\n\n    - SECRET\n\nThree.\n", "One.[^1]\n\n[^1]: Two.\n\nThree."},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan(t, fstest.MapFS{
				"content/site.yaml":        {Data: []byte("title: Post\n")},
				"content/glossary/iraq.md": {Data: []byte("---\nname: Iraq\nkind: government\n---\n\nA state.\n")},
				"content/articles/a.md":    {Data: []byte("---\ntitle: A\nshowSource: true # SECRET\n---\n" + test.body)},
			}, site.Options{})
			o, ok := p.Lookup("a/source/index.html")
			if !ok {
				t.Fatal("there is no source page")
			}
			var b bytes.Buffer
			if _, err := o.Render(&b); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "SECRET") {
				t.Error("the page holds what no reader is to see")
			}
			if got := preText(t, b.Bytes()); got != test.want {
				t.Errorf("the page shows %q, not %q", got, test.want)
			}
			for _, m := range regexp.MustCompile(`(?s)<span class="loose">(.*?)</span>`).FindAllStringSubmatch(b.String(), -1) {
				if strings.TrimSpace(m[1]) != "" {
					t.Errorf("%q is taken for a line break", m[1])
				}
			}
		})
	}
}

// preText is what the only <pre> of a page says.
func preText(t *testing.T, page []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Data != "pre" {
			continue
		}
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data)
			}
		}
	}
	return strings.TrimSpace(b.String())
}
