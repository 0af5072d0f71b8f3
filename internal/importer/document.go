package importer

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What word processors write: documents that are no text, and pages that have their
// title, and what colleagues say of them, in ways of their own.

// foreign says what a file is that is no text, and what helps; "" for what may be one.
func foreign(file []byte) (message, hint string) {
	const asTextHint = "open it in the program that it is from, and save it as plain text (.txt) or as a web page (.html)"
	for _, form := range []struct{ start, message string }{
		{"%PDF-", "this is a PDF"},
		{`{\rtf`, "this is rich text (RTF)"},
		{"PK\x03\x04", "this is a document of Word, Pages or LibreOffice, or another archive"},
		{"\xD0\xCF\x11\xE0", "this is a document of an old Word"},
		{"\x1F\x8B", "this is a compressed file"},
		{"From: <Saved by", "this is a web archive (MHTML)"},
		{"bplist00", "this is a web archive of Safari"},
	} {
		if bytes.HasPrefix(file, []byte(form.start)) {
			return fmt.Sprintf("%s, and not text", form.message), asTextHint
		}
	}
	return "", ""
}

// documentTitle is the title of a word processor's document, which is no heading in it.
func documentTitle(doc *html.Node) string {
	for n := range doc.Descendants() {
		if n.DataAtom != atom.P {
			continue
		}
		switch class := strings.Fields(attribute(n, "class")); {
		case slices.Contains(class, "MsoTitle"), slices.Contains(class, "title") && n.Parent != nil && strings.Contains(attribute(n.Parent, "class"), "doc-content"):
			return oneLine(wordsOf(n))
		}
	}
	return ""
}

// takeHeadline takes the title where it stands above the text as a paragraph.
func (d *Draft) takeHeadline(blocks [][]byte) [][]byte {
	if len(blocks) > 0 && d.Story.Title != "" && !bytes.HasPrefix(blocks[0], []byte("#")) && sameLetters(plainWords(blocks[0]), d.Story.Title) {
		d.Taken = append(d.Taken, Passage{plainWords(blocks[0]), "the headline"})
		return blocks[1:]
	}
	return blocks
}

// Word processors tie the comments on a document to places in it: anchors in the text
// have names that ties matches, and those of the comments below it ones that notes
// matches.
var (
	ties  = regexp.MustCompile(`^(?:cmnt_ref|_msoanchor_)\d+$`)
	notes = regexp.MustCompile(`^(?:cmnt|_msocom_)\d+$`)
)

// takeComments takes out what colleagues have said about a document in its margin,
// which was never meant to be read by others.
func takeComments(doc *html.Node) []Passage {
	var tied, noted []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		is := func(names *regexp.Regexp) bool {
			return names.MatchString(attribute(n, "id")) || names.MatchString(attribute(n, "name"))
		}
		if is(ties) {
			tied = append(tied, n)
		} else if is(notes) {
			noted = append(noted, n)
		}
	}
	for _, n := range tied {
		for p := n.Parent; p != nil && (p.DataAtom == atom.Sup || p.DataAtom == atom.Span && strings.TrimSpace(textOf(p)) == strings.TrimSpace(textOf(n))); p = p.Parent {
			n = p
		}
		if n.Parent != nil { // not taken with another
			n.Parent.RemoveChild(n)
		}
	}
	const most = 1000
	var left []Passage
	for _, n := range noted[:min(len(noted), most)] {
		if !isIn(n, doc) {
			continue // taken with another
		}
		// It begins all that belongs to it.
		for p := n.Parent; p != nil && (p.DataAtom == atom.P || p.DataAtom == atom.Div || p.DataAtom == atom.Span) && begins(p, n); p = p.Parent {
			n = p
		}
		if said := oneLine(wordsOf(n)); said != "" {
			left = append(left, Passage{said, "a comment on the document"})
		}
		n.Parent.RemoveChild(n)
	}
	return left
}

// isIn reports whether an element stands in another.
func isIn(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// begins reports whether no words stand in an element before one that is in it.
func begins(outer, n *html.Node) bool {
	for c := range outer.Descendants() {
		if c == n {
			return true
		}
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return false
		}
	}
	return false
}
