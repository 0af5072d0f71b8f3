package sourcing

import (
	"strings"

	"backgrounder/internal/annotate/prose"
)

// classify says what the phrase stands for.
func (d *doc) classify(p *phrase) {
	from := p.core
	last := p.end - 1
	for last > from && !d.toks[last].kind.isWord() {
		last--
	}
	p.head = last
	p.sure = true

	// A title or rank, and then a name.
	if r := d.lastTitle(from, last); r >= 0 && !(p.det == indefinite && d.is(last, cHuman)) && d.bodyOfPeople(from, last) != r {
		if n := d.nameAfter(r, last); n == last && d.innerCapital(last) || n > 0 && d.trades(r) && d.lex.given(d.lower(n)) == unsaid {
			p.sort, p.namedFrom, p.plural = body, n, false // market researcher DataPort
			return
		} else if n > 0 {
			p.sort, p.namedFrom = name, n
			p.plural = false
			return
		}
	}
	// A body's common noun, and then its name: the sports daily Il Corsivo.
	for j := last - 1; j >= from; j-- {
		if d.is(j, cBody) && !d.toks[j].capital && !d.is(j, cPlural) {
			if d.allCapital(j+1, last) {
				p.sort, p.head, p.namedFrom = body, last, j+1
				return
			}
			break
		}
	}
	if d.allCapital(from, last) {
		d.classifyProper(p, from, last)
		return
	}
	d.classifyCommon(p, from, last)
}

// trades reports words that before a name are for a company rather than a person: the
// French lender Banque Claire.
func (d *doc) trades(i int) bool {
	switch d.str(i) {
	case "lender", "insurer", "retailer", "manufacturer", "supplier", "distributor", "operator", "provider", "broadcaster":
		return true
	}
	return false
}

// innerCapital reports a name of a firm by its spelling: DataPort, not McBride.
func (d *doc) innerCapital(i int) bool {
	w := d.str(i)
	for k := 4; k < len(w)-1; k++ {
		if w[k] >= 'A' && w[k] <= 'Z' && w[k-1] >= 'a' && w[k-1] <= 'z' && w[k+1] >= 'a' && w[k+1] <= 'z' {
			return true
		}
	}
	return false
}

// lastTitle is the last word of [from, last] that can stand before a name, or -1.
func (d *doc) lastTitle(from, last int) int {
	for j := last - 1; j >= from; j-- {
		w := d.toks[j].word
		if w.is(cHuman|cTitle) && !w.is(cPlural) && !(j > from && d.punct(j-1, prose.Possessive) && d.punct(j+1, prose.Possessive)) {
			if j+1 <= last && d.punct(j+1, prose.Possessive) {
				return -1
			}
			return j
		}
	}
	return -1
}

// nameAfter returns the first token of the name that follows the title r and goes
// to last, or 0.
func (d *doc) nameAfter(r, last int) int {
	if r >= last || !d.nameLike(r+1) || r+1 == last && d.is(last, cOffice) && !d.is(r, cTitle) {
		return 0 // Deputy Secretary
	}
	for j := r + 1; j <= last; j++ {
		if !d.nameLike(j) && !d.nameParticle(j, last+1) {
			return 0
		}
		if p := d.toks[j].proper; p != nil && p.is(cNameWord) && j == last && (d.toks[j].is(cBody) || d.many(j)) {
			return 0
		}
	}
	if d.toks[last].is(cBody|cDocument) && d.toks[r].is(cHuman) && last > r+1 && d.lex.given(d.lower(r+1)) == unsaid && !d.surnameToo(last) {
		return 0 // General Assembly, Prime Minister's Office
	}
	return r + 1
}

func (d *doc) allCapital(from, last int) bool {
	if from > last {
		return false
	}
	for j := from; j <= last; j++ {
		t := &d.toks[j]
		switch {
		case t.capital, t.roles&joined != 0:
		case t.kind == kind(prose.Number) && j > from:
		case j > from && (d.nameParticle(j, last+1) || d.str(j) == "&" || t.is(cPreposition|cDefinite) || d.str(j) == "and"), j > from && j < last && d.punct(j, prose.Comma):
		default:
			return false
		}
	}
	return true
}

