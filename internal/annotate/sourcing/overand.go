package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// Phrases that go on over "and": the National Oceanic and Atmospheric Administration,
// the Department of Health and Human Services, Johnson and Johnson, U.S. and Iraqi
// officials. Where nothing says that the words on both sides make one name or describe
// the same people, they are two sources; see together.go.

// overAnd reads on in the phrase p, of which the tokens up to the "and" at i are read.
// It returns the token to go on from; i where the phrase ends.
func (d *doc) overAnd(p *phrase, i, limit int) int {
	if p.head != i-1 || i+1 >= limit || d.quoted(i+1) || d.toks[i+1].kind != kind(prose.Word) {
		return i
	}
	if !d.toks[p.head].capital {
		if d.portfolio(p.core, i, limit) {
			return i + 1
		}
		return i
	}
	end := d.capitals(i+1, limit)
	if k := d.ofBoth(p, i, end, limit); k > 0 {
		p.head = k
		if d.lower(p.first) == "both" {
			p.count = 0 // both sorts of officials, not both of two
		}
		return k + 1
	}
	if end > i+1 && (d.knownPair(i, end) || i-1 == p.core && i+2 == end && d.str(i-1) == d.str(i+1) || d.nameOverAnd(p, i, end) || d.portfolio(p.core, i, limit)) {
		p.joint = true
		return i + 1
	}
	return i
}

// capitals is the end of the run of capitalised words that begins at i.
func (d *doc) capitals(i, limit int) int {
	for i < limit && d.toks[i].capital && !d.is(i, cWeekday|cTime) && !d.quoted(i) {
		i++
	}
	return i
}

// knownPair reports a name that the lexicon has as a whole: Trinidad and Tobago. One or
// two words of it stand before the "and" at i, one or two after.
func (d *doc) knownPair(i, end int) bool {
	for first := i - 1; first >= 0 && first >= i-2 && d.toks[first].capital; first-- {
		for after := i + 2; after <= min(end, i+3); after++ {
			if d.lex.proper[d.text[d.toks[first].Start:d.toks[after-1].End]] != nil {
				return true
			}
		}
	}
	return false
}

// nameOverAnd reports whether what stands on both sides of the "and" at i, up to end, is
// one body's name: the Food and Drug Administration. The words before it name no body of
// their own, those after it end in what the body is, and one article stands before all;
// or the words before it are what bodies are for.
func (d *doc) nameOverAnd(p *phrase, i, end int) bool {
	if !d.bodyEnds(end-1) || p.plural || !(p.det == definite || p.owner > 0 || d.purpose(i-1)) {
		return false
	}
	from := p.core
	if from+1 < i && d.ofPlaceOrPeople(from) {
		from++ // the U.S. Fish and Wildlife Service
	}
	for j := from; j < i; j++ {
		plural := d.toks[j].looks&lookPlural != 0 && !d.firmName(j)
		if !d.toks[j].capital || (plural || d.is(j, cBody|cHuman)) && !d.purpose(j) || d.toks[j].proper != nil && !(j == from && j == i-1 && d.firmName(j)) {
			return false // the Senate and House, the Eagles and Players Association
		}
	}
	return d.purpose(i-1) || !d.ofPlaceOrPeople(i+1)
}

// bodyEnds reports a word in the singular that ends the name of a body.
func (d *doc) bodyEnds(i int) bool {
	if q := d.toks[i].proper; q != nil {
		return q.is(cNameWord) && !q.is(cKnown) && q.kind != "newspaper"
	}
	return d.is(i, cBody) && !d.is(i, cPlural)
}

// firmName reports a word that ends the names of firms, and may as well begin another's
// name: the Securities and Exchange Commission.
func (d *doc) firmName(i int) bool {
	q := d.toks[i].proper
	return q != nil && q.is(cNameWord) && !q.is(cKnown) && !d.is(i, cBody) && (q.kind == "company" || q.kind == "bank")
}

