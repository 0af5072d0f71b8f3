// Package annotate finds, in the text of one news story, the actors it names, who
// says what and on what terms, and the dates it means; and marks them in the
// story's Markdown without changing a word.
//
// # One way through
//
// A story's text is parsed by goldmark with [Annotator.Extend] installed (or, for
// plain text, by [Annotator.PlainParser]) in a context from [NewContext]; [Get]
// returns from that context what was found.
//
//	extension.go, plain.go
//	              what goldmark is given, for Markdown and for plain text
//	limits.go     refuses texts that would take goldmark very long
//	marks.go      reads the editor's marks while goldmark parses
//	comments.go   takes comments and raw HTML out of the tree
//	flatten.go    lays the tree's blocks out as one string, [Result.Text], with a
//	              map from every byte of it back to the source
//	names.go, actors.go, clitics.go
//	              find in that string, knowing nothing of the tree, who is named
//	dates.go, dateforms.go, tense.go
//	              the same for which days are meant
//	sources.go    for who says what, which the room sourcing finds
//	defects.go, mend.go
//	              for what is wrong with the copy, and what mends it
//	said.go, wrap.go
//	              cut the tree's inline nodes at what was found, and wrap them
//	nodes.go      the nodes put there, and how they are rendered
//	silence.go    which findings the editor's comments switch off
//	encode.go     what was found, as JSON
//
// work.go calls them in this order. The rooms prose and sourcing stand below.
//
// # The words stay the words
//
// From the rendered body remove the elements that carry data-added, then all
// tags: what is left is what plain goldmark renders from the same Markdown
// without marks. Every change to this package is held to that by a property test
// and a fuzz target.
//
// The package owns its input types, and knows no files and no site.
package annotate

import (
	"strings"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// Span is a stretch of [Result.Text], in bytes.
type Span = prose.Span

// Kind is what an actor is.
type Kind string

const (
	Person       Kind = "person"
	Organization Kind = "organization"
	Government   Kind = "government"
	ArmedGroup   Kind = "armed-group"
	Place        Kind = "place"
	Event        Kind = "event"
	Term         Kind = "term"
)

// Kinds lists the kinds in the order in which readers meet them.
var Kinds = []Kind{Person, Government, Organization, ArmedGroup, Place, Event, Term}

// Actor is an entry of the glossary, as far as finding it in a text needs.
type Actor struct {
	ID      string   // of the form [a-z0-9]+(-[a-z0-9]+)*
	Name    string   //
	Kind    Kind     //
	Aliases []string //
	Surname string   // of a person, where it is not the last word of Name
}

// Story is what is known of a story beside its words.
type Story struct {
	Date    edtf.Date         // zero: relative dates stay unresolved
	Actors  map[string]string // text as it stands in the story → actor id, deciding a shared alias
	Sources []sourcing.Declared
	Self    string // actor id that is never marked: an entry does not link to itself

	// Language is that of the text, in BCP 47; "" is English. In other languages
	// names are found, and what the editor declared and marked, but nothing else is
	// looked for: the words by which sources, dates and defects are known are English.
	Language string

	// Inset says that the text is set into a page that has a story of its own, as
	// a card is: only actors are marked, and nothing gets an id, so that ids stay
	// unique on the page.
	Inset bool
}

// english reports whether the text is in the language whose words are known.
func (s *Story) english() bool { return English(s.Language) }

// English reports whether sources, dates and defects of the copy are looked for in
// texts of the language.
func English(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return base == "" || base == "en" || base == "eng"
}

// Result is everything found in one story.
type Result struct {
	Text     string  // blocks parted by a blank line, marks and comments left out
	Blocks   []Block // in order
	Actors   []Found // in order of first mention
	Sources  []Source
	Passages []Passage // in order of the text
	// Attributions are what the passages were made of, each with its own cue, words
	// and rule; in order of the text.
	Attributions []sourcing.Attribution
	Dates        []DateMention
	Problems     []Problem        // in order of the text
	Silenced     []Silence        // findings that the editor switched off in a comment
	Reader       *sourcing.Reader // that found the sources; nil for the embedded lexicon

	pieces []piece // how Text came out of the source
}

// SourceSpan is where in the source that was handed in the words of s stand. For
// words that an entity or an escape stands for it covers the whole of that.
func (r *Result) SourceSpan(s Span) Span { return sourceSpan(r.pieces, s) }

// Block is a block of the story's text.
type Block struct {
	sourcing.Block
	Section int // counts the headings above it; a mention is first once in each section
}

// Found is an actor that the story mentions.
type Found struct {
	Actor    Actor
	Mentions []Mention
}

// Mention is one place where an actor is named.
type Mention struct {
	Span
	Block int  // index into Result.Blocks
	First bool // the first of this actor in its section
}

// Source is a source with its label.
type Source struct {
	sourcing.Source
	Label string // a letter for the level and a number: N1 I1 D1 C1 A1
}

// Passage is one sentence's attribution, to one source or to several that say the
// same words. Its number is its index in Result.Passages plus one.
type Passage struct {
	Sources  []int          // indexes into Result.Sources, in the order of their mention
	Level    sourcing.Level // the least identified of its sources'
	Kind     sourcing.Kind
	Cue      Span   // empty where the quotation goes on without one
	Content  []Span // fragments, in order
	Sentence Span
	Block    int    // index into Result.Blocks, of its first fragment
	Rule     string // which rule made it, for those who ask why
}

// DateMention is a phrase that means a date.
type DateMention struct {
	Span
	Date edtf.Date
}

// Problem is a defect of the copy or of a mark, at its place.
type Problem struct {
	Span     // in Text; empty where the words are not part of Text
	Rule     string
	Severity diag.Severity
	Message  string
	Hints    []string
	Source   Span // in the source handed in, in bytes
	Fix      []Change
}

// Change is some bytes of the source handed in and what should stand in their place,
// where that mends a problem without an editor's judgement.
type Change struct {
	Source Span
	New    string
}
