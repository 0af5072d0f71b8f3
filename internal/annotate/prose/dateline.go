package prose

import "regexp"

// Dateline is the place, and often the agency, with which a wire story begins:
// "KYIV, Ukraine (AP) — ", "LONDON, Jan 25 (Reuters) - ".
type Dateline struct {
	Place  string // "KYIV, Ukraine"
	Agency string // as the line has it: "AP"; or ""
	Len    int    // of all of it, with the dash and the space behind it, in bytes
}

var dateline = regexp.MustCompile(`^((?:\p{Lu}[\p{Lu}.’'-]+|[A-Z]\.)(?:[ /-](?:\p{Lu}[\p{Lu}.’'-]+|al-\p{Lu}+|DE|LA))*(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)*)*?)(, (?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.? \d{1,2}(?:, \d{4})?)?(?: \(([^()]{2,30})\))?\s+(?:—|–|--|-|_)\s+`)

// ReadDateline reads the dateline that a text begins with; it is empty where the
// text begins otherwise.
func ReadDateline(text string) Dateline {
	m := dateline.FindStringSubmatch(text)
	if m == nil {
		return Dateline{}
	}
	return Dateline{Place: m[1], Agency: m[3], Len: len(m[0])}
}
