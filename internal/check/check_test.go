package check_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/check"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// found checks a story under the given front matter and lists what one rule finds
// in it, as the words that it points at. Words of the front matter are given with
// their key.
func found(t *testing.T, rule, fields, text string, others ...string) []string {
	t.Helper()
	fsys := fstest.MapFS{
		"content/site.yaml":         {Data: []byte("title: The Desk\n")},
		"content/articles/ferry.md": {Data: []byte("---\n" + fields + "\n---\n" + text + "\n")},
	}
	for i := 0; i+1 < len(others); i += 2 {
		fsys[others[i]] = &fstest.MapFile{Data: []byte(others[i+1])}
	}
	loaded, ds := content.Load(fsys)
	if diag.Errors(ds) > 0 {
		t.Fatal(ds)
	}
	a := loaded.Articles[0]
	body := a.Body()
	res, ds := site.Annotate(loaded.Actors, nil, body, false, site.StoryOf(a, loaded.Config.Language))
	var words []string
	for _, d := range check.New(loaded).Story(a, body, res, ds) {
		if d.Rule != rule {
			continue
		}
		line := []rune(d.Text)
		said := string(line[d.Col-1 : d.Col-1+d.Width])
		if key, _, ok := strings.Cut(d.Text, ":"); ok && d.Line < body.At(0, 0).Line {
			said = strings.TrimSpace(key) + ": " + said
		}
		words = append(words, said)
	}
	return words
}

