package sourcing

import (
	"fmt"
	"slices"
	"strings"

	"backgrounder/internal/annotate/prose"
)

// step is one place of a pattern.
type step struct {
	words    wordSet  // of a name, those for what is somebody's
	any      bool     // any word
	noun     nounStep // a noun phrase rather than a word
	optional bool
	keep     bool // the reason begins here
}

// plain reports a step that one word fills and does no more.
func (s *step) plain() bool { return s.noun == "" && !s.optional && !s.keep }

// The words of the patterns are numbered from one, so that a step tells by a bit
// whether a word of the story fills it; other words of the story have no number.

// wordSet is a set of words of patterns, a bit for each.
type wordSet []uint64

func (s wordSet) has(number int) bool { return number>>6 < len(s) && s[number>>6]>>(number&63)&1 != 0 }

func (s *wordSet) add(number int) {
	for number>>6 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[number>>6] |= 1 << (number & 63)
}

// number numbers a word that patterns have.
func (l *lexicon) number(w string) int {
	n, ok := l.numbers[w]
	if !ok {
		n = len(l.numbers) + 1
		l.numbers[w] = n
	}
	return n
}

// nounStep says which noun phrases fill a place of a pattern.
type nounStep string

const (
	anyNoun nounStep = "NP"     // any
	whom    nounStep = "WHOM"   // people, a name, a pronoun
	nameOf  nounStep = "NAMEOF" // somebody's name: his last name, the clerk's identity
	whyNoun nounStep = "WHYNP"  // one that is a reason by its last word: security reasons
)

// meets reports whether the sets have a word in common.
func (s wordSet) meets(t wordSet) bool {
	for k := range min(len(s), len(t)) {
		if s[k]&t[k] != 0 {
			return true
		}
	}
	return false
}

// pattern is a run of words, as lexicon/anonymity.txt describes it.
type pattern struct {
	kind   string
	text   string // as the file has it
	steps  []step
	anchor wordSet // of the place that holds its anchor; nil where none does
}

// patterns are tried in the order of the file at every word that can begin one.
type patterns struct {
	byFirst [][]*pattern // by the number of the word
	byNoun  []*pattern   // those that begin with somebody's name
}

// matched is a pattern found in a sentence.
type matched struct {
	*pattern
	end  int     // token after it
	keep int     // first token of the reason, where the pattern itself holds some; 0 otherwise
	who  subject // whom a WHOM or NAMEOF means; empty where there is none
}

func (l *lexicon) addPattern(section, line string) error {
	switch section {
	case "word":
		name, words, ok := strings.Cut(line, " ")
		if !ok || name != strings.ToUpper(name) {
			return fmt.Errorf("want a name in capitals and its words, have %q", line)
		}
		if l.choices == nil {
			l.choices = make(map[string][]string)
		}
		l.choices[name] = append(l.choices[name], strings.Split(strings.TrimSpace(words), "|")...)
		return nil
	case "clause":
		kind, rest, ok := strings.Cut(line, " ")
		if _, known := conditions[kind]; !ok || !known {
			return fmt.Errorf("unknown kind of promise %q", kind)
		}
		return l.pattern(&l.clauses, kind, rest)
	case "bar":
		return l.pattern(&l.bars, "bar", line)
	case "ground":
		return l.pattern(&l.grounds, "ground", line)
	case "reason":
		fields := strings.Fields(line)
		last := len(fields) - 1
		if last < 1 {
			return fmt.Errorf("want the introducing words and what follows them, have %q", line)
		}
		return l.pattern(&l.reasons, fields[last], strings.Join(fields[:last], " "))
	}
	return fmt.Errorf("unknown section %q", section)
}

var conditions = map[string]Condition{
	"condition": OnCondition, "requested": Requested, "background": Background, "withheld": NameWithheld, "outlet": NameWithheld,
}

const forms = "is|was|are|were|be|been|being"

