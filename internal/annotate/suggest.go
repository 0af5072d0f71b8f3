package annotate

import (
	"fmt"
	"iter"
)

// suggest returns the hint that says the known word nearest to the one written,
// or none where nothing is near. Of equally near words it says the first in
// alphabetical order.
func suggest(written string, known iter.Seq[string]) []string {
	best, nearest := len(written)/3+1, ""
	for k := range known {
		d := distance(written, k, best)
		if d < best || d == best && (nearest == "" || k < nearest) {
			best, nearest = d, k
		}
	}
	if nearest == "" {
		return nil
	}
	return []string{fmt.Sprintf("did you mean %q?", nearest)}
}

// distance counts the letters to insert, delete, replace or swap to make b of a;
// beyond limit it only says that.
func distance(a, b string, limit int) int {
	if max(len(a), len(b))-min(len(a), len(b)) > limit {
		return limit + 1
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		least := next[0]
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			next[j+1] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
