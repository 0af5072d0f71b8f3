package content

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"backgrounder/internal/edtf"
)

// The tables of everything that an editor can write. Each reads its type, and
// says in a sentence what every key is for.

var siteFields = []field[Config]{
	key("title", line, func(c *Config) *string { return &c.Title }, "The site's name.").required(),
	key("baseURL", baseURL, func(c *Config) *string { return &c.BaseURL }, "Where the site stands on the web.").also("base_url", "url"),
	key("language", language, func(c *Config) *string { return &c.Language }, "The language that the site is written in; en if not given.").also("languageCode", "lang", "locale"),
	key("timezone", timeZone, locationOf, "The newsroom's time zone; UTC if not given.").also("timeZone", "tz"),
	key("home", id, func(c *Config) *string { return &c.Home }, "The story shown in full on the front page; without one the front page lists the stories."),
	key("publisher", mapping("publisher", publisherFields), func(c *Config) *Publisher { return &c.Publisher }, "Who answers for the site."),
	key("check", dictionary("a mapping of rules to off, warning or error", oneOf("off", "warning", "error"), slugPattern, checkRuleName, addTo[string], sorted[string]),
		func(c *Config) *map[string]string { return &c.Check }, "How severe the findings of a rule are."),
}

var publisherFields = []field[Publisher]{
	key("name", line, func(p *Publisher) *string { return &p.Name }, "The publisher's name.").required(),
	key("url", webAddress, func(p *Publisher) *string { return &p.URL }, "The publisher's own site."),
	key("logo", logo, func(p *Publisher) *string { return &p.Logo }, "The publisher's logo."),
	key("publishingPrinciples", place, func(p *Publisher) *string { return &p.PublishingPrinciples }, "Where the publisher says by what rules it works."),
	key("unnamedSourcesPolicy", place, func(p *Publisher) *string { return &p.UnnamedSourcesPolicy }, "Where the publisher says when it grants anonymity."),
}

// articleFields are the fields of a story in Markdown: plain text can do without
// a title.
var articleFields = slices.Concat([]field[Article]{plainFields[0].required()}, plainFields[1:])

var plainFields = []field[Article]{
	key("title", line, func(a *Article) *string { return &a.Title }, "The headline; plain text may have it as its first line.").also("headline"),
	key("summary", line, func(a *Article) *string { return &a.Summary }, "One or two sentences for lists, feeds and search results.").also("description", "excerpt", "abstract", "dek", "standfirst"),
	momentOf("date", func(a *Article) *edtf.Date { return &a.Date }, func(a *Article) *time.Time { return &a.Moment }, "When the story was published; weekdays in it are counted from here.").also("published", "pubDate", "publishDate", "datePublished"),
	momentOf("updated", func(a *Article) *edtf.Date { return &a.Updated }, func(a *Article) *time.Time { return &a.UpdatedMoment }, "When the story was last changed in substance.").also("lastmod", "modified", "dateModified", "last_modified_at"),
	key("slug", slug, func(a *Article) *string { return &a.Slug }, "The name of the page in its address, where it is not the file's."),
	key("language", language, func(a *Article) *string { return &a.Language }, "The language of the story, where it is not the site's.").also("lang", "locale"),
	key("draft", yesOrNo, func(a *Article) *bool { return &a.Draft }, "Not to be published yet."),
	key("tags", listOf(line, "text"), func(a *Article) *[]string { return &a.Tags }, "What the story is about.").also("keywords", "categories", "topics"),
	key("authors", listOf(line, "text"), func(a *Article) *[]string { return &a.Authors }, "Who wrote it.").also("author", "byline", "writers"),
	key("contributors", listOf(line, "text"), func(a *Article) *[]string { return &a.Contributors }, "Who else worked on it."),
	key("aliases", listOf(oldPath, "paths"), func(a *Article) *[]string { return &a.Aliases }, "Paths at which the story once stood and that lead to it now.").also("redirect_from", "redirects", "permalink", "url"),
	key("images", shorthands("image", imageFields), func(a *Article) *[]Image { return &a.Images }, "Pictures of the story, the first for where it is shared: paths, or mappings.").also("image", "cover", "thumbnail", "featured_image", "featuredImage", "cover_image"),
	key("params", params, func(a *Article) *map[string]any { return &a.Params }, "Whatever the site's own templates ask for."),
	key("dateline", line, func(a *Article) *string { return &a.Dateline }, "Where the story was written, as in WASHINGTON."),
	key("original", mapping("original story", originalFields), func(a *Article) *Original { return &a.Original }, "The story that this one explains.").also("source"),
	key("actors", dictionary("a mapping of words to actors", id, somethingVisible, checkPhrase, addTo[string], sorted[string]),
		func(a *Article) *map[string]string { return &a.Actors }, "Which actor is meant by a name that several share."),
	key("showSource", yesOrNo, func(a *Article) *bool { return &a.ShowSource }, "Whether the story's Markdown is published beside it."),
	key("sources", mappings("source", sourceFields), func(a *Article) *[]Source { return &a.Sources }, "Who the story rests on."),
	key("timeline", mappings("event", eventFields), func(a *Article) *[]Event { return &a.Timeline }, "What happened when."),
	key("corrections", mappings("correction", correctionFields), func(a *Article) *[]Correction { return &a.Corrections }, "What the story once had wrong.").also("correction"),
}

