package sourcing

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
)

// added makes files of lines "NAME: LINE", which stand in the order given.
func added(lines ...string) []diag.Source {
	var files []diag.Source
	for _, l := range lines {
		name, line, _ := strings.Cut(l, ": ")
		name = "content/lexicon/" + name
		if n := len(files); n == 0 || files[n-1].Name != name {
			files = append(files, diag.Source{Name: name})
		}
		f := &files[len(files)-1]
		f.Text = append(append(f.Text, line...), '\n')
	}
	return files
}

// What a site adds is read in its stories, and in no others.
func TestAdditions(t *testing.T) {
	for _, test := range []struct {
		name  string
		added []diag.Source
		text  string
		want  string // of the added words; without them nothing of it is found
	}{
		{"a verb", added("verbs.txt: # ours", "verbs.txt: grouse stance that quote about"),
			"The mayor groused about the rain on Monday.",
			"= institution mayor: about the rain on Monday\n"},
		{"a word for sources", added("persons.txt: [unnamed]", "persons.txt: murmurer"),
			"Murmurers said the hives were empty.",
			"= anonymous murmurers: the hives were empty\n"},
		{"a known body", added("bodies.txt: [known]", "bodies.txt: Harbourgate/ministry"),
			"It rained. Harbourgate said the pier was closed. The ministry said it would reopen.",
			"= institution harbourgate: the pier was closed\n= institution harbourgate: it would reopen\n"},
		{"a form of anonymity", added("anonymity.txt: [clause]", "anonymity.txt: requested asked to be kept out! of the minutes"),
			"A clerk, who asked to be kept out of the minutes because she feared for her job, said the mayor knew.",
			"= anonymous clerk: the mayor knew\n=   requested: asked to be kept out of the minutes\n=   because: she feared for her job\n"},
		{"a number", added("words.txt: [counted]", "words.txt: thirteen/13"),
			"Thirteen officials said it would rain.",
			"= anonymous thirteen-officials: it would rain\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, found := New(test.added)
			for _, d := range found {
				t.Error(d)
			}
			s := plainStory(test.text)
			a := r.Analyze(s)
			check(t, s, a)
			if diff := cmp.Diff(test.want, lines(s, a)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if lines(s, Analyze(s)) == test.want {
				t.Error("the embedded lexicon finds all this by itself")
			}
		})
	}
}

// A reader without additions is the embedded lexicon itself, and costs nothing.
func TestNoAdditions(t *testing.T) {
	r, found := New(nil)
	if found != nil || r.lex != english() {
		t.Errorf("another lexicon was made: %v", found)
	}
	if n := testing.AllocsPerRun(10, func() { New(nil) }); n > 1 {
		t.Errorf("%v allocations for nothing", n)
	}
}

// Additions leave the embedded lexicon as it was.
func TestAdditionsStayApart(t *testing.T) {
	s := plainStory("The mayor groused about the rain on Monday. A beekeeper said it would stop.")
	before := Analyze(s)
	New(added("verbs.txt: grouse stance that quote about", "persons.txt: [unnamed]", "persons.txt: beekeeper"))
	if after := Analyze(s); !reflect.DeepEqual(before, after) {
		t.Errorf("-before +after\n%s", cmp.Diff(before, after))
	}
}

