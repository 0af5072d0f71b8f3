package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Edit is some bytes of a file and what should stand in their place. Edits are for
// what can be mended without an editor's judgement; all of an edit is on one line.
type Edit struct {
	Location          // of what is replaced
	Start, End int    // the same in bytes of the file, without a byte order mark
	New        string // without line breaks
}

// Edit returns the edit that puts text in place of the bytes from start to end.
func (s Source) Edit(start, end int, text string) Edit {
	return Edit{Location: s.At(start, end), Start: start, End: end, New: text}
}

// tense is how edits are spoken of.
type tense struct{ add, remove, replace string }

var (
	present = tense{"adds %q", "takes out %q", "writes %q in place of %q"}
	past    = tense{"added %q", "took out %q", "wrote %q in place of %q"}
)

// in says what the edit does, or has done.
func (e Edit) in(t tense) string {
	switch old := e.old(); {
	case old == "":
		return fmt.Sprintf(t.add, e.New)
	case e.New == "":
		return fmt.Sprintf(t.remove, old)
	default:
		return fmt.Sprintf(t.replace, e.New, old)
	}
}

// Mended says, in a line of the form of a headline, how a diagnostic was mended.
func (d Diagnostic) Mended() string {
	var did []string
	for _, e := range d.Fix {
		did = append(did, e.in(past))
	}
	return fmt.Sprintf("%s: mended: %s [%s]", d.place(), Visible(strings.Join(did, " and ")), Visible(d.Rule))
}

// old is the text that is replaced.
func (e Edit) old() string {
	line := []rune(e.Text)
	from := min(max(e.Col-1, 0), len(line))
	return string(line[from:min(from+e.Width, len(line))])
}

var byteOrderMark = []byte("\uFEFF")

// Mend applies the fixes that diagnostics carry to the text of the file that they
// are about, byte for byte, and returns what becomes of it and which diagnostics
// are mended by that. A fix that changes what an earlier one has changed is left for
// another time, and so is one whose line has another text than it had when it was
// looked at.
func Mend(file []byte, ds []Diagnostic) (mended []byte, done []Diagnostic) {
	text, marked := bytes.CutPrefix(file, byteOrderMark)
	src := Source{Text: text}
	var edits []Edit
	for _, d := range ds {
		if len(d.Fix) > 0 && !slices.ContainsFunc(d.Fix, func(e Edit) bool { return !src.has(e) || overlapsAny(edits, e) }) {
			edits = append(edits, d.Fix...)
			done = append(done, d)
		}
	}
	slices.SortFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	if marked {
		mended = append(mended, byteOrderMark...)
	}
	at := 0
	for _, e := range edits {
		mended = append(append(mended, text[at:e.Start]...), e.New...)
		at = e.End
	}
	return append(mended, text[at:]...), done
}

// has reports whether the text is still the one that an edit was made for.
func (s Source) has(e Edit) bool {
	if e.Start < 0 || e.End < e.Start || e.End > len(s.Text) {
		return false
	}
	now := s.At(e.Start, e.End)
	return now.Line == e.Line && now.Col == e.Col && now.Width == e.Width && now.Text == e.Text
}

// overlapsAny reports whether an edit and one of others change the same bytes, or
// add something at the same place.
func overlapsAny(edits []Edit, e Edit) bool {
	return slices.ContainsFunc(edits, func(o Edit) bool {
		return e.Start < o.End && o.Start < e.End || e.Start == o.Start
	})
}
