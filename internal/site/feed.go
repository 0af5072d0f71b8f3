package site

import (
	"encoding/xml"
	"io"
	"time"

	"backgrounder/internal/content"
	"backgrounder/internal/edtf"
)

// The Atom feed (RFC 4287).

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	ID       string      `xml:"id"`
	Links    []atomLink  `xml:"link"`
	Updated  string      `xml:"updated"`
	Author   *atomPerson `xml:"author"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"` // where it is not the feed's
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// feedLength is how many of the latest stories the feed holds.
const feedLength = 20

func (s *site) renderFeed(w io.Writer) error {
	at := on("feed.xml")
	feed := atomFeed{
		Lang: s.lang.Tag, Title: s.config.Title, Subtitle: s.lang.say("feed.subtitle"), ID: s.atomID("index.html"),
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: s.base.absOr(at, "feed.xml")},
			{Rel: "alternate", Type: "text/html", Href: s.base.absOr(at, "index.html")},
		},
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), // of a feed without stories
	}
	name := s.config.Publisher.Name
	if name == "" {
		name = s.config.Title // every entry needs an author
	}
	feed.Author = &atomPerson{Name: name, URI: s.absolute(s.config.Publisher.URL)}
	for _, a := range s.articles {
		if a.Date.IsZero() || len(feed.Entries) == feedLength {
			continue // a feed is of dated things
		}
		e := s.entry(at, a)
		feed.Entries = append(feed.Entries, e)
		if len(feed.Entries) == 1 || e.Updated > feed.Updated {
			feed.Updated = e.Updated
		}
	}
	return writeXML(w, feed)
}

func (s *site) entry(at place, a *content.Article) atomEntry {
	url := s.base.absOr(at, storyOutput(a))
	published := s.begin(a.Date, a.Moment)
	updated := published
	if !a.Updated.IsZero() {
		// The day of an update begins before a story of its afternoon.
		if u := s.begin(a.Updated, a.UpdatedMoment); u.After(published) {
			updated = u
		}
	}
	e := atomEntry{
		Title: a.Title, ID: s.atomID(storyOutput(a)), Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: url}},
		Published: published.Format(time.RFC3339), Updated: updated.Format(time.RFC3339), Summary: a.Summary,
	}
	if a.Language != s.lang.Tag {
		e.Lang = a.Language
	}
	for _, name := range a.Authors {
		e.Authors = append(e.Authors, atomPerson{Name: name})
	}
	for _, tag := range a.Tags {
		e.Categories = append(e.Categories, atomCategory{tag})
	}
	return e
}

// atomID is a page's address, or where no host is known a tag URI (RFC 4151): an
// id has to be absolute.
func (s *site) atomID(output string) string {
	if full := s.base.abs(output); full != "" {
		return full
	}
	return "tag:localhost,2024:" + rooted(output)
}

// begin is the moment of a date, or for want of any its first one, where the site is.
func (s *site) begin(d edtf.Date, moment time.Time) time.Time {
	if moment.IsZero() {
		day := d.First()
		moment = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, s.location())
	}
	return moment.In(s.location())
}

// machineMoment is a date for other programs, with the time of day where that is known.
func (s *site) machineMoment(d edtf.Date, moment time.Time) string {
	if moment.IsZero() {
		return machineDate(d)
	}
	return s.begin(d, moment).Format(time.RFC3339)
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// The site map (sitemaps.org).

type siteMap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteMapURL `xml:"url"`
}

type siteMapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func (s *site) renderSitemap(w io.Writer) error {
	var m siteMap
	add := func(output string, d edtf.Date) {
		m.URLs = append(m.URLs, siteMapURL{s.base.abs(output), machineDate(d)})
	}
	if s.homeStory() == nil {
		add("index.html", edtf.Date{})
	}
	for _, a := range s.articles {
		last := a.Date
		if !a.Updated.IsZero() {
			last = a.Updated
		}
		add(storyOutput(a), last)
	}
	if len(s.glossary) > 0 {
		add("glossary/index.html", edtf.Date{})
	}
	for _, a := range s.glossary {
		add(actorOutput(a.ID), edtf.Date{})
	}
	for _, p := range s.pages {
		add(pageOutput(p), edtf.Date{})
	}
	return writeXML(w, m)
}

func (s *site) renderRobots(w io.Writer) error {
	robots := "User-agent: *\nAllow: /\n"
	if s.base.origin != "" {
		robots += "\nSitemap: " + s.base.abs("sitemap.xml") + "\n"
	}
	_, err := io.WriteString(w, robots)
	return err
}
