package importer

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
)

// letter is what an e-mail puts around the story that somebody has sent.
type letter struct {
	subject string
	headed  bool // it has its head, and so is one
	leftOut []Passage
}

var (
	mailHead  = regexp.MustCompile(`^(From|To|Cc|CC|Bcc|Subject|Date|Sent|Reply-To|Attachments?|Importance)\s*:\s*(.*)$`)
	forwarded = regexp.MustCompile(`^(?:-{2,}\s*(?:Forwarded message|Original Message|Forwarded by .*)\s*-{2,}|Begin forwarded message:)$`)
	answered  = regexp.MustCompile(`^On .{6,120} wrote:$`)
	quoting   = regexp.MustCompile(`^(?:>[ \t]?)+`)
	sentFrom  = regexp.MustCompile(`^(?:Sent from my [\w\p{L} ’'-]+|Sent from [\w ]+ for \w+|Get Outlook for \w+.*)\.?$`)
	greeting  = regexp.MustCompile(`^(?:Hi|Hello|Hey|Dear|Good (?:morning|afternoon|evening))(?:(?:[ ,][\p{L} .,'’&-]{1,40})?[,!:–—-]|(?:,? [\p{L}'’-]+)?)$`)
	closing   = regexp.MustCompile(`^(?:Cheers|Best|All the best|Best wishes|(?:Kind |Best |Warm )?[Rr]egards|Thanks|Many thanks|Thank you|Thx|Yours(?: sincerely)?|Sincerely)(?: again)?[,.!]?$`)
	replied   = regexp.MustCompile(`(?i)^(?:(?:re|fwd?|aw|wg)\s*:\s*)+`)
)

// openLetter takes out of a plain text what an e-mail puts around it: the lines at
// its head, the marks of a quotation where all of it is quoted, the signature.
func openLetter(text []byte) ([]byte, letter) {
	var l letter
	lines := strings.SplitAfter(string(text), "\n")
	lines = l.takeHead(lines)
	lines = l.takeGreeting(lines)
	lines = l.takeSignature(lines)
	lines = l.takeClosing(lines)
	lines = l.takeQuoting(lines)
	if l.leftOut == nil {
		return text, l
	}
	return []byte(strings.Join(lines, "")), l
}

func (l *letter) leave(what string, lines ...string) {
	words := oneLine(strings.Join(lines, " "))
	if words != "" {
		l.leftOut = append(l.leftOut, Passage{words, what})
	}
}

// takeHead takes the lines that say who sent what to whom, if there are at least
// two: a story may begin with a word and a colon.
func (l *letter) takeHead(lines []string) []string {
	at, heads, subject := 0, 0, ""
	for ; at < len(lines); at++ {
		line := strings.TrimSpace(quoting.ReplaceAllString(lines[at], ""))
		m := mailHead.FindStringSubmatch(line)
		switch {
		case line == "" && heads == 0:
			continue
		case m != nil:
			heads++
			if m[1] == "Subject" {
				subject = replied.ReplaceAllString(m[2], "")
			}
			continue
		case forwarded.MatchString(line):
			continue
		case heads > 0 && line != "" && strings.HasPrefix(lines[at], " "):
			continue // a head goes on
		}
		break
	}
	if heads < 2 {
		return lines
	}
	l.headed = true
	l.subject = strings.TrimSpace(subject)
	l.leave("the head of an e-mail", lines[:at]...)
	return lines[at:]
}

// takeGreeting takes the line that greets whoever was to read the e-mail, which is one
// then, and what it says of the story before that begins: with its dateline, or with
// the headline and the byline above it. A greeting of more than a word without a mark
// at its end may be a headline.
func (l *letter) takeGreeting(lines []string) []string {
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	if first == len(lines) || !greeting.MatchString(strings.TrimSpace(lines[first])) {
		return lines
	}
	l.headed = true
	at := first + 1
	const most = 8 // lines of it
	for i := at; i < min(len(lines), first+most); i++ {
		if prose.ReadDateline(strings.TrimSpace(lines[i])).Len > 0 {
			at = headAbove(lines[:i], at)
			break
		}
	}
	l.leave("what an e-mail says before the story", lines[:at]...)
	return lines[at:]
}

// headAbove is where the headline and the byline begin that stand at the end of some
// lines, none of which begins before a place.
func headAbove(lines []string, least int) int {
	begin := len(lines)
	for i := len(lines) - 1; i >= least; i-- {
		line := strings.TrimSpace(lines[i])
		first, _ := utf8.DecodeRuneInString(line)
		switch {
		case line == "":
		case stands(line), !unicode.IsLower(first) && !strings.ContainsAny(line[len(line)-1:], ".,:;!?-") && !strings.HasSuffix(line, "–"):
			begin = i
		default:
			return begin
		}
	}
	return begin
}

