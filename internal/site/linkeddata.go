package site

import (
	"cmp"
	"strings"

	"backgrounder/internal/content"
)

// The structures of schema.org that pages carry as JSON-LD, as far as this site
// fills them.

const schema = "https://schema.org"

type ldOrganization struct {
	Type                 string `json:"@type"`
	Name                 string `json:"name,omitempty"`
	URL                  string `json:"url,omitempty"`
	Logo                 string `json:"logo,omitempty"`
	PublishingPrinciples string `json:"publishingPrinciples,omitempty"`
	UnnamedSourcesPolicy string `json:"unnamedSourcesPolicy,omitempty"`
}

type ldThing struct {
	Type   string `json:"@type"`
	ID     string `json:"@id,omitempty"`
	Name   string `json:"name,omitempty"`
	URL    string `json:"url,omitempty"`
	SameAs string `json:"sameAs,omitempty"`
}

type ldWork struct {
	Type          string   `json:"@type"`
	URL           string   `json:"url,omitempty"`
	Publisher     *ldThing `json:"publisher,omitempty"`
	DatePublished string   `json:"datePublished,omitempty"`
}

type ldCorrection struct {
	Type          string `json:"@type"`
	Text          string `json:"text"`
	DatePublished string `json:"datePublished,omitempty"`
}

type ldImage struct {
	Type    string `json:"@type"`
	URL     string `json:"url"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"creditText,omitempty"`
}

type ldArticle struct {
	Context       string          `json:"@context"`
	Type          string          `json:"@type"`
	Headline      string          `json:"headline"`
	Description   string          `json:"description,omitempty"`
	URL           string          `json:"url,omitempty"`
	InLanguage    string          `json:"inLanguage"`
	DatePublished string          `json:"datePublished,omitempty"`
	DateModified  string          `json:"dateModified,omitempty"`
	Dateline      string          `json:"dateline,omitempty"`
	Author        []ldThing       `json:"author,omitempty"`
	Contributor   []ldThing       `json:"contributor,omitempty"`
	Publisher     *ldOrganization `json:"publisher,omitempty"`
	Image         *ldImage        `json:"image,omitempty"`
	Keywords      []string        `json:"keywords,omitempty"`
	IsBasedOn     *ldWork         `json:"isBasedOn,omitempty"`
	Backstory     string          `json:"backstory,omitempty"`
	Mentions      []ldThing       `json:"mentions,omitempty"`
	Correction    []ldCorrection  `json:"correction,omitempty"`
}

// schemaType is what schema.org calls a kind of actor.
func schemaType(kind string) string {
	switch kind {
	case "person":
		return "Person"
	case "organization", "armed-group":
		return "Organization"
	case "government":
		return "GovernmentOrganization"
	case "place":
		return "Place"
	case "event":
		return "Event"
	}
	return "DefinedTerm"
}

// articleLD describes a story: who published it, how it is sourced, whom it names.
func (s *site) articleLD(a *content.Article, v *storyView, c *cast, corrections []inset, image shared) any {
	ld := ldArticle{
		Context: schema, Type: "NewsArticle", Headline: a.Title, Description: v.Description,
		URL: v.Canonical, InLanguage: cmp.Or(a.Language, s.lang.Tag), DatePublished: v.OG.Published, DateModified: v.OG.Modified,
		Dateline: a.Dateline, Publisher: s.publisherLD(), Keywords: a.Tags,
		Backstory: strings.TrimSpace(v.Sourcing.Lead + " " + v.Sourcing.Rest),
	}
	if image.URL != "" {
		ld.Image = &ldImage{"ImageObject", image.URL, image.Width, image.Height, image.said.Caption, image.said.Credit}
	}
	for _, name := range a.Authors {
		ld.Author = append(ld.Author, s.authorLD(name))
	}
	for _, name := range a.Contributors {
		ld.Contributor = append(ld.Contributor, s.authorLD(name))
	}
	if o := a.Original; o.URL != "" || o.Publisher != "" {
		ld.IsBasedOn = &ldWork{Type: "NewsArticle", URL: o.URL, DatePublished: machineDate(o.Date)}
		if o.Publisher != "" {
			ld.IsBasedOn.Publisher = &ldThing{Type: "Organization", Name: o.Publisher}
		}
	}
	for _, id := range c.ids {
		if len(c.paras[id]) > 0 {
			ld.Mentions = append(ld.Mentions, s.actorLD(s.actors[id]))
		}
	}
	for i, in := range corrections {
		text := textOf(in.on(v.at, v.at.entry))
		ld.Correction = append(ld.Correction, ldCorrection{"CorrectionComment", text, machineDate(a.Corrections[i].Date)})
	}
	return ld
}

