package browsertest

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var picture = flag.String("picture", "", "write the picture of the README to this `file`")

// TestPicture takes the picture that the README shows: the head of the story with how
// it is sourced, and below it a window on its text with a card. It checks nothing and
// runs only when asked.
func TestPicture(t *testing.T) {
	if *picture == "" {
		t.Skip("no -picture file")
	}
	facts, err := parseFacts("width 1280\nopen /")
	if err != nil {
		t.Fatal(err)
	}
	more, err := parseFacts("scroll #p-8\nhover #p-8 a[data-actor=iran]\ncard #actor-iran\npainted")
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(newWindow(t, serve(t, "", "/")))
	run := func(facts []fact) {
		for _, f := range facts {
			if err := r.run(f); err != nil {
				t.Fatalf("%s %v: %v", f.word, f.args, err)
			}
		}
	}
	shot := func(p page.CaptureScreenshotParams) image.Image {
		got, err := chromedp.Call(r.ctx, page.CaptureScreenshot, p)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(got.Data))
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	run(facts)
	var end float64
	if err := r.js(&end, `() => document.querySelector('.unnamed').getBoundingClientRect().bottom + scrollY + 32`); err != nil {
		t.Fatal(err)
	}
	beyond := true
	head := shot(page.CaptureScreenshotParams{
		CaptureBeyondViewport: &beyond,
		Clip:                  &page.Viewport{Width: float64(r.width), Height: end, Scale: 1},
	})
	run(more)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, stacked(head, shot(page.CaptureScreenshotParams{}))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*picture, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// stacked puts one picture below the other, with a band between them, in the 256
// colours that they have most of.
func stacked(above, below image.Image) image.Image {
	const band = 16
	a, b := above.Bounds().Size(), below.Bounds().Size()
	all := image.NewRGBA(image.Rect(0, 0, max(a.X, b.X), a.Y+band+b.Y))
	draw.Draw(all, all.Bounds(), image.NewUniform(color.Gray{0xcc}), image.Point{}, draw.Src)
	draw.Draw(all, image.Rectangle{Max: a}, above, above.Bounds().Min, draw.Src)
	draw.Draw(all, image.Rectangle{Max: b}.Add(image.Pt(0, a.Y+band)), below, below.Bounds().Min, draw.Src)

	count := map[color.RGBA]int{}
	for y := range all.Rect.Dy() {
		for x := range all.Rect.Dx() {
			count[all.RGBAAt(x, y)]++
		}
	}
	var colors []color.RGBA
	for c := range count {
		colors = append(colors, c)
	}
	slices.SortFunc(colors, func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for _, c := range colors[:min(len(colors), 256)] {
		palette = append(palette, c)
	}
	few := image.NewPaletted(all.Rect, palette)
	draw.Draw(few, few.Rect, all, image.Point{}, draw.Src)
	return few
}
