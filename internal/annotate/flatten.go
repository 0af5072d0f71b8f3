package annotate

import (
	"bytes"
	"html"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"backgrounder/internal/annotate/sourcing"
)

// piece says where a stretch of Result.Text comes from.
type piece struct {
	text, n   int  // the stretch of Text: where it begins and its length in bytes
	src, srcN int  // the stretch of the source
	whole     bool // cannot be cut: an entity, an escape, a line break
}

// sourceSpan maps a stretch of the text to the source.
func sourceSpan(pieces []piece, s Span) Span {
	if len(pieces) == 0 {
		return Span{}
	}
	start := sourceStart(pieces, s.Start)
	if s.Len() <= 0 {
		return Span{Start: start, End: start}
	}
	return Span{Start: start, End: max(start, sourceEnd(pieces, s.End))}
}

// pieceAt finds the piece that holds the byte at offset t, or the first after it.
func pieceAt(pieces []piece, t int) int {
	return sort.Search(len(pieces), func(k int) bool { return pieces[k].text+pieces[k].n > t })
}

func sourceStart(pieces []piece, t int) int {
	i := pieceAt(pieces, t)
	if i == len(pieces) {
		last := pieces[i-1]
		return last.src + last.srcN
	}
	p := pieces[i]
	if p.whole || t <= p.text {
		return p.src
	}
	return p.src + t - p.text
}

func sourceEnd(pieces []piece, t int) int {
	i := pieceAt(pieces, t-1)
	if i == len(pieces) {
		last := pieces[i-1]
		return last.src + last.srcN
	}
	p := pieces[i]
	if t <= p.text {
		return p.src
	}
	if p.whole {
		return p.src + p.srcN
	}
	return p.src + min(t-p.text, p.n)
}

// item is an inline node and the stretch of the text that it shows.
type item struct {
	node ast.Node
	Span
	kids []item // of a node that has children and is not one closed thing
}

// leaf is a block of the tree that holds inline nodes, or code.
type leaf struct {
	node ast.Node
	kids []item
}

// flat is a document as one string.
type flat struct {
	src    []byte
	text   []byte
	pieces []piece
	blocks []Block
	leaves []leaf // parallel to blocks

	// In order and not overlapping, once all is laid out.
	closed []Span // links and code: nothing is marked in them, and they are never cut
	rigid  []Span // what cannot be cut, though names within it can be marked
	walls  []int  // where something without text stands that a link must not enclose
	marks  []mark // the author's spans

	slab     []item
	sections int
}

// flatten lays out the blocks of a document. The text is what readers of the
// rendered page see: entities and escapes are decoded as goldmark's renderer does
// it, soft line breaks are spaces, hard ones new lines, and images leave nothing.
func flatten(doc ast.Node, src []byte, marks []mark) *flat {
	f := &flat{src: src, marks: marks, text: make([]byte, 0, len(src)+len(src)/16)}
	f.walk(doc)
	// Code stands in links, and is listed before them.
	f.closed, f.rigid = union(f.closed, nil), union(f.rigid, nil)
	return f
}

func (f *flat) walk(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch {
		case c.Type() == ast.TypeInline:
			return // of a block that addBlock has taken
		case c.Kind() == ast.KindCodeBlock || c.Kind() == ast.KindFencedCodeBlock:
			f.addCode(c)
		case c.FirstChild() != nil && c.FirstChild().Type() == ast.TypeInline:
			f.addBlock(c)
		default:
			f.walk(c)
		}
	}
}

// begin parts a new block from the one before it.
func (f *flat) begin() int {
	if len(f.blocks) > 0 {
		f.text = append(f.text, "\n\n"...)
	}
	return len(f.text)
}

// end closes the block that began at start. A block without text, such as a
// picture alone, is none of the story's.
func (f *flat) end(start int, kind sourcing.BlockKind, l leaf) {
	if start == len(f.text) {
		if len(f.blocks) > 0 {
			f.text = f.text[:start-len("\n\n")]
		}
		return
	}
	b := Block{Section: f.sections}
	b.Span = Span{Start: start, End: len(f.text)}
	b.Kind = kind
	f.blocks = append(f.blocks, b)
	f.leaves = append(f.leaves, l)
}

func (f *flat) addCode(n ast.Node) {
	start := f.begin()
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		f.spaces(seg.Padding)
		f.raw(seg.Start, seg.Stop)
	}
	for len(f.text) > start && (f.text[len(f.text)-1] == '\n' || f.text[len(f.text)-1] == '\r') {
		f.chop()
	}
	f.closed = append(f.closed, Span{Start: start, End: len(f.text)})
	f.end(start, sourcing.Verbatim, leaf{node: n})
}

