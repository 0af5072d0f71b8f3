package importer

import (
	"bytes"
	"regexp"
	"strings"

	"backgrounder/internal/annotate"
)

// FromPlain writes plain text as Markdown that says the same words in the same
// paragraphs, which are those of [annotate.PlainParagraphs]: what Markdown would read as
// markup is escaped.
func FromPlain(text []byte) []byte {
	var out []byte
	for i, par := range annotate.PlainParagraphs(text) {
		if i > 0 {
			out = append(out, '\n')
		}
		for _, line := range par {
			out = appendLine(out, text[line.Start:line.End])
			out = append(out, '\n')
		}
	}
	return out
}

// appendLine appends a line of plain text as Markdown.
func appendLine(dst, line []byte) []byte { return append(dst, escapeStart(escape(line))...) }

// escape escapes what Markdown reads as markup anywhere in a line.
func escape(line []byte) []byte {
	if !bytes.ContainsAny(line, "\\`*_~<&[]") {
		return line
	}
	out := make([]byte, 0, len(line)+8)
	for i, c := range line {
		next := byte(0)
		if i+1 < len(line) {
			next = line[i+1]
		}
		switch c {
		case '\\', '`', '*', '_', '~':
			out = append(out, '\\')
		case '<':
			if isLetter(next) || next == '/' || next == '!' || next == '?' {
				out = append(out, '\\')
			}
		case '&':
			if entity.Match(line[i:]) {
				out = append(out, '\\')
			}
		case '[', ']':
			out = append(out, '\\')
		}
		out = append(out, c)
	}
	return out
}

// entity is what Markdown may read as a character.
var entity = regexp.MustCompile(`^&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);`)

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// starts of lines that Markdown reads as headings, lists, quotations, lines,
// tables or definitions, up to the character that is to be escaped.
var starts = []*regexp.Regexp{
	regexp.MustCompile(`^()(?:#|>|=|:|\|)`),
	regexp.MustCompile(`^()[-+](?:[ \t|:-]|$)`),
	regexp.MustCompile(`^([0-9]{1,9})[.)](?:[ \t]|$)`),
}

// escapeStart escapes what Markdown reads as markup at the start of a line.
func escapeStart(line []byte) []byte {
	for _, s := range starts {
		if m := s.FindSubmatch(line); m != nil {
			n := len(m[1])
			return append(append(append(make([]byte, 0, len(line)+1), line[:n]...), '\\'), line[n:]...)
		}
	}
	return line
}

// partHead puts blank lines around every line above the story that is a paragraph of
// its own: one that says who wrote it or when, an agency's name. What an agency tells
// its customers there is taken out, and returned.
func partHead(text []byte) (out []byte, slugs []Passage) {
	const most = 3     // paragraphs above it that may be headlines and labels
	var head []string  // the lines of the head, a blank one between paragraphs
	var above []string // the same, of paragraphs that are the head's if more of it follows
	rest, next := text, text
	for labels := 0; len(next) > 0 && labels < most; {
		chunk, after := cutParagraph(next)
		next = after
		lines, special, only := headLines(chunk)
		if !special {
			if !only {
				break
			}
			above = append(above, lines...)
			labels++
			continue
		}
		head, above, rest = append(head, above...), nil, after
		for i, line := range lines {
			switch words := oneLine(line); {
			case words == "":
			case isSlug(words):
				slugs = append(slugs, Passage{words, "an agency’s note to its customers"})
				continue
			case stands(words) && i > 0:
				head = append(head, "")
			}
			head = append(head, line)
			if stands(strings.TrimSpace(line)) {
				head = append(head, "")
			}
		}
	}
	if head == nil && slugs == nil {
		return text, nil
	}
	return append([]byte(strings.Join(head, "\n")+"\n"), rest...), slugs
}

// cutParagraph cuts a text behind the blank lines after its first paragraph; in one
// without any blank line a paragraph is a line.
func cutParagraph(text []byte) (paragraph, rest []byte) {
	whole := !hasBlankLine(text)
	words := false
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		blank := len(bytes.TrimSpace(text[at:end])) == 0
		if words && (whole || blank && (end == len(text) || len(bytes.TrimSpace(text[end:lineEnd(text, end)])) > 0)) {
			if blank {
				at = end
			}
			return text[:at], text[at:]
		}
		words = words || !blank
		at = end
	}
	return text, nil
}

func hasBlankLine(text []byte) bool {
	for line := range bytes.Lines(bytes.TrimSpace(text)) {
		if len(bytes.TrimSpace(line)) == 0 {
			return true
		}
	}
	return false
}

// headLines are the lines of a paragraph and a blank one. special says that it belongs
// to the head: no line of it is long or a sentence, up to one that stands by itself;
// label, that it is one line that could be a headline.
func headLines(paragraph []byte) (lines []string, special, label bool) {
	for line := range strings.SplitSeq(strings.TrimRight(string(paragraph), "\r\n \t"), "\n") {
		lines = append(lines, strings.TrimRight(line, "\r"))
	}
	for _, line := range lines {
		words := oneLine(line)
		if stands(words) {
			special = true
		} else if words != "" && !isLabel(words) {
			break
		}
	}
	label = len(lines) == 1 && isLabel(strings.TrimSpace(lines[0]))
	return append(lines, ""), special, label
}

// stands reports a line that is a paragraph of its own wherever it stands in a head.
func stands(words string) bool {
	_, _, isByline := byline(words)
	_, _, isDate := dateLine(words)
	return isByline || isDate || isSlug(words) || isAgency(words)
}
