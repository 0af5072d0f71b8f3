package site

import (
	"html/template"
	"io"
	"slices"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// pageView is what every page has.
type pageView struct {
	at          place
	Lang, Dir   string
	SiteTitle   string
	Title       string // of the page
	FullTitle   string // with the site's
	Description string
	Canonical   string // full address; "" where the page has none or no host is known
	NoIndex     bool
	Policy      string // Content-Security-Policy
	IconURL     string // "" where the site has no icon
	IconType    string
	Code        bool // needs the style of code
	Script      bool // needs the script
	OG          openGraph
	LD          any // JSON-LD, or nil
	SkipTo      string
	SkipWords   string
	Nav         []navLink
	Footer      []navLink
	Publisher   linkView
	Feed        string
}

// openGraph is how the page looks when it is shared.
type openGraph struct {
	Type      string // "article" or "website"
	Image     shared
	Published string
	Modified  string
	Tags      []string
	Authors   []string
}

type linkView struct{ Text, URL string }

type navLink struct {
	Text, URL string
	Current   bool
}

// view is what the page at a place has.
func (s *site) view(at place, title, description string) pageView {
	v := pageView{
		at:   at,
		Lang: s.lang.Tag, Dir: s.lang.Dir, SiteTitle: s.config.Title, Title: title, Description: description,
		Canonical: s.base.abs(at.page),
		SkipTo:    "main", SkipWords: s.lang.say("skip.main"),
		Nav: s.nav(at), Feed: at.to("feed.xml"),
		Publisher: linkView{s.config.Publisher.Name, at.lead(s.config.Publisher.URL)},
		OG:        openGraph{Type: "website"},
	}
	v.FullTitle = title
	if title != s.config.Title && s.config.Title != "" {
		v.FullTitle = title + " — " + s.config.Title
	}
	if a, ok := s.b.assets.icon(); ok {
		v.IconURL, v.IconType = at.to(a.output), a.typ
	}
	return v
}

// nav are the links to the site's parts.
func (s *site) nav(at place) []navLink {
	var nav []navLink
	add := func(text, out string) {
		nav = append(nav, navLink{Text: text, URL: at.to(out), Current: out == at.page})
	}
	if len(s.articles) > 1 && s.homeStory() == nil {
		add(s.lang.say("nav.stories"), "index.html")
	}
	if len(s.glossary) > 0 {
		add(s.lang.say("nav.glossary"), "glossary/index.html")
	}
	for _, p := range s.pages {
		add(p.Title, pageOutput(p))
	}
	return nav
}

// homeStory is the story that the first page shows in full, or nil.
func (s *site) homeStory() *content.Article {
	for _, a := range s.articles {
		if a.Slug == s.config.Home {
			return a
		}
	}
	return nil
}

// absolute is the full address that a URL of the configuration means, which may be
// one from the root of the site; "" where no host is known.
func (s *site) absolute(u string) string {
	if isRooted(u) {
		return s.base.full(u)
	}
	return u
}

// finish settles what depends on what the page turned out to hold: whether it runs
// the script, and a policy that allows what the page ships and nothing else.
func (v *pageView) finish(images, script bool) {
	v.Script = script
	p := []string{"style-src 'self'"}
	if script {
		p = append(p, "script-src 'self'")
	}
	var from []string
	if images || v.IconURL != "" {
		from = append(from, "'self'")
	}
	if v.IconURL == "" {
		from = append(from, "data:") // an icon of nothing, so that none is asked for
	}
	v.Policy = policy(append(p, "img-src "+strings.Join(from, " "))...)
}

// policy is a Content-Security-Policy that allows what it is told to and nothing
// else, but for the site's own files: programs that look at a page for its readers
// ask for robots.txt in its name.
func policy(allowed ...string) string {
	return strings.Join(slices.Concat([]string{"default-src 'none'", "connect-src 'self'"}, allowed, []string{"base-uri 'none'", "form-action 'none'"}), "; ")
}

// proseView is a page that is nothing but text.
type proseView struct {
	pageView
	Kicker     string
	Standfirst string
	Body       template.HTML
	BackURL    string
	BackText   string
}

// renderPage renders a plain page.
func (s *site) renderPage(w io.Writer, p *content.Page) ([]diag.Diagnostic, error) {
	body := p.Body()
	c := s.convention(p.File, body, pageOutput(p))
	c.body = body
	c.ids = true
	c.story.Inset = true
	in := s.inset(p.Path, body.Text(), c)
	at := on(pageOutput(p))
	v := proseView{pageView: s.view(at, p.Title, p.Summary), Standfirst: p.Summary, Body: in.on(at, at.entry)}
	v.Code = in.code
	v.finish(in.images, false)
	return in.problems, s.execute(w, at, "plain.html", v)
}

// renderMissing renders what a host shows where there is nothing.
func (s *site) renderMissing(w io.Writer) ([]diag.Diagnostic, error) {
	at := s.base.anywhere("404.html")
	v := proseView{
		pageView: s.view(at, s.lang.say("missing.title"), s.lang.say("missing.text")),
		BackURL:  at.to(""), BackText: s.lang.say("missing.home"), Standfirst: s.lang.say("missing.text"),
	}
	v.Canonical, v.NoIndex = "", true
	v.finish(false, false)
	return nil, s.execute(w, at, "404.html", v)
}

// movedView is a page that leads on to another.
type movedView struct {
	Lang, Dir string
	Title     string
	Text      template.HTML
	URL       string
	Canonical string
	Policy    string
}

// renderMoved renders what stands at an old address of a story.
func (s *site) renderMoved(w io.Writer, at place, a *content.Article) ([]diag.Diagnostic, error) {
	to := at.to(storyOutput(a))
	link := template.HTML(`<a href="` + template.HTMLEscapeString(to) + `">` + template.HTMLEscapeString(a.Title) + `</a>`)
	return nil, s.execute(w, at, "moved.html", movedView{
		Lang: s.lang.Tag, Dir: s.lang.Dir, Title: s.lang.say("moved.title"), Text: s.must("moved.text", "link", link),
		URL: to, Canonical: s.base.abs(storyOutput(a)), Policy: policy("img-src data:"),
	})
}

// storyItem is a story in a list.
type storyItem struct {
	Title, URL, Summary string
	InStory             template.HTMLAttr
	Date                dateView
	Authors             string
	Tags                string
	Draft               bool
}

// dateView is a date for a <time> element.
type dateView struct{ Text, Machine string }

func (s *site) dateView(d edtf.Date) dateView { return dateView{s.lang.date(d), machineDate(d)} }

func (s *site) storyItem(at place, a *content.Article) storyItem {
	item := storyItem{
		InStory: s.lang.langAttr(a.Language),
		Title:   a.Title, URL: at.to(storyOutput(a)), Summary: a.Summary, Date: s.dateView(a.Date), Draft: a.Draft,
		Authors: s.lang.names(a.Authors),
	}
	if len(a.Tags) > 0 {
		item.Tags = s.lang.say("stories.tags", "names", s.lang.names(a.Tags))
	}
	return item
}

// storiesView is the list of stories.
type storiesView struct {
	pageView
	Stories []storyItem
}

func (s *site) renderStories(w io.Writer) ([]diag.Diagnostic, error) {
	at := on("index.html")
	v := storiesView{pageView: s.view(at, s.config.Title, s.lang.say("feed.subtitle"))}
	if v.Title == "" {
		v.Title, v.FullTitle = s.lang.say("stories"), s.lang.say("stories")
	}
	for _, a := range s.articles {
		v.Stories = append(v.Stories, s.storyItem(at, a))
	}
	v.LD = s.websiteLD()
	v.finish(false, false)
	return nil, s.execute(w, at, "stories.html", v)
}
