package site

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	xlanguage "golang.org/x/text/language"

	"backgrounder/internal/diag"
)

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
		toB := func(says string) bool {
			return slices.Equal((message{"other": says}).arguments(), []string{"b"})
		}
		if !toB(v.Says) && (v.Says != "" || v.Label == "") || v.Plural != "" && !toB(v.Plural) {
			return wrong(key, fmt.Sprintf("what the verb %q says needs {b} for whom it leads to, and nothing else", key), `or write a "label" that can stand before a name`)
		}
	}
	return nil
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
			v.Says, v.Plural = known.Says, cmp.Or(v.Plural, known.Plural)
		}
		l.Verbs[key] = verb{v.Label, v.Says, v.Plural, cmp.Or(v.Inverse, known.Inverse), v.Mutual || known.Mutual, v.Past || known.Past}
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
	l.Article, l.StopsInside = cmp.Or(l.Article, base.Article), cmp.Or(l.StopsInside, base.StopsInside)
	if l.AfterNumbers == nil {
		l.AfterNumbers = base.AfterNumbers
	}
	if l.Plurals == nil {
		l.Plurals = base.Plurals
	}
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