// classifyProper judges a run of capitalised words.
func (d *doc) classifyProper(p *phrase, from, last int) {
	p.namedFrom = from
	if w := d.str(from); len(w) > 2 && w[1] == '-' && strings.IndexByte("RDI", w[0]) >= 0 {
		p.sort, p.sure = other, false // State Rep. Ada Holm, R-Tarsk,
		return
	}
	single := from == last
	first := &d.toks[from]
	if sort, ok := d.likeTrade(p, from, last); ok {
		p.sort = sort
		return
	}
	if d.oneOfPeople(p, from, last) {
		p.sort, p.namedFrom, p.plural = person, 0, p.count != 1 && p.det != indefinite
		return
	}
	if w := d.properName(from, last); w != nil && w.is(cKnown|cPlace) {
		p.sort = body
		return
	}
	initial := from == p.first && d.startsSentence(from)
	if single && (initial && !(d.toks[from].seen&seenCapital != 0 && first.word.unlisted()) || p.det != bare) && (first.proper == nil || !first.proper.is(cKnown|cPlace) && first.is(cHuman) && (first.is(cPlural) || d.many(from) || p.det == indefinite)) {
		// The sentence's first word, or "the Ministry": perhaps a common noun.
		if !first.word.unlisted() || initial && d.commonNoun(from) {
			d.classifyCommon(p, from, last)
			return
		}
	}
	if p.joint || d.agency(from, last) || d.bodyOfPeople(from, last) >= 0 {
		p.sort = body
		if j := d.bodyWord(from, last); j >= 0 {
			p.head = j
		}
		return
	}
	w := d.toks[last].word
	if q := d.toks[last].proper; q != nil && q.is(cNameWord) && !single && (p.det == definite || !w.is(cHuman) || w.is(cPlural)) {
		p.sort = body // The Brannock Courier
		return
	}
	if p.det == bare && last == from+1 && first.word.unlisted() && first.proper == nil && d.toks[last].proper == nil && d.toks[last].is(cPlural) &&
		(d.aged(last+1) || d.lex.given(d.lower(from)) != unsaid || d.punct(last+1, prose.Comma) && (d.lower(last+2) == "who" || d.lower(last+2) == "whose")) {
		p.sort = name // Loretta Banks
		return
	}
	if !single && w.is(cPlural) && d.bodyWord(from, last) >= 0 {
		p.sort, p.head = body, d.bodyWord(from, last) // Local 40 of the Allied Port Workers
		return
	}
	switch {
	case w.is(cHuman) && !single || single && w.is(cHuman) && first.proper == nil:
		d.classifyCommon(p, from, last) // the Foreign Minister
		return
	case w.is(cDocument) && d.toks[last].proper == nil:
		p.sort = document
		return
	}
	if j := d.bodyWord(from, last); j >= 0 {
		p.sort, p.head = body, j
		return
	}
	if !single && initial && first.is(cHuman) && first.is(cPlural) && first.proper == nil && d.lower(last+1) == "and" && !d.spelledOut(from, last) {
		p.namedFrom = from + 1 // Rivals Apex and Orbit; Senators Ada Holm and Ben Stone
		p.sort = name
		if from+1 == last && !d.surnameAt(last) {
			p.sort = body
		}
		return
	}
	if single {
		p.sure = d.surnameAt(from) || d.slip(from) || d.titledAt(from) || first.proper == nil && first.word.unlisted() && !d.punct(from-1, prose.Comma) && d.lex.given(d.lower(from)) != unsaid
		if p.det == bare && first.proper == nil && (d.aged(last+1) || d.ofAge(last+1) || d.ofTrade(last+1) || d.punct(last+1, prose.Comma) && (d.lower(last+2) == "who" || d.lower(last+2) == "whose")) {
			p.sure = true // Holm, 45, … or Holm, who … or Amal, a 29-year-old seamstress, …
		}
		if p.sure && p.det == bare {
			p.sort = name // a surname
			return
		}
		p.sort = body
		return
	}
	if p.det != bare && p.det != possessive || d.looksLikeBody(from, last) {
		p.sort = body
		return
	}
	p.sort = name
}

// agency reports a body of which the name ends as that of a paper does, by the last two
// words: the U.S. Geological Survey.
func (d *doc) agency(from, last int) bool {
	if from == last || !d.is(last, cDocument) {
		return false
	}
	w := d.properName(last-1, last)
	return w != nil && w.is(cKnown)
}

// bodyOfPeople is the word for people with which the name of a body goes on after "of":
// the Office of Personnel Management, the Department of Youth; -1 where none does.
func (d *doc) bodyOfPeople(from, last int) int {
	for j := from + 1; j < last; j++ {
		if (d.str(j) == "of" || d.str(j) == "for") && d.isForTopics(j-1) && !d.is(j-1, cHuman) {
			if d.is(j+1, cHuman) {
				return j + 1
			}
			return -1
		}
	}
	return -1
}

