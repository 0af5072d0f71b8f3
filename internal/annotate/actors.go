package annotate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
)

// found is a mention, or a stretch that is known to be none.
type found struct {
	Span
	actor  int32 // index into Annotator.actors, or nobody
	block  int
	marked bool // by the author
	shown  bool // gets a link; a name within the author's own link does not
}

// finder looks for actors, block after block.
type finder struct {
	*Annotator
	story *Story
	text  string
	own   *names // names that the story decides; nil for none

	closed []Span // links and code, in order
	walls  []int
	fixed  []found // what the author marked, in order, not overlapping

	inPlay []int32 // persons whose full name has been read
	found  []found
	warned map[string]bool
	report func(Problem)
}

// decide indexes what the story's front matter says about names.
func (f *finder) decide() {
	if len(f.story.Actors) == 0 {
		return
	}
	f.own = newNames()
	for name, id := range f.story.Actors {
		actor, known := f.byID[id]
		switch {
		case id == "none":
			f.own.add(name, entry{nobody, byName | byDecision})
		case known:
			h := byName | byDecision
			if a := f.actors[actor]; a.Kind == Person && isFull(name, surnameOf(a)) {
				h |= fullName
			}
			f.own.add(name, entry{actor, h})
		default:
			f.report(Problem{
				Rule: "unknown-actor", Severity: diag.Error,
				Message: fmt.Sprintf("the story says that %q is %q, and the glossary has no such actor", name, id),
			})
		}
	}
}

// block looks for actors in one block.
func (f *finder) block(n int, b Block) {
	if b.Kind == sourcing.Verbatim {
		return
	}
	lo, hi := b.Start, b.End
	s := f.text
	for i := lo; i < hi; {
		if len(f.fixed) > 0 && f.fixed[0].Start <= i {
			m := f.fixed[0]
			f.fixed = f.fixed[1:]
			m.block = n
			f.add(m)
			i = max(i, m.End)
			continue
		}
		c := s[i]
		if c < utf8.RuneSelf && !f.begins(c) {
			if !wordByte[c] {
				i++
				continue
			}
			i++
			for i < hi && wordByte[s[i]] {
				i++
			}
			if i < hi && s[i] >= utf8.RuneSelf && f.joins(i, hi) {
				i = tokenEnd(s, i, hi)
			}
			continue
		}
		end := tokenEnd(s, i, hi)
		if b.Kind == sourcing.Heading {
			i = end
			continue
		}
		m, ok := f.at(i, end, lo, hi)
		for _, behind := range behindProclitics(s[i:end]) {
			if ok || joined(s, lo, hi, i) {
				break
			}
			m, ok = f.at(i+behind, end, i+behind, hi)
		}
		if ok {
			m.block = n
			f.add(m)
			end = m.End
		}
		i = end
	}
	for len(f.fixed) > 0 && f.fixed[0].Start <= hi { // within the last word
		m := f.fixed[0]
		f.fixed = f.fixed[1:]
		m.block = n
		f.add(m)
	}
}

// begins reports whether a name can begin with the ASCII byte.
func (f *finder) begins(c byte) bool {
	return f.names.first[c] || f.own != nil && f.own.first[c]
}

// joins reports whether the character at i goes on with the ASCII word before it.
func (f *finder) joins(i, hi int) bool {
	r, _ := utf8.DecodeRuneInString(f.text[i:hi])
	k := classify(r)
	return k == alphabetic || k == extending
}

// reached is a place in an index where names end.
type reached struct {
	end  int
	ends []entry
}