// chop takes the last byte off the text.
func (f *flat) chop() {
	f.text = f.text[:len(f.text)-1]
	p := &f.pieces[len(f.pieces)-1]
	if p.n--; p.srcN > 0 {
		p.srcN--
	}
	if p.n == 0 {
		f.pieces = f.pieces[:len(f.pieces)-1]
	}
}

func (f *flat) addBlock(n ast.Node) {
	start := f.begin()
	kind := sourcing.Paragraph
	if n.Kind() == ast.KindHeading {
		kind = sourcing.Heading
	}
	kids := f.inlines(n)
	f.end(start, kind, leaf{node: n, kids: kids})
	if kind == sourcing.Heading {
		f.sections++
	}
}

// take returns an empty list with room for n items.
func (f *flat) take(n int) []item {
	if cap(f.slab)-len(f.slab) < n {
		f.slab = make([]item, 0, max(256, n))
	}
	at := len(f.slab)
	f.slab = f.slab[:at+n]
	return f.slab[at:at:len(f.slab)]
}

func (f *flat) inlines(parent ast.Node) []item {
	items := f.take(parent.ChildCount())
	for c := parent.FirstChild(); c != nil; {
		next := c.NextSibling()
		if b, ok := c.(*bracket); ok {
			f.bracket(b)
			parent.RemoveChild(parent, b)
		} else {
			start := len(f.text)
			kids := f.inline(c)
			items = append(items, item{node: c, Span: Span{Start: start, End: len(f.text)}, kids: kids})
		}
		c = next
	}
	return items
}

// inline writes the text of one inline node.
func (f *flat) inline(n ast.Node) []item {
	start := len(f.text)
	switch n := n.(type) {
	case *ast.Text:
		f.textNode(n)
	case *ast.String:
		f.stringNode(n)
		f.rigid = append(f.rigid, Span{Start: start, End: len(f.text)})
	case *ast.Emphasis, *extast.Strikethrough:
		return f.inlines(n)
	case *ast.CodeSpan:
		f.codeSpan(n)
		f.closed = append(f.closed, Span{Start: start, End: len(f.text)})
	case *ast.Link:
		kids := f.inlines(n)
		f.closed = append(f.closed, Span{Start: start, End: len(f.text)})
		return kids
	case *ast.AutoLink:
		f.autoLink(n)
		f.closed = append(f.closed, Span{Start: start, End: len(f.text)})
	case *ast.Image:
		dropBrackets(n)
	default: // another extension's
		if n.HasChildren() {
			kids := f.inlines(n)
			f.rigid = append(f.rigid, Span{Start: start, End: len(f.text)})
			return kids
		}
		f.walls = append(f.walls, start)
	}
	return nil
}

func (f *flat) textNode(n *ast.Text) {
	seg := n.Segment
	f.spaces(seg.Padding)
	if n.IsRaw() {
		f.raw(seg.Start, seg.Stop)
	} else {
		f.decode(seg.Start, seg.Stop)
	}
	switch {
	case n.HardLineBreak():
		f.lineBreak("\n", seg.Stop)
	case n.SoftLineBreak():
		f.lineBreak(" ", seg.Stop)
	}
}

// lineBreak stands for everything up to the end of the line.
func (f *flat) lineBreak(as string, src int) {
	n := 0
	for src+n < len(f.src) && strings.IndexByte(" \t\r\\", f.src[src+n]) >= 0 {
		n++
	}
	if src+n < len(f.src) && f.src[src+n] == '\n' {
		n++
	}
	f.put(as, src, n)
}

// stringNode writes what another extension put in place of characters; where it
// came from is not known.
func (f *flat) stringNode(n *ast.String) {
	src := f.srcEnd()
	if n.IsCode() {
		f.put(html.UnescapeString(string(n.Value)), src, 0)
		return
	}
	f.put(string(n.Value), src, 0)
}

func (f *flat) codeSpan(n *ast.CodeSpan) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		stop := t.Segment.Stop
		f.spaces(t.Segment.Padding)
		if stop > t.Segment.Start && f.src[stop-1] == '\n' {
			f.raw(t.Segment.Start, stop-1)
			f.put(" ", stop-1, 1)
			continue
		}
		f.raw(t.Segment.Start, stop)
	}
}

