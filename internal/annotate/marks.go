package annotate

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// A mark is what an editor writes to decide something that the program cannot
// know, or got wrong: [words]{key=value …}.
//
//	[the ministry]{actor=iraq-foreign-ministry}   [Jordan]{actor=none}
//	[It was ready.]{source=us-defense-official}   [He was late.]{source=none}
//	[last summer]{date=2023-22}
//
// A value is a run of characters without white space and without }, or stands in
// quotation marks. Keys combine, marks nest, and none goes over the end of its
// block. To the rest of the Markdown the two halves of a mark are as nothing:
// emphasis and links inside and around it are read as if it were not there.
type mark struct {
	Span              // in Result.Text, once that is laid out
	ends      bool    // both halves have been met in the text
	block     int     // index into Result.Blocks
	actor     *string // id of an actor, or "none"
	source    *string // id of a source, or "none"
	date      *edtf.Date
	at        Span // both halves and what is between, in the source
	openEnd   int  // where "[" ends, in the source
	closeFrom int  // where "]{…}" begins, in the source
}

// bracket is a half of a mark, until the text is laid out.
type bracket struct {
	ast.BaseInline
	mark   int // index into markState.marks
	closes bool
}

var kindBracket = ast.NewNodeKind("Bracket")

// Kind implements ast.Node.
func (b *bracket) Kind() ast.NodeKind { return kindBracket }

// Dump implements ast.Node.
func (b *bracket) Dump(src []byte, level int) { ast.DumpHelper(b, src, level, nil, nil) }

// markState is what the marks' parser remembers of a document.
type markState struct {
	marks    []mark
	problems []Problem // Source is set, Span is not
	open     []opener  // brackets of the current block that have not been closed
}

type opener struct {
	node  ast.Node // of goldmark's link parser
	image bool
}

var markKey = parser.NewContextKey()

func marksOf(pc parser.Context) *markState {
	return pc.ComputeIfAbsent(markKey, func() any { return &markState{} }).(*markState)
}

// markParser stands in front of goldmark's link parser. It lets that parser do
// its work, keeps count of the brackets it opens, and takes over where a closing
// bracket is followed by the keys of a mark.
type markParser struct {
	annotator *Annotator
	links     parser.InlineParser
}

// Trigger implements parser.InlineParser.
func (p *markParser) Trigger() []byte { return []byte{'!', '[', ']'} }

// CloseBlock implements parser.CloseBlocker.
func (p *markParser) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	marksOf(pc).open = marksOf(pc).open[:0]
}

// Parse implements parser.InlineParser.
func (p *markParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	st := marksOf(pc)
	line, _ := block.PeekLine()
	if line[0] != ']' {
		n := p.links.Parse(parent, block, pc)
		if n != nil {
			st.open = append(st.open, opener{node: n, image: line[0] == '!'})
		}
		return n
	}
	var top opener
	if n := len(st.open); n > 0 {
		top = st.open[n-1]
		st.open = st.open[:n-1]
	}
	if len(line) < 2 || line[1] != '{' || top.image {
		return nil // goldmark's link parser is next, and closes its bracket
	}
	savedLine, savedPos := block.Position()
	keys := readKeys(block)
	block.SetPosition(savedLine, savedPos)
	m, ok := p.understand(keys, storyOf(pc), st)
	if !ok {
		return nil
	}
	from := savedPos.Start
	if top.node == nil {
		if escapedBefore(block.Source()[:from]) {
			return nil // the author has said that it is no mark
		}
		st.fail(Span{Start: from, End: keys.source(keys.size)}, "a mark ends here that does not begin in this block")
		return nil
	}
	open := p.takeOver(top.node, parent, block, pc)
	block.SetPosition(savedLine, savedPos)
	block.Advance(1 + keys.size)
	m.at = Span{Start: open, End: keys.source(keys.size)}
	m.openEnd = open + 1
	m.closeFrom = from
	m.block = -1
	st.marks = append(st.marks, m)
	return &bracket{mark: len(st.marks) - 1, closes: true}
}

// escapedBefore reports whether the paragraph that s ends in has a bracket behind a
// backslash.
func escapedBefore(s []byte) bool {
	const far = 4000 // bytes; so that many stray brackets take no long time
	s = s[max(0, len(s)-far):]
	if i := bytes.LastIndex(s, []byte("\n\n")); i >= 0 {
		s = s[i:]
	}
	return bytes.Contains(s, []byte(`\[`))
}