func (l *lexicon) pattern(to *patterns, kind, text string) error {
	p := &pattern{kind: kind, text: strings.Join(strings.Fields(text), " ")}
	var firsts []string // words that it can begin with
	begun := false      // the first place that has to be filled was read
	byNoun := false     // somebody's name fills it
	for f := range strings.FieldsSeq(text) {
		s, words, err := l.step(f)
		if err != nil {
			return err
		}
		if strings.Contains(f, "!") {
			p.anchor = s.words
		}
		p.steps = append(p.steps, s)
		if begun {
			continue
		}
		byNoun = s.noun == nameOf
		if !byNoun && len(words) == 0 {
			return fmt.Errorf("a pattern cannot begin with *")
		}
		firsts = append(firsts, words...)
		begun = byNoun || !s.optional
	}
	if !begun {
		return fmt.Errorf("a pattern needs a word that may not be missing")
	}
	for _, w := range firsts {
		to.begin(l.number(w), p)
	}
	if byNoun {
		to.byNoun = append(to.byNoun, p)
	}
	return nil
}

// begin adds a pattern that can begin with the word of that number.
func (p *patterns) begin(number int, q *pattern) {
	for number >= len(p.byFirst) {
		p.byFirst = append(p.byFirst, nil)
	}
	p.byFirst[number] = append(p.byFirst[number], q)
}

// step reads one place of a pattern, as lexicon/anonymity.txt describes it, and the
// words that fill it.
func (l *lexicon) step(f string) (step, []string, error) {
	var s step
	var words []string
	f, s.keep = strings.CutPrefix(f, "<")
	f, s.optional = strings.CutSuffix(f, "?")
	if f == "*" {
		s.any = true
		return s, nil, nil
	}
	for w := range strings.SplitSeq(f, "|") {
		w, anchor := strings.CutSuffix(w, "!")
		choice := []string{w}
		switch {
		case w == "BE":
			choice = strings.Split(forms, "|")
		case w == string(anyNoun), w == string(whom), w == string(whyNoun):
			s.noun = nounStep(w)
			return s, nil, nil
		case w == string(nameOf):
			s.noun, choice = nameOf, l.choices["NAME"]
		case strings.ToUpper(w) == w:
			choice = l.choices[w]
		}
		if len(choice) == 0 {
			return s, nil, fmt.Errorf("no words stand for %q", w)
		}
		for _, w := range choice {
			if anchor {
				l.of(w).class |= cAnchor
			}
			s.words.add(l.number(w))
			if s.noun == "" {
				words = append(words, w)
			}
		}
	}
	return s, words, nil
}

// match finds the first pattern that matches at token i of the sentence, up to
// limit, and fills in m.
func (p *patterns) match(c *clauses, i, limit int, m *matched) bool {
	if n := int(c.toks[i].number); n < len(p.byFirst) && first(p.byFirst[n], c, i, limit, m) {
		return true
	}
	return len(p.byNoun) > 0 && c.somebodysName(i) > 0 && first(p.byNoun, c, i, limit, m)
}

// first finds the first of the patterns that matches at token i.
func first(list []*pattern, c *clauses, i, limit int, m *matched) bool {
	if len(list) == 0 {
		return false
	}
	*m = matched{}
	for _, q := range list {
		if c.mayHold(q) && q.match(c, i, limit, 0, m) {
			m.pattern = q
			return true
		}
	}
	return false
}

// mayHold reports whether the anchor of the pattern is among the words of the sentence,
// as far as they were noted.
func (c *clauses) mayHold(q *pattern) bool {
	return q.anchor == nil || len(c.words) == 0 || q.anchor.meets(c.words)
}

// noteWords notes which words of patterns the sentence has.
func (c *clauses) noteWords() {
	for i := c.s.first; i < c.s.end; i++ {
		c.words.add(int(c.toks[i].number))
	}
}

// match tries the steps from the given one on at token i, and fills in m.
func (q *pattern) match(c *clauses, i, limit, from int, m *matched) bool {
	for ; from < len(q.steps) && q.steps[from].plain(); from++ {
		if !c.fills(&q.steps[from], i, limit) {
			return false
		}
		i++
	}
	if from == len(q.steps) {
		m.end = i
		return true
	}
	s := &q.steps[from]
	kept := m.keep
	if s.keep {
		m.keep = i
	}
	for _, end := range c.fillers(s, i, limit) {
		if end == 0 || !q.match(c, end, limit, from+1, m) {
			continue
		}
		if s.noun == whom || s.noun == nameOf {
			m.who = c.meant(s.noun, i, end)
		}
		return true
	}
	m.keep = kept
	return s.optional && q.match(c, i, limit, from+1, m)
}

