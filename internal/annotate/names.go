package annotate

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// names is an index of words to look for: a trie keyed by words, so that a text
// is read once whatever the number of actors. A word is a run of letters and
// digits, or one other character; white space between words only counts as there
// or not. Words are compared in NFC, without format characters, with one kind of
// apostrophe and one of hyphen.
type names struct {
	first [utf8.RuneSelf]bool // ASCII bytes that a name can begin with; above, all can
	roots map[string]int32    // first word → node
	edges map[edge]int32      // every other word
	ends  [][]entry           // by node: the names that end there
	known map[string]struct{} // first words of names, in capitals, that are names by themselves
}

type edge struct {
	from  int32
	space bool // white space stands before the word
	word  string
}

// entry is a name, in the node where its last word leads.
type entry struct {
	actor int32 // index into Annotator.actors, or nobody
	how   how
}

type how uint8

const (
	byName     how = 1 << iota // the name, an alias, or a text that the story decides
	bySurname                  // only after the full name
	byDecision                 // the story says who this is
	fullName                   // ends in the surname and says more: brings the surname into play
	atStart                    // capitalised only because a sentence begins with it
	everyday                   // in capitals; the same word in small letters is everyday
)

const nobody int32 = -1

func newNames() *names {
	return &names{roots: map[string]int32{}, edges: map[edge]int32{}, known: map[string]struct{}{}, ends: make([][]entry, 0, 64)}
}

// indexNames indexes every name by which the actors are called.
func indexNames(actors []Actor) *names {
	x := newNames()
	for i, a := range actors {
		surname := ""
		if a.Kind == Person {
			surname = surnameOf(a)
		}
		for n := range len(a.Aliases) + 1 {
			name := a.Name
			if n > 0 {
				name = a.Aliases[n-1]
			}
			h := byName
			if isFull(name, surname) {
				h |= fullName
			}
			x.add(name, entry{int32(i), h})
		}
		if surname != "" {
			x.add(surname, entry{int32(i), bySurname})
		}
	}
	return x
}

// suffixes of a name are not its surname.
var suffixes = []string{"jr", "sr", "ii", "iii", "iv"}

// surnameOf is what a person is called after the full name, or "" where the
// person has one name only.
func surnameOf(a Actor) string {
	if a.Surname != "" {
		return a.Surname
	}
	words := strings.Fields(a.Name)
	for len(words) > 1 && slices.Contains(suffixes, strings.ToLower(strings.Trim(words[len(words)-1], ".,"))) {
		words = words[:len(words)-1]
	}
	if len(words) < 2 {
		return ""
	}
	return strings.TrimRight(words[len(words)-1], ",")
}

// isFull reports whether the name says the surname and something more.
func isFull(name, surname string) bool {
	return surname != "" && len(name) > len(surname) && strings.Contains(" "+name+" ", " "+surname+" ")
}

// add enters a name, and what it becomes at the start of a sentence.
func (x *names) add(name string, e entry) {
	words := split(name)
	if len(words) == 0 {
		return
	}
	if inCapitals(name) && everydayWords[strings.ToLower(name)] {
		e.how |= everyday
	}
	if len(words) == 1 && inCapitals(name) {
		x.known[words[0].word] = struct{}{}
	}
	x.enter(words, e)
	if r, n := utf8.DecodeRuneInString(words[0].word); unicode.IsLower(r) {
		words = slices.Clone(words)
		words[0].word = string(unicode.ToUpper(r)) + words[0].word[n:]
		e.how |= atStart
		x.enter(words, e)
	}
}

func (x *names) enter(words []edge, e entry) {
	at, ok := x.roots[words[0].word]
	if !ok {
		at = x.node()
		x.roots[words[0].word] = at
	}
	if c := words[0].word[0]; c < utf8.RuneSelf {
		x.first[c] = true
	}
	for _, w := range words[1:] {
		w.from = at
		if at, ok = x.edges[w]; !ok {
			at = x.node()
			x.edges[w] = at
		}
	}
	for i, old := range x.ends[at] {
		if old.actor == e.actor {
			// A name that is written so beats the same name capitalised; a name beats
			// a surname.
			if old.how&atStart != 0 && e.how&atStart == 0 || old.how&bySurname != 0 && e.how&byName != 0 {
				x.ends[at][i] = e
			}
			return
		}
	}
	x.ends[at] = append(x.ends[at], e)
}

