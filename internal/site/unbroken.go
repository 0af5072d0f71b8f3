package site

import (
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A browser may end a line after any hyphen and at any space, and no style sheet can
// tell it but of an element. What would read badly over two lines stands in one:
// "U.S.-led", "al-Nujaba", "Jan. 3, 2020", "6:30 p.m." The words stay the words, for
// those who copy them or look for them.
const (
	wholeStart = `<span class="whole">`
	wholeEnd   = `</span>`
)

// How many letters a word may have that is not to be broken: so many have room on the
// narrowest phones, in the largest headline and in a text.
const (
	wholeInHeadline = 10
	wholeInText     = 16
)

// fewLetters is how many letters before or after a hyphen are too few for a line.
const fewLetters = 3

// headline is what a headline says as HTML: its short words with a hyphen are whole.
func headline(words string) template.HTML {
	all := strings.Split(words, " ")
	for i, word := range all {
		all[i] = template.HTMLEscapeString(word)
		if strings.Contains(word, "-") && utf8.RuneCountInString(word) <= wholeInHeadline {
			all[i] = wholeStart + all[i] + wholeEnd
		}
	}
	return template.HTML(strings.Join(all, " "))
}

// unbroken puts into HTML what keeps dates together, and words of which a line would
// have but a few letters.
func (l *language) unbroken(html string) string {
	var b strings.Builder
	inside := 0 // elements that keep together already, or that are no prose
	for html != "" {
		text, rest, _ := strings.Cut(html, "<")
		if inside == 0 && strings.ContainsAny(text, "-0123456789") {
			l.keep(&b, text)
		} else {
			b.WriteString(text)
		}
		tag := html[len(text) : len(html)-len(rest)+strings.IndexByte(rest, '>')+1]
		b.WriteString(tag)
		html = html[len(text)+len(tag):]
		name, _, _ := strings.Cut(strings.Trim(tag, "<>"), " ")
		switch name {
		case "time", "code", "pre":
			inside++
		case "/time", "/code", "/pre":
			inside--
		}
	}
	return b.String()
}

// keep writes a text without tags.
func (l *language) keep(b *strings.Builder, text string) {
	for {
		n := len(text) - len(strings.TrimLeft(text, " \n"))
		b.WriteString(text[:n])
		if text = text[n:]; text == "" {
			return
		}
		n = l.whole(text)
		if n > 0 {
			b.WriteString(wholeStart + text[:n] + wholeEnd)
		} else {
			n = wordEnd(text, 0)
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
}

// whole is how much of the beginning of a text is to stay together: a day with its
// month, a figure with what it counts, or one word; 0 for nothing.
func (l *language) whole(text string) int {
	first := wordEnd(text, 0)
	second := wordEnd(text, first+1)
	if second > first {
		a, b := text[:first], text[first+1:second]
		if l.isMonth(a) && isNumber(b, 1, 2) || isNumber(a, 1, 2) && l.isMonth(b) {
			third := wordEnd(text, second+1)
			if third > second && isNumber(text[second+1:third], 4, 4) && !strings.ContainsAny(text[second-1:second], ".;:") {
				return third
			}
			return second
		}
		if isFigure(a) && l.followsNumber(b) {
			return second
		}
	}
	if breaksBadly(text[:first]) {
		return first
	}
	return 0
}

// wordEnd is where a word ends that begins at a place in a text.
func wordEnd(text string, at int) int {
	if at >= len(text) {
		return at - 1
	}
	if n := strings.IndexAny(text[at:], " \n"); n >= 0 {
		return at + n
	}
	return len(text)
}

func (l *language) isMonth(word string) bool {
	word = strings.TrimLeft(strings.TrimRight(word, ","), "(“‘")
	return slices.Contains(l.Months, word) || slices.Contains(l.ShortMonths, word)
}

// isFigure reports whether a word is a number as texts write it: 6:30, $2.4, 1,200.
func isFigure(word string) bool {
	return strings.ContainsFunc(word, unicode.IsDigit) && !strings.ContainsFunc(word, unicode.IsLetter)
}

// followsNumber reports whether a word belongs to the number before it.
func (l *language) followsNumber(word string) bool {
	word = strings.TrimRight(word, `,;:!?)”’"'`)
	return slices.Contains(l.AfterNumbers, word) || slices.Contains(l.AfterNumbers, strings.TrimSuffix(word, "."))
}

// isNumber reports whether a word is a number of so many digits, stops aside.
func isNumber(word string, least, most int) bool {
	word = strings.TrimFunc(word, unicode.IsPunct)
	digits := utf8.RuneCountInString(word)
	return least <= digits && digits <= most && strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// breaksBadly reports whether a line could end or begin with a few letters of a word
// that has room on any line.
func breaksBadly(word string) bool {
	if !strings.Contains(word, "-") || utf8.RuneCountInString(word) > wholeInText {
		return false
	}
	few := false
	for part := range strings.SplitSeq(word, "-") {
		letters := 0
		for _, r := range part {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters++
			}
		}
		if letters == 0 {
			return false
		}
		few = few || letters <= fewLetters
	}
	return few
}