// at looks for the longest name that begins with the token from i to end.
func (f *finder) at(i, end, lo, hi int) (found, bool) {
	if joined(f.text, lo, hi, i) {
		return found{}, false
	}
	var room [8]reached
	rs := room[:0]
	word := fold(f.text[i:end])
	if f.own != nil {
		rs = f.own.follow(f.text, word, end, hi, rs)
	}
	rs = f.names.follow(f.text, word, end, hi, rs)
	if len(rs) == 0 {
		return found{}, false
	}
	if f.own != nil {
		// The longest first; of equals, what the story decides.
		slices.SortStableFunc(rs, func(a, b reached) int { return a.end - b.end })
		slices.Reverse(rs)
		slices.SortStableFunc(rs, func(a, b reached) int {
			if a.end != b.end {
				return b.end - a.end
			}
			return decided(b.ends) - decided(a.ends)
		})
	} else {
		slices.Reverse(rs)
	}
	for _, r := range rs {
		span := Span{Start: i, End: r.end}
		if f.cutsFixed(span) || inAddress(f.text, lo, hi, span) || joined(f.text, lo, hi, r.end) && !possessive(f.text, r.end, hi) {
			continue
		}
		if m, ok := f.resolve(span, r.ends, lo, hi); ok {
			return m, true
		}
	}
	return found{}, false
}

func decided(es []entry) int { return int(es[0].how & byDecision) }

// follow appends where names end that begin with the word that ends at end.
func (x *names) follow(s, word string, end, hi int, rs []reached) []reached {
	at, ok := x.roots[word]
	for ok {
		if len(x.ends[at]) > 0 {
			rs = append(rs, reached{end, x.ends[at]})
		}
		t := nextToken(s, end, hi)
		if t.end == t.start {
			break
		}
		at, ok = x.edges[edge{from: at, space: t.space, word: fold(s[t.start:t.end])}]
		end = t.end
	}
	return rs
}

// cutsFixed reports whether the span overlaps the author's next mark.
func (f *finder) cutsFixed(s Span) bool {
	return len(f.fixed) > 0 && f.fixed[0].Start < s.End
}

// resolve decides whom a name means where it stands.
func (f *finder) resolve(s Span, entries []entry, lo, hi int) (found, bool) {
	var room [4]int32
	who := room[:0]
	var h how
	surname := false
	for _, e := range entries {
		switch {
		case e.how&atStart != 0 && !startsSentence(f.text, lo, s.Start):
			continue
		case e.how&bySurname != 0:
			if !slices.Contains(f.inPlay, e.actor) || f.partOfOtherName(s, lo, hi) {
				continue
			}
			// After the full name, the surname is that person, whoever else has it.
			if !surname {
				who, surname = who[:0], true
			}
		case surname:
			continue
		}
		if e.how&everyday != 0 && f.headline(s, lo, hi) {
			continue
		}
		h |= e.how
		who = append(who, e.actor)
	}
	m := found{Span: s, actor: nobody}
	switch {
	case len(who) == 0:
		return m, false
	case len(who) > 1 && surname:
		f.warn(s, "shared-surname", diag.Warning, who, "%q could be %s, both named before, so it is left unmarked")
		return m, true
	case len(who) > 1:
		f.warn(s, "ambiguous-actor", diag.Error, who, "%q could be %s")
		return m, true
	}
	m.actor = who[0]
	if m.actor != nobody {
		m.shown = !f.enclosed(s)
		if h&fullName != 0 {
			f.play(m.actor)
		}
	}
	return m, true
}

// play notes that a person's full name has been read.
func (f *finder) play(actor int32) {
	if !slices.Contains(f.inPlay, actor) {
		f.inPlay = append(f.inPlay, actor)
	}
}

func (f *finder) add(m found) {
	if m.actor == nobody {
		return
	}
	if m.marked {
		if a := f.actors[m.actor]; a.Kind == Person && isFull(m.Of(f.text), surnameOf(a)) {
			f.play(m.actor)
		}
	}
	if f.actors[m.actor].ID == f.story.Self {
		m.shown = false
	}
	f.found = append(f.found, m)
}

