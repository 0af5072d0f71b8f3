package sourcing

import (
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// sort is what a noun phrase stands for, as far as a source goes.
type sort uint8

const (
	other    sort = iota
	pronoun       // he, they, it, both
	person        // a person by a common noun: a defense official, two people
	name          // a person by name, with or without title
	body          // the ministry, Airbus, Baghdad
	document      // the report
)

// phrase is a noun phrase without what hangs on it: tokens [first, end).
type phrase struct {
	first, end int
	head       int // the token that says what it is: official, Austin, ministry
	sort       sort
	core       int // where determiners end: first token of the description itself
	owner      int // end of the possessor (Iraq’s), 0 for none
	namedFrom  int // of a name: its first token; titles stand before it
	ordinal    int // first 1, second 2, third 3, another -1, the other -2
	count      int // people, where the phrase counts them; 0 otherwise
	det        detKind
	plural     bool
	vague      bool // many, dozens of, some: uncounted
	one        bool // one of them: one person whatever the noun's number
	partitive  bool // some of them
	nobody     bool // no one, none of them
	unnamed    bool // called unnamed, unidentified, anonymous
	sure       bool // known words or shape; not a guess from an unknown noun
	joint      bool // a name with "and" inside
}

type detKind uint8

const (
	bare detKind = iota
	indefinite
	definite
	possessive
)

// phraseOfSentence returns the noun phrase that begins at token i of the sentence: as it
// was read with all of the sentence, or read now where nothing else of it was.
func (d *doc) phraseOfSentence(s sentence, i int) (phrase, bool) {
	if i < s.end {
		if n := d.toks[i].phrase; n > 0 && d.phrases[n-1].first == i {
			return d.phrases[n-1], true
		}
	}
	return d.phraseAt(i, s.end)
}

// phraseAt reads the noun phrase that begins at token i and ends before limit.
func (d *doc) phraseAt(i, limit int) (p phrase, ok bool) {
	ok = d.readPhrase(&p, i, limit)
	return p, ok
}

// readPhrase reads it into p.
func (d *doc) readPhrase(p *phrase, i, limit int) bool {
	if i >= limit || d.toks[i].roles&opensPhrase == 0 || d.quoted(i) || d.whileAgo(i) {
		return false
	}
	*p = phrase{first: i, head: -1}
	i = d.readDeterminers(p, i, limit)
	if p.sort == pronoun {
		return true
	}
	p.core = i
	if i == p.first && d.plainVerb(i) {
		return false
	}
	if i > p.first && d.those(i-1) {
		p.sort, p.end, p.head, p.core, p.plural, p.sure = person, i, i-1, i-1, true, true
		return true
	}
	if n := d.pair(p, i, limit); n > 0 {
		p.sort, p.count, p.plural, p.vague = pronoun, n, true, false
		p.head, p.end, p.core, p.sure = i, i+1, p.first, true
		return true
	}
	i = d.readNouns(p, i, limit)
	if p.head < 0 && i == p.first+1 && d.lower(p.first) == "her" {
		p.sort, p.end, p.head, p.core, p.det, p.sure = pronoun, i, p.first, p.first, bare, true
		return true
	}
	if p.head < 0 && i == p.first+1 && p.ordinal == 1 && d.is(i, cVerb) {
		return false // the paper first reported
	}
	if p.head < 0 {
		// "both", "another", "two", "some", "many" by themselves
		if i > p.first && (p.count > 0 || p.vague || p.ordinal != 0 && (p.det != definite || p.ordinal == -2) || p.one && d.is(i-1, cDefinite)) {
			p.sort, p.end, p.head, p.core = pronoun, i, i-1, p.first
			p.plural = p.ordinal == 0 && p.count != 1 || d.lower(i-1) == "others"
			if p.one && d.is(i-1, cDefinite) {
				p.head = p.first // one of these
			}
			if i < limit && i > p.first+1 && d.str(i-1) == "of" && d.is(i, cPronoun) {
				p.end, p.head = i+1, i-2 // two of them
			}
			if p.one {
				p.plural, p.count = false, 1 // one of the three
			}
			return true
		}
		return false
	}
	p.end = i
	d.classify(p)
	if p.one {
		p.plural, p.count, p.vague = false, 1, false
	}
	return true
}

// whileAgo reports "two years ago", "a week earlier" at i.
func (d *doc) whileAgo(i int) bool {
	if t := &d.toks[i]; t.kind != kind(prose.Number) && !t.is(cCounted|cIndefinite) || !d.is(i+1, cTime) {
		return false
	}
	switch d.lower(i + 2) {
	case "ago", "earlier", "later", "before":
		return true
	}
	return false
}

// pair is how many people "the pair" or "the trio" at i are; 0 where it is none.
func (d *doc) pair(p *phrase, i, limit int) int {
	if p.det != definite || i != p.first+1 || i >= limit || d.lower(i+1) == "of" || d.toks[i].capital {
		return 0
	}
	switch d.lower(i) {
	case "pair", "duo", "couple":
		return 2
	case "trio":
		return 3
	}
	return 0
}

// those reports "those" at i where people are meant: those who fled, those with
// evidence, some of those familiar with the talks.
func (d *doc) those(i int) bool {
	if d.lower(i) != "those" {
		return false
	}
	switch d.lower(i + 1) {
	case "who", "whose", "with", "in", "at":
		return true
	}
	return d.is(i+1, cAccess) && !d.is(i+1, cLight|cVerb|cAux)
}

// plainVerb reports a small-letter word that is a verb by what stands before it: a
// pronoun that can only be a subject ("she lacks legal status"), or "to" with an
// object after it ("to discuss it").
func (d *doc) plainVerb(i int) bool {
	if i == 0 || d.toks[i].capital || d.toks[i].kind != kind(prose.Word) {
		return false
	}
	switch d.lower(i - 1) {
	case "he", "she", "they", "we", "i", "who":
		return true
	case "it":
		return d.startsSentence(i-1) && d.toks[i-1].capital
	case "also": // It also lists 12 cracks
		return d.is(i, cVerb) && d.is(i-2, cPronoun)
	case "that", "which":
		// the union that represents deputies
		return d.toks[i].word.unlisted() && (d.toks[i].looks&lookPlural != 0 || strings.HasSuffix(d.str(i), "ed")) && d.is(i-2, cBody|cDocument|cHuman) && !d.is(i-2, cVerb) && d.has(i+1) && !d.is(i+1, cAux|cLight|cVerb)
	case "to":
		return d.toks[i].word.unlisted() && d.has(i+1) && (d.is(i+1, cDeterminer|cPossessive|cPronoun) || d.toks[i+1].capital && !d.is(i+1, cTime))
	}
	return false
}

// cBeforeNoun are the words that stand before the nouns of a phrase.
const cBeforeNoun = cPronoun | cPossessive | cQuantifier | cCounted | cOrdinal | cIndefinite | cDeterminer | cApprox

// readDeterminers reads what stands before the nouns: articles, numbers, "one of
// the", "dozens of".
func (d *doc) readDeterminers(p *phrase, i, limit int) int {
	for i < limit && d.toks[i].kind.isWord() && !d.quoted(i) {
		t := &d.toks[i]
		low := ""
		switch {
		case t.kind == kind(prose.Word) && (!t.is(cBeforeNoun) || t.capital && i > p.first):
			return i
		case t.is(cPronoun) && !t.is(cPossessive) && i == p.first:
			p.sort, p.head, p.core, p.end, p.sure = pronoun, i, i, i+1, true
			low = d.lower(i)
			p.plural = low == "they" || low == "them" || low == "we" || low == "us"
			if low == "her" && i+1 < limit && d.toks[i+1].kind.isWord() && !d.is(i+1, cFunction) {
				p.sort, p.head = other, -1 // her lawyer
				p.det = possessive
				i = d.overLast(i+1, limit)
				continue
			}
			return i
		case t.is(cPossessive):
			if i > p.first && t.is(cRelative) {
				return i // a woman of 79 whose family
			}
			p.det = possessive
			i = d.overLast(i+1, limit)
			continue
		case t.is(cQuantifier) && d.countingNoun(i) && !(i+1 < limit && d.lower(i+1) == "of"):
			return i // a tenants’ group
		case t.is(cQuantifier):
			low = d.lower(i)
			p.vague = true
			switch low {
			case "both", "couple", "pair":
				p.count, p.vague = 2, false
			case "dozen":
				p.count, p.vague = 6, false // half a dozen
			case "other", "others":
				p.vague = low == "others"
				if p.det == definite {
					p.ordinal = -2
				}
			case "no", "none", "nobody":
				p.vague, p.nobody = false, true
			case "only", "fellow":
				p.vague = false
			}
			p.plural = p.vague || p.count > 1
		case t.is(cCounted):
			p.count = t.word.count
			p.plural = true
		case t.looks&lookAge != 0:
			return i // the 39-year-old
		case t.kind == kind(prose.Number):
			p.vague = true // "12 people": counted, but see countOf
			p.count = smallNumber(d.str(i))
			if p.count > 0 {
				p.vague = false
			}
			p.plural = p.count != 1
		case t.is(cOrdinal):
			switch d.lower(i) {
			case "first":
				p.ordinal = 1
			case "second":
				p.ordinal = 2
			case "third":
				p.ordinal = 3
			case "fourth":
				p.ordinal = 4
			}
		case t.is(cIndefinite) && d.lower(i) == "one" && d.lower(i+1) == "in" && (d.is(i+2, cCounted) || d.has(i+2) && d.toks[i+2].kind == kind(prose.Number)):
			p.vague, p.plural = true, true // one in three voters
			i += 2
		case t.is(cDeterminer | cIndefinite):
			low = d.lower(i)
			switch {
			case low == "which" || low == "what":
				return i
			case low == "no" || low == "any":
				p.nobody = true
			case low == "another":
				p.ordinal, p.det = -1, indefinite
			case t.is(cIndefinite):
				p.det = indefinite
				if low == "one" {
					p.count = 1
				}
			case low == "that" && (i+1 >= limit || !d.toks[i+1].kind.isWord() || d.is(i+1, cFunction) || !d.demonstrative(i)):
				return i
			case t.is(cDefinite):
				p.det = definite
			}
		case t.is(cApprox) && i+1 < limit && (d.toks[i+1].kind == kind(prose.Number) || d.is(i+1, cCounted|cApprox|cQuantifier)):
			p.vague = true
		default:
			return i
		}
		i++
		// "one of the diplomats", "dozens of patrons", "the first of the two"
		if i+1 < limit && (p.count > 0 || p.vague || p.ordinal != 0) && d.lower(i) == "of" && d.toks[i+1].kind.isWord() {
			p.partitive = true
			p.one = p.one || p.count == 1 || p.ordinal != 0
			i++
		}
	}
	return i
}

// overLast passes over "last" after whose it is: her last name, his last job.
func (d *doc) overLast(i, limit int) int {
	if i+1 < limit && d.lower(i) == "last" && d.toks[i+1].kind == kind(prose.Word) && !d.is(i+1, cFunction|cTime) {
		return i + 1
	}
	return i
}

// countingNoun reports nouns that count only with "of": a group of.
func (d *doc) countingNoun(i int) bool {
	switch d.lower(i) {
	case "group", "number", "majority", "minority", "handful", "couple", "pair", "plenty", "lots":
		return true
	}
	return false
}

// demonstrative reports whether "that" at i points ("at that time") rather than
// opens a clause ("said that").
func (d *doc) demonstrative(i int) bool {
	return i == 0 || !d.toks[i-1].kind.isWord() && d.toks[i-1].kind != kind(prose.Comma) || d.is(i-1, cPreposition)
}

func smallNumber(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || n > 12 {
			return 0
		}
		n = n*10 + int(s[i]-'0')
	}
	if n > 12 {
		return 0
	}
	return n
}

