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
var scenes = []struct{ name, facts string }{
	{"story-page", "open /"},
	{"story-noscript-card", "script off\nopen /\nclick #story a[data-actor=kataib-hezbollah]"},
	{"story-card", "open /\nclick #story a[data-actor=kataib-hezbollah]\ncard #actor-kataib-hezbollah"},
	{"story-card-low", "open /\nscroll #story a[data-actor=iran]\nclick #story a[data-actor=iran]\ncard #actor-iran"},
	{"story-filter", "open /\nclick label:has(#show-anonymous)\nscroll #story .said[data-level=anonymous]"},
	{"story-passage", "open /\nclick .mark[href='#source-us-defense-official']\nscroll #source-us-defense-official"},
	{"story-plain", "open /\nclick label:has(#show-none)\nscroll #p-3"},
	{"story-print-page", "media print\nopen /"},
	{"glossary-page", "open /glossary/"},
	{"actor-page", "open /glossary/kataib-hezbollah/"},
	{"about-page", "open /about/"},
	{"source-page", "open /coalition-talks/source/"},
	{"missing-page", "missing /nowhere/"},
}

// TestScreenshots takes the pictures. It checks nothing and runs only when asked.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots folder")
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
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
					r := newReader(newWindow(t, serve(t, "/")))
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

// shot writes a picture of the window, or of the whole page if asked for.
func (r *reader) shot(args []string) error {
	if *screenshots == "" {
		return nil
	}
	beyond := len(args) > 1
	p := page.CaptureScreenshotParams{}
	if beyond {
		var height float64
		if err := r.js(&height, `() => document.scrollingElement.scrollHeight`); err != nil {
			return err
		}
		p.CaptureBeyondViewport = &beyond
		p.Clip = &page.Viewport{Width: float64(r.width), Height: height, Scale: 1}
	}
	got, err := chromedp.Call(r.ctx, page.CaptureScreenshot, p)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*screenshots, args[0]+".png"), got.Data, 0o644)
}