// fills reports whether the word i fills a step that wants a word.
func (c *clauses) fills(s *step, i, limit int) bool {
	return i < limit && (s.any || s.words.has(int(c.toks[i].number))) && c.toks[i].kind.isWord() && !c.quoted(i)
}

// fillers returns where the step ends if it is filled at token i: a noun phrase may
// end with what hangs on it or before that. 0 is no end.
func (c *clauses) fillers(s *step, i, limit int) [2]int {
	if s.noun == "" {
		if c.fills(s, i, limit) {
			return [2]int{i + 1}
		}
		return [2]int{}
	}
	if i >= limit || !c.toks[i].kind.isWord() || c.quoted(i) {
		return [2]int{}
	}
	if s.noun == nameOf {
		return [2]int{c.somebodysName(i)}
	}
	p, ok := c.nounAt(i)
	if !ok {
		return [2]int{}
	}
	switch s.noun {
	case whom:
		if p.sort != person && p.sort != name && p.sort != pronoun && !c.givenName(p) {
			return [2]int{}
		}
		return [2]int{p.end, c.attachments(p.end)}
	case whyNoun:
		if !slices.Contains(c.lex.choices["WHY"], c.lower(p.head)) {
			return [2]int{}
		}
	}
	return [2]int{p.end}
}

// givenName reports a first name that stands alone: calling her Marta.
func (c *clauses) givenName(p phrase) bool {
	return p.sort == body && p.det == bare && p.end-p.core == 1 && c.lex.given(c.lower(p.core)) != unsaid
}

// nounAt is the noun phrase that begins at token i, without a last word that is a
// place of the pattern: granted the clerk anonymity.
func (c *clauses) nounAt(i int) (phrase, bool) {
	n := c.phraseOf(i)
	if n < 0 || c.phrases[n].first != i {
		return phrase{}, false
	}
	if p := c.phrases[n]; p.end-i == 1 || c.lower(p.end-1) != "anonymity" {
		return p, true
	}
	return c.phraseAt(i, c.phrases[n].end-1)
}

// somebodysName returns the end of the noun phrase at token i if it is somebody's
// name: her surname, the clerk's identity; 0 where it is not.
func (c *clauses) somebodysName(i int) int {
	n := c.phraseOf(i)
	if n < 0 || c.phrases[n].first != i && c.lower(i-1) != "only" && c.lower(i-1) != "neither" || c.phrases[n].det != possessive || c.lower(i) == "whose" || !slices.Contains(c.lex.choices["NAME"], c.lower(c.phrases[n].head)) {
		return 0
	}
	end := c.phrases[n].end
	// her first name, Renata, be used
	if m := c.phraseOf(end + 1); m >= 0 && c.punct(end, prose.Comma) && c.toks[end+1].capital {
		if k := c.phrases[m].end; c.punct(k, prose.Comma) && c.is(k+1, cAux|cNegation) {
			return k + 1
		}
	}
	return end
}

// meant is whom a noun phrase of a pattern means: itself, or whose name it is.
func (c *clauses) meant(s nounStep, i, end int) subject {
	p, _ := c.nounAt(i)
	if c.givenName(p) {
		p.sort, p.namedFrom = name, p.core
	}
	if s == nameOf {
		p = c.phrases[c.phraseOf(i)]
		if p.owner == 0 {
			p = phrase{first: i, core: i, head: i, end: i + 1, sort: pronoun, sure: true, plural: c.lower(i) == "their"}
			return subject{phrase: p, from: i, to: i + 1}
		}
		owner, ok := c.phraseAt(i, p.owner-1)
		if !ok {
			return subject{}
		}
		p, end = owner, owner.end
	}
	return subject{phrase: p, from: p.first, to: end, trailing: true}
}