// readNouns reads adjectives, nouns and names up to the end of the phrase.
func (d *doc) readNouns(p *phrase, i, limit int) int {
	for i < limit {
		t := &d.toks[i]
		if d.quoted(i) {
			return i
		}
		switch prose.Kind(t.kind) {
		case prose.Possessive:
			if p.head < 0 {
				return i
			}
			if d.toks[p.head].capital && p.head == i-1 && d.ownsNothing(i+1, limit) {
				return i + 1 // Moody's said
			}
			p.owner, p.det = i+1, possessive
			p.core = i + 1
			p.head = -1
			i++
			// Whoever owns was read as the head; what is owned follows.
			for i < limit && (d.is(i, cOrdinal|cQuantifier|cCounted) || d.lower(i) == "last") && !d.toks[i].capital && !d.countingNoun(i) {
				i++
			}
			continue
		case prose.Number:
			if t.looks&lookAge != 0 {
				p.head = i
				i++
				continue
			}
			if p.head < 0 || !d.toks[p.head].capital {
				return i
			}
			p.head = i // Local 40
			i++
			continue
		case prose.Other:
			if d.str(i) == "&" && p.head >= 0 && i+1 < limit && d.toks[i+1].capital {
				i++
				continue
			}
			return i
		case prose.Word:
		default:
			return i
		}
		initial := i == p.first
		if t.capital && !(initial && t.is(cFunction|cAdverb|cAux|cSubordinator|cConjunction|cAccess) && !d.givenName(i, limit)) {
			if t.is(cTime) && t.proper == nil && !d.programme(i+1) && !(initial && d.minutes(i)) && !(p.det == definite && i+1 < limit && d.newspaper(i+1)) && !(i+1 < limit && d.punct(i+1, prose.Possessive)) && !(i > p.first && d.is(i-1, cTitle) && i+1 < limit && d.toks[i+1].capital) || d.str(i) == "I" {
				return i
			}
			if t.is(cVerb) && initial && t.word.forms&(fIng|fPast) != 0 {
				return i // Asked, Speaking
			}
			if !initial && t.is(cDefinite|cIndefinite) && !d.toks[i-1].capital && p.head >= 0 {
				return i // whose name The Herald has withheld
			}
			p.head = i
			i++
			continue
		}
		if p.head >= 0 && t.is(cPreposition) && d.joinsName(p, i, limit) {
			prep := i
			i++
			if d.is(i, cDefinite) {
				i++
			}
			head := p.head
			for i < limit && (d.toks[i].capital || d.nameParticle(i, limit) || d.str(i) == "&" || d.toks[i].kind == kind(prose.Number)) && !d.is(i, cWeekday) {
				if d.is(i, cPerson|cTitle) && !d.toks[i].word.unlisted() {
					break
				}
				i++
			}
			p.head = head
			if end := d.moreTopics(prep, i, limit); end > i {
				i, p.joint = end, true
			}
			if i < limit && d.toks[i].capital {
				continue // Reserve Bank of Zimbabwe Governor
			}
			if i < limit && d.punct(i, prose.Possessive) {
				continue
			}
			if i < limit && p.det != definite && (d.is(i, cHuman) && !d.is(i, cVerb) || d.toks[i].looks&lookPerson != 0 && d.toks[i].word.unlisted()) && !d.toks[i].capital {
				continue // a Department of Health source
			}
			return i
		}
		if p.head >= 0 && d.str(i) == "and" && i+1 < limit && d.newspaper(i-1) && d.newspaper(i+1) {
			i++ // The Globe and Mail
			continue
		}
		if p.head == i-1 && d.str(i) == "and" && i+2 < limit && once(d.lower(i-1)) && once(d.lower(i+1)) {
			p.head = i + 1 // current and former employees
			i += 2
			continue
		}
		if p.head >= 0 && t.is(cConjunction) && d.str(i) == "and" {
			if next := d.overAnd(p, i, limit); next > i {
				i = next
				continue
			}
		}
		if p.head >= 0 && d.nameParticle(i, limit) {
			i++
			continue
		}
		if !d.nounLike(p, i, limit) {
			return i
		}
		if p.head >= 0 && p.det == indefinite && p.count == 0 && p.ordinal == 0 && !p.vague && p.owner == 0 && t.is(cHuman) && t.is(cPlural) {
			return i // "a move analysts said could fail": two phrases
		}
		p.unnamed = p.unnamed || t.roles&unnamed != 0
		p.head = i
		i++
	}
	return i
}

