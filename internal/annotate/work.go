package annotate

import (
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
)

// work is the annotation of one document.
type work struct {
	*Annotator
	story *Story
	marks *markState
	doc   *ast.Document
	src   []byte
	flat  *flat
	res   *Result

	mentions   []found
	dateBlocks []int // the block of each of res.Dates
}

func (w *work) run() {
	w.html(w.doc)
	w.flat = flatten(w.doc, w.src, w.marks.marks)
	w.res.Text = string(w.flat.text)
	w.res.Blocks = w.flat.blocks
	w.res.pieces = w.flat.pieces
	for _, p := range w.marks.problems {
		w.problem(p)
	}
	w.actors()
	if !w.story.Inset {
		w.dates()
		w.defects()
	}
	w.wrap()
	w.finish()
}

// problem reports a finding. Where it stands may be given in the text or in the
// source.
func (w *work) problem(p Problem) { w.res.Problems = append(w.res.Problems, p) }

// actors finds the actors, and lists them.
func (w *work) actors() {
	f := &finder{
		Annotator: w.Annotator,
		story:     w.story,
		text:      w.res.Text,
		closed:    w.flat.closed,
		walls:     w.flat.walls,
		fixed:     w.fixed(),
		report:    w.problem,
	}
	f.decide()
	for i, b := range w.res.Blocks {
		f.block(i, b)
	}
	w.mentions = f.found

	at := map[int32]int{} // actor → index into res.Actors
	last := map[int32]int{}
	for _, m := range w.mentions {
		if !m.shown {
			continue
		}
		section := w.res.Blocks[m.block].Section
		i, known := at[m.actor]
		if !known {
			i = len(w.res.Actors)
			at[m.actor] = i
			w.res.Actors = append(w.res.Actors, Found{Actor: w.Annotator.actors[m.actor]})
		}
		seen, ok := last[m.actor]
		last[m.actor] = section
		w.res.Actors[i].Mentions = append(w.res.Actors[i].Mentions, Mention{
			Span: m.Span, Block: m.block, First: !ok || seen != section,
		})
	}
}

// fixed lists the stretches in which the author has said who is named, or that
// nobody is.
func (w *work) fixed() []found {
	var fixed []found
	for _, m := range w.flat.marks {
		if !m.ends || m.actor == nil && m.date == nil {
			continue
		}
		fx := found{Span: m.Span, actor: nobody, marked: true}
		if m.actor != nil && *m.actor != "none" {
			fx.actor = w.byID[*m.actor]
			fx.shown = m.Len() > 0
			if w.flat.blocks[m.block].Kind == sourcing.Verbatim {
				fx.shown = false
			}
			for _, c := range w.flat.closed {
				if c.Overlaps(m.Span) && fx.shown {
					fx.shown = false
					w.problem(Problem{
						Span: m.Span, Rule: "mark", Severity: diag.Warning,
						Message: "an actor cannot be marked in a link or around one, since it would be a link itself",
					})
				}
			}
			for _, at := range w.flat.walls {
				fx.shown = fx.shown && !(m.Start < at && at < m.End)
			}
		}
		fixed = append(fixed, fx)
	}
	slices.SortStableFunc(fixed, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	// Of marks that overlap, the inner one counts: what is around it is protected
	// all the same.
	return disjoint(fixed)
}

// disjoint cuts stretches that overlap, sorted by start and then by end, so that
// none does: of nested ones the inner names its actor, and the outer one protects
// what is left of it.
func disjoint(in []found) []found {
	var out []found
	for _, m := range in {
		for len(out) > 0 {
			last := &out[len(out)-1]
			if last.End <= m.Start {
				break
			}
			if last.Contains(m.Span) && last.actor == nobody {
				// Cut the protecting stretch around m.
				rest := *last
				rest.Start = m.End
				last.End = m.Start
				out = append(out, m)
				if rest.Len() > 0 {
					out = append(out, rest)
				}
				m.Start = m.End
				break
			}
			m.Start, m.actor, m.shown = min(last.End, m.End), nobody, false
		}
		if m.Len() > 0 {
			out = append(out, m)
		}
	}
	return out
}

// wrap puts what was found into the tree.
func (w *work) wrap() {
	byBlock := make([][]wrapper, len(w.res.Blocks))
	for _, a := range w.res.Actors {
		for i, m := range a.Mentions {
			byBlock[m.Block] = append(byBlock[m.Block], wrapper{
				Span: m.Span,
				node: &ActorNode{Actor: a.Actor.ID, Again: !m.First, First: i == 0 && !w.story.Inset},
			})
		}
	}
	for i, d := range w.res.Dates {
		b := w.dateBlocks[i]
		byBlock[b] = append(byBlock[b], wrapper{Span: d.Span, node: &DateNode{Date: d.Date}})
	}
	for i, ws := range byBlock {
		w.flat.wrap(w.flat.leaves[i], ws)
	}
}

// finish gives every problem its place and puts all in order.
func (w *work) finish() {
	for i := range w.res.Problems {
		p := &w.res.Problems[i]
		if p.Source == (Span{}) && p.Span != (Span{}) {
			p.Source = w.res.SourceSpan(p.Span)
		}
	}
	slices.SortStableFunc(w.res.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Source.Start, b.Source.Start), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
}
