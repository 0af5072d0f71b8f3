// Package strangers finds the names in a story that look like actors and that no
// entry of the glossary has.
package strangers

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

// Stranger is a name in a story that no entry of the glossary has, and that looks
// like an actor's.
type Stranger struct {
	Name     string
	Aliases  []string      // shorter forms that stand in the story
	Kind     annotate.Kind // guessed
	Because  string        // what the kind was guessed from
	Mentions int
}

// In returns the names in a story that nobody in the glossary answers to, those
// with the most mentions first. It knows the words that the story's reader knows,
// a site's additions to the lexicon among them.
//
// A name is a run of capitalised words. Left out are words that are capitalised
// for other reasons: at the start of a sentence, titles, days, adjectives of
// places. What is left is counted with its shorter forms: a surname after the full
// name, initials after what they stand for.
func In(res *annotate.Result) []Stranger {
	f := finder{res: res, words: res.Reader, small: map[string]bool{}, by: map[string]*candidate{}}
	for _, a := range res.Actors {
		for _, m := range a.Mentions {
			f.known = append(f.known, m.Span)
		}
	}
	slices.SortFunc(f.known, func(a, b prose.Span) int { return cmp.Compare(a.Start, b.Start) })
	for _, b := range res.Blocks {
		if b.Kind == sourcing.Paragraph {
			f.learn(b.Span)
		}
	}
	for _, b := range res.Blocks {
		if b.Kind == sourcing.Paragraph {
			f.block(b.Span)
		}
	}
	f.join()
	var all []Stranger
	for _, c := range f.order {
		if c.joined || !f.likely(c) {
			continue
		}
		s := Stranger{Name: c.name, Aliases: c.aliases, Mentions: c.mentions}
		s.Kind, s.Because = f.kind(c)
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Stranger) int { return cmp.Compare(b.Mentions, a.Mentions) })
	return all
}

// finder goes through a story.
type finder struct {
	res   *annotate.Result
	words *sourcing.Reader
	small map[string]bool // words that also stand in small letters
	by    map[string]*candidate
	known []prose.Span // where actors are named, in order
	order []*candidate // by first mention
}

// candidate is a run of capitalised words and what stands around it.
type candidate struct {
	name     string
	words    []string
	aliases  []string
	mentions int
	inside   int // mentions that do not begin a sentence
	joined   bool

	title    string // a title or office before it: Gen., Prime Minister
	office   string // what somebody is, behind it: a chairman, who
	speaks   string // a verb of saying beside it
	aged     bool   // an age behind it
	within   string // a preposition of place before it
	nearby   string // the common noun beside it: militia, company
	adjacent int    // mentions with a common noun right behind it: an adjective, maybe
}

// learn notes which words stand in small letters.
func (f *finder) learn(in prose.Span) {
	for _, t := range prose.Tokens(f.res.Text, in) {
		if w := t.Of(f.res.Text); t.Kind == prose.Word && unicode.IsLower(first(w)) {
			f.small[w] = true
		}
	}
}

func first(w string) rune {
	r, _ := utf8.DecodeRuneInString(w)
	return r
}

// block finds the names of a block that are no actor's.
func (f *finder) block(in prose.Span) {
	// A dateline's capitals are no spelling of a name.
	in.Start += prose.ReadDateline(in.Of(f.res.Text)).Len
	for _, s := range prose.Sentences(f.res.Text, in) {
		f.sentence(s, prose.Tokens(f.res.Text, s))
	}
}

func (f *finder) sentence(in prose.Span, toks []prose.Token) {
	text := f.res.Text
	starts := true // nothing but quotation marks so far
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.Kind != prose.Word || !capital(t.Of(text)) {
			starts = starts && (t.Kind == prose.Open || t.Kind == prose.Quote)
			continue
		}
		end := f.runEnd(toks, i)
		f.run(toks, i, end, starts)
		starts = false
		i = end - 1
	}
}

// capital reports a word that begins with a capital letter, as names do:
// al-Sudani too.
func capital(w string) bool {
	if unicode.IsUpper(first(w)) {
		return true
	}
	head, rest, ok := strings.Cut(w, "-")
	return ok && prose.IsParticle(head) && unicode.IsUpper(first(rest))
}

// runEnd is the end of the run of words that begins at token i: capitalised ones,
// with the small ones that names have between them.
func (f *finder) runEnd(toks []prose.Token, i int) int {
	text := f.res.Text
	end := i + 1
	for k := end; k < len(toks) && toks[k].Kind == prose.Word && gapless(text, toks[k-1], toks[k]); k++ {
		w := toks[k].Of(text)
		if f.actorAt(toks[k].Span) {
			break
		}
		if capital(w) {
			end = k + 1
			continue
		}
		if !prose.IsParticle(w) && w != "of" && w != "for" && !(w == "the" && k > end-1 && toks[k-1].Of(text) == "of") || k-end > 1 {
			break
		}
	}
	return end
}

// gapless reports whether nothing but white space stands between two tokens.
func gapless(text string, a, b prose.Token) bool {
	return strings.TrimSpace(text[a.End:b.Start]) == ""
}

