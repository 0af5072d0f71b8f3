package site

import (
	"html/template"
	"io"
	"slices"
	"strings"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// storyView is a story's page.
type storyView struct {
	pageView
	InStory     template.HTMLAttr // on what is in the language of the story
	InPage      template.HTMLAttr // on what within that is in the page's
	Kicker      string
	Draft       bool
	Standfirst  string
	Authors     string
	With        string
	Date        dateView
	Updated     dateView
	Minutes     int
	Original    *originalView
	Headings    []heading
	Sourcing    sourcingView
	Body        template.HTML
	Timeline    []eventView
	Relations   []template.HTML
	Map         template.HTML
	Corrections []correctionView
	AsOf        template.HTML
	Kinds       []kindView
	Tags        []string
}

// originalView is the story that a story explains.
type originalView struct {
	Text template.HTML
}

// correctionView is something that a story once had wrong.
type correctionView struct {
	Date dateView
	Text template.HTML
}

// renderStory renders a story's page: its own, or the first page of the site, whose
// canonical address is still the story's own.
func (s *site) renderStory(w io.Writer, at place, a *content.Article) ([]diag.Diagnostic, error) {
	st, err := s.story(a)
	if err != nil {
		return nil, err
	}
	problems := append([]diag.Diagnostic(nil), st.problems...)
	events := s.events(a)
	for _, e := range events {
		problems = append(problems, e.text.problems...)
	}
	var corrections []inset
	for i, c := range a.Corrections {
		in := s.lineInset(a, c.Text, func() diag.Location { return a.At("corrections", i, "text") })
		problems = append(problems, in.problems...)
		corrections = append(corrections, in)
	}
	cast := s.cast(a, st, events, corrections)
	address := cast.address(at)

	v := storyView{pageView: s.view(at, a.Title, a.Summary)}
	v.Canonical = s.base.abs(storyOutput(a))
	if v.Description == "" {
		v.Description = firstWords(st)
	}
	v.SkipTo, v.SkipWords = "story", s.lang.say("skip")
	v.Code = st.code
	s.head(&v, a, st)
	section := sourced{site: s, article: a, res: st.res, spoken: spokenBy(st), link: s.linkTo(address, "actor again")}
	v.Sourcing = section.view()
	v.Body, v.Headings = st.body.on(at, nil), st.headings
	v.Timeline = s.timeline(a, events, at, address)
	leading := s.leading(st)
	relations := s.among(leading)
	v.Map = s.relationMap(leading, relations)
	for _, r := range relations {
		v.Relations = append(v.Relations, s.sentence(r, s.linkTo(address, "actor")))
	}
	for i, c := range a.Corrections {
		v.Corrections = append(v.Corrections, correctionView{s.dateView(c.Date), corrections[i].on(at, address)})
	}
	asOf := s.commonAsOf(cast)
	if asOf != "" {
		date := s.actors[cast.ids[0]].AsOf
		v.AsOf = s.must("asof", "date", s.timeElement(date.String(), machineDate(date), asOf))
	}
	if v.Kinds, err = s.kinds(cast, at, asOf); err != nil {
		return nil, err
	}
	v.Tags = a.Tags
	if a.ShowSource {
		v.Footer = append(v.Footer, navLink{Text: s.lang.say("nav.source"), URL: at.to(sourceOutput(a))})
	}
	v.Footer = append(v.Footer, navLink{Text: s.lang.say("nav.annotations"), URL: at.to(a.Slug + "/annotations.json")})
	image, ds := s.sharedImage(a, st)
	problems = append(problems, ds...)
	v.OG = openGraph{Type: "article", Image: image, Published: s.machineMoment(a.Date, a.Moment), Modified: s.machineMoment(a.Updated, a.UpdatedMoment), Tags: a.Tags}
	v.LD = s.articleLD(a, &v, cast, corrections, image)
	v.finish(st.images || insetImages(s, cast), len(cast.ids) > 0 || len(st.res.Passages) > 0)
	return problems, s.execute(w, at, "story.html", v)
}

// insetImages reports whether a card of the cast shows an image.
func insetImages(s *site, c *cast) bool {
	for _, id := range c.ids {
		if s.body(id).images {
			return true
		}
	}
	return false
}

// leadingActors is how many actors the map of relations shows. The relations of
// all others are in their cards.
const leadingActors = 12

// leading lists the actors that a story names most and that have relations among
// each other, in the order in which it names them.
func (s *site) leading(st *annotated) []string {
	mentions := map[string]int{}
	var ids []string
	for _, f := range st.res.Actors {
		if s.actors[f.Actor.ID] != nil {
			ids = append(ids, f.Actor.ID)
			mentions[f.Actor.ID] = len(f.Mentions)
		}
	}
	ranked := slices.Clone(ids)
	slices.SortStableFunc(ranked, func(a, b string) int { return mentions[b] - mentions[a] })
	for {
		most := ranked[:min(len(ranked), leadingActors)]
		related := map[string]bool{}
		for _, r := range s.among(most) {
			related[r.from] = true
			for _, to := range r.to {
				related[to] = true
			}
		}
		if len(related) == len(most) {
			return slices.DeleteFunc(ids, func(id string) bool { return !related[id] })
		}
		alone := slices.IndexFunc(most, func(id string) bool { return !related[id] })
		ranked = slices.Delete(ranked, alone, alone+1) // and whoever comes next has the place
	}
}

// head fills in what stands above a story.
func (s *site) head(v *storyView, a *content.Article, st *annotated) {
	v.Kicker = s.lang.say("kicker")
	v.Draft = a.Draft
	if v.InStory = s.lang.langAttr(a.Language); v.InStory != "" {
		v.InPage = template.HTMLAttr(` lang="` + s.lang.Tag + `" dir="` + s.lang.Dir + `"`)
	}
	v.Standfirst = a.Summary
	v.Authors = s.lang.names(a.Authors)
	v.With = s.lang.names(a.Contributors)
	v.Date = s.dateView(a.Date)
	v.Updated = s.dateView(a.Updated)
	v.Minutes = max(1, (st.words+s.lang.WordsPerMinute/2)/s.lang.WordsPerMinute)
	if o := a.Original; o != (content.Original{}) {
		v.Original = &originalView{Text: s.original(o)}
	}
}

// original says which story is explained, with a link to it.
func (s *site) original(o content.Original) template.HTML {
	publisher := template.HTML(template.HTMLEscapeString(o.Publisher))
	var text template.HTML
	switch {
	case o.Publisher == "":
		text = s.must("original.unnamed")
	case o.Date.IsZero():
		text = s.must("original", "publisher", publisher)
	default:
		text = s.must("original.dated", "publisher", publisher, "date", s.timeElement(o.Date.String(), machineDate(o.Date), s.lang.date(o.Date)))
	}
	if o.URL == "" {
		return text
	}
	return template.HTML(`<a href="`+template.HTMLEscapeString(o.URL)+`">`) + text + "</a>"
}

// timeElement marks a date; a season, which HTML has no datetime for, it leaves.
func (s *site) timeElement(value, machine, text string) template.HTML {
	e := template.HTMLEscapeString
	if machine == "" {
		return template.HTML(`<span class="date" data-date="` + e(value) + `">` + e(text) + `</span>`)
	}
	return template.HTML(`<time datetime="` + e(machine) + `">` + e(text) + `</time>`)
}

// descriptionLength is about what search results and link previews show.
const descriptionLength = 200

// firstWords are the beginning of a story's text, up to a whole word.
func firstWords(st *annotated) string {
	for _, b := range st.res.Blocks {
		if b.Kind != sourcing.Paragraph {
			continue
		}
		text := strings.Join(strings.Fields(b.Of(st.res.Text)), " ")
		if short := shortened(text, descriptionLength); short != "" {
			return short
		}
	}
	return ""
}

// shortened is text up to a whole word, of about so many bytes; "" where there is no
// such word.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if i := strings.LastIndexByte(text[:most], ' '); i > 0 {
		return text[:i] + " …"
	}
	return ""
}