// ofPlaceOrPeople reports a place, the adjective of one, or a known body.
func (d *doc) ofPlaceOrPeople(i int) bool {
	if d.purpose(i) {
		return false
	}
	q := d.toks[i].proper
	return q != nil && q.is(cPlace|cKnown) || d.demonym(i)
}

// demonym reports the adjective of a place at i, as far as its ending tells.
func (d *doc) demonym(i int) bool {
	t := &d.toks[i]
	if !t.capital || !t.word.unlisted() || t.proper != nil || d.surnameAt(i) || d.lex.given(t.lower) != unsaid {
		return false
	}
	w := strings.TrimSuffix(t.lower, "s")
	for _, ending := range d.lex.demonym {
		if len(w) > len(ending)+2 && strings.HasSuffix(w, ending) {
			return true
		}
	}
	return false
}

// purpose reports a word for what a body has to do with: Health, Education, Trade.
func (d *doc) purpose(i int) bool {
	if d.is(i, cTopic) {
		return true
	}
	t := &d.toks[i]
	if !t.capital || !t.word.unlisted() || t.proper != nil {
		return false
	}
	for _, ending := range [...]string{"tion", "ment", "ture", "ology"} {
		if len(t.lower) > len(ending)+2 && strings.HasSuffix(t.lower, ending) {
			return true
		}
	}
	return false
}

// portfolio reports an office for two things, of which the second stands after the "and"
// at i: Work and Pensions Secretary Ada Holm, the trade and industry minister.
func (d *doc) portfolio(from, i, limit int) bool {
	if !d.purpose(i-1) || !d.purpose(i+1) || i-from > 3 || d.toks[i-1].capital != d.toks[i+1].capital {
		return false
	}
	for j := from; j < i; j++ {
		if d.toks[j].proper != nil && !d.toks[j].proper.is(cPlace) || d.is(j, cBody|cHuman) && !d.purpose(j) {
			return false
		}
	}
	for k := i + 2; k < min(limit, i+5); k++ {
		switch {
		case !d.toks[k].kind.isWord() || d.toks[k].capital != d.toks[i+1].capital && !d.is(k, cHuman):
			return false
		case d.is(k, cOffice) && !d.is(k, cPlural):
			return d.purpose(k - 1)
		case d.toks[k].proper != nil || d.is(k, cVerb|cFunction):
			return false
		}
	}
	return false
}

// ofBoth finds the people of whom the words before the "and" at i and those after it say
// where they belong: U.S. and Iraqi officials, White House and Pentagon aides, American
// and other diplomats. The capitals after it end at end, and what the people are follows.
// It returns 0 where each stands for itself.
func (d *doc) ofBoth(p *phrase, i, end, limit int) int {
	k := end
	for k < min(limit, end+2) && d.toks[k].kind == kind(prose.Word) && !d.is(k, cHuman) && !d.is(k, cPlural) && (d.lower(k) == "other" || d.is(k, cBody) || !d.is(k, cVerb|cFunction|cLight|cAdverb|cTime)) {
		k++
	}
	if k >= limit || k == i+1 || d.toks[k].capital || d.quoted(k) || !d.is(k, cHuman|cBody) || !d.is(k, cPlural) || d.is(k, cVerb) {
		return 0
	}
	switch named := end > i+1; {
	case i-1 == p.core && d.startsSentence(i-1) && d.level(i-1): // Federal and state officials
		if named {
			return 0
		}
	case !named && d.lower(i+1) != "other" && !d.adjective(i+1): // American and police officers
		return 0
	case !d.affiliation(p, i, end, k):
		return 0
	}
	return k
}

