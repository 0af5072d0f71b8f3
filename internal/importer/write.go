package importer

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"backgrounder/internal/annotate"
)

// writer writes the elements of an article as blocks of Markdown.
type writer struct {
	title string
	base  *url.URL

	out     [][]byte // blocks
	taken   []Passage
	leftOut []Passage
	line    []run // of the paragraph under way
}

// run is text that looks the same throughout.
type run struct {
	text         string
	em, strong   bool
	href         string
	broken       bool // a line break stands before it
	codeFragment bool
}

// blocks writes what stands in an element.
func (w *writer) blocks(n *html.Node, level int) {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode || c.Type == html.ElementNode && isInline(c) {
			w.inline(c, run{})
			continue
		}
		if c.Type != html.ElementNode {
			continue
		}
		w.flush()
		w.block(c, level)
		w.flush()
	}
}

func (w *writer) block(n *html.Node, level int) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.heading(n)
	case atom.Ul, atom.Ol:
		w.list(n, level)
	case atom.Blockquote:
		inner := &writer{title: w.title, base: w.base}
		inner.blocks(n, level)
		inner.flush()
		w.taken, w.leftOut = append(w.taken, inner.taken...), append(w.leftOut, inner.leftOut...)
		if len(inner.out) > 0 {
			text := bytes.Join(inner.out, []byte("\n\n"))
			text = append([]byte("> "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n> "))...)
			w.add(bytes.ReplaceAll(text, []byte("\n> \n"), []byte("\n>\n")))
		}
	case atom.Pre:
		w.code(textOf(n))
	case atom.Hr:
	case atom.Table:
		w.leave(n, "a table")
	case atom.Del:
		w.leave(n, "deleted words")
	case atom.Figure, atom.Img, atom.Picture, atom.Video, atom.Audio, atom.Canvas, atom.Figcaption:
		w.leave(n, "a picture")
	default:
		if !unseen[n.DataAtom] {
			w.blocks(n, level)
		}
	}
}

// leave leaves an element out, and says so where words go with it.
func (w *writer) leave(n *html.Node, what string) {
	words := oneLine(wordsOf(n))
	if words == "" {
		for c := range n.Descendants() {
			if words == "" {
				words = oneLine(attribute(c, "alt"))
			}
		}
	}
	if words == "" {
		words = oneLine(attribute(n, "alt"))
	}
	if words != "" {
		w.leftOut = append(w.leftOut, Passage{words, what})
	}
}

// wordsOf is the text in an element, with white space between what stands apart on the
// page.
func wordsOf(n *html.Node) string {
	var b strings.Builder
	var write func(*html.Node)
	write = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return
		}
		if n.Type == html.ElementNode && unseen[n.DataAtom] {
			return
		}
		apart := n.Type == html.ElementNode && (!isInlineTag(n) || standsApart[n.DataAtom])
		if apart {
			b.WriteByte(' ')
		}
		for c := range n.ChildNodes() {
			write(c)
		}
		if apart {
			b.WriteByte(' ')
		}
	}
	write(n)
	return b.String()
}

// standsApart are elements within others that are no paragraphs and have their own place.
var standsApart = map[atom.Atom]bool{
	atom.Br: true, atom.Td: true, atom.Th: true, atom.Tr: true, atom.Caption: true, atom.Li: true, atom.Dt: true, atom.Dd: true, atom.Figcaption: true,
}

// textOf is the text in an element as it is written.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && !unseen[c.Parent.DataAtom] {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func (w *writer) heading(n *html.Node) {
	words := oneLine(wordsOf(n))
	switch {
	case words == "":
		return
	case len(w.out) == 0 && w.title != "" && sameLetters(words, w.title):
		w.taken = append(w.taken, Passage{words, "the headline"})
		return
	}
	depth := min(max(int(n.Data[1]-'0'), 2), 6)
	text := escape([]byte(words))
	if bytes.HasSuffix(text, []byte("#")) { // closing signs are no words to Markdown
		text = append(text[:len(text)-1:len(text)-1], '\\', '#')
	}
	w.add(append([]byte(strings.Repeat("#", depth)+" "), text...))
}

// sameLetters reports whether two lines are the same but for marks and case.
func sameLetters(a, b string) bool { return lettersOf(a) == lettersOf(b) }