// actorAt reports whether an actor of the glossary is named there.
func (f *finder) actorAt(s prose.Span) bool {
	i, _ := slices.BinarySearchFunc(f.known, s.Start+1, func(k prose.Span, at int) int { return cmp.Compare(k.End, at) })
	return i < len(f.known) && f.known[i].Overlaps(s)
}

// run reads the capitalised words of tokens i to end.
func (f *finder) run(toks []prose.Token, i, end int, starts bool) {
	text := f.res.Text
	word := func(k int) string { return toks[k].Of(text) }
	title := ""
	for i < end {
		w := word(i)
		v := f.words.Lookup(w)
		last := i == end-1
		switch {
		case f.actorAt(toks[i].Span), v.Time, v.Function && !v.Place && !abbreviation(w):
		case starts && last && (v.Listed || f.small[strings.ToLower(w)]) && !v.Place && !v.Known:
		case starts && !last && (v.Function || f.small[strings.ToLower(w)] && !v.Person && !v.Body && !v.Place):
		case v.Person && !v.Given && !v.Body:
			title = strings.TrimSpace(title + " " + w)
		case strings.EqualFold(w, "prime") || strings.EqualFold(w, "vice") || strings.EqualFold(w, "deputy"):
			title = strings.TrimSpace(title + " " + w)
		case !last && f.titleAhead(toks, i+1, end) > 0 && (f.words.Demonym(w) || v.Body || v.Place || abbreviation(w)):
			// Iraqi Prime Minister, Defense Secretary: part of the title
			title = strings.TrimSpace(title + " " + w)
		case !last && f.titleAhead(toks, i+1, end) > 0 && title == "":
			title = w
		default:
			stop := f.nextTitle(toks, i, f.trim(toks, i, end))
			f.note(toks, i, stop, title, starts && title == "")
			i, title = stop, ""
			continue
		}
		i++
		starts = starts && title == ""
	}
}

// nextTitle is where in a run a title begins that another name follows: Reserve
// Bank of Zimbabwe, Governor Gideon Gono.
func (f *finder) nextTitle(toks []prose.Token, i, end int) int {
	for k := i + 1; k < end-1; k++ {
		if v := f.words.Lookup(toks[k].Of(f.res.Text)); v.Person && !v.Given && !v.Body && capital(toks[k+1].Of(f.res.Text)) {
			return k
		}
	}
	return end
}

// titleAhead is how many of the next words of a run a title takes that they begin,
// or that begins behind one other word.
func (f *finder) titleAhead(toks []prose.Token, i, end int) int {
	for k := i; k < min(end, i+2); k++ {
		w := toks[k].Of(f.res.Text)
		if v := f.words.Lookup(w); v.Person && !v.Given && !v.Body && k < end {
			return k + 1 - i
		}
	}
	return 0
}

// trim leaves out what stands behind a name in its run: days and months.
func (f *finder) trim(toks []prose.Token, i, end int) int {
	for k := i + 1; k < end; k++ {
		if f.words.Lookup(toks[k].Of(f.res.Text)).Time {
			return k
		}
	}
	return end
}

var age = regexp.MustCompile(`^, (?:a )?\d{1,3}\b`)

// note notes a mention of the name in tokens i to end.
func (f *finder) note(toks []prose.Token, i, end int, title string, starts bool) {
	text := f.res.Text
	for end > i && !capital(toks[end-1].Of(text)) {
		end--
	}
	if end <= i {
		return
	}
	at := prose.Span{Start: toks[i].Start, End: toks[end-1].End}
	name := strings.TrimSuffix(strings.Join(strings.Fields(at.Of(text)), " "), "-")
	if shouted(name) && toks[end-1].End < len(text) && starts {
		return
	}
	c := f.by[name]
	if c == nil {
		c = &candidate{name: name, words: strings.Fields(name)}
		f.by[name] = c
		f.order = append(f.order, c)
	}
	c.mentions++
	if !starts {
		c.inside++
	}
	if title != "" {
		c.title = title
	}
	f.around(c, toks, i, end)
	if age.MatchString(text[at.End:]) {
		c.aged = true
	}
}

// shouted reports several words all in capitals: a dateline or a label.
func shouted(name string) bool {
	return strings.ContainsFunc(name, unicode.IsLetter) && !strings.ContainsFunc(name, unicode.IsLower) && len(name) > 6
}

// placePrepositions are those behind which a name is mostly a place's; behind others, as
// "to" and "of", people and bodies stand as often.
var placePrepositions = []string{"in", "at", "near", "outside", "across", "around", "toward", "towards", "throughout", "into"}

