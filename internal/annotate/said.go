package annotate

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// fragment is a stretch of a passage within one block.
type fragment struct {
	Span
	passage int
}

// said returns the wrappers of what is said.
func (w *work) said() []wrapper {
	if len(w.res.Passages) == 0 {
		return nil
	}
	whole := w.unbroken()
	var fragments []fragment
	for i, p := range w.res.Passages {
		for _, c := range p.Content {
			for b := w.blockAt(c.Start); b < len(w.res.Blocks) && w.res.Blocks[b].Start < c.End; b++ {
				in := w.res.Blocks[b].Span
				s := widen(whole, Span{Start: max(c.Start, in.Start), End: min(c.End, in.End)})
				if s.Len() > 0 {
					fragments = append(fragments, fragment{s, i})
				}
			}
		}
	}
	fragments = uncross(fragments)

	first, last := map[int]int{}, map[int]int{}
	for i, f := range fragments {
		if _, ok := first[f.passage]; !ok {
			first[f.passage] = i
		}
		last[f.passage] = i
	}
	ws := make([]wrapper, 0, len(fragments))
	for i, f := range fragments {
		p := w.res.Passages[f.passage]
		ids := make([]string, len(p.Sources))
		var labels []ast.Node
		for k, s := range p.Sources {
			source := w.res.Sources[s]
			ids[k] = source.ID
			if last[f.passage] == i {
				labels = append(labels, &MarkNode{Source: source.ID, Level: source.Level, Label: source.Label})
			}
		}
		ws = append(ws, wrapper{
			Span:  f.Span,
			outer: true,
			after: labels,
			node: &SaidNode{
				Number: f.passage + 1, First: first[f.passage] == i,
				Sources: strings.Join(ids, " "), Level: p.Level,
			},
		})
	}
	return ws
}

// blockAt is the block that holds the byte at offset i, or the first after it.
func (w *work) blockAt(i int) int {
	return sort.Search(len(w.res.Blocks), func(k int) bool { return w.res.Blocks[k].End > i })
}

// unbroken lists the stretches into which no passage's edge may cut: links, code,
// names and dates. They are in order and do not overlap.
func (w *work) unbroken() []Span {
	all := slices.Concat(w.flat.closed, w.flat.rigid)
	for _, m := range w.mentions {
		if m.shown {
			all = append(all, m.Span)
		}
	}
	for _, d := range w.res.Dates {
		all = append(all, d.Span)
	}
	if len(all) == 0 {
		return nil
	}
	return union(all, nil)
}

// widen moves the edges of s out of the stretches that they cut.
func widen(whole []Span, s Span) Span {
	if s.Len() <= 0 {
		return s
	}
	if k := spanAt(whole, s.Start); k < len(whole) && whole[k].Start < s.Start {
		s.Start = whole[k].Start
	}
	if k := spanAt(whole, s.End-1); k < len(whole) && whole[k].Start < s.End {
		s.End = max(s.End, whole[k].End)
	}
	return s
}

// uncross cuts fragments so that of any two one lies within the other or clear of
// it, and puts them in order.
func uncross(in []fragment) []fragment {
	order := func(a, b fragment) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.passage, b.passage))
	}
	slices.SortStableFunc(in, order)
	var out, open []fragment
	for len(in) > 0 {
		f := in[0]
		in = in[1:]
		for len(open) > 0 && open[len(open)-1].End <= f.Start {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			if top := open[len(open)-1]; top.passage == f.passage {
				// Two stretches of one passage have grown into each other.
				if f.End <= top.End {
					continue
				}
				f.Start = top.End
				in = insert(in, f, order)
				continue
			} else if f.End > top.End {
				rest := f
				rest.Start = top.End
				f.End = top.End
				in = insert(in, rest, order)
			}
		}
		out = append(out, f)
		open = append(open, f)
	}
	return out
}

func insert(in []fragment, f fragment, order func(a, b fragment) int) []fragment {
	i, _ := slices.BinarySearchFunc(in, f, order)
	return slices.Insert(in, i, f)
}
