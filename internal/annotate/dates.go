package annotate

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/edtf"
)

// Dates are read by the rules of The Associated Press Stylebook, entries "time
// element", "days of the week", "months" and "dates":
//
//   - A day of the week is one of the seven days before or after the story's date;
//     the tense says which. The story's own day counts as past and as future.
//   - A month and a day without a year are in the story's year; around the turn of
//     the year, where that rule is broken every January, the tense or else plain
//     nearness decides.
//   - A month alone is the latest or the next of its name, by tense.
//   - "Last" and "next", which the stylebook asks writers to avoid, are read only
//     where all readers agree: on a Thursday "last Tuesday" may be two days ago or
//     nine, and is left alone.
//
// What stays uncertain is left alone. So are dates that recall an event of a year
// everyone knows (the Sept. 11 attacks).

//go:embed dates.txt
var datesText string

// wordClass is what a word does in dates.
type wordClass struct {
	class string
	value int
}

// dateWords are the words of dates.txt. A word may be in several classes: "march",
// "last".
var dateWords = readDateWords(datesText)

// calendarWords are the names of days and months.
var calendarWords = func() map[string]bool {
	set := map[string]bool{}
	for w, classes := range dateWords {
		for _, c := range classes {
			if c.class == "weekday" || c.class == "month" {
				set[w] = true
			}
		}
	}
	return set
}()

// readDateWords reads dates.txt, which is part of the program: a mistake in it is one in
// the program.
func readDateWords(list string) map[string][]wordClass {
	words := map[string][]wordClass{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		v, err := strconv.Atoi(f[1])
		if err != nil {
			panic("dates.txt: " + line)
		}
		for _, w := range f[2:] {
			words[w] = append(words[w], wordClass{f[0], v})
		}
	}
	return words
}

// dater reads the dates of one block after another. dateforms.go has what each form of a
// date is read by, tense.go what tells whether its sentence looks back or ahead.
type dater struct {
	text      string
	now       edtf.Date  // the story's date; zero where it is not known to the day
	in        Span       // the block
	words     []dateWord // of the block
	sentences []Span     // of the block; nil until they are asked for
	cutter    prose.Cutter
	found     []DateMention
	report    func(Problem)
}

// dateWord is a token with what it can mean.
type dateWord struct {
	token
	low     string // in small letters
	classes []wordClass
}

// is reports whether word i is of a class, and with which value.
func (d *dater) is(i int, class string) (value int, ok bool) {
	if i < 0 || i >= len(d.words) {
		return 0, false
	}
	for _, c := range d.words[i].classes {
		if c.class == class {
			return c.value, true
		}
	}
	return 0, false
}

// has reports whether word i is of a class whose words are all alike.
func (d *dater) has(i int, class string) bool {
	_, ok := d.is(i, class)
	return ok
}

// low is word i in small letters; "" where there is none.
func (d *dater) low(i int) string {
	if i < 0 || i >= len(d.words) {
		return ""
	}
	return d.words[i].low
}

// capital reports whether the word begins with a capital letter.
func (d *dater) capital(i int) bool {
	if i < 0 || i >= len(d.words) {
		return false
	}
	return capitalized(d.text[d.words[i].start:d.words[i].end])
}