// warn reports a name that could mean several actors, once for each name.
func (f *finder) warn(s Span, rule string, severity diag.Severity, who []int32, format string) {
	name := strings.Join(strings.Fields(s.Of(f.text)), " ")
	key := rule + strings.ToLower(name)
	if f.warned[key] {
		return
	}
	if f.warned == nil {
		f.warned = map[string]bool{}
	}
	f.warned[key] = true
	ids := make([]string, len(who))
	for i, w := range who {
		ids[i] = f.actors[w].ID
	}
	slices.Sort(ids)
	f.report(Problem{
		Span: s, Rule: rule, Severity: severity,
		Message: fmt.Sprintf(format, name, alternatives(ids)),
		Hints: []string{
			fmt.Sprintf("say who is meant here: [%s]{actor=%s}", name, ids[0]),
			fmt.Sprintf("or in the whole story, in its front matter: actors: {%q: %s}", name, ids[0]),
		},
	})
}

// alternatives lists two words or more as in "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// enclosed reports whether a link cannot be set around the span: it stands in a
// link or in code, or goes over something that is itself a link.
func (f *finder) enclosed(s Span) bool {
	for len(f.closed) > 0 && f.closed[0].End <= s.Start {
		f.closed = f.closed[1:]
	}
	for len(f.walls) > 0 && f.walls[0] <= s.Start {
		f.walls = f.walls[1:]
	}
	return len(f.closed) > 0 && f.closed[0].Start < s.End || len(f.walls) > 0 && f.walls[0] < s.End
}

// joined reports whether offset i of s is within a word, by the rules of Unicode
// Standard Annex #29, and by one more: a hyphen that joins something to a word
// makes one word of both, so that "Iran" is not in "Iran-backed".
func joined(s string, lo, hi, i int) bool {
	p, pn := runeBefore(s, lo, i)
	n, nn := runeAt(s, i, hi)
	if pn == 0 || nn == 0 {
		return false
	}
	if classify(n) == extending {
		return true
	}
	pp, _ := runeBefore(s, lo, i-pn)
	after, afterN := runeAt(s, i+nn, hi)
	switch {
	case joins(p) && joins(n):
		return true
	case hyphen(n) && !unicode.IsSpace(p):
		// As in Iran-backed; and as in "Iran- and Syria-backed", or at the end of a
		// line. Two hyphens are a dash.
		return wordy(after) || afterN == 0 || unicode.IsSpace(after)
	case hyphen(p) && joins(n):
		return pp != 0 && !unicode.IsSpace(pp) && !hyphen(pp) && !opening(pp) && !proclitic(s, lo, i-pn)
	case middle(n):
		return joins(p) && wordy(after) && unicode.IsLetter(p) == unicode.IsLetter(after) && !(n == ',' && unicode.IsLetter(p))
	case middle(p):
		return joins(n) && wordy(pp) && unicode.IsLetter(n) == unicode.IsLetter(pp) && !(p == ',' && unicode.IsLetter(n))
	}
	return false
}

func joins(r rune) bool { return classify(r) == alphabetic || classify(r) == extending }

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// middle reports whether r makes one word of the letters or digits around it.
func middle(r rune) bool {
	switch r {
	case '.', ',', ':', '·', '\u2027':
		return true
	}
	return apostrophe(r)
}

// possessive reports whether an 's that ends a word begins at i.
func possessive(s string, i, hi int) bool {
	r, n := runeAt(s, i, hi)
	if !apostrophe(r) {
		return false
	}
	i += n
	if r, n = runeAt(s, i, hi); r != 's' && r != 'S' {
		return false
	}
	return !joined(s, i, hi, i+n)
}

// inAddress reports whether the span is part of a web or mail address that stands
// in the text as it is.
func inAddress(s string, lo, hi int, span Span) bool {
	before, _ := runeBefore(s, lo, span.Start)
	after, _ := runeAt(s, span.End, hi)
	if !strings.ContainsRune("/@=?&#%", before) && !strings.ContainsRune("/@", after) {
		return false
	}
	start, end := span.Start, span.End
	for start > lo && s[start-1] > ' ' {
		start--
	}
	for end < hi && s[end] > ' ' {
		end++
	}
	run := s[start:end]
	return strings.Contains(run, "://") || strings.Contains(run, "www.") || strings.Contains(run, "@")
}

