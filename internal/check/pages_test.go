package check_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/check"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// Every link on what is published is followed, to the anchor: those of pages, of
// their pictures in all sizes, of pages that lead elsewhere, of the feed and the site
// map; under the path that the site has.
func TestEveryLinkIsFollowed(t *testing.T) {
	loaded, ds := content.Load(fstest.MapFS{
		"content/site.yaml": {Data: []byte("title: The Desk\nbaseURL: https://example.org/desk/\n")},
	})
	if diag.Errors(ds) > 0 {
		t.Fatal(ds)
	}
	files := map[string]string{
		"index.html":       `<a href="talks/">x</a> <a href="/desk/talks/#p-1">x</a> <a href="/talks/">out</a> <a href="https://example.org/desk/no-page/">x</a>`,
		"talks/index.html": `<p id="p-1"><img src="../map.png" srcset="../map-1.png 640w, ../no-map.png 1280w"> <a href="../feed.xml#x">x</a> <a href="#p-2">x</a> <a href="?q=1#p-1">x</a> <a href="">x</a>`,
		"old/index.html":   `<meta http-equiv="refresh" content="0; url=../talks/"><meta name="x" content="0; no"><link rel="canonical" href="https://example.org/desk/talks/">`,
		"older/index.html": `<meta http-equiv="refresh" content="0; url=/desk/no-talks/">`,
		"feed.xml":         `<?xml version="1.0"?><feed><link href="https://example.org/desk/"/><entry><link rel="alternate" href="https://example.org/desk/no-entry/"/></entry></feed>`,
		"sitemap.xml":      `<?xml version="1.0"?><urlset><url><loc>https://example.org/desk/talks/</loc></url><url><loc>https://example.org/desk/no-loc/</loc></url></urlset>`,
		"map.png":          "", "map-1.png": "", "404.html": `<a href="https://example.org/other/">another site's</a> <a href="mailto:x@example.org">x</a>`,
	}
	visit, err := check.New(loaded).Visit(t.Context(), "/desk/", func(yield func(check.Page) bool) {
		for path, text := range files {
			render := func(w io.Writer) ([]diag.Diagnostic, error) {
				_, err := io.WriteString(w, text)
				return nil, err
			}
			if !yield(check.Page{Path: path, HTML: strings.HasSuffix(path, ".html"), Render: render}) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var found strings.Builder
	for _, d := range visit.Broken() {
		fmt.Fprintf(&found, "%s\n", d.Message)
	}
	const want = `the link "#p-2" leads to an anchor that is not there: nothing has the id "p-2" (on the page talks/index.html)
the link "../no-map.png" leads to a page that is not there (on the page talks/index.html)
the link "/desk/no-talks/" leads to a page that is not there (on the page older/index.html)
the link "/talks/" leads out of the site (on the page index.html)
the link "https://example.org/desk/no-entry/" leads to a page that is not there (on the page feed.xml)
the link "https://example.org/desk/no-loc/" leads to a page that is not there (on the page sitemap.xml)
the link "https://example.org/desk/no-page/" leads to a page that is not there (on the page index.html)
`
	if found.String() != want {
		t.Errorf("found\n%s\nwant\n%s", found.String(), want)
	}
}
