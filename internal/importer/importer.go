// Package importer makes a story of what an editor has at nine in the morning: a
// wire story in plain text, a Markdown file, or a page saved from a browser.
//
// [Read] finds the story in it and writes it as Markdown under front matter:
//
//   - what stands around a story is told from its text: headline, byline, the line
//     that says when it was published, the line that thanks contributors;
//   - the publisher's boilerplate is left out, and listed;
//   - everything else stays, word for word. What plain text has that Markdown would
//     read as markup is escaped, so that the words stay the words.
//
// Whatever it takes out of the text it says ([Draft.Taken], [Draft.LeftOut]); what
// it does not know it leaves to the editor.
//
// [Declare] writes down who a story rests on, for the editor to correct, and
// [Stub] an entry of the glossary that still lacks what only people know.
//
// The package reads and writes no files.
package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// Format is how an input is written.
type Format string

const (
	Text     Format = "txt"
	Markdown Format = "md"
	HTML     Format = "html"
)

// Input is what is to become a story.
type Input struct {
	Name     string // what diagnostics call it
	Text     []byte
	Format   Format         // "" to go by the name and the text
	Title    string         // of the story; "" to go by the text
	Date     edtf.Date      // of the story; zero to go by the text
	Location *time.Location // in which a page's moments become days
}

// Draft is a story in the making.
type Draft struct {
	Story   *content.Article // what is known of it
	Body    []byte           // Markdown
	Taken   []Passage        // out of the text, into the front matter
	LeftOut []Passage        // in the order in which they stood

	// Encoding is what the input was in, where it was not in UTF-8.
	Encoding string

	front []byte // the front matter that the input has, with its fences
	zone  *time.Location
}

// Passage is some of an input's text that does not stand in the body.
type Passage struct {
	Text string
	What string // what it is: "the byline", "publisher's boilerplate"
}

// Read makes a story of an input. With errors among the diagnostics, which
// concern the input, there is no draft.
func Read(in Input) (*Draft, []diag.Diagnostic) {
	if message, hint := foreign(in.Text); message != "" {
		return nil, []diag.Diagnostic{{
			Location: diag.Location{File: in.Name}, Severity: diag.Error, Rule: "encoding", Message: message, Hints: []string{hint},
		}}
	}
	text, encoding := decoded(in.Text)
	format := in.Format
	if format == "" {
		format = guess(in.Name, text)
	}
	if in.Location == nil {
		in.Location = time.UTC
	}
	// Pages of old encodings say themselves which.
	if format != HTML || encoding == "UTF-16" {
		in.Text = text
	} else {
		encoding = ""
	}
	var d *Draft
	var ds []diag.Diagnostic
	switch format {
	case HTML:
		d, ds = readPage(in)
	default:
		d, ds = readText(in, format == Text)
	}
	if diag.Errors(ds) > 0 {
		return nil, ds
	}
	d.Encoding, d.zone = encoding, in.Location
	d.sort()
	if in.Title != "" {
		d.Story.Title = in.Title
	}
	if !in.Date.IsZero() {
		d.Story.Date = in.Date
	}
	if len(bytes.TrimSpace(d.Body)) == 0 {
		return nil, append(ds, diag.Diagnostic{
			Location: diag.Location{File: in.Name}, Severity: diag.Error, Rule: "empty-file", Message: "there is no story in this",
		})
	}
	return d, ds
}

// guess tells how an input is written: by its name, or else by how it begins.
func guess(name string, text []byte) Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return HTML
	case ".md", ".markdown":
		return Markdown
	case ".txt", ".text":
		return Text
	}
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(text[:min(len(text), 2000)], byteOrderMark)))
	switch {
	case htmlStart.Match(head):
		return HTML
	case bytes.HasPrefix(head, []byte("---\n")), bytes.HasPrefix(head, []byte("---\r\n")):
		return Markdown
	}
	return Text
}

// htmlStart matches the beginning of a page, or of a piece of one.
var htmlStart = regexp.MustCompile(`^(<\?xml|<!--|<!doctype html|<(html|head|body|article|main|section|div|p|h1|meta)[\s>])`)

var byteOrderMark = []byte("\uFEFF")

