package site

import (
	"html/template"
	"strings"
	"unicode/utf8"
)

// wholeWord is of how many letters a word may be that is not to be broken: on the
// narrowest phones, so many have room in the largest headline.
const wholeWord = 10

// headline is what a headline says as HTML. Where a browser may not break a line
// after a hyphen, no style sheet can tell it but of an element: the short words that
// have one, as "U.S.-led", are such elements.
func headline(words string) template.HTML {
	all := strings.Split(words, " ")
	for i, word := range all {
		all[i] = template.HTMLEscapeString(word)
		if strings.Contains(word, "-") && utf8.RuneCountInString(word) <= wholeWord {
			all[i] = `<span class="whole">` + all[i] + "</span>"
		}
	}
	return template.HTML(strings.Join(all, " "))
}