// authorLD is a person, but for the desk that publishes the site.
func (s *site) authorLD(name string) ldThing {
	if name == s.config.Publisher.Name {
		return ldThing{Type: "Organization", Name: name}
	}
	return ldThing{Type: "Person", Name: name}
}

func (s *site) actorLD(a *content.Actor) ldThing {
	t := ldThing{Type: schemaType(a.Kind), Name: a.Name, URL: s.base.abs(actorOutput(a.ID))}
	if a.Wikidata != "" {
		t.SameAs = wikidataURL(a.Wikidata)
	}
	return t
}

func (s *site) publisherLD() *ldOrganization {
	p := s.config.Publisher
	if p.Name == "" {
		return nil
	}
	o := &ldOrganization{
		Type: "NewsMediaOrganization", Name: p.Name, URL: s.absolute(p.URL),
		PublishingPrinciples: s.absolute(p.PublishingPrinciples), UnnamedSourcesPolicy: s.absolute(p.UnnamedSourcesPolicy),
	}
	if p.Logo != "" {
		o.Logo = s.absolute(p.Logo)
		if file, problem, _ := s.b.assets.image(p.Logo); problem == "" {
			o.Logo = s.base.abs(file.output)
		}
	}
	return o
}

type ldSite struct {
	Context   string          `json:"@context"`
	Type      string          `json:"@type"`
	Name      string          `json:"name"`
	URL       string          `json:"url,omitempty"`
	Language  string          `json:"inLanguage"`
	Publisher *ldOrganization `json:"publisher,omitempty"`
}

func (s *site) websiteLD() any {
	return ldSite{schema, "WebSite", s.config.Title, s.base.abs("index.html"), s.lang.Tag, s.publisherLD()}
}

type ldTermSet struct {
	Context string   `json:"@context"`
	Type    string   `json:"@type"`
	ID      string   `json:"@id,omitempty"`
	Name    string   `json:"name"`
	URL     string   `json:"url,omitempty"`
	Terms   []ldTerm `json:"hasDefinedTerm,omitempty"`
}

type ldTerm struct {
	Context       string   `json:"@context,omitempty"`
	Type          string   `json:"@type"`
	ID            string   `json:"@id,omitempty"`
	Name          string   `json:"name"`
	AlternateName []string `json:"alternateName,omitempty"`
	Description   string   `json:"description,omitempty"`
	URL           string   `json:"url,omitempty"`
	SameAs        string   `json:"sameAs,omitempty"`
	InSet         string   `json:"inDefinedTermSet,omitempty"`
	About         *ldThing `json:"about,omitempty"`
}

func (s *site) termSetLD() any {
	url := s.base.abs("glossary/index.html")
	set := ldTermSet{Context: schema, Type: "DefinedTermSet", ID: url, Name: s.lang.say("glossary"), URL: url}
	for _, a := range s.glossary {
		set.Terms = append(set.Terms, s.term(a))
	}
	return set
}

func (s *site) term(a *content.Actor) ldTerm {
	url := s.base.abs(actorOutput(a.ID))
	t := ldTerm{Type: "DefinedTerm", ID: url, Name: a.Name, Description: a.Summary, URL: url}
	if a.Wikidata != "" {
		t.SameAs = wikidataURL(a.Wikidata)
	}
	return t
}

func (s *site) termLD(a *content.Actor) any {
	t := s.term(a)
	t.Context, t.InSet, t.AlternateName = schema, s.base.abs("glossary/index.html"), a.Aliases
	return t
}