// likeTrade says what a name is whose last word is also one for people of a trade, or a
// place in life: James Elder and, after him, Elder; Vela International Marine. Offices
// and titles have capitals without being names, as in Special Envoy, but for Stephen King
// and his like; and so has everybody in A SENIOR DEFENSE OFFICIAL.
func (d *doc) likeTrade(p *phrase, from, last int) (sort, bool) {
	w := d.toks[last].word
	trade := w.is(cHuman) && !w.is(cPlural|cTitle|cOffice|cSpeaker)
	if p.det != bare || !trade && !d.surnameToo(last) || !d.toks[last].capital || shouting(d.str(last)) {
		return other, false
	}
	end := last // of the name, where it stands in full
	if from == last {
		if at := d.introducedAt(last); at > 1 && at <= last {
			from, end = at-2, at-1
		}
	}
	first := &d.toks[from]
	switch {
	case from == last || !first.capital:
		return other, false
	case d.lex.given(d.lower(from)) != unsaid && (trade || first.proper == nil && from+1 == end):
		return name, true
	case !trade, !first.word.unlisted() || first.proper != nil || shouting(d.str(from)):
		return other, false
	case from+1 < end || d.toks[end].proper != nil && d.toks[end].proper.is(cNameWord) || d.ofFirm(end+1):
		return body, true
	}
	return name, first.looks&lookAdjective == 0 // Kosta Baker, but not Special Envoy
}

// surnameToo reports words for titles and papers that many people have for a surname:
// Stephen King, Jimmy Page.
func (d *doc) surnameToo(i int) bool {
	switch d.lower(i) {
	case "bishop", "cable", "guard", "judge", "king", "major", "page", "pope", "post", "price", "prince", "law":
		return true
	}
	return false
}

// ofFirm reports ", the yard's main contractor," at i: what a company is to others.
func (d *doc) ofFirm(i int) bool {
	if !d.punct(i, prose.Comma) || !d.is(i+1, cIndefinite|cDefinite) {
		return false
	}
	p, ok := d.phraseAt(i+1, min(i+12, len(d.toks)))
	return ok && !p.plural && (p.sort == body || d.firm(p.head)) && (d.punct(p.end, prose.Comma) || d.is(p.end, cPreposition|cRelative))
}

// oneOfPeople reports a name for somebody of a country, a town, a faith or a party, as an
// article or a number before it says: a Palestinian, another New Yorker, two Sunnis.
func (d *doc) oneOfPeople(p *phrase, from, last int) bool {
	if p.det == indefinite {
		return last-from <= 1 && (!d.toks[p.first].capital || d.startsSentence(p.first)) && d.bodyWord(from, last) < 0 && d.properName(from, last) == nil && d.toks[last].proper == nil && !d.is(last, cDocument|cHuman)
	}
	return p.det == bare && (p.count > 0 || p.vague) && from == last && d.compatriots(from)
}

// compatriots reports a word in the plural for people by where they come from.
func (d *doc) compatriots(i int) bool {
	if d.is(i, cCompatriot) {
		return strings.HasSuffix(d.lower(i), "ese") || strings.HasSuffix(d.lower(i), "men") // Two Chinese said
	}
	w := d.lex.words[strings.TrimSuffix(d.lower(i), "s")]
	return w != nil && w.is(cCompatriot)
}

// properName is the lexicon's entry of the name [from, last] as a whole; nil where it
// has none.
func (d *doc) properName(from, last int) *word {
	if from == last && d.toks[from].capital {
		return d.toks[from].proper
	}
	return d.lex.proper[d.text[d.toks[from].Start:d.toks[last].End]]
}

// aged reports ", 45," at i.
func (d *doc) aged(i int) bool {
	return d.punct(i, prose.Comma) && d.has(i+2) && d.toks[i+1].kind == kind(prose.Number) && d.toks[i+1].Len() <= 3 && d.punct(i+2, prose.Comma)
}