// ownsNothing reports that what stands at i, after a name with 's, is nothing that could
// be owned, so that the 's is part of the name: Lloyd's said that; Moody's and Fitch.
func (d *doc) ownsNothing(i, limit int) bool {
	if i >= limit || !d.toks[i].kind.isWord() {
		return false
	}
	t := &d.toks[i]
	switch {
	case t.capital:
		return false
	case t.is(cHave), t.is(cModal), t.is(cDo):
		return true
	case t.is(cVerb) && t.word.forms&(fPast|fS) != 0 && !t.is(cNoun):
		return t.word.verbs[0].uses&useAny != 0 || d.opensClause(i+1, limit) || d.is(i+1, cPreposition|cTime|cAdverb)
	}
	return t.lower == "and" && strings.HasSuffix(d.str(i-1), "s") && i+1 < limit && d.toks[i+1].capital && !d.punct(i+2, prose.Possessive)
}

// minutes reports the minutes of a meeting, at the head of a sentence: "Minutes seen
// by the paper show", and not "Minutes later".
func (d *doc) minutes(i int) bool {
	if !d.toks[i].is(cDocument) {
		return false
	}
	return d.lower(i+1) == "of" || d.is(i+1, cPastPart) || d.is(i+1, cVerb) && d.toks[i+1].word.verbs[0].uses&usePaper != 0 || d.has(i+1) && d.toks[i+1].word.unlisted() && strings.HasSuffix(d.str(i+1), "ed")
}

