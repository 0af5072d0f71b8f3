package diag

import "iter"

// Nearest is the known word that the written one was probably meant to be: the
// one at the smallest edit distance, if that is at most one slip for every three
// letters; "" if none is so near. Of equally near ones the first in the alphabet
// wins. It is for hints of the kind: did you mean …?
func Nearest(written string, known iter.Seq[string]) string {
	best, least := "", max(1, len([]rune(written))/3)+1
	for k := range known {
		d := slips(written, k, least)
		if d < least || d == least && best != "" && k < best {
			best, least = k, d
		}
	}
	return best
}

// slips is the number of insertions, deletions, replacements and swaps of
// neighbours that make b of a (optimal string alignment), or more than limit
// where it is more than limit.
func slips(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) > limit || len(t)-len(s) > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(t)]
}
