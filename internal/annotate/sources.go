package annotate

import (
	"cmp"
	"fmt"
	"slices"

	"backgrounder/internal/annotate/sourcing"
)

// sources finds who says what.
func (w *work) sources() {
	story := sourcing.Story{
		Text:     w.res.Text,
		Blocks:   make([]sourcing.Block, len(w.res.Blocks)),
		Names:    make([]sourcing.Name, len(w.mentions)),
		Declared: w.story.Sources,

		MarkedOnly: !w.story.english(),
	}
	for i, b := range w.res.Blocks {
		story.Blocks[i] = b.Block
	}
	for i, m := range w.mentions {
		a := w.Annotator.actors[m.actor]
		story.Names[i] = sourcing.Name{Span: m.Span, Actor: a.ID, Kind: string(a.Kind)}
	}
	for _, m := range w.flat.marks {
		if !m.ends || m.source == nil || m.Len() == 0 {
			continue
		}
		f := sourcing.Fixed{Span: m.Span}
		if *m.source != "none" {
			f.Source = *m.source
		}
		story.Fixed = append(story.Fixed, f)
	}
	slices.SortStableFunc(story.Fixed, func(a, b sourcing.Fixed) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	found := w.reader.Analyze(story)
	w.res.Sources = labelled(found.Sources)
	w.res.Attributions = found.Attributions
	w.res.Passages = passages(found)
}

// labelled numbers the sources of each level, in their order.
func labelled(in []sourcing.Source) []Source {
	out := make([]Source, len(in))
	count := map[sourcing.Level]int{}
	for i, s := range in {
		count[s.Level]++
		out[i] = Source{Source: s, Label: fmt.Sprintf("%s%d", s.Level.Letter(), count[s.Level])}
	}
	return out
}

// passages makes one passage of the attributions of one sentence whose content
// overlaps: the same words, said by several.
func passages(found sourcing.Analysis) []Passage {
	var out []Passage
	from := 0 // the first passage of the current sentence
	for _, a := range found.Attributions {
		if from < len(out) && out[from].Sentence != a.Sentence {
			from = len(out)
		}
		const near = 20 // passages of a sentence; one further back has other words
		first := max(from, len(out)-near)
		if i := slices.IndexFunc(out[first:], func(p Passage) bool { return sameWords(p.Content, a.Content) }); i >= 0 {
			p := &out[first+i]
			if !slices.Contains(p.Sources, a.Source) {
				p.Sources = append(p.Sources, a.Source)
			}
			p.Content = union(p.Content, a.Content)
			p.Level = lessIdentified(p.Level, found.Sources[a.Source].Level)
			if p.Kind != a.Kind {
				p.Kind = sourcing.Mixed
			}
			if p.Cue.Len() == 0 {
				p.Cue = a.Cue
			}
			continue
		}
		out = append(out, Passage{
			Sources: []int{a.Source}, Level: found.Sources[a.Source].Level, Kind: a.Kind, Cue: a.Cue,
			Content: slices.Clone(a.Content), Sentence: a.Sentence, Block: a.Block, Rule: a.Rule,
		})
	}
	slices.SortStableFunc(out, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.Content[0].Start, b.Content[0].Start), cmp.Compare(b.Content[0].End, a.Content[0].End))
	})
	return out
}

func sameWords(a, b []Span) bool {
	for _, s := range a {
		if slices.ContainsFunc(b, s.Overlaps) {
			return true
		}
	}
	return false
}

// lessIdentified is the level that says less about who speaks.
func lessIdentified(a, b sourcing.Level) sourcing.Level {
	if slices.Index(sourcing.Levels, a) > slices.Index(sourcing.Levels, b) {
		return a
	}
	return b
}
