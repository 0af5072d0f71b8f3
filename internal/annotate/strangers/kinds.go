package strangers

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate"
)

// heads are words that tell what a name is that ends in them.
var heads = func() map[string]annotate.Kind {
	all := map[string]annotate.Kind{}
	for kind, words := range map[annotate.Kind]string{
		annotate.Place: `base airport city town village street avenue square river lake sea ocean gulf strait bay island islands mountains mount
			valley desert province region district county state peninsula coast port harbor harbour bridge pass canal park stadium camp hill
			heights prison palace tower crossing border zone strip`,
		annotate.Event: `war summit conference olympics games forum cup festival crisis revolution invasion election elections massacre accord
			accords agreement treaty talks hurricane typhoon pandemic uprising intifada operation championship championships`,
		annotate.ArmedGroup: `brigade brigades battalion battalions militia militias front resistance forces liberation mujahideen`,
		annotate.Government: `ministry government department parliament congress senate cabinet house administration treasury council kremlin`,
		annotate.Organization: `inc corp ltd llc plc co group bank university college party union association press times post institute foundation
			company committee agency organization organisation league club hospital network society alliance center centre commission court
			church federation journal news television nations bureau army navy police`,
	} {
		for w := range strings.FieldsSeq(words) {
			all[w] = kind
		}
	}
	return all
}()

// openers are words with which the names of places begin.
var openers = map[string]bool{"port": true, "lake": true, "mount": true, "fort": true, "cape": true, "gulf": true, "camp": true, "isle": true}

// beside are common nouns beside a name that tell what it is.
var beside = map[string]annotate.Kind{
	"militia": annotate.ArmedGroup, "militias": annotate.ArmedGroup, "rebels": annotate.ArmedGroup, "fighters": annotate.ArmedGroup,
	"militants": annotate.ArmedGroup, "insurgents": annotate.ArmedGroup, "guerrillas": annotate.ArmedGroup, "movement": annotate.Organization,
}

// kind guesses what a name is, and says from what.
func (f *finder) kind(c *candidate) (annotate.Kind, string) {
	last := strings.ToLower(strings.Trim(c.words[len(c.words)-1], "."))
	whole := f.words.Lookup(c.name)
	head := headOf(c.words)
	switch {
	case whole.Place && c.within == "" && c.nearby == "" && c.speaks != "":
		return annotate.Government, fmt.Sprintf("a place that %q goes with", c.speaks)
	case whole.Place:
		return annotate.Place, "a known place"
	case c.title != "" && len(c.words) < 6 && heads[last] == "":
		return annotate.Person, fmt.Sprintf("%q stands before it", c.title)
	case c.office != "" && len(c.words) < 6 && heads[last] == "":
		return annotate.Person, fmt.Sprintf("%q stands behind it", c.office)
	case c.aged:
		return annotate.Person, "an age stands behind it"
	case heads[head] != "" && len(c.words) > 1:
		return heads[head], fmt.Sprintf("%q is part of it", head)
	case heads[last] != "" && len(c.words) > 1:
		return heads[last], fmt.Sprintf("it ends in %q", last)
	case len(c.words) > 1 && openers[strings.ToLower(c.words[0])]:
		return annotate.Place, fmt.Sprintf("it begins with %q", c.words[0])
	case beside[c.nearby] != "":
		return beside[c.nearby], fmt.Sprintf("%q stands beside it", c.nearby)
	case len(c.words) > 1 && f.given(c) != "":
		return annotate.Person, fmt.Sprintf("%q is a given name", f.given(c))
	case c.within != "" && (c.speaks == "" || c.mentions == 1): // the ministry in Kessel said
		return annotate.Place, fmt.Sprintf("%q stands before it", c.within)
	case whole.Known, abbreviation(c.name), c.nearby != "":
		return annotate.Organization, "it looks like a body"
	case c.speaks != "" && len(c.words) > 1 && len(c.words) < 5:
		return annotate.Person, fmt.Sprintf("%q goes with it", c.speaks)
	}
	return annotate.Organization, "nothing tells what it is"
}

// given is a given name among the first words of the name, or "".
func (f *finder) given(c *candidate) string {
	for _, w := range c.words[:len(c.words)-1] {
		if f.words.Lookup(w).Given {
			return w
		}
	}
	return ""
}

// headOf is the noun before "of" or "for": the Ministry of Defense is a ministry.
func headOf(words []string) string {
	for i, w := range words {
		if i > 0 && (w == "of" || w == "for") {
			return strings.ToLower(words[i-1])
		}
	}
	return ""
}

// abbreviation reports a word of capitals, with full stops or without: NATO, U.N.
func abbreviation(w string) bool {
	w = strings.ReplaceAll(w, ".", "")
	return len(w) > 1 && len(w) < 7 && w == strings.ToUpper(w) && strings.ToLower(w) != w
}
