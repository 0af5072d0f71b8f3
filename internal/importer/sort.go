package importer

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

// sort takes out of the body what is not the story: the lines above it that say
// who wrote it and when, the thanks below it, the publisher's boilerplate.
func (d *Draft) sort() {
	res := annotate.Read(d.Body)
	left := boilerplate(res)
	head := true // above the story
	first := -1  // block of the first paragraph that stays
	var out []prose.Span
	for i := range res.Blocks {
		at, whole := wholeParagraph(d.Body, res, i)
		if !whole {
			head = head && res.Blocks[i].Kind == sourcing.Heading
			continue
		}
		words := oneLine(res.Blocks[i].Of(res.Text))
		if d.take(words, head, covers(left, res.Text, res.Blocks[i].Span)) {
			out = append(out, at)
			continue
		}
		if first < 0 {
			first = i
		}
		head = head && isLabel(words)
	}
	if first >= 0 {
		d.dateline(res.Blocks[first].Of(res.Text))
	}
	d.Body = without(d.Body, out)
	d.summarize(annotate.Read(d.Body))
}

// take reads a paragraph that is not the story's, and reports whether it was one.
func (d *Draft) take(words string, head, boilerplate bool) bool {
	if names, ok := contributors(words); ok {
		d.Story.Contributors = appendNew(d.Story.Contributors, names...)
		d.Taken = append(d.Taken, Passage{words, "the line that thanks contributors"})
		return true
	}
	if boilerplate {
		d.LeftOut = append(d.LeftOut, Passage{words, "publisher’s boilerplate"})
		return true
	}
	if isSlug(words) {
		d.LeftOut = append(d.LeftOut, Passage{words, "an agency’s note to its customers"})
		return true
	}
	if isRule(words) {
		d.LeftOut = append(d.LeftOut, Passage{words, "a line between paragraphs"})
		return true
	}
	if !head {
		return false
	}
	if names, agency, ok := byline(words); ok {
		d.Story.Authors = appendNew(d.Story.Authors, names...)
		d.publisher(agency)
		d.Taken = append(d.Taken, Passage{words, "the byline"})
		return true
	}
	if isAgency(words) {
		d.publisher(agencyIn(words))
		d.Taken = append(d.Taken, Passage{words, "the agency’s name"})
		return true
	}
	if when, updated, ok := dateLine(words); ok {
		if !updated && d.Story.Date.IsZero() {
			d.Story.Date = when
		} else if updated && d.Story.Updated.IsZero() {
			d.Story.Updated = when
		}
		d.Taken = append(d.Taken, Passage{words, "the line with the date"})
		return true
	}
	return false
}

func (d *Draft) publisher(name string) {
	if name != "" && d.Story.Original.Publisher == "" {
		d.Story.Original.Publisher = name
	}
}

// wholeParagraph returns where in the body a block stands, and whether it is a
// paragraph with nothing beside it: no item of a list, no quotation.
func wholeParagraph(body []byte, res *annotate.Result, i int) (prose.Span, bool) {
	if !isParagraph(res, i) {
		return prose.Span{}, false
	}
	at := res.SourceSpan(res.Blocks[i].Span)
	// Only the lines beside it are looked at: a list may have thousands.
	from := bytes.LastIndexByte(body[:at.Start], '\n') + 1
	to := lineEnd(body, at.End)
	if from > 0 && !blankBefore(body, from) || len(bytes.TrimSpace(body[to:lineEnd(body, to)])) > 0 {
		return prose.Span{}, false
	}
	chunk := bytes.TrimSpace(body[from:to])
	for to < len(body) && (body[to] == '\n' || body[to] == '\r') {
		to++ // the blank lines behind it go with it
	}
	// Emphasis around all of it is no part of the words.
	return prose.Span{Start: from, End: to}, len(bytes.Trim(chunk, "*_\\")) <= len(bytes.Trim(body[at.Start:at.End], "*_\\"))
}

// lineEnd is where the line that i is in ends, with its line break.
func lineEnd(body []byte, i int) int {
	if n := bytes.IndexByte(body[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(body)
}

// blankBefore reports whether the line before the one that begins at i is blank.
func blankBefore(body []byte, i int) bool {
	if body[i-1] != '\n' {
		return false
	}
	line := body[bytes.LastIndexByte(body[:i-1], '\n')+1 : i-1]
	return len(bytes.TrimSpace(line)) == 0
}

func isParagraph(res *annotate.Result, i int) bool {
	return res.Blocks[i].Kind == sourcing.Paragraph && res.Blocks[i].Len() > 0
}

// without takes stretches out of the body.
func without(body []byte, out []prose.Span) []byte {
	var kept []byte
	at := 0
	for _, s := range out {
		kept = append(kept, body[at:s.Start]...)
		at = s.End
	}
	return append(kept, body[at:]...)
}

// boilerplate lists what the annotator calls so, in the order of the text.
func boilerplate(res *annotate.Result) []prose.Span {
	var all []prose.Span
	for _, p := range res.Problems {
		if p.Rule == "boilerplate" {
			all = append(all, p.Span)
		}
	}
	slices.SortFunc(all, func(a, b prose.Span) int { return cmp.Compare(a.Start, b.Start) })
	return all
}

// covers reports whether all words of a block lie in stretches, which are in order.
func covers(stretches []prose.Span, text string, block prose.Span) bool {
	i, _ := slices.BinarySearchFunc(stretches, block.Start, func(s prose.Span, at int) int { return cmp.Compare(s.Start, at) })
	words := 0
	for ; i < len(stretches) && block.Contains(stretches[i]); i++ {
		words += len(strings.Fields(stretches[i].Of(text)))
	}
	return words > 0 && words == len(strings.Fields(block.Of(text)))
}

// isRule reports a line of signs, as agencies put between a story and its notes.
func isRule(words string) bool {
	return strings.IndexFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// isLabel reports a short line that is no sentence: a section's name, a headline
// that stands twice.
func isLabel(words string) bool {
	const most = 100
	return words != "" && utf8.RuneCountInString(words) <= most && !strings.ContainsAny(words[len(words)-1:], ".!?") && !strings.HasSuffix(words, "”")
}

func appendNew(list []string, more ...string) []string {
	for _, m := range more {
		found := false
		for _, l := range list {
			found = found || strings.EqualFold(l, m)
		}
		if !found {
			list = append(list, m)
		}
	}
	return list
}

// lede is the first sentence of a paragraph, without its dateline.
func lede(res *annotate.Result, i int) string {
	b := res.Blocks[i]
	words := b.Of(res.Text)
	at := prose.Span{Start: b.Start + prose.ReadDateline(words).Len, End: b.End}
	for _, s := range prose.Sentences(res.Text, at) {
		return oneLine(s.Of(res.Text))
	}
	return ""
}
