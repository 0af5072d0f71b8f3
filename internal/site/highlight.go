package site

import (
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"

	"backgrounder/internal/annotate"
)

// Code is coloured by classes, each chroma's short name behind this prefix: alone
// they are too short to be safe in a page that has a style of its own.
const (
	tokenClass = "c-"
	looseClass = "loose"
)

// highlighter writes code with a span around each token that has a colour.
type highlighter struct {
	classes map[chroma.TokenType]string // of the tokens that have a colour
}

func newHighlighter() *highlighter {
	light, dark := codeStyles()
	h := &highlighter{classes: map[chroma.TokenType]string{}}
	for t, class := range chroma.StandardTypes {
		if t > 0 && class != "" && declarations(light, dark, t) != "" {
			h.classes[t] = tokenClass + class
		}
	}
	return h
}

// write writes <pre class="chroma"><code>. Code in a language that nobody knows
// stays plain, and so does what a lexer fails on. loose are stretches of the code, in
// order, that are a space where lines are short: the line breaks within paragraphs.
func (h *highlighter) write(w io.Writer, language, code string, loose ...annotate.Span) error {
	inner, ok := h.colour(language, code, loose)
	if !ok {
		plain := &coder{loose: loose}
		plain.text(code)
		inner = plain.String()
	}
	_, err := io.WriteString(w, `<pre class="chroma"><code>`+inner+"</code></pre>\n")
	return err
}

func (h *highlighter) colour(language, code string, loose []annotate.Span) (inner string, ok bool) {
	if language == "" {
		return "", false
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		return "", false
	}
	defer func() {
		if recover() != nil { // how chroma's iterators report errors
			inner, ok = "", false
		}
	}()
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return "", false
	}
	c := &coder{loose: loose}
	for t := range tokens.Stdlib() {
		h.token(c, t)
	}
	return c.String(), true
}

func (h *highlighter) token(c *coder, t chroma.Token) {
	class := h.classes[t.Type]
	if class == "" {
		class = h.classes[t.Type.SubCategory()]
	}
	if class == "" || strings.TrimSpace(t.Value) == "" {
		c.text(t.Value)
		return
	}
	c.WriteString(`<span class="` + class + `">`)
	c.text(t.Value)
	c.WriteString(`</span>`)
}

// coder writes code, piece after piece.
type coder struct {
	strings.Builder
	at    int // in the code
	loose []annotate.Span
}

func (c *coder) text(code string) {
	for code != "" {
		n, inside := len(code), false
		if len(c.loose) > 0 {
			next := c.loose[0]
			if inside = c.at >= next.Start; inside {
				n = min(n, next.End-c.at)
			} else {
				n = min(n, next.Start-c.at)
			}
		}
		if inside {
			c.WriteString(`<span class="` + looseClass + `">` + html.EscapeString(code[:n]) + `</span>`)
		} else {
			c.WriteString(html.EscapeString(code[:n]))
		}
		c.at += n
		code = code[n:]
		if inside && c.at == c.loose[0].End {
			c.loose = c.loose[1:]
		}
	}
}

func codeStyles() (light, dark *chroma.Style) { return styles.Get("github"), styles.Get("github-dark") }

// highlightCSS is the style sheet of code: GitHub's colours, light and dark by
// light-dark(), on the page's own ground.
func highlightCSS() []byte {
	light, dark := codeStyles()
	rules := map[string][]string{} // declarations → selectors
	for t, class := range chroma.StandardTypes {
		if t <= 0 || class == "" {
			continue
		}
		if d := declarations(light, dark, t); d != "" {
			rules[d] = append(rules[d], "."+tokenClass+class)
		}
	}
	lines := make([]string, 0, len(rules))
	for d, selectors := range rules {
		slices.Sort(selectors)
		lines = append(lines, fmt.Sprintf(".chroma :is(%s){%s}\n", strings.Join(selectors, ","), d))
	}
	slices.Sort(lines)
	lines = append(lines, "@media (max-width:39.99rem){.chroma ."+looseClass+"{white-space:normal}}\n")
	return []byte("@layer marks{\n" + strings.Join(lines, "") + "}\n")
}

func declarations(light, dark *chroma.Style, t chroma.TokenType) string {
	l, d := light.Get(t), dark.Get(t)
	text := light.Get(chroma.Text)
	var out []string
	if l.Colour.IsSet() && d.Colour.IsSet() && l.Colour != text.Colour {
		out = append(out, fmt.Sprintf("color:light-dark(%s,%s)", legible(l.Colour, lightGround), legible(d.Colour, darkGround)))
	}
	if l.Bold == chroma.Yes || t == chroma.GenericHeading || t == chroma.GenericSubheading {
		out = append(out, "font-weight:700")
	}
	if l.Italic == chroma.Yes {
		out = append(out, "font-style:italic")
	}
	if l.Underline == chroma.Yes {
		out = append(out, "text-decoration:underline")
	}
	return strings.Join(out, ";")
}

// The grounds that code may stand on: a little darker than the page's in the
// light, a little lighter in the dark.
const (
	lightGround = chroma.Colour(0xefede9 + 1) // chroma counts colours from 1
	darkGround  = chroma.Colour(0x24272c + 1)
)

// leastContrast is WCAG 2.2's for text (1.4.3).
const leastContrast = 4.5

// legible moves a colour away from its ground until it can be read on it.
func legible(c, ground chroma.Colour) chroma.Colour {
	away := chroma.NewColour(0, 0, 0)
	if luminance(ground) < 0.5 {
		away = chroma.NewColour(0xff, 0xff, 0xff)
	}
	mixed := c
	for share := 0.05; contrast(mixed, ground) < leastContrast && share <= 1; share += 0.05 {
		mix := func(a, b uint8) uint8 { return uint8(float64(a) + share*(float64(b)-float64(a))) }
		mixed = chroma.NewColour(mix(c.Red(), away.Red()), mix(c.Green(), away.Green()), mix(c.Blue(), away.Blue()))
	}
	return mixed
}

// contrast is WCAG's ratio of two colours, from 1 to 21.
func contrast(a, b chroma.Colour) float64 {
	high, low := luminance(a), luminance(b)
	return (max(high, low) + 0.05) / (min(high, low) + 0.05)
}

// luminance is WCAG's relative luminance.
func luminance(c chroma.Colour) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.Red()) + 0.7152*linear(c.Green()) + 0.0722*linear(c.Blue())
}
