package annotate

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// PlainParser returns a parser for plain text, to be used in place of goldmark's
// (goldmark.WithParser). Paragraphs are parted by blank lines; in a text without
// any, every line is a paragraph. Nothing in it is markup.
func (a *Annotator) PlainParser() parser.Parser { return &plainParser{a} }

type plainParser struct{ annotator *Annotator }

// AddOptions implements parser.Parser. Plain text has no options: what an
// extension of Markdown adds does not concern it.
func (*plainParser) AddOptions(...parser.Option) {}

// Parse implements parser.Parser.
func (p *plainParser) Parse(reader text.Reader, options ...parser.ParseOption) ast.Node {
	var config parser.ParseConfig
	for _, o := range options {
		o(&config)
	}
	if config.Context == nil {
		config.Context = parser.NewContext()
	}
	doc := ast.NewDocument()
	for _, lines := range paragraphs(reader.Source()) {
		par := ast.NewParagraph()
		for i, line := range lines {
			par.Lines().Append(line)
			if i > 0 {
				// goldmark renders no line break after raw text.
				end := lines[i-1].Stop
				t := ast.NewTextSegment(text.NewSegment(end, end))
				t.SetSoftLineBreak(true)
				par.AppendChild(par, t)
			}
			par.AppendChild(par, ast.NewRawTextSegment(line))
		}
		doc.AppendChild(doc, par)
	}
	p.annotator.Transform(doc, reader, config.Context)
	return doc
}

var byteOrderMark = []byte("\uFEFF")

// paragraphs cuts plain text into paragraphs, and these into lines without the
// white space around them.
func paragraphs(src []byte) [][]text.Segment {
	var lines []text.Segment
	filled, blank := false, false // between lines with words
	at := 0
	if bytes.HasPrefix(src, byteOrderMark) {
		at = len(byteOrderMark)
	}
	gap := false
	for at < len(src) {
		stop := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			stop = at + i + 1
		}
		line := trimmed(src, at, stop)
		if line.IsEmpty() {
			gap = filled
		} else {
			blank = blank || gap
			filled, gap = true, false
		}
		lines = append(lines, line)
		at = stop
	}
	var all [][]text.Segment
	var open []text.Segment
	for _, line := range lines {
		if !line.IsEmpty() {
			open = append(open, line)
		}
		if len(open) > 0 && (line.IsEmpty() || !blank) {
			all = append(all, open)
			open = nil
		}
	}
	if len(open) > 0 {
		all = append(all, open)
	}
	return all
}

func trimmed(src []byte, start, stop int) text.Segment {
	for start < stop && util.IsSpace(src[start]) {
		start++
	}
	for stop > start && util.IsSpace(src[stop-1]) {
		stop--
	}
	return text.NewSegment(start, stop)
}