// takeOver makes the link parser give up its last bracket and puts a half of the
// next mark in its place. It returns where in the source the bracket stands.
func (p *markParser) takeOver(node, parent ast.Node, block text.Reader, pc parser.Context) int {
	home := node.Parent()
	half := &bracket{mark: len(marksOf(pc).marks)}
	home.InsertBefore(home, node, half)
	if link := p.links.Parse(parent, block, pc); link != nil {
		// The words are also the name of a link that is defined elsewhere; a mark
		// comes first.
		at := link.Pos()
		for c := link.FirstChild(); c != nil; {
			next := c.NextSibling()
			parent.AppendChild(parent, c)
			c = next
		}
		return at
	}
	// The bracket has become text.
	t := half.NextSibling().(*ast.Text)
	at := t.Segment.Start
	home.RemoveChild(home, t)
	return at
}

// keys is what stands in the braces of a mark.
type keys struct {
	pairs []pair
	size  int    // from { to }, in bytes of the block
	wrong string // what is the matter, if something is
	at    int    // where, from {

	lines []keyLine
}

// keyLine is a line of the block that the braces go over.
type keyLine struct {
	from, src int // offset from {, and in the source
	size      int
}

type pair struct {
	key, value     string
	keyAt, valueAt int // from {
	end            int
}

// source maps an offset from { to the source.
func (k *keys) source(at int) int {
	i := len(k.lines) - 1
	for i > 0 && k.lines[i].from >= at && !(k.lines[i].from == at && at < k.size) {
		i--
	}
	return k.lines[i].src + min(at-k.lines[i].from, k.lines[i].size)
}

// maxKeys is how far the closing brace is looked for, in bytes of a line.
const maxKeys = 1000

// readKeys reads the braces behind the closing bracket at which the reader stands.
func readKeys(block text.Reader) keys {
	block.Advance(1)
	var k keys
	var s []byte
	for len(s) < maxKeys {
		line, seg := block.PeekLine()
		if line == nil {
			break
		}
		cut := len(line) > maxKeys
		line = line[:min(len(line), maxKeys)]
		k.lines = append(k.lines, keyLine{from: len(s), src: seg.Start, size: seg.Stop - seg.Start})
		s = append(s, line...)
		if i := bytes.IndexByte(line, '}'); cut || i >= 0 && !openQuote(s[:len(s)-len(line)+i]) {
			break
		}
		block.AdvanceLine()
	}
	k.scan(string(s))
	return k
}

// openQuote reports whether a value's quotation mark is open at the end of s.
func openQuote(s []byte) bool {
	quote := byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote == 0 && (c == '"' || c == '\'') && i > 0 && s[i-1] == '=':
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote != 0
}

// scan reads the pairs of s, which begins with {.
func (k *keys) scan(s string) {
	i := 1
	stop := func(at int, why string) {
		k.wrong, k.at = why, at
	}
	for {
		for i < len(s) && strings.IndexByte(" \t\r\n", s[i]) >= 0 {
			i++
		}
		if i == len(s) {
			stop(0, "a mark's braces are not closed; write \\[ if none is meant")
			k.size = min(1, len(s))
			return
		}
		if s[i] == '}' {
			k.size = i + 1
			if len(k.pairs) == 0 && k.wrong == "" {
				stop(0, "a mark says nothing; it takes actor, source or date")
			}
			return
		}
		p := pair{keyAt: i}
		for i < len(s) && (wordByte[s[i]] || s[i] == '-') {
			i++
		}
		p.key = s[p.keyAt:i]
		if p.key == "" || i == len(s) || s[i] != '=' {
			for i < len(s) && strings.IndexByte(" \t\r\n}", s[i]) < 0 {
				i++
			}
			if k.wrong == "" {
				stop(p.keyAt, fmt.Sprintf("%q in a mark is not of the form key=value", s[p.keyAt:i]))
			}
			continue
		}
		i++
		p.valueAt = i
		if i < len(s) && (s[i] == '"' || s[i] == '\'') {
			n := strings.IndexByte(s[i+1:], s[i])
			if n < 0 {
				stop(i, "a mark's quotation mark is not closed")
				k.size = min(1, len(s))
				return
			}
			p.valueAt++
			p.value = s[i+1 : i+1+n]
			p.end = i + 1 + n
			i = p.end + 1
		} else {
			for i < len(s) && strings.IndexByte(" \t\r\n}", s[i]) < 0 {
				i++
			}
			p.value = s[p.valueAt:i]
			p.end = i
		}
		k.pairs = append(k.pairs, p)
	}
}

