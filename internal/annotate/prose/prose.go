// Package prose cuts running text into the units that the annotator's rooms
// share: spans, paragraphs, sentences, tokens and quotations.
//
// Nothing here knows Markdown, actors or sources. Offsets are bytes of the text
// that was handed in.
package prose

// Span is a stretch of a text: bytes from Start up to but not including End.
type Span struct {
	Start, End int
}

// Of returns the words that the span covers in text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }
