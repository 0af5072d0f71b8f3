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
package edtf

// Date is a day, month, season or year of the proleptic Gregorian calendar. The
// zero Date means no date. Dates are comparable with ==.
type Date struct {
	Year  int // 1 to 9999
	Month int // 1 to 12; 21 to 24 for a season; 0 where only the year is known
	Day   int // 1 to 31; 0 where only the month, season or year is known
}