// givenName reports a given name at i that is a small word of English, too: Will Dane.
func (d *doc) givenName(i, limit int) bool {
	return i+1 < limit && d.toks[i+1].capital && d.toks[i+1].word.unlisted() && d.lex.given(d.lower(i)) != unsaid
}

// programme reports the word after the name of a broadcast: the Today programme.
func (d *doc) programme(i int) bool {
	switch d.lower(i) {
	case "programme", "program", "show", "podcast":
		return true
	}
	return false
}

// once reports the words that say when somebody held an office.
func once(w string) bool {
	switch w {
	case "current", "former", "retired", "serving", "present", "past", "active":
		return true
	}
	return false
}

func (d *doc) newspaper(i int) bool {
	p := d.toks[i].proper
	return p != nil && p.kind == "newspaper"
}

// nounLike reports whether the small-letter word i can go on the phrase p.
func (d *doc) nounLike(p *phrase, i, limit int) bool {
	w := d.toks[i].word
	hasNoun := p.head >= 0 && !(p.head == i-1 && d.adjective(p.head))
	if w.is(cVerb) && w.is(cNoun|cBody|cDocument) && p.head < 0 && (p.count > 0 || p.vague) && w.forms&(fPast|fParticiple|fIng) == 0 && d.is(i+1, cHuman) && d.is(i+1, cPlural) {
		return true // two state officials
	}
	if w.is(cVerb) && p.head < 0 && (p.count > 0 || p.vague) && w.forms&fParticiple != 0 && i+2 < limit && d.toks[i+1].kind == kind(prose.Word) && !d.is(i+1, cFunction) && d.is(i+2, cAux) {
		return true // two reported cases were
	}
	if w.is(cVerb) && hasNoun && p.det == bare && d.lower(i) == "states" && d.toks[p.head].capital && d.is(p.first-1, cVerb|cPreposition) && d.lower(i+1) != "that" {
		return true // asked EU states to wait
	}
	if w.is(cVerb) && p.det == bare && p.head < 0 && d.nounBefore(i) {
		return false // "the Church estimates that"
	}
	if w.is(cOrdinal) && hasNoun && d.is(i+1, cVerb) || w.is(cCounted) && hasNoun && d.is(i+1, cTime) {
		return false // the paper first reported; an audit two years ago
	}
	if w.is(cPastPart) && (hasNoun || p.det == bare) {
		return false
	}
	if hasNoun && w.is(cHuman) && w.is(cPlural) && d.is(p.head, cHuman) && d.is(p.head, cPlural) && d.lower(p.head) != "women" && d.lower(p.head) != "men" {
		return false // told reporters victims would be paid
	}
	if w.is(cVerb) && w.is(cDocument) && w.forms&fIng != 0 && p.det != bare {
		return !d.opensClause(i+1, limit) // an Internet posting
	}
	switch {
	case w.is(cQuantifier) && d.countingNoun(i):
		return true
	case w.is(cAdjective) && !hasNoun && (p.det != bare || p.head >= 0):
		return true
	case w.is(cFunction | cAdverb | cTime | cLight):
		if low := d.lower(i); !hasNoun && (w.is(cAdverb) && low == "long" || (low == "early" || low == "late") && p.det != bare && d.is(i+1, cHuman)) {
			return true // a long letter, an early employee
		}
		if w.is(cLight) && p.head < 0 && i > p.first && (d.str(i-1) == "the" || d.is(i-1, cPossessive)) {
			return true // the plans, its shares
		}
		if w.is(cLight) && w.is(cSpeech) && hasNoun && p.det == bare && p.core == p.first && strings.HasSuffix(d.str(i), "s") && !d.is(p.head, cPlural) && !d.toks[p.head].capital && d.governed(p.first) {
			return d.lower(i+1) != "to" && (!d.opensClause(i+1, limit) || d.lower(i+1) == "that") // about military plans
		}
		return w.is(cHuman|cBody|cDocument) && !w.is(cFunction) && !hasNoun
	case w.is(cHuman | cBody | cDocument):
		if !w.is(cVerb) || w.forms&(fPast|fParticiple|fIng) == 0 && !hasNoun {
			return true
		}
	}
	if w.is(cVerb) {
		switch {
		case w.forms&fPast != 0 && (w.verbs[0].uses&useAny != 0 || w.verbs[0].lemma == "tell"):
			return false // said, told: never an adjective
		case !hasNoun && w.forms&fIng != 0 && (p.count > 0 || p.vague):
			return false // "with one calling it a betrayal"
		case p.head < 0 && w.forms&fPast != 0 && d.standsAlone(i-1) && d.opensClause(i+1, limit):
			return false // one described the plan as “a brochure”
		case !hasNoun && (p.det != bare || p.head >= 0):
			return true // a reported deal, the warning
		case !hasNoun && p.first == i && i > 0 && d.is(i-1, cPreposition) && d.lower(i-1) != "to" && w.forms&fIng == 0 && !(i > 1 && d.is(i-2, cHave)):
			return true // with direct knowledge
		case !hasNoun && p.first == i && w.is(cNoun|cDocument):
			return d.bareNoun(i, limit)
		case w.forms&(fPast|fParticiple|fIng) != 0:
			return false
		case hasNoun && w.forms&fBase != 0 && w.forms&fPast == 0 && (d.is(p.head, cPlural) || d.many(p.head)):
			return false // "court records show"
		case w.is(cNoun|cHuman|cBody|cDocument) && hasNoun && w.forms&^fBase == 0 && !d.is(p.head, cPlural) && p.det != bare && (!d.toks[p.head].capital || p.det == indefinite) && w.verbs[0].uses&usePaper == 0:
			return true // a conference call that: "call" wants a plural before it
		case hasNoun && w.forms&fS != 0 && w.is(cNoun) && p.det == bare && p.core == p.first && !d.toks[p.head].capital && d.governed(p.first):
			return true // under ground rules that bar them
		case hasNoun && p.det != bare && w.forms&fS != 0 && d.is(p.head, cDocument|cBody|cHuman) && !d.is(p.head, cPlural) && p.first > 0 && d.punct(p.first-1, prose.Comma) && (i+1 >= limit || d.punct(i+1, prose.Stop, prose.Comma)):
			return false // "The dock was empty, the affidavit states."
		case hasNoun && w.forms&fS != 0 && p.det == definite && p.head == i-1 && (d.is(p.head, cBody|cHuman) || d.toks[p.head].capital) && !d.is(p.head, cPlural) && i+1 < limit && d.toks[i+1].looks&lookPlural != 0 && d.toks[i+1].word.class&(cFunction|cLight|cAdverb|cTime) == 0 && (!d.is(i+1, cVerb) || d.is(i+1, cNoun)):
			return false // the union demands answers
		case hasNoun && d.toks[p.head].capital && w.forms&fS != 0 && i+1 < limit && d.toks[i+1].capital:
			return false // Washington blames Iran
		case hasNoun && w.forms&fS != 0 && i+1 < limit && (d.toks[i+1].kind == kind(prose.Number) || d.is(i+1, cCounted)) && d.is(p.head, cDocument) && !d.is(p.head, cPlural):
			return false // the map shows 6,100 homes
		case w.is(cNoun|cHuman|cBody|cDocument) && hasNoun:
			return !d.opensClause(i+1, limit) && !(i+1 < limit && d.lower(i+1) == "to" && w.verbs[0].uses&useTo != 0 && w.forms&fS != 0)
		}
		return false
	}
	s := d.str(i)
	if hasNoun && w.unlisted() && !(strings.HasSuffix(s, "ing") && d.is(i+1, cHuman) && !d.is(i+1, cPlural|cVerb) && !d.toks[i+1].capital) { // the club's sporting director
		if strings.HasSuffix(s, "ed") && len(s) > 4 || strings.HasSuffix(s, "ing") && len(s) > 5 {
			return false
		}
	}
	if strings.HasSuffix(s, "ly") && len(s) > 4 && w.unlisted() {
		return !hasNoun && (p.det != bare || p.head >= 0)
	}
	if w.is(cAccess) {
		return !hasNoun && p.det != bare
	}
	if p.head < 0 && p.det == bare && w.unlisted() && d.verbal(s) {
		return d.adjectival(i, limit)
	}
	return !(hasNoun && p.det == definite && w.unlisted() && d.lower(i+1) == "another") // the players paint another picture
}

