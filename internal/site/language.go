package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"backgrounder/internal/edtf"
)

// language is everything that pages say in one language beside what editors
// write: words, plural forms, dates, the verbs of relations. It is read from
// templates/strings/TAG.json, so that a translator needs no Go.
//
// A message is a pattern with {names} in it, or a set of patterns, one for each
// plural category of CLDR (zero, one, two, few, many, other), chosen by the
// argument "count".
type language struct {
	Tag         string             `json:"-"` // BCP 47
	Dir         string             `json:"dir"`
	Months      []string           `json:"months"`
	ShortMonths []string           `json:"shortMonths"`
	Weekdays    []string           `json:"weekdays"` // from Sunday
	Seasons     []string           `json:"seasons"`  // from spring
	Numbers     []string           `json:"numbers"`  // small numbers in words, from zero
	Spelled     []string           `json:"spelled"`  // those after them, where a sentence begins with one
	Nouns       map[string]string  `json:"nouns"`    // words for people in a source's description → plural
	NounEnds    []string           `json:"nounEnds"` // words that end the noun phrase of a description
	Article     string             `json:"article"`  // put before names that want one in a sentence
	Definite    []string           `json:"definite"` // words that a name is built on that wants it
	Messages    map[string]message `json:"messages"`
	Verbs       map[string]verb    `json:"verbs"` // in kebab-case, as relations are written

	plural xlanguage.Tag
}

// message maps plural categories to patterns; a plain pattern is under "other".
type message map[string]string

// UnmarshalJSON reads a pattern or an object of patterns.
func (m *message) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*m = message{"other": one}
		return nil
	}
	var many map[string]string
	if err := json.Unmarshal(data, &many); err != nil {
		return err
	}
	if _, ok := many["other"]; !ok {
		return errors.New(`a message with plural forms needs the form "other"`)
	}
	*m = many
	return nil
}

// verb says how a relation reads.
type verb struct {
	Says    string `json:"says"`    // predicate, with {b} for whom it leads to
	Inverse string `json:"inverse"` // the verb that says the same from the other side
	Mutual  bool   `json:"mutual"`  // holds both ways
	Past    bool   `json:"past"`    // is over
}

const fallbackLanguage = "en"

// loadLanguage reads the words for a BCP 47 tag from templates/strings: those of
// the tag itself, else of its language; what they leave out is said in English.
func loadLanguage(templates fs.FS, tag string) (*language, error) {
	base, err := readLanguage(templates, fallbackLanguage)
	if err != nil {
		return nil, err
	}
	l := base
	for _, name := range candidates(tag) {
		own, err := readLanguage(templates, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		own.fill(base)
		l = own
		break
	}
	l.Tag = tag
	if l.plural, err = xlanguage.Parse(tag); err != nil {
		l.plural = xlanguage.English
	}
	return l, nil
}

// candidates lists the names under which a tag's words may be found: zh-Hant-TW,
// zh-Hant, zh.
func candidates(tag string) []string {
	var names []string
	for tag != "" {
		names = append(names, tag)
		i := strings.LastIndexByte(tag, '-')
		tag = tag[:max(i, 0)]
	}
	return names
}

func readLanguage(templates fs.FS, name string) (*language, error) {
	if !fs.ValidPath(name) || strings.Contains(name, "/") {
		return nil, fs.ErrNotExist
	}
	file := "strings/" + name + ".json"
	data, err := fs.ReadFile(templates, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, fileError("templates/"+file, err)
	}
	l := new(language)
	if err := json.Unmarshal(data, l); err != nil {
		return nil, jsonError("templates/"+file, data, err)
	}
	for _, c := range []struct {
		key  string
		list []string
		want int
	}{
		{"months", l.Months, 12}, {"shortMonths", l.ShortMonths, 12},
		{"weekdays", l.Weekdays, 7}, {"seasons", l.Seasons, 4},
	} {
		if len(c.list) != c.want && (c.list != nil || name == fallbackLanguage) {
			return nil, templateError("templates/"+file, nil, 0, 0, fmt.Sprintf("%q needs %d words, not %d", c.key, c.want, len(c.list)))
		}
	}
	return l, nil
}

// fill takes from base what l leaves out.
func (l *language) fill(base *language) {
	if l.Dir == "" {
		l.Dir = "ltr"
	}
	if l.Months == nil {
		l.Months, l.ShortMonths = base.Months, base.ShortMonths
	}
	if l.ShortMonths == nil {
		l.ShortMonths = l.Months
	}
	if l.Weekdays == nil {
		l.Weekdays = base.Weekdays
	}
	if l.Seasons == nil {
		l.Seasons = base.Seasons
	}
	if l.Messages == nil {
		l.Messages = map[string]message{}
	}
	for key, m := range base.Messages {
		if _, ok := l.Messages[key]; !ok {
			l.Messages[key] = m
		}
	}
}

// text says the message with the arguments, pairs of a name and a value, in the
// places that the pattern gives them.
func (l *language) text(key string, args ...any) (string, error) {
	pattern, err := l.pattern(key, args)
	if err != nil {
		return "", err
	}
	return expand(pattern, func(name string) (string, bool) {
		v, ok := argument(args, name)
		return valueText(v), ok
	})
}

// html says the message as HTML: the pattern and plain arguments are escaped,
// arguments that are HTML already are not.
func (l *language) html(key string, args ...any) (template.HTML, error) {
	pattern, err := l.pattern(key, args)
	if err != nil {
		return "", err
	}
	s, err := expand(template.HTMLEscapeString(pattern), func(name string) (string, bool) {
		v, ok := argument(args, name)
		if h, safe := v.(template.HTML); safe {
			return string(h), ok
		}
		return template.HTMLEscapeString(valueText(v)), ok
	})
	return template.HTML(s), err
}

// argument finds a value by its name.
func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}

