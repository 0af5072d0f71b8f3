package sourcing

import (
	"cmp"
	"slices"

	"backgrounder/internal/annotate/prose"
)

// Step is one decision on the way to a source, for those who ask why.
type Step struct {
	Decides Decision
	Rule    string     // in words
	At      prose.Span // the words that it went by; empty where the front matter decided
}

// Decision is what a step decides about a source.
type Decision string

const (
	Mentioned   Decision = "mention"   // these words mean the source
	Levelled    Decision = "level"     // how far it is identified
	Conditioned Decision = "terms"     // what was agreed
	Reasoned    Decision = "reason"    // why it is unnamed
	Confirmed   Decision = "confirmed" // it is one that the editor declared
)

// note adds a step.
func (e *entity) note(d Decision, rule string, at prose.Span) {
	e.Why = append(e.Why, Step{d, rule, at})
}

// because says why the words of a subject mean the entity: what the search for it
// noted, or else what is compared for subjects of its sort.
func (m *sources) because(s subject) string {
	if how := m.how; how != "" {
		m.how = ""
		return how
	}
	switch s.sort {
	case pronoun:
		return "a pronoun: the latest source that it fits"
	case name:
		return "the name of a source before"
	case body:
		return "a name or word for a body before"
	case document:
		return "a word for a document before"
	}
	return "a description that fits one before"
}

// sortRule says how a source of the subject's sort is identified by its words
// alone.
func sortRule(s subject, l Level) string {
	switch {
	case l == Named:
		return "a person given by name"
	case s.sort == body:
		return "a body"
	case s.sort == document:
		return "a thing that can be read"
	case l == Institution:
		return "who speaks and has no other word in the lexicon is taken for a body"
	}
	return "more of those spoken of before, unnamed"
}

// inOrder puts the decisions about a source into the order of the text, each once.
func inOrder(why []Step) []Step {
	slices.SortStableFunc(why, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(a.At.End, b.At.End))
	})
	return slices.Compact(why)
}

// confirm notes that the entity is a declared source, where it first stands.
func (e *entity) confirm(rule string) {
	var at prose.Span
	if len(e.Mentions) > 0 {
		at = e.Mentions[0]
	}
	e.note(Confirmed, rule, at)
}

// declare notes what the editor decided.
func (e *entity) declare(d *Declared) {
	const rule = "declared by the editor"
	if d.Level != "" {
		e.note(Levelled, rule, prose.Span{})
	}
	if d.Reason != "" {
		e.note(Reasoned, rule, prose.Span{})
	}
}

// why is how the entity was found, without what the editor has decided since.
func (e *entity) why(levelled bool) []Step {
	return slices.DeleteFunc(slices.Clone(e.Why), func(s Step) bool { return levelled && s.Decides == Levelled })
}