var imageFields = []field[Image]{
	key("src", picture, func(i *Image) *string { return &i.Src }, "The static file.").required().also("url", "path", "file"),
	key("alt", lineOrNothing, func(i *Image) **string { return &i.Alt }, "What it shows, for those who do not see it; empty says that it is there for its looks alone.").also("description"),
	key("caption", line, func(i *Image) *string { return &i.Caption }, "What stands under it.").also("title"),
	key("credit", line, func(i *Image) *string { return &i.Credit }, "Whose it is, as it is to be printed.").also("copyright", "photographer"),
}

var originalFields = []field[Original]{
	key("publisher", line, func(o *Original) *string { return &o.Publisher }, "Who published it.").also("name"),
	key("url", webAddress, func(o *Original) *string { return &o.URL }, "Where it can be read.").also("link"),
	key("date", date, func(o *Original) *edtf.Date { return &o.Date }, "When it was published."),
}

// levels are the ways in which a source is identified.
var levels = []string{"named", "institution", "document", "collective", "anonymous"}

// terms are what a source and a newsroom can agree on.
var terms = []string{"condition", "requested", "background", "withheld"}

var sourceFields = []field[Source]{
	key("id", id, func(s *Source) *string { return &s.ID }, "What marks in the text and other sources call it; readers see it in addresses.").required(),
	key("name", line, func(s *Source) *string { return &s.Name }, "The source as the story describes it.").required().also("description", "label"),
	key("mentions", listOf(line, "text"), func(s *Source) *[]string { return &s.Mentions }, "Other descriptions of the same source in the story."),
	key("level", oneOf(levels...), func(s *Source) *string { return &s.Level }, "How far the source is identified."),
	key("actor", id, func(s *Source) *string { return &s.Actor }, "The glossary's entry for the source, if it has one; never for an anonymous one."),
	key("via", line, func(s *Source) *string { return &s.Via }, "Who granted the anonymity or quotes the source, if not we: an actor's id, or words."),
	key("terms", oneOf(terms...), func(s *Source) *string { return &s.Terms }, "What was agreed about the name, if the story does not say it in English."),
	key("reason", line, func(s *Source) *string { return &s.Reason }, "Why the source is not named."),
	key("basis", line, func(s *Source) *string { return &s.Basis }, "How the source knows."),
	key("motive", line, func(s *Source) *string { return &s.Motive }, "A stake that readers should know."),
	key("checked", line, func(s *Source) *string { return &s.Checked }, "How the newsroom verified what the source says.").also("verified"),
	key("corroborated", listOf(id, "ids"), func(s *Source) *[]string { return &s.Corroborated }, "Sources of this story that say the same; empty says that there is none."),
	key("disputed", listOf(id, "ids"), func(s *Source) *[]string { return &s.Disputed }, "Sources of this story that say the opposite; empty says that there is none."),
}

