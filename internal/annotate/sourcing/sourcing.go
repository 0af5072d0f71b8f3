// Package sourcing tells who says what in a news story, on what terms, and why
// the unnamed are unnamed.
//
// The unit is the attribution: source + cue + content, the terms of the PARC and
// PolNeAR corpora. A source is a person, body, document or group that informed
// the story; a cue is the word or phrase that reports ("said", "according to");
// the content is what is reported.
//
// The door is narrow: [Analyze] takes a [Story], the story's prose with the
// actors that were already found and what the editor declared, and returns an
// [Analysis]. Everything else is how.
//
// # How it reads
//
// No grammar and no model: newspaper English puts a source beside the verb that
// reports in a few shapes, and the package knows the shapes. A story is read in the
// order of the files, each kind of thing in all its sentences before the next:
//
//   - doc.go cuts the text into tokens, sentences and quotations, and spelling.go
//     looks every word up in the lexicon, once a spelling. What stands in quotation
//     marks is somebody else's speech, and no cue is looked for in it.
//   - phrase.go and classify.go read noun phrases ("a senior Pentagon official",
//     "Iraq’s foreign ministry") and say what they stand for: a person by name or
//     by description, a body, a document; overand.go reads on over "and", where both
//     sides of it are one name or describe the same people.
//   - clause.go finds where clauses begin and what hangs on a noun, subject.go the
//     subject of a verb: directly before it, over a relative clause (relative.go) or an
//     apposition (apposition.go), at the head of its clause, or after it.
//   - cue.go decides whether a verb reports in the place where it stands, and fits.go
//     whether what stands there can be reported, by the uses that the lexicon gives the
//     verb; group.go reads what stands before the verb, passive.go and according.go the
//     cues of other shapes, speech.go the verbs that need a noun for what is said, and
//     content.go finds what is reported. together.go finds all who say it, deeds.go
//     tells who only acts.
//   - anonymity.go finds the clauses in which anonymity is granted, and the reason;
//     owed.go the reason that has a sentence of its own; grant.go says whose they are.
//   - analyze.go goes through the sentences, and sources.go decides who is meant: a
//     pronoun (pronoun.go), a surname, "the official", "the ministry" is joined to whom
//     it fits; an indefinite description is somebody new, or one of several who were
//     counted before (several.go). persons.go and firstname.go do it for names, bodies.go
//     and documents.go for what their names say, descriptions.go for people without a
//     name.
//   - goon.go gives the sentences without a cue to whoever is still speaking.
//   - transcript.go reads texts in which labels say who speaks.
//   - mentions.go and declare.go add the other places where a source is named, and
//     let the editor's word win; result.go makes of it all what the caller gets.
//
// What one story took room for, the next one uses again; see room.go.
//
// # The lexicon
//
// The words lie in lexicon/*.txt, each file with a comment on its form. To add a
// reporting verb, add a line to verbs.txt; to add a form of anonymity clause or a
// word that introduces a reason, add one to anonymity.txt. Then add a sentence
// that shows it to testdata/constructs.txt and run go test -update.
//
// # What it never does
//
// Two unnamed people are never joined because their descriptions are alike: "an
// official" is always somebody new. Nobody unnamed is joined to a name, unless the
// story itself says the name beside the description that it used before ("the daughter,
// Ada Holm"), and no unnamed source carries an actor.
package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// Level says how far a source is identified, from most to least.
type Level string

const (
	Named       Level = "named"       // a person given by name
	Institution Level = "institution" // a body, or its spokesperson, speaking officially
	Document    Level = "document"    // a thing one can read
	Collective  Level = "collective"  // an unnamed, uncounted group
	Anonymous   Level = "anonymous"   // unnamed people who informed the story
)

// Levels lists the levels from the most to the least identified.
var Levels = []Level{Named, Institution, Document, Collective, Anonymous}

// Letter is what readers know the level by, where there is no room for more: N I D C A.
func (l Level) Letter() string { return strings.ToUpper(string(l[:1])) }

// Kind is how the content of an attribution is given.
type Kind string

const (
	Direct   Kind = "direct"   // all in quotation marks
	Indirect Kind = "indirect" // none of it
	Mixed    Kind = "mixed"    // both
)

// Story is the prose of one story.
type Story struct {
	Text   string
	Blocks []Block // in order, not overlapping; what lies between them is white space
	Names  []Name  // actors found in Text, in order, not overlapping

	Declared []Declared // the editor's sources; they win over what is detected
	Fixed    []Fixed    // the editor's spans: who says these words, or nobody

	// MarkedOnly says that the text is in a language that the package does not read:
	// nothing is looked for in it beyond what the editor declared and marked.
	MarkedOnly bool
}

// Block is a paragraph or another block of text.
type Block struct {
	prose.Span
	Kind BlockKind
}

// BlockKind says what a block is; only prose is searched for attributions.
type BlockKind int

const (
	Paragraph BlockKind = iota // paragraphs, list items, block quotations, table cells
	Heading
	Verbatim // code, and whatever else is not prose
)

// Name is a mention of a known actor.
type Name struct {
	prose.Span
	Actor string // glossary id
	Kind  string // person, organization, government, armed-group, place, event, term
}

// Declared is a source as the editor describes it in front matter.
type Declared struct {
	ID       string
	Name     string   // as the story describes it; also the first thing looked for
	Mentions []string // other descriptions of the same source
	Level    Level    // "" where the editor did not say
	Actor    string   // glossary id, "" for none
	Reason   string   // "" where the editor did not say
	Terms    Condition
}

// Fixed is a span that the editor attributed by hand.
type Fixed struct {
	prose.Span
	Source string // id of a declared source; "" says that nobody is reported here
}

// Source is somebody or something that the story rests on.
type Source struct {
	ID          string       // declared, or made of the description's own words; unique in the story
	Description string       // the noun phrase at its first mention, or the declared name
	Level       Level        //
	Actor       string       // glossary id, where the source is one; never for Anonymous
	Terms       prose.Span   // the anonymity clause ("spoke on condition of anonymity"); empty where none is stated
	Condition   Condition    // what the clause says was agreed
	Reason      string       // why it is unnamed, in the story's words; "" where none is stated
	ReasonAt    prose.Span   // where Reason stands; empty where it is declared only
	Count       int          // how many people speak: 1 for "an official", 2 for "two officials", 0 for unknown or not people
	Mentions    []prose.Span // every mention as a source, in order, pronouns too
	Declared    bool         // the editor declared it; otherwise it was detected
	Why         []Step       // what was decided about it and on which words, in the order of the text
}

// Condition is the kind of promise that an anonymity clause speaks of.
type Condition string

const (
	NoCondition  Condition = ""           // the story states none
	OnCondition  Condition = "condition"  // "on condition of anonymity"
	Requested    Condition = "requested"  // "requested anonymity", "asked not to be named"
	Background   Condition = "background" // "on background", "not for attribution", briefing rules
	NameWithheld Condition = "withheld"   // "whose name was withheld", "identified only as"
)

// Attribution is one sentence's report of one source's words.
type Attribution struct {
	Source   int          // index into Analysis.Sources
	Kind     Kind         //
	Cue      prose.Span   // empty where a quotation goes on without one
	Content  []prose.Span // in order; never empty; within Sentence
	Sentence prose.Span   //
	Block    int          // index into Story.Blocks
	Rule     string       // which rule of the engine made it, for those who ask why
}

// Analysis is what Analyze found. Sources stand in the order of the declared
// list and then of first appearance; attributions in the order of the text.
type Analysis struct {
	Sources      []Source
	Attributions []Attribution
}