// say is text for keys and arguments that the program itself chose.
func (l *language) say(key string, args ...any) string {
	s, err := l.text(key, args...)
	if err != nil {
		return "[" + key + "]"
	}
	return s
}

// pattern is what the message says for the arguments' count.
func (l *language) pattern(key string, args []any) (string, error) {
	m, ok := l.Messages[key]
	if !ok {
		return "", fmt.Errorf("templates/strings has no message %q", key)
	}
	if len(args)%2 != 0 {
		return "", fmt.Errorf("message %q: arguments go in pairs of a name and a value", key)
	}
	if len(m) > 1 {
		count, _ := argument(args, "count")
		if n, ok := count.(int); ok {
			if p, ok := m[l.category(n)]; ok {
				return p, nil
			}
		}
	}
	return m["other"], nil
}

// category is CLDR's plural category of n in this language.
func (l *language) category(n int) string {
	switch plural.Cardinal.MatchPlural(l.plural, n, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	}
	return "other"
}

// expand replaces every {name} in a pattern.
func expand(pattern string, value func(name string) (string, bool)) (string, error) {
	if strings.IndexByte(pattern, '{') < 0 {
		return pattern, nil
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, found := strings.Cut(rest, "}")
		if !found {
			return "", fmt.Errorf("the pattern %q has a { without its }", pattern)
		}
		v, ok := value(name)
		if !ok {
			return "", fmt.Errorf("the pattern wants {%s}, which it is not given", name)
		}
		b.WriteString(v)
		pattern = after
	}
}

// number says a count in words where the language has one for it.
func (l *language) number(n int) string {
	if n >= 0 && n < len(l.Numbers) {
		return l.Numbers[n]
	}
	return strconv.Itoa(n)
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
	return l.say("sentence", "text", upperFirst(words))
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
	if l.Article == "" {
		return ""
	}
	words := strings.Fields(name)
	if len(words) < 2 || strings.EqualFold(words[0], l.Article) {
		return ""
	}
	head := words[len(words)-1]
	for i, w := range words[1:] {
		if slices.Contains(l.NounEnds, w) {
			head = words[i]
			break
		}
	}
	if slices.Contains(l.Definite, head) {
		return l.Article + " "
	}
	return ""
}

// date says a date in full, at its precision.
func (l *language) date(d edtf.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Day > 0:
		return l.say("date.day", "year", d.Year, "month", l.Months[d.Month-1], "day", d.Day)
	case d.Month > 20:
		return l.say("date.season", "year", d.Year, "season", l.Seasons[d.Month-21])
	case d.Month > 0:
		return l.say("date.month", "year", d.Year, "month", l.Months[d.Month-1])
	}
	return strconv.Itoa(d.Year)
}

// fullDate is date with the weekday before it, where a day is known.
func (l *language) fullDate(d edtf.Date) string {
	if d.Day == 0 {
		return l.date(d)
	}
	return l.say("date.full", "weekday", l.Weekdays[d.First().Weekday()], "date", l.date(d))
}

// shortDate says a date as a list of dates does: months abbreviated, and the year
// of days left out where it is the year that the reader is in.
func (l *language) shortDate(d edtf.Date, year int) string {
	if d.Day == 0 {
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
	if d.Month > 20 || d.IsZero() {
		return ""
	}
	s := d.String()
	return s
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
