package annotate

import (
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// wrapper is a stretch of a block's text that a node is to enclose.
type wrapper struct {
	Span
	node  ast.Node
	after []ast.Node // set right behind node: the labels after a passage
	outer bool       // encloses the author's emphasis, which is cut where need be
}

// enclosed counts the wrappers at the head of a list that lie within the first,
// itself among them. They are sorted by start and, from one start, longest first;
// each lies within another or clear of it.
func enclosed(ws []wrapper) int {
	n := 1
	for n < len(ws) && ws[0].Contains(ws[n].Span) {
		n++
	}
	return n
}

// outermost orders wrappers as place wants them. What is said encloses a name that
// is all of it.
func outermost(a, b wrapper) int {
	inner := func(w wrapper) int {
		if w.outer {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(inner(a), inner(b)))
}

// wrap puts the wrappers into their blocks.
func (f *flat) wrap(ws []wrapper) {
	slices.SortStableFunc(ws, outermost)
	for i, b := range f.blocks {
		n := 0
		for n < len(ws) && ws[n].Start < b.End {
			n++
		}
		if n > 0 {
			l := f.leaves[i]
			put(l.node, f.place(l.kids, ws[:n]))
			ws = ws[n:]
		}
	}
}

// put makes items the children of a node.
func put(parent ast.Node, items []item) {
	parent.RemoveChildren(parent)
	for _, it := range items {
		parent.AppendChild(parent, it.node)
	}
}

// place encloses stretches of a list of siblings. Wrappers lie within the list's
// text. A wrapper that lies within one sibling goes inside that, unless it is an
// outer one; where it begins or ends within a sibling, that is cut in two.
func (f *flat) place(items []item, ws []wrapper) []item {
	if len(ws) == 0 {
		return items
	}
	out := make([]item, 0, len(items)+2*len(ws))
	rest := items
	for len(ws) > 0 {
		w, kids := ws[0], ws[1:enclosed(ws)]
		// What stands before it.
		for len(rest) > 0 && rest[0].End <= w.Start {
			out = append(out, rest[0])
			rest = rest[1:]
		}
		if len(rest) == 0 {
			break
		}
		first := &rest[0]
		if first.Contains(w.Span) && first.kids != nil && !(w.outer && (cuttable(first.node) || first.Span == w.Span)) {
			n := 1 + len(kids)
			for n < len(ws) && first.Contains(ws[n].Span) && !ws[n].outer {
				n += enclosed(ws[n:])
			}
			first.kids = f.place(first.kids, ws[:n])
			put(first.node, first.kids)
			ws = ws[n:]
			continue
		}
		if first.Start < w.Start {
			left, right, ok := f.cut(*first, w.Start)
			if !ok { // cannot be enclosed
				ws = ws[1+len(kids):]
				continue
			}
			out = append(out, left)
			rest[0] = right
		}
		var inside []item
		for len(rest) > 0 && rest[0].Start < w.End {
			if rest[0].End > w.End {
				if left, right, ok := f.cut(rest[0], w.End); ok {
					inside = append(inside, left)
					rest[0] = right
					break
				}
			}
			inside = append(inside, rest[0])
			rest = rest[1:]
		}
		inside = f.place(inside, kids)
		put(w.node, inside)
		out = append(out, item{node: w.node, Span: w.Span, kids: inside})
		for _, n := range w.after {
			out = append(out, item{node: n, Span: Span{Start: w.End, End: w.End}})
		}
		ws = ws[1+len(kids):]
	}
	return append(out, rest...)
}

// cuttable says whether a node can become two without any word changing.
func cuttable(n ast.Node) bool {
	switch n.(type) {
	case *ast.Emphasis, *extast.Strikethrough:
		return true
	}
	return false
}

// cut divides a sibling at offset t of the text, which lies within it.
func (f *flat) cut(it item, t int) (left, right item, ok bool) {
	left, right = it, it
	left.End, right.Start = t, t
	switch n := it.node.(type) {
	case *ast.Text:
		left.node, right.node = f.cutText(n, it.Span, t)
		return left, right, true
	case *ast.Emphasis:
		twin := ast.NewEmphasis(n.Level)
		left.node = twin
	case *extast.Strikethrough:
		left.node = extast.NewStrikethrough()
	default:
		return it, it, false
	}
	for _, a := range it.node.Attributes() {
		left.node.SetAttribute(a.Name, a.Value)
	}
	left.kids, right.kids = nil, nil
	for i, kid := range it.kids {
		if kid.End <= t {
			continue
		}
		left.kids = append(left.kids, it.kids[:i]...)
		if kid.Start < t {
			a, b, ok := f.cut(kid, t)
			if !ok {
				return it, it, false
			}
			left.kids = append(left.kids, a)
			right.kids = append(right.kids, b)
			i++
		}
		right.kids = append(right.kids, it.kids[i:]...)
		break
	}
	put(left.node, left.kids)
	put(right.node, right.kids)
	return left, right, true
}

// cutText divides a text node. The line break, if it ends in one, stays with the
// second part.
func (f *flat) cutText(n *ast.Text, s Span, t int) (left, right ast.Node) {
	at := min(sourceStart(f.pieces, t), n.Segment.Stop)
	if t > s.Start {
		at = min(sourceEnd(f.pieces, t), n.Segment.Stop)
	}
	a := ast.NewTextSegment(text.NewSegmentPadding(n.Segment.Start, at, n.Segment.Padding))
	a.SetRaw(n.IsRaw())
	n.Segment = text.NewSegment(at, n.Segment.Stop)
	return a, n
}
