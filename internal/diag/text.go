package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// headline is the line that editors' problem matchers read:
// path:line:col: severity: message [rule].
func (d Diagnostic) headline() string { return d.colored(palette{}) }

func (d Diagnostic) colored(p palette) string {
	var b strings.Builder
	if place := d.place(); place != "" {
		b.WriteString(p.bold + place + ":" + p.reset + " ")
	}
	fmt.Fprintf(&b, "%s%s:%s %s%s%s", p.severity(d.Severity), d.Severity, p.reset, p.bold, Visible(d.Message), p.reset)
	if d.Rule != "" {
		fmt.Fprintf(&b, " %s[%s]%s", p.dim, Visible(d.Rule), p.reset)
	}
	return b.String()
}

// place is the location as path:line:col, as far as it is known.
func (l Location) place() string {
	switch {
	case l.File == "":
		return ""
	case l.Line == 0:
		return Visible(l.File)
	case l.Col == 0:
		return fmt.Sprintf("%s:%d", Visible(l.File), l.Line)
	}
	return fmt.Sprintf("%s:%d:%d", Visible(l.File), l.Line, l.Col)
}

// Text writes diagnostics for people: the headline, the source line with the
// place marked under it, and the hints. Color adds ANSI colours.
//
//	content/articles/talks.md:3:1: error: unknown key "titel" [unknown-key]
//	    titel: The talks
//	    ^^^^^
//	    hint: did you mean "title"?
//
// Whatever a file, a name or a message holds, nothing but printable characters
// reaches the terminal.
type Text struct {
	Color bool
}

// Write writes the diagnostics in the order given.
func (t Text) Write(w io.Writer, ds []Diagnostic) error {
	for _, d := range ds {
		if _, err := io.WriteString(w, t.format(d)); err != nil {
			return err
		}
	}
	return nil
}

const indent = "    "

// fix says what can be done about the diagnostic without a judgement, or "".
func (d Diagnostic) fix() string {
	var does []string
	for _, e := range d.Fix {
		does = append(does, e.in(present))
	}
	if does == nil {
		return ""
	}
	return "check --fix " + strings.Join(does, " and ")
}

func (t Text) format(d Diagnostic) string {
	p := palette{}
	if t.Color {
		p = ansi
	}
	var b strings.Builder
	b.WriteString(d.colored(p) + "\n")
	if line, mark := d.excerpt(); line != "" {
		b.WriteString(indent + line + "\n")
		if mark != "" {
			gap := len(mark) - len(strings.TrimLeft(mark, " "))
			b.WriteString(indent + mark[:gap] + p.severity(d.Severity) + mark[gap:] + p.reset + "\n")
		}
	}
	for _, hint := range d.Hints {
		b.WriteString(indent + p.hint + "hint:" + p.reset + " " + Visible(hint) + "\n")
	}
	if fix := d.fix(); fix != "" {
		b.WriteString(indent + p.hint + "fix:" + p.reset + " " + Visible(fix) + "\n")
	}
	return b.String()
}

// palette is the escape sequences between which things stand; all are empty
// where there are no colours.
type palette struct {
	reset, bold, dim, hint, err, warning string
}

var ansi = palette{
	reset:   "\x1b[0m",
	bold:    "\x1b[1m",
	dim:     "\x1b[2m",
	hint:    "\x1b[36m",
	err:     "\x1b[1;31m",
	warning: "\x1b[1;33m",
}

func (p palette) severity(s Severity) string {
	if s == Error {
		return p.err
	}
	return p.warning
}

// widestExcerpt is how many columns of a source line are shown at most, so that
// with the indent it fits into a terminal of a hundred. A paragraph of prose is
// often one line.
const widestExcerpt = 96

// cell is a character as a terminal shows it.
type cell struct {
	text  string
	width int // columns
}

// excerpt is the source line, or the part of it around the place, and the line
// of carets that goes under it.
func (l Location) excerpt() (line, mark string) {
	if l.Line == 0 || strings.TrimSpace(l.Text) == "" {
		return "", ""
	}
	part, skipped, more := vicinity(strings.TrimRight(l.Text, " \t"), l.Col)
	cells := cellsOf(part)
	from, to := 0, 0 // the cells to mark
	if l.Col > 0 {
		from = min(l.Col-1-skipped, len(cells))
		to = min(from+max(l.Width, 1), len(cells))
	}
	first, last := window(cells, from)
	var b strings.Builder
	if first > 0 || skipped > 0 {
		b.WriteString("…")
	}
	for _, c := range cells[first:last] {
		b.WriteString(c.text)
	}
	if last < len(cells) || more {
		b.WriteString("…")
	}
	if l.Col == 0 {
		return b.String(), ""
	}
	gap := widthOf(cells[first:from])
	if first > 0 || skipped > 0 {
		gap++
	}
	to = min(to, last)
	carets := 1
	if from < to {
		carets = max(1, widthOf(cells[from:to]))
	}
	return b.String(), strings.Repeat(" ", gap) + strings.Repeat("^", carets)
}

// vicinity is the part of a line that an excerpt around a column can come from, how many
// code points are skipped before it, and whether more come after it. A whole story may
// stand on one line.
func vicinity(text string, col int) (part string, skipped int, more bool) {
	const reach = 1000 // code points on either side, far more than are shown
	start, n := 0, 0
	for at := range text {
		switch n {
		case col - reach:
			start, skipped = at, n
		case max(col, 0) + reach:
			return text[start:at], skipped, true
		}
		n++
	}
	return text[start:], skipped, false
}

// window chooses the cells to show when a line is too long: a third of the room
// goes to what stands before the place.
func window(cells []cell, place int) (first, last int) {
	if widthOf(cells) <= widestExcerpt {
		return 0, len(cells)
	}
	const room = widestExcerpt - 2 // for the signs of omission
	first = place
	for w := 0; first > 0 && w+cells[first-1].width <= room/3; first-- {
		w += cells[first-1].width
	}
	last = first
	w := 0
	for ; last < len(cells) && w+cells[last].width <= room; last++ {
		w += cells[last].width
	}
	for ; last == len(cells) && first > 0 && w+cells[first-1].width <= room; first-- {
		w += cells[first-1].width
	}
	return first, last
}

func widthOf(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

// cellsOf cuts text into cells, one for each code point. Tabs reach to the next
// fourth column.
func cellsOf(text string) []cell {
	cells := make([]cell, 0, len(text))
	column := 0
	for _, r := range text {
		c := cellOf(r)
		if r == '\t' {
			n := 4 - column%4
			c = cell{strings.Repeat(" ", n), n}
		}
		cells = append(cells, c)
		column += c.width
	}
	return cells
}

func cellOf(r rune) cell {
	switch {
	case !isVisible(r):
		s := escape(r)
		return cell{s, len(s)}
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return cell{string(r), 0}
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return cell{string(r), 2}
	}
	return cell{string(r), 1}
}

// isVisible reports whether a terminal may be sent r. Control characters could
// command it, and those that turn the direction of writing could disguise a
// line; the two joiners are part of words in some scripts.
func isVisible(r rune) bool {
	return unicode.IsGraphic(r) || r == '\u200c' || r == '\u200d'
}

// Visible writes every character that a terminal may not be sent as Go would write it
// in a string.
func Visible(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !isVisible(r) || r == unicode.ReplacementChar }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isVisible(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(escape(r))
		}
	}
	return b.String()
}

func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
