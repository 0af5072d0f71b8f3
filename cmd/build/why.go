package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
	"backgrounder/internal/preview"
	"backgrounder/internal/site"
)

// explained is what the preview tells of a story's page: why each passage and each
// source was found, in the words of annotate --explain, and which lines of the file
// each paragraph shows.
func explained(f *site.Found) preview.Explanation {
	var e preview.Explanation
	for i, p := range f.Passages {
		e.Notes = append(e.Notes, passageNote(f, i, p))
	}
	for _, s := range f.Sources {
		note := preview.Note{
			Elements: fmt.Sprintf(`[id="source-%s"]`, s.ID),
			Title:    s.Label + " " + s.Description,
			Reasons:  reasons(f.Result, s.Why),
		}
		note.Confirmed, note.Status = confirmed(s)
		if len(s.Mentions) > 0 {
			note.At = at(f, s.Mentions[0])
		}
		e.Notes = append(e.Notes, note)
	}
	e.Places = places(f)
	return e
}

// passageNote says who speaks in a passage and how that was found: by the rule that
// found the passage, and by what was decided in its sentence, or about the story as
// a whole, on whoever speaks.
func passageNote(f *site.Found, i int, p annotate.Passage) preview.Note {
	said := fmt.Sprintf(`[data-said="%d"]`, i+1)
	note := preview.Note{
		// The marks that follow a passage are links, which the keyboard reaches.
		Elements:  said + ", " + said + " + a.mark, " + said + " + a.mark + a.mark",
		Reasons:   []preview.Reason{passageReason(f.Result, p)},
		Confirmed: true,
	}
	if len(p.Content) > 0 {
		note.At = at(f, p.Content[0])
	}
	var titles []string
	for _, k := range p.Sources {
		s := f.Sources[k]
		titles = append(titles, s.Label+" "+s.Description)
		yes, status := confirmed(s)
		if note.Confirmed = note.Confirmed && yes; note.Status == "" || !yes {
			note.Status = status
		}
		here := slices.DeleteFunc(slices.Clone(s.Why), func(step sourcing.Step) bool {
			return step.Decides == sourcing.Mentioned && !p.Sentence.Overlaps(step.At)
		})
		note.Reasons = append(note.Reasons, reasons(f.Result, here)...)
	}
	note.Title = strings.Join(titles, "; ")
	return note
}

// confirmed says whether an editor has declared a source, and the same in words.
func confirmed(s annotate.Source) (bool, string) {
	if s.Declared {
		return true, "declared in the front matter"
	}
	return false, "found by software, declared by nobody"
}

// at is where words of the story stand in its file.
func at(f *site.Found, words prose.Span) diag.Location {
	source := f.SourceSpan(words)
	return f.Body.At(source.Start, source.End)
}

// places are the lines that each numbered paragraph shows; what is between
// paragraphs, such as a heading, goes with the one that follows.
func places(f *site.Found) []preview.Place {
	var all []preview.Place
	text := f.Body.Source.Text
	line, counted := 1, 0
	lineAt := func(offset int) int {
		offset = min(max(offset, counted), len(text))
		line += bytes.Count(text[counted:offset], []byte("\n"))
		counted = offset
		return line
	}
	next := lineAt(f.Body.Offset)
	for i, b := range f.Blocks {
		if f.Paragraph[i] == 0 {
			continue
		}
		last := lineAt(f.Body.Offset + f.SourceSpan(b.Span).End)
		element := fmt.Sprintf("#p-%d", f.Paragraph[i])
		if n := len(all); n > 0 && all[n-1].Element == element {
			all[n-1].Last = last
		} else {
			all = append(all, preview.Place{Element: element, File: f.Body.Source.Name, First: next, Last: last})
		}
		next = last + 1
	}
	return all
}
