package importer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/edtf"
)

// The lines that stand around a wire story and are not part of it.

// agencies are what bylines and datelines call those whose story it is.
var agencies = map[string]string{
	"ap": "The Associated Press", "associated press": "The Associated Press", "the associated press": "The Associated Press",
	"reuters": "Reuters", "thomson reuters": "Reuters", "afp": "Agence France-Presse", "agence france-presse": "Agence France-Presse",
	"upi": "United Press International", "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg", "dpa": "dpa", "efe": "EFE",
	"pa": "PA Media", "pa media": "PA Media", "cp": "The Canadian Press", "the canadian press": "The Canadian Press", "aap": "AAP", "ansa": "ANSA", "pti": "PTI", "kyodo": "Kyodo News", "xinhua": "Xinhua",
}

// agencyOf is the agency that words name, or "".
func agencyOf(words string) string {
	return agencies[strings.ToLower(strings.Trim(words, " .()"))]
}

// isAgency reports a line with an agency's name, and what people are there: "The
// Associated Press", "AP Sports Writer".
func isAgency(words string) bool { return agencyIn(words) != "" }

// agencyIn is the agency that such a line names, or "".
func agencyIn(words string) string {
	const most = 60 // bytes
	if len(words) > most {
		return ""
	}
	if a := agencyOf(words); a != "" {
		return a
	}
	at := office.FindStringIndex(words)
	if at == nil {
		return ""
	}
	for before := words[:at[0]]; before != ""; { // AP Sports Writer, AP Chief Diplomatic Correspondent
		if a := agencyOf(before); a != "" {
			return a
		}
		before = strings.TrimRight(before[:strings.LastIndexByte(before, ' ')+1], " ")
	}
	return ""
}

var office = regexp.MustCompile(`(?i) (?:writer|reporter|correspondent|journalist|editor)s?$`)

// slugs are the lines by which agencies tell their customers what a story is, when
// it was sent and what goes with it.
var slugs = []*regexp.Regexp{
	regexp.MustCompile(`^[A-Z]{1,4}-+[A-Z][A-Za-z.]+-{1,2}.*`),                                                           // AM-NOR--Ferry Inquiry
	regexp.MustCompile(`^(?:[ap]m|bc|us|eu|un)-[a-z]{2}--.*`),                                                            // bc-eu--ferry
	regexp.MustCompile(`(?i)\b(?:\d+(?:st|nd|rd|th) (?:ld|lead|add)|writethru|a\d{4})\b.*(?:writethru|a\d{4}|ld-|lead)`), // 1st Ld-Writethru, a0472
	regexp.MustCompile(`^\^?Eds?:? .*|^Eds?\.?:.*|^Editors:? .*`),                                                        // Eds: UPDATES with quotes
	regexp.MustCompile(`^(?:With )?(?:AP|Reuters|AFP|EPA) (?:Photo|Graphic|Video|Picture)s?\b[A-Z0-9 ,:.-]*$`),
	regexp.MustCompile(`^AP-[A-Z]{2}-\d{2}-\d{2}-\d{2,4} \d{4}[A-Z]{3,4}$`), // AP-NY-01-25-24 1203EST
	regexp.MustCompile(`^(?:URGENT|BULLETIN|FLASH|EMBARGOED?(?: UNTIL .*)?|ADVISORY)$`),
	regexp.MustCompile(`^\d{3,4} ?words?$|^\(?(?:MORE|more|END|ENDS|ends|Ends)\)?$|^-30-$|^###+$`),
}

func isSlug(words string) bool {
	const most = 120 // bytes
	if len(words) > most {
		return false
	}
	return slices.ContainsFunc(slugs, func(r *regexp.Regexp) bool { return r.MatchString(words) })
}

var by = regexp.MustCompile(`^(?i:by|written by|story by|reported by|report by)[:\s]\s*(\S.*)$`)

// byline reads "By LOLITA C. BALDOR and QASSIM ABDUL-ZAHRA, Associated Press".
func byline(words string) (names []string, agency string, ok bool) {
	m := by.FindStringSubmatch(words)
	if m == nil {
		return nil, "", false
	}
	names, agency = people(m[1])
	return names, agency, len(names) > 0 || agency != ""
}

var (
	joins = regexp.MustCompile(`\s*(?:,|;|/|\||&|\s(?:and|with|for)\s)\s*(?:and\s+)?`)
	in    = regexp.MustCompile(`\s+(?:in|from|at)\s+\p{Lu}.*$`)
)

// people reads names that are listed, and the agency that stands with them. There
// are none where something in the list is no name.
func people(list string) (names []string, agency string) {
	list = strings.TrimRight(list, " .)")
	for _, part := range joins.Split(list, -1) {
		part = strings.TrimSpace(in.ReplaceAllString(part, ""))
		switch a := agencyOf(part); {
		case part == "":
		case a != "":
			agency = a
		case isOffice(part), strings.HasPrefix(part, "The "): // and whose: The Daily Post
		case !isName(part):
			return nil, ""
		default:
			names = append(names, part)
		}
	}
	return names, agency
}

