package strangers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/annotate/strangers"
	"backgrounder/internal/diag"
)

// strangersIn lists the names of a plain text that a glossary lacks, a line each.
func strangersIn(story string, glossary ...annotate.Actor) string {
	return strangersFound(story, annotate.New(glossary))
}

func strangersFound(story string, a *annotate.Annotator) string {
	pc := annotate.NewContext(annotate.Story{})
	a.PlainParser().Parse(text.NewReader([]byte(story)), parser.WithContext(pc))
	var b strings.Builder
	for _, s := range strangers.In(annotate.Get(pc)) {
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

// What a name is called between commas tells what it is.
func TestApposed(t *testing.T) {
	const story = `The mayor, Aldo Rayz, declined to comment. Ole Brandt, the chairman of the board, did not. Jyri Oja, who runs a shop, did too.

In Kessel, the mayor of Port Elm said no. The transport ministry in Dorrin said it was late. Uku Vorst, a former deputy minister, left. The boat, Kalle Ost, sank. The Elm Courier, a daily, closed.
`
	const want = `1 Aldo Rayz: person, "mayor" stands before it
1 Ole Brandt: person, "chairman" stands behind it
1 Jyri Oja: person, "who" stands behind it
1 Port Elm: place, it begins with "Port"
1 Dorrin: place, "in" stands before it
1 Uku Vorst: person, "minister" stands behind it
1 Kalle Ost: organization, nothing tells what it is
1 Elm Courier: organization, nothing tells what it is
`
	if diff := cmp.Diff(want, strangersIn(story)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
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

// The words that a newsroom adds to its lexicon count: a title is no name's first
// word, and a place that the embedded lexicon has not is one.
func TestOwnLexicon(t *testing.T) {
	const story = "Reeve Hanne Velst said it sank off Vardøholm. Velst said no more."
	reader, ds := sourcing.New([]diag.Source{
		{Name: "content/lexicon/persons.txt", Text: []byte("[title]\nreeve\n")},
		{Name: "content/lexicon/places.txt", Text: []byte("Vardøholm\n")},
	})
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	const (
		embedded = `2 Reeve Hanne Velst: person, "said" goes with it` + "\n"
		own      = `2 Hanne Velst: person, "Reeve" stands before it` + "\n1 Vardøholm: place, a known place\n"
	)
	if diff := cmp.Diff(embedded, strangersIn(story)); diff != "" {
		t.Errorf("with the embedded lexicon, -want +got\n%s", diff)
	}
	if diff := cmp.Diff(own, strangersFound(story, annotate.New(nil, annotate.WithReader(reader)))); diff != "" {
		t.Errorf("with a newsroom's own, -want +got\n%s", diff)
	}
}

// What stands right beside a name tells what it is, and what only looks like a name is
// left out: days behind it, shouts, adjectives of places, letters.
func TestBeside(t *testing.T) {
	const story = `On the pier stood lawyer Uku Vorst. Uku Vorst Thursday said no more. The militia Kata Morn and the Kata Sund rebels had left; the firm Trellis had sold it.
NO ENTRY HERE stood on a door. North Korean boats and Oskel boats, of which there were ten, came with the Oskel tide. A man called X and Edda of the Hills met.
`
	const want = `2 Uku Vorst: person, "lawyer" stands before it
1 Kata Morn: armed-group, "militia" stands beside it
1 Kata Sund: armed-group, "rebels" stands beside it
1 Edda of the Hills: organization, nothing tells what it is
`
	if diff := cmp.Diff(want, strangersIn(story)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
