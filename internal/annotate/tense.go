package annotate

import (
	"slices"
	"strings"
)

// tense is whether a sentence looks back or ahead.
type tense int

const (
	unclear tense = iota
	past
	future
)

// tense reads the nearest sign of time before word i in its clause, else the
// nearest after it in the sentence, else the nearest before it in the sentence.
func (d *dater) tense(i int) tense {
	const far = 60 // words of a sentence
	lo, hi := d.sentence(i)
	lo, hi = max(lo, i-far), min(hi, i+far)
	clause := i
	for clause > lo && !endsClause(d.low(clause-1)) {
		clause--
	}
	for k := i - 1; k >= clause; k-- {
		if t := d.sign(k); t != unclear {
			return t
		}
	}
	for k := i + 1; k < hi; k++ {
		if t := d.sign(k); t != unclear {
			return t
		}
	}
	for k := clause - 1; k >= lo; k-- {
		if t := d.sign(k); t != unclear {
			return t
		}
	}
	return unclear
}

// sign is what word k says about time.
func (d *dater) sign(k int) tense {
	w := d.low(k)
	switch {
	case d.has(k, "month") && d.capital(k):
		return unclear // May
	case d.has(k, "future"):
		return future
	case w == "to" && d.has(k+1, "base"):
		return future
	case !d.has(k, "past") && (d.has(k, "none") || len(w) <= 3 || !strings.HasSuffix(w, "ed")):
		return unclear
	}
	// In "will be held" and "to be held" the time is said before.
	switch d.low(k - 1) {
	case "be", "been", "being":
		return unclear
	}
	return past
}

func endsClause(word string) bool {
	switch word {
	case ",", ";", "—", "“", "”", "\"", ":":
		return true
	}
	return false
}

// sentence is the stretch of words that word i's sentence has.
func (d *dater) sentence(i int) (lo, hi int) {
	if d.sentences == nil {
		d.sentences = d.cutter.Sentences(d.text, d.in)
	}
	at := d.words[i].start
	k := spanAt(d.sentences, at)
	if k == len(d.sentences) {
		return i, i + 1
	}
	word := func(at int) int {
		n, _ := slices.BinarySearchFunc(d.words, at, func(w dateWord, at int) int { return w.start - at })
		return n
	}
	return word(d.sentences[k].Start), word(d.sentences[k].End)
}

// quoted reports whether word i stands in quotation marks, where it counts from
// the day on which it was spoken.
func (d *dater) quoted(i int) bool {
	const far = 200 // words of a quotation
	open := false
	for _, w := range d.words[max(0, i-far):i] {
		switch w.low {
		case "“":
			open = true
		case "”":
			open = false
		case `"`:
			open = !open
		}
	}
	return open
}