// The rules of sourcing, case by case. What is between «guillemets» is what the rule
// points at; where there are none it says nothing.
func TestSourcingRules(t *testing.T) {
	for rule, cases := range map[string][]string{
		"unnamed-no-reason": {
			"«A harbor official» said the ferry was overloaded.",
			"A harbor official said the ferry was overloaded.\n\nThe official spoke on condition of anonymity because the inquiry is not public.",
			"Harbor officials said the ferry was overloaded.",
			"The captain’s sister said he had complained for weeks.",
			"The harbor office said the ferry was overloaded.",
			"«Two inspectors» said the ferry was overloaded. Ada Brandt said it was not.",
			"Two inspectors, who asked not to be named because the inquiry is not public, said the ferry was overloaded. One of them said it had no radio.",
			"An anonymous caller said the ferry was overloaded.",
			// Nobody is quoted here.
			"A harbor official was seen on the pier.",
		},
		"formulaic-reason": {
			"A harbor official, speaking on condition of anonymity because «he was not authorized to speak publicly», said the ferry was old.",
			"A harbor official, speaking on condition of anonymity because «he was not allowed to talk to reporters», said the ferry was old.",
			"A harbor official spoke on condition of anonymity because «she was not authorized to discuss the matter publicly». The ferry was old, she said.",
			"A harbor official, who spoke on condition of anonymity because of «the sensitivity of the matter», said the ferry was old.",
			"A harbor official who asked not to be named because «the matter is sensitive» said the ferry was old.",
			"A harbor official, speaking on condition of anonymity because he was not authorized to discuss the passenger list, said the ferry was old.",
			"A harbor official, speaking on condition of anonymity because he was not authorized to speak about the ferry’s doors, said the ferry was old.",
			"A harbor official, speaking on condition of anonymity for fear of losing her job, said the ferry was old.",
			"A harbor official, speaking on condition of anonymity because the talks are private, said the ferry was old.",
		},
		"bare-source": {
			"The ferry was old, «a source» said.",
			"The ferry was old, according to «two reliable sources».",
			"The ferry was old, a source in the harbor office said.",
			"The ferry was old, a government source said.",
			"The ferry was old, a source familiar with the inquiry said.",
		},
		"vague-description": {
			"The ferry was old, «an official» said.",
			"The ferry was old, «two people» said on condition of anonymity.",
			"The ferry was old, said «an official» who spoke on condition of anonymity.",
			"The ferry was old, said «an official», who asked not to be named.",
			"The ferry was old, a senior official said.",
			"A harbor official said the ferry was old. Another official said it was new.",
			"“It sank like a stone,” said a woman on the pier who would not give her name.",
			"The ferry was old, a U.S. official said.",
			"The ferry was old, said two people familiar with the inquiry.",
			"The ferry was old, said a third person, an adviser to the owners.",
			"Officials said the ferry was old.",
		},
		"unnamed-opinion": {
			"“He is a «disgrace» to the harbor,” said a harbor official.",
			"A harbor official «ridiculed» the captain.",
			"A harbor official said the captain had failed two exams.",
			"“I thought it was a joke,” said a harbor official.",
			"A harbor official said «he thinks the captain will resign».",
			"“He is a disgrace to the harbor,” said Ada Brandt.",
			"Ada Brandt and a harbor official said the captain was incompetent.",
			"“I do not know what he thinks,” a harbor official said.",
		},
		"plural-for-one": {
			"«Sources» in the harbor office said the ferry was old. It had no radio, the source said.",
			"Sources in the harbor office said the ferry was old. It had no radio, the sources said.",
			"Officials said the ferry was old. A harbor official said it had no radio. The official gave no name.",
			"Officials said the ferry was old. A harbor official resigned on Monday. It had no radio, the official said.",
			"Officials said the ferry was old. Ole Brandt resigned. He said it had no radio.",
			"Two officials said the ferry was old. One of them said it had no radio.",
			"Two officials said the ferry was old. It had no radio, the official said.",
		},
		"named-anonymous": {
			"Ada Brandt, who «spoke on condition of anonymity», said the ferry was old.",
			"A harbor official who spoke on condition of anonymity said the ferry was old. Ada Brandt said it was new.",
			"A harbor official said on condition of anonymity that Ada Brandt had known.",
			"An aide to Ada Brandt, who spoke on condition of anonymity, said the ferry was old.",
			"Ada Brandt, who «asked not to be named», said the ferry was old.",
			"Ada Brandt, who «asked not to be named» because of the inquiry, said the ferry was old.",
			"Maria, who asked that her last name not be used, said the ferry was old.",
			"Ahmed, who asked to be identified only by his first name, said the ferry was old.",
			"Maria Ostberg, who asked that her full name not be used, said the ferry was old.",
			"Ada Brandt, who asked not to be named captain, said the ferry was old.",
			"Ada Brandt, who «asked not to be named» because the inquiry is not public, said the ferry was old.",
			"Maria Ostberg, whose real name is being withheld, said the ferry was old.",
			"Ada Brandt spoke to a harbor official who asked not to be named. The official said the ferry was old.",
			"Ada Brandt said the ferry was old. Another official, who requested anonymity, said it was new.",
			"Ada Brandt said that she would not speak on condition of anonymity.",
			"“The ferry was old,” said Ada Brandt. She did not ask that her name be withheld.",
			"Ada Brandt, who had never asked to remain anonymous, said the ferry was old.",
		},
		"single-source": {
			"«A harbor official» said the ferry was old. It had no radio, the official said.",
			"Two harbor officials said the ferry was old.",
			"Harbor officials said the ferry was old.",
			"Ada Brandt said the ferry was old.",
		},
		"unnamed-spokesperson": {
			"«A spokesman» for the harbor said the ferry was old.",
			"«A harbor spokeswoman» said the ferry was old.",
			"Ada Brandt, a spokeswoman for the harbor, said the ferry was old. The spokeswoman gave no year.",
			"A harbor spokesman, who asked not to be named, said the ferry was old.",
			"The harbor said in a statement that the ferry was old.",
		},
		"late-attribution": {
			"«“The» ferry was old. " + strings.Repeat("It had no radio. ", 15) + "It sank,” Ada Brandt said.",
			"“The ferry was old. " + strings.Repeat("It had no radio. ", 5) + "It sank,” Ada Brandt said.",
			"“The ferry was old,” Ada Brandt said.",
			"Ada Brandt said the ferry was old. “" + strings.Repeat("It had no radio. ", 20) + "It sank.”",
		},
	} {
		for _, text := range cases {
			var want []string
			for _, part := range strings.Split(text, "«")[1:] {
				said, _, _ := strings.Cut(part, "»")
				want = append(want, said)
			}
			plain := strings.NewReplacer("«", "", "»", "").Replace(text)
			if got := found(t, rule, "title: The ferry", plain); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s finds %q, want %q, in\n\t%s", rule, got, want, plain)
			}
		}
	}
}