// affiliation reports whether the words of p before the "and" at i say where the people at
// k belong, as those up to end do.
func (d *doc) affiliation(p *phrase, i, end, k int) bool {
	from := p.core
	for from < i-1 && d.is(from, cAdjective) {
		from++ // senior American and European diplomats
	}
	one := from == i-1
	if one && (d.demonym(i-1) && !strings.HasSuffix(d.str(i-1), "s") || d.party(i-1)) {
		return true
	}
	if !d.is(k, cHuman) || p.det != bare && p.det != indefinite || p.owner > 0 {
		return false // the Pentagon and Iraqi officials
	}
	q := d.properName(from, i-1)
	switch {
	case one && q != nil && q.is(cPlace):
		return shouting(d.str(i - 1)) // U.S., U.K.; but: Israel and American officials
	case end == i+1 || !d.ofABody(k):
		return false
	case q == nil || !q.is(cKnown):
		if one {
			return d.purpose(i-1) && d.bodyEnds(end-1) // Defense and Interior Ministry officials
		}
		return d.bodyEnds(i-1) && !d.firmName(i-1)
	}
	switch q.kind {
	case "newspaper", "station", "wire":
		return false
	case "company", "organization":
		next := d.toks[i+1].proper
		return end == i+2 && next != nil && next.is(cKnown)
	}
	return true
}

// level reports the words for whose government officials are of.
func (d *doc) level(i int) bool {
	switch d.lower(i) {
	case "federal", "state", "city", "county", "town", "village", "district", "provincial", "regional", "national", "local", "municipal":
		return true
	}
	return false
}

// ofABody reports people who belong to a body or a state, at i: officials, aides.
func (d *doc) ofABody(i int) bool {
	switch d.toks[i].word.lemma {
	case "official", "aide", "diplomat", "envoy", "negotiator", "commander", "officer", "minister", "leader", "lawmaker", "adviser", "advisor", "source", "spokesman", "representative", "executive", "employee", "lawyer", "investigator":
		return true
	}
	return false
}

// party reports where in politics somebody stands: Republican and Democratic lawmakers.
func (d *doc) party(i int) bool {
	switch d.lower(i) {
	case "republican", "democratic", "conservative", "labour", "liberal", "socialist", "nationalist":
		return d.toks[i].capital
	}
	return false
}

// moreTopics reads on in the name of a body that is for several things, of which the
// first are read up to i after the preposition at prep: the Department of Health and
// Human Services; the Bureau of Alcohol, Tobacco, Firearms and Explosives. It returns
// the end of the last, or i where the name ends.
func (d *doc) moreTopics(prep, i, limit int) int {
	if d.str(prep) == "of" && !d.isForTopics(prep-1) {
		return i // the Bank of England and Barclays
	}
	for j := prep + 1; j < i; j++ {
		if d.ofPlaceOrPeople(j) || d.is(j, cBody) && !d.purpose(j) {
			return i
		}
	}
	k := i
	for items := 0; items < 6 && k+1 < limit && d.punct(k, prose.Comma) && d.toks[k+1].capital; items++ {
		k = d.capitals(k+1, limit)
	}
	if k+1 < limit && d.punct(k, prose.Comma) && k > i {
		k++
	}
	if k+1 >= limit || d.str(k) != "and" || !d.toks[k+1].capital {
		return i
	}
	end := d.capitals(k+1, limit)
	for j := k + 1; j < end; j++ {
		if q := d.toks[j].proper; d.ofPlaceOrPeople(j) || !d.purpose(j) && (d.is(j, cBody|cHuman) || q != nil && !d.firmName(j)) {
			return i // the Department of Justice and Federal Reserve
		}
	}
	if end > k+2 && d.bodyEnds(end-1) && d.toks[end-1].looks&lookPlural == 0 || !d.purpose(k+1) && !d.purpose(end-1) {
		return i
	}
	return end
}

// isForTopics reports a word for bodies that "of" joins to what they are for, rather than
// to a place: Department, not Bank.
func (d *doc) isForTopics(i int) bool {
	switch d.lower(i) {
	case "department", "ministry", "office", "bureau", "directorate", "institute", "institutes", "academy", "society", "association", "faculty", "school",
		"board", "council", "chamber", "confederation", "federation", "center", "centers", "centre", "committee", "commission", "secretariat", "division",
		"minister", "secretary", "administration":
		return true
	}
	return false
}
