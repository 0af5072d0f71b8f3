package check

import (
	"slices"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// hush is a stretch of a story's lines in which a rule is silenced.
type hush struct {
	rule     string
	from, to int // lines, both included
}

// silence leaves out the findings that the story's comments silence. A comment is
// about the block that it stands in or before; one that stands before all others is
// also about the front matter above it.
func (s *story) silence(ds []diag.Diagnostic) []diag.Diagnostic {
	if len(s.res.Silenced) == 0 {
		return ds
	}
	line := lines(s.body)
	var quiet []hush
	for _, c := range s.res.Silenced {
		h := hush{rule: c.Rule, from: line(c.Source.Start), to: line(c.Source.End)}
		if c.Block >= 0 {
			block := s.res.SourceSpan(s.res.Blocks[c.Block].Span)
			if c.Block == 0 && c.Source.Start < block.Start {
				h.from = 1
			}
			h.from = min(h.from, line(block.Start))
			h.to = max(h.to, line(max(block.Start, block.End-1)))
		}
		quiet = append(quiet, h)
	}
	return slices.DeleteFunc(ds, func(d diag.Diagnostic) bool {
		return slices.ContainsFunc(quiet, func(h hush) bool {
			return h.rule == d.Rule && d.File == s.article.Path && h.from <= d.Line && d.Line <= h.to
		})
	})
}

// lines returns a function that knows the line of every place of a body. A body may
// have as many comments as it has room for, so each must not count from the start.
func lines(body content.Body) func(at int) int {
	var ends []int
	for i, c := range body.Text() {
		if c == '\n' {
			ends = append(ends, i)
		}
	}
	first := body.At(0, 0).Line
	return func(at int) int {
		n, _ := slices.BinarySearch(ends, at)
		return first + n
	}
}

// comments looks at the comments that silence rules.
func (c *Checker) comments(s *story) []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, silenced := range s.res.Silenced {
		if c.byName[silenced.Rule] != nil {
			continue
		}
		message, hints := c.unknown(silenced.Rule)
		ds = append(ds, diag.Diagnostic{
			Location: s.body.At(silenced.Source.Start, silenced.Source.End),
			Severity: diag.Warning, Rule: "check-comment", Message: message, Hints: hints,
		})
	}
	return ds
}
