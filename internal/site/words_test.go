package site

import (
	"io/fs"
	"testing"

	"backgrounder"
	"backgrounder/internal/annotate/sourcing"
)

func english(t testing.TB) *language {
	t.Helper()
	templates, err := fs.Sub(backgrounder.Files, "templates")
	if err != nil {
		t.Fatal(err)
	}
	l, err := loadLanguage(templates, "en")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestSourcingWords holds the sentences at the head of the sourcing section right
// in every combination of who speaks and on what terms.
func TestSourcingWords(t *testing.T) {
	official := func(c sourcing.Condition, reason bool) voice {
		return voice{"A U.S. defense official", sourcing.Anonymous, c, reason, 1}
	}
	diplomat := func(c sourcing.Condition, reason bool) voice {
		return voice{"A Western diplomat briefed on the talks", sourcing.Anonymous, c, reason, 1}
	}
	members := func(c sourcing.Condition, reason bool) voice {
		return voice{"Two former members of the commission", sourcing.Anonymous, c, reason, 2}
	}
	sources := voice{"sources close to the talks", sourcing.Anonymous, sourcing.NoCondition, false, 0}
	group := func(words string) voice { return voice{Description: words, Level: sourcing.Collective} }
	named := voice{Description: "Petra Anselm", Level: sourcing.Named, Count: 1}
	body := voice{Description: "the ministry", Level: sourcing.Institution}
	report := voice{Description: "the report", Level: sourcing.Document}

	for _, test := range []struct {
		name   string
		voices []voice
		n      shares
		want   string
	}{
		{"nobody", nil, shares{},
			"No statement in this story is attributed to a source."},

		// Nobody unnamed.
		{"one named", []voice{named}, shares{Total: 1},
			"The one attributed passage comes from a named person."},
		{"two passages", []voice{named, named}, shares{Total: 2},
			"Both attributed passages come from named people."},
		{"one body", []voice{body}, shares{Total: 4},
			"All four attributed passages come from an official body."},
		{"open levels", []voice{named, named, body, report}, shares{Total: 12},
			"All 12 attributed passages come from named people, an official body and a document."},

		// Groups.
		{"one group", []voice{named, group("Iraqi officials")}, shares{Total: 5, Groups: 2},
			"All five attributed passages come from a named person and an unnamed group. Two passages cite “Iraqi officials” as a group."},
		{"nothing but a group", []voice{group("residents")}, shares{Total: 1, Groups: 1},
			"The one attributed passage comes from an unnamed group. One passage cites “residents” as a group."},
		{"two groups", []voice{body, group("villagers"), group("local officials")}, shares{Total: 9, Groups: 2},
			"All nine attributed passages come from an official body and unnamed groups. Two passages cite groups: “villagers” and “local officials”."},
		{"four groups", []voice{group("a"), group("b"), group("c"), group("d")}, shares{Total: 9, Groups: 9},
			"All nine attributed passages come from unnamed groups. Nine passages cite groups: “a”, “b”, “c” and “d”."},
		{"five groups", []voice{group("a"), group("b"), group("c"), group("d"), group("e")}, shares{Total: 12, Groups: 12},
			"All 12 attributed passages come from unnamed groups. 12 passages cite groups: “a”, “b”, “c” and 2 others."},

		// How much is unnamed.
		{"the only passage", []voice{official(sourcing.OnCondition, true)}, shares{Total: 1, Unnamed: 1},
			"The one attributed passage comes from an unnamed source. One official spoke on condition of anonymity. A reason is given."},
		{"all", []voice{official(sourcing.OnCondition, false), official(sourcing.OnCondition, false)}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from unnamed sources. Two officials spoke on condition of anonymity. No reason is given for either."},
		{"most", []voice{official(sourcing.OnCondition, true), named}, shares{Total: 26, Unnamed: 14},
			"Most of the attributed passages come from an unnamed source: 14 of 26. One official spoke on condition of anonymity. A reason is given. The other 12 passages come from a named person."},
		{"half", []voice{official(sourcing.OnCondition, true), named, body}, shares{Total: 26, Unnamed: 13},
			"Half of the 26 attributed passages come from an unnamed source. One official spoke on condition of anonymity. A reason is given. The other 13 passages come from a named person and an official body."},
		{"some", []voice{official(sourcing.OnCondition, true), official(sourcing.OnCondition, true), group("Iraqi officials"), named, body}, shares{Total: 15, Unnamed: 4, Groups: 2},
			"Four of 15 attributed passages come from unnamed sources. Two officials spoke on condition of anonymity. A reason is given for both. Two passages cite “Iraqi officials” as a group. The other nine passages come from a named person and an official body."},
		{"one of many", []voice{official(sourcing.OnCondition, false), named}, shares{Total: 7, Unnamed: 1},
			"One of seven attributed passages comes from an unnamed source. One official spoke on condition of anonymity. No reason is given. The other six passages come from a named person."},
		{"one other", []voice{official(sourcing.OnCondition, false), body}, shares{Total: 2, Unnamed: 1},
			"One of two attributed passages comes from an unnamed source. One official spoke on condition of anonymity. No reason is given. The other passage comes from an official body."},

		// Terms.
		{"requested", []voice{diplomat(sourcing.Requested, true)}, shares{Total: 2, Unnamed: 2},
			"Both attributed passages come from an unnamed source. One diplomat asked not to be named. A reason is given."},
		{"background", []voice{official(sourcing.Background, false)}, shares{Total: 2, Unnamed: 2},
			"Both attributed passages come from an unnamed source. One official spoke under rules that keep the name back. No reason is given."},
		{"withheld", []voice{members(sourcing.NameWithheld, false)}, shares{Total: 2, Unnamed: 2},
			"Both attributed passages come from an unnamed source. The names of two members are withheld. No reason is given."},
		{"a reason but no condition", []voice{official(sourcing.NoCondition, true)}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from an unnamed source. One official is not named, for a reason that is given."},
		{"neither", []voice{diplomat(sourcing.NoCondition, false)}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from an unnamed source. One diplomat is not named, and no reason is given."},
		{"uncounted", []voice{sources}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from an unnamed source. “sources close to the talks” are not named, and no reason is given."},
		{"counted and uncounted", []voice{diplomat(sourcing.NoCondition, false), sources}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from unnamed sources. One diplomat and “sources close to the talks” are not named, and no reason is given."},
		{"different people on the same terms", []voice{official(sourcing.OnCondition, true), diplomat(sourcing.OnCondition, false)}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from unnamed sources. Two people spoke on condition of anonymity. A reason is given for one of the two."},
		{"everything", []voice{
			official(sourcing.OnCondition, true), diplomat(sourcing.Requested, true), members(sourcing.Requested, true),
			diplomat(sourcing.NoCondition, false), group("villagers"), group("local officials"), body, body, named, named,
		}, shares{Total: 26, Unnamed: 13, Groups: 2},
			"Half of the 26 attributed passages come from unnamed sources. One official spoke on condition of anonymity; three people asked not to be named. A reason is given for each. One diplomat is not named, and no reason is given. Two passages cite groups: “villagers” and “local officials”. The other 11 passages come from named people and official bodies."},
		{"no reasons among many", []voice{official(sourcing.OnCondition, false), official(sourcing.OnCondition, false), official(sourcing.OnCondition, false)}, shares{Total: 3, Unnamed: 3},
			"All three attributed passages come from unnamed sources. Three officials spoke on condition of anonymity. No reason is given for any of them."},
	} {
		t.Run(test.name, func(t *testing.T) {
			lead, rest := english(t).sourcingWords(test.voices, test.n)
			got := lead
			if rest != "" {
				got += " " + rest
			}
			if got != test.want {
				t.Errorf("got\n\t%s\nwant\n\t%s", got, test.want)
			}
		})
	}
}

func TestHeadNoun(t *testing.T) {
	l := english(t)
	for description, want := range map[string]string{
		"A U.S. defense official":                         "official",
		"U.S. officials familiar with the matter":         "official",
		"a source close to the prime minister":            "source",
		"Two former members of the border commission":     "member",
		"a person briefed on the talks":                   "person",
		"people":                                          "person",
		"an aide to the minister":                         "aide",
		"a military leader, who asked not to be named":    "leader",
		"a member of the officers’ club":                  "member",
		"Western diplomats":                               "diplomat",
		"another":                                         "",
		"the ministry":                                    "",
		"an adviser who speaks for several other leaders": "adviser",
	} {
		if got := l.headNoun(description); got != want {
			t.Errorf("headNoun(%q) = %q, want %q", description, got, want)
		}
	}
}
