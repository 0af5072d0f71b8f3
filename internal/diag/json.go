package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// JSON writes diagnostics for programs: an array with one object for each, in
// the order given. What is not known is left out.
//
//	path       slash-separated, relative to the site
//	line       from 1
//	column     from 1, in code points
//	endColumn  exclusive
//	severity   "error" or "warning"
//	rule       stable name
//	message    one sentence
//	hints      what might help
//	text       the source line
//	fix        the edits that mend it, where that takes no judgement: line, column
//	           and endColumn of what is replaced, the same as bytes of the file
//	           without a byte order mark (start, end), and what to put there (text)
type JSON struct{}

type jsonDiagnostic struct {
	Path      string   `json:"path,omitempty"`
	Line      int      `json:"line,omitempty"`
	Column    int      `json:"column,omitempty"`
	EndColumn int      `json:"endColumn,omitempty"`
	Severity  string   `json:"severity"`
	Rule      string   `json:"rule,omitempty"`
	Message   string   `json:"message"`
	Hints     []string `json:"hints,omitempty"`
	Text      string   `json:"text,omitempty"`

	Fix []jsonEdit `json:"fix,omitempty"`
}

type jsonEdit struct {
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndColumn int    `json:"endColumn"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
}

// Write writes one array.
func (JSON) Write(w io.Writer, ds []Diagnostic) error {
	out := make([]jsonDiagnostic, 0, len(ds))
	for _, d := range ds {
		j := jsonDiagnostic{
			Path:     d.File,
			Line:     d.Line,
			Column:   d.Col,
			Severity: d.Severity.String(),
			Rule:     d.Rule,
			Message:  d.Message,
			Hints:    d.Hints,
			Text:     d.Text,
		}
		if d.Col > 0 {
			j.EndColumn = d.Col + d.Width
		}
		for _, e := range d.Fix {
			j.Fix = append(j.Fix, jsonEdit{e.Line, e.Col, e.Col + e.Width, e.Start, e.End, e.New})
		}
		out = append(out, j)
	}
	return encode(w, out)
}

// encode writes JSON in which every character that a terminal should not be sent
// is escaped, for what is written for programs is read by people too.
func encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeInvisible(b.String()))
	return err
}

func escapeInvisible(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case r == '\n' || isVisible(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
