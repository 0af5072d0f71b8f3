package importer

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// What is more than this is no page with a story, and finding the story in it
// would take long.
const (
	largestPage  = 16 << 20 // bytes
	mostElements = 30_000
	deepest      = 400 // elements in one another
)

// readPage finds the article in a page that a browser has saved.
func readPage(in Input) (*Draft, []diag.Diagnostic) {
	wrong := func(rule, message string, hints ...string) (*Draft, []diag.Diagnostic) {
		return nil, []diag.Diagnostic{{
			Location: diag.Location{File: in.Name}, Severity: diag.Error, Rule: rule, Message: message, Hints: hints,
		}}
	}
	if len(in.Text) > largestPage {
		return wrong("too-large", fmt.Sprintf("this page is larger than %d MB", largestPage>>20))
	}
	doc, err := parsePage(in.Text)
	if err != nil {
		return wrong("html", "this page cannot be read: "+err.Error())
	}
	address := addressOf(doc)
	if elements(doc) > mostElements {
		return wrong("too-large", fmt.Sprintf("this page has more than %d elements, and no story needs as many", mostElements), "copy the story's text and import that")
	}
	above, title := standfirstOf(doc), documentTitle(doc)
	left := slices.Concat(takeForms(doc), takeComments(doc))
	parser := readability.NewParser()
	article, err := parser.ParseDocument(doc, address)
	if err != nil {
		return wrong("html", fmt.Sprintf("no article can be found in this page: %v", err), "copy the story's text and import that")
	}
	if article.Node == nil {
		return wrong("html", "no article can be found in this page", "copy the story's text and import that")
	}
	d := &Draft{Story: &content.Article{}}
	s := d.Story
	s.Title = cmp.Or(title, oneLine(article.Title()))
	s.Summary = oneLine(article.Excerpt())
	s.Summary = s.Summary[prose.ReadDateline(s.Summary).Len:]
	if m := by.FindStringSubmatch(oneLine(article.Byline())); m != nil {
		d.authors(m[1])
	} else {
		d.authors(oneLine(article.Byline()))
	}
	s.Date = day(article.PublishedTime, in.Location)
	s.Updated = day(article.ModifiedTime, in.Location)
	if s.Updated == s.Date || !s.Date.IsZero() && s.Updated.Compare(s.Date) < 0 {
		s.Updated = edtf.Date{}
	}
	s.Original.Publisher = oneLine(article.SiteName())
	if address != nil {
		s.Original.URL = address.String()
	}
	s.Original.Date = s.Date

	left = slices.Concat(left, takePullQuotes(article.Node), takeRelated(article.Node))
	w := &writer{title: s.Title, base: address}
	w.blocks(article.Node, 0)
	w.flush()
	d.Taken = w.taken
	d.LeftOut = joined(append(left, w.leftOut...), ownLink)
	if cutOff(s.Summary) || strings.Contains(oneLine(textOf(article.Node)), s.Summary) {
		s.Summary = "" // made of the text: its first sentence serves better
	}
	d.Body = append(bytes.Join(d.takeStandfirst(above, d.takeHeadline(w.out)), []byte("\n\n")), '\n')
	if line := oneLine(article.Byline()); line != "" && s.Authors != nil {
		d.Taken = append(d.Taken, Passage{line, "the byline"})
	}
	if around := words(doc) - words(article.Node); around > 0 {
		d.LeftOut = append(d.LeftOut, Passage{fmt.Sprintf("%d words", around), "around the article"})
	}
	return d, nil
}

// cutOff reports a summary that is too long, or a long one's beginning.
func cutOff(s string) bool {
	return utf8.RuneCountInString(s) > longestSummary || strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...")
}

// authors notes who wrote the story. A byline that is no list of names is kept
// whole, for the editor.
func (d *Draft) authors(line string) {
	if line == "" || strings.Contains(line, "://") {
		return
	}
	names, agency := people(line)
	if names == nil && agency == "" {
		names = []string{line}
	}
	d.Story.Authors = appendNew(d.Story.Authors, names...)
	d.publisher(agency)
}

// parsePage reads a page in whatever encoding it says, or shows, that it has.
func parsePage(text []byte) (*html.Node, error) {
	if !utf8.Valid(text) { // what is UTF-8 is nothing else, whatever it says
		r, err := charset.NewReader(bytes.NewReader(text), "text/html")
		if err != nil {
			return nil, err
		}
		if text, err = io.ReadAll(r); err != nil {
			return nil, err
		}
	}
	doc, err := html.Parse(bytes.NewReader(bytes.ToValidUTF8(text, []byte("\uFFFD"))))
	if err != nil {
		return nil, err
	}
	if tooDeep(doc, deepest) {
		return nil, errors.New("its elements stand too deep in one another")
	}
	return doc, nil
}

// elements counts the elements of a page.
func elements(doc *html.Node) int {
	n := 0
	for c := range doc.Descendants() {
		if c.Type == html.ElementNode {
			n++
		}
	}
	return n
}

func tooDeep(n *html.Node, left int) bool {
	if left == 0 {
		return true
	}
	for c := range n.ChildNodes() {
		if tooDeep(c, left-1) {
			return true
		}
	}
	return false
}

// savedFrom is the comment with which browsers say where they saved a page from.
var savedFrom = regexp.MustCompile(`^\s*saved from url=\(\d+\)(\S+)\s*$`)

// addressOf is where the page was published, as far as it says.
func addressOf(doc *html.Node) *url.URL {
	found := map[string]string{}
	note := func(kind, address string) {
		u, err := url.Parse(strings.TrimSpace(address))
		if err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && found[kind] == "" {
			u.Fragment, u.User = "", nil
			found[kind] = u.String()
		}
	}
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode:
			if m := savedFrom.FindStringSubmatch(n.Data); m != nil {
				note("saved", m[1])
			}
		case n.DataAtom == atom.Link && attribute(n, "rel") == "canonical":
			note("canonical", attribute(n, "href"))
		case n.DataAtom == atom.Meta && attribute(n, "property") == "og:url":
			note("og", attribute(n, "content"))
		}
	}
	for _, kind := range []string{"canonical", "og", "saved"} {
		if u, err := url.Parse(found[kind]); err == nil && found[kind] != "" {
			return u
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// day is the day of a moment that the page may give.
func day(moment func() (time.Time, error), in *time.Location) edtf.Date {
	t, err := moment()
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return edtf.Date{}
	}
	return content.DayOf(t, in)
}

// oneLine is text with single spaces for all its white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// words counts the words that readers see.
func words(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.Fields(n.Data))
	}
	if n.Type == html.ElementNode && unseen[n.DataAtom] {
		return 0
	}
	count := 0
	for c := range n.ChildNodes() {
		count += words(c)
	}
	return count
}

// unseen are elements whose text readers do not see, or not as text.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Head: true, atom.Svg: true, atom.Iframe: true,
	atom.Object: true, atom.Textarea: true, atom.Select: true, atom.Button: true,
}
