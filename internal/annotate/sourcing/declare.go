package sourcing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
)

// confirm matches the editor's sources with what was found, after all is found.
// A detected source is the declared one whose actor it is, or whose name or
// mentions stand where it is mentioned. What is declared wins; what is declared
// and was not found is a source all the same.
//
// One rule keeps people apart: two unnamed persons with the same description are
// two, so a declared name takes the first only, and the others only where the
// editor lists their words under mentions.
func (e *engine) confirm(ds []Declared) {
	if len(ds) == 0 {
		return
	}
	owner := make([]int, len(e.all)) // 1 + index of the declared source that it is
	for i := range ds {
		for n := range e.all {
			if owner[n] == 0 && e.sameByIdentity(&ds[i], &e.all[n]) {
				owner[n] = i + 1
				e.all[n].confirm("has the actor or the name of the declared source")
			}
		}
	}
	for i := range ds {
		e.claim(ds, i, owner)
	}
	for i := range ds {
		d := &ds[i]
		n := len(e.all)
		e.all = extend(e.all)
		merged := &e.all[n]
		merged.clear()
		merged.ID, merged.Description, merged.Level, merged.Actor = d.ID, d.Name, d.Level, d.Actor
		merged.Reason, merged.Condition, merged.Declared = d.Reason, d.Terms, true
		merged.declare(d)
		for x, o := range owner {
			if o == i+1 {
				e.merge(merged, x)
				e.moved[x] = n
			}
		}
		if len(merged.Mentions) == 0 {
			merged.Mentions = occurrences(e.text, d.Name)
			for _, m := range merged.Mentions {
				merged.note(Mentioned, "the declared name, which nothing detected means", m)
			}
		}
		if merged.Level == "" {
			merged.Level = Institution
			if d.Actor == "" {
				merged.Level = Anonymous
			}
			merged.note(Levelled, "declared without a level, and nothing was detected", prose.Span{})
		}
		e.declared = append(e.declared, n)
	}
	for i := range e.said {
		if to, ok := e.moved[e.said[i].source]; ok {
			e.said[i].source = to
		}
	}
}

// sameByIdentity reports whether the detected source is the declared one by its
// actor, its name or its whole description.
func (e *engine) sameByIdentity(d *Declared, x *entity) bool {
	if d.Level == Anonymous && x.Level == Named || d.Level == Named && x.Level == Anonymous {
		return false
	}
	if d.Actor != "" && d.Actor == x.Actor {
		return true
	}
	if x.Level == Named {
		words := strings.Fields(strings.ToLower(d.Name))
		last := len(words) - 1
		for last > 0 && suffix(words[last]) {
			last--
		}
		return last >= 0 && words[last] == x.head && (x.given == "" || last == 0 || slices.Contains(words, x.given))
	}
	return false
}

// claim gives the declared source i those detected ones that its words stand for.
func (e *engine) claim(ds []Declared, i int, owner []int) {
	d := &ds[i]
	byName := occurrences(e.text, d.Name)
	var byMention []prose.Span
	for _, m := range d.Mentions {
		byMention = append(byMention, occurrences(e.text, m)...)
	}
	took := slices.Contains(owner, i+1)
	for n := range owner {
		x := &e.all[n]
		if owner[n] != 0 || d.Level == Anonymous && x.Level == Named {
			continue
		}
		single := x.Level == Anonymous && x.Count == 1
		switch {
		case standsFor(byMention, x.Mentions):
			owner[n] = i + 1
			x.confirm("stands where the declared mentions do")
		case single && took:
		case bareForm(d.Name) == bareForm(x.Description), standsFor(byName, x.Mentions):
			owner[n] = i + 1
			x.confirm("is described in the words of the declared name")
			took = true
		}
	}
}

// standsFor reports whether one of the places is a mention: it ends where the
// mention ends, or begins with it and goes on.
func standsFor(places, mentions []prose.Span) bool {
	for _, m := range mentions {
		i, _ := slices.BinarySearchFunc(places, m.Start, func(p prose.Span, at int) int { return p.End - at })
		for ; i < len(places) && places[i].Start < m.End; i++ {
			if p := places[i]; p.End == m.End || p.Start == m.Start && p.End > m.End {
				return true
			}
		}
	}
	return false
}

// bareForm is a description as it is compared: in small letters, without its
// article, apostrophes straight.
func bareForm(s string) string {
	s = strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'"))
	for _, article := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, article); ok {
			return rest
		}
	}
	return s
}

// merge adds what was found of source n to the declared one.
func (e *engine) merge(to *entity, n int) {
	x := &e.all[n]
	to.Mentions = append(to.Mentions, x.Mentions...)
	to.Why = append(to.Why, x.why(to.Level != "")...)
	if to.Level == "" {
		to.Level = x.Level
	}
	if to.Actor == "" && to.Level != Anonymous {
		to.Actor = x.Actor
	}
	if to.Terms.Len() == 0 {
		to.Terms = x.Terms
		if to.Condition == NoCondition {
			to.Condition = x.Condition
		}
	}
	if to.ReasonAt.Len() == 0 {
		to.ReasonAt = x.ReasonAt
		if to.Reason == "" {
			to.Reason = x.Reason
		}
	}
	if to.Count == 0 {
		to.Count = x.Count
	}
}