// isOffice reports what a person is at a paper: Staff Writer, Chief Correspondent.
func isOffice(words string) bool {
	last := strings.ToLower(words[strings.LastIndexByte(words, ' ')+1:])
	return slices.Contains([]string{
		"writer", "writers", "reporter", "reporters", "correspondent", "correspondents", "editor", "editors", "staff", "journalist",
		"journalists", "desk", "news", "newsroom", "bureau", "press", "contributor",
	}, strings.Trim(last, "."))
}

// isName reports two to five words that could be a person's name.
func isName(words string) bool {
	fields := strings.Fields(words)
	if len(fields) < 2 || len(fields) > 5 {
		return false
	}
	for _, w := range fields {
		r, _ := utf8.DecodeRuneInString(w)
		small, _, _ := strings.Cut(w, "-")
		if !unicode.IsUpper(r) && !prose.IsParticle(small) && !caseless(r) {
			return false
		}
		if strings.ContainsFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(".-'’", r)
		}) {
			return false
		}
	}
	return true
}

// caseless reports a letter of a script without capitals.
func caseless(r rune) bool { return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r) }

var (
	thanks    = regexp.MustCompile(`^(.+?) (?:also )?contributed (?:to this (?:report|story|article)|reporting)(?: (?:from|in) .+)?\.?$`)
	reporting = regexp.MustCompile(`(?i)\b(?:additional |further )?(?:reporting|writing|reported|written) (?:by|and writing by) ([^;()]+)`)
	desk      = regexp.MustCompile(`^(?:The )?(?:(?:Associated Press|AP|Reuters|AFP|Bloomberg)(?:’s|'s)?\s+)?(?:\p{L}+\s+){0,3}(?:[Ww]riters?|[Jj]ournalists?|[Rr]eporters?|[Cc]orrespondents?|[Pp]hotographers?|[Pp]roducers?|[Rr]esearchers?)\s+`)
)

// contributors reads the line that thanks those who also worked on a story:
// "Associated Press writer Abby Sewell in Beirut contributed to this report."
func contributors(words string) (names []string, ok bool) {
	if m := thanks.FindStringSubmatch(words); m != nil {
		list := desk.ReplaceAllString(m[1], "")
		for _, part := range joins.Split(list, -1) {
			part = strings.TrimSpace(in.ReplaceAllString(desk.ReplaceAllString(part, ""), ""))
			if part != "" && isName(part) && agencyOf(part) == "" && !isOffice(part) {
				names = appendNew(names, part)
			}
		}
		if names == nil {
			names = []string{m[1]} // whoever it is, in the publisher's words
		}
		return names, true
	}
	if m := contributing.FindStringSubmatch(words); m != nil {
		if names, agency := people(m[1]); len(names) > 0 || agency != "" {
			return names, len(names) > 0
		}
	}
	const longest = 400 // bytes; a paragraph that only mentions reporting is longer, or does not begin so
	if len(words) > longest || !reportingLine.MatchString(words) {
		return nil, false
	}
	for _, m := range reporting.FindAllStringSubmatch(words, -1) {
		more, _ := people(m[1])
		names = appendNew(names, more...)
	}
	return names, len(names) > 0
}

// contributing matches a line that begins with what those who follow have done.
var contributing = regexp.MustCompile(`^\(?(?:Contributing|Contributors?|Also contributing|Additional reporting|Reporting|With reporting by|Edited by|Editing)\s*:\s+(.*)$`)

var reportingLine = regexp.MustCompile(`(?i)^\(?(?:additional |further )?(?:reporting|writing|reporting and writing) by `)

// dateline notes where the story was written, and whose it is. The words stay
// where they are.
func (d *Draft) dateline(words string) {
	line := prose.ReadDateline(words)
	if d.Story.Dateline == "" {
		d.Story.Dateline = line.Place
	}
	d.publisher(agencyOf(line.Agency))
}

var months = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

const month = `(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`

var (
	dated = regexp.MustCompile(`(?i)^(?:(first )?(?:published|posted|publish date|date|(updated|last updated|modified|last modified))(?: on)?\s*:?\s*)?(?:\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?,?\s*(?:[A-Z]{2,4},?\s*)?)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:` +
		`(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})|` + month + `\s+(\d{1,2}),?\s+(\d{4})|(\d{1,2})\s+` + month + `,?\s+(\d{4}))` +
		`(?:[T,]?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{1,4}\)?|GMT[+-]\d+)?)?\s*$`)
)

// dateLine reads a line that says when a story was published, and nothing else.
func dateLine(words string) (when edtf.Date, updated, ok bool) {
	m := dated.FindStringSubmatch(words)
	if m == nil {
		return edtf.Date{}, false, false
	}
	number := func(s string) int {
		n := 0
		for _, c := range s {
			n = n*10 + int(c-'0')
		}
		return n
	}
	named := func(s string) int { return months[strings.ToLower(s[:3])] }
	switch {
	case m[3] != "":
		when = edtf.Date{Year: number(m[3]), Month: number(m[4]), Day: number(m[5])}
	case m[6] != "":
		when = edtf.Date{Year: number(m[8]), Month: named(m[6]), Day: number(m[7])}
	default:
		when = edtf.Date{Year: number(m[11]), Month: named(m[10]), Day: number(m[9])}
	}
	checked, err := edtf.Parse(when.String())
	return checked, m[2] != "", err == nil
}