// standsAlone reports a word at i that may stand for a person by itself: one, another.
func (d *doc) standsAlone(i int) bool {
	switch d.lower(i) {
	case "one", "another", "other", "both", "two", "three", "several", "some":
		return true
	}
	return d.is(i, cOrdinal)
}

// many reports nouns that take a plural verb without an s: data show.
func (d *doc) many(i int) bool {
	switch d.lower(i) {
	case "data", "minutes", "staff", "personnel":
		return true
	}
	return false
}

// governed reports whether a preposition stands before i that only a noun phrase
// can follow, so that the phrase at i is no subject.
func (d *doc) governed(i int) bool {
	return d.is(i-1, cPreposition) && !d.is(i-1, cSubordinator) && d.lower(i-1) != "after" && d.lower(i-1) != "before" && d.lower(i-1) != "until"
}

// verbal reports whether an unknown word has the ending of a participle.
func (d *doc) verbal(s string) bool {
	return strings.HasSuffix(s, "ed") && len(s) > 4 || strings.HasSuffix(s, "ing") && len(s) > 5
}

// adjectival reports whether the participle i stands before a noun of its own:
// "retired officers", not "records released with".
func (d *doc) adjectival(i, limit int) bool {
	if i+1 >= limit || !d.toks[i+1].kind.isWord() || d.is(i+1, cFunction|cAdverb|cTime|cAux) {
		return false
	}
	for k := i - 1; d.is(k, cAdverb|cBe); k-- {
		if d.is(k, cBe) {
			return false // "a charge that was later dropped said"
		}
	}
	return i == 0 || !d.toks[i-1].kind.isWord() || d.is(i-1, cFunction|cAdverb|cVerb|cConjunction) && !d.is(i-1, cAux)
}

