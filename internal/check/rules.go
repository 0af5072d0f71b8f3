package check

import "backgrounder/internal/diag"

// Rule is one thing that a careful editor would ask for.
type Rule struct {
	Name     string        // in kebab-case
	Area     Area          //
	Severity diag.Severity // unless site.yaml says otherwise; of findings that differ, the graver
	Doc      string        // what is wrong, in one sentence

	// story looks at one story. It is nil where the rule looks at pages, and where
	// another package finds what is wrong on its way through the story.
	story func(*story)
}

// Area is what a rule is about.
type Area string

const (
	Sourcing Area = "sourcing" // who says so, and on what terms
	Desk     Area = "desk"     // what else an editor looks over
	Copy     Area = "copy"     // what copying and cutting leave in a text
	Marks    Area = "marks"    // what is written for this program
)

// Areas lists the areas in the order in which they are documented.
var Areas = []Area{Sourcing, Desk, Copy, Marks}

// Rules lists all rules, by area.
func Rules() []Rule {
	return []Rule{
		{"unnamed-no-reason", Sourcing, diag.Warning, "The story does not say why a source is not named.", unnamedNoReason},
		{"formulaic-reason", Sourcing, diag.Warning, "The reason for not naming a source is a formula that tells readers nothing.", formulaicReason},
		{"bare-source", Sourcing, diag.Warning, "Somebody is called a source and nothing else.", bareSource},
		{"vague-description", Sourcing, diag.Warning, "An unnamed source is described without rank, body or access.", vagueDescription},
		{"unnamed-opinion", Sourcing, diag.Warning, "An unnamed source gives an opinion or attacks somebody.", unnamedOpinion},
		{"plural-for-one", Sourcing, diag.Warning, "Several sources are spoken of where the story shows one.", pluralForOne},
		{"named-anonymous", Sourcing, diag.Error, "Somebody who was promised anonymity is named.", namedAnonymous},
		{"single-source", Sourcing, diag.Warning, "One unnamed source alone says something, and the story does not say whether anybody confirms it.", singleSource},
		{"unnamed-spokesperson", Sourcing, diag.Warning, "A spokesperson is not named.", unnamedSpokesperson},
		{"late-attribution", Sourcing, diag.Warning, "Readers learn too late who is speaking.", lateAttribution},
		{"headline-unnamed", Sourcing, diag.Warning, "The headline rests on unnamed sources.", headlineUnnamed},
		{"unconfirmed-source", Sourcing, diag.Warning, "A source was found by software and confirmed by nobody.", nil},

		{"no-byline", Desk, diag.Warning, "The story does not say who wrote it.", noByline},
		{"summary", Desk, diag.Warning, "The story's summary is missing or too long.", summary},
		{"unread-language", Desk, diag.Warning, "A story in a language that the program does not read says of nothing who says it.", unreadLanguage},
		{"unknown-name", Desk, diag.Warning, "Somebody who matters in the story has no entry in the glossary.", unknownName},
		{"blank-entry", Desk, diag.Warning, "An entry of the glossary does not say who or what that is.", nil},
		{"unused-actor", Desk, diag.Warning, "No story mentions an entry of the glossary.", nil},
		{"ambiguous-actor", Desk, diag.Error, "A name could be several actors.", nil},
		{"shared-surname", Desk, diag.Warning, "A surname could be several persons.", nil},
		{"unresolved-date", Desk, diag.Warning, "The story says when, but not counted from which day.", unresolvedDate},
		{"weekday", Desk, diag.Warning, "A date does not fall on the weekday given.", nil},
		{"broken-link", Desk, diag.Error, "A link leads nowhere.", nil},
		{"link-scheme", Desk, diag.Warning, "A link leads to an address that browsers should not be sent to.", nil},
		{"alt-text", Desk, diag.Warning, "An image has no description.", nil},
		{"image", Desk, diag.Error, "An image is not among the site's files.", nil},
		{"static-file", Desk, diag.Warning, "A style sheet or script cannot be understood.", nil},
		{"home", Desk, diag.Warning, "The story for the first page is not published.", nil},
		{"no-base-url", Desk, diag.Warning, "The site does not know its own address.", nil},

		{"quotation-marks", Copy, diag.Warning, "Quotation marks do not come in pairs, or stand away from what they quote.", nil},
		{"cut-off", Copy, diag.Warning, "A paragraph breaks off in the middle of a sentence.", nil},
		{"boilerplate", Copy, diag.Warning, "The publisher's boilerplate stands in the story.", nil},
		{"doubled-word", Copy, diag.Warning, "A word stands twice.", nil},

		{"mark", Marks, diag.Error, "A mark in the text cannot be understood or followed.", nil},
		{"raw-html", Marks, diag.Error, "Raw HTML in the text is not shown.", nil},
		{"check-comment", Marks, diag.Warning, "A comment about the rules silences nothing, or does not say why.", nil},
	}
}

// readsEnglish are the rules that go by English words.
var readsEnglish = words(`
	formulaic-reason bare-source vague-description unnamed-opinion plural-for-one
	unnamed-spokesperson late-attribution headline-unnamed unresolved-date`)

// Describe returns the sentence of a rule, or "" where there is no such rule.
func Describe(name string) string {
	for _, r := range Rules() {
		if r.Name == name {
			return r.Doc
		}
	}
	return ""
}

// lasting are the names under which what cannot be built is reported, and files
// that cannot be read: nothing that an editor could overrule.
var lasting = []string{
	"base-url", "changed-meanwhile", "clean-foreign", "control-character", "date", "duplicate-id", "duplicate-key",
	"duplicate-value", "empty-body", "empty-file", "empty-value", "encoding", "file-name", "front-matter", "html", "id",
	"internal", "kept-file", "language", "lexicon", "missing-key", "name-collision", "no-content", "no-site",
	"output-busy", "output-folder", "output-manifest", "output-path", "output-write", "path", "path-collision",
	"path-in-the-way", "port-in-use", "preview-address", "render", "replaced-file", "self-relation", "source-safety", "stray-file",
	"symlink", "template", "time-zone", "too-complex", "too-large", "too-many-errors", "unknown-actor", "unknown-article",
	"unknown-key", "unknown-rule", "unknown-source", "unknown-value", "unreadable", "url", "wikidata", "wrong-kind", "wrong-type",
	"yaml",
}
