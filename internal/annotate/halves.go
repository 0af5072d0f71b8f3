package annotate

import (
	"slices"

	"github.com/yuin/goldmark/parser"
)

// MarkHalves returns where in the source the halves of the marks stand that were
// read in the context: every "[" and every "]{…}", in order. The source without
// them is what the editor would have written had there been nothing to decide.
func MarkHalves(pc parser.Context) []Span {
	st, ok := pc.Get(markKey).(*markState)
	if !ok {
		return nil
	}
	var halves []Span
	for _, m := range st.marks {
		halves = append(halves, Span{Start: m.at.Start, End: m.openEnd}, Span{Start: m.closeFrom, End: m.at.End})
	}
	slices.SortFunc(halves, func(a, b Span) int { return a.Start - b.Start })
	return halves
}
