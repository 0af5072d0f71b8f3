package site

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// image finds the static file that an image's address means, or says what is
// wrong with it, and what helps.
func (a *assets) image(dest string) (file asset, message, hint string) {
	const standHint = "images stand under static/ and are written as in ![What it shows](/images/map.png)"
	if schemeOf(dest) != "" || strings.HasPrefix(dest, "//") {
		return asset{}, fmt.Sprintf("the image %q is on another site, and no page may fetch from there; save it under static/", dest), standHint
	}
	name := imageName(dest)
	f, ok := a.files[name]
	switch {
	case !ok:
		return asset{}, fmt.Sprintf("there is no image static/%s", name), standHint
	case !strings.HasPrefix(f.typ, "image/"):
		return asset{}, fmt.Sprintf("static/%s is no image", name), standHint
	case f.width == 0:
		return asset{}, fmt.Sprintf("static/%s does not say how large it is, and the page would move when it comes", name), "save it as PNG, JPEG, GIF, WebP, AVIF or SVG"
	}
	return f, "", ""
}

// imageName is the name that an image's address means among the static files.
func imageName(dest string) string { return content.Image{Src: dest}.Name() }

// variantName matches an image in another size: talks-640w.jpg beside talks.jpg.
var variantName = regexp.MustCompile(`^(.+)-[0-9]+w(\.[^./]+)$`)

// findVariants tells every image of the same one in other sizes.
func (a *assets) findVariants() {
	for _, name := range a.names {
		m := variantName.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		of := m[1] + m[2]
		if whole, ok := a.files[of]; ok && whole.width > 0 && a.files[name].width > 0 {
			whole.variants = append(whole.variants, a.files[name])
			a.files[of] = whole
		}
	}
	for name, f := range a.files {
		if f.variants == nil {
			continue
		}
		f.variants = append(f.variants, asset{output: f.output, width: f.width})
		slices.SortFunc(f.variants, func(a, b asset) int { return a.width - b.width })
		f.variants = slices.CompactFunc(f.variants, func(a, b asset) bool { return a.width == b.width })
		a.files[name] = f
	}
}

// figureSizes tells browsers how wide an image stands in the text, so that they can
// choose among sizes before they know the style: the measure of static/style.css,
// or a narrow window without its margins.
const figureSizes = "(min-width: 39rem) 37rem, calc(100vw - 2rem)"

// srcset lists an image's sizes; "" where it has one.
func (a asset) srcset() string {
	var all []string
	for _, v := range a.variants {
		all = append(all, fmt.Sprintf("%s %dw", rooted(v.output), v.width))
	}
	return strings.Join(all, ", ")
}

// image settles an image: its file, its size, what it shows.
func (s *settler) image(n *ast.Image) {
	file, message, hint := s.assets.image(string(n.Destination))
	if message != "" {
		s.report(n, diag.Error, "image", message, hint)
		n.Parent().RemoveChild(n.Parent(), n)
		return
	}
	said := s.known[imageName(string(n.Destination))]
	if strings.TrimSpace(plainText(n, s.source)) == "" {
		if said.Alt == nil {
			s.report(n, diag.Warning, "alt-text", "the image has no description for those who do not see it", "write what it shows between the brackets: ![What it shows](…)")
		} else {
			n.SetAttributeString("alt", *said.Alt)
		}
	}
	if !s.awaited || s.images {
		n.SetAttributeString("loading", "lazy")
	}
	n.SetAttributeString("file", file)
	n.SetAttributeString("said", said)
	s.images = true
	if _, decorative := n.AttributeString("alt"); s.picture == nil && (!decorative || *said.Alt != "") {
		s.picture = &file
	}
	n.Destination = []byte(rooted(file.output))
}

// figure makes a paragraph that holds nothing but an image a figure, with its
// caption, which is the image's title where it has one, and its credit.
func (s *settler) figure(n ast.Node) {
	p, ok := n.(*ast.Paragraph)
	if !ok || p.ChildCount() != 1 {
		return
	}
	img, ok := p.FirstChild().(*ast.Image)
	if !ok {
		return
	}
	said := imageAttribute[content.Image](img, "said")
	f := &figureNode{caption: html.EscapeString(said.Caption), credit: html.EscapeString(said.Credit)}
	if len(img.Title) > 0 {
		var b bytes.Buffer
		ghtml.DefaultWriter.Write(bufWriter{&b}, img.Title)
		f.caption, img.Title = b.String(), nil
	}
	f.AppendChild(f, img)
	s.root.ReplaceChild(s.root, p, f)
}