// readText reads plain text or Markdown, with front matter or without.
func readText(in Input, plain bool) (*Draft, []diag.Diagnostic) {
	a, body, ds := content.ParseStory(in.Name, in.Text, plain, in.Location)
	if diag.Errors(ds) > 0 {
		return nil, ds
	}
	var slugs []Passage
	var mail letter
	if plain && !hasFrontMatter(in.Text) {
		in.Text, mail = openLetter(in.Text)
		in.Text, slugs = partHead(unwrapped(in.Text))
		if a, body, ds = content.ParseStory(in.Name, in.Text, plain, in.Location); diag.Errors(ds) > 0 {
			return nil, ds
		}
	}
	d := &Draft{Story: a, Body: body.Text(), LeftOut: append(mail.leftOut, slugs...)}
	// Front matter stays as the editor wrote it; a headline is no part of it.
	front := body.Offset
	if plain {
		b, all, _ := content.ParseStory(in.Name, in.Text, false, in.Location)
		front = all.Offset
		if b.Title == "" && stands(a.Title) { // a byline, above which no headline stands
			a.Title, d.Body = "", all.Text()
		}
		d.Body = FromPlain(d.Body)
		if a.Title == "" && mail.subject != "" {
			a.Title = mail.subject
		}
		if a.Title != "" && b.Title == "" {
			d.Taken = append(d.Taken, Passage{a.Title, "the headline"})
		}
	} else if a.Title == "" {
		d.titleFromHeading()
	}
	if front > 0 {
		d.front = body.Source.Text[:front]
	}
	return d, ds
}

// hasFrontMatter reports a text that begins with a fence.
func hasFrontMatter(text []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimPrefix(text, byteOrderMark), []byte("\n"))
	return string(bytes.TrimRight(first, " \t\r")) == "---"
}

// heading is a first line that is a heading of the first level.
var heading = regexp.MustCompile(`^\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*\r?\n`)

// titleFromHeading takes the title from the heading that the body begins with.
func (d *Draft) titleFromHeading() {
	m := heading.FindSubmatch(d.Body)
	if m == nil {
		return
	}
	d.Story.Title = plainWords(m[1])
	d.Body = d.Body[len(m[0]):]
	d.Taken = append(d.Taken, Passage{d.Story.Title, "the headline"})
}

// plainWords are the words of one line of Markdown.
func plainWords(line []byte) string {
	return oneLine(annotate.Read(line).Text)
}

// File returns the text of the story's file, which diagnostics call name.
func (d *Draft) File(name string) ([]byte, error) {
	front := d.front
	if front == nil {
		front = []byte("---\n---\n")
	}
	text := append(bytes.Clone(front), '\n')
	text = append(text, bytes.TrimSpace(d.Body)...)
	text = append(text, '\n')
	a, _, ds := content.ParseStory(name, text, false, d.zone)
	if diag.Errors(ds) > 0 {
		return nil, ds[0]
	}
	s := d.Story
	a.Slug, a.Title, a.Summary, a.Date, a.Updated, a.Authors, a.Contributors = s.Slug, s.Title, s.Summary, s.Date, s.Updated, s.Authors, s.Contributors
	a.Dateline, a.Original, a.Tags = s.Dateline, s.Original, s.Tags
	out, err := a.WriteBack(text, "slug", "title", "summary", "date", "updated", "authors", "contributors", "tags", "dateline", "original")
	if err != nil {
		return nil, fmt.Errorf("cannot write the front matter: %w", err)
	}
	return out, nil
}

// Slug is the name that the story's file should have; "" where its title cannot be
// spelt in the letters of addresses, and front matter gives no other.
func (d *Draft) Slug() string { return cmp.Or(d.Story.Slug, content.Slug(d.Story.Title)) }

// longestSummary is in code points: what lists and search engines show.
const longestSummary = 300

// shortestSummary is in code points: less says the hour, or whose story it is.
const shortestSummary = 12

// isStatement tells a sentence from the byline or the hour that may stand above the
// first one.
func isStatement(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"”’»')`))
	return utf8.RuneCountInString(s) >= shortestSummary && strings.ContainsRune(".!?…。！？؟।", last)
}

// summarize takes the first sentence for the summary where there is none: the story's own
// words.
func (d *Draft) summarize(res *annotate.Result) {
	if d.Story.Summary != "" {
		return
	}
	for i := range res.Blocks {
		if !isParagraph(res, i) {
			continue
		}
		s := lede(res, i)
		if !isStatement(s) {
			continue
		}
		if utf8.RuneCountInString(s) <= longestSummary {
			d.Story.Summary = s
		}
		return
	}
}
