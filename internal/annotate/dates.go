package annotate

import _ "embed"

//go:embed calendar.txt
var calendarText string

// calendarWords are the names of days and months.
var calendarWords = wordSet(calendarText)
