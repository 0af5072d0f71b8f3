package site

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/sourcing"
)

// voice is a source as far as the words at the head of the sourcing section
// need to know it.
type voice struct {
	Description string
	Level       sourcing.Level
	Condition   sourcing.Condition
	HasReason   bool
	Count       int // people who speak; 0 for unknown
	Confirmed   bool
}

// sourcingWords says in a few sentences who a story rests on: first how much of it
// comes from whom, then the terms on which the unnamed spoke, the groups, the
// rest, and whose word it is that these are the sources. voices are the story's
// sources, in the order in which the page lists them; passages tell for each
// passage who speaks in it.
//
// It says no more than is known: "on condition of anonymity" only where the story
// does, and nothing about who is the same person as whom.
func (l *language) sourcingWords(voices []voice, passages [][]int) (lead, rest string) {
	if len(passages) == 0 {
		return l.say("share.none"), ""
	}
	r := rests(voices, passages)
	var sentences []string
	add := func(s string) {
		if s != "" {
			sentences = append(sentences, l.sentence(s))
		}
	}
	add(l.also(r))
	for _, s := range l.terms(r.unnamed) {
		add(s)
	}
	add(l.groups(r))
	add(l.others(r))
	add(l.unconfirmed(voices))
	return l.share(r), l.stops(strings.Join(sentences, " "))
}

// rest is what a story rests on. Every passage counts once, under the least
// identified of those who speak in it, as everywhere on the page; so does a voice
// stand with the passages that it is counted for.
type rest struct {
	passages, unnamedPassages, groupPassages, sharedPassages int

	everyone []voice
	unnamed  []voice // who speak in unnamedPassages
	with     []voice // who speak in some of them too, those shared
	groups   []voice // who speak in groupPassages
	open     []voice // who speak in the others
}

func rests(voices []voice, passages [][]int) rest {
	r := rest{passages: len(passages)}
	var unnamed, with, groups, open, all = set(voices), set(voices), set(voices), set(voices), set(voices)
	for _, who := range passages {
		has := func(level sourcing.Level) bool {
			return slices.ContainsFunc(who, func(k int) bool { return voices[k].Level == level })
		}
		others := 0
		switch {
		case has(sourcing.Anonymous):
			r.unnamedPassages++
			for _, k := range who {
				if voices[k].Level == sourcing.Anonymous {
					unnamed[k] = true
				} else {
					with[k] = true
					others++
				}
			}
			if others > 0 {
				r.sharedPassages++
			}
		case has(sourcing.Collective):
			r.groupPassages++
			for _, k := range who {
				groups[k] = voices[k].Level == sourcing.Collective
			}
		default:
			for _, k := range who {
				open[k] = true
			}
		}
		for _, k := range who {
			all[k] = true
		}
	}
	for _, s := range []struct {
		in  []bool
		out *[]voice
	}{{unnamed, &r.unnamed}, {with, &r.with}, {groups, &r.groups}, {open, &r.open}, {all, &r.everyone}} {
		for k, in := range s.in {
			if in {
				*s.out = append(*s.out, voices[k])
			}
		}
	}
	return r
}

func set(voices []voice) []bool { return make([]bool, len(voices)) }

func ofLevel(voices []voice, level sourcing.Level) []voice {
	var some []voice
	for _, v := range voices {
		if v.Level == level {
			some = append(some, v)
		}
	}
	return some
}

// share is the first sentence: how much comes from unnamed sources, or from whom
// else all of it comes.
func (l *language) share(r rest) string {
	n := r.unnamedPassages
	if n == 0 {
		key := "share.open"
		if r.passages == 2 {
			key = "share.open.two"
		}
		return l.say(key, "count", r.passages, "words", numeral(r.passages), "levels", l.levels(r.everyone))
	}
	people := 0
	for _, v := range r.unnamed {
		people += v.number()
	}
	key := "share.some"
	switch {
	case n == r.passages && n == 2:
		key = "share.all.two"
	case n == r.passages:
		key = "share.all"
	case 2*n == r.passages && n > 1:
		key = "share.half"
	case 2*n > r.passages:
		key = "share.most"
	}
	return l.say(key, "count", n, "words", numeral(n), "total", numeral(r.passages), "sources", l.say("share.unnamed", "count", people))
}

// number is the grammatical number of a voice: how many people speak, or several
// for those whom nobody counted.
func (v voice) number() int {
	const several = 3 // more than the two that some languages have a number of their own for
	if v.Count == 0 {
		return several
	}
	return v.Count
}