// ofTrade reports ", a shopkeeper," at i: what somebody is, and no company or country.
func (d *doc) ofTrade(i int) bool {
	if !d.punct(i, prose.Comma) || !d.is(i+1, cIndefinite|cDefinite) {
		return false
	}
	definite := !d.is(i+1, cIndefinite)
	for k := i + 2; d.has(k) && k < i+6 && d.toks[k].kind == kind(prose.Word); k++ {
		if d.is(k, cPreposition|cRelative) {
			return false
		}
		if !d.is(k+1, cRelative) && !d.punct(k+1, prose.Comma) && !(definite && d.lower(k+1) == "of") {
			continue
		}
		if !d.is(k, cHuman) || d.is(k, cPlural|cBody) || d.firm(k) || d.lower(k+1) == "which" || d.lower(k+1) == "that" {
			return false
		}
		switch d.lower(k) {
		case "rival", "competitor", "partner", "ally", "member", "neighbor", "neighbour", "leader", "owner", "sponsor", "donor", "backer", "investor", "shareholder", "creditor", "buyer", "seller", "bidder", "contractor", "supplier", "customer", "client", "lender", "borrower", "consultant", "broker", "trader", "individual", "observer", "recipient":
			return false
		}
		return true
	}
	return false
}

// ofAge reports ", a 29-year-old" at i.
func (d *doc) ofAge(i int) bool {
	return d.punct(i, prose.Comma) && d.is(i+1, cIndefinite) && d.has(i+2) && d.toks[i+2].looks&lookAge != 0
}

// titledAt reports a word at i that somewhere in the story follows a person's title:
// President Yayi Boni, and Yayi by himself.
func (d *doc) titledAt(i int) bool {
	t := &d.toks[i]
	return t.seen&seenTitled != 0 && t.word.unlisted() && t.proper == nil
}

// slip reports whether the name at i is a surname of the story with an s too many.
func (d *doc) slip(i int) bool {
	w, ok := strings.CutSuffix(d.str(i), "s")
	return ok && d.spellings.inStory(w).seen&seenAfterName != 0
}

// bodyWord is the word of the name [from, last] that makes it a body's, or -1.
func (d *doc) bodyWord(from, last int) int {
	for j := from; j <= last; j++ {
		if q := d.toks[j].proper; q != nil && q.is(cNameWord) && !q.is(cKnown) && (j > from || from == last || d.joinedBody(j, last)) {
			return j
		}
		if d.is(j, cBody) {
			return j
		}
	}
	return -1
}

// joinedBody: a body's word that comes first makes a body where the name goes on
// with a preposition (Department of Education) or a name (Radio Tambril).
func (d *doc) joinedBody(j, last int) bool {
	if j >= last {
		return true
	}
	switch d.str(j) {
	case "Agence", "Agencia", "Agenzia", "Port", "Radio", "Local", "TV", "Banco", "Bank", "Kataib":
		return true
	}
	return d.is(j+1, cPreposition)
}

// looksLikeBody judges two or more capitalised words without any known one: a
// company is shortened to its first word (Corran Bancorp: Corran), a person to
// the last.
func (d *doc) looksLikeBody(from, last int) bool {
	for j := from; j <= last; j++ {
		if d.str(j) == "&" {
			return true
		}
	}
	if p := d.toks[from].proper; p != nil && p.is(cPlace) && !d.toks[last].word.unlisted() {
		return true
	}
	if d.toks[last].seen&seenThing != 0 && d.lex.given(d.lower(from)) == unsaid {
		return true
	}
	if d.spelledOut(from, last) {
		return true
	}
	return d.toks[from].seen&seenAlone != 0 && d.toks[last].seen&(seenAlone|seenBeforeName|seenTitled) == 0 && d.lex.given(d.lower(from)) == unsaid
}

func (d *doc) startsSentence(i int) bool {
	return i == 0 || !d.toks[i-1].kind.isWord() && d.toks[i-1].kind != kind(prose.Possessive) && d.toks[i-1].kind != kind(prose.Comma)
}

