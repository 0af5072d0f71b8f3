package edtf_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"backgrounder/internal/edtf"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]edtf.Date{
		"2024-01-25": {Year: 2024, Month: 1, Day: 25},
		"2024-02-29": {Year: 2024, Month: 2, Day: 29},
		"2000-02-29": {Year: 2000, Month: 2, Day: 29},
		"2020-01":    {Year: 2020, Month: 1},
		"2020-12":    {Year: 2020, Month: 12},
		"2003":       {Year: 2003},
		"0001":       {Year: 1},
		"9999-12-31": {Year: 9999, Month: 12, Day: 31},
		"2023-21":    {Year: 2023, Month: edtf.Spring},
		"2023-24":    {Year: 2023, Month: edtf.Winter},
	} {
		got, err := edtf.Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
		}
		if got != want {
			t.Errorf("Parse(%q) = %+v, want %+v", text, got, want)
		}
		if got.String() != text {
			t.Errorf("Parse(%q).String() = %q", text, got)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ text, reason, instead string }{
		{"", "it is empty", ""},
		{"2024-02-30", "February 2024 has 29 days", ""},
		{"2023-02-29", "February 2023 has 28 days", ""},
		{"1900-02-29", "February 1900 has 28 days", ""},
		{"2024-04-31", "April 2024 has 30 days", ""},
		{"2024-01-00", "January 2024 has 31 days", ""},
		{"2024-13", "months go from 01 to 12, seasons from 21 (spring) to 24 (winter)", ""},
		{"2024-00", "months go from 01 to 12, seasons from 21 (spring) to 24 (winter)", ""},
		{"2024-25-01", "months go from 01 to 12, seasons from 21 (spring) to 24 (winter)", ""},
		{"2023-22-01", "a season has no days", "2023-22"},
		{"0000", "years go from 0001 to 9999", ""},
		{"2024-1-5", "month and day have two digits each", "2024-01-05"},
		{"2024-1", "a month has two digits", "2024-01"},
		{"2024/01/25", "year, month and day are joined by hyphens", "2024-01-25"},
		{"20240125", "year, month and day are joined by hyphens", "2024-01-25"},
		{"2024-01-25T10:00:00Z", "a date has no time of day", "2024-01-25"},
		{"2024-01-25T23:30:00-05:00", "a date has no time of day", "2024-01-25"},
		{"2024-01-25 10:00", "a date has no time of day", "2024-01-25"},
		{"Jan. 25, 2024", "dates are written in digits", "2024-01-25"},
		{"25 January 2024", "dates are written in digits", "2024-01-25"},
		{"January 2020", "dates are written in digits", "2020-01"},
		{"2024-01-25/2024-02-01", "it is an interval, and a date is one day, month, season or year", ""},
		{"2024-01-25?", "a date cannot be marked as uncertain; leave out what is not known", ""},
		{"2024-01-XX", "digits cannot be left open; leave out the day or the month", ""},
		{"01/02/2024", "write a day as 2024-01-25, a month as 2024-01, a year as 2024, a season as 2024-22", ""},
		{"٢٠٢٤", "write a day as 2024-01-25, a month as 2024-01, a year as 2024, a season as 2024-22", ""},
		{"2024-01-25 ", "write a day as 2024-01-25, a month as 2024-01, a year as 2024, a season as 2024-22", ""},
	} {
		got, err := edtf.Parse(test.text)
		e, ok := errors.AsType[*edtf.Error](err)
		if !ok {
			t.Errorf("Parse(%q) = %v, %v, want an *Error", test.text, got, err)
			continue
		}
		if want := (edtf.Error{Text: test.text, Reason: test.reason, Instead: test.instead}); *e != want {
			t.Errorf("Parse(%q):\n got %+v\nwant %+v", test.text, *e, want)
		}
	}
}

func TestFirstAndLast(t *testing.T) {
	for _, test := range []struct{ date, first, last string }{
		{"2024-01-25", "2024-01-25", "2024-01-25"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2023-12", "2023-12-01", "2023-12-31"},
		{"2003", "2003-01-01", "2003-12-31"},
		{"2023-21", "2023-03-01", "2023-05-31"},
		{"2023-22", "2023-06-01", "2023-08-31"},
		{"2023-23", "2023-09-01", "2023-11-30"},
		{"2023-24", "2023-12-01", "2024-02-29"},
	} {
		d, err := edtf.Parse(test.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.First(); got.Format(time.RFC3339) != test.first+"T00:00:00Z" {
			t.Errorf("%s begins on %s, want %s", test.date, got, test.first)
		}
		if got := d.Last(); got.Format(time.RFC3339) != test.last+"T00:00:00Z" {
			t.Errorf("%s ends on %s, want %s", test.date, got, test.last)
		}
	}
	if d := (edtf.Date{}); !d.First().IsZero() || !d.Last().IsZero() || d.String() != "" {
		t.Errorf("no date has days: %v to %v, %q", d.First(), d.Last(), d)
	}
}

func TestCompare(t *testing.T) {
	ordered := []string{"", "2003", "2003-01", "2003-01-01", "2003-01-02", "2003-21", "2003-03", "2003-03-01", "2003-24", "2003-12", "2004"}
	var dates []edtf.Date
	for _, text := range ordered {
		var d edtf.Date
		if err := d.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		dates = append(dates, d)
	}
	for i, a := range dates {
		for j, b := range dates {
			if got, want := sign(a.Compare(b)), sign(i-j); got != want {
				t.Errorf("%q.Compare(%q) = %d, want %d", a, b, got, want)
			}
		}
	}
	slices.Reverse(dates)
	slices.SortFunc(dates, edtf.Date.Compare)
	for i, d := range dates {
		if d.String() != ordered[i] {
			t.Errorf("sorted[%d] = %q, want %q", i, d, ordered[i])
		}
	}
}

func sign(n int) int { return min(max(n, -1), 1) }

func TestText(t *testing.T) {
	type event struct{ Date edtf.Date }
	for _, text := range []string{`{"Date":"2020-01"}`, `{"Date":""}`} {
		var e event
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(e); err != nil || string(got) != text {
			t.Errorf("%s came back as %s, %v", text, got, err)
		}
	}
	var e event
	if err := json.Unmarshal([]byte(`{"Date":"2024-02-30"}`), &e); err == nil {
		t.Error("a day that does not exist was read")
	}
	if today := edtf.OfDay(time.Date(2024, 1, 25, 23, 0, 0, 0, time.FixedZone("", -5*60*60))); today.String() != "2024-01-25" {
		t.Errorf("OfDay = %s", today)
	}
}

// What is read is written back as it was, and what suggests itself instead of
// a text that is no date is a date.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"2024-01-25", "2020-01", "2003", "2023-22", "2023-22-01", "2024-1-5", "Jan. 2, 2006", "2024-01-25T10:00:00Z", "9999-24"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := edtf.Parse(s)
		if err == nil {
			if d.String() != s {
				t.Fatalf("%q came back as %q", s, d)
			}
			if d.Last().Before(d.First()) || d.IsZero() {
				t.Fatalf("%q runs from %v to %v", s, d.First(), d.Last())
			}
			return
		}
		e, ok := errors.AsType[*edtf.Error](err)
		if !ok || e.Reason == "" {
			t.Fatalf("%q: %v", s, err)
		}
		if e.Instead == "" {
			return
		}
		if _, err := edtf.Parse(e.Instead); err != nil {
			t.Fatalf("%q is suggested for %q: %v", e.Instead, s, err)
		}
	})
}