// occurrences are the places where words stand in text, whole, in any case of
// their first letter, white space and apostrophes alike.
func occurrences(text, words string) []prose.Span {
	words = strings.TrimSpace(words)
	if words == "" {
		return nil
	}
	var out []prose.Span
	rest := words[1:]
	for at := 0; ; {
		i := strings.Index(text[at:], rest)
		if i < 0 {
			return out
		}
		start, end := at+i-1, at+i+len(rest)
		at += i + max(len(rest), 1)
		if rest == "" {
			return out
		}
		if start < 0 || text[start]|0x20 != words[0]|0x20 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if wordRune(before) || wordRune(after) {
			continue
		}
		out = append(out, prose.Span{Start: start, End: end})
	}
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// fix obeys the editor's spans: what lay in them before is taken out, and the
// words are given to the source that the editor names, or to nobody.
func (e *engine) fix(fixed []Fixed) {
	for _, f := range fixed {
		slices.SortStableFunc(e.said, func(x, y report) int { return x.sentence - y.sentence })
		e.cut(f.Span)
		if f.Source == "" {
			continue
		}
		if n := e.byID(f.Source); n >= 0 {
			e.give(f.Span, n)
		}
	}
	e.said = slices.DeleteFunc(e.said, func(r report) bool { return len(r.content) == 0 })
}

// byID finds a source by its id; the ids of detected ones are not made yet.
func (e *engine) byID(id string) int {
	for _, n := range e.declared {
		if e.all[n].ID == id {
			return n
		}
	}
	return -1
}

// cut takes the words of span out of every report; a report whose cue lies there
// goes altogether.
func (e *engine) cut(span prose.Span) {
	from, to := e.sentencesIn(span)
	for i, _ := slices.BinarySearchFunc(e.said, from, bySentence); i < len(e.said) && e.said[i].sentence < to; i++ {
		r := &e.said[i]
		if r.cue.Len() > 0 && span.Contains(r.cue) {
			r.content = nil
			continue
		}
		var left []prose.Span
		for _, c := range r.content {
			if !c.Overlaps(span) {
				left = append(left, c)
				continue
			}
			if c.Start < span.Start {
				left = append(left, e.worded(prose.Span{Start: c.Start, End: span.Start}))
			}
			if c.End > span.End {
				left = append(left, e.worded(prose.Span{Start: span.End, End: c.End}))
			}
		}
		r.content = slices.DeleteFunc(left, func(s prose.Span) bool { return s.Len() == 0 })
	}
}

func bySentence(r report, sentence int) int { return r.sentence - sentence }

// sentencesIn returns the stretch of sentences that share a word with the span.
func (e *engine) sentencesIn(span prose.Span) (int, int) {
	first, end := e.within(span)
	i, _ := slices.BinarySearchFunc(e.sents, first, func(s sentence, at int) int { return s.end - 1 - at })
	j := i
	for j < len(e.sents) && e.sents[j].first < end {
		j++
	}
	return i, j
}

// worded shrinks a span to its words; it is empty where it holds none.
func (e *engine) worded(s prose.Span) prose.Span {
	first, end := e.within(s)
	for first < end && !e.toks[first].kind.isWord() {
		first++
	}
	for end > first && !e.toks[end-1].kind.isWord() {
		end--
	}
	if first == end {
		return prose.Span{}
	}
	return e.spanOf(first, end)
}

// within returns the tokens that lie in the span.
func (e *engine) within(s prose.Span) (int, int) {
	first, _ := slices.BinarySearchFunc(e.toks, s.Start, func(t tok, at int) int { return t.Start - at })
	end := first
	for end < len(e.toks) && e.toks[end].End <= s.End {
		end++
	}
	return first, end
}

// give attributes the words of span to source n, sentence by sentence.
func (e *engine) give(span prose.Span, n int) {
	first, end := e.within(span)
	i, j := e.sentencesIn(span)
	var added []report
	for ; i < j; i++ {
		from, to := max(first, e.sents[i].first), min(end, e.sents[i].end)
		if from >= to {
			continue
		}
		content := e.spanOf(from, to)
		k, _ := slices.BinarySearchFunc(e.said, i, bySentence)
		for k < len(e.said) && e.said[k].sentence == i && (e.said[k].source != n || len(e.said[k].content) == 0) {
			k++
		}
		if k < len(e.said) && e.said[k].sentence == i {
			e.said[k].content = append(e.said[k].content, content)
			continue
		}
		added = append(added, report{source: n, sentence: i, content: []prose.Span{content}, rule: "marked by the editor"})
	}
	e.said = append(e.said, added...)
}
