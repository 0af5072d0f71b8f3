package sourcing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Vocabulary is what the lexicon knows of a word, for whoever looks at names.
type Vocabulary struct {
	Function bool // holds a sentence together: the, of, and, was, not
	Time     bool // Monday, January, week
	Person   bool // a noun for people, or a title: official, minister, Gen.
	Body     bool // a noun for bodies: ministry, company, militia
	Known    bool // in this exact case the name of a body: Pentagon, Kremlin
	Place    bool // in this exact case a place: Iraq, U.S., London
	Given    bool // a given name
	Verb     bool // a form of a reporting verb
	Listed   bool // in small letters a word of the lexicon, whichever
}

// Lookup returns what the reader's lexicon knows of a word as it stands in a text.
// A nil reader has the embedded one.
func (r *Reader) Lookup(word string) Vocabulary {
	l := r.lexicon()
	lower := strings.ToLower(word)
	var v Vocabulary
	if w := l.words[lower]; w != nil {
		v.Function = w.is(cFunction | cQuantifier | cCounted | cAdverb | cOrdinal)
		v.Time = w.is(cTime)
		v.Person = w.is(cHuman | cPerson | cTitle)
		v.Body = w.is(cBody)
		v.Verb = w.is(cVerb)
		v.Listed = !w.unlisted()
	}
	if p := l.proper[word]; p != nil {
		v.Known = p.is(cKnown)
		v.Place = p.is(cPlace)
		v.Body = v.Body || p.is(cNameWord)
	}
	_, v.Given = l.names[lower]
	return v
}

// Demonym reports whether a capitalised word may be the adjective of a place:
// Iraqi, American, Chinese.
func (r *Reader) Demonym(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	word = strings.TrimSuffix(strings.ToLower(word), "s")
	return unicode.IsUpper(first) && slices.ContainsFunc(r.lexicon().demonym, func(ending string) bool {
		return strings.HasSuffix(word, ending) && len(word) > len(ending)+1
	})
}
