package sourcing

import (
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
)

// spelling is a word or mark as stories write it, with all that the lexicon knows
// of it. It is looked up once, however often it stands. Every token asks its spelling,
// and stories have many: one fills a line of the processor's memory, and no more.
type spelling struct {
	text   string
	lower  string // in small letters with straight apostrophes, as the lexicon has it
	word   *word  // entry in the lexicon; unknown where it has none
	proper *word  // entry of the exact form, for capitalised words
	number int32  // among the words of the patterns of anonymity.txt; 0 for none

	capital bool // begins with a capital
	roles   role
	looks   look // what it would be by its ending

	// How it stands in the story that is read.
	seen       seenAs
	introduced int32  // 1 + first token of the earliest full name that ends in it; 0 for none
	story      uint32 // which story that is
}

// role is what a spelling can do in a sentence.
type role uint8

const (
	opensPhrase role = 1 << iota // a noun phrase can begin with it
	reports                      // a report can hang on it: a verb, according
	anchors                      // an anonymity clause can hang on it
	named                        // part of a name: capitalised, or joined
	particle                     // stands inside names: van, bin
	joined                       // a name with a small word joined to it: al-Sudani, d’Estaing
	unnamed                      // says that nobody gives the name
	mentioned                    // of a token only: part of a mention of a source
)

// look is what a word looks like by its ending, for want of a better way to know.
type look uint8

const (
	lookPerson look = 1 << iota
	lookPeople
	lookPlural
	lookAdjective
	lookAge // says how old somebody is: 39-year-old
)

// endings tell what a word looks like.
var endings = []struct {
	look
	of []string
}{
	{lookPerson, []string{"er", "or", "ist", "ian", "man", "ant", "mate"}},
	{lookPeople, []string{"ers", "ors", "ists", "ians", "ants", "men", "mates"}},
	{lookAdjective, []string{"ed", "ic", "al", "ous", "ive", "ian", "ish", "ly"}},
}

// lookOf says what a word in small letters looks like.
func lookOf(w string) look {
	var l look
	for _, e := range endings {
		for _, ending := range e.of {
			if strings.HasSuffix(w, ending) {
				l |= e.look
			}
		}
	}
	if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		l |= lookPlural
	}
	if strings.Contains(w, "-") {
		l |= lookAdjective
	}
	return l
}

// spellings are the spellings met so far, in this story and those read in the same
// room before. What a spelling is does not depend on the story, so that they are
// worth keeping: newspapers use the same words every day.
type spellings struct {
	lex   *lexicon
	seed  maphash.Seed
	table []place                    // by hash, open addressing; a power of two long
	marks [prose.Other + 1]*spelling // the last of each kind of mark
	count int
	story uint32 // counts the stories
}

// place is a place of the table. The hash stands in it so that few spellings are
// looked at but the right one.
type place struct {
	hash uint64
	*spelling
}

// vocabulary is how many spellings are kept for the next story.
const vocabulary = 1 << 14

// begin makes ready for another story.
func (s *spellings) begin() {
	s.story++
	if s.table == nil || s.count > vocabulary {
		*s = spellings{lex: s.lex, seed: maphash.MakeSeed(), table: make([]place, 1<<10), story: s.story}
	}
}

// find returns the place of a spelling, or the free one that it would have.
func (s *spellings) find(hash uint64, text string) *place {
	mask := uint64(len(s.table) - 1)
	for i := hash; ; i++ {
		p := &s.table[i&mask]
		if p.spelling == nil || p.hash == hash && p.text == text {
			return p
		}
	}
}

// of returns the spelling of a word, number or mark of the story.
func (s *spellings) of(text string, k prose.Kind) *spelling {
	hash := maphash.String(s.seed, text)
	e := s.find(hash, text).spelling
	if e == nil {
		e = s.meet(hash, s.lex.spell(strings.Clone(text), k))
	}
	if e.story != s.story {
		e.story, e.seen, e.introduced = s.story, 0, 0
	}
	return e
}

// ofMark returns the spelling of a mark, which mostly is that of the last of its kind.
func (s *spellings) ofMark(text string, k prose.Kind) *spelling {
	if e := s.marks[k]; e != nil && e.text == text {
		return e
	}
	s.marks[k] = s.of(text, k)
	return s.marks[k]
}

