package browsertest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "write screenshots to this `folder`")

// scenes are what a person should look at, as facts. Those that end in "page"
// are of the whole page, the others of the window.
var scenes = []struct{ name, site, facts string }{
	{"story-page", "", "open /"},
	{"story-noscript-card", "", "script off\nopen /\nclick #story a[data-actor=kataib-hezbollah]"},
	{"story-card", "", "open /\nclick #story a[data-actor=kataib-hezbollah]\ncard #actor-kataib-hezbollah"},
	{"story-card-low", "", "open /\nscroll #story a[data-actor=iran]\nclick #story a[data-actor=iran]\ncard #actor-iran"},
	{"story-card-nested", "", "open /\nclick #story a[data-actor=kataib-hezbollah]\nclick #actor-kataib-hezbollah a[data-actor=iran]\ncard #actor-iran"},
	{"story-card-long", "", "open /\nstyle #actor-iran .one  padding-bottom: 900px\nscroll #story a[data-actor=iran]\nclick #story a[data-actor=iran]\ncard #actor-iran"},
	{"story-filter", "", "open /\nclick label:has(#show-anonymous)\nscroll #story .said[data-level=anonymous]"},
	{"story-passage", "", "open /\nclick .mark[href='#source-us-defense-official']\nscroll #source-us-defense-official"},
	{"story-touch", "", "touch\nopen /\ncss #p-2 .perma  opacity  1\nscroll #p-7"},
	{"story-date", "", "open /\nfocus #p-7 time\nscroll #p-7"},
	{"story-plain", "", "open /\nclick label:has(#show-none)\nscroll #p-3"},
	{"story-timeline", "", "open /\nscroll #timeline li:nth-child(3)"},
	{"story-map", "", "open /\nscroll #relations .map"},
	{"story-forced-map", "", "forced active\nopen /\nscroll #relations .map"},
	{"story-forced-page", "", "forced active\nopen /"},
	{"story-forced-filter", "", "forced active\nopen /\nclick label:has(#show-anonymous)\nscroll #story .said[data-level=anonymous]"},
	{"story-zoomed", "", "width 320\nheight 256\nopen /\nscroll #p-3"},
	{"story-print-page", "", "media print\nopen /"},
	{"glossary-page", "", "open /glossary/"},
	{"actor-page", "", "open /glossary/kataib-hezbollah/"},
	{"about-page", "", "open /about/"},
	{"source-page", "", "open /coalition-talks/source/"},
	{"mixed-page", "mixed", "open /"},
	{"mixed-card", "mixed", "open /\nclick #story a[data-actor=ministry]\ncard #actor-ministry"},
	{"arabic-page", "ar", "open /"},
	{"arabic-card", "ar", "open /\nclick #story a[data-actor=norrland-ferries]\ncard #actor-norrland-ferries"},
	{"arabic-glossary-page", "ar", "open /glossary/"},
	{"arabic-actor-page", "ar", "open /glossary/norrland-ferries/"},
	{"hebrew-page", "he", "open /"},
	{"hebrew-card", "he", "open /\nclick #story a[data-actor=uri-barkan]\ncard #actor-uri-barkan"},
	{"extremes-none-page", "extremes", "open /none/"},
	{"extremes-one-page", "extremes", "open /one/"},
	{"extremes-found-page", "extremes", "open /found/"},
	{"extremes-anonymous-page", "extremes", "open /anonymous/"},
	{"extremes-many-page", "extremes", "open /many/"},
	{"extremes-map-page", "extremes", "open /map/"},
	{"extremes-two-page", "extremes", "open /two/"},
	{"extremes-images-page", "extremes", "open /images/"},
	{"extremes-glossary-page", "extremes", "open /glossary/"},
	{"extremes-actor-page", "extremes", "open /glossary/entry-5/"},
	{"missing-page", "", "missing /nowhere/"},
}

// TestScreenshots takes the pictures. It checks nothing and runs only when asked.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots folder")
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Run("paper", func(t *testing.T) {
		for _, site := range []string{"", "ar"} {
			facts, err := parseFacts("scheme dark\nopen /\npaper story" + site)
			if err != nil {
				t.Fatal(err)
			}
			r := newReader(newWindow(t, serve(t, site, "/")))
			for _, f := range facts {
				if err := r.run(f); err != nil {
					t.Fatalf("%s %v: %v", f.word, f.args, err)
				}
			}
		}
	})
	for _, width := range []int{320, 360, 768, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			for _, scene := range scenes {
				name := fmt.Sprintf("%s-%d-%s", scene.name, width, scheme)
				shot := "shot " + name
				if strings.HasSuffix(scene.name, "-page") {
					shot += "  page"
				}
				facts, err := parseFacts(fmt.Sprintf("width %d\nscheme %s\n%s\n%s", width, scheme, scene.facts, shot))
				if err != nil {
					t.Fatal(err)
				}
				t.Run(name, func(t *testing.T) {
					r := newReader(newWindow(t, serve(t, scene.site, "/")))
					for _, f := range facts {
						if err := r.run(f); err != nil {
							t.Fatalf("%s %v: %v", f.word, f.args, err)
						}
					}
				})
			}
		}
	}
}

// sheetHeight is how much of a page one picture shows: more than about five
// windows, and nobody can make out what is on it.
const sheetHeight = 3000

// shot writes a picture of the window or, if asked for, the whole page in
// pictures that go down it.
func (r *reader) shot(args []string) error {
	if *screenshots == "" {
		return nil
	}
	if len(args) == 1 {
		return r.picture(args[0], page.CaptureScreenshotParams{})
	}
	var height float64
	if err := r.js(&height, `() => document.scrollingElement.scrollHeight`); err != nil {
		return err
	}
	beyond := true
	for i := 0; float64(i*sheetHeight) < height; i++ {
		top := float64(i * sheetHeight)
		err := r.picture(fmt.Sprintf("%s-%d", args[0], i+1), page.CaptureScreenshotParams{
			CaptureBeyondViewport: &beyond,
			Clip:                  &page.Viewport{Y: top, Width: float64(r.width), Height: min(height-top, sheetHeight), Scale: 1},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// paper writes the page as it is printed on A4.
func (r *reader) paper(args []string) error {
	if *screenshots == "" {
		return nil
	}
	got, err := chromedp.Call(r.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*screenshots, args[0]+".pdf"), got.Data, 0o644)
}

func (r *reader) picture(name string, p page.CaptureScreenshotParams) error {
	got, err := chromedp.Call(r.ctx, page.CaptureScreenshot, p)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*screenshots, name+".png"), got.Data, 0o644)
}