// startsSentence reports whether a sentence can begin at i: nothing but opening
// quotation marks and white space stands between it and the end of another, a
// colon, a dash, or the beginning of the block.
func startsSentence(s string, lo, i int) bool {
	quoted, space := false, false
	for {
		r, n := runeBefore(s, lo, i)
		switch {
		case n == 0, quoted:
			return true
		case unicode.IsSpace(r):
			space = true
		case !space && opening(r):
			quoted = r != '(' && r != '['
		case closing(r) || apostrophe(r) || r == '"':
		default:
			return space && strings.ContainsRune(".!?…:—–", r) || r == '—'
		}
		i -= n
	}
}

func opening(r rune) bool { return strings.ContainsRune("“‘«„‹\"'([", r) }

func closing(r rune) bool { return strings.ContainsRune("”’»›)]", r) }

// headline reports whether a name in capitals that is also an everyday word stands
// among other words in capitals that are no names.
func (f *finder) headline(s Span, lo, hi int) bool {
	const far = 12 // words; a headline's worth
	for i, n := s.Start, 0; n < far; n++ {
		w, ok := wordBefore(f.text, lo, i)
		if !ok || !shouted(w.Of(f.text)) {
			break
		}
		if _, known := f.names.known[w.Of(f.text)]; !known {
			return true
		}
		i = w.Start
	}
	for i, n := s.End, 0; n < far; n++ {
		w, ok := wordAfter(f.text, i, hi)
		if !ok || !shouted(w.Of(f.text)) {
			break
		}
		if _, known := f.names.known[w.Of(f.text)]; !known {
			return true
		}
		i = w.End
	}
	return false
}

// shouted reports whether the word is in capitals; a single letter may be an
// initial.
func shouted(w string) bool { return utf8.RuneCountInString(w) > 1 && inCapitals(w) }

// partOfOtherName reports whether a surname is only a part of another name, as in
// "Jane Austin" or "Austin Smith".
func (f *finder) partOfOtherName(s Span, lo, hi int) bool {
	if w, ok := wordBefore(f.text, lo, s.Start); ok && capitalized(w.Of(f.text)) && !namesNobody(w.Of(f.text)) {
		return true
	}
	w, ok := wordAfter(f.text, s.End, hi)
	return ok && capitalized(w.Of(f.text)) && !namesNobody(w.Of(f.text))
}

// namesNobody reports whether a capitalised word beside a surname is no part of a
// person's name.
func namesNobody(w string) bool {
	w = strings.ToLower(w)
	return everydayWords[w] || titles[w] || calendarWords[w]
}

func capitalized(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// wordBefore is the word before i, when only spaces stand between; a full stop
// after a title is let through.
func wordBefore(s string, lo, i int) (Span, bool) {
	end := i
	for {
		r, n := runeBefore(s, lo, end)
		if n == 0 || !unicode.IsSpace(r) {
			break
		}
		end -= n
	}
	if end == i {
		return Span{}, false
	}
	stop := end
	if r, n := runeBefore(s, lo, end); r == '.' {
		end -= n
	}
	start := end
	for {
		r, n := runeBefore(s, lo, start)
		if n == 0 || !joins(r) && !(hyphen(r) && start < end) {
			break
		}
		start -= n
	}
	w := Span{Start: start, End: end}
	if start == end || stop != end && !titles[strings.ToLower(w.Of(s))] && utf8.RuneCountInString(w.Of(s)) > 1 {
		return Span{}, false
	}
	return w, true
}

// wordAfter is the word after i, when only spaces stand between.
func wordAfter(s string, i, hi int) (Span, bool) {
	start := i
	for {
		r, n := runeAt(s, start, hi)
		if n == 0 || !unicode.IsSpace(r) {
			break
		}
		start += n
	}
	if start == i {
		return Span{}, false
	}
	end := start
	for {
		r, n := runeAt(s, end, hi)
		if n == 0 || !joins(r) {
			break
		}
		end += n
	}
	return Span{Start: start, End: end}, end > start
}
