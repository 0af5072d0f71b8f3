package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	xlanguage "golang.org/x/text/language"

	"backgrounder/internal/edtf"
)

// language is everything that pages say in one language beside what editors
// write: words, plural forms, dates, the verbs of relations. It is read from
// templates/strings/TAG.json (loadlanguage.go), so that a translator needs no Go;
// message.go says its messages.
type language struct {
	Tag            string              `json:"-"` // BCP 47
	Dir            string              `json:"-"` // ltr or rtl
	Months         []string            `json:"months"`
	ShortMonths    []string            `json:"shortMonths"`
	Weekdays       []string            `json:"weekdays"` // from Sunday
	Seasons        []string            `json:"seasons"`  // from spring
	Digits         string              `json:"digits"`   // ten of them, from zero, if not 0123456789
	Numbers        []string            `json:"numbers"`  // small numbers in words, from zero
	NumberForms    map[string][]string `json:"numberForms"`
	Spelled        []string            `json:"spelled"`        // numbers after them, where a sentence begins with one
	WordsPerMinute int                 `json:"wordsPerMinute"` // that adults read
	Nouns          map[string]noun     `json:"nouns"`          // words for people in a source's description, in the singular
	Person         string              `json:"person"`         // the noun for people of no common one
	NounFirst      bool                `json:"nounFirst"`      // a description begins with its noun, or with a number and that
	NounEnds       []string            `json:"nounEnds"`       // words that end the noun phrase of a description
	Article        string              `json:"article"`        // put before names that want one in a sentence
	Definite       []string            `json:"definite"`       // words that a name is built on that wants it
	Plurals        []string            `json:"plurals"`        // words that a name in the plural is built on
	AfterNumbers   []string            `json:"afterNumbers"`   // words that stay on the line of the number before them
	StopsInside    *bool               `json:"stopsInside"`    // a full stop or comma goes before the quotation mark that it would follow
	Messages       map[string]message  `json:"messages"`
	Verbs          map[string]verb     `json:"verbs"` // in kebab-case, as relations are written

	plural xlanguage.Tag
}

// noun is a word for people: what else it looks like in a text, and how many of
// them are counted. Where that is all there is to it, the plural says everything.
type noun struct {
	Plural  []string `json:"plural"`
	Dual    []string `json:"dual"`
	Counted message  `json:"counted"` // with {words} or {count}
	Gender  string   `json:"gender"`  // as forms of messages are named after it
}

// UnmarshalJSON reads the plural, or an object.
func (n *noun) UnmarshalJSON(data []byte) error {
	var plural string
	if json.Unmarshal(data, &plural) == nil {
		*n = noun{Plural: []string{plural}}
		return nil
	}
	type plain noun
	if err := json.Unmarshal(data, (*plain)(n)); err != nil {
		return err
	}
	if len(n.Counted) == 0 && len(n.Plural) == 0 {
		return errors.New(`a noun needs its "plural", or how it is "counted"`)
	}
	return nil
}

// verb says how a relation reads. Another language need only translate its words:
// the rest is as in English.
type verb struct {
	Label   string `json:"label"`   // on the map and in cards; the verb itself if not given
	Says    string `json:"says"`    // predicate, with {b} for whom it leads to
	Plural  string `json:"plural"`  // the same of a subject in the plural, where it differs
	Inverse string `json:"inverse"` // the verb that says the same from the other side
	Mutual  bool   `json:"mutual"`  // holds both ways
	Past    bool   `json:"past"`    // is over
}

// hash tells one language from another.
func (l *language) hash() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q ", l.Tag, l.Dir, l.plural)
	if err := json.NewEncoder(h).Encode(l); err != nil {
		panic(err) // it was read from JSON
	}
	return h.Sum64()
}

// direction is how a language's script runs.
func direction(tag string) string {
	t, err := xlanguage.Parse(tag)
	if err != nil {
		return "ltr"
	}
	switch script, _ := t.Script(); script.String() {
	case "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi":
		return "rtl"
	}
	return "ltr"
}

