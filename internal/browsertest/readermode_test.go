package browsertest

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// A reader view takes a page apart and shows what it holds to be the article. It may
// drop what it likes of our marks, but not a name, a source, a reason, a word of a
// card, nor the labels that say whose the words are. Two of them are asked: the one
// of Firefox, in the browser, and the one that stories are imported with.

func TestFirefoxReaderView(t *testing.T) {
	source, err := os.ReadFile(fromModule("node_modules", "@mozilla", "readability", "Readability.js"))
	if err != nil {
		skip(t, "no Readability (npm ci): %v", err)
	}
	for _, site := range []string{"", "ar", "he"} {
		t.Run("site"+site, func(t *testing.T) {
			t.Parallel()
			w := newWindow(t, serve(t, site, "/"))
			r := newReader(w)
			if err := r.open([]string{"/"}); err != nil {
				t.Fatal(err)
			}
			var view struct{ Title, Content, Byline, Lang, Dir string }
			err := w.js(&view, "() => {"+strings.TrimSuffix(strings.TrimSpace(string(source)), "module.exports = Readability;")+`
				const {title, content, byline, lang, dir} = new Readability(document.cloneNode(true)).parse() ?? {};
				return {title, content, byline, lang, dir};
			}`)
			if err != nil {
				t.Fatal(err)
			}
			page := outputs(t, site, "/")["index.html"].body
			keepsAll(t, page, view.Content)
			root, err := html.Parse(strings.NewReader(string(page)))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				switch n.Data {
				case "h1":
					if textOfNode(n) != view.Title {
						t.Errorf("the title is %q", view.Title)
					}
				case "html":
					if attr(n, "lang") != view.Lang {
						t.Errorf("the language is %q", view.Lang)
					}
				}
			}
		})
	}
}

func TestImportedReaderView(t *testing.T) {
	for _, site := range []string{"", "ar", "he"} {
		t.Run("site"+site, func(t *testing.T) {
			page := outputs(t, site, "/")["index.html"].body
			article, err := readability.FromReader(bytes.NewReader(page), &url.URL{Scheme: "https", Host: "example.org", Path: "/"})
			if err != nil {
				t.Fatal(err)
			}
			var view bytes.Buffer
			if err := article.RenderHTML(&view); err != nil {
				t.Fatal(err)
			}
			keepsAll(t, page, view.String())
		})
	}
}

// keepsAll looks in a view for everything of a page that readers must not lose.
func keepsAll(t *testing.T, page []byte, view string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := html.Parse(strings.NewReader(view))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(textOfNode(kept)), " ")
	n := 0
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || !within(node, "sourcing", "story", "timeline", "relations", "corrections", "glossary") {
			continue
		}
		class := attr(node, "class")
		switch {
		case class == "said", class == "mark", class == "tag", node.Data == "dd", node.Data == "h2", node.Data == "h3", node.Data == "h4",
			class == "one", node.Data == "p" && within(node, "glossary") && class != "kindname", node.Data == "p" && within(node, "timeline"):
		default:
			continue
		}
		words := strings.Join(strings.Fields(textOfNode(node)), " ")
		n++
		if !strings.Contains(text, words) {
			t.Errorf("lost: <%s class=%q>%.120s", node.Data, class, words)
		}
	}
	if n < 70 {
		t.Errorf("the page has %d things to look for", n)
	}
	for node := range root.Descendants() { // marks still lead to entries
		if attr(node, "class") == "mark" && !strings.Contains(view, attr(node, "href")+`"`) {
			t.Errorf("the link %s is lost", attr(node, "href"))
		}
	}
}

// within reports whether a node stands in an element with one of the ids.
func within(n *html.Node, ids ...string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		for _, id := range ids {
			if attr(p, "id") == id {
				return true
			}
		}
	}
	return false
}
