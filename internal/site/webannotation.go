package site

import (
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
)

// A story's annotations as a collection of the W3C's Web Annotation model, so that
// other tools can lay them over the story.

type waCollection struct {
	Context string `json:"@context"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Label   string `json:"label"`
	Total   int    `json:"total"`
	First   waPage `json:"first"`
}

type waPage struct {
	ID         string         `json:"id"`
	Type       string         `json:"type"`
	PartOf     string         `json:"partOf"`
	StartIndex int            `json:"startIndex"`
	Items      []waAnnotation `json:"items"`
}

type waAnnotation struct {
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Motivation string     `json:"motivation"`
	Body       []any      `json:"body"`
	Target     []waTarget `json:"target"`
}

// waText is a body of words.
type waText struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Format  string `json:"format"`
	Value   string `json:"value"`
}

// waThing is a body that is somewhere else.
type waThing struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Source  string `json:"source"`
}

type waTarget struct {
	Type     string        `json:"type"`
	Source   string        `json:"source"`
	Selector [2]waSelector `json:"selector"`
}

// waSelector is a TextQuoteSelector or a TextPositionSelector, whose positions are
// code points of the story's text.
type waSelector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  *int   `json:"start,omitempty"`
	End    *int   `json:"end,omitempty"`
}

// quoteContext is how many code points before and after a quotation tell it from
// others of the same words.
const quoteContext = 32

func (s *site) renderAnnotations(w io.Writer, a *content.Article) error {
	st, err := s.story(a)
	if err != nil {
		return err
	}
	output := a.Slug + "/annotations.json"
	at := on(output)
	m := waMaker{site: s, at: at, res: st.res, story: s.base.absOr(at, storyOutput(a)), id: s.base.absOr(at, output), points: countPoints(st.res.Text)}
	m.items = make([]waAnnotation, 0, m.count())
	m.actors()
	m.passages()
	m.dates()
	c := waCollection{
		Context: "http://www.w3.org/ns/anno.jsonld", ID: m.id, Type: "AnnotationCollection", Label: a.Title, Total: len(m.items),
		First: waPage{ID: m.id + "#page-1", Type: "AnnotationPage", PartOf: m.id, Items: m.items},
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(c)
}

// waMaker writes down a story's annotations.
type waMaker struct {
	*site
	at     place
	res    *annotate.Result
	story  string
	id     string
	points []int // for every stride of the text's bytes, the number of code points before it
	items  []waAnnotation
}

// stride is how many bytes of text lie between two places at which the code points
// are counted beforehand.
const stride = 256

func countPoints(text string) []int {
	points := make([]int, 1, len(text)/stride+1)
	for at := stride; at <= len(text); at += stride {
		points = append(points, points[len(points)-1]+runeStarts(text[at-stride:at]))
	}
	return points
}

// point is the number of code points before a byte of the text.
func (m *waMaker) point(at int) int {
	return m.points[at/stride] + runeStarts(m.res.Text[at-at%stride:at])
}

func runeStarts(s string) int {
	n := 0
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}

// count is how many annotations there are at most.
func (m *waMaker) count() int {
	n := len(m.res.Passages) + len(m.res.Dates)
	for _, found := range m.res.Actors {
		n += len(found.Mentions)
	}
	return n
}

func (m *waMaker) add(fragment, motivation string, body []any, spans ...annotate.Span) {
	item := waAnnotation{ID: m.id + "#" + fragment, Type: "Annotation", Motivation: motivation, Body: body, Target: make([]waTarget, len(spans))}
	for i, span := range spans {
		item.Target[i] = m.target(span)
	}
	m.items = append(m.items, item)
}

func (m *waMaker) target(span annotate.Span) waTarget {
	start, end := m.point(span.Start), m.point(span.End)
	return waTarget{Type: "SpecificResource", Source: m.story, Selector: [...]waSelector{
		{Type: "TextQuoteSelector", Exact: span.Of(m.res.Text), Prefix: m.before(span.Start), Suffix: m.after(span.End)},
		{Type: "TextPositionSelector", Start: &start, End: &end},
	}}
}

func (m *waMaker) before(at int) string {
	text := m.res.Text[:at]
	from := len(text)
	for range quoteContext {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	return text[from:]
}

func (m *waMaker) after(at int) string {
	text := m.res.Text[at:]
	to := 0
	for range quoteContext {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return text[:to]
}

func (m *waMaker) actors() {
	n := 0
	for _, found := range m.res.Actors {
		a := m.site.actors[found.Actor.ID]
		if a == nil {
			continue
		}
		body := []any{waThing{"SpecificResource", "identifying", m.base.absOr(m.at, actorOutput(a.ID))}}
		for _, mention := range found.Mentions {
			n++
			m.add("actor-"+strconv.Itoa(n), "identifying", body, mention.Span)
		}
	}
}

func (m *waMaker) passages() {
	for i, p := range m.res.Passages {
		var body []any
		for _, k := range p.Sources {
			src := m.res.Sources[k]
			body = append(body,
				waThing{"SpecificResource", "identifying", m.story + "#source-" + src.ID},
				waText{"TextualBody", "describing", "text/plain", upperFirst(src.Description)},
				waText{"TextualBody", "classifying", "text/plain", string(src.Level)})
		}
		m.add("said-"+strconv.Itoa(i+1), "describing", body, p.Content...)
	}
}

func (m *waMaker) dates() {
	for i, d := range m.res.Dates {
		m.add("date-"+strconv.Itoa(i+1), "describing", []any{waText{"TextualBody", "describing", "text/plain", d.Date.String()}}, d.Span)
	}
}
