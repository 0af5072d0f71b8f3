package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// nameMentions adds the places where the story names a source without reporting
// it: every name of a person, every full name of a body. A possessor is not the
// source itself ("Corran’s chief executive").
func (e *engine) nameMentions() {
	e.firstWords()
	if e.bySur.empty() && len(e.first) == 0 {
		return
	}
	for i := 0; i < len(e.toks); i++ {
		if t := &e.toks[i]; t.roles&named == 0 || !e.initials.has(t.lower) || e.quoted(i) {
			continue
		}
		if end, n := e.bodyNamed(i); n >= 0 {
			e.addMention(n, i, end)
			i = end - 1
			continue
		}
		if list := e.bySur.all(surnameOf(e.lower(i))); len(list) > 0 {
			e.personNamed(i, list)
		}
	}
}

// initials tell of most words at a glance that none of a set of words is the same: by
// the first letter and the length, of which a bit is set for every word of the set.
type initials [256]uint16

func (in *initials) add(w string) {
	if w != "" {
		in[w[0]] |= 1 << (len(w) % 16)
	}
}

func (in *initials) has(w string) bool { return w != "" && in[w[0]]>>(len(w)%16)&1 != 0 }

// firstWords finds the first words of the bodies' names, and how long, in tokens,
// the longest name is that begins so. It notes how they and the surnames begin.
func (e *engine) firstWords() {
	clear(e.initials[:])
	for name := range e.bySur.at {
		e.initials.add(name)
	}
	for key, n := range e.byName {
		if !e.all[n].speaks || e.all[n].sort != body {
			continue
		}
		w, _, _ := strings.Cut(key, " ")
		words := 0
		for range strings.FieldsSeq(key) {
			words++
		}
		e.initials.add(w)
		e.first[w] = max(e.first[w], min(words+1, 10))
	}
}

// bodyNamed finds the longest known name of a body at token i.
func (e *engine) bodyNamed(i int) (int, int) {
	longest := e.first[e.lower(i)]
	if longest == 0 || i > 0 && e.toks[i-1].capital && e.toks[i-1].End+1 == e.toks[i].Start {
		return 0, -1
	}
	end := i + 1
	for end < len(e.toks) && end < i+longest && e.toks[end].kind.isWord() && (e.toks[end].capital || end+1 < len(e.toks) && (e.is(end, cPreposition|cDefinite) || e.str(end) == "and")) {
		end++
	}
	if e.lower(end) == "time" { // 6:30 p.m. Baghdad time
		return 0, -1
	}
	for ; end > i; end-- {
		n, ok := e.byName[e.key(i, end)]
		if !ok || !e.all[n].speaks || e.all[n].sort != body {
			continue
		}
		if end < len(e.toks) && (e.punct(end, prose.Possessive) || e.toks[end].capital) {
			return 0, -1
		}
		return end, n
	}
	return 0, -1
}

// personNamed adds the mention of the person whose surname stands at i.
func (e *engine) personNamed(i int, list []int) {
	if i+1 < len(e.toks) && (e.punct(i+1, prose.Possessive) || e.toks[i+1].capital && e.toks[i+1].kind.isWord() && !suffix(e.lower(i+1)) && !e.is(i+1, cTime)) {
		return
	}
	from := i
	for from > 0 && i-from < 6 && e.toks[from].Start-e.toks[from-1].End <= 1 && e.toks[from-1].kind.isWord() && !e.quoted(from-1) && (e.nameLike(from-1) || e.nameParticle(from-1, i+1)) && !e.is(from-1, cFunction) {
		from--
	}
	given := ""
	name := from
	for name < i && e.is(name, cHuman|cTitle) {
		name++
	}
	if name < i {
		given = e.lower(name)
	}
	for _, n := range slices.Backward(tail(list, most)) {
		if g := e.all[n].given; given == "" || g == "" || g == given || slices.Contains(e.all[n].words, given) {
			e.addMention(n, from, i+1)
			return
		}
	}
}

// addMention notes the tokens as a mention, unless one stands there.
func (e *engine) addMention(n, first, end int) {
	if !e.all[n].speaks && !e.all[n].Declared {
		return
	}
	for i := first; i < end; i++ {
		if e.toks[i].roles&mentioned != 0 {
			return
		}
	}
	span := e.spanOf(first, end)
	e.all[n].Mentions = append(e.all[n].Mentions, span)
	e.all[n].note(Mentioned, "named without being reported", span)
}