var eventFields = []field[Event]{
	key("date", date, func(e *Event) *edtf.Date { return &e.Date }, "When it happened, as exactly as is known.").required(),
	key("text", line, func(e *Event) *string { return &e.Text }, "What happened, in Markdown.").required().also("title", "event"),
	key("source", webAddress, func(e *Event) *string { return &e.Source }, "Where that can be read.").also("url", "link"),
}

var correctionFields = []field[Correction]{
	key("date", date, func(c *Correction) *edtf.Date { return &c.Date }, "When it was corrected.").required(),
	key("text", line, func(c *Correction) *string { return &c.Text }, "What was wrong and what is right, in Markdown.").required(),
}

// kinds are the kinds of actors.
var kinds = []string{"person", "organization", "government", "armed-group", "place", "event", "term"}

var actorFields = []field[Actor]{
	key("name", line, func(a *Actor) *string { return &a.Name }, "The name under which readers find the actor.").required().also("title"),
	key("kind", oneOf(kinds...), func(a *Actor) *string { return &a.Kind }, "What the actor is.").required().also("type"),
	key("aliases", listOf(line, "text"), func(a *Actor) *[]string { return &a.Aliases }, "Other names that stories use.").also("alias", "aka"),
	key("surname", line, func(a *Actor) *string { return &a.Surname }, "A person's surname, where it is not the last word of the name.").also("lastName", "familyName"),
	key("summary", line, func(a *Actor) *string { return &a.Summary }, "One line for lists and cards.").also("description"),
	key("asOf", date, func(a *Actor) *edtf.Date { return &a.AsOf }, "When the facts were true.").also("date", "as_of"),
	key("wikidata", wikidata, func(a *Actor) *string { return &a.Wikidata }, "The actor's item in Wikidata."),
	key("url", webAddress, func(a *Actor) *string { return &a.URL }, "The actor's own site.").also("website", "homepage", "link"),
	key("references", mappings("reference", referenceFields), func(a *Actor) *[]Reference { return &a.References }, "Where the facts can be read.").also("sources"),
	key("relations", dictionary("a mapping of verbs to actors", listOf(id, "ids"), slugPattern, checkVerb, addRelation, eachRelation),
		func(a *Actor) *[]Relation { return &a.Relations }, "How the actor stands to others.").also("related"),
}

var referenceFields = []field[Reference]{
	key("title", line, func(r *Reference) *string { return &r.Title }, "What it is called.").required().also("name", "text"),
	key("url", webAddress, func(r *Reference) *string { return &r.URL }, "Where it can be read.").also("link"),
	key("date", date, func(r *Reference) *edtf.Date { return &r.Date }, "When it was published."),
}

var pageFields = []field[Page]{
	key("title", line, func(p *Page) *string { return &p.Title }, "The page's title.").required(),
	key("slug", slug, func(p *Page) *string { return &p.Slug }, "The name of the page in its address, where it is not the file's.").also("permalink"),
	key("summary", line, func(p *Page) *string { return &p.Summary }, "One or two sentences for search results.").also("description"),
}

func locationOf(c *Config) **time.Location { return &c.Location }

func addTo[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}

func addRelation(relations *[]Relation, verb string, actors []string) {
	*relations = append(*relations, Relation{Verb: verb, Actors: actors})
}

func eachRelation(relations []Relation) iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, r := range relations {
			if !yield(r.Verb, r.Actors) {
				return
			}
		}
	}
}

func checkPhrase(key string) *complaint {
	_, wrong := parseLine("a name", key)
	return wrong
}

func checkRuleName(key string) *complaint { return checkHyphenated(key, "the name of a rule") }

func checkVerb(key string) *complaint { return checkHyphenated(key, "a verb") }

func checkHyphenated(key, what string) *complaint {
	if isSlug(key) {
		return nil
	}
	wrong := &complaint{rule: "id", message: fmt.Sprintf("%q is not %s: write small letters and hyphens", shorten(key), what)}
	if s := slugify(key); s != "" {
		wrong.hints = []string{"for example: " + s}
	}
	return wrong
}
