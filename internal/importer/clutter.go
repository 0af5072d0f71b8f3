package importer

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"backgrounder/internal/content"
)

// What newspapers put into an article that is none of it. Whatever is taken out is
// listed; nothing is that has more than a few words of its own.

// takeForms takes out of a page the forms that stand within an article, with the words
// around them: a newsletter that one can sign up for. What is half of the article is
// none of these, however short that may be.
func takeForms(doc *html.Node) []Passage {
	const most = 40 // words
	type form struct{ form, article *html.Node }
	var forms []form
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Form {
			continue
		}
		if article := around(n, atom.Article, atom.Main); article != nil {
			forms = append(forms, form{n, article})
		}
	}
	var left []Passage
	for _, f := range forms {
		n, limit := f.form, min(most, words(f.article)/2)
		if words(n) > limit {
			continue // some pages are a form as a whole
		}
		for p := n.Parent; p != nil && (p.DataAtom == atom.Div || p.DataAtom == atom.Section || p.DataAtom == atom.Aside) && words(p) <= limit; p = p.Parent {
			n = p
		}
		if n.Parent == nil {
			continue // taken with another
		}
		if said := oneLine(wordsOf(n)); said != "" {
			left = append(left, Passage{said, "a form"})
		}
		n.Parent.RemoveChild(n)
	}
	return left
}

// around is the innermost element of some kinds that an element stands in, or nil.
func around(n *html.Node, kinds ...atom.Atom) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if slices.Contains(kinds, p.DataAtom) {
			return p
		}
	}
	return nil
}

// takePullQuotes takes out of an article the quotations whose words it has elsewhere
// as well: they are there to catch the eye.
func takePullQuotes(article *html.Node) []Passage {
	const (
		most   = 12 // in an article; what has more of them is made of quotations
		fewest = 12 // letters
	)
	var quotes []*html.Node
	for n := range article.Descendants() {
		if n.DataAtom == atom.Blockquote {
			quotes = append(quotes, n)
		}
	}
	var left []Passage
	for _, n := range quotes[:min(len(quotes), most)] {
		said := lettersOf(textOf(n))
		if n.Parent == nil || len(said) < fewest || strings.Count(lettersOf(textOf(article)), said) < 2 {
			continue
		}
		left = append(left, Passage{oneLine(wordsOf(n)), "words that stand in the story a second time"})
		n.Parent.RemoveChild(n)
	}
	return left
}

// standfirst matches what papers call the paragraph above an article that sums it up.
var standfirst = regexp.MustCompile(`(?i)(?:^|[ _-])(?:standfirst|dek|deck|subtitle|sub-?head(?:line|ing)?|article-?summary)(?:$|[ _-])`)

// standfirstOf is the text of a page's standfirst, or "". It stands right below the
// headline: lists of other stories have names of the same kind for what sums those up.
func standfirstOf(doc *html.Node) string {
	const most = 60 // words between them: a byline, a date, what to share it with
	below, left := false, most
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.H1:
			below, left = true, most
		case !below || left < 0:
		case n.Type == html.TextNode:
			if around(n, atom.H1, atom.Script, atom.Style) == nil {
				left -= len(strings.Fields(n.Data))
			}
		case !standfirst.MatchString(attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "data-testid")):
		case around(n, atom.A, atom.Nav, atom.Aside) == nil:
			if said := oneLine(wordsOf(n)); said != "" && utf8.RuneCountInString(said) <= longestSummary {
				return said
			}
		}
	}
	return ""
}

// takeStandfirst takes the standfirst for the summary, out of the blocks too if it is
// among the first of them.
func (d *Draft) takeStandfirst(said string, blocks [][]byte) [][]byte {
	if said == "" {
		return blocks
	}
	d.Story.Summary = said
	const most = 4 // blocks: dates, bylines
	for i, b := range blocks[:min(len(blocks), most)] {
		if sameLetters(plainWords(b), said) {
			d.Taken = append(d.Taken, Passage{said, "the summary"})
			return append(blocks[:i:i], blocks[i+1:]...)
		}
	}
	return blocks
}

// elsewhere matches the headings over links to other stories.
var elsewhere = regexp.MustCompile(`(?i)^(?:related(?: (?:stories|articles|posts|content|coverage|topics))?|read (?:more|next)|more (?:on this story|stories|from .{1,40})|most (?:read|popular|viewed)|recommended(?: for you)?|see also|you (?:may|might) also like|share this|also read)\s*:?$`)

// takeRelated takes out of an article the links to other stories that stand in it under
// such a heading.
func takeRelated(article *html.Node) []Passage {
	var heads []*html.Node
	for n := range article.Descendants() {
		if isHeading(n) && elsewhere.MatchString(oneLine(wordsOf(n))) {
			heads = append(heads, n)
		}
	}
	var left []Passage
	for _, h := range heads {
		taken := []*html.Node{h}
		for n := h.NextSibling; n != nil && !isHeading(n) && mostlyLinks(n); n = n.NextSibling {
			taken = append(taken, n)
		}
		if len(taken) == 1 && h.NextSibling != nil && oneLine(wordsOf(h.NextSibling)) != "" {
			continue // it is about something
		}
		var said []string
		for _, n := range taken {
			said = append(said, wordsOf(n))
			n.Parent.RemoveChild(n)
		}
		left = append(left, Passage{oneLine(strings.Join(said, " ")), "links to other stories"})
	}
	return left
}

func isHeading(n *html.Node) bool {
	return len(n.Data) == 2 && n.Data[0] == 'h' && '1' <= n.Data[1] && n.Data[1] <= '6' && n.Type == html.ElementNode
}

// mostlyLinks reports an element most of whose words are links, or that has none.
func mostlyLinks(n *html.Node) bool {
	all, linked := words(n), 0
	if n.DataAtom == atom.A {
		linked = all
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			linked += words(c)
		}
	}
	return 3*linked >= all
}

// ownLink is what is said of a link from a name to the paper's own pages about it.
const ownLink = "the paper’s own links on names"

// isOwnLink reports such a link. In the explainer the name leads to its entry, which it
// would not under another link.
func (w *writer) isOwnLink(href, said string) bool {
	u, err := url.Parse(href)
	if err != nil || w.base == nil || !sameHost(u.Host, w.base.Host) {
		return false
	}
	const most = 6 // words
	names := strings.Fields(said)
	for i, word := range names {
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(r) && (i == 0 || len(word) > 3) {
			return false
		}
	}
	// The page is about the name if it is called so: Ines Halloran is at /topics/halloran.
	page := strings.Split(content.Slug(path.Base(u.Path)), "-")
	return len(names) <= most && slices.ContainsFunc(strings.Split(content.Slug(said), "-"), func(word string) bool {
		return len(word) > 1 && slices.Contains(page, word)
	})
}

func sameHost(a, b string) bool {
	return a != "" && strings.TrimPrefix(strings.ToLower(a), "www.") == strings.TrimPrefix(strings.ToLower(b), "www.")
}

// joined lists what is left out for one reason many times in one passage.
func joined(left []Passage, what string) []Passage {
	var rest []Passage
	var all []string
	for _, p := range left {
		if p.What == what {
			all = appendNew(all, p.Text)
		} else {
			rest = append(rest, p)
		}
	}
	if all != nil {
		rest = append(rest, Passage{strings.Join(all, ", "), what})
	}
	return rest
}