// nounBefore reports whether the word before i can be a noun.
func (d *doc) nounBefore(i int) bool {
	return i > 0 && d.toks[i-1].kind.isWord() && !d.quoted(i-1) && (d.toks[i-1].capital || !d.is(i-1, cFunction|cAdverb|cTime|cLight) && (!d.is(i-1, cVerb) || d.is(i-1, cNoun|cHuman|cBody|cDocument))) &&
		!d.adjective(i-1) && !d.is(i-1, cFunction)
}

// bareNoun reports whether a word that is noun and verb, first in its phrase, is
// the noun: reports, claims; not "ordered".
func (d *doc) bareNoun(i, limit int) bool {
	if d.punct(i-1, prose.Comma) && d.toks[i].word.forms&fS != 0 && d.has(i+1) {
		v := d.toks[i].word.verbs[0]
		if slices.Contains(v.preps, d.lower(i+1)) || v.uses&useTo != 0 && d.lower(i+1) == "to" {
			return false // The letter, signed by 40 academics, calls on them; her rival, Ivan Brel, vows to
		}
	}
	return d.toks[i].word.forms&(fPast|fParticiple) == 0 && i+1 < limit && !(i > 0 && d.is(i-1, cTime) && !d.toks[i+1].kind.isWord()) && !d.opensClause(i+1, limit)
}

