package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/annotate"
	"backgrounder/internal/importer"
)

// strangersIn lists the names of a plain text that a glossary lacks, a line each.
func strangersIn(story string, glossary ...annotate.Actor) string {
	pc := annotate.NewContext(annotate.Story{})
	annotate.New(glossary).PlainParser().Parse(text.NewReader([]byte(story)), parser.WithContext(pc))
	var b strings.Builder
	for _, s := range importer.Strangers(annotate.Get(pc)) {
		fmt.Fprintf(&b, "%d %s", s.Mentions, s.Name)
		if len(s.Aliases) > 0 {
			fmt.Fprintf(&b, " (%s)", strings.Join(s.Aliases, ", "))
		}
		fmt.Fprintf(&b, ": %s, %s\n", s.Kind, s.Because)
	}
	return b.String()
}

func TestStrangers(t *testing.T) {
	const story = `KESSELHAVEN, Norland — Speaking on Tuesday in Dorr, Norlandian Prime Minister Hanne Velst said the Ost Ferry Company had been warned. Velst said the Popular Pier Front (PPF), a militia, had claimed the Oct. 3 attack.

The PPF did not answer. However, the Ministry of Transport of Norland and Iraq’s Foreign Ministry did. “The Ferry is ours,” said Mirja Toll, 34, who keeps goats. Few Americans were at the Pier Summit, Reserve Bank of Norland Governor Gideon Mpo said. NATO and Iraq agreed. In March, NATO had not.

Nobody else came. Tuesday was quiet. He said it was January.
`
	const want = `3 Popular Pier Front (PPF): armed-group, it ends in "front"
2 Hanne Velst: person, "Norlandian Prime Minister" stands before it
2 Iraq: government, a place that "agreed" goes with
2 NATO: organization, it looks like a body
1 Dorr: place, "in" stands before it
1 Ost Ferry Company: organization, it ends in "company"
1 Ministry of Transport of Norland: government, "ministry" is part of it
1 Foreign Ministry: government, it ends in "ministry"
1 Mirja Toll: person, an age stands behind it
1 Pier Summit: event, it ends in "summit"
1 Reserve Bank of Norland: organization, "bank" is part of it
1 Gideon Mpo: person, "Governor" stands before it
`
	if diff := cmp.Diff(want, strangersIn(story)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	known := strangersIn(story,
		annotate.Actor{ID: "hanne-velst", Name: "Hanne Velst", Kind: annotate.Person},
		annotate.Actor{ID: "iraq", Name: "Iraq", Kind: annotate.Government},
		annotate.Actor{ID: "nato", Name: "NATO", Kind: annotate.Organization})
	for _, name := range []string{"Velst", "Iraq", "NATO"} {
		if strings.Contains(known, name+":") {
			t.Errorf("%s has an entry and is a stranger\n%s", name, known)
		}
	}
}

// Capitals that begin sentences, days, adjectives of places and quoted shouts are
// nobody.
func TestNoStrangers(t *testing.T) {
	const story = `Officials said on Monday that talks would begin soon. Talks began. The Iraqi army and American troops met German officers. An official said: “No. Never.” Yes, he did. It was a Friday in August.

Few believed it. Most did not. Islamic and Christian groups agreed.
`
	if got := strangersIn(story); got != "" {
		t.Errorf("strangers are found:\n%s", got)
	}
}
