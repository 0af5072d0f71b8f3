package content

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"backgrounder/internal/edtf"
)

// A story's date may have a time of day, as other generators write it. What counts
// for the reader is the day; the time orders stories of one day, holds one back until
// its hour, and goes out with feeds and linked data.

// clocks are the ways in which a time of day is written behind a day, without seconds
// or with them, and zones those in which it says how far from UTC it is.
var (
	clocks = []string{"15:04:05", "15:04"} // fractions of a second are read too
	zones  = []string{"Z07:00", "", "-0700", " Z07:00", " -0700", "-07", " -07"}
)

const dayLayout = "2006-01-02"

// hasClock reports a day with something behind it that is to be a time of day.
func hasClock(text string) bool {
	if len(text) <= len(dayLayout) || !strings.ContainsRune("Tt ", rune(text[len(dayLayout)])) {
		return false
	}
	_, err := edtf.Parse(text[:len(dayLayout)])
	return err == nil
}

// parseMoment reads a day with a time of day; one that does not say where its clock
// goes is in the zone.
func parseMoment(text string, zone *time.Location) (time.Time, bool) {
	text = text[:len(dayLayout)] + "T" + text[len(dayLayout)+1:]
	for _, clock := range clocks {
		for _, z := range zones {
			if t, err := time.ParseInLocation(dayLayout+"T"+clock+z, text, zone); err == nil && t.Year() > 0 {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// DayOf returns the day on which a moment is where it was written down. A clock that
// goes by UTC is a program's rather than a person's, and its day is the one that it is
// in the zone.
func DayOf(t time.Time, zone *time.Location) edtf.Date {
	if isDay(t) {
		return edtf.OfDay(t)
	}
	// Where a clock goes otherwise, its day is the one that the story's weekdays are
	// counted from.
	if _, offset := t.Zone(); offset != 0 {
		return edtf.OfDay(t)
	}
	return edtf.OfDay(t.In(zone))
}

// momentOf makes the field of a story that is a date or a day with a time of day.
func momentOf(name string, day func(*Article) *edtf.Date, moment func(*Article) *time.Time, doc string) field[Article] {
	f := key(name, date, day, doc)
	f.Type, f.schema = "a date, which may have a time", of(momentPattern).orNumber(1000, 9999)
	f.read = func(fm *frontMatter, n *yamlNode, into *Article) {
		if text := strings.TrimSpace(n.Value); hasClock(text) {
			t, ok := parseMoment(text, fm.zone)
			if !ok {
				fm.report(n, "date", fmt.Sprintf("%q is no date: its time of day cannot be read", shorten(text)),
					"for example: 2024-01-25T10:00, or 2024-01-25T10:00-05:00 where the site's time zone is another")
				return
			}
			*day(into) = DayOf(t, fm.zone)
			if !isDay(t) {
				*moment(into) = t
			}
			return
		}
		if d, ok := date.read(fm, strconv.Quote(name), n); ok {
			*day(into) = d
		}
	}
	return f
}

// isDay reports a moment that is how programs write a day without a time of day.
func isDay(t time.Time) bool {
	_, offset := t.Zone()
	h, m, s := t.Clock()
	return offset == 0 && h == 0 && m == 0 && s == 0
}