// unshown tells of what is said of an image that stands where there is no place
// for it. A credit may be owed.
func (s *settler) unshown(n ast.Node) {
	img, ok := n.(*ast.Image)
	if !ok || n.Parent().Kind() == kindFigure {
		return
	}
	if said := imageAttribute[content.Image](img, "said"); said.Caption+said.Credit != "" {
		s.report(n, diag.Error, "image", fmt.Sprintf("the caption or credit of %s would not be shown here", said.Src),
			"put the image in a paragraph of its own, between blank lines")
	}
}

// imageAttribute is what the settler noted on an image.
func imageAttribute[T any](n *ast.Image, name string) T {
	v, _ := n.AttributeString(name)
	t, _ := v.(T)
	return t
}

// figureNode is an image that stands by itself.
type figureNode struct {
	ast.BaseBlock
	caption, credit string // as HTML
}

var kindFigure = ast.NewNodeKind("Figure")

func (n *figureNode) Kind() ast.NodeKind         { return kindFigure }
func (n *figureNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (nodeRenderer) figure(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*figureNode)
	if entering {
		_, err := w.WriteString("<figure>")
		return ast.WalkContinue, err
	}
	if n.caption != "" || n.credit != "" {
		// A caption is no part of the story's text.
		_, _ = w.WriteString("<figcaption data-added>" + n.caption)
		if n.credit != "" {
			if n.caption != "" {
				_ = w.WriteByte(' ')
			}
			_, _ = w.WriteString("<small>" + n.credit + "</small>")
		}
		_, _ = w.WriteString("</figcaption>")
	}
	_, err := w.WriteString("</figure>\n")
	return ast.WalkContinue, err
}

func (nodeRenderer) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	_, err := fmt.Fprintf(w, `<img src="%s"`, html.EscapeString(string(n.Destination)))
	file := imageAttribute[asset](n, "file")
	if set := file.srcset(); set != "" && n.Parent().Kind() == kindFigure {
		_, _ = fmt.Fprintf(w, ` srcset="%s" sizes="%s"`, html.EscapeString(set), figureSizes)
	}
	_, _ = w.WriteString(` alt="`)
	if alt, ok := n.AttributeString("alt"); ok {
		_, _ = w.WriteString(html.EscapeString(alt.(string)))
	} else {
		writeText(w, source, n)
	}
	_, _ = w.WriteString(`" decoding="async"`)
	if _, lazy := n.AttributeString("loading"); lazy {
		_, _ = w.WriteString(` loading="lazy"`)
	}
	_, _ = fmt.Fprintf(w, ` width="%d" height="%d"`, file.width, file.height)
	if n.Title != nil {
		_, _ = w.WriteString(` title="`)
		ghtml.DefaultWriter.Write(w, n.Title)
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	return ast.WalkSkipChildren, err
}

// shared is the image that stands for a story where it is shared.
type shared struct {
	URL           string // absolute
	Width, Height int
	said          content.Image
}

// Alt is what the image shows, where that is known.
func (i shared) Alt() string {
	if i.said.Alt == nil {
		return ""
	}
	return *i.said.Alt
}

// sharedImage is the first of a story's images: of those that its front matter
// lists, else of its text. The diagnostics tell of those that are not there.
func (s *site) sharedImage(a *content.Article, st *annotated) (shared, []diag.Diagnostic) {
	var first *shared
	take := func(file asset, said content.Image) {
		if first == nil {
			first = &shared{s.base.abs(file.output), file.width, file.height, said}
		}
	}
	var ds []diag.Diagnostic
	for i, img := range a.Images {
		file, message, hint := s.b.assets.image(img.Name())
		if message != "" {
			ds = append(ds, diag.Diagnostic{Location: a.At("images", i, "src"), Severity: diag.Error, Rule: "image", Message: message, Hints: []string{hint}})
			continue
		}
		take(file, img)
	}
	if st.picture != nil {
		take(*st.picture, content.Image{})
	}
	if first == nil || first.URL == "" {
		return shared{}, ds
	}
	return *first, ds
}

// saidOf are a story's images by their names.
func saidOf(a *content.Article) map[string]content.Image {
	m := make(map[string]content.Image, len(a.Images))
	for _, img := range a.Images {
		m[img.Name()] = img
	}
	return m
}
