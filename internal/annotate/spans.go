package annotate

import (
	"cmp"
	"slices"
	"sort"
)

// Lists of stretches of the text. Where a list is in order and its stretches do not
// overlap, the one at a place is found without looking at all of them: texts may be made
// of nothing but names, links or quotation marks.

// spanAt is the index of the stretch that holds the byte at offset i, or of the first
// behind it. The stretches are in order and do not overlap.
func spanAt(spans []Span, i int) int {
	return sort.Search(len(spans), func(k int) bool { return spans[k].End > i })
}

// overlapsAny reports whether one of the stretches, which are in order and do not
// overlap, shares a byte with s.
func overlapsAny(spans []Span, s Span) bool {
	i := spanAt(spans, s.Start)
	return i < len(spans) && spans[i].Overlaps(s)
}

// union joins stretches, and those that overlap into one.
func union(a, b []Span) []Span {
	all := slices.Concat(a, b)
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	out := all[:1]
	for _, s := range all[1:] {
		if last := &out[len(out)-1]; s.Start < last.End {
			last.End = max(last.End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