func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func (w *writer) list(n *html.Node, level int) {
	number := 1
	if start, err := strconv.Atoi(attribute(n, "start")); err == nil && start >= 0 && start < 1e8 {
		number = start
	}
	var items [][]byte
	for li := range n.ChildNodes() {
		marker := "- "
		if n.DataAtom == atom.Ol {
			marker = strconv.Itoa(number) + ". "
		}
		inner := &writer{title: w.title, base: w.base}
		switch { // what stands between the items is one too
		case li.DataAtom == atom.Li:
			inner.blocks(li, level+1)
		case li.Type == html.TextNode || li.Type == html.ElementNode && isInline(li):
			inner.inline(li, run{})
		case li.Type == html.ElementNode:
			inner.block(li, level+1)
		}
		inner.flush()
		w.taken, w.leftOut = append(w.taken, inner.taken...), append(w.leftOut, inner.leftOut...)
		if len(inner.out) == 0 {
			continue
		}
		number++
		text := bytes.Join(inner.out, []byte("\n\n"))
		indent := "\n" + strings.Repeat(" ", len(marker))
		text = bytes.ReplaceAll(text, []byte("\n"), []byte(indent))
		text = bytes.ReplaceAll(text, []byte(indent+"\n"), []byte("\n\n"))
		items = append(items, append([]byte(marker), text...))
	}
	if len(items) > 0 {
		w.add(bytes.Join(items, []byte("\n")))
	}
}

func (w *writer) code(text string) {
	text = strings.Trim(text, "\n")
	if strings.TrimSpace(text) == "" {
		return
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	w.add([]byte(fence + "\n" + text + "\n" + fence))
}

func (w *writer) add(block []byte) { w.out = append(w.out, block) }

// isInline reports an element that stands within a paragraph.
func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Q:
		return true // whatever stands in it stands between its marks
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Br, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn, atom.Em,
		atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Picture, atom.S, atom.Samp, atom.Small, atom.Span,
		atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr:
		for c := range n.Descendants() {
			if c.Type == html.ElementNode && !isInlineTag(c) && !unseen[c.DataAtom] {
				return false
			}
		}
		return true
	}
	return false
}

func isInlineTag(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre, atom.Figure, atom.Video,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Section, atom.Article:
		return false
	}
	return true
}

// inline gathers the text of an element within a paragraph.
func (w *writer) inline(n *html.Node, style run) {
	if n.Type == html.TextNode {
		style.text = n.Data
		w.line = append(w.line, style)
		return
	}
	if n.Type != html.ElementNode || unseen[n.DataAtom] {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.line = append(w.line, run{broken: true})
		return
	case atom.Figure, atom.Img, atom.Picture, atom.Video, atom.Audio, atom.Canvas, atom.Figcaption:
		w.leave(n, "a picture")
		return
	case atom.Table:
		w.leave(n, "a table")
		return
	case atom.Del:
		w.leave(n, "deleted words")
		return
	case atom.Em, atom.I:
		style.em = true
	case atom.Strong, atom.B:
		style.strong = true
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		style.codeFragment = true
	case atom.Q:
		w.line = append(w.line, run{text: "“", em: style.em, strong: style.strong, href: style.href})
		defer func() {
			w.line = append(w.line, run{text: "”", em: style.em, strong: style.strong, href: style.href})
		}()
	case atom.A:
		style.href = w.link(attribute(n, "href"))
		if said := oneLine(wordsOf(n)); style.href != "" && w.isOwnLink(style.href, said) {
			w.leftOut = append(w.leftOut, Passage{said, ownLink})
			style.href = ""
		}
	}
	apart := !isInlineTag(n)
	if apart {
		w.line = append(w.line, run{broken: true})
	}
	for c := range n.ChildNodes() {
		w.inline(c, style)
	}
	if apart {
		w.line = append(w.line, run{broken: true})
	}
}

// link is where a link leads, as far as a story may link there.
func (w *writer) link(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	if w.base != nil {
		u = w.base.ResolveReference(u)
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host != "" {
			return u.String()
		}
	case "mailto":
		return u.String()
	}
	return ""
}

