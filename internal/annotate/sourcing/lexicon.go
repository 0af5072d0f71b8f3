package sourcing

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon/*.txt
var embedded embed.FS

// english is the lexicon that lies beside this file, compiled once. It is never
// changed after that.
var english = sync.OnceValue(func() *lexicon {
	dir, err := fs.Sub(embedded, "lexicon")
	if err == nil {
		var l *lexicon
		if l, err = compile(dir, nil); err == nil {
			return l
		}
	}
	panic("sourcing: the embedded lexicon does not compile: " + err.Error())
})

// class is the set of things that a word can be.
type class uint64

const (
	cDeterminer class = 1 << iota
	cIndefinite
	cDefinite
	cQuantifier
	cCounted
	cPossessive
	cPronoun
	cRelative
	cPreposition
	cSubordinator
	cConjunction
	cBe
	cHave
	cModal
	cDo
	cNegation
	cAdverb
	cTime
	cLight
	cAccess
	cApprox
	cVerb
	cPerson
	cUnnamed
	cSpeaker
	cOffice
	cTitle
	cBody
	cGroup
	cKnown
	cDocument
	cPlural
	cNoun   // a verb form that is more often a noun
	cAnchor // begins the search for an anonymity clause
	cPlace
	cOrdinal
	cNameWord // capitalised, part of a body's name
	cWeekday
	cCue      // opens a report without a verb
	cPastPart // irregular participle
	cAdjective
	cThing      // no person, whatever its ending
	cQuestion   // labels a question in a transcript
	cSlug       // a label that names no speaker
	cSpeech     // what is said: a claim, a warning
	cCompatriot // where somebody comes from: the Serb
	cTopic      // what a body or an office is for: health, trade
)

const (
	cAux      = cBe | cHave | cModal | cDo
	cFunction = cDeterminer | cPossessive | cPronoun | cPreposition | cSubordinator | cConjunction | cAux | cNegation | cRelative
	cHuman    = cPerson | cUnnamed | cSpeaker | cOffice
)

// form is the form of a verb.
type form uint8

const (
	fBase form = 1 << iota
	fS
	fPast
	fParticiple
	fIng
)

// word is what the lexicon knows of a word form.
type word struct {
	text  string // the word itself, in small letters
	class class
	forms form    // of verbs
	verbs []*verb // more than one where a verb has a particle: put, put it
	kind  string  // of a body or document: what "the company" or "the report" finds
	lemma string  // singular of a noun
	count int     // of a counted word
}

func (w *word) is(c class) bool { return w.class&c != 0 }

// unlisted reports whether the lexicon says nothing of how the word behaves.
func (w *word) unlisted() bool {
	return w.class&^(cAnchor|cCue|cQuestion|cSlug|cAdjective|cThing|cSpeech|cCompatriot|cTopic) == 0
}

// verb is a reporting verb.
type verb struct {
	lemma    string
	particle string
	class    string
	rule     string // what its reports say of themselves
	uses     use
	preps    []string // uses that are a preposition directly after the verb
	after    []string // uses that are a noun phrase and then this word
}

// use is a set of ways in which a verb reports.
type use uint16

const (
	useAny use = 1 << iota
	useThat
	useThatOnly
	useWh
	useTo
	useQuote
	useThing
	useWhom
	useLabel
	usePaper
	useNoun
	useSpeech
	useSpeechOf
	useWeak
)

var uses = map[string]use{
	"any": useAny, "that": useThat, "That": useThatOnly, "wh": useWh, "to": useTo, "quote": useQuote,
	"thing": useThing, "whom": useWhom, "label": useLabel, "paper": usePaper, "noun": useNoun, "weak": useWeak,
	"speech": useSpeech, "speech+": useSpeechOf,
}

// lexicon is everything that the engine knows of English words.
type lexicon struct {
	words   map[string]*word    // lower case
	proper  map[string]*word    // names and parts of names, in exact case
	clauses patterns            // anonymity clauses
	bars    patterns            // bars on speaking
	grounds patterns            // reasons beside an anonymity clause
	reasons patterns            // what introduces a reason
	choices map[string][]string // the words in capitals of anonymity.txt
	numbers map[string]int      // of the words of the patterns; see wordSet
	demonym []string            // endings that make an adjective of a place
	names   map[string]gender

	engines *sync.Pool // of *engine: what one story took room for, the next one uses
}

// section is a class for every bracketed heading of words.txt and persons.txt.
var sections = map[string]class{
	"determiner": cDeterminer, "indefinite": cIndefinite, "definite": cDefinite, "quantifier": cQuantifier,
	"counted": cCounted, "possessive": cPossessive | cDeterminer, "pronoun": cPronoun, "relative": cRelative,
	"preposition": cPreposition, "subordinator": cSubordinator, "conjunction": cConjunction, "be": cBe, "have": cHave,
	"modal": cModal, "do": cDo, "negation": cNegation, "adverb": cAdverb, "time": cTime, "weekday": cTime | cWeekday,
	"light": cLight, "access": cAccess, "participle": cPastPart, "adjective": cAdjective, "thing": cThing, "speech": cSpeech, "approx": cApprox, "ordinal": cOrdinal, "cue": cCue, "question": cQuestion, "slug": cSlug, "compatriot": cCompatriot, "topic": cTopic,
	"unnamed": cUnnamed | cPerson, "speaker": cSpeaker | cPerson, "office": cOffice | cPerson, "role": cPerson, "title": cTitle,
}

// lexiconFile is a file of the lexicon.
type lexiconFile struct {
	name     string
	add      func(l *lexicon, section, line string) error
	check    func(a *adder, section string, fields []field) // of a site's line, before it is added
	sections []string                                       // headings in brackets; nil where the file has none
}

// lexiconFiles are the files in the order in which they are read: later ones need
// the words of earlier ones.
var lexiconFiles = []lexiconFile{
	{"words.txt", (*lexicon).addWords, checkWords, append(slices.Sorted(maps.Keys(sections)), "demonym-ending")},
	{"persons.txt", (*lexicon).addNouns, checkNouns, []string{"unnamed", "speaker", "office", "role", "title"}},
	{"bodies.txt", (*lexicon).addBodies, checkBodies, []string{"body", "name", "group", "known"}},
	{"documents.txt", (*lexicon).addDocuments, checkDocuments, nil},
	{"places.txt", (*lexicon).addPlaces, checkPlaces, nil},
	{"names.txt", (*lexicon).addNames, checkNames, []string{"male", "female"}},
	{"verbs.txt", (*lexicon).addVerb, checkVerb, nil},
	{"anonymity.txt", (*lexicon).addPattern, checkPattern, []string{"word", "clause", "bar", "ground", "reason"}},
}

// compile reads the lexicon's files, and after each of them what a site adds to
// it; a nil adder adds nothing.
func compile(dir fs.FS, site *adder) (*lexicon, error) {
	l := &lexicon{words: make(map[string]*word, 8192), proper: make(map[string]*word, 1024), names: make(map[string]gender, 1024), numbers: make(map[string]int)}
	for _, f := range lexiconFiles {
		if err := readLines(dir, f.name, func(section, line string) error { return f.add(l, section, line) }); err != nil {
			return nil, err
		}
		if site != nil {
			site.add(l, f)
		}
	}
	l.engines = &sync.Pool{New: func() any { return newEngine(l) }}
	return l, nil
}

// readLines hands the lines of a file to add, with the heading in brackets that
// they stand under; comments and empty lines are left out.
func readLines(dir fs.FS, name string, add func(section, line string) error) error {
	file, err := dir.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	section := ""
	s := bufio.NewScanner(file)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimSpace(s.Text())
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		default:
			if err := add(section, line); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return s.Err()
}

// of returns the entry of a lower-case word, made if need be.
func (l *lexicon) of(w string) *word {
	e := l.words[w]
	if e == nil {
		e = &word{text: w, lemma: w}
		l.words[w] = e
	}
	return e
}

func (l *lexicon) addWords(section, line string) error {
	if section == "demonym-ending" {
		l.demonym = append(l.demonym, strings.Fields(line)...)
		return nil
	}
	c, ok := sections[section]
	if !ok {
		return fmt.Errorf("unknown section %q", section)
	}
	for i, w := range strings.Fields(line) {
		count := i + 2 // the section begins with two
		if c == cCounted {
			bare, number, ok := strings.Cut(w, "/")
			if n, err := strconv.Atoi(number); ok && err == nil {
				w, count = bare, n
			}
		}
		e := l.of(w)
		e.class |= c
		if c == cCounted {
			e.count = count
		}
	}
	return nil
}

func (l *lexicon) addNouns(section, line string) error {
	c, ok := sections[section]
	if !ok {
		return fmt.Errorf("unknown section %q", section)
	}
	for _, f := range strings.Fields(line) {
		singular, irregular, _ := strings.Cut(f, "/")
		if c == cTitle {
			l.of(singular).class |= c
			continue
		}
		l.noun(singular, irregular, c, "")
	}
	return nil
}

// noun adds a noun and its plural.
func (l *lexicon) noun(singular, irregular string, c class, kind string) {
	e := l.of(singular)
	e.class |= c
	plural := irregular
	if plural == "" {
		plural = pluralOf(singular)
	}
	p := l.of(plural)
	p.class |= c | cPlural
	p.lemma = singular
	if kind != "" {
		e.kind, p.kind = kind, kind
	}
}

func (l *lexicon) addBodies(section, line string) error {
	for _, f := range strings.Fields(line) {
		w, kind, _ := strings.Cut(f, "/")
		if kind == "" {
			kind = strings.ToLower(w)
		}
		switch section {
		case "body":
			l.noun(w, "", cBody, kind)
		case "group":
			l.of(w).class |= cBody | cGroup
			l.of(pluralOf(w)).class |= cBody | cGroup | cPlural
		case "name", "known":
			c := cNameWord
			if section == "known" {
				c |= cKnown
			}
			first, rest, compound := strings.Cut(w, "-")
			if compound && (first == "White" || first == "Downing" || first == "Capitol" || first == "Scotland") {
				w = first + " " + rest
			}
			w = strings.ReplaceAll(w, "_", " ")
			l.proper[w] = &word{class: c, kind: kind, lemma: w}
		default:
			return fmt.Errorf("unknown section %q", section)
		}
	}
	return nil
}

func (l *lexicon) addDocuments(_, line string) error {
	for _, f := range strings.Fields(line) {
		w, kind, _ := strings.Cut(f, "/")
		if kind == "" {
			kind = w
		}
		e, known := l.words[w], false
		known = e != nil && e.kind != ""
		old := ""
		if known {
			old = e.kind
		}
		l.noun(w, "", cDocument, kind)
		if known { // a weekly paper is a body first
			l.words[w].kind, l.words[pluralOf(w)].kind = old, old
		}
	}
	return nil
}

func (l *lexicon) addPlaces(_, line string) error {
	for _, w := range strings.Fields(line) {
		l.proper[strings.ReplaceAll(w, "_", " ")] = &word{class: cPlace, kind: "government", lemma: w}
	}
	return nil
}

func (l *lexicon) addNames(section, line string) error {
	g, ok := map[string]gender{"male": male, "female": female}[section]
	if !ok {
		return fmt.Errorf("unknown section %q", section)
	}
	for _, w := range strings.Fields(line) {
		if old, twice := l.names[w]; twice && old != g {
			l.names[w] = unsaid
			continue
		}
		l.names[w] = g
	}
	return nil
}

// given is the gender that a given name, in lower case, tells.
func (l *lexicon) given(w string) gender { return l.names[w] }

func (l *lexicon) addVerb(_, line string) error {
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return fmt.Errorf("want a verb, its class and its uses, have %q", line)
	}
	name, particle, _ := strings.Cut(fields[0], "+")
	parts := strings.Split(name, "/")
	v := &verb{lemma: parts[0], particle: particle, class: fields[1], rule: fields[1] + " verb"}
	for _, f := range fields[2:] {
		if after, ok := strings.CutPrefix(f, "thing+"); ok {
			v.after = append(v.after, after)
		} else if u, ok := uses[f]; ok {
			v.uses |= u
		} else {
			v.preps = append(v.preps, strings.TrimSuffix(f, "_"))
		}
	}
	past := pastOf(v.lemma)
	if len(parts) > 1 {
		past = parts[1]
	}
	participle := past
	if len(parts) > 2 {
		participle = parts[2]
	}
	for _, f := range []struct {
		text string
		form form
	}{{v.lemma, fBase}, {sFormOf(v.lemma), fS}, {past, fPast}, {participle, fParticiple}, {ingOf(v.lemma, past), fIng}} {
		e := l.of(f.text)
		e.class |= cVerb
		e.forms |= f.form
		if n := len(e.verbs); n == 0 || e.verbs[n-1] != v {
			e.verbs = append(e.verbs, v)
		}
		if v.uses&useNoun != 0 && f.form&(fBase|fS) != 0 {
			e.class |= cNoun
		}
	}
	return nil
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func pluralOf(w string) string { return sFormOf(w) }

// sFormOf adds the ending of plurals and of the third person.
func sFormOf(w string) string {
	n := len(w)
	switch {
	case n > 1 && w[n-1] == 'y' && !isVowel(w[n-2]):
		return w[:n-1] + "ies"
	case w[n-1] == 's' || w[n-1] == 'x' || w[n-1] == 'z' || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh") || strings.HasSuffix(w, "go"):
		return w + "es"
	}
	return w + "s"
}

func pastOf(w string) string {
	n := len(w)
	switch {
	case w[n-1] == 'e':
		return w + "d"
	case n > 1 && w[n-1] == 'y' && !isVowel(w[n-2]):
		return w[:n-1] + "ied"
	}
	return w + "ed"
}

// ingOf makes the -ing form; past shows whether the last letter doubles.
func ingOf(w, past string) string {
	n := len(w)
	switch {
	case w[n-1] == 'e' && !strings.HasSuffix(w, "ee"):
		return w[:n-1] + "ing"
	case past == w+w[n-1:]+"ed", past == w && isVowel(w[n-2]) && !isVowel(w[n-1]): // planned; put
		return w + w[n-1:] + "ing"
	}
	return w + "ing"
}