// takeClosing takes the words with which an e-mail ends, and the name under them.
func (l *letter) takeClosing(lines []string) []string {
	const longest = 4 // lines
	if !l.headed {
		return lines
	}
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	for i := end - 1; i >= max(0, end-longest); i-- {
		if closing.MatchString(strings.TrimSpace(lines[i])) {
			l.leave("an e-mail’s signature", lines[i:]...)
			return lines[:i]
		}
	}
	return lines
}

// takeSignature takes what stands behind the last line of two hyphens, if that is
// little, and what a telephone adds.
func (l *letter) takeSignature(lines []string) []string {
	const longest = 8 // lines
	for i := len(lines) - 1; i >= max(0, len(lines)-longest-1); i-- {
		if line := strings.TrimRight(lines[i], "\r\n"); line == "-- " || line == "--" && l.headed && i > 0 && strings.TrimSpace(lines[i-1]) == "" {
			l.leave("an e-mail’s signature", lines[i+1:]...)
			lines = lines[:i]
			break
		}
	}
	for len(lines) > 0 {
		last := strings.TrimSpace(lines[len(lines)-1])
		if last != "" && !sentFrom.MatchString(last) {
			break
		}
		if last == "" && !slices.ContainsFunc(lines[max(0, len(lines)-3):], func(s string) bool { return sentFrom.MatchString(strings.TrimSpace(s)) }) {
			break
		}
		l.leave("an e-mail’s signature", last)
		lines = lines[:len(lines)-1]
	}
	return lines
}

// takeQuoting takes the marks before the lines where all lines have them.
func (l *letter) takeQuoting(lines []string) []string {
	first := 0
	for first < len(lines) && (strings.TrimSpace(lines[first]) == "" || answered.MatchString(strings.TrimSpace(lines[first]))) {
		first++
	}
	n := 0
	for _, line := range lines[first:] {
		switch {
		case quoting.MatchString(line):
			n++
		case strings.TrimSpace(line) != "":
			return lines
		}
	}
	const enough = 2 // lines
	if n < enough {
		return lines
	}
	l.leave("the head of an e-mail", lines[:first]...)
	l.leave("the marks of a quoted e-mail", fmt.Sprintf("> at %d lines", n))
	plain := make([]string, 0, len(lines)-first)
	for _, line := range lines[first:] {
		plain = append(plain, quoting.ReplaceAllString(line, ""))
	}
	return plain
}

// unwrapped parts the paragraphs of a plain text that has no blank line and whose
// lines were broken at a column, as telegrams and old e-mail have them: there a line
// is no paragraph. One ends where a line ends as sentences do and has room for the
// next word, and before a line that is indented.
func unwrapped(text []byte) []byte {
	lines := bytes.SplitAfter(bytes.TrimRight(text, "\r\n \t"), []byte("\n"))
	width, ok := brokenAt(lines)
	if !ok {
		return text
	}
	var out []byte
	for i, line := range lines {
		out = append(out, line...)
		if i+1 == len(lines) {
			break
		}
		words, next := strings.TrimSpace(string(line)), lines[i+1]
		// Where a line is broken at a column, the next word had no room in it.
		short := len([]rune(words))+1+len([]rune(firstWord(next))) <= width
		switch {
		case stands(words) || stands(strings.TrimSpace(string(next))):
		case short && endsLine(words), bytes.HasPrefix(next, []byte("  ")), bytes.HasPrefix(next, []byte("\t")):
		case i == 0 && short && isLabel(words) && !startsSmall(next):
		default:
			continue
		}
		out = append(out, '\n')
	}
	return append(out, '\n')
}

// brokenAt is the length of the longest line of a text whose lines were broken at
// a column: none is longer than a screen is wide, and most go on in the next.
func brokenAt(lines [][]byte) (width int, ok bool) {
	const (
		fewest = 4  // lines
		widest = 90 // code points
	)
	goOn, small := 0, 0
	for i, line := range lines {
		words := strings.TrimSpace(string(line))
		if words == "" || len([]rune(words)) > widest {
			return 0, false
		}
		width = max(width, len([]rune(words)))
		if i+1 < len(lines) && !endsLine(words) {
			goOn++
			if startsSmall(lines[i+1]) {
				small++
			}
		}
	}
	return width, len(lines) >= fewest && 2*goOn >= len(lines) && 3*small >= len(lines)
}

func firstWord(line []byte) string {
	for word := range strings.FieldsSeq(string(line)) {
		return word
	}
	return ""
}

func startsSmall(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && line[0] >= 'a' && line[0] <= 'z'
}

// endsLine reports whether words end as a sentence does.
func endsLine(words string) bool {
	words = strings.TrimRight(words, `"”’')]`)
	return words != "" && strings.ContainsAny(words[len(words)-1:], ".!?:")
}