// What the front matter says and what the text says have to be seen together.
func TestRulesOfTheWholeStory(t *testing.T) {
	const (
		reason    = "the inquiry is not public"
		unnamed   = "The ferry was overloaded on its last voyage, a harbor official said on condition of anonymity because " + reason + "."
		official  = "sources:\n  - id: harbor-official\n    name: a harbor official\n    level: anonymous\n"
		brandt    = "content/glossary/ada-brandt.md"
		entry     = "---\nname: Ada Brandt\nkind: person\n---\nShe leads the harbor.\n"
		elm       = "content/glossary/port-elm.md"
		elmEntry  = "---\nname: Port Elm\nkind: place\n---\nA harbor.\n"
		longWords = "summary: The ferry left with more people than it may carry and nobody on the pier had counted them, as nobody had the week before, or in the weeks of summer, when the island is full of guests, and the office that should have known of it, and that had letters on its desk which said so, did not read them, nor did anybody else who could have"
	)
	for _, test := range []struct {
		rule, fields, text string
		others             []string
		want               string // what is pointed at, in brackets
	}{
		{"headline-unnamed", "title: Ferry was overloaded, officials say", unnamed, nil, "[title: Ferry was overloaded, officials say]"},
		{"headline-unnamed", "title: 'Ferry was overloaded: sources'", unnamed, nil, "[title: 'Ferry was overloaded: sources']"},
		{"headline-unnamed", "title: Ferry overloaded on last voyage", unnamed, nil, "[title: Ferry overloaded on last voyage]"},
		{"headline-unnamed", "title: Ferry overloaded on last voyage", unnamed + " The ferry was overloaded on every voyage, the harbor said in a statement.", nil, "[]"},
		{"headline-unnamed", "title: Officials say ferry was overloaded", "The ferry was overloaded, the harbor said.", nil, "[]"},
		{"headline-unnamed", "title: Fire officials say the pier is closed", "Fire officials said the pier was closed. A captain said on condition of anonymity that he would sue.", nil, "[]"},
		{"headline-unnamed", "title: What is known of the ferry's sources of power", unnamed, nil, "[]"},
		{"plural-for-one", "title: Ferry was overloaded, officials say", unnamed, nil, "[title: Ferry was overloaded, officials say]"},
		{"plural-for-one", "title: Ferry was overloaded, officials say", "Harbor officials said the ferry was overloaded.", nil, "[]"},
		{"plural-for-one", "title: Ferry was overloaded, officials say", unnamed + " It had no radio, said a ministry official.", nil, "[]"},
		{"plural-for-one", "title: Ferry was overloaded, diplomats say", unnamed, nil, "[]"},
		{"headline-unnamed", "title: Nobody at fault, diplomats say", unnamed, nil, "[]"}, // whoever they are, it is not the official

		{"single-source", "title: T\n" + official, unnamed, nil, "[a harbor official]"},
		{"single-source", "title: T\n" + official + "    corroborated: []", unnamed, nil, "[]"},
		{"single-source", "title: T\n" + official + "    checked: We have seen the list.", unnamed, nil, "[]"},
		{"unnamed-no-reason", "title: T\n" + official + "    reason: " + reason, "It was overloaded, a harbor official said.", nil, "[]"},
		{"formulaic-reason", "title: T\n" + official + "    reason: not authorized to speak publicly", "It was overloaded, a harbor official said.", nil, "[reason: not authorized to speak publicly]"},
		{"vague-description", "title: T\nsources:\n  - id: official\n    name: an official\n    level: anonymous\n    basis: has read the list", "It was overloaded, an official said.", nil, "[]"},

		{"unnamed-no-reason", "title: T\nsources:\n  - id: neighbor\n    name: a neighbor, 40\n    mentions: [a neighbor]\n    level: anonymous", "It was overloaded, a neighbor said.", nil, "[]"},

		{"unknown-name", "title: T", "It was overloaded, Mary Ashe said. It had no radio, she said.", []string{brandt, entry}, "[Mary Ashe]"},
		{"unknown-name", "title: T", "It was overloaded, Mary Ashe said.", []string{brandt, entry}, "[]"}, // once
		{"unknown-name", "title: T", "It was overloaded, Ada Brandt said. It had no radio, she said.", []string{brandt, entry}, "[]"},
		{"unknown-name", "title: T", "It was overloaded, Harbor Commissioner Ada Brandt said. It had no radio, she said.", []string{brandt, entry}, "[]"},
		{"unknown-name", "title: T", "It was overloaded, said Mary Ashe, of Port Elm. It had no radio, she said.", []string{elm, elmEntry}, "[Mary Ashe]"},
		{"unknown-name", "title: T", "Elm Ferries Inc. owns it. Inspectors boarded a ship of Elm Ferries Inc. in June. In July, Elm Ferries Inc. sold it.", []string{brandt, entry}, "[Elm Ferries Inc.]"},
		{"unknown-name", "title: T", "The captain saw the Hajj once. Nobody saw the Hajj twice. He said that the Hajj was long.", []string{brandt, entry}, "[]"},
		{"unknown-name", "title: T", strings.Repeat("Elm Ferries\\\nInc. owns it. ", 3), []string{brandt, entry}, "[]"}, // on no line
		{"unknown-name", "title: T", "Mary Ashe owns it. It was overloaded, the harbor said.", []string{brandt, entry}, "[]"},
		{"unknown-name", "title: T", "It was overloaded, Mary Ashe said. It had no radio, she said.", nil, "[]"},

		{"unresolved-date", "title: T", "It sank on Thursday, and on Friday it was found.", nil, "[Thursday]"},
		{"unresolved-date", "title: T\ndate: 2024", "It sank last month.", nil, "[last month]"},
		{"unresolved-date", "title: T\ndate: 2024-01-25", "It sank on Thursday.", nil, "[]"},
		{"unresolved-date", "title: T", "It sank [on Thursday]{date=2024-01-25}.", nil, "[]"},
		{"unresolved-date", "title: T", "It sank on Jan. 25, 2024.", nil, "[]"},

		{"no-byline", "title: T", "It sank.", nil, "[title: T]"},
		{"no-byline", "title: T\nauthors: [The desk]", "It sank.", nil, "[]"},
		{"no-byline", "title: T", "<!-- check: off no-byline: all of us -->\n\nIt sank.", nil, "[]"},
		{"bare-source", "title: T", "<!-- check: off bare-source: quoted -->\nIt sank,\na source said,\nin the night.", nil, "[]"},
		{"bare-source", "title: T", "<!-- check: off bare-source: quoted -->\n\nIt sank,\na source said,\nin the night.", nil, "[]"},
		{"bare-source", "title: T", "It sank,\na source said, <!-- check: off bare-source: quoted -->\nin the night.", nil, "[]"},
		{"bare-source", "title: T", "<!-- check: off bare-source: quoted -->\n\nIt sank.\n\nIt burned,\na source said.", nil, "[a source]"},
		{"no-byline", "title: T", "It sank.\n\n<!-- check: off no-byline: too late -->\n\nIt is gone.", nil, "[title: T]"},
		{"no-byline", "title: T", "<!-- check: off no-byline: all of us -->\n\n![A map](/map.svg)", nil, "[]"},
		{"no-byline", "title: T", "It sank.\n\n<!-- check: off no-byline: too late -->", nil, "[title: T]"},
		{"summary", "title: T\n" + longWords + " read them in time.", "It sank.", nil, "[summary: " + longWords[len("summary: "):] + " read them in time.]"},
		{"summary", "title: T\nsummary: The ferry sank.", "It sank.", nil, "[]"},
	} {
		if got := fmt.Sprint(found(t, test.rule, test.fields, test.text, test.others...)); got != test.want {
			t.Errorf("%s finds %s, want %s, in\n%s\n\n%s", test.rule, got, test.want, test.fields, test.text)
		}
	}
}

