package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

const (
	textWidth    = 80 // characters in a line of an annotated story, at most
	widestMargin = 12 // of labels beside a sentence; more of them get a line of their own
)

// annotated writes what was found in one story for people to read: the sources,
// then the story sentence by sentence with who says it, then actors and dates.
type annotated struct {
	*annotate.Result
	w       *bufio.Writer
	explain bool // also why
}

func writeAnnotated(w io.Writer, r *annotate.Result, explain bool) error {
	a := annotated{r, bufio.NewWriter(w), explain}
	a.sources()
	a.story()
	a.actors()
	a.dates()
	return a.w.Flush()
}

func (a annotated) sources() {
	fmt.Fprintln(a.w, "Sources")
	if len(a.Sources) == 0 {
		fmt.Fprintln(a.w, "\n  none: nobody is reported in this story")
	}
	passages := make([]int, len(a.Sources))
	for _, p := range a.Passages {
		for _, s := range p.Sources {
			passages[s]++
		}
	}
	for i, s := range a.Sources {
		fmt.Fprintf(a.w, "\n  %-4s%s\n", s.Label, s.Description)
		a.detail("%s, %s, id %s", s.Level, plural(passages[i], "passage"), s.ID)
		if s.Terms.Len() > 0 {
			a.detail("terms: %s", s.Terms.Of(a.Text))
		}
		switch {
		case s.Reason != "":
			a.detail("reason: %s", s.Reason)
		case s.Level == sourcing.Anonymous:
			a.detail("reason: none stated")
		}
		if a.explain {
			a.whySource(i)
		}
	}
}

func (a annotated) detail(format string, args ...any) {
	a.wrap("      ", "      ", fmt.Sprintf(format, args...))
}

// story writes every sentence beside the labels of those who say it.
func (a annotated) story() {
	fmt.Fprintln(a.w, "\nStory")
	margin := 2
	for _, p := range a.Passages {
		margin = max(margin, len(a.speakers(p.Sentence)))
	}
	margin = min(margin, widestMargin)
	indent := strings.Repeat(" ", margin+4)
	for _, b := range a.Blocks {
		fmt.Fprintln(a.w)
		for _, sentence := range sentences(a.Text, b) {
			labels := a.speakers(sentence)
			if len(labels) > margin {
				fmt.Fprintf(a.w, "  %s\n", labels)
				labels = ""
			}
			a.wrap(fmt.Sprintf("  %-*s  ", margin, labels), indent, sentence.Of(a.Text))
			if a.explain {
				a.whyPassages(sentence, indent)
			}
		}
	}
}

// sentences cuts a block of prose into sentences; any other block stays whole.
func sentences(text string, b annotate.Block) []prose.Span {
	if b.Kind != sourcing.Paragraph {
		return []prose.Span{b.Span}
	}
	return prose.Sentences(text, b.Span)
}

// speakers returns the labels of those whose words are reported in the sentence.
func (a annotated) speakers(sentence prose.Span) string {
	var labels []string
	for _, p := range a.Passages {
		if !slices.ContainsFunc(p.Content, sentence.Overlaps) {
			continue
		}
		for _, s := range p.Sources {
			if l := a.Sources[s].Label; !slices.Contains(labels, l) {
				labels = append(labels, l)
			}
		}
	}
	return strings.Join(labels, " ")
}

func (a annotated) actors() {
	if len(a.Actors) == 0 {
		return
	}
	fmt.Fprint(a.w, "\nActors\n\n")
	for _, f := range a.Actors {
		fmt.Fprintf(a.w, "  %s (%s), %s\n", f.Actor.Name, f.Actor.Kind, plural(len(f.Mentions), "mention"))
	}
}

func (a annotated) dates() {
	if len(a.Dates) == 0 {
		return
	}
	fmt.Fprint(a.w, "\nDates\n\n")
	for _, d := range a.Dates {
		a.wrap(fmt.Sprintf("  %-12s", d.Date), strings.Repeat(" ", 14), d.Of(a.Text))
	}
}

// wrap writes text in lines of textWidth, the first one after first and the others
// after rest. A word that is longer than a line has one of its own.
func (a annotated) wrap(first, rest, text string) {
	line, length := first, utf8.RuneCountInString(first)
	empty := true
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if !empty && length+1+n > textWidth {
			fmt.Fprintln(a.w, line)
			line, length, empty = rest, utf8.RuneCountInString(rest), true
		}
		if !empty {
			line, length = line+" ", length+1
		}
		line, length, empty = line+word, length+n, false
	}
	fmt.Fprintln(a.w, strings.TrimRight(line, " "))
}
