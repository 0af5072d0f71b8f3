package site

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// language is everything that pages say in one language beside what editors
// write: words, plural forms, dates, the verbs of relations. It is read from
// templates/strings/TAG.json, so that a translator needs no Go.
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
	Messages       map[string]message  `json:"messages"`
	Verbs          map[string]verb     `json:"verbs"` // in kebab-case, as relations are written

	plural xlanguage.Tag
}

// message is a pattern with {names} in it, or a set of patterns, one for each plural
// category of CLDR (zero, one, two, few, many, other), chosen by the argument "count".
// Where verbs or pronouns agree with whom they are about, a form of its own can stand
// beside each: "one.f" is said of people whose noun has the gender "f". A plain
// pattern is under "other".
//
// In a pattern {Name} is the value of {name} with a capital, and {name.f}, of a
// number, is its word in numberForms under "f".
type message map[string]string

var categories = []string{"zero", "one", "two", "few", "many", "other"}

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
	for form := range many {
		if category, _, _ := strings.Cut(form, "."); !slices.Contains(categories, category) {
			return fmt.Errorf("there is no plural form %q", form)
		}
	}
	if _, ok := many["other"]; !ok {
		return errors.New(`a message with plural forms needs the form "other"`)
	}
	*m = many
	return nil
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
	Inverse string `json:"inverse"` // the verb that says the same from the other side
	Mutual  bool   `json:"mutual"`  // holds both ways
	Past    bool   `json:"past"`    // is over
}

const fallbackLanguage = "en"

