package site

import (
	"html/template"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Names and quoted words may run the other way than the page. Where they do they
// are isolated, so that the words and stops around them stay in their places: in
// HTML by an element, in plain text by the characters that Unicode has for it.

const (
	isolateFirstStrong = "\u2068"
	popIsolate         = "\u2069"
)

// turns reports whether part of the words runs the other way than the language.
func (l *language) turns(words string) bool {
	for words != "" {
		if words[0] < utf8.RuneSelf && l.Dir != "rtl" {
			words = words[1:]
			continue
		}
		p, n := bidi.LookupString(words)
		if n == 0 {
			return false
		}
		switch p.Class() {
		case bidi.L:
			if l.Dir == "rtl" {
				return true
			}
		case bidi.R, bidi.AL:
			if l.Dir != "rtl" {
				return true
			}
		}
		words = words[n:]
	}
	return false
}

// isolated are words as they can stand in a plain text of the language.
func (l *language) isolated(words string) string {
	if l.turns(words) {
		return isolateFirstStrong + words + popIsolate
	}
	return words
}

// bdi are words as they can stand in HTML of the language.
func (l *language) bdi(words string) template.HTML {
	escaped := l.unbroken(template.HTMLEscapeString(words))
	if l.turns(words) {
		escaped = "<bdi>" + escaped + "</bdi>"
	}
	return template.HTML(escaped)
}

// names joins names as running text does.
func (l *language) names(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = l.isolated(name)
	}
	return l.list(all)
}

// quote puts words in the language's quotation marks.
func (l *language) quote(words string) string {
	return l.say("quoted", "text", l.isolated(words))
}

// langAttr says that what an element holds is in a language that is not the page's.
func (l *language) langAttr(language string) template.HTMLAttr {
	if language == "" || language == l.Tag {
		return ""
	}
	attr := ` lang="` + template.HTMLEscapeString(language) + `"`
	if dir := direction(language); dir != l.Dir {
		attr += ` dir="` + dir + `"`
	}
	return template.HTMLAttr(attr)
}

// span are words in a language, "" for the page's own.
func (l *language) span(language, words string) template.HTML {
	escaped := template.HTML(template.HTMLEscapeString(words))
	if attr := l.langAttr(language); attr != "" && words != "" {
		return template.HTML("<bdi"+attr+">") + escaped + "</bdi>"
	}
	return escaped
}
