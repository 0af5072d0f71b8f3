// Package diag is how Backgrounder tells people what is wrong.
//
// A [Diagnostic] is one finding at one place: a severity, a rule, a message, and
// the line it concerns. Every package that finds something wrong returns
// diagnostics; nothing else reaches the user. The package stands under all the
// others and imports none of them.
//
// House style of a message, kept wherever messages are made (a test reads them all):
//
//   - It says what is wrong, in the words of whoever writes stories and not of the
//     program's parts, in one sentence that begins in lower case and ends without a
//     full stop. Where that is said by its place (Location), it is not said again.
//   - What the editor wrote stands in double quotes, and so does what to write.
//   - What to do is in Hints, one thought a line: "did you mean ...?" where one word is
//     near, "write ..." where the form is certain, "for example: ..." where it is not.
//   - It blames nobody and pleads with nobody: no "invalid", no "please".
//   - What can be done without a judgement is a Fix, and says itself what it does.
//   - Whatever holds such words on their way here is called message, format, hint, why or
//     reason, and what holds the name that they are reported under is called rule: that is
//     how the test finds them.
//
// Offsets are bytes. Lines and columns count from 1, columns in Unicode code
// points, as editors show them; zero means unknown.
package diag

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Severity says whether a finding stops a build.
type Severity int

const (
	// Warning is a judgement that the editor may overrule.
	Warning Severity = iota
	// Error is what would be wrong on the page.
	Error
)

// String returns "warning" or "error".
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Location is a stretch of one line of one file.
type Location struct {
	File  string // slash-separated, relative to the site; "" where there is no file
	Line  int    // from 1; 0 for the file as a whole
	Col   int    // from 1, in code points; 0 for the line as a whole
	Width int    // code points to mark, all on Line; 0 or 1 marks one place
	Text  string // the source line, without its line break
}

// Diagnostic is one finding. It is a value and an error.
type Diagnostic struct {
	Location
	Severity Severity
	Rule     string   // stable name in kebab-case, as in "unknown-key"
	Message  string   // see the package comment for its style
	Hints    []string // what might help, a line each
	Fix      []Edit   // of the file, that mend it; nil where that takes an editor's judgement
}

// Error returns the first line of the diagnostic's text form, so that a
// Diagnostic can travel as an error.
func (d Diagnostic) Error() string { return d.headline() }

// Errors counts the diagnostics that are errors.
func Errors(ds []Diagnostic) int {
	n := 0
	for _, d := range ds {
		if d.Severity == Error {
			n++
		}
	}
	return n
}

// Sort orders diagnostics by file, line, column, rule and message, and drops
// exact repetitions.
func Sort(ds []Diagnostic) []Diagnostic {
	slices.SortStableFunc(ds, compare)
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool { return compare(a, b) == 0 && a.Severity == b.Severity })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Col, b.Col),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Message, b.Message),
	)
}

// Source is a file's text, in which offsets can be turned into locations.
type Source struct {
	Name string
	Text []byte

	last *atomic.Pointer[place] // of the last location; nil where none is kept
}

// place is a byte of a text, and the line that it stands in.
type place struct {
	start int    // of the line
	text  string // of the line
	at    int    // bytes from the start of the line
	runes int    // code points up to there
}

// NewSource is a source whose locations on one line share its text, and are found from
// the last one on. Where a story is a single paragraph, and something is to be said of
// each of its sentences, copies of the line would be many times the story.
func NewSource(name string, text []byte) Source {
	return Source{Name: name, Text: text, last: new(atomic.Pointer[place])}
}

// At returns the location of the bytes from start to end. Offsets outside the
// text are moved to its nearest end; a stretch over several lines is marked to
// the end of its first.
func (s Source) At(start, end int) Location {
	start = min(max(start, 0), len(s.Text))
	end = min(max(end, start), len(s.Text))
	head := s.Text[:start]
	bol := bytes.LastIndexByte(head, '\n') + 1
	eol := len(s.Text)
	if i := bytes.IndexByte(s.Text[start:], '\n'); i >= 0 {
		eol = start + i
	}
	p := s.place(bol, eol, start)
	return Location{
		File:  s.Name,
		Line:  bytes.Count(head, []byte("\n")) + 1,
		Col:   p.runes + 1,
		Width: utf8.RuneCount(s.Text[start:min(end, eol)]),
		Text:  p.text,
	}
}

// place is the byte at an offset in the line from bol to eol.
func (s Source) place(bol, eol, offset int) place {
	p := place{start: bol}
	if s.last != nil {
		if last := s.last.Load(); last != nil && last.start == bol {
			p = *last
		}
	}
	if p.text == "" {
		p.text = strings.ToValidUTF8(string(bytes.TrimSuffix(s.Text[bol:eol], []byte("\r"))), "\uFFFD")
	}
	if at := offset - bol; at >= p.at {
		p.runes += utf8.RuneCount(s.Text[bol+p.at : offset])
		p.at = at
	} else {
		p.at, p.runes = at, utf8.RuneCount(s.Text[bol:offset])
	}
	// From the middle of a code point there is no counting on.
	if s.last != nil && (offset == len(s.Text) || utf8.RuneStart(s.Text[offset])) {
		s.last.Store(&p)
	}
	return p
}

// Overrule gives findings the severities that a site's configuration asks for, by
// rule: "warning" and "error" set them, "off" leaves the finding out, and any other
// value changes nothing. The slice that is handed in stays as it is.
func Overrule(ds []Diagnostic, asked func(rule string) string) []Diagnostic {
	kept := make([]Diagnostic, 0, len(ds))
	for _, d := range ds {
		switch asked(d.Rule) {
		case "off":
			continue
		case "warning":
			d.Severity = Warning
		case "error":
			d.Severity = Error
		}
		kept = append(kept, d)
	}
	return kept
}