// flush writes the paragraph under way.
func (w *writer) flush() {
	line := w.line
	w.line = nil
	for len(line) > 0 {
		// Two breaks in a row part paragraphs.
		end := slices.IndexFunc(line, func(r run) bool { return r.broken })
		for end >= 0 && !(end+1 < len(line) && nextBreak(line[end+1:])) {
			next := slices.IndexFunc(line[end+1:], func(r run) bool { return r.broken })
			if next < 0 {
				end = -1
				break
			}
			end += 1 + next
		}
		part := line
		line = nil
		if end >= 0 {
			part, line = part[:end], part[end+1:]
		}
		if text := paragraph(part); len(text) > 0 {
			w.add(text)
		}
	}
}

// nextBreak reports whether a line break comes before any words.
func nextBreak(line []run) bool {
	for _, r := range line {
		if r.broken {
			return true
		}
		if strings.TrimSpace(r.text) != "" {
			return false
		}
	}
	return false
}

// paragraph writes runs as Markdown. Where their looks cannot be written so that
// the words stay the words, the words are written alone.
func paragraph(runs []run) []byte {
	runs = tidyRuns(runs)
	if len(runs) == 0 {
		return nil
	}
	if len(runs) == 1 && alike(runs[0], run{}) && !runs[0].broken {
		return markup(runs)
	}
	var plain strings.Builder
	for _, r := range runs {
		if r.broken {
			plain.WriteByte('\n')
		}
		plain.WriteString(r.text)
	}
	styled := markup(runs)
	if res := annotate.Read(styled); len(res.Blocks) == 1 && sameWords(res.Text, plain.String()) {
		return styled
	}
	return bytes.TrimSuffix(FromPlain([]byte(plain.String())), []byte("\n"))
}

func sameWords(a, b string) bool { return slices.Equal(strings.Fields(a), strings.Fields(b)) }

// tidyRuns makes white space single, takes it from the ends, and joins runs that
// look alike.
func tidyRuns(runs []run) []run {
	var out []run
	var words []byte // of the last of them, which may be of thousands
	space := true    // at the start, and after white space
	for _, r := range runs {
		if r.broken {
			if len(out) > 0 {
				out[len(out)-1].text = string(words)
				out, words = append(out, r), nil
			}
			space = true
			continue
		}
		before := len(words)
		for _, c := range r.text {
			switch {
			case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
				if !space {
					words = append(words, ' ')
				}
				space = true
			case unicode.IsControl(c) || c == '\uFFFD' || c&0xFFFE == 0xFFFE:
			default:
				words = utf8.AppendRune(words, c)
				space = false
			}
		}
		n := len(out)
		switch {
		case len(words) == before:
		case n > 0 && !out[n-1].broken && alike(out[n-1], r):
		case n > 0 && out[n-1].broken && before == 0:
			r.broken = true
			out[n-1] = r
		default:
			if n > 0 {
				out[n-1].text = string(words[:before])
			}
			out, words = append(out, r), slices.Clone(words[before:])
		}
	}
	if len(out) > 0 {
		out[len(out)-1].text = string(words)
	}
	for len(out) > 0 {
		last := &out[len(out)-1]
		last.text = strings.TrimRight(last.text, " ")
		if last.text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

func alike(a, b run) bool {
	return a.em == b.em && a.strong == b.strong && a.href == b.href && a.codeFragment == b.codeFragment
}

// markup writes runs with their looks.
func markup(runs []run) []byte {
	var out []byte
	start := 0 // of the line under way
	for _, r := range runs {
		if r.broken {
			out = append(bytes.TrimRight(out, " "), "\\\n"...)
			out = append(out[:start:start], escapeStart(out[start:])...)
			start = len(out)
		}
		core := strings.TrimSpace(r.text)
		if core == "" {
			out = append(out, r.text...)
			continue
		}
		lead, trail, _ := strings.Cut(r.text, core)
		text := string(escape([]byte(core)))
		switch {
		case r.codeFragment && !strings.ContainsAny(core, "`\n"):
			text = "`" + core + "`"
		case r.strong && r.em:
			text = "***" + text + "***"
		case r.strong:
			text = "**" + text + "**"
		case r.em:
			text = "*" + text + "*"
		}
		if r.href != "" {
			text = "[" + text + "](" + destination(r.href) + ")"
		}
		out = append(out, lead...)
		out = append(out, text...)
		out = append(out, trail...)
	}
	return append(out[:start:start], escapeStart(out[start:])...)
}

// destination is an address as it can stand in a link of Markdown.
func destination(href string) string {
	if !strings.ContainsAny(href, " ()<>\\\n") {
		return href
	}
	return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C", "\n", "").Replace(href) + ">"
}
