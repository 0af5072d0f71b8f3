package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"testing/fstest"
)

// made are sites that are too large to write by hand, by their names.
var made = map[string]func() fs.FS{"extremes": extremes}

// extremes is a site with too little and too much of everything: a story without a
// source, with one, with none that is named, with sixty who speak in two hundred
// passages; five hundred entries, with names of every length; images.
func extremes() fs.FS {
	m := fstest.MapFS{}
	add := func(name, text string) { m[name] = &fstest.MapFile{Data: []byte(text)} }
	add("content/site.yaml", "title: Extremes\n")
	add("content/articles/none.md", "---\ntitle: No source at all\ndate: 2024-01-25\n---\n\nThe bridge is shut.\n\nIt was built in 1911.\n")
	add("content/articles/one.md", "---\ntitle: One source\ndate: 2024-01-25\nsources: [{id: petra-anselm, name: Petra Anselm, level: named}]\n---\n\n“The bridge is shut,” Petra Anselm said.\n")
	add("content/articles/found.md", "---\ntitle: None confirmed\ndate: 2024-01-25\n---\n\n“The bridge is shut,” Petra Anselm said. An official said it would open again. The ministry said nothing was planned.\n")
	add("content/articles/anonymous.md", `---
title: Nobody is named
date: 2024-01-25
sources:
  - {id: senior-official, name: A senior official, level: anonymous, reason: not authorized to speak}
  - {id: two-engineers, name: Two engineers, level: anonymous, corroborated: [], disputed: [senior-official]}
  - {id: diplomat, name: A diplomat, level: anonymous}
---

The bridge will open on Monday, a senior official said, speaking on condition of anonymity because he was not authorized to speak.

It will not, two engineers said. They asked not to be named.

“Ask me on Tuesday,” a diplomat said.
`)
	add("content/articles/many.md", manySources(60, 200))
	add("content/articles/map.md", manyRelated(25))
	add("content/articles/two.md", manyRelated(2))
	add("content/articles/images.md", `---
title: A story with images
date: 2024-01-25
images:
  - {src: /bridge.png, alt: "The bridge, seen from the east", caption: The bridge from the east., credit: "Photo: the desk"}
---

![](/bridge.png)

`+strings.Repeat("The bridge is shut. It was built in 1911, and nobody has painted it since.\n\n", 20)+`
![The bridge again](/bridge.png "The bridge, later.")

A small one stands ![in a line](/small.png) of text.
`)
	for name, size := range map[string]image.Point{"bridge": {1200, 800}, "bridge-640w": {640, 427}, "small": {24, 16}} {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rectangle{Max: size})); err != nil {
			panic(err) // a buffer takes everything
		}
		add("static/"+name+".png", b.String())
	}
	for i := range 500 {
		name := entryName(i)
		relations := ""
		if i < 60 {
			relations = fmt.Sprintf("relations:\n  backed-by: [entry-%d]\n  prime-minister-of: [entry-%d]\n", (i*7+3)%60, (i+1)%60)
		}
		add(fmt.Sprintf("content/glossary/entry-%d.md", i), fmt.Sprintf("---\nname: %q\nkind: %s\nsummary: What is to be said of %s in one line\n%s---\n\nText.\n", name, entryKind(i), name, relations))
	}
	return m
}

var syllables = []string{"ba", "ke", "ri", "mo", "tu", "sa", "ne", "li", "vo", "ha", "ży", "él", "ør", "da"}

// entryName is the name of the i-th entry: one word, two, or many, and some long.
func entryName(i int) string {
	word := func(n int) string {
		s := ""
		for range 2 + n%3 {
			s += syllables[n%len(syllables)]
			n = n*5 + 7
		}
		first := []rune(s)[:1]
		return strings.ToUpper(string(first)) + s[len(string(first)):]
	}
	switch i % 6 {
	case 0:
		return word(i) + word(i+1)
	case 5:
		return word(i) + " " + word(3*i) + " Commission for the Reconstruction of the " + word(2*i) + " Valley"
	}
	return word(i) + " " + word(11*i+i/14)
}

func entryKind(i int) string {
	if i%2 == 0 {
		return "person"
	}
	return []string{"organization", "government", "armed-group", "place", "event", "term"}[i/2%6]
}

// manySources is a story in which so many sources speak in so many passages.
func manySources(sources, passages int) string {
	levels := []string{"named", "anonymous", "institution", "collective", "document"}
	var b strings.Builder
	b.WriteString("---\ntitle: Sixty people speak\ndate: 2024-01-25\nsources:\n")
	for i := range sources {
		fmt.Fprintf(&b, "  - {id: speaker-%d, name: Speaker %d of the bridge inquiry, level: %s}\n", i, i, levels[i%len(levels)])
	}
	b.WriteString("---\n\n")
	for i := range passages {
		fmt.Fprintf(&b, "[The bridge was shut in year %d of the inquiry.]{source=speaker-%d} ", i, (i*i+i/3)%sources)
		if i%5 == 4 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// manyRelated is a story about so many of the first entries.
func manyRelated(actors int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %d who are related\ndate: 2024-01-25\n---\n\n", actors)
	for i := range actors {
		fmt.Fprintf(&b, "Nothing is known of [it]{actor=entry-%d}.\n\n", i)
	}
	return b.String()
}
