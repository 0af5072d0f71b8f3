package site

import (
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
}

// shares counts a story's attributed passages.
type shares struct {
	Total   int
	Unnamed int // with an anonymous source among those who speak
	Groups  int // with a collective source, and no anonymous one
}

// sourcingWords says in a few sentences who a story rests on: first how much of it
// comes from whom, then the terms on which the unnamed spoke, the groups, and the
// rest. voices are the sources that speak, in the order in which the page lists
// them.
//
// It says no more than is known: "on condition of anonymity" only where the story
// does, and nothing about who is the same person as whom.
func (l *language) sourcingWords(voices []voice, n shares) (lead, rest string) {
	if n.Total == 0 {
		return l.say("share.none"), ""
	}
	var sentences []string
	add := func(s string) {
		if s != "" {
			sentences = append(sentences, l.say("sentence", "text", upperFirst(s)))
		}
	}
	for _, s := range l.terms(ofLevel(voices, sourcing.Anonymous)) {
		add(s)
	}
	add(l.groups(ofLevel(voices, sourcing.Collective), n.Groups))
	if n.Unnamed+n.Groups > 0 {
		add(l.others(voices, n))
	}
	return l.share(voices, n), strings.Join(sentences, " ")
}

func ofLevel(voices []voice, levels ...sourcing.Level) []voice {
	var some []voice
	for _, v := range voices {
		for _, level := range levels {
			if v.Level == level {
				some = append(some, v)
			}
		}
	}
	return some
}

// share is the first sentence: how much comes from unnamed sources, or from whom
// else all of it comes.
func (l *language) share(voices []voice, n shares) string {
	args := func(count int, who ...any) []any {
		words := l.number(count)
		return append(who, "count", count, "words", words, "Words", upperFirst(words), "total", l.number(n.Total))
	}
	if n.Unnamed == 0 {
		key := "share.open"
		if n.Total == 2 {
			key = "share.open.two"
		}
		return l.say(key, args(n.Total, "levels", l.levels(voices))...)
	}
	sources := l.say("share.unnamed", "count", len(ofLevel(voices, sourcing.Anonymous)))
	key := "share.some"
	switch {
	case n.Unnamed == n.Total && n.Total == 2:
		key = "share.all.two"
	case n.Unnamed == n.Total:
		key = "share.all"
	case 2*n.Unnamed == n.Total && n.Total > 2:
		key = "share.half"
	case 2*n.Unnamed > n.Total:
		key = "share.most"
	}
	return l.say(key, args(n.Unnamed, "sources", sources)...)
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
	var promised, reasons int
	for _, c := range promises {
		var some []voice
		for _, v := range unnamed {
			if v.Condition == c {
				some = append(some, v)
				promised++
				if v.HasReason {
					reasons++
				}
			}
		}
		if len(some) > 0 {
			clauses = append(clauses, l.clause("terms."+string(c), some))
		}
	}
	var sentences []string
	if promised > 0 {
		sentences = append(sentences, l.clauses(clauses), l.reasons(reasons, promised))
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
	who, n := l.people(some)
	return l.say(key, "count", n, "who", who)
}

// people counts sources: "two officials"; and n is the grammatical number. Those
// who are not numbered are quoted as the story describes them.
func (l *language) people(some []voice) (who string, n int) {
	var counted []voice
	var parts []string
	for _, v := range some {
		if v.Count > 0 {
			counted = append(counted, v)
			n += v.Count
		}
	}
	if n > 0 {
		noun := l.commonNoun(counted)
		if n != 1 {
			noun = l.Nouns[noun]
		}
		parts = append(parts, l.say("people", "count", n, "words", l.number(n), "noun", noun))
	}
	for _, v := range some {
		if v.Count == 0 {
			parts = append(parts, l.say("quoted", "text", v.Description))
			n += 2 // a group is plural
		}
	}
	return l.list(parts), n
}

// defaultNoun is what people are called whose descriptions do not share a noun.
const defaultNoun = "person"

// commonNoun is the noun that the descriptions of all these people have in common:
// "official" for "A U.S. defense official" and "An Iraqi official".
func (l *language) commonNoun(some []voice) string {
	noun := ""
	for _, v := range some {
		n := l.headNoun(v.Description)
		if n == "" || noun != "" && n != noun {
			return defaultNoun
		}
		noun = n
	}
	return noun
}

// headNoun finds the word for people that a description is built on, in the
// singular: the last known one before a preposition or a clause. It is empty
// where there is none.
func (l *language) headNoun(description string) string {
	noun := ""
	for word := range strings.FieldsSeq(strings.ToLower(description)) {
		bare := strings.Trim(word, ".,;:“”\"()")
		if noun != "" {
			for _, end := range l.NounEnds {
				if bare == end {
					return noun
				}
			}
		}
		if one, ok := l.singular(bare); ok {
			noun = one
		}
		if noun != "" && strings.HasSuffix(word, ",") {
			return noun
		}
	}
	return noun
}

func (l *language) singular(word string) (string, bool) {
	if _, ok := l.Nouns[word]; ok {
		return word, true
	}
	for one, many := range l.Nouns {
		if many == word {
			return one, true // plurals are distinct, so the order of the map does not show
		}
	}
	return "", false
}

// reasons says for how many of the sources a reason is given.
func (l *language) reasons(some, all int) string {
	switch {
	case all == 1 && some == 1:
		return l.say("reason.only")
	case all == 1:
		return l.say("reason.only.none")
	case some == all && all == 2:
		return l.say("reason.both")
	case some == all:
		return l.say("reason.each")
	case some == 0 && all == 2:
		return l.say("reason.neither")
	case some == 0:
		return l.say("reason.nobody")
	}
	return l.say("reason.some", "some", l.number(some), "all", l.number(all))
}

// maxGroups is how many unnamed groups are quoted; the rest are counted.
const maxGroups = 3

// groups says which unnamed groups are cited, in their own words.
func (l *language) groups(some []voice, passages int) string {
	if len(some) == 0 || passages == 0 {
		return ""
	}
	key := "group.one"
	if len(some) > 1 {
		key = "group.many"
	}
	var names []string
	for i, v := range some {
		if i == maxGroups && len(some) > maxGroups+1 {
			names = append(names, l.say("group.more", "count", len(some)-maxGroups))
			break
		}
		names = append(names, l.say("quoted", "text", v.Description))
	}
	return l.say(key, "count", passages, "Words", upperFirst(l.number(passages)), "names", l.list(names))
}

// others says where the passages come from that neither unnamed people nor
// groups speak in.
func (l *language) others(voices []voice, n shares) string {
	left := n.Total - n.Unnamed - n.Groups
	open := ofLevel(voices, sourcing.Named, sourcing.Institution, sourcing.Document)
	if left <= 0 || len(open) == 0 || n.Unnamed == 0 {
		return ""
	}
	return l.say("others", "count", left, "words", l.number(left), "levels", l.levels(open))
}
