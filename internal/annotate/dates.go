package annotate

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
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

// dater reads the dates of one block.
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

func (d *dater) is(i int, class string) (int, bool) {
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
	if w.story.Date.Day != 0 {
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

// inActor reports whether the words name an actor, or part of one.
func (w *work) inActor(s Span) bool {
	i, _ := slices.BinarySearchFunc(w.mentions, s.Start, func(m found, at int) int {
		if m.End <= at {
			return -1
		}
		return 1
	})
	return i < len(w.mentions) && w.mentions[i].Overlaps(s)
}

// overlapsAny looks in stretches that are in order and do not overlap.
func overlapsAny(spans []Span, s Span) bool {
	i, _ := slices.BinarySearchFunc(spans, s.Start, func(m Span, at int) int {
		if m.End <= at {
			return -1
		}
		return 1
	})
	return i < len(spans) && spans[i].Overlaps(s)
}

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
			case "weekday", "month", "season", "unit", "day":
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
	if date == (edtf.Date{}) {
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

func (d *dater) known() bool { return d.now != edtf.Date{} }

func (d *dater) today() time.Time {
	return time.Date(d.now.Year, time.Month(d.now.Month), d.now.Day, 0, 0, 0, 0, time.UTC)
}

// iso reads 2024-01-25.
func (d *dater) iso(i int) int {
	y, ok := d.year(i)
	if !ok || d.glued(i) && !strings.Contains("(“\"", d.low(i-1)) || i+4 >= len(d.words) || d.low(i+1) != "-" || d.low(i+3) != "-" || len(d.low(i+2)) != 2 || len(d.low(i+4)) != 2 {
		return 0
	}
	for k := i + 1; k <= i+4; k++ {
		if d.words[k].space {
			return 0
		}
	}
	m, ok1 := d.number(i+2, 2)
	day, ok2 := d.number(i+4, 2)
	if !ok1 || !ok2 || m < 1 || m > 12 {
		return 0
	}
	return d.add(i, i+5, edtf.Date{Year: y, Month: m, Day: day})
}

// year reads a number of four digits that can be a year.
func (d *dater) year(i int) (int, bool) {
	y, ok := d.number(i, 4)
	return y, ok && len(d.low(i)) == 4 && y >= 1800 && y <= 2199
}

// meansYear reports whether the number at i is a year: in 2014, its 2003 invasion.
func (d *dater) meansYear(i int) bool {
	if i == 0 || d.glued(i) || d.glued(i+1) && !d.endsPhrase(i+1) {
		return false
	}
	if _, ok := d.is(i+1, "counted"); ok {
		return false
	}
	kind, ok := d.is(i-1, "before")
	switch {
	case !ok:
		return false
	case kind == 0 && (d.low(i-1) == "and" || d.low(i-1) == "to"):
		_, ok = d.year(i - 2)
		return ok
	case d.low(i-1) == "of" && i+1 < len(d.words) && d.words[i+1].space && !d.capital(i+1):
		return false // a survey of 2003 schoolchildren
	case kind == 0:
		return true
	}
	// A noun follows; a number before a capital may be part of a name.
	return d.words[min(i+1, len(d.words)-1)].space && i+1 < len(d.words) && !d.capital(i+1) &&
		wordByte[d.text[d.words[i+1].start]]
}

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

// month reads Oct. 7, Oct. 7, 2023, January 2020, in November.
func (d *dater) month(i, m int) int {
	j := i + 1
	if d.low(j) == "." && d.glued(j) {
		j++
	}
	if y, ok := d.year(j); ok && !d.glued(j) && (!d.glued(j+1) || d.endsPhrase(j+1)) {
		return d.add(i, j+1, edtf.Date{Year: y, Month: m})
	}
	if day, ok := d.ordinal(j); ok && !d.glued(j) && day >= 1 && day <= 31 {
		return d.monthDay(i, j+1, m, day)
	}
	return d.monthAlone(i, m)
}

// ordinal reads a day of the month, as 7 or 7th.
func (d *dater) ordinal(i int) (int, bool) {
	w := d.low(i)
	for _, end := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, end)
	}
	if len(w) == 0 || len(w) > 2 {
		return 0, false
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && w[0] >= '0' && w[0] <= '9'
}

// monthDay reads what follows a month and a day, which are words i up to j.
func (d *dater) monthDay(i, j, m, day int) int {
	if d.low(j) == "," && d.glued(j) {
		if y, ok := d.year(j + 1); ok && !d.glued(j+1) {
			return d.add(i, j+2, edtf.Date{Year: y, Month: m, Day: day})
		}
	}
	if y, ok := d.year(j); ok && !d.glued(j) && (!d.glued(j+1) || d.endsPhrase(j+1)) {
		return d.add(i, j+1, edtf.Date{Year: y, Month: m, Day: day})
	}
	if d.glued(j) && !d.endsPhrase(j) {
		return j - i // a range, or no date at all
	}
	if _, ok := d.is(j, "recalled"); ok || m == 9 && day == 11 || !d.known() {
		return j - i
	}
	return d.add(i, j, d.nearest(i, m, day))
}

// dayFirst reads 7 October 2023 and 7 October.
func (d *dater) dayFirst(i, day int) int {
	m, ok := d.is(i+1, "month")
	if !ok || !d.capital(i+1) || d.glued(i+1) || d.glued(i) || day < 1 || day > 31 {
		return 0
	}
	if y, ok := d.year(i + 2); ok && !d.glued(i+2) {
		return d.add(i, i+3, edtf.Date{Year: y, Month: m, Day: day})
	}
	if _, ok := d.ordinal(i + 2); ok && !d.glued(i+2) {
		return 0 // "the 7 May 5 strikes"
	}
	return d.monthDay(i, i+2, m, day)
}

// nearest is the day of that name which the sentence means.
func (d *dater) nearest(i, m, day int) edtf.Date {
	today := d.today()
	var before, after time.Time
	for y := d.now.Year - 8; y <= d.now.Year+8; y++ { // 29 February may be 8 years away
		t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
		if t.Day() != day {
			continue
		}
		if !t.After(today) {
			before = t
		}
		if !t.Before(today) && after.IsZero() {
			after = t
		}
	}
	if before.IsZero() || after.IsZero() {
		return edtf.Date{}
	}
	back, ahead := today.Sub(before), after.Sub(today)
	// Half a year away, when the same day of this season was just yesterday or comes
	// tomorrow: the tense has been misread.
	const far, close = 180 * 24 * time.Hour, 60 * 24 * time.Hour
	switch d.tense(i) {
	case past:
		if back > far && ahead < close {
			return edtf.Date{}
		}
		return edtf.OfDay(before)
	case future:
		if ahead > far && back < close {
			return edtf.Date{}
		}
		return edtf.OfDay(after)
	}
	switch {
	case 2*back < ahead:
		return edtf.OfDay(before)
	case 2*ahead < back:
		return edtf.OfDay(after)
	}
	return edtf.Date{}
}

// monthAlone reads in November, early January.
func (d *dater) monthAlone(i, m int) int {
	kind, ok := d.is(i-1, "before")
	if !ok && d.low(i-1) == "-" && d.low(i-2) == "mid" {
		kind, ok = 0, true
	}
	j := i + 1
	if d.low(j) == "." && d.glued(j) && !strings.EqualFold(d.low(i), time.Month(m).String()) {
		j++ // of an abbreviation; but it may end a sentence
		if d.capital(j) {
			j--
		}
	}
	// "In May Day parades", "by March Air Base": a name goes on. Before such words
	// as "of" a month can also be a surname (Theresa of May).
	if !ok || kind != 0 || d.low(i-1) == "of" || d.low(i-1) == "and" || d.low(i-1) == "to" ||
		!d.known() || d.capital(j) && !d.glued(j) || d.glued(j) && !d.endsPhrase(j) || d.glued(i) && d.low(i-1) != "-" {
		return 0
	}
	year := d.now.Year
	switch d.tense(i) {
	case past:
		if m > d.now.Month {
			year--
		}
	case future:
		if m < d.now.Month {
			year++
		}
	default:
		return 0
	}
	return d.add(i, j, edtf.Date{Year: year, Month: m})
}

// weekday reads Thursday, and Saturday, Oct. 7.
func (d *dater) weekday(i int, day time.Weekday) int {
	j := i + 1
	if d.low(j) == "," && d.glued(j) {
		j++
	}
	if m, ok := d.is(j, "month"); ok && d.capital(j) && !d.glued(j) {
		return d.weekdayOf(i, j, m, day)
	}
	if k, ok := d.is(i-1, "named"); ok && k == 0 && d.capital(i-1) {
		return 0
	}
	if k, ok := d.is(i+1, "named"); ok && k == 1 && !d.glued(i+1) {
		return 0
	}
	if !d.known() || d.glued(i+1) && !d.endsPhrase(i+1) || d.glued(i) && d.low(i-1) == "-" || d.low(i+1) == "of" {
		return 0 // "Monday of last week"
	}
	today := d.today()
	back := (int(today.Weekday()) - int(day) + 7) % 7
	ahead := (7 - back) % 7
	// Days since Monday, to tell calendar weeks apart.
	sinceMonday := (int(today.Weekday()) + 6) % 7
	if which, ok := d.is(i-1, "which"); ok && !d.glued(i) {
		switch {
		case which < 0 && back > sinceMonday:
			return d.add(i, i+1, edtf.OfDay(today.AddDate(0, 0, -back)))
		case which > 0 && ahead > 6-sinceMonday:
			return d.add(i, i+1, edtf.OfDay(today.AddDate(0, 0, ahead)))
		case which != 0:
			return 1
		}
	}
	switch d.tense(i) {
	case past:
		return d.add(i, i+1, edtf.OfDay(today.AddDate(0, 0, -back)))
	case future:
		return d.add(i, i+1, edtf.OfDay(today.AddDate(0, 0, ahead)))
	}
	return 0
}

// weekdayOf reads a weekday with its date, which begins at j. Where a year is
// given, they must agree; where none is, the weekday settles it.
func (d *dater) weekdayOf(i, j, m int, day time.Weekday) int {
	before := len(d.found)
	n := j - i + d.month(j, m)
	if _, said := d.year(i + n - 1); said {
		if len(d.found) == before || d.found[before].Date.Day == 0 {
			d.found = d.found[:before]
			return n
		}
		f := &d.found[before]
		f.Start = d.words[i].start
		if f.Date.First().Weekday() != day {
			d.report(Problem{
				Span: f.Span, Rule: "weekday", Severity: diag.Warning,
				Message: fmt.Sprintf("%s was a %s, not a %s", f.Date, f.Date.First().Weekday(), day),
			})
			d.found = d.found[:before]
		}
		return n
	}
	d.found = d.found[:before]
	k := j + 1
	if d.low(k) == "." && d.glued(k) {
		k++
	}
	dayOfMonth, ok := d.ordinal(k)
	if !ok || !d.known() || d.glued(k+1) && !d.endsPhrase(k+1) {
		return n
	}
	for _, y := range []int{d.now.Year, d.now.Year - 1, d.now.Year + 1} {
		date := edtf.Date{Year: y, Month: m, Day: dayOfMonth}
		if _, err := edtf.Parse(date.String()); err == nil && date.First().Weekday() == day {
			return d.add(i, k+1, date)
		}
	}
	return n
}

// relative reads this month, last year, last summer, last November.
func (d *dater) relative(i, which int) int {
	// "The last year" is twelve months, wherever they begin.
	if !d.known() || d.low(i-1) == "the" || d.glued(i+1) || d.glued(i+2) && !d.endsPhrase(i+2) {
		return 0
	}
	y, m := d.now.Year, d.now.Month
	if u, ok := d.is(i+1, "unit"); ok {
		if u == 2 {
			return d.add(i, i+2, edtf.Date{Year: y + which})
		}
		t := time.Date(y, time.Month(m+which), 1, 0, 0, 0, 0, time.UTC)
		return d.add(i, i+2, edtf.Date{Year: t.Year(), Month: int(t.Month())})
	}
	if month, ok := d.is(i+1, "month"); ok && d.capital(i+1) {
		if _, hasDay := d.ordinal(i + 2); hasDay {
			return 0
		}
		switch {
		case which == 0:
			return d.add(i, i+2, edtf.Date{Year: y, Month: month})
		case which < 0 && month > m:
			return d.add(i, i+2, edtf.Date{Year: y - 1, Month: month})
		case which > 0 && month < m:
			return d.add(i, i+2, edtf.Date{Year: y + 1, Month: month})
		}
		return 2
	}
	s, ok := d.is(i+1, "season")
	if !ok || d.low(i+1) == "fall" && d.capital(i+1) {
		return 0
	}
	season := edtf.Date{Year: y, Month: s}
	switch {
	case which < 0: // the last that is over
		for season.Last().Compare(d.today()) >= 0 {
			season.Year--
		}
	case s == edtf.Winter: // two of a year are near each other
		switch {
		case which == 0 && m <= 3:
			season.Year--
		case which == 0 && m >= 9:
		default:
			return 2
		}
	case which > 0:
		if season.First().Compare(d.today()) > 0 {
			return 2 // this year's is still to come: which one is meant?
		}
		season.Year++
	}
	return d.add(i, i+2, season)
}

// season reads summer 2023 and the summer of 2023. A winter has two years.
func (d *dater) season(i, s int) int {
	j := i + 1
	if d.low(j) == "of" {
		j++
	}
	y, ok := d.year(j)
	if !ok || s == edtf.Winter || d.glued(j) || d.glued(j+1) && !d.endsPhrase(j+1) {
		return 0
	}
	return d.add(i, j+1, edtf.Date{Year: y, Month: s})
}

// quoted reports whether word i stands in quotation marks, where it counts from
// the day on which it was spoken.
func (d *dater) quoted(i int) bool {
	const far = 200 // words of a quotation
	open := false
	for _, w := range d.words[max(0, i-far):i] {
		switch w.low {
		case "“":
			open = true
		case "”":
			open = false
		case `"`:
			open = !open
		}
	}
	return open
}

// tense is whether a sentence looks back or ahead.
type tense int

const (
	unclear tense = iota
	past
	future
)

// tense reads the nearest sign of time before word i in its clause, else the
// nearest after it in the sentence, else the nearest before it in the sentence.
func (d *dater) tense(i int) tense {
	const far = 60 // words of a sentence
	lo, hi := d.sentence(i)
	lo, hi = max(lo, i-far), min(hi, i+far)
	clause := i
	for clause > lo && !endsClause(d.low(clause-1)) {
		clause--
	}
	for k := i - 1; k >= clause; k-- {
		if t := d.sign(k); t != unclear {
			return t
		}
	}
	for k := i + 1; k < hi; k++ {
		if t := d.sign(k); t != unclear {
			return t
		}
	}
	for k := clause - 1; k >= lo; k-- {
		if t := d.sign(k); t != unclear {
			return t
		}
	}
	return unclear
}

func endsClause(word string) bool {
	switch word {
	case ",", ";", "—", "“", "”", "\"", ":":
		return true
	}
	return false
}

// sentence is the stretch of words that word i's sentence has.
func (d *dater) sentence(i int) (lo, hi int) {
	if d.sentences == nil {
		d.sentences = d.cutter.Sentences(d.text, d.in)
	}
	at := d.words[i].start
	k, _ := slices.BinarySearchFunc(d.sentences, at, func(s Span, at int) int {
		if s.End <= at {
			return -1
		}
		return 1
	})
	if k == len(d.sentences) {
		return i, i + 1
	}
	word := func(at int) int {
		n, _ := slices.BinarySearchFunc(d.words, at, func(w dateWord, at int) int { return w.start - at })
		return n
	}
	return word(d.sentences[k].Start), word(d.sentences[k].End)
}

// sign is what word k says about time.
func (d *dater) sign(k int) tense {
	w := d.low(k)
	if _, ok := d.is(k, "month"); ok && d.capital(k) {
		return unclear // May
	}
	if _, ok := d.is(k, "future"); ok {
		return future
	}
	if w == "to" {
		if _, ok := d.is(k+1, "base"); ok {
			return future
		}
		return unclear
	}
	_, ok := d.is(k, "past")
	if !ok {
		_, not := d.is(k, "none")
		ok = !not && len(w) > 3 && strings.HasSuffix(w, "ed")
	}
	if !ok {
		return unclear
	}
	// In "will be held" and "to be held" the time is said before.
	switch d.low(k - 1) {
	case "be", "been", "being":
		return unclear
	}
	return past
}
