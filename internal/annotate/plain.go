package annotate

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// PlainParser returns a parser for plain text, to be used in place of goldmark's
// (goldmark.WithParser). Its paragraphs are those of [PlainParagraphs]; nothing in it is
// markup.
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
	for _, lines := range PlainParagraphs(reader.Source()) {
		par := ast.NewParagraph()
		for i, l := range lines {
			line := text.NewSegment(l.Start, l.End)
			par.Lines().Append(line)
			if i > 0 {
				// goldmark renders no line break after raw text.
				end := lines[i-1].End
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

// PlainParagraphs cuts plain text into paragraphs, and these into lines without the
// white space around them, as stretches of the source. Paragraphs are parted by blank
// lines; in a text without any, every line is one. A byte order mark is no part of it.
func PlainParagraphs(src []byte) [][]Span {
	var lines []Span                          // an empty one where the line is blank
	filled, gap, blank := false, false, false // words so far; a blank line behind them; words behind that
	at := len(src) - len(bytes.TrimPrefix(src, byteOrderMark))
	for at < len(src) {
		stop := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			stop = at + i + 1
		}
		line := trimmed(src, Span{Start: at, End: stop})
		if line.Len() == 0 {
			gap = filled
		} else {
			blank = blank || gap
			filled, gap = true, false
		}
		lines = append(lines, line)
		at = stop
	}
	var all [][]Span
	var open []Span
	for _, line := range lines {
		if line.Len() > 0 {
			open = append(open, line)
		}
		if len(open) > 0 && (line.Len() == 0 || !blank) {
			all = append(all, open)
			open = nil
		}
	}
	if len(open) > 0 {
		all = append(all, open)
	}
	return all
}

func trimmed(src []byte, line Span) Span {
	for line.Start < line.End && util.IsSpace(src[line.Start]) {
		line.Start++
	}
	for line.End > line.Start && util.IsSpace(src[line.End-1]) {
		line.End--
	}
	return line
}