// around notes what stands beside the name.
func (f *finder) around(c *candidate, toks []prose.Token, i, end int) {
	text := f.res.Text
	before, after := "", ""
	if i > 0 && toks[i-1].Kind == prose.Word {
		before = toks[i-1].Of(text)
	}
	if end < len(toks) && toks[end].Kind == prose.Word {
		after = toks[end].Of(text)
	}
	if place := strings.ToLower(before); slices.Contains(placePrepositions, place) {
		c.within = place
	}
	if v := f.words.Lookup(after); v.Verb && !v.Body && !v.Person {
		c.speaks = after
	} else if after != "" && unicode.IsLower(first(after)) && !v.Function && !v.Verb {
		c.adjacent++
		if v.Body || beside[after] != "" {
			c.nearby = after
		}
	}
	if v := f.words.Lookup(before); v.Verb && i > 1 && (toks[i-2].Kind == prose.Close || toks[i-2].Kind == prose.Comma) {
		c.speaks = before
	} else if v.Person && unicode.IsLower(first(before)) {
		c.title = before
	} else if v.Body || beside[before] != "" {
		c.nearby = before
	}
	f.apposed(c, toks, i, end)
}

// apposed notes what somebody is said to be between commas: the mayor, Ada Brandt, or
// Ada Brandt, the mayor of Port Elm. Behind a place there is another: in Kessel, the
// mayor said.
func (f *finder) apposed(c *candidate, toks []prose.Token, i, end int) {
	is := func(k int, kind prose.Kind) bool { return k >= 0 && k < len(toks) && toks[k].Kind == kind }
	word := func(k int) string {
		if !is(k, prose.Word) {
			return ""
		}
		return toks[k].Of(f.res.Text)
	}
	person := func(k int) bool {
		w := word(k)
		return w != "" && unicode.IsLower(first(w)) && f.words.Lookup(w).Person
	}
	if !is(end, prose.Comma) || c.within != "" {
		return
	}
	if is(i-1, prose.Comma) && person(i-2) {
		c.title = word(i - 2)
		return
	}
	if word(end+1) == "who" {
		c.office = "who"
		return
	}
	const most = 4 // words before the noun: a former deputy spokesman
	for k := end + 1; k <= end+most && word(k) != "" && unicode.IsLower(first(word(k))); k++ {
		if person(k) && (is(k+1, prose.Comma) || slices.Contains([]string{"of", "at", "for", "in", "who", "with", "to", "from"}, word(k+1))) {
			c.office = word(k)
			return
		}
	}
}

// join counts shorter forms with the longer ones that they stand for.
func (f *finder) join() {
	// A longer name that a shorter one may stand for ends in the same word, or
	// begins its words with the same letters.
	long := map[string][]*candidate{}
	for _, c := range f.order {
		if n := len(c.words); n > 1 {
			long[c.words[n-1]] = append(long[c.words[n-1]], c)
			long[c.initials()] = append(long[c.initials()], c)
		}
	}
	for _, c := range f.order {
		const most = 50 // of one surname
		key := c.words[len(c.words)-1]
		near := long[key]
		if len(c.words) == 1 && abbreviation(key) {
			near = slices.Concat(near, long[strings.ReplaceAll(key, ".", "")])
		}
		for _, long := range near[:min(len(near), most)] {
			if c == long || long.joined || len(long.words) <= len(c.words) || !f.shortFor(c, long) {
				continue
			}
			c.joined = true
			long.mentions += c.mentions
			long.inside += c.inside
			long.title = cmp.Or(long.title, c.title)
			long.office = cmp.Or(long.office, c.office)
			long.speaks = cmp.Or(long.speaks, c.speaks)
			long.nearby = cmp.Or(long.nearby, c.nearby)
			long.aged = long.aged || c.aged
			// A surname is found by itself.
			if len(c.words) > 1 || c.words[0] != long.words[len(long.words)-1] {
				long.aliases = append(long.aliases, c.name)
			}
			break
		}
	}
}

// shortFor reports whether c is a short form of a longer name: its last word, its
// initials, its end.
func (f *finder) shortFor(c, long *candidate) bool {
	n := len(c.words)
	if slices.Equal(c.words, long.words[len(long.words)-n:]) {
		return n > 1 || !f.words.Lookup(c.name).Place
	}
	return n == 1 && len(long.initials()) > 1 && strings.ReplaceAll(c.name, ".", "") == long.initials()
}

// initials are the first letters of a name's capitalised words.
func (c *candidate) initials() string {
	var b strings.Builder
	for _, w := range c.words {
		if unicode.IsUpper(first(w)) {
			b.WriteRune(first(w))
		}
	}
	return b.String()
}

// likely reports whether the name is worth an entry: precision first.
func (f *finder) likely(c *candidate) bool {
	w := c.words[0]
	v := f.words.Lookup(c.name)
	switch {
	case utf8.RuneCountInString(c.name) < 2:
		return false
	case len(c.words) == 2 && c.title == "" && c.speaks == "" && f.words.Demonym(c.words[1]) && !v.Place:
		return false // North Korean
	case len(c.words) > 1:
		// Not all of it adjectives: Iraqi Kurdish
		return slices.ContainsFunc(c.words, func(w string) bool { return !f.words.Demonym(w) || f.words.Lookup(w).Place })
	case v.Place, v.Known:
		return true
	case c.inside == 0:
		return false
	case f.words.Demonym(w):
		return false
	case v.Listed, c.adjacent == c.mentions:
		return false
	case c.title != "", c.speaks != "", c.within != "":
		return true
	}
	return c.mentions > 1
}
