package sourcing

import (
	"slices"
	"unicode"

	"backgrounder/internal/annotate/prose"
)

type kind prose.Kind

func (k kind) isWord() bool { return k == kind(prose.Word) || k == kind(prose.Number) }

// tok is a token with what the lexicon knows of it.
type tok struct {
	prose.Span
	*spelling
	kind  kind
	roles role  // of the spelling, here too because every token is asked for them
	class class // of the word, likewise
	found
}

// is reports whether the token is a word of one of the classes.
func (t *tok) is(c class) bool { return t.class&c != 0 }

// found is what is found of a token while the story is read.
type found struct {
	quote  int32 // 1 + index into doc.quotes of the quotation that it stands in; 0 for none
	phrase int32 // 1 + index into doc.phrases of the noun phrase that it is part of; 0 for none
	source int32 // 1 + index into sources.all of whom a phrase with this head means; 0 for nobody yet
}

// sentence is a stretch of tokens [first, end) of one block.
type sentence struct {
	first, end int
	block      int
	marked     bool // holds a word that could report, or a quotation, or an anchor
	quoted     bool // holds some of a quotation
	anchor     bool // holds an anchor of an anonymity pattern
}

// doc is a story cut up and looked up.
type doc struct {
	lex    *lexicon
	text   string
	toks   []tok
	sents  []sentence
	quotes []quotation
	blocks []Block

	phrases []phrase // of the sentences that are marked

	articles  bool // a name of the story has one: al-Maliki
	spellings spellings
	rules     joint
	raw       []prose.Token     // of the block that is cut
	spans     []prose.Span      // likewise, its sentences
	cited     []prose.Quotation // likewise, its quotations
}

// quotation is a quotation in tokens [first, last].
type quotation struct {
	first, last int
	continues   bool // from the paragraph before
	unclosed    bool // no mark closes it in its paragraph
	broken      bool // unclosed, and nothing goes on: a mark was lost
}

var unknown = &word{}

// begin cuts the story into tokens, sentences and quotations. Only prose blocks are
// cut; headings and code hold no attributions.
func (d *doc) begin(s Story) {
	d.text, d.blocks, d.articles = s.Text, s.Blocks, false
	d.spellings.begin()
	n := 0
	for _, b := range s.Blocks {
		if b.Kind == Paragraph {
			n += b.Len()
		}
	}
	d.toks = slices.Grow(d.toks, n/5+n/50+8) // a token for every five bytes is usual
	var quoter prose.Quoter
	for bi, b := range s.Blocks {
		if b.Kind != Paragraph {
			continue
		}
		d.raw = prose.AppendTokens(d.raw[:0], s.Text, b.Span)
		d.spans = prose.AppendSentences(d.spans[:0], s.Text, d.raw)
		d.cited = quoter.Append(d.cited[:0], s.Text, d.raw)
		base := len(d.toks)
		d.lookUp(d.raw)
		for _, q := range d.cited {
			d.addQuotation(base, q)
		}
		for _, sp := range d.spans {
			d.addSentence(bi, base+sp.Start, base+sp.End)
		}
	}
	for i := range d.quotes {
		q := &d.quotes[i]
		q.broken = q.unclosed && (i+1 == len(d.quotes) || !d.quotes[i+1].continues)
	}
	for i := range d.sents {
		d.mark(&d.sents[i])
	}
}

// lookUp adds the tokens of a block with what the lexicon knows of them.
func (d *doc) lookUp(raw []prose.Token) {
	n := len(d.toks)
	d.toks = slices.Grow(d.toks, len(raw))[:n+len(raw)]
	text, toks := d.text, d.toks[n:]
	for i := range toks {
		t, r := &toks[i], &raw[i]
		t.Span, t.kind = r.Span, kind(r.Kind)
		if t.kind.isWord() {
			t.spelling = d.spellings.of(text[r.Start:r.End], r.Kind)
		} else {
			t.spelling = d.spellings.ofMark(text[r.Start:r.End], r.Kind)
		}
		t.roles, t.class = t.spelling.roles, t.word.class
		t.found = found{} // what was found in the story before
	}
}

