package annotate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What can be mended without an editor's judgement: where no reading of the words
// makes the defect right, and where nobody else's words are touched.

// once are words of which one is too many wherever two stand. What can end a clause
// is not among them: "the man he spoke to to learn more" is odd, and right.
var once = wordSet("the a an and their its our my your been")

// onceOnly takes the second of two words out. The words of a quotation are the
// speaker's.
func (w *work) onceOnly(in Span, first, second token) []Change {
	s := w.res.Text
	word := s[second.start:second.end]
	if !once[word] || s[first.start:first.end] != word && first.start != in.Start || quoted(s[in.Start:first.start]) {
		return nil
	}
	if !w.literal(Span{Start: first.start, End: second.end}) {
		return nil
	}
	return w.takeOut(Span{Start: first.end, End: second.end})
}

// quoted reports whether a quotation may be open at the end of a text.
func quoted(s string) bool {
	if strings.Count(s, `"`)%2 == 1 || strings.Count(s, "“") != strings.Count(s, "”") || strings.ContainsAny(s, "‘„«»") {
		return true
	}
	return strings.HasPrefix(s, "'") || strings.Contains(s, " '") || strings.Contains(s, "('")
}

// closeUp takes out the white space between a quotation mark and the words that it
// opens or closes, where no word joins it on its other side: there it may be the
// wrong mark.
func (w *work) closeUp(in, mark Span) []Change {
	s := w.res.Text
	before, _ := runeBefore(s, in.Start, mark.Start)
	after, _ := runeAt(s, mark.End, in.End)
	gap := Span{Start: mark.End, End: mark.End}
	if mark.Of(s) == "“" {
		if before != 0 && !unicode.IsSpace(before) && !strings.ContainsRune("([—–", before) {
			return nil
		}
		for gap.End < in.End && s[gap.End] == ' ' {
			gap.End++
		}
	} else {
		if after != 0 && !unicode.IsSpace(after) && !strings.ContainsRune(".,;:!?)]—–", after) {
			return nil
		}
		gap = Span{Start: mark.Start, End: mark.Start}
		for gap.Start > in.Start && s[gap.Start-1] == ' ' {
			gap.Start--
		}
	}
	inner, _ := utf8.DecodeRuneInString(s[gap.End:in.End])
	if mark.Of(s) == "”" {
		inner, _ = utf8.DecodeLastRuneInString(s[in.Start:gap.Start])
	}
	if gap.Len() == 0 || inner == utf8.RuneError || unicode.IsSpace(inner) || inner == '“' || inner == '”' {
		return nil
	}
	if !w.literal(Span{Start: min(gap.Start, mark.Start), End: max(gap.End, mark.End)}) {
		return nil
	}
	return w.takeOut(gap)
}

// literal reports whether words stand in the source as they stand in the text: on
// one line, without markup or entities, and in no link, code or mark.
func (w *work) literal(words Span) bool {
	at := w.res.SourceSpan(words)
	if string(w.src[at.Start:at.End]) != words.Of(w.res.Text) || strings.ContainsAny(words.Of(w.res.Text), "\r\n") {
		return false
	}
	if overlapsAny(w.flat.closed, words) {
		return false
	}
	for _, m := range w.flat.marks {
		if at.Overlaps(m.at) {
			return false
		}
	}
	return true
}

func (w *work) takeOut(words Span) []Change {
	return []Change{{Source: w.res.SourceSpan(words)}}
}