// number reads a number of so many digits at the most.
func (d *dater) number(i, digits int) (int, bool) {
	w := d.low(i)
	if w == "" || len(w) > digits {
		return 0, false
	}
	n := 0
	for _, c := range []byte(w) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// dates finds the dates of the story's prose.
func (w *work) dates() {
	d := &dater{text: w.res.Text, report: w.problem}
	if w.story.Date.IsDay() {
		d.now = w.story.Date
	}
	marked := w.markedDates()
	for _, b := range w.res.Blocks {
		if b.Kind != sourcing.Paragraph {
			continue
		}
		d.found = d.found[:0]
		if w.story.english() {
			d.block(b.Span)
		}
		for _, m := range d.found {
			if !w.taken(m.Span, marked) {
				w.res.Dates = append(w.res.Dates, m)
			}
		}
		for _, m := range marked {
			if b.Contains(m.Span) {
				w.res.Dates = append(w.res.Dates, m)
			}
		}
	}
	slices.SortStableFunc(w.res.Dates, func(a, b DateMention) int { return a.Start - b.Start })
}

// markedDates are what the author says.
func (w *work) markedDates() []DateMention {
	var dates []DateMention
	for _, m := range w.flat.marks {
		if m.ends && m.date != nil && m.Len() > 0 && !w.inActor(m.Span) && !overlapsAny(w.flat.closed, m.Span) {
			dates = append(dates, DateMention{Span: m.Span, Date: *m.date})
		}
	}
	return dates
}

// taken reports whether the words are already part of something that beats a date.
func (w *work) taken(s Span, marked []DateMention) bool {
	for _, m := range marked {
		if m.Overlaps(s) {
			return true
		}
	}
	return w.inActor(s) || overlapsAny(w.flat.closed, s) || overlapsAny(w.flat.rigid, s)
}

// block reads the dates of a block, into found.
func (d *dater) block(in Span) {
	if !mayHoldDate(in.Of(d.text)) {
		return
	}
	d.in = in
	d.words = d.words[:0]
	for t := (token{end: in.Start}); ; {
		t = nextToken(d.text, t.end, in.End)
		if t.end == t.start {
			break
		}
		low := strings.ToLower(d.text[t.start:t.end])
		d.words = append(d.words, dateWord{t, low, dateWords[low]})
	}
	d.sentences = nil
	for i := 0; i < len(d.words); {
		n := d.at(i)
		i += max(n, 1)
	}
}

// dateTriggers are the words without which, or without digits, nothing is a date.
var dateTriggers = func() map[string]bool {
	set := map[string]bool{}
	for w, classes := range dateWords {
		for _, c := range classes {
			switch c.class {
			case "weekday", "month", "season", "months", "day":
				set[w] = true
			}
		}
	}
	return set
}()

// mayHoldDate is a cheap look for anything that a date needs.
func mayHoldDate(s string) bool {
	var low [12]byte
	for i := 0; i < len(s); i++ {
		if !wordByte[s[i]] {
			continue
		}
		n := 0
		for ; i < len(s) && wordByte[s[i]]; i++ {
			if s[i] <= '9' {
				return true
			}
			if n < len(low) {
				low[n] = s[i] | 0x20
			}
			n++
		}
		if n <= len(low) && dateTriggers[string(low[:n])] {
			return true
		}
	}
	return false
}

// add notes a date that words i up to but not including j mean.
func (d *dater) add(i, j int, date edtf.Date) int {
	if date.IsZero() {
		return j - i
	}
	if _, err := edtf.Parse(date.String()); err != nil {
		return j - i
	}
	d.found = append(d.found, DateMention{
		Span: Span{Start: d.words[i].start, End: d.words[j-1].end},
		Date: date,
	})
	return j - i
}

// at reads the date that begins with word i, and returns how many words it takes;
// 0 where none begins.
func (d *dater) at(i int) int {
	if c := d.words[i].low[0]; len(d.words[i].classes) == 0 && (c < '0' || c > '9') {
		return 0
	}
	if n := d.iso(i); n > 0 {
		return n
	}
	if w, ok := d.is(i, "weekday"); ok && d.capital(i) {
		return d.weekday(i, time.Weekday(w))
	}
	if m, ok := d.is(i, "month"); ok && d.capital(i) {
		return d.month(i, m)
	}
	if day, ok := d.number(i, 2); ok {
		return d.dayFirst(i, day)
	}
	if which, ok := d.is(i, "which"); ok {
		return d.relative(i, which)
	}
	if s, ok := d.is(i, "season"); ok {
		return d.season(i, s)
	}
	if n, ok := d.is(i, "day"); ok && d.known() && !d.quoted(i) {
		return d.add(i, i+1, edtf.OfDay(d.today().AddDate(0, 0, n)))
	}
	if y, ok := d.year(i); ok && d.meansYear(i) {
		return d.add(i, i+1, edtf.Date{Year: y})
	}
	return 0
}

// known reports whether it is known to the day when the story appeared.
func (d *dater) known() bool { return !d.now.IsZero() }

// today is the day of the story, at midnight UTC.
func (d *dater) today() time.Time { return d.now.First() }

// glued reports whether word i stands right behind the one before it.
func (d *dater) glued(i int) bool { return i > 0 && i < len(d.words) && !d.words[i].space }

// endsPhrase reports whether word i is punctuation that can end a date: not a
// hyphen, a slash or the point of a decimal.
func (d *dater) endsPhrase(i int) bool {
	r, _ := utf8.DecodeRuneInString(d.text[d.words[i].start:])
	switch {
	case strings.ContainsRune(".,:", r):
		return i+1 >= len(d.words) || d.words[i+1].space || !wordByte[d.text[d.words[i+1].start]]
	case apostrophe(r):
		return true
	}
	return strings.ContainsRune(";!?…)]”’\"—–", r)
}
