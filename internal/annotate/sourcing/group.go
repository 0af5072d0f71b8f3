package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// The words that stand before a verb and belong to it: has not yet said.

// verbGroup is what stands before a verb and belongs to it.
type verbGroup struct {
	first   int  // first token of the group
	form    form // how the verb is used: fPast, fIng, fBase
	passive bool
	barred  bool // negated, hypothetical, or an infinitive: nothing was said
	ongoing bool // "are accusing"
	with    bool // "with officials proposing"
}

func (c *clauses) group(v int) verbGroup {
	w := c.toks[v].word
	g := verbGroup{first: v}
	be, have := false, false
	for j := v - 1; j >= c.s.first && c.toks[j].kind.isWord() && !c.quoted(j); j-- {
		t := c.toks[j].word
		switch {
		case c.toks[j].capital && !c.startsSentence(j):
			return c.groupForm(v, g, be, have) // George Little described
		case t.is(cNegation) && !t.is(cAux):
			g.barred = true
		case t.is(cModal):
			g.barred = !c.sayOnly(j, v)
		case t.is(cAux):
			be = be || t.is(cBe)
			have = have || t.is(cHave)
			if t.is(cNegation) {
				g.barred = true
			}
		case c.sinceThen(j), c.lower(j) == "first":
			continue
		case t.is(cAdverb) || t.unlisted() && strings.HasSuffix(c.str(j), "ly"):
			if !t.is(cPronoun) {
				continue
			}
		case c.lower(j) == "to" && w.forms&fBase != 0:
			g.barred = !c.wentOn(j)
		}
		if !t.is(cAux | cNegation) {
			break
		}
		g.first = j
	}
	return c.groupForm(v, g, be, have)
}

// groupForm says how the verb v of the group g is used, by the auxiliaries in it.
func (c *clauses) groupForm(v int, g verbGroup, be, have bool) verbGroup {
	w := c.toks[v].word
	switch {
	case w.forms&fIng != 0:
		g.form = fIng
		if be {
			g.form, g.ongoing = fPast, true
		}
	case be && !have && w.forms&(fParticiple) != 0 && w.forms&fIng == 0, be && have:
		g.passive = true
	default:
		g.form = fPast
	}
	if n := c.phraseOf(v - 1); g.form == fIng && n >= 0 && c.phrases[n].end == v {
		first := c.phrases[n].first
		g.with = first > c.s.first && c.lower(first-1) == "with"
	}
	if g.form == fPast && !have && w.forms&(fPast|fParticiple) != 0 && v+1 < c.s.end && c.lower(v+1) == "by" && !(v+2 < c.s.end && channel(c.lower(v+2))) {
		g.passive = true
	}
	return g
}

// channel reports how something is said, not by whom: said by telephone.
func channel(w string) bool {
	switch w {
	case "telephone", "phone", "email", "e-mail", "text", "letter", "fax", "radio", "video", "message":
		return true
	}
	return false
}

// wroteTo reports that somebody wrote or called in order to say what follows: wrote to
// staff on Friday to say that; took to the radio to deny it.
func (c *clauses) wroteTo(to int) bool {
	if c.lower(to+3) == "least" {
		return false // to say the least
	}
	for k := to - 1; k > c.s.first && k > to-10; k-- {
		switch {
		case c.quoted(k) || !c.toks[k].kind.isWord() && c.toks[k].kind != kind(prose.Number):
			return false
		case c.phraseOf(k) >= 0:
			continue
		}
		switch c.lower(k) {
		case "wrote", "writes", "e-mailed", "emailed", "texted", "tweeted":
			return !c.is(k-1, cRelative)
		case "took":
			return c.lower(k+1) == "to"
		}
		if c.is(k, cVerb|cLight|cAux|cConjunction|cSubordinator) && !c.is(k, cPreposition) {
			return false
		}
	}
	return false
}

// wentOn reports "went on to say", "continued to insist", "used to say".
func (c *clauses) wentOn(to int) bool {
	if to-1 <= c.s.first {
		return false
	}
	if c.wroteTo(to) {
		return true
	}
	switch c.lower(to - 1) {
	case "on":
		return c.lower(to-2) == "went" || c.lower(to-2) == "goes"
	case "used":
		return !c.is(to-2, cBe|cNegation)
	case "continued", "continues", "continue":
		return true
	}
	return false
}