// meet adds a spelling.
func (s *spellings) meet(hash uint64, e *spelling) *spelling {
	*s.find(hash, e.text) = place{hash, e}
	if s.count++; 2*s.count > len(s.table) {
		s.grow()
	}
	return e
}

func (s *spellings) grow() {
	old := s.table
	s.table = make([]place, 2*len(old))
	for _, p := range old {
		if p.spelling != nil {
			*s.find(p.hash, p.text) = p
		}
	}
}

// unmet is a spelling that stands nowhere.
var unmet = &spelling{word: unknown}

// inStory returns the spelling if it stands in the story that is read, and unmet if not.
func (s *spellings) inStory(text string) *spelling {
	if p := s.find(maphash.String(s.seed, text), text); p.spelling != nil && p.story == s.story {
		return p.spelling
	}
	return unmet
}

// spell looks a spelling up in the lexicon.
func (l *lexicon) spell(text string, k prose.Kind) *spelling {
	s := &spelling{text: text, lower: lowered(text), word: unknown}
	if k == prose.Number {
		s.roles = opensPhrase
		if strings.HasSuffix(text, "-year-old") || strings.HasSuffix(text, "-year-olds") {
			s.looks = lookAge
		}
	}
	if k != prose.Word {
		return s
	}
	r, _ := utf8.DecodeRuneInString(text)
	s.capital = unicode.IsUpper(r)
	if s.capital {
		s.proper = l.proper[text]
	}
	if s.proper == nil || len(text) < 2 || text[1] < 'A' || text[1] > 'Z' { // not WHO, US
		w := l.words[s.lower]
		if rest, ok := strings.CutPrefix(s.lower, "ex-"); ok && w == nil && rest != "" {
			w = l.words[rest] // an ex-employee
		}
		if text == "march" {
			w = nil // people march in small letters
		}
		if w != nil {
			s.word, s.lower = w, w.text
		}
	}
	s.number = int32(l.numbers[s.lower])
	s.looks = lookOf(s.lower)
	s.roles = s.rolesOfWord()
	return s
}

// rolesOfWord are the roles of a word, by what else is known of it.
func (s *spelling) rolesOfWord() role {
	var r role
	if s.capital || s.lower == "long" || !s.word.is(cFunction|cAdverb|cTime|cLight|cPastPart) ||
		s.word.is(cDeterminer|cPossessive|cPronoun|cQuantifier|cCounted|cOrdinal|cApprox|cIndefinite|cHuman|cBody|cDocument) {
		r |= opensPhrase
	}
	if s.word.is(cVerb | cCue) {
		r |= reports
	}
	if s.word.is(cAnchor) {
		r |= anchors
	}
	if smallInNames(s.text) {
		r |= particle
	}
	if !s.capital && joinsName(s.text) {
		r |= joined
	}
	if s.capital || r&joined != 0 {
		r |= named
	}
	if callsUnnamed(s.text) {
		r |= unnamed
	}
	return r
}

// callsUnnamed reports words for sources of whom nobody gives the name.
func callsUnnamed(w string) bool {
	switch w {
	case "unnamed", "unidentified", "anonymous", "undisclosed", "unspecified":
		return true
	}
	return false
}

// smallInNames reports the small words inside names.
func smallInNames(w string) bool {
	switch w {
	case "de", "van", "von", "der", "den", "bin", "ibn", "la", "le", "da", "dos", "di", "del", "al", "el", "abu", "ben", "y", "ter", "ten", "af", "zu":
		return true
	}
	return false
}

// joinsName reports whether a name follows the first one to three letters and a
// hyphen or apostrophe.
func joinsName(w string) bool {
	for at := 1; at <= 3 && at < len(w); at++ {
		rest := w[at:]
		for _, mark := range [...]string{"-", "'", "’"} {
			if name, ok := strings.CutPrefix(rest, mark); ok {
				return name != "" && name[0] >= 'A' && name[0] <= 'Z'
			}
		}
	}
	return false
}

// lowered puts a word into small letters and straightens its apostrophes.
func lowered(w string) string {
	return strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(w, "’", "'"), "`", "'"))
}