// Whatever could not be understood or would never be found is said at its place.
func TestWrongAdditions(t *testing.T) {
	long := strings.Repeat("long", 9)
	for _, test := range []struct {
		added []diag.Source
		want  []string
	}{
		{added("verb.txt: grouse stance that"), []string{`content/lexicon/verb.txt: error: the lexicon has no file "verb.txt" to add to [lexicon]`, `did you mean "verbs.txt"?`}},
		{added("holidays.txt: easter"), []string{`content/lexicon/holidays.txt: error: the lexicon has no file "holidays.txt" to add to [lexicon]`, `the lexicon's files are anonymity.txt, bodies.txt, documents.txt, names.txt, persons.txt, places.txt, verbs.txt, words.txt`}},
		{added("verbs.txt: [verb]"), []string{`content/lexicon/verbs.txt:1:1: error: verbs.txt has no headings [lexicon]`, `leave the heading out`}},
		{added("verbs.txt: grouse"), []string{`content/lexicon/verbs.txt:1:1: error: this line lacks the verb's class and uses [lexicon]`, `write the verb, its class and its uses, as in "grouse stance that quote about"`}},
		{added("verbs.txt: #", "verbs.txt:   grouse  stanse taht on+to"), []string{
			`content/lexicon/verbs.txt:2:11: error: "stanse" is not a class of verbs: neutral, claim, stance, act [lexicon]`, `did you mean "stance"?`,
			`content/lexicon/verbs.txt:2:18: error: "taht" is not a use of a verb [lexicon]`, `did you mean "that"?`,
			`content/lexicon/verbs.txt:2:23: error: "on+to" is not a use of a verb [lexicon]`, `a use is one of That, any, label, noun, paper, quote, speech, speech+, that, thing, to, weak, wh, whom, a preposition, or "thing+" and a preposition`}},
		{added("verbs.txt: Grouse stance that"), []string{`content/lexicon/verbs.txt:1:1: error: words of this list are written in small letters [lexicon]`, `write "grouse": it stands for the capitalised word as well`}},
		{added("verbs.txt: a/b/c/d stance that"), []string{`content/lexicon/verbs.txt:1:1: error: a verb has at most a past and a participle beside it [lexicon]`, `write it as in "write/wrote/written"`}},
		{added("verbs.txt: say//said neutral any"), []string{`content/lexicon/verbs.txt:1:4: error: a word is missing here [lexicon]`}},
		{added("persons.txt: beekeeper"), []string{`content/lexicon/persons.txt:1:1: error: this line stands under no heading, so nobody knows what these words are [lexicon]`, `put one of these above it: [unnamed], [speaker], [office], [role], [title]`}},
		{added("persons.txt: [rolle]", "persons.txt: beekeeper"), []string{`content/lexicon/persons.txt:1:1: error: persons.txt has no heading [rolle] [lexicon]`, `did you mean [role]?`}},
		{added("persons.txt: [role", "persons.txt: beekeeper"), []string{`content/lexicon/persons.txt:1:1: error: this heading has no closing bracket [lexicon]`, `write it as in [unnamed]`}},
		{added("persons.txt: [role]", "persons.txt: bee,keeper sjö "+long), []string{
			`content/lexicon/persons.txt:2:1: error: "bee,keeper" is not one word as stories have it, so it would never be found [lexicon]`, `write letters, with hyphens or apostrophes between them`,
			`content/lexicon/persons.txt:2:16: error: this word is longer than the 32 bytes up to which words are looked up [lexicon]`}},
		{added("persons.txt: [title]", "persons.txt: dr./drs."), []string{`content/lexicon/persons.txt:2:5: error: titles have no plural [lexicon]`, `leave out the slash and what follows`}},
		{added("bodies.txt: [known]", "bodies.txt: harbour_Watch Coast/agancy"), []string{`content/lexicon/bodies.txt:2:21: error: no noun of the lexicon is of the kind "agancy" [lexicon]`, `did you mean "agency"?`}},
		{added("bodies.txt: [known]", "bodies.txt: harbour"), []string{`content/lexicon/bodies.txt:2:1: error: names of this list have a capital [lexicon]`, `write "Harbour", as it stands in stories`}},
		{added("bodies.txt: [name]", "bodies.txt: Harbour_Watch"), []string{`content/lexicon/bodies.txt:2:1: error: a part of a name is one word [lexicon]`, `name the word that such names have in common, or put the whole name under [known]`}},
		{added("bodies.txt: [group]", "bodies.txt: hive/group"), []string{`content/lexicon/bodies.txt:2:6: error: words under [group] have no kind of their own [lexicon]`, `leave out the slash and what follows`}},
		{added("documents.txt: minute/reprt"), []string{`content/lexicon/documents.txt:1:8: error: no noun of the lexicon is of the kind "reprt" [lexicon]`, `did you mean "report"?`}},
		{added("places.txt: Tessaly north_"), []string{`content/lexicon/places.txt:1:9: error: names of this list have a capital [lexicon]`, `write "North_", as it stands in stories`}},
		{added("names.txt: [female]", "names.txt: d’arcy"), []string{`content/lexicon/names.txt:2:1: error: apostrophes are written straight here [lexicon]`, `write "d'arcy", which stands for both`}},
		{added("words.txt: [counted]", "words.txt: thirteen"), []string{`content/lexicon/words.txt:2:1: error: nobody knows which number "thirteen" is [lexicon]`, `write the number after a slash, as in "thirteen/13"`}},
		{added("anonymity.txt: [clause]", "anonymity.txt: request asked to be kept out! of it"), []string{`content/lexicon/anonymity.txt:2:1: error: "request" is not a kind of promise [lexicon]`, `did you mean "requested"?`}},
		{added("anonymity.txt: [clause]", "anonymity.txt: requested asked to be kept out of it"), []string{`content/lexicon/anonymity.txt:2:1: error: this pattern has no anchor, and only sentences that have one are looked at [lexicon]`, `put "!" behind its rarest word, as in "kept out! of the paper"`}},
		{added("anonymity.txt: [bar]", "anonymity.txt: * gagged!"), []string{`content/lexicon/anonymity.txt:2:1: error: a pattern cannot begin with any word [lexicon]`, `begin with the first word that is always the same`}},
		{added("anonymity.txt: [bar]", "anonymity.txt: gagged!?"), []string{`content/lexicon/anonymity.txt:2:1: error: a pattern needs a word that may not be missing [lexicon]`, `leave the question mark out at one of them`}},
		{added("anonymity.txt: [bar]", "anonymity.txt: a? a? a? a? a? a? a? gagged!"), []string{`content/lexicon/anonymity.txt:2:1: error: a pattern has at most 24 words, of which 6 may be missing [lexicon]`, `write several shorter ones`}},
		{added("anonymity.txt: [reason]", "anonymity.txt: out of worry for"), []string{`content/lexicon/anonymity.txt:2:14: error: this line does not say what follows the words: clause, thing, verb [lexicon]`, `end the line with one of them, as in "out of worry for thing"`}},
	} {
		r, found := New(test.added)
		var got []string
		for _, d := range found {
			got = append(append(got, d.Error()), d.Hints...)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.added[0].Text, diff)
		}
		s := plainStory("The mayor said it rained.")
		check(t, s, r.Analyze(s))
	}
}

