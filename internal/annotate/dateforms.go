package annotate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// Each form that a date has. A function that reads one is told where it begins, notes the
// date if it is sure of it, and returns how many words it takes, which are not looked at
// again: 0 where there is no such date.

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
	if d.has(i+1, "counted") {
		return false
	}
	last := i+1 == len(d.words)
	switch before := d.low(i - 1); {
	case before == "and", before == "to":
		_, ok := d.year(i - 2)
		return ok
	case before == "of" && !last && d.words[i+1].space && !d.capital(i+1):
		return false // a survey of 2003 schoolchildren
	case d.has(i-1, "before"):
		return true
	case d.has(i-1, "determiner"):
		// A noun follows; a number before a capital may be part of a name.
		return !last && d.words[i+1].space && !d.capital(i+1) && wordByte[d.text[d.words[i+1].start]]
	}
	return false
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
	if d.has(j, "recalled") || m == 9 && day == 11 || !d.known() {
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
	introduced := d.has(i-1, "before") || d.low(i-1) == "-" && d.low(i-2) == "mid"
	j := i + 1
	if d.low(j) == "." && d.glued(j) && !strings.EqualFold(d.low(i), time.Month(m).String()) {
		j++ // of an abbreviation; but it may end a sentence
		if d.capital(j) {
			j--
		}
	}
	// "In May Day parades", "by March Air Base": a name goes on. Before such words
	// as "of" a month can also be a surname (Theresa of May).
	if !introduced || d.low(i-1) == "of" || d.low(i-1) == "and" || d.low(i-1) == "to" ||
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
	if d.has(i-1, "name-before") && d.capital(i-1) || d.has(i+1, "name-behind") && !d.glued(i+1) {
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
	if months, ok := d.is(i+1, "months"); ok {
		if months == 12 {
			return d.add(i, i+2, edtf.Date{Year: y + which})
		}
		t := time.Date(y, time.Month(m+which), 1, 0, 0, 0, 0, time.UTC)
		return d.add(i, i+2, edtf.Date{Year: t.Year(), Month: int(t.Month())})
	}
	if month, ok := d.is(i+1, "month"); ok && d.capital(i+1) {
		day := i + 2
		if d.low(day) == "." && d.glued(day) {
			day++
		}
		if _, hasDay := d.ordinal(day); hasDay {
			return 0 // it is read without the word before it
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