// mark notes what is in a sentence, and how its names stand.
func (d *doc) mark(s *sentence) {
	roles := role(0)
	for i := s.first; i < s.end; i++ {
		t := &d.toks[i]
		s.quoted = s.quoted || t.quote != 0
		roles |= t.roles
		if t.roles&named != 0 {
			d.see(s, i)
		}
	}
	s.marked = s.quoted || roles&(reports|anchors) != 0
	s.anchor = roles&anchors != 0
}

// end forgets the story, but for its spellings.
func (d *doc) end() {
	d.text, d.blocks = "", nil
	d.toks, d.sents, d.quotes, d.phrases = d.toks[:0], d.sents[:0], d.quotes[:0], d.phrases[:0]
}

// addQuotation marks the tokens of a quotation.
func (d *doc) addQuotation(base int, q prose.Quotation) {
	d.quotes = append(d.quotes, quotation{first: base + q.First, last: base + q.Last, continues: q.Continues, unclosed: q.Unclosed})
	for i := base + q.First; i <= base+q.Last; i++ {
		d.toks[i].quote = int32(len(d.quotes))
	}
}

func (d *doc) addSentence(block, first, end int) {
	if len(d.sents) == 0 || d.sents[len(d.sents)-1].block != block {
		first = d.dateline(d.clock(first, end), end)
	}
	if n := len(d.sents); n > 0 && d.sents[n-1].block == block && d.sents[n-1].end == first && d.tagged(first, end) {
		first = d.sents[n-1].first
		d.sents = d.sents[:n-1]
	}
	// No sentence of a news story is that long; a text without stops would make
	// every search in it slow.
	for end-first > longest {
		d.sents = append(d.sents, sentence{first: first, end: first + longest, block: block})
		first += longest
	}
	d.sents = append(d.sents, sentence{first: first, end: end, block: block})
}

// tagged reports a sentence that only names the speaker of the question or shout
// before it: “By whom?” Lebrandt asked. The capital of the name made two of one.
func (d *doc) tagged(first, end int) bool {
	if first < 2 || !d.punct(first-1, prose.Close, prose.Quote) || d.str(first-2) != "?" && d.str(first-2) != "!" {
		return false
	}
	i := first
	for i < end && i < first+5 && d.toks[i].capital && d.toks[i].quote == 0 && !d.is(i, cFunction) {
		i++
	}
	if i == first || i >= end || !d.is(i, cVerb) || d.toks[i].word.forms&(fPast|fS) == 0 || d.toks[i].word.verbs[0].uses&(useQuote|useAny|useWhom) == 0 {
		return false
	}
	return d.toks[i].word.verbs[0].lemma == "tell" || i+1 >= end || d.punct(i+1, prose.Stop, prose.Comma) || d.is(i+1, cPreposition|cAdverb|cTime|cConjunction)
}

// longest is the greatest length of a sentence in tokens.
const longest = 200

// dateline returns the token after the dateline that a story opens with, as in
// "WASHINGTON (AP) — " or "BAGHDAD, Iraq - "; or first.
func (d *doc) dateline(first, end int) int {
	if !shouting(d.str(first)) {
		return first
	}
	for i := first + 1; i < end-1 && i < first+12; i++ {
		t := &d.toks[i]
		switch {
		case t.kind == kind(prose.Dash), t.kind == kind(prose.Other) && (t.text == "_" || t.text == "|"):
			return i + 1
		case t.kind == kind(prose.Comma), t.kind == kind(prose.LeftParen), t.kind == kind(prose.RightParen), t.kind == kind(prose.Number), t.capital:
		default:
			return first
		}
	}
	return first
}

// clock returns the token after the time of day that an entry of a live report opens
// with, as in "13:22 " or "9:05 pm - "; or first.
func (d *doc) clock(first, end int) int {
	if first+3 >= end || d.toks[first].kind != kind(prose.Number) || !d.punct(first+1, prose.Colon) || d.toks[first+2].kind != kind(prose.Number) || d.toks[first].Len() > 2 || d.toks[first+2].Len() != 2 {
		return first
	}
	i := first + 3
	switch d.lower(i) {
	case "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "gmt", "bst", "et", "edt", "est", "cet":
		i++
	}
	if i < end && d.punct(i, prose.Dash, prose.Colon) {
		i++
	}
	if i >= end {
		return first
	}
	return i
}