// Sites are told to look at the embedded files for how lines are written, so what
// stands there can be written by them.
func TestEmbeddedFilesCanBeAdded(t *testing.T) {
	// What only the embedded files may do, or what is found by other ways than as a
	// word: endings, the first numbers, abbreviations that are also words.
	const own = " two three four five six seven eight nine ten eleven twelve 's "
	for _, f := range lexiconFiles {
		text, err := embedded.ReadFile("lexicon/" + f.name)
		if err != nil {
			t.Fatal(err)
		}
		_, found := New([]diag.Source{{Name: f.name, Text: text}})
		for _, d := range found {
			words := []rune(d.Text)[d.Col-1 : d.Col-1+d.Width]
			if !strings.Contains(own, " "+string(words)+" ") {
				t.Error(d)
			}
		}
	}
}

// Additions come from files that anybody may have written.
func FuzzAdditions(f *testing.F) {
	for _, file := range lexiconFiles {
		text, err := embedded.ReadFile("lexicon/" + file.name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file.name, string(text[:min(len(text), 2000)]))
	}
	f.Add("verbs.txt", "say//said+ neutral any\n+ a b\n/ / /")
	f.Add("anonymity.txt", "[clause]\nrequested |!? ! ? *\n[reason]\nthing")
	s := plainStory("A clerk, who asked not to be named because she feared for her job, said the mayor knew. “It rained,” he groused.")
	f.Fuzz(func(t *testing.T, name, text string) {
		src := diag.Source{Name: name, Text: []byte(text)}
		r, found := New([]diag.Source{src})
		for _, d := range found {
			if d.Message == "" || d.File != name {
				t.Errorf("no message or place: %v", d)
			}
		}
		check(t, s, r.Analyze(s))
	})
}