// autoLink writes the label of a link that is its own text. A label is a stretch
// of the source, which its node does not tell apart from other bytes; the node's
// position does.
func (f *flat) autoLink(n *ast.AutoLink) {
	label := n.Label(f.src)
	src := f.srcEnd()
	if i := strings.Index(string(f.src[src:min(len(f.src), src+len(label)+256)]), string(label)); i >= 0 {
		f.literal(src+i, src+i+len(label))
		return
	}
	f.put(string(label), src, 0)
}

// srcEnd is the end of what has been read of the source.
func (f *flat) srcEnd() int {
	if len(f.pieces) == 0 {
		return 0
	}
	p := f.pieces[len(f.pieces)-1]
	return p.src + p.srcN
}

// spaces writes the columns of a tab that the block's indentation cut in two.
func (f *flat) spaces(n int) {
	if n > 0 {
		f.put(strings.Repeat(" ", n), f.srcEnd(), 0)
	}
}

// literal copies source bytes that stand for themselves.
func (f *flat) literal(start, stop int) {
	if start >= stop {
		return
	}
	f.pieces = append(f.pieces, piece{text: len(f.text), n: stop - start, src: start, srcN: stop - start})
	f.text = append(f.text, f.src[start:stop]...)
}

// raw copies source bytes that are shown as they are, but for NUL, which no page
// can show.
func (f *flat) raw(start, stop int) {
	for start < stop {
		i := bytes.IndexByte(f.src[start:stop], 0)
		if i < 0 {
			break
		}
		f.literal(start, start+i)
		f.put("\uFFFD", start+i, 1)
		start += i + 1
	}
	f.literal(start, stop)
}

// put writes text that n bytes of the source stand for.
func (f *flat) put(text string, src, n int) {
	if text == "" {
		return
	}
	f.pieces = append(f.pieces, piece{text: len(f.text), n: len(text), src: src, srcN: n, whole: true})
	f.text = append(f.text, text...)
}

// decode copies source bytes as goldmark's html.Writer would write them: with
// backslash escapes, character references and NUL resolved. It follows that
// writer step by step, oddities included, so that what is cut apart later is
// still written the same.
func (f *flat) decode(start, stop int) {
	s := f.src[:stop]
	from := start // the first byte not yet written
	escaped := false
	for i := start; i < stop; i++ {
		c := s[i]
		if escaped && util.IsPunct(c) {
			f.literal(from, i-1)
			f.put(string(rune(c)), i-1, 2)
			from, escaped = i+1, false
			continue
		}
		switch c {
		case 0:
			f.literal(from, i)
			f.put("\uFFFD", i, 1)
			from, escaped = i+1, false
			continue
		case '&':
			if value, n := reference(s[i:]); n > 0 {
				f.literal(from, i)
				f.put(value, i, n)
				i += n - 1
				from = i + 1
				continue
			}
		}
		escaped = c == '\\'
	}
	f.literal(from, stop)
}

// reference reads the character reference that s begins with. It returns 0 for
// what is none.
func reference(s []byte) (value string, n int) {
	if len(s) < 3 {
		return "", 0
	}
	digits, base, most, is := 2, 10, 7, util.IsNumeric
	switch {
	case s[1] != '#':
		end := run(s, 1, util.IsAlphaNumeric)
		if end >= len(s) || s[end] != ';' {
			return "", 0
		}
		e, ok := util.LookUpHTML5EntityByName(string(s[1:end]))
		if !ok {
			return "", 0
		}
		return string(e.Characters), end + 1
	case s[2] == 'x' || s[2] == 'X':
		digits, base, most, is = 3, 16, 6, util.IsHexDecimal
	}
	end := run(s, digits, is)
	if end == digits || end-digits > most || end >= len(s) || s[end] != ';' {
		return "", 0
	}
	v, err := strconv.ParseUint(string(s[digits:end]), base, 32)
	if err != nil {
		return "", 0
	}
	return string(util.ToValidRune(rune(v))), end + 1
}

func run(s []byte, i int, is func(byte) bool) int {
	for i < len(s) && is(s[i]) {
		i++
	}
	return i
}

// runeBefore is the rune that ends at offset i of s, not before lo.
func runeBefore(s string, lo, i int) (rune, int) {
	if i <= lo {
		return 0, 0
	}
	return utf8.DecodeLastRuneInString(s[lo:i])
}

// runeAt is the rune that begins at offset i of s, before hi.
func runeAt(s string, i, hi int) (rune, int) {
	if i >= hi {
		return 0, 0
	}
	return utf8.DecodeRuneInString(s[i:hi])
}
