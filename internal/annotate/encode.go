package annotate

import (
	"encoding/json"
	"io"

	"backgrounder/internal/annotate/sourcing"
)

// The annotations of one story as other programs read them. Keys may be added,
// and none may change or go; a list is never null. Offsets count Unicode code points of
// the text; an end is exclusive.
type encoding struct {
	Text         string               `json:"text"`         // the story's, blocks parted by a blank line, without marks and comments
	Actors       []encodedActor       `json:"actors"`       // by first mention
	Sources      []encodedSource      `json:"sources"`      // those declared first, then by first mention
	Attributions []encodedAttribution `json:"attributions"` // in the order of the text
	Dates        []encodedDate        `json:"dates"`        // the same
	Problems     []encodedProblem     `json:"problems"`     // the same
}

// encodedSpan is some words of the text.
type encodedSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Exact string `json:"exact"` // the words
}

// encodedActor is an entry of the glossary and where the story names it.
type encodedActor struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"` // the entry's, whatever the story says
	Kind     Kind          `json:"kind"`
	Mentions []encodedSpan `json:"mentions"`
}

// encodedSource is somebody, or something, that the story attributes words to.
type encodedSource struct {
	ID          string         `json:"id"`    // which attributions call it by
	Label       string         `json:"label"` // a letter for the level and a number: A1
	Description string         `json:"description"`
	Level       sourcing.Level `json:"level"`
	Reason      string         `json:"reason"`        // why an unnamed source is unnamed; "" where nobody says
	Actor       string         `json:"actor"`         // id of the entry that the source is; "" for none
	Mentions    []encodedSpan  `json:"mentions"`      // pronouns too
	Why         []encodedStep  `json:"why,omitempty"` // on request
}

// encodedAttribution is what one sentence attributes to one source.
type encodedAttribution struct {
	Source  string        `json:"source"` // id
	Kind    sourcing.Kind `json:"kind"`
	Cue     *encodedSpan  `json:"cue"`            // null where a quotation goes on without one
	Content []encodedSpan `json:"content"`        // fragments, in order
	Rule    string        `json:"rule,omitempty"` // on request
}

// encodedStep is one decision about a source; the words are missing where the
// front matter decided.
type encodedStep struct {
	Decides sourcing.Decision `json:"decides"`
	Rule    string            `json:"rule"`
	On      *encodedSpan      `json:"on"`
}

// encodedDate is words that mean a date.
type encodedDate struct {
	encodedSpan
	Date string `json:"date"` // in EDTF, as package edtf has it
}

// encodedProblem is a finding; where it stands is empty if that is not in the text.
type encodedProblem struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
}

// EncodeJSON writes the annotations as indented JSON. Where several sources say the
// same words, each has an attribution of its own.
func EncodeJSON(w io.Writer, r *Result) error { return writeJSON(w, encode(r)) }

// ExplainJSON writes what EncodeJSON does, and with every source and attribution
// which rules made it and on which words.
func ExplainJSON(w io.Writer, r *Result) error {
	e := encode(r)
	c := newCounter(r.Text)
	for i, a := range r.Attributions {
		e.Attributions[i].Rule = a.Rule
	}
	for i, s := range r.Sources {
		for _, step := range s.Why {
			es := encodedStep{Decides: step.Decides, Rule: step.Rule}
			if step.At.Len() > 0 {
				on := c.span(step.At)
				es.On = &on
			}
			e.Sources[i].Why = append(e.Sources[i].Why, es)
		}
	}
	return writeJSON(w, e)
}

func encode(r *Result) *encoding {
	c := newCounter(r.Text)
	e := &encoding{
		Text:         r.Text,
		Actors:       make([]encodedActor, 0, len(r.Actors)),
		Sources:      make([]encodedSource, 0, len(r.Sources)),
		Attributions: make([]encodedAttribution, 0, len(r.Attributions)),
		Dates:        make([]encodedDate, 0, len(r.Dates)),
		Problems:     make([]encodedProblem, 0, len(r.Problems)),
	}
	for _, a := range r.Actors {
		ea := encodedActor{ID: a.Actor.ID, Name: a.Actor.Name, Kind: a.Actor.Kind, Mentions: make([]encodedSpan, 0, len(a.Mentions))}
		for _, m := range a.Mentions {
			ea.Mentions = append(ea.Mentions, c.span(m.Span))
		}
		e.Actors = append(e.Actors, ea)
	}
	for _, s := range r.Sources {
		e.Sources = append(e.Sources, encodedSource{
			ID: s.ID, Label: s.Label, Description: s.Description, Level: s.Level,
			Reason: s.Reason, Actor: s.Actor, Mentions: c.spans(s.Mentions),
		})
	}
	for _, a := range r.Attributions {
		ea := encodedAttribution{Source: r.Sources[a.Source].ID, Kind: a.Kind, Content: c.spans(a.Content)}
		if a.Cue.Len() > 0 {
			cue := c.span(a.Cue)
			ea.Cue = &cue
		}
		e.Attributions = append(e.Attributions, ea)
	}
	for _, d := range r.Dates {
		e.Dates = append(e.Dates, encodedDate{c.span(d.Span), d.Date.String()})
	}
	for _, p := range r.Problems {
		e.Problems = append(e.Problems, encodedProblem{
			Rule: p.Rule, Severity: p.Severity.String(), Message: p.Message,
			Start: c.count(p.Start), End: c.count(p.End),
		})
	}
	return e
}

func writeJSON(w io.Writer, e *encoding) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(e)
}

// counter turns byte offsets of a text into code points.
type counter struct {
	text   string
	points []int32 // for every byte and the end, the code points before it
}

func newCounter(text string) *counter {
	c := &counter{text: text, points: make([]int32, len(text)+1)}
	n, last := int32(0), 0
	for i := range text {
		for ; last < i; last++ {
			c.points[last] = n - 1
		}
		c.points[i] = n
		n++
		last = i + 1
	}
	for ; last < len(text); last++ {
		c.points[last] = n - 1
	}
	c.points[len(text)] = n
	return c
}

// count is the number of code points before the byte at offset i.
func (c *counter) count(i int) int { return int(c.points[min(max(i, 0), len(c.text))]) }

func (c *counter) span(s Span) encodedSpan {
	return encodedSpan{Start: c.count(s.Start), End: c.count(s.End), Exact: s.Of(c.text)}
}

func (c *counter) spans(in []Span) []encodedSpan {
	out := make([]encodedSpan, 0, len(in))
	for _, s := range in {
		out = append(out, c.span(s))
	}
	return out
}