// shouting reports a word of two or more capitals.
func shouting(w string) bool {
	if len(w) < 2 {
		return false
	}
	for _, r := range w {
		if unicode.IsLower(r) || !unicode.IsLetter(r) && r != '.' && r != '-' {
			return false
		}
	}
	return true
}

// str returns the token's own words.
func (d *doc) str(i int) string {
	if !d.has(i) {
		return ""
	}
	return d.toks[i].text
}

// lower returns the token in lower case with straight apostrophes.
func (d *doc) lower(i int) string {
	if !d.has(i) {
		return ""
	}
	return d.toks[i].lower
}

// quoted reports whether token i is part of what somebody else says. Where the
// end of a quotation was lost, nobody knows how far it goes: its words stay open
// to the search for cues.
func (d *doc) quoted(i int) bool {
	if !d.has(i) {
		return false
	}
	q := d.toks[i].quote
	return q != 0 && !d.quotes[q-1].broken
}

// is reports whether token i is a word of one of the classes.
func (d *doc) is(i int, c class) bool { return d.has(i) && d.toks[i].is(c) }

// has reports whether there is a token i: the words before the first and after
// the last are asked about too, and are nothing.
func (d *doc) has(i int) bool { return uint(i) < uint(len(d.toks)) }

func (d *doc) punct(i int, kinds ...prose.Kind) bool {
	if !d.has(i) || d.toks[i].kind.isWord() {
		return false
	}
	for _, k := range kinds {
		if d.toks[i].kind == kind(k) {
			return true
		}
	}
	return false
}

// spanOf covers tokens [first, end).
func (d *doc) spanOf(first, end int) prose.Span {
	return prose.Span{Start: d.toks[first].Start, End: d.toks[end-1].End}
}

// seenAs says how a word stands in the story.
type seenAs uint8

const (
	seenCapital    seenAs = 1 << iota // capitalised inside a sentence
	seenAfterName                     // as a later word of a name: a surname, or Lines in Coastlink Lines
	seenBeforeName                    // as the first word of a longer name
	seenAlone                         // capitalised, with no name on either side
	seenTitled                        // after a title: Mr. Pell
	seenThing                         // as the end of a longer name, before ", which"
)

// surnameAt reports whether the capitalised word i was the end of a longer name
// before.
func (d *doc) surnameAt(i int) bool {
	at := d.introducedAt(i)
	return at > 0 && at <= i
}

// introducedAt is 1 + the first token of the earliest full name that ends in the word i,
// with or without the article: Maliki, of Nouri al-Maliki; 0 for none.
func (d *doc) introducedAt(i int) int {
	if at := int(d.toks[i].introduced); at > 0 {
		return at
	}
	w := d.str(i)
	if len(w) < 3 || len(w) > 24 {
		return 0
	}
	if surnameOf(d.lower(i)) != d.lower(i) {
		w = w[3:]
		if at := int(d.spellings.inStory(w).introduced); at > 0 {
			return at
		}
	}
	if !d.articles {
		return 0
	}
	for _, article := range [...]string{"al-", "el-"} {
		if at := int(d.spellings.inStory(article + w).introduced); at > 0 {
			return at
		}
	}
	return 0
}

// see notes how the capitalised token i of the sentence stands.
func (d *doc) see(s *sentence, i int) {
	t := &d.toks[i]
	d.articles = d.articles || !t.capital
	initial := i == s.first || !d.toks[i-1].kind.isWord() && d.toks[i-1].kind != kind(prose.Comma) && d.toks[i-1].kind != kind(prose.Possessive)
	before := i > s.first && d.nameLike(i-1) && !d.is(i-1, cFunction)
	after := i+1 < s.end && d.nameLike(i+1) && !suffix(d.lower(i+1))
	if !initial {
		t.seen |= seenCapital
	}
	if before {
		t.seen |= seenAfterName
		if d.is(i-1, cTitle) {
			t.seen |= seenTitled
		}
		if t.introduced == 0 && !after {
			t.introduced = int32(i + 1)
		}
		if d.punct(i+1, prose.Comma) && d.lower(i+2) == "which" {
			t.seen |= seenThing
		}
	}
	if after && !before {
		t.seen |= seenBeforeName
	}
	if !after && !before && !initial {
		t.seen |= seenAlone
	}
}
