package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
)

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
