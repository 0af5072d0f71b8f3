package annotate

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"sort"

	"github.com/yuin/goldmark/ast"

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

	mentions []found
	off      map[silence]int // to the comment that says so, as an index into res.Silenced
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
		w.sources()
		if w.story.english() {
			w.defects()
		}
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

// inActor reports whether the words name an actor, or part of one.
func (w *work) inActor(s Span) bool {
	i := sort.Search(len(w.mentions), func(k int) bool { return w.mentions[k].End > s.Start })
	return i < len(w.mentions) && w.mentions[i].Overlaps(s)
}

// fixed lists the stretches in which the author has said who is named, or that
// nobody is. They are in order and do not overlap.
func (w *work) fixed() []found {
	var actors []found
	var protected []Span
	for _, m := range w.flat.marks {
		switch {
		case !m.ends || m.Len() == 0 || m.actor == nil && m.date == nil:
		case m.actor == nil || *m.actor == "none":
			protected = append(protected, m.Span)
		default:
			actors = append(actors, found{Span: m.Span, actor: w.byID[*m.actor], marked: true, shown: w.linkable(m.Span)})
		}
	}
	slices.SortFunc(actors, func(a, b found) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	fixed := make([]found, 0, len(actors)+len(protected))
	for i, m := range actors {
		if i+1 < len(actors) && actors[i+1].Start < m.End {
			w.problem(Problem{
				Span: m.Span, Rule: "mark", Severity: diag.Warning,
				Message: "an actor is marked within another, and only the inner one can be a link",
			})
			protected = append(protected, m.Span)
			continue
		}
		fixed = append(fixed, m)
	}
	if len(protected) == 0 {
		return fixed
	}
	fixed = append(fixed, around(fixed, union(protected, nil))...)
	slices.SortFunc(fixed, func(a, b found) int { return cmp.Compare(a.Start, b.Start) })
	return fixed
}

// around lists what is left of the protected stretches between the actors. Both
// are in order.
func around(actors []found, protected []Span) []found {
	var left []found
	add := func(from, to int) {
		if from < to {
			left = append(left, found{Span: Span{Start: from, End: to}, actor: nobody, marked: true})
		}
	}
	for _, s := range protected {
		for len(actors) > 0 && actors[0].End <= s.Start {
			actors = actors[1:]
		}
		for len(actors) > 0 && actors[0].Start < s.End {
			add(s.Start, actors[0].Start)
			s.Start = actors[0].End
			if actors[0].End > s.End {
				break // and may hold more of what is protected
			}
			actors = actors[1:]
		}
		add(s.Start, s.End)
	}
	return left
}

// linkable reports whether the marked words can become a link, and says so where
// they cannot.
func (w *work) linkable(s Span) bool {
	if overlapsAny(w.flat.closed, s) {
		w.problem(Problem{
			Span: s, Rule: "mark", Severity: diag.Warning,
			Message: "an actor cannot be marked within a link or around one, since it becomes a link itself",
		})
		return false
	}
	i, _ := slices.BinarySearch(w.flat.walls, s.Start+1)
	return i == len(w.flat.walls) || w.flat.walls[i] >= s.End
}

// wrap puts what was found into the tree: what is said around everything, actors
// and dates within.
func (w *work) wrap() {
	said := w.said()
	ws := make([]wrapper, 0, len(w.mentions)+len(w.res.Dates)+len(said))
	for _, a := range w.res.Actors {
		for i, m := range a.Mentions {
			ws = append(ws, wrapper{
				Span: m.Span,
				node: &ActorNode{Actor: a.Actor.ID, Again: !m.First, First: i == 0 && !w.story.Inset},
			})
		}
	}
	for _, d := range w.res.Dates {
		ws = append(ws, wrapper{Span: d.Span, node: &DateNode{Date: d.Date}})
	}
	w.flat.wrap(append(ws, said...))
}

// finish gives every finding its place, leaves out what the editor has silenced,
// and puts all in order.
func (w *work) finish() {
	w.place()
	for i := range w.res.Problems {
		p := &w.res.Problems[i]
		if p.Source == (Span{}) && p.Span != (Span{}) {
			p.Source = w.res.SourceSpan(p.Span)
		}
	}
	w.res.Problems = slices.DeleteFunc(w.res.Problems, w.silenced)
	slices.SortStableFunc(w.res.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Source.Start, b.Source.Start), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	w.res.Problems = firstOfEachRule(w.res.Problems)
}

// mostOfARule is how many findings of one rule are told of one story. A text with
// more is broken in one way many times, or made to keep the program busy: every
// finding shows the line that it stands in, which may be all of the text.
const mostOfARule = 100

// firstOfEachRule keeps the first findings of each rule, and says in the place of
// the next that there are more.
func firstOfEachRule(problems []Problem) []Problem {
	count := map[string]int{}
	kept := problems[:0]
	for _, p := range problems {
		switch n := count[p.Rule]; {
		case n < mostOfARule:
			kept = append(kept, p)
		case n == mostOfARule:
			p.Message = fmt.Sprintf("there are more than %d findings of this rule in the story; these are the first", mostOfARule)
			p.Hints = nil
			kept = append(kept, p)
		}
		count[p.Rule]++
	}
	return kept
}

// place finds the block of every silencing comment: the one it stands in, or
// before.
func (w *work) place() {
	next, seen, blank := 0, 0, true // a blank line stands between the block before next and seen
	for i := range w.res.Silenced { // in order of the source, as blocks are
		s := &w.res.Silenced[i]
		for next < len(w.res.Blocks) && w.sourceEnd(next) <= s.Source.Start {
			seen, blank = w.sourceEnd(next), false
			next++
		}
		blank = blank || blankLine.Match(w.src[seen:s.Source.Start])
		seen = s.Source.End
		block := next
		if !s.apart && !blank {
			block = next - 1 // at the end of a paragraph
		}
		if block < len(w.res.Blocks) {
			s.Block = block
			if _, double := w.off[silence{block, s.Rule}]; !double {
				w.off[silence{block, s.Rule}] = i
			}
		}
	}
}

var blankLine = regexp.MustCompile(`\n[ \t\r]*\n`)

// sourceEnd is where in the source a block ends.
func (w *work) sourceEnd(block int) int {
	return w.res.SourceSpan(w.res.Blocks[block].Span).End
}

// silence is a rule that is off in a block.
type silence struct {
	block int
	rule  string
}

// silenced reports whether the editor has switched the finding's rule off in its
// block.
func (w *work) silenced(p Problem) bool {
	if len(w.off) == 0 || p.Span == (Span{}) {
		return false
	}
	i, off := w.off[silence{w.blockAt(p.Start), p.Rule}]
	if off {
		w.res.Silenced[i].Used = true
	}
	return off
}
