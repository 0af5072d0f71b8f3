package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// plainStory cuts a test's text into paragraphs at blank lines.
func plainStory(text string) Story {
	s := Story{Text: text}
	at := 0
	for _, p := range strings.SplitAfter(text, "\n\n") {
		body := strings.TrimRight(p, "\n ")
		if body != "" {
			s.Blocks = append(s.Blocks, Block{Span: prose.Span{Start: at, End: at + len(body)}})
		}
		at += len(p)
	}
	return s
}