// also says who else speaks in passages of unnamed sources, which are not counted
// for them.
func (l *language) also(r rest) string {
	key := "share.also"
	switch {
	case r.sharedPassages == 0:
		return ""
	case r.unnamedPassages == 1:
		key = "share.also.it"
	case r.sharedPassages == r.unnamedPassages && r.unnamedPassages == 2:
		key = "share.also.both"
	case r.sharedPassages == r.unnamedPassages:
		key = "share.also.all"
	}
	return l.say(key, "count", r.sharedPassages, "words", numeral(r.sharedPassages), "levels", l.levels(r.with))
}

// unconfirmed says which of the sources software alone has found.
func (l *language) unconfirmed(voices []voice) string {
	n := 0
	for _, v := range voices {
		if !v.Confirmed {
			n++
		}
	}
	key := "unconfirmed.some"
	switch {
	case n == 0:
		return ""
	case n == len(voices) && n == 2:
		key = "unconfirmed.both"
	case n == len(voices):
		key = "unconfirmed.all"
	}
	return l.say(key, "count", n, "words", numeral(n), "total", numeral(len(voices)))
}

// levels names the kinds of sources among voices, as in "named people and an
// official body", from the most to the least identified.
func (l *language) levels(voices []voice) string {
	var names []string
	for _, level := range sourcing.Levels {
		if n := len(ofLevel(voices, level)); n > 0 && level != sourcing.Anonymous {
			names = append(names, l.say("rest."+string(level), "count", n))
		}
	}
	return l.list(names)
}

// promises are the conditions of anonymity in the order in which they are told.
var promises = []sourcing.Condition{sourcing.OnCondition, sourcing.Requested, sourcing.Background, sourcing.NameWithheld}

// terms says on what terms the unnamed sources spoke: a sentence for those who
// were promised something, one for the reasons, and one for each kind of silence.
func (l *language) terms(unnamed []voice) []string {
	var clauses []string
	var promised []voice
	for _, c := range promises {
		var some []voice
		for _, v := range unnamed {
			if v.Condition == c {
				some = append(some, v)
			}
		}
		if len(some) > 0 {
			clauses = append(clauses, l.clause("terms."+string(c), some))
			promised = append(promised, some...)
		}
	}
	var sentences []string
	if len(promised) > 0 {
		sentences = append(sentences, l.clauses(clauses), l.reasons(promised))
	}
	var reasoned, bare []voice
	for _, v := range unnamed {
		switch {
		case v.Condition != sourcing.NoCondition:
		case v.HasReason:
			reasoned = append(reasoned, v)
		default:
			bare = append(bare, v)
		}
	}
	if len(reasoned) > 0 {
		sentences = append(sentences, l.clause("terms.reason", reasoned))
	}
	if len(bare) > 0 {
		sentences = append(sentences, l.clause("terms.bare", bare))
	}
	return sentences
}

func (l *language) clauses(clauses []string) string {
	s := clauses[0]
	for _, c := range clauses[1:] {
		s = l.say("clause.join", "a", s, "b", c)
	}
	return s
}

// clause says one thing about some sources, in the number that they are.
func (l *language) clause(key string, some []voice) string {
	who, n, gender := l.people(some)
	return l.say(key, "count", n, "who", who, "gender", gender)
}

// people counts sources: "two officials"; n is the grammatical number, and gender
// that of all of them, "" where they differ. Those who are not numbered are quoted
// as the story describes them.
func (l *language) people(some []voice) (who string, n int, gender string) {
	var counted, described []voice
	var parts []string
	for _, v := range some {
		if v.Count > 0 {
			counted = append(counted, v)
			n += v.Count
		} else {
			described = append(described, v)
		}
	}
	if word := l.commonNoun(counted); word == "" { // the language has none
		described, n = some, 0
	} else if n > 0 {
		parts = append(parts, l.counted(word, n))
		if len(described) == 0 {
			gender = l.Nouns[word].Gender
		}
	}
	for _, v := range described {
		n += v.number()
	}
	return l.list(append(parts, l.quotations(described)...)), n, gender
}

// counted is a noun with its number.
func (l *language) counted(word string, n int) string {
	noun := l.Nouns[word]
	if len(noun.Counted) == 0 {
		if n != 1 {
			word = noun.Plural[0]
		}
		return l.spell(n, "") + " " + word
	}
	s, err := expand(l.form(noun.Counted, n, ""), func(name string) (string, bool) {
		return l.value([]any{"words", numeral(n), "count", n}, name)
	})
	if err != nil {
		return l.spell(n, "") + " " + word
	}
	return s
}