func (x *names) node() int32 {
	x.ends = append(x.ends, nil)
	return int32(len(x.ends) - 1)
}

// split cuts a name into its words.
func split(name string) []edge {
	var words []edge
	for t := (token{}); ; {
		t = nextToken(name, t.end, len(name))
		if t.end == t.start {
			return words
		}
		words = append(words, edge{space: t.space && len(words) > 0, word: fold(name[t.start:t.end])})
	}
}

// token is a word of a text, or one other character.
type token struct {
	start, end int
	space      bool // white space stands before it
}

// nextToken reads the first token at or after offset i, before hi. At the end it
// returns an empty token.
func nextToken(s string, i, hi int) token {
	t := token{}
	for i < hi {
		c := s[i]
		if c < utf8.RuneSelf {
			if c != ' ' && c-'\t' > '\r'-'\t' {
				break
			}
			i++
			t.space = true
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:hi])
		if unicode.IsSpace(r) {
			t.space = true
		} else if !ignorable(r) {
			break
		}
		i += n
	}
	t.start = i
	t.end = tokenEnd(s, i, hi)
	return t
}

// wordByte says which ASCII bytes are part of a word.
var wordByte = func() (is [256]bool) {
	for c := range 256 {
		is[c] = '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_'
	}
	return is
}()

// tokenEnd is the end of the token that begins at i.
func tokenEnd(s string, i, hi int) int {
	start := i
	for i < hi && wordByte[s[i]] {
		i++
	}
	if i == hi || s[i] < utf8.RuneSelf && i > start {
		return i
	}
	kind := solitary
	if i > start {
		kind = alphabetic
	}
	for i < hi {
		r, n := utf8.DecodeRuneInString(s[i:hi])
		k := classify(r)
		switch {
		case i == start:
			kind = k
		case k == extending:
		case k == solitary || k != kind:
			return i
		}
		i += n
	}
	return i
}

// class is how a character joins its neighbours in words. It follows the word
// boundaries of Unicode Standard Annex #29, in which a run of letters and digits is
// one word, a run of Katakana is another, and Han, Hiragana and the scripts of
// South East Asia, which write no spaces, part before every character.
type class uint8

const (
	solitary   class = iota // a word by itself
	alphabetic              // letters, digits, the underscore
	katakana
	extending // combining marks and format characters: part of what they follow
)

func classify(r rune) class {
	if r < utf8.RuneSelf {
		if wordByte[r] {
			return alphabetic
		}
		return solitary
	}
	switch {
	case apostrophe(r), hyphen(r):
		return solitary
	case unicode.In(r, unicode.M, unicode.Cf):
		return extending
	case unicode.Is(unicode.Katakana, r), r == 'ー':
		return katakana
	case unicode.In(r, unicode.Ideographic, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar, unicode.Tai_Le, unicode.New_Tai_Lue, unicode.Tai_Tham, unicode.Tai_Viet, unicode.Ahom):
		return solitary
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.In(r, unicode.Nl, unicode.Other_Alphabetic, unicode.Pc):
		return alphabetic
	}
	return solitary
}

// ignorable reports whether r is no part of how a name is spelled: soft hyphens,
// joiners, directional marks.
func ignorable(r rune) bool { return unicode.Is(unicode.Cf, r) }

// apostrophe reports whether r is typed for one, rightly or not.
func apostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʻ', '′':
		return true
	}
	return false
}

// hyphen reports whether r joins words; a dash does not.
func hyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

// fold brings a word into the form in which words are compared.
func fold(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case n < len(s):
	case apostrophe(r):
		return "'"
	case hyphen(r), r == '–': // names of pairs are printed with either
		return "-"
	}
	if strings.IndexFunc(s, ignorable) >= 0 {
		s = strings.Map(func(r rune) rune {
			if ignorable(r) {
				return -1
			}
			return r
		}, s)
	}
	return norm.NFC.String(s)
}

// inCapitals reports whether s has capital letters, and no others.
func inCapitals(s string) bool {
	capital := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		capital = capital || unicode.IsUpper(r)
	}
	return capital
}

//go:embed everyday.txt
var everydayText string

// everydayWords are words that English uses all the time; in capitals some of them
// are names.
var everydayWords = wordSet(everydayText)

//go:embed titles.txt
var titlesText string

// titles are words that stand before a surname.
var titles = wordSet(titlesText)

// wordSet reads a list of words; a line that begins with # is a comment.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(list) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			set[w] = true
		}
	}
	return set
}