// loadLanguage reads the words for a BCP 47 tag from templates/strings: those of
// the tag itself; what they leave out, those of its language; and what these leave
// out is said in English. A site's own file adds to the one of that name that the
// program carries, so that it need not say everything again.
func loadLanguage(templates fs.FS, tag string) (*language, error) {
	folders := layers(templates)
	base, err := readLanguage(folders[0], fallbackLanguage)
	if err != nil {
		return nil, err
	}
	if err := base.complete(); err != nil {
		return nil, err
	}
	l, inEnglish := base, true
	names := candidates(tag)
	slices.Reverse(names)
	if !slices.Contains(names, fallbackLanguage) {
		names = slices.Insert(names, 0, fallbackLanguage)
	}
	for _, name := range names {
		for i, folder := range folders {
			if i == 0 && name == fallbackLanguage {
				continue // it is there already
			}
			own, err := readLanguage(folder, name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if err := own.known(folder, name, base); err != nil {
				return nil, err
			}
			english := name == fallbackLanguage || strings.HasPrefix(name, fallbackLanguage+"-")
			own.fill(l, inEnglish && !english)
			l, inEnglish = own, english
		}
	}
	l.Tag, l.Dir = tag, direction(tag)
	if l.plural, err = xlanguage.Parse(tag); err != nil || inEnglish {
		l.plural = xlanguage.English
	}
	return l, nil
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

// layers are the folders that a folder is made of, the lowest first.
func layers(fsys fs.FS) []fs.FS {
	if o, ok := fsys.(overlay); ok {
		return append(layers(o.lower), layers(o.upper)...)
	}
	return []fs.FS{fsys}
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

func stringsFile(name string) string { return "strings/" + name + ".json" }

func readLanguage(templates fs.FS, name string) (*language, error) {
	if !fs.ValidPath(name) || strings.Contains(name, "/") {
		return nil, fs.ErrNotExist
	}
	file := stringsFile(name)
	if info, err := fs.Lstat(templates, file); err == nil && !info.Mode().IsRegular() {
		// A pipe would be waited for until somebody writes to it.
		return nil, fileError("templates/"+file, &fs.PathError{Op: "open", Path: file, Err: irregular(info.Mode())})
	}
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
	strict := json.NewDecoder(bytes.NewReader(data))
	strict.DisallowUnknownFields()
	if err := strict.Decode(new(language)); err != nil {
		return nil, jsonError("templates/"+file, data, err)
	}
	for _, c := range l.lists() {
		if len(c.words) > 0 && len(c.words) != c.want {
			return nil, templateError("templates/"+file, nil, 0, 0, fmt.Sprintf("%q needs %d words, not %d", c.key, c.want, len(c.words)))
		}
	}
	return l, nil
}

// wordList is a list of words that has a length.
type wordList struct {
	key   string
	words []string
	want  int
}

func (l *language) lists() []wordList {
	return []wordList{
		{"months", l.Months, 12}, {"shortMonths", l.ShortMonths, 12}, {"weekdays", l.Weekdays, 7}, {"seasons", l.Seasons, 4},
		{"digits", strings.Split(l.Digits, ""), 10},
	}
}

// complete tells what the language that all others stand on lacks.
func (l *language) complete() error {
	for _, c := range l.lists() {
		if len(c.words) == 0 && c.key != "digits" {
			return templateError("templates/"+stringsFile(fallbackLanguage), nil, 0, 0, fmt.Sprintf("%q needs %d words, not none", c.key, c.want))
		}
	}
	return nil
}

// known tells whether pages can say what a file of words has them say: the messages
// that English has, with what they are given.
func (l *language) known(templates fs.FS, name string, english *language) error {
	file := stringsFile(name)
	data, err := fs.ReadFile(templates, file)
	if err != nil {
		return fileError("templates/"+file, err)
	}
	wrong := func(key, message string, hints ...string) error {
		at := max(bytes.Index(data, []byte(`"`+key+`"`)), 0)
		return diag.Diagnostic{
			Location: diag.Source{Name: "templates/" + file, Text: data}.At(at, at+len(key)+2),
			Severity: diag.Error, Rule: "template", Message: message, Hints: hints,
		}
	}
	for _, key := range slices.Sorted(maps.Keys(l.Messages)) {
		model, ok := english.Messages[key]
		if !ok {
			var hints []string
			if near := diag.Nearest(key, maps.Keys(english.Messages)); near != "" {
				hints = []string{fmt.Sprintf("did you mean %q?", near)}
			}
			return wrong(key, fmt.Sprintf("no page says a message %q", key), hints...)
		}
		given := model.arguments()
		if key == "relation.card" {
			given = append(given, "says")
		}
		for _, form := range slices.Sorted(maps.Keys(l.Messages[key])) {
			for _, arg := range (message{"other": l.Messages[key][form]}).arguments() {
				if !slices.Contains(given, arg) {
					return wrong(key, fmt.Sprintf("the message %q is not given {%s}", key, arg), fmt.Sprintf("it can have {%s}", strings.Join(given, "}, {")))
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(l.Verbs)) {
		v := l.Verbs[key]
		if args := (message{"other": v.Says}).arguments(); !slices.Equal(args, []string{"b"}) && (v.Says != "" || v.Label == "") {
			return wrong(key, fmt.Sprintf("what the verb %q says needs {b} for whom it leads to, and nothing else", key), `or write a "label" that can stand before a name`)
		}
	}
	return nil
}

// arguments are the names in a message's patterns, each as it is given.
func (m message) arguments() []string {
	var names []string
	for _, pattern := range m {
		_, _ = expand(pattern, func(name string) (string, bool) {
			name, _, _ = strings.Cut(name, ".")
			names = append(names, lowerFirst(name))
			return "", true
		})
	}
	if len(m) > 1 {
		names = append(names, "count")
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// fill takes from base what l leaves out. english says that base is in English and
// l is not: what English says of its own words and names, as which of them want an
// article, is then left.
func (l *language) fill(base *language, english bool) {
	if l.ShortMonths == nil && l.Months != nil {
		l.ShortMonths = l.Months
	}
	if l.ShortMonths == nil {
		l.ShortMonths = base.ShortMonths
	}
	if l.Months == nil {
		l.Months = base.Months
	}
	if l.Weekdays == nil {
		l.Weekdays = base.Weekdays
	}
	if l.Seasons == nil {
		l.Seasons = base.Seasons
	}
	l.WordsPerMinute = cmp.Or(l.WordsPerMinute, base.WordsPerMinute)
	l.Messages = filled(l.Messages, base.Messages)
	for key, v := range l.Verbs {
		known := base.Verbs[key]
		switch {
		case v.Says != "":
		case v.Label != "" && (english || known.Says == ""):
			v.Says = v.Label + " {b}"
		default:
			v.Says = known.Says
		}
		l.Verbs[key] = verb{v.Label, v.Says, cmp.Or(v.Inverse, known.Inverse), v.Mutual || known.Mutual, v.Past || known.Past}
	}
	l.Verbs = filled(l.Verbs, base.Verbs)
	if english {
		return
	}
	l.Digits = cmp.Or(l.Digits, base.Digits)
	if l.Numbers == nil {
		l.Numbers, l.NumberForms, l.Spelled = base.Numbers, base.NumberForms, base.Spelled
	}
	l.Nouns, l.Person, l.NounFirst = filled(l.Nouns, base.Nouns), cmp.Or(l.Person, base.Person), l.NounFirst || base.NounFirst
	if l.NounEnds == nil {
		l.NounEnds = base.NounEnds
	}
	l.Article = cmp.Or(l.Article, base.Article)
	if l.Definite == nil {
		l.Definite = base.Definite
	}
}

// filled is own with what only base has.
func filled[V any](own, base map[string]V) map[string]V {
	all := make(map[string]V, len(own)+len(base))
	maps.Copy(all, base)
	maps.Copy(all, own)
	return all
}

// text says the message with the arguments, pairs of a name and a value, in the
// places that the pattern gives them.
func (l *language) text(key string, args ...any) (string, error) {
	pattern, err := l.pattern(key, args)
	if err != nil {
		return "", err
	}
	return expand(pattern, func(name string) (string, bool) {
		v, ok := l.value(args, name)
		return v, ok
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
		if v, ok := argument(args, name); ok {
			if h, safe := v.(template.HTML); safe {
				return string(h), true
			}
		}
		v, ok := l.value(args, name)
		return template.HTMLEscapeString(v), ok
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

// value is what stands in a pattern for {name}, {Name} or {name.form}.
func (l *language) value(args []any, name string) (string, bool) {
	name, form, _ := strings.Cut(name, ".")
	v, ok := argument(args, name)
	if low := lowerFirst(name); !ok && low != name {
		s, ok := l.value(args, low+"."+form)
		return upperFirst(s), ok
	}
	switch v := v.(type) {
	case string:
		return v, ok
	case numeral:
		return l.spell(int(v), form), ok
	case int:
		return l.digits(v), ok
	}
	return fmt.Sprint(v), ok
}

// numeral is a number that is said in words where the language has one for it.
type numeral int

// spell says a numeral, in a form of the language's own or "".
func (l *language) spell(n int, form string) string {
	words := l.Numbers
	if form != "" {
		words = l.NumberForms[form]
	}
	if n >= 0 && n < len(words) && words[n] != "" {
		return words[n]
	}
	return l.digits(n)
}

// digits writes a number with the language's own digits.
func (l *language) digits(n int) string {
	s := strconv.Itoa(n)
	if l.Digits == "" {
		return s
	}
	own := []rune(l.Digits)
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		return own[r-'0']
	}, s)
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
	count, _ := argument(args, "count")
	n, counts := count.(int)
	if !counts {
		return m["other"], nil
	}
	gender, _ := argument(args, "gender")
	g, _ := gender.(string)
	return l.form(m, n, g), nil
}

// form is what a message says of so many, who are of a gender or of "".
func (l *language) form(m message, n int, gender string) string {
	category := l.category(n)
	for _, form := range []string{category + "." + gender, category, "other." + gender} {
		if p, ok := m[form]; ok {
			return p
		}
	}
	return m["other"]
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
	return l.digits(d.Year)
}

// fullDate is a date for those who read only what is said of it: nothing where that
// has the year, else the date, with the weekday before it where it is a day that is
// not called by it.
func (l *language) fullDate(d edtf.Date, said string) string {
	if strings.Contains(said, l.digits(d.Year)) || strings.Contains(said, itoa(d.Year)) {
		return ""
	}
	if d.Day == 0 {
		return l.date(d)
	}
	weekday := l.Weekdays[d.First().Weekday()]
	if strings.Contains(said, weekday) {
		return l.date(d)
	}
	return l.say("date.full", "weekday", weekday, "date", l.date(d))
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
