package main

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// whySource writes what was decided about a source, on which words and by which
// rule.
func (a annotated) whySource(i int) {
	const lead, rest = "        ", "                   "
	type reason struct{ decides, on, rule string }
	times := map[reason]int{}
	var order []reason
	for _, step := range a.Sources[i].Why {
		r := reason{string(step.Decides), "in the front matter", step.Rule}
		if step.At.Len() > 0 {
			r.on = fmt.Sprintf("“%s”", step.At.Of(a.Text))
		}
		if times[r]++; times[r] == 1 {
			order = append(order, r)
		}
	}
	for _, r := range order {
		again := ""
		if times[r] > 1 {
			again = fmt.Sprintf(" (%d times)", times[r])
		}
		a.wrap(fmt.Sprintf("%s%-10s ", lead, r.decides), rest, fmt.Sprintf("%s%s: %s", r.on, again, r.rule))
	}
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
		on := ""
		if p.Cue.Len() > 0 {
			on = fmt.Sprintf(" on “%s”", p.Cue.Of(a.Text))
		}
		a.wrap(indent+"· ", indent+"  ", fmt.Sprintf("%s, %s,%s by: %s", strings.Join(labels, " "), p.Kind, on, p.Rule))
	}
}
