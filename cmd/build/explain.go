package main

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/preview"
)

// whySource writes what was decided about a source, on which words and by which
// rule.
func (a annotated) whySource(i int) {
	const lead, rest = "        ", "                   "
	for _, r := range reasons(a.Result, a.Sources[i].Why) {
		a.wrap(fmt.Sprintf("%s%-10s ", lead, r.Decides), rest, fmt.Sprintf("%s: %s", r.On, r.Rule))
	}
}

// reasons are the decisions of some steps in words, each once.
func reasons(res *annotate.Result, why []sourcing.Step) []preview.Reason {
	times := map[preview.Reason]int{}
	var order []preview.Reason
	for _, step := range why {
		r := preview.Reason{Decides: string(step.Decides), On: "in the front matter", Rule: step.Rule}
		if step.At.Len() > 0 {
			r.On = fmt.Sprintf("“%s”", step.At.Of(res.Text))
		}
		if times[r]++; times[r] == 1 {
			order = append(order, r)
		}
	}
	for i, r := range order {
		if times[r] > 1 {
			order[i].On += fmt.Sprintf(" (%d times)", times[r])
		}
	}
	return order
}

// passageReason is the rule that found who is reported in a passage, in words.
func passageReason(res *annotate.Result, p annotate.Passage) preview.Reason {
	r := preview.Reason{Decides: string(p.Kind), Rule: p.Rule}
	if p.Cue.Len() > 0 {
		r.On = fmt.Sprintf("“%s”", p.Cue.Of(res.Text))
	}
	return r
}

// whyPassages writes which rule found whoever is reported in a sentence, and on
// which words.
func (a annotated) whyPassages(sentence prose.Span, indent string) {
	for _, p := range a.Passages {
		if len(p.Content) == 0 || !sentence.Overlaps(p.Sentence) || !sentence.Overlaps(p.Content[0]) {
			continue
		}
		var labels []string
		for _, s := range p.Sources {
			labels = append(labels, a.Sources[s].Label)
		}
		r := passageReason(a.Result, p)
		on := ""
		if r.On != "" {
			on = " on " + r.On
		}
		a.wrap(indent+"· ", indent+"  ", fmt.Sprintf("%s, %s,%s by: %s", strings.Join(labels, " "), r.Decides, on, r.Rule))
	}
}
