package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences cuts the part of text that lies within in, one paragraph, into
// sentences. A sentence ends at . ? ! or … with the quotation marks and brackets
// that close there, when what follows begins like a sentence; never at an
// abbreviation, an initial or a decimal. White space between sentences belongs to
// none.
func Sentences(text string, in Span) []Span {
	return new(Cutter).Sentences(text, in)
}

// Cutter cuts one paragraph after another, in the same room.
type Cutter struct {
	toks      []Token
	sentences []Span
}

// Sentences is [Sentences]. What it returns stands until it is called again.
func (c *Cutter) Sentences(text string, in Span) []Span {
	c.toks = AppendTokens(slices.Grow(c.toks[:0], in.Len()/5+4), text, in)
	c.sentences = AppendSentences(c.sentences[:0], text, c.toks)
	for i, s := range c.sentences {
		c.sentences[i] = Span{c.toks[s.Start].Start, c.toks[s.End-1].End}
	}
	return c.sentences
}

// AppendSentences appends the sentences of one paragraph's tokens to dst, as
// stretches of token indexes.
func AppendSentences(dst []Span, text string, toks []Token) []Span {
	start := 0
	for i := 0; i < len(toks); i++ {
		if t := &toks[i]; t.Kind != Stop && (t.Kind != Word || text[t.End-1] != '.') {
			continue
		}
		end, ok := sentenceEnd(text, toks, i)
		if !ok {
			continue
		}
		dst = append(dst, Span{start, end})
		start = end
		i = end - 1
	}
	if start < len(toks) {
		dst = append(dst, Span{start, len(toks)})
	}
	return dst
}

// sentenceEnd reports whether a sentence ends with token i, a stop or a word with a full
// stop of its own, and the marks that close after it, and the index of the next
// sentence's first token.
func sentenceEnd(text string, toks []Token, i int) (int, bool) {
	t := toks[i]
	dotted := t.Kind == Word
	end := i + 1
	for end < len(toks) && toks[end].Start == toks[end-1].End && closes(toks[end].Kind) {
		// A straight mark glued to the next word opens: followers."The pressure
		if toks[end].Kind == Quote && end+1 < len(toks) && toks[end+1].Start == toks[end].End && end == i+1 && opensAfter(text, toks, i) {
			break
		}
		end++
	}
	if end >= len(toks) {
		return 0, false // the paragraph ends anyway
	}
	next := toks[end]
	quoted := end > i+1
	if next.Start == toks[end-1].End && next.Kind != Open && next.Kind != Quote && !(t.Kind == Stop && next.Kind == Word) {
		return 0, false
	}
	if !beginsSentence(text, toks, end) {
		return 0, false
	}
	if dotted && !quoted {
		return end, endsAfterAbbreviation(text, toks, i)
	}
	return end, true
}

func closes(k Kind) bool { return k == Close || k == Quote || k == RightParen }

// opensAfter reports whether the straight mark after token i has no partner
// before it in the sentence's last tokens.
func opensAfter(text string, toks []Token, i int) bool {
	n := 0
	for j := i; j >= 0 && i-j < 200; j-- {
		if k := toks[j].Kind; (k == Open || k == Close || k == Quote) && text[toks[j].Start] == '"' {
			n++
		}
	}
	return n%2 == 0
}

// beginsSentence reports whether token i can be the first of a sentence.
func beginsSentence(text string, toks []Token, i int) bool {
	for i < len(toks) && (toks[i].Kind == Open || toks[i].Kind == Quote || toks[i].Kind == LeftParen) {
		i++
	}
	if i == len(toks) {
		return false
	}
	switch toks[i].Kind {
	case Number, Other:
		return true
	case Word:
		c := text[toks[i].Start]
		if c < utf8.RuneSelf {
			return c >= 'A' && c <= 'Z' || innerCapital(toks[i].Of(text))
		}
		r, _ := utf8.DecodeRuneInString(text[toks[i].Start:])
		return !unicode.IsLower(r)
	}
	return false
}

// innerCapital reports names such as iPhone and eBay.
func innerCapital(w string) bool { return len(w) > 2 && w[1] >= 'A' && w[1] <= 'Z' }

// endsAfterAbbreviation decides whether the abbreviation at token i also ends the
// sentence. Titles and initials never do; U.S., Inc. or p.m. do where a word
// follows that begins sentences and names nothing.
func endsAfterAbbreviation(text string, toks []Token, i int) bool {
	word := strings.TrimSuffix(toks[i].Of(text), ".")
	next := toks[i+1]
	if next.Kind != Word {
		return next.Kind == Open && !strings.ContainsRune(word, '.') && len(word) > 1 && abbreviations[word]
	}
	if ends, listed := abbreviations[word]; listed && !ends {
		return false
	}
	if len(word) == 1 { // an initial, unless a sentence plainly follows: "Plan B. The"
		return i > 0 && !capitalised(text, toks[i-1]) && starter(next.Of(text))
	}
	return starter(next.Of(text))
}

func capitalised(text string, t Token) bool {
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	return unicode.IsUpper(r)
}

// starter reports whether w, capitalised, begins sentences rather than names.
func starter(w string) bool {
	switch w {
	case "The", "A", "An", "He", "She", "It", "They", "We", "I", "You", "His", "Her", "Its", "Their", "Our",
		"This", "That", "These", "Those", "There", "In", "On", "At", "By", "For", "From", "With", "After",
		"Before", "Since", "While", "When", "If", "As", "But", "And", "Or", "So", "Yet", "Although", "Though",
		"However", "Meanwhile", "Some", "Many", "Most", "Both", "All", "Each", "Another", "One", "Two", "Three",
		"Not", "No", "What", "Who", "How", "Why", "Where", "To", "Under", "During", "Despite", "Asked", "Last":
		return true
	}
	return false
}