// understand reads the keys. It reports what is wrong with them; then the text
// stays as it is written.
func (p *markParser) understand(k keys, story *Story, st *markState) (mark, bool) {
	var m mark
	if k.wrong != "" {
		end := k.source(k.size)
		at := k.source(k.at)
		st.fail(Span{Start: at, End: max(end, at+1)}, k.wrong)
		return m, false
	}
	ok := true
	fail := func(from, to int, message string, hints ...string) {
		st.fail(Span{Start: k.source(from), End: k.source(to)}, message, hints...)
		ok = false
	}
	seen := map[string]bool{}
	for _, pair := range k.pairs {
		keyEnd := pair.keyAt + len(pair.key)
		if seen[pair.key] {
			fail(pair.keyAt, keyEnd, fmt.Sprintf("%q stands twice in a mark", pair.key))
			continue
		}
		seen[pair.key] = true
		switch pair.key {
		case "actor":
			if _, known := p.annotator.byID[pair.value]; !known && pair.value != "none" {
				fail(pair.valueAt, pair.end, fmt.Sprintf("the glossary has no actor %q", pair.value),
					suggest(pair.value, maps.Keys(p.annotator.byID))...)
			}
			m.actor = &pair.value
		case "source":
			ids := make([]string, 0, len(story.Sources))
			for _, s := range story.Sources {
				ids = append(ids, s.ID)
			}
			if !slices.Contains(ids, pair.value) && pair.value != "none" {
				fail(pair.valueAt, pair.end, fmt.Sprintf("the story declares no source %q", pair.value),
					suggest(pair.value, slices.Values(ids))...)
			}
			m.source = &pair.value
		case "date":
			date, err := edtf.Parse(pair.value)
			if err != nil {
				fail(pair.valueAt, pair.end, err.Error())
			}
			m.date = &date
		default:
			fail(pair.keyAt, keyEnd, fmt.Sprintf("a mark knows no key %q; it takes actor, source and date", pair.key),
				suggest(pair.key, slices.Values([]string{"actor", "source", "date"}))...)
		}
	}
	return m, ok
}

// suggest returns the hint that says the known word nearest to the one written,
// or none where nothing is near.
func suggest(written string, known iter.Seq[string]) []string {
	near := diag.Nearest(written, known)
	if near == "" {
		return nil
	}
	return []string{fmt.Sprintf("did you mean %q?", near)}
}

func (st *markState) fail(source Span, message string, hints ...string) {
	st.problems = append(st.problems, Problem{
		Rule: "mark", Severity: diag.Error, Message: message, Hints: hints, Source: source,
	})
}

// bracket notes where in the text a half of a mark stands.
func (f *flat) bracket(b *bracket) {
	m := &f.marks[b.mark]
	if !b.closes {
		m.Start = len(f.text)
		m.block = len(f.blocks)
		return
	}
	m.End = len(f.text)
	m.ends = m.block == len(f.blocks)
}

// dropBrackets takes the marks out of what leaves no text.
func dropBrackets(n ast.Node) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if c.Kind() == kindBracket {
			n.RemoveChild(n, c)
		} else {
			dropBrackets(c)
		}
		c = next
	}
}

// MarkHalves returns where in the source the halves of the marks stand that were
// read in the context: every "[" and every "]{…}", in order. The source without
// them is what the editor would have written had there been nothing to decide.
func MarkHalves(pc parser.Context) []Span {
	st, ok := pc.Get(markKey).(*markState)
	if !ok {
		return nil
	}
	var halves []Span
	for _, m := range st.marks {
		halves = append(halves, Span{Start: m.at.Start, End: m.openEnd}, Span{Start: m.closeFrom, End: m.at.End})
	}
	slices.SortFunc(halves, func(a, b Span) int { return a.Start - b.Start })
	return halves
}