// mostQuoted is how many descriptions are quoted; the rest are counted.
const mostQuoted = 3

// quotations are sources in the story's own words.
func (l *language) quotations(some []voice) []string {
	var names []string
	for i, v := range some {
		if i == mostQuoted && len(some) > mostQuoted+1 {
			return append(names, l.say("group.more", "count", len(some)-mostQuoted, "words", numeral(len(some)-mostQuoted)))
		}
		names = append(names, l.quote(v.Description))
	}
	return names
}

// commonNoun is the noun that the descriptions of all these people have in common:
// "official" for "A U.S. defense official" and "An Iraqi official"; else the word
// for any people.
func (l *language) commonNoun(some []voice) string {
	noun := ""
	for _, v := range some {
		n, _ := l.headNoun(v.Description)
		if n == "" || noun != "" && n != noun {
			return l.Person
		}
		noun = n
	}
	return noun
}

// headNoun finds the word for people that a description is built on, in the
// singular: the last known one before a preposition or a clause, or where nouns
// come first the first word. It is empty where there is none. n is how many people
// that word alone says they are, 0 where it does not say.
func (l *language) headNoun(description string) (noun string, n int) {
	number := 0
	for word := range strings.FieldsSeq(strings.ToLower(description)) {
		bare := strings.Trim(word, ".,;:“”\"()،؛«»״")
		if noun != "" && slices.Contains(l.NounEnds, bare) {
			return noun, n
		}
		if one, how, ok := l.singular(bare); ok {
			noun, n = one, max(how, number)
		} else if number = l.numbered(bare); l.NounFirst && number == 0 {
			return noun, n
		}
		if noun != "" && (l.NounFirst || strings.HasSuffix(word, ",")) {
			return noun, n
		}
	}
	return noun, n
}

// numbered is the number that a word says, 0 for none.
func (l *language) numbered(word string) int {
	n := slices.Index(l.Numbers, word)
	for _, words := range l.NumberForms {
		n = max(n, slices.Index(words, word))
	}
	return max(n, 0)
}

// singular is the noun that a word is a form of, and how many it speaks of: 0 for
// an uncertain number.
func (l *language) singular(word string) (one string, n int, ok bool) {
	if _, ok := l.Nouns[word]; ok {
		return word, 1, true
	}
	for one, noun := range l.Nouns { // forms are distinct, so the order of the map does not show
		if slices.Contains(noun.Dual, word) {
			return one, 2, true
		}
		if slices.Contains(noun.Plural, word) {
			return one, 0, true
		}
	}
	return "", 0, false
}

// reasons says for how many of the people to whom something was promised a reason
// is given.
func (l *language) reasons(promised []voice) string {
	all, some, sources := 0, 0, 0 // people, those with a reason, and their sources
	counted := true
	for _, v := range promised {
		counted = counted && v.Count > 0
		all += v.Count
		if v.HasReason {
			some += v.Count
			sources++
		}
	}
	one, two := len(promised) == 1, counted && all == 2
	switch {
	case one && sources == 1:
		return l.say("reason.only")
	case one:
		return l.say("reason.only.none")
	case sources == len(promised) && two:
		return l.say("reason.both")
	case sources == len(promised):
		return l.say("reason.each")
	case sources == 0 && two:
		return l.say("reason.neither")
	case sources == 0:
		return l.say("reason.nobody")
	case !counted:
		return l.say("reason.several")
	}
	return l.say("reason.some", "some", numeral(some), "all", numeral(all))
}

// groups says which unnamed groups are cited, in their own words.
func (l *language) groups(r rest) string {
	if len(r.groups) == 0 {
		return ""
	}
	if len(r.groups) == len(r.everyone) { // the first sentence has said that all comes from them
		return l.say("group.all", "count", len(r.groups), "names", l.list(l.quotations(r.groups)))
	}
	key, count := "group.one", r.groupPassages
	if len(r.groups) > 1 {
		key = "group.many"
	}
	return l.say(key, "count", count, "words", numeral(count), "names", l.list(l.quotations(r.groups)))
}

// others says where the passages come from that neither unnamed people nor
// groups speak in, where the first sentence has not said it.
func (l *language) others(r rest) string {
	left := r.passages - r.unnamedPassages - r.groupPassages
	if left == 0 || r.unnamedPassages == 0 {
		return ""
	}
	return l.say("others", "count", left, "words", numeral(left), "levels", l.levels(r.open))
}
