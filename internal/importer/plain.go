package importer

import (
	"bytes"
	"regexp"
	"strings"
)

// FromPlain writes plain text as Markdown that says the same words in the same
// paragraphs: what Markdown would read as markup is escaped. Paragraphs are parted
// by blank lines; in a text without any, every line is one.
func FromPlain(text []byte) []byte {
	var out []byte
	for i, par := range paragraphs(text) {
		if i > 0 {
			out = append(out, '\n')
		}
		for _, line := range par {
			out = appendLine(out, line)
			out = append(out, '\n')
		}
	}
	return out
}

// paragraphs cuts plain text into paragraphs, and these into lines.
func paragraphs(text []byte) [][][]byte {
	text = bytes.TrimPrefix(text, byteOrderMark)
	blank, gap, filled := false, false, false // a blank line between lines with words
	var lines [][]byte
	for line := range bytes.Lines(text) {
		line = bytes.Trim(line, space)
		if len(line) == 0 {
			gap = filled
		} else {
			blank = blank || gap
			filled, gap = true, false
		}
		lines = append(lines, line)
	}
	var all [][][]byte
	var open [][]byte
	for _, line := range lines {
		if len(line) > 0 {
			open = append(open, line)
		}
		if len(open) > 0 && (len(line) == 0 || !blank) {
			all = append(all, open)
			open = nil
		}
	}
	if len(open) > 0 {
		all = append(all, open)
	}
	return all
}

// space is what is no part of a line.
const space = " \t\n\v\f\r"

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

// partHead puts a blank line behind every line above the story that says who wrote
// it or when, so that each is a paragraph of its own.
func partHead(text []byte) []byte {
	if len(paragraphs(text)) == bytes.Count(bytes.TrimSpace(text), []byte("\n"))+1 {
		return text // no blank lines: each line is one already
	}
	var out []byte
	rest := text
	for len(rest) > 0 {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		words := strings.Join(strings.Fields(string(line)), " ")
		_, _, isByline := byline(words)
		_, _, isDate := dateLine(words)
		if words != "" && !isByline && !isDate && !isLabel(words) {
			break
		}
		out = append(out, line...)
		if found {
			out = append(out, '\n')
		}
		if isByline || isDate {
			out = append(out, '\n')
		}
		rest = after
	}
	return append(out, rest...)
}
