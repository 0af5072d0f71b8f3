package site

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// eventView is a point of the timeline.
type eventView struct {
	Date    string // as readers see it
	Machine string // for a datetime attribute; "" for a season
	Class   string // "now", "next" or ""
	Text    template.HTML
	InStory template.HTMLAttr // where the text is the story's
	Source  *linkView
}

// event is an event of the front matter, or the story's own appearance.
type event struct {
	date   edtf.Date
	text   inset
	source string
	words  string // of the program, in place of text
}

// events are the story's events in the order of their dates, with the day on
// which the story appeared among them: as an event of its own where the editor
// lists none for that day.
func (s *site) events(a *content.Article) []event {
	if len(a.Timeline) == 0 {
		return nil
	}
	var events []event
	appeared := false
	for i, e := range a.Timeline {
		at := func() diag.Location { return a.At("timeline", i, "text") }
		events = append(events, event{date: e.Date, text: s.lineInset(a, e.Text, at), source: e.Source})
		appeared = appeared || e.Date == a.Date
	}
	if !a.Date.IsZero() && !appeared {
		events = append(events, event{date: a.Date, words: s.lang.say("timeline.now")})
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.date.Compare(b.date) })
	return events
}

// hostOf names the site that an address is on, as readers know it; "" where it names none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// timeline is what the page shows of events.
func (s *site) timeline(a *content.Article, events []event, page place, address func(string) string) []eventView {
	var views []eventView
	year := a.Date.Year // which the head of the page has said
	if slices.ContainsFunc(events, func(e event) bool { return e.date.Year != year }) {
		year = 0
	}
	for _, e := range events {
		v := eventView{Date: s.lang.shortDate(e.date, year), Machine: machineDate(e.date)}
		if e.source != "" {
			v.Source = &linkView{Text: cmp.Or(hostOf(e.source), e.source), URL: e.source}
		}
		v.Text = template.HTML(template.HTMLEscapeString(e.words))
		if e.words == "" {
			v.Text, v.InStory = e.text.on(page, address), s.lang.langAttr(a.Language)
		}
		switch {
		case a.Date.IsZero():
		case e.date == a.Date:
			v.Class = "now"
		case e.date.First().After(a.Date.Last()):
			v.Class = "next"
		}
		views = append(views, v)
	}
	return views
}