// opensClause reports whether what begins at i can only be what a verb governs.
func (d *doc) opensClause(i, limit int) bool {
	if i >= limit {
		return false
	}
	return d.is(i, cDeterminer|cPossessive|cPronoun|cSubordinator) || d.lower(i) == "that" || d.punct(i, prose.Open, prose.Colon)
}

func (d *doc) adjective(i int) bool {
	t := &d.toks[i]
	if t.is(cAdjective) && !t.capital {
		return true
	}
	return t.looks&lookAdjective != 0 && t.word.unlisted() && t.roles&named == 0 && !t.is(cThing) || d.is(i, cVerb) && d.toks[i].word.forms&(fPast|fParticiple) != 0
}

// joinsName reports whether the preposition i stands inside a body's name:
// Department of Education, Institute for Trade Studies.
func (d *doc) joinsName(p *phrase, i, limit int) bool {
	if p.head < 0 || !d.toks[p.head].capital && d.toks[p.head].kind != kind(prose.Number) || i+1 >= limit {
		return false
	}
	switch d.str(i) {
	case "of", "for", "on", "in":
	default:
		return false
	}
	next := i + 1
	if d.is(next, cDefinite) && next+1 < limit {
		next++
	}
	if !d.toks[next].capital || d.is(next, cWeekday|cTime) {
		return false
	}
	if d.str(i) == "in" {
		return false
	}
	for j := p.core; j < i; j++ {
		if d.toks[j].proper != nil && d.toks[j].proper.is(cNameWord) || d.toks[j].capital && d.is(j, cBody) {
			return true
		}
	}
	return false
}

// nameParticle reports the small words inside names: Ilse van Dam, Mark van der
// Berg, Luis de la Cruz, Omar al-Sudani.
func (d *doc) nameParticle(i, limit int) bool {
	if d.toks[i].roles&particle == 0 {
		return d.toks[i].roles&joined != 0
	}
	before, after := i-1, i+1
	for before >= 0 && i-before < 3 && d.toks[before].roles&particle != 0 {
		before--
	}
	for after < limit && after-i < 3 && d.toks[after].roles&particle != 0 {
		after++
	}
	return before >= 0 && d.toks[before].capital && after < limit && d.toks[after].capital
}

// nameLike reports whether token i can be part of a person's name.
func (d *doc) nameLike(i int) bool { return d.toks[i].roles&named != 0 }
