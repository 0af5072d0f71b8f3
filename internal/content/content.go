// Package content reads what editors write: site.yaml, the stories, the glossary
// and the plain pages of a site's content/ folder.
//
//	content/site.yaml            the site
//	content/articles/SLUG.md     a story in Markdown, under YAML front matter
//	content/articles/SLUG.txt    a story in plain text; front matter optional
//	content/glossary/ID.md       an actor: fields, and the text of its card
//	content/lexicon/NAME.txt     words of the newsroom's own, by which sources are found
//	content/NAME.md              a plain page
//
// [Load] reads all of it through an fs.FS and reports every mistake it finds in
// one run, each at its file, line and column. What it returns are plain values;
// where one of them stands in its file can be asked for with At, which parses the
// front matter again, so that ten thousand stories do not carry positions that nobody
// needs. The files' texts are kept: a body is what was read then, also if the file
// has changed since.
//
// What can be written, and what each field is for, stands in tables (fields.go)
// that read the YAML, describe it ([Types]) and write it back
// ([Article.WriteBack]). yaml.go says which files know the YAML library.
//
// The package checks what one file or the files together say about themselves:
// keys, types, dates, ids, references. It does not read prose; that is
// internal/annotate's trade.
package content

import (
	"time"

	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// Site is everything under content/. Slices are sorted by Slug or ID.
type Site struct {
	Config   Config
	Articles []*Article
	Actors   []*Actor
	Pages    []*Page
	Lexicon  []diag.Source // additions to the lexicon, by name
}

// Config is content/site.yaml.
type Config struct {
	File

	Title     string
	BaseURL   string         // with a trailing slash; "" where none is set
	Language  string         // BCP 47; "en" by default
	Location  *time.Location // UTC by default
	Home      string         // slug of the story shown at /, or ""
	Publisher Publisher
	Check     map[string]string // rule → off, warning, error
}

// Publisher is who answers for the site.
type Publisher struct {
	Name                 string
	URL                  string
	Logo                 string // URL, or the path of a static file
	PublishingPrinciples string // URL, or a path from the site's root, as in "/about/"
	UnnamedSourcesPolicy string // the same
}

// Article is a story.
type Article struct {
	File
	Slug  string // of its address: what the front matter says, or else the file's name
	Plain bool   // plain text, not Markdown

	Title        string // of plain text without one: its headline, or made of the slug
	Language     string // BCP 47; "" where it is the site's
	Summary      string
	Date         edtf.Date
	Updated      edtf.Date
	Draft        bool
	Tags         []string
	Authors      []string
	Contributors []string
	Aliases      []string // old paths from the site's root: "/old/talks/" or "/old/talks.html"
	Images       []Image
	Params       map[string]any

	Dateline    string
	Original    Original
	Actors      map[string]string // text → actor id
	ShowSource  bool
	Sources     []Source
	Timeline    []Event
	Corrections []Correction

	// The moments of Date and Updated, where the time of day is known.
	Moment, UpdatedMoment time.Time
}

// Image is a picture among the static files and what is to be said of it.
type Image struct {
	Src     string  // path of the static file
	Alt     *string // what it shows; nil where not said, "" where it is there for its looks alone
	Caption string
	Credit  string
}

// Original is the story that an article explains.
type Original struct {
	Publisher string
	URL       string
	Date      edtf.Date
}

// Source is somebody that a story rests on, as its editor declares it.
type Source struct {
	ID       string
	Name     string
	Mentions []string
	Level    string // named, institution, document, collective, anonymous; "" where not said
	Actor    string
	Via      string // actor id or words: who granted anonymity or quotes them
	Terms    string // condition, requested, background, withheld; "" where not said
	Reason   string
	Basis    string
	Motive   string
	Checked  string

	// Nil where the editor said nothing; empty where the editor says: none, we looked.
	Corroborated []string
	Disputed     []string
}

// Event is a point of a story's timeline.
type Event struct {
	Date   edtf.Date
	Text   string // Markdown, inline
	Source string // URL, or ""
}

// Correction is something that an article once had wrong.
type Correction struct {
	Date edtf.Date
	Text string // Markdown, inline
}

// Actor is an entry of the glossary.
type Actor struct {
	File
	ID         string
	Name       string
	Kind       string // person organization government armed-group place event term
	Aliases    []string
	Surname    string
	Summary    string
	AsOf       edtf.Date
	Wikidata   string // Q-number, or ""
	URL        string
	References []Reference
	Relations  []Relation // in the order written
}

// Reference is where a fact about an actor can be read.
type Reference struct {
	Title string
	URL   string
	Date  edtf.Date
}

// Relation is a verb and the actors it leads to.
type Relation struct {
	Verb   string // in kebab-case, as in "backed-by"
	Actors []string
}

// Page is a plain page.
type Page struct {
	File
	Slug    string
	Title   string
	Summary string
}
