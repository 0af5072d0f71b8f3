package annotate

import (
	"bytes"
	"fmt"
	"slices"

	"backgrounder/internal/diag"
)

// Silence is an editor's word that a rule's findings in a block are known and
// accepted: <!-- check: off RULE: reason -->.
type Silence struct {
	Rule   string
	Reason string
	Block  int  // index into Result.Blocks of the block it stands in or before; -1 where none follows
	Source Span // of the comment, in the source
	Used   bool // there was such a finding

	apart bool // stands by itself, and not within a paragraph
}

// Hush leaves out the findings in a text that its comments silence, and notes in
// Silenced which comments were of use. The text stands in a file, from an offset on.
//
// A comment is about the lines of its block; one that stands before all blocks is
// also about the front matter above it, and one after which none comes is about what
// else there is, such as an image.
func (r *Result) Hush(ds []diag.Diagnostic, file diag.Source, offset int) []diag.Diagnostic {
	if len(r.Silenced) == 0 {
		return ds
	}
	type lines struct{ from, to int } // both included
	line := lineOf(file.Text)
	quiet := make([]lines, len(r.Silenced))
	for i, c := range r.Silenced {
		q := lines{line(offset + c.Source.Start), line(offset + c.Source.End)}
		if c.Block >= 0 {
			block := r.SourceSpan(r.Blocks[c.Block].Span)
			if c.Block == 0 && c.Source.Start < block.Start {
				q.from = 1
			}
			q.from = min(q.from, line(offset+block.Start))
			q.to = max(q.to, line(offset+max(block.Start, block.End-1)))
		} else {
			q.to = line(len(file.Text))
			if len(r.Blocks) == 0 {
				q.from = 1
			}
		}
		quiet[i] = q
	}
	return slices.DeleteFunc(slices.Clone(ds), func(d diag.Diagnostic) bool {
		if d.File != file.Name {
			return false
		}
		for i := range r.Silenced {
			if c := &r.Silenced[i]; c.Rule == d.Rule && quiet[i].from <= d.Line && d.Line <= quiet[i].to {
				c.Used = true
				return true
			}
		}
		return false
	})
}

// lineOf returns a function that knows the line of every place of a text, which may
// have as many comments as it has room for: none must count from the start.
func lineOf(text []byte) func(at int) int {
	var ends []int
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			break
		}
		ends = append(ends, at+i)
		at += i + 1
	}
	return func(at int) int {
		n, _ := slices.BinarySearch(ends, at)
		return n + 1
	}
}

// Silences reports whether the text has a comment about one of some rules.
func (r *Result) Silences(rule func(string) bool) bool {
	return slices.ContainsFunc(r.Silenced, func(s Silence) bool { return rule(s.Rule) })
}

// Idle tells of the comments that silenced nothing, but for those of rules whose
// findings are made elsewhere.
func (r *Result) Idle(file diag.Source, offset int, elsewhere func(rule string) bool) []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, c := range r.Silenced {
		if c.Used || elsewhere(c.Rule) {
			continue
		}
		ds = append(ds, c.idle(file.At(offset+c.Source.Start, offset+c.Source.End)))
	}
	return ds
}

func (c Silence) idle(at diag.Location) diag.Diagnostic {
	return diag.Diagnostic{
		Location: at, Severity: diag.Warning, Rule: "check-comment",
		Message: fmt.Sprintf("this comment silences nothing: the rule %q finds nothing here", c.Rule),
		Hints:   []string{"take it out, or put it into the paragraph that it is about, or on the line before"},
	}
}
