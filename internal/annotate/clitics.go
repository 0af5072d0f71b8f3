package annotate

import (
	"strings"
	"unicode/utf8"
)

// Arabic and Hebrew write their shortest words (and, in, to, from, the) in one with
// the word that follows: וירדן is "and Jordan", بالعراق is "in Iraq". A name is found
// behind them, and the link stands on the name alone.

const (
	arabicProclitics = "وفبلكس"
	hebrewProclitics = "ומשהכלב"

	mostProclitics = 3
	leastName      = 3 // letters of a name that may stand behind them; fewer are too often part of a word
)

// behindProclitics lists the places in the word at which a name may begin behind
// proclitics, the first of them nearest.
func behindProclitics(word string) []int {
	if word[0] < 0xd7 || word[0] > 0xd9 { // the scripts' first bytes in UTF-8
		return nil
	}
	var at []int
	for i := 0; len(at) < mostProclitics; {
		r, n := utf8.DecodeRuneInString(word[i:])
		if i += n; !strings.ContainsRune(arabicProclitics+hebrewProclitics, r) || utf8.RuneCountInString(word[i:]) < leastName {
			break
		}
		at = append(at, i)
	}
	return at
}

// proclitic reports whether the text before i ends in a word that is nothing but
// proclitics, as Hebrew parts them from a foreign word by a hyphen: ל-CIA.
func proclitic(s string, lo, i int) bool {
	n := 0
	for ; n <= mostProclitics; n++ {
		r, size := runeBefore(s, lo, i)
		if size == 0 || !joins(r) {
			break
		}
		if !strings.ContainsRune(hebrewProclitics, r) {
			return false
		}
		i -= size
	}
	return n > 0 && n <= mostProclitics
}