// sentence makes a sentence of words: a capital, a full stop, and no figure to
// begin with where the language has a word for it.
func (l *language) sentence(words string) string {
	digits := len(words) - len(strings.TrimLeft(words, "0123456789"))
	if n, err := strconv.Atoi(words[:digits]); err == nil {
		if i := n - len(l.Numbers); i >= 0 && i < len(l.Spelled) {
			words = l.Spelled[i] + words[digits:]
		}
	}
	begins := strings.IndexFunc(words, func(r rune) bool { return !unicode.Is(unicode.Pi, r) && r != '\u2068' })
	if begins < 0 {
		begins = 0
	}
	return l.say("sentence", "text", words[:begins]+upperFirst(words[begins:]))
}

// stops puts full stops and commas that follow a quotation before its closing mark,
// where the language has them there.
func (l *language) stops(text string) string {
	if l.StopsInside == nil || !*l.StopsInside {
		return text
	}
	_, closing, _ := strings.Cut(l.Messages["quoted"]["other"], "{text}")
	text = strings.NewReplacer(closing+".", "."+closing, closing+",", ","+closing).Replace(text)
	return strings.ReplaceAll(text, ".."+closing, "."+closing) // as in “the U.S.”
}

// list joins items as running text does: a, b and c.
func (l *language) list(items []string) string {
	if len(items) == 0 {
		return ""
	}
	s := items[0]
	for i, item := range items[1:] {
		key := "list.comma"
		switch {
		case len(items) == 2:
			key = "list.and"
		case i == len(items)-2:
			key = "list.last"
		}
		s = l.say(key, "a", s, "b", item)
	}
	return s
}

// htmlList is list for items that are HTML.
func (l *language) htmlList(items []template.HTML) template.HTML {
	plain := make([]string, len(items))
	for i, item := range items {
		plain[i] = string(item)
	}
	return template.HTML(l.list(plain))
}

// article is what stands before a name in a sentence, with a space: "the " before
// "United States" and "Ministry of Energy", nothing before "Iraq". It goes by the
// word that the name is built on.
func (l *language) article(name string) string {
	words := strings.Fields(name)
	if l.Article == "" || len(words) < 2 || strings.EqualFold(words[0], l.Article) || !slices.Contains(l.Definite, l.head(words)) {
		return ""
	}
	return l.Article + " "
}

// isPlural reports whether a name is one of many, as "Iraqi Security Forces" is.
func (l *language) isPlural(name string) bool {
	return slices.Contains(l.Plurals, l.head(strings.Fields(name)))
}

// head is the word of a name that it is built on: the last one, or the last before
// a preposition.
func (l *language) head(name []string) string {
	for i, w := range name {
		if i > 0 && slices.Contains(l.NounEnds, w) {
			return name[i-1]
		}
	}
	if len(name) == 0 {
		return ""
	}
	return name[len(name)-1]
}

// date says a date in full, at its precision.
func (l *language) date(d edtf.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.IsDay():
		return l.say("date.day", "year", d.Year, "month", l.Months[d.Month-1], "day", d.Day)
	case d.IsSeason():
		return l.say("date.season", "year", d.Year, "season", l.Seasons[d.Month-edtf.Spring])
	case d.Month > 0:
		return l.say("date.month", "year", d.Year, "month", l.Months[d.Month-1])
	}
	return l.digits(d.Year)
}

// fullDate is a date for those who read only what is said of it: nothing where that
// has the year, else the date, with the weekday before it where it is a day that is
// not called by it.
func (l *language) fullDate(d edtf.Date, said string) string {
	if strings.Contains(said, l.digits(d.Year)) || strings.Contains(said, itoa(d.Year)) {
		return ""
	}
	if !d.IsDay() {
		return l.date(d)
	}
	weekday := l.Weekdays[d.First().Weekday()]
	if strings.Contains(said, weekday) {
		return l.date(d)
	}
	return l.say("date.full", "weekday", weekday, "date", l.date(d))
}

// shortDate says a date as a list of dates does: months abbreviated, and the year
// of days left out where it is that of all the list.
func (l *language) shortDate(d edtf.Date, year int) string {
	if !d.IsDay() {
		return l.date(d)
	}
	month := l.ShortMonths[d.Month-1]
	if d.Year == year {
		return l.say("date.day.short", "month", month, "day", d.Day)
	}
	return l.say("date.day", "year", d.Year, "month", month, "day", d.Day)
}

// machineDate is the value of a datetime attribute; HTML knows no seasons.
func machineDate(d edtf.Date) string {
	if d.IsSeason() {
		return ""
	}
	return d.String()
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || unicode.IsUpper(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// lowerFirst goes on in a sentence.
func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToLower(r)) + s[size:]
}