// Every rule has what its documentation needs, and a name of its own.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range check.Rules() {
		if r.Name == "" || r.Doc == "" || r.Doc[len(r.Doc)-1] != '.' || seen[r.Name] {
			t.Errorf("the rule %q has no name of its own, or no sentence", r.Name)
		}
		seen[r.Name] = true
	}
}

// Whatever a story holds, the rules come to an end and point into it.
func FuzzStory(f *testing.F) {
	f.Add("title: Officials say it sank", "Sources said the ferry sank. “I think it is a disgrace,” the source said on condition of anonymity.")
	f.Add("title: T", "<!-- check: off no-byline: x --> A <!-- check: off nothing --> spokesman, said on Thursday that he was not authorized to speak publicly.")
	f.Add("sources: [{id: a, name: an official, level: anonymous, reason: to speak freely}]", "“\n\n” an official\u00a0said, “\u2028")
	f.Fuzz(func(t *testing.T, fields, text string) {
		a, body, ds := content.ParseStory("story.md", []byte("---\n"+fields+"\n---\n"+text), false, nil)
		if diag.Errors(ds) > 0 {
			t.Skip()
		}
		loaded := &content.Site{Articles: []*content.Article{a}}
		res, ds := site.Annotate(nil, nil, body, false, site.StoryOf(a, loaded.Config.Language))
		lines := strings.Count(string(body.Source.Text), "\n") + 1
		for _, d := range check.New(loaded).Story(a, body, res, ds) {
			if d.File != "story.md" || d.Line < 1 || d.Line > lines || d.Message == "" {
				t.Errorf("a finding points to nowhere: %v", d)
			}
		}
	})
}