// commonNoun guesses whether a word that only its place has given a capital is a
// common noun: Villagers, Pediatricians.
func (d *doc) commonNoun(i int) bool {
	low := strings.ToLower(d.str(i))
	if d.spellings.inStory(low).story != 0 { // it stands in small letters elsewhere
		return true
	}
	if d.toks[i].seen&seenCapital != 0 {
		return false
	}
	for _, e := range []string{"ers", "ors", "ists", "ians", "ants", "ents", "ees", "men", "women", "mates", "ings", "ions", "ments", "als", "ties", "kers", "arts", "ves"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	return false
}

// classifyCommon judges a phrase by its last noun.
func (d *doc) classifyCommon(p *phrase, from, last int) {
	t := &d.toks[last]
	w := t.word
	p.namedFrom = 0
	if w.is(cPlural) || w.is(cHuman) && d.many(last) && p.det != indefinite {
		p.plural = true
	}
	if t.capital && last > from && w.is(cNameWord) {
		p.sort = body
		return
	}
	switch {
	case t.looks&lookAge != 0:
		p.sort = person
	case !p.plural && (p.det == definite && last == from || p.det == possessive) && d.firm(last):
		p.sort = body // the operator
	case w.lemma == "figure" && d.isFigure(p, last):
		p.sort = person
	case w.is(cHuman) && !(w.is(cBody) && p.det == definite && !w.is(cOffice|cSpeaker)):
		p.sort = person
	case w.is(cGroup) && p.plural && p.det == bare && p.count == 0 && !w.is(cDocument):
		p.sort = person
	case w.is(cBody) && !t.capital && d.lower(last) == "paper" && d.publishedAt(last+1):
		p.sort = document // the paper, published in a journal
	case d.lower(last) == "trial" && d.medical(p, last):
		p.sort = document
	case w.is(cBody):
		p.sort = body
	case w.is(cDocument):
		p.sort = document
	case p.owner > p.first+1 && d.is(p.owner-2, cDocument) && !d.toks[p.owner-2].capital && !d.is(last, cSpeech) && t.looks&(lookPerson|lookPeople) == 0:
		p.sort = document // the logbook's last line
	default:
		p.sure = false
		d.guess(p, last)
	}
}

// isFigure reports that the figure at last is a person: a senior figure at the club.
func (d *doc) isFigure(p *phrase, last int) bool {
	for i := p.core; i < last; i++ {
		switch d.lower(i) {
		case "senior", "leading", "opposition", "government", "cabinet", "establishment", "royal", "defense", "defence", "party", "prominent", "industry", "military", "political", "club", "union", "religious", "public", "key", "top":
			return true
		}
	}
	return d.lower(last+1) == "who" || d.lower(last+1) == "close"
}

// medical reports that the trial at last is one of a treatment, of which a paper tells,
// and none before a court: a large trial published on Wednesday, a randomised trial.
func (d *doc) medical(p *phrase, last int) bool {
	for i := p.core; i < last; i++ {
		switch d.lower(i) {
		case "clinical", "randomised", "randomized", "controlled", "medical", "drug", "vaccine", "phase", "placebo-controlled", "double-blind":
			return true
		}
	}
	return d.publishedAt(last + 1)
}

// publishedAt reports ", published in" at i.
func (d *doc) publishedAt(i int) bool {
	if d.punct(i, prose.Comma) {
		i++
	}
	if d.lower(i) == "by" {
		return d.punct(i-1, prose.Comma) // the paper, by scientists at Leeds,
	}
	return d.lower(i) == "published" && d.is(i+1, cPreposition|cTime)
}

// personAfter returns the first token of a person's name at the end of the phrase,
// after a word for people that the lexicon has not: season-ticket holder Ada Holm; 0
// where there is none.
func (d *doc) personAfter(p *phrase, last int) int {
	f := last
	for f > p.core && d.nameLike(f-1) {
		f--
	}
	if f == p.core || last-f < 1 || last-f > 3 || d.is(f-1, cBody|cDocument) || d.is(last, cBody|cDocument) {
		return 0
	}
	for i := f; i <= last; i++ {
		if d.toks[i].proper != nil {
			return 0
		}
	}
	if d.lex.given(d.lower(f)) != unsaid || d.aged(last+1) || d.toks[f-1].looks&lookPerson != 0 {
		return f
	}
	return 0
}

// guess judges an unknown noun by its ending.
func (d *doc) guess(p *phrase, last int) {
	if f := d.personAfter(p, last); f > 0 {
		p.sort, p.namedFrom, p.sure = name, f, true
		return
	}
	if i := strings.LastIndexByte(d.lower(last), '-'); i > 0 {
		if part := d.lex.words[d.lower(last)[i+1:]]; part != nil && part.is(cHuman) && !part.is(cBody|cDocument) { // a team-mate
			p.sort, p.plural = person, part.is(cPlural)
			return
		}
	}
	if d.toks[last].capital && d.toks[last].word.unlisted() && last > p.core && d.allCapital(last, last) {
		// a small-letter word and then a name: automotive Merkle, "the i"; a young Palestinian
		p.sort, p.namedFrom = body, last
		if d.is(last, cCompatriot) || d.compatriots(last) {
			p.sort, p.namedFrom = person, 0
		}
		return
	}
	if d.is(last, cThing) {
		p.sort = other
		return
	}
	if w := d.toks[last].looks; w&lookPeople != 0 {
		p.sort, p.plural = person, true
	} else if w&lookPerson != 0 {
		p.sort = person
	} else {
		p.sort, p.plural = other, p.plural || w&lookPlural != 0
	}
}
