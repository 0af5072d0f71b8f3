package content

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestHeadline is in code points. The longest headlines of the wires have
// about a hundred; the shortest first paragraphs about as many, but those end
// with a full stop.
const longestHeadline = 120

// headline finds the line at the start of a plain text that is its headline: a
// paragraph of one short line that does not end as sentences do, with more text
// after it. n is where the text goes on; it is 0 where there is no headline.
func headline(text []byte) (line string, n int) {
	blank := len(text) - len(bytes.TrimLeft(text, "\r\n\t "))
	first, rest := cutLine(text[blank:])
	line = strings.TrimSpace(string(first))
	if line == "" || utf8.RuneCountInString(line) > longestHeadline || endsSentence(line) || !hasLetter(line) {
		return "", 0
	}
	if len(bytes.TrimSpace(rest)) == 0 {
		return "", 0
	}
	// Where blank lines part the paragraphs, a first paragraph of several lines
	// is running text.
	second, _ := cutLine(rest)
	if len(bytes.TrimSpace(second)) > 0 && hasBlankLine(rest) {
		return "", 0
	}
	return line, blank + len(first)
}

func endsSentence(line string) bool {
	line = strings.TrimRight(line, "\"'”’»)]")
	r, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(".…:;,。", r)
}

func hasLetter(line string) bool { return strings.ContainsFunc(line, unicode.IsLetter) }

func hasBlankLine(text []byte) bool {
	text = bytes.TrimSpace(text)
	for len(text) > 0 {
		var line []byte
		line, text = cutLine(text)
		if len(bytes.TrimSpace(line)) == 0 {
			return true
		}
	}
	return false
}

// titleFromSlug is the title of a story that has none.
func titleFromSlug(slug string) string {
	title := strings.ReplaceAll(slug, "-", " ")
	r, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(r)) + title[size:]
}
