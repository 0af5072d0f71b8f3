package sourcing

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
)

// result puts the findings into the order of the contract.
func (e *engine) result() Analysis {
	var a Analysis
	keep := slices.Grow(e.keep[:0], len(e.all))[:len(e.all)]
	clear(keep)
	order := slices.Grow(e.order[:0], len(e.all))
	e.keep, e.order = keep, order
	for _, r := range e.said {
		keep[r.source] = 1
	}
	for n := range e.all {
		if e.all[n].Declared || keep[n] == 1 {
			order = append(order, n)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int {
		ex, ey := &e.all[x], &e.all[y]
		switch {
		case ex.Declared != ey.Declared:
			if ex.Declared {
				return -1
			}
			return 1
		case ex.Declared:
			return x - y
		}
		return firstMention(ex) - firstMention(ey)
	})
	a.Sources = make([]Source, 0, len(order))
	a.Attributions = make([]Attribution, 0, len(e.said))
	var (
		spans slab[prose.Span]
		steps slab[Step]
	)
	for _, n := range order {
		x := &e.all[n]
		slices.SortFunc(x.Mentions, func(x, y prose.Span) int { return x.Start - y.Start })
		x.Mentions = slices.Compact(x.Mentions)
		x.Why = inOrder(x.Why)
		spans.need(len(x.Mentions))
		steps.need(len(x.Why))
	}
	for i := range e.said {
		r := &e.said[i]
		r.content = e.without(tidy(r.content), r.cue)
		spans.need(len(r.content))
	}
	for i, n := range order {
		s := e.all[n].Source
		if s.Declared {
			e.ids[s.ID]++
		}
		keep[n] = i
		s.Mentions = spans.copy(s.Mentions)
		s.Why = steps.copy(s.Why)
		if s.Level == Anonymous {
			s.Actor = ""
		}
		a.Sources = append(a.Sources, s)
	}
	for i := range a.Sources {
		if s := &a.Sources[i]; !s.Declared {
			s.ID = e.identifier(s.Description)
		}
	}
	slices.SortStableFunc(e.said, func(x, y report) int { return x.sentence - y.sentence })
	for _, r := range e.said {
		if len(r.content) == 0 {
			continue
		}
		s := e.sents[r.sentence]
		a.Attributions = append(a.Attributions, Attribution{
			Source: keep[r.source], Kind: e.kindOf(s, r.content), Cue: r.cue, Content: spans.copy(r.content), Sentence: e.spanOf(s.first, s.end),
			Block: s.block, Rule: r.rule,
		})
	}
	return a
}

// firstMention is where the source appears first.
func firstMention(e *entity) int {
	first := math.MaxInt
	for _, m := range e.Mentions {
		first = min(first, m.Start)
	}
	return first
}

// tidy puts fragments in order, in place, and joins those that overlap.
func tidy(spans []prose.Span) []prose.Span {
	slices.SortFunc(spans, func(x, y prose.Span) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return x.End - y.End
	})
	out := spans[:0]
	for _, s := range spans {
		if s.Len() <= 0 {
			continue
		}
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// kindOf says whether the words of a sentence's content stand in quotation marks, all or some.
func (e *engine) kindOf(s sentence, content []prose.Span) Kind {
	if !s.quoted {
		return Indirect
	}
	in, out := false, false
	i := s.first
	for _, c := range content {
		for i < s.end && e.toks[i].Start < c.Start {
			i++
		}
		for ; i < s.end && e.toks[i].Start < c.End; i++ {
			if e.toks[i].quote != 0 {
				in = true
			} else if e.toks[i].kind.isWord() {
				out = true
			}
			if in && out {
				return Mixed
			}
		}
	}
	if in {
		return Direct
	}
	return Indirect
}

// identifier makes an id of a description's own words, eight at most. e.ids counts
// the sources that have asked for one.
func (e *engine) identifier(description string) string {
	b := e.id[:0]
	words := 0
	for w := range strings.FieldsSeq(description) {
		if words == 8 {
			break
		}
		before := len(b)
		if words > 0 {
			b = append(b, '-')
		}
		start := len(b)
		b = spell(b, trimPossessive(w))
		if w := b[start:]; len(w) == 0 || words == 0 && isArticle(w) {
			b = b[:before]
			continue
		}
		words++
	}
	if e.id = b; len(b) == 0 {
		b = append(b, "source"...)
	}
	base := string(b)
	n := e.ids[base]
	if n == 0 {
		e.ids[base] = 1
		return base
	}
	id := base
	for ; e.ids[id] > 0; n++ {
		id = base + "-" + strconv.Itoa(n+1)
	}
	e.ids[base] = n
	e.ids[id]++
	return id
}

// cutWord cuts s at its first white space.
func cutWord(s string) (word, rest string) {
	for i, r := range s {
		if (r <= ' ' || r > '~') && unicode.IsSpace(r) {
			return s[:i], s[i+utf8.RuneLen(r):]
		}
	}
	return s, ""
}

func trimPossessive(w string) string {
	if n := len(w); n == 0 || w[n-1]|0x20 != 's' {
		return w
	}
	for _, ending := range [...]string{"’s", "’S", "'s", "'S"} {
		w = strings.TrimSuffix(w, ending)
	}
	return w
}

func isArticle(w []byte) bool {
	switch string(w) {
	case "a", "an", "the", "another":
		return true
	}
	return false
}

// spell appends a word to an id: in small letters of ASCII, hyphens inside it only.
func spell(id []byte, w string) []byte {
	start, small := len(id), 0
	for small < len(w) && w[small] >= 'a' && w[small] <= 'z' {
		small++
	}
	id = append(id, w[:small]...) // most words are nothing else
	for _, r := range w[small:] {
		c := byte(r)
		if r < 'a' || r > 'z' {
			c = plain(unicode.ToLower(r))
		}
		if c != 0 && (c != '-' || len(id) > start && id[len(id)-1] != '-') {
			id = append(id, c)
		}
	}
	if n := len(id); n > start && id[n-1] == '-' {
		id = id[:n-1]
	}
	return id
}

// plain spells a small letter or digit in ASCII; 0 where it cannot.
func plain(r rune) byte {
	const from, to = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿğışž", "aaaaaaceeeeiiiinoooooouuuuyygisz"
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return byte(r)
	case r == '-', r == '/', r == '&':
		return '-'
	}
	if i := strings.IndexRune(from, r); i >= 0 {
		return to[utf8.RuneCountInString(from[:i])]
	}
	return 0
}
