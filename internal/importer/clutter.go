package importer

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What newspapers put into an article that is none of it. Whatever is taken out is
// listed; nothing is that has more than a few words of its own.

// takeForms takes out of a page the forms that stand within an article, with the words
// around them: a newsletter that one can sign up for.
func takeForms(doc *html.Node) []Passage {
	const most = 40 // words
	var forms []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Form && within(n, atom.Article, atom.Main) {
			forms = append(forms, n)
		}
	}
	var left []Passage
	for _, n := range forms {
		if words(n) > most {
			continue // some pages are a form as a whole
		}
		for p := n.Parent; p != nil && (p.DataAtom == atom.Div || p.DataAtom == atom.Section || p.DataAtom == atom.Aside) && words(p) <= most; p = p.Parent {
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

func within(n *html.Node, kinds ...atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		for _, k := range kinds {
			if p.DataAtom == k {
				return true
			}
		}
	}
	return false
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

// standfirstOf is the text of a page's standfirst, or "".
func standfirstOf(doc *html.Node) string {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && standfirst.MatchString(attribute(n, "class")+" "+attribute(n, "id")+" "+attribute(n, "data-testid")) {
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
	return 0 < len(names) && len(names) <= most
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

// foreign says what a file is that is no text, and what helps; "" for what may be one.
func foreign(file []byte) (message, hint string) {
	const asTextHint = "open it in the program that it is from, and save it as plain text (.txt) or as a web page (.html)"
	for _, form := range []struct{ start, message string }{
		{"%PDF-", "this is a PDF"},
		{`{\rtf`, "this is rich text (RTF)"},
		{"PK\x03\x04", "this is a document of Word, Pages or LibreOffice, or another archive"},
		{"\xD0\xCF\x11\xE0", "this is a document of an old Word"},
		{"\x1F\x8B", "this is a compressed file"},
	} {
		if bytes.HasPrefix(file, []byte(form.start)) {
			return fmt.Sprintf("%s, and not text", form.message), asTextHint
		}
	}
	return "", ""
}
