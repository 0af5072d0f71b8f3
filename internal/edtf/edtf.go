// Package edtf reads and writes the dates that Backgrounder keeps: Extended
// Date/Time Format (ISO 8601-2:2019, level 0 dates and level 1 seasons), at the
// precision the writer knew.
//
//	2024-01-25   a day
//	2020-01      a month
//	2003         a year
//	2023-22      a season: 21 spring, 22 summer, 23 autumn, 24 winter
//
// Times of day, intervals, qualifiers and unspecified digits are not dates here.
//
// A season covers three whole months, as on the northern half of the Earth:
// spring begins in March. Winter is named after the year it begins in, so that
// 2023-24 runs from December 2023 to February 2024.
package edtf

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Date is a day, month, season or year of the proleptic Gregorian calendar. The
// zero Date means no date. Dates are comparable with ==.
type Date struct {
	Year  int // 1 to 9999
	Month int // 1 to 12; 21 to 24 for a season; 0 where only the year is known
	Day   int // 1 to 31; 0 where only the month, season or year is known
}

// The seasons, as values of [Date.Month].
const (
	Spring = 21
	Summer = 22
	Autumn = 23
	Winter = 24
)

// Error says why a text is not a date.
type Error struct {
	Text    string // what was to be a date
	Reason  string // what is wrong with it
	Instead string // what was probably meant, in this package's form; "" where that is not clear
}

// Error returns the text and the reason.
func (e *Error) Error() string { return fmt.Sprintf("%q is no date: %s", e.Text, e.Reason) }

// OfDay returns the day of t, in t's own time zone.
func OfDay(t time.Time) Date {
	return Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// Parse reads a date. Its errors are of type [*Error].
func Parse(s string) (Date, error) {
	year, rest, ok := digits(s, 4)
	if !ok || rest != "" && rest[0] != '-' {
		return Date{}, foreign(s)
	}
	if year == 0 {
		return Date{}, &Error{Text: s, Reason: "years go from 0001 to 9999"}
	}
	if rest == "" {
		return Date{Year: year}, nil
	}
	month, rest, ok := digits(rest[1:], 2)
	if !ok || rest != "" && rest[0] != '-' {
		return Date{}, foreign(s)
	}
	season := Spring <= month && month <= Winter
	if !season && (month < 1 || month > 12) {
		return Date{}, &Error{Text: s, Reason: "months go from 01 to 12, seasons from 21 (spring) to 24 (winter)"}
	}
	if rest == "" {
		return Date{Year: year, Month: month}, nil
	}
	day, rest, ok := digits(rest[1:], 2)
	if !ok || rest != "" {
		return Date{}, foreign(s)
	}
	if season {
		return Date{}, &Error{Text: s, Reason: "a season has no days", Instead: s[:len("2006-01")]}
	}
	if last := daysIn(year, month); day < 1 || day > last {
		return Date{}, &Error{Text: s, Reason: fmt.Sprintf("%s %d has %d days", time.Month(month), year, last)}
	}
	return Date{Year: year, Month: month, Day: day}, nil
}

// digits reads exactly n ASCII digits from the start of s.
func digits(s string, n int) (value int, rest string, ok bool) {
	if len(s) < n {
		return 0, "", false
	}
	for i := range n {
		c := s[i]
		if c < '0' || c > '9' {
			return 0, "", false
		}
		value = value*10 + int(c-'0')
	}
	return value, s[n:], true
}

// foreign explains a text that is not of the form of a date. People who come
// from other programs write dates in ways that can be read beyond doubt; those
// are said back in the right form.
func foreign(s string) *Error {
	if s == "" {
		return &Error{Text: s, Reason: "it is empty"}
	}
	for _, form := range []struct{ layout, reason string }{
		{time.RFC3339, "a date has no time of day"},
		{"2006-01-02T15:04:05", "a date has no time of day"},
		{"2006-01-02T15:04", "a date has no time of day"},
		{"2006-01-02 15:04:05 -0700", "a date has no time of day"},
		{"2006-01-02 15:04:05", "a date has no time of day"},
		{"2006-01-02 15:04", "a date has no time of day"},
		{"2006-1-2", "month and day have two digits each"},
		{"2006/1/2", "year, month and day are joined by hyphens"},
		{"2006.1.2", "year, month and day are joined by hyphens"},
		{"20060102", "year, month and day are joined by hyphens"},
		{"January 2, 2006", "dates are written in digits"},
		{"Jan. 2, 2006", "dates are written in digits"},
		{"Jan 2, 2006", "dates are written in digits"},
		{"2 January 2006", "dates are written in digits"},
		{"2 Jan 2006", "dates are written in digits"},
	} {
		if t, err := time.Parse(form.layout, s); err == nil && t.Year() > 0 {
			return &Error{Text: s, Reason: form.reason, Instead: OfDay(t).String()}
		}
	}
	for _, form := range []struct{ layout, reason string }{
		{"2006-1", "a month has two digits"},
		{"2006/1", "year and month are joined by a hyphen"},
		{"January 2006", "dates are written in digits"},
		{"Jan. 2006", "dates are written in digits"},
	} {
		if t, err := time.Parse(form.layout, s); err == nil && t.Year() > 0 {
			return &Error{Text: s, Reason: form.reason, Instead: Date{Year: t.Year(), Month: int(t.Month())}.String()}
		}
	}
	switch {
	case strings.ContainsRune(s, '/') && strings.HasPrefix(s, "2"), strings.Contains(s, ".."):
		return &Error{Text: s, Reason: "it is an interval, and a date is one day, month, season or year"}
	case strings.ContainsAny(s, "?~%"):
		return &Error{Text: s, Reason: "a date cannot be marked as uncertain; leave out what is not known"}
	case strings.ContainsAny(s, "Xx"):
		return &Error{Text: s, Reason: "digits cannot be left open; leave out the day or the month"}
	}
	return &Error{Text: s, Reason: "write a day as 2024-01-25, a month as 2024-01, a year as 2024, a season as 2024-22"}
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// String writes the date as [Parse] reads it; the zero Date is "".
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// IsDay reports whether d is known to the day.
func (d Date) IsDay() bool { return d.Day != 0 }

// IsSeason reports whether d is a season.
func (d Date) IsSeason() bool { return Spring <= d.Month && d.Month <= Winter }

// First returns the first day of d, at midnight UTC; the zero time for no date.
func (d Date) First() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	if d.IsSeason() {
		return time.Date(d.Year, d.firstMonth(), 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Last returns the last day of d, at midnight UTC; the zero time for no date.
func (d Date) Last() time.Time {
	first := d.First()
	switch {
	case d.IsZero(), d.IsDay():
		return first
	case d.IsSeason():
		return first.AddDate(0, 3, -1)
	case d.Month == 0:
		return first.AddDate(1, 0, -1)
	}
	return first.AddDate(0, 1, -1)
}

// firstMonth is the month in which a season begins.
func (d Date) firstMonth() time.Month { return time.March + time.Month(3*(d.Month-Spring)) }

// Compare orders dates by their first day and then the longer before the
// shorter, so that a year stands before its January and that before its first
// day. No date stands before every date.
func (d Date) Compare(e Date) int {
	return cmp.Or(d.First().Compare(e.First()), e.Last().Compare(d.Last()))
}

// MarshalText writes the date as [Date.String] does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the date as [Parse] does; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
