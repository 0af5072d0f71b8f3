package sourcing

import (
	"fmt"
	"slices"
	"strings"
)

// step is one place of a pattern.
type step struct {
	words    []string // lower case; nil matches any word
	optional bool
}

// pattern is a run of words, as lexicon/anonymity.txt describes it.
type pattern struct {
	kind  string
	text  string // as the file has it
	steps []step
}

// patterns are tried in the order of the file at every word that can begin one.
type patterns struct {
	byFirst map[string][]*pattern
}

func (l *lexicon) addPattern(section, line string) error {
	switch section {
	case "clause":
		kind, rest, ok := strings.Cut(line, " ")
		if _, known := conditions[kind]; !ok || !known {
			return fmt.Errorf("unknown kind of promise %q", kind)
		}
		return l.pattern(&l.clauses, kind, rest)
	case "bar":
		return l.pattern(&l.bars, "bar", line)
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
	p := &pattern{kind: kind, text: strings.TrimSpace(text)}
	for _, f := range strings.Fields(text) {
		var s step
		if strings.HasSuffix(f, "?") {
			s.optional = true
			f = f[:len(f)-1]
		}
		if f == "BE" {
			f = forms
		}
		if f != "*" {
			for w := range strings.SplitSeq(f, "|") {
				if bare, ok := strings.CutSuffix(w, "!"); ok {
					w = bare
					l.of(w).class |= cAnchor
				}
				s.words = append(s.words, w)
			}
		}
		p.steps = append(p.steps, s)
	}
	if to.byFirst == nil {
		to.byFirst = make(map[string][]*pattern)
	}
	for _, s := range p.steps {
		if s.words == nil {
			return fmt.Errorf("a pattern cannot begin with *")
		}
		for _, w := range s.words {
			to.byFirst[w] = append(to.byFirst[w], p)
		}
		if !s.optional {
			return nil
		}
	}
	return fmt.Errorf("a pattern needs a word that may not be missing")
}

// opensPattern reports whether a pattern can begin with the word.
func (l *lexicon) opensPattern(w string) bool {
	return l.clauses.byFirst[w] != nil || l.bars.byFirst[w] != nil || l.reasons.byFirst[w] != nil
}

// match returns the first pattern that matches at token i, and the token after
// it. Patterns do not reach over limit.
func (p *patterns) match(d *doc, i, limit int) (*pattern, int) {
	if !d.toks[i].opens {
		return nil, 0
	}
	for _, q := range p.byFirst[d.toks[i].lower] {
		if end := q.match(d, i, limit, 0); end > 0 {
			return q, end
		}
	}
	return nil, 0
}

func (q *pattern) match(d *doc, i, limit, from int) int {
	for n := from; n < len(q.steps); n++ {
		s := q.steps[n]
		if i < limit && d.toks[i].kind.isWord() && (s.words == nil || slices.Contains(s.words, d.lower(i))) {
			if s.optional {
				if end := q.match(d, i+1, limit, n+1); end > 0 {
					return end
				}
				continue
			}
			i++
			continue
		}
		if !s.optional {
			return 0
		}
	}
	return i
}
