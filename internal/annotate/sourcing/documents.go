package sourcing

import (
	"slices"
)

// Things that can be read.

// own reports what the reporter found out: "findings by our correspondent".
func (m *sources) own(s subject) bool {
	for i := s.phrase.end; i < s.to; i++ {
		if m.lower(i) == "our" {
			return true
		}
	}
	return m.lower(s.from) == "our"
}

// document finds or makes a document.
func (m *sources) document(s subject) int {
	kind := m.toks[s.head].word.kind
	if s.det != indefinite && s.ordinal == 0 {
		key := m.key(s.core, s.phrase.end)
		if n, ok := m.byName[key]; ok && m.all[n].sort == document {
			return n
		}
		if s.det == definite || s.det == possessive || m.toks[s.head].is(cPlural) {
			if n := m.sameDocument(s, kind); n >= 0 {
				return n
			}
		}
	}
	introduced := false
	if s.det == definite && s.end-s.core == 1 {
		if p, ok := m.earlier(s.head, func(p phrase) bool { return p.sort == document && p.det == indefinite }); ok {
			s, introduced = subject{phrase: p, from: p.first, to: p.end}, true
		}
	}
	n := m.add(s, Document)
	if introduced {
		m.mention(n, s)
		m.how = "a document that was spoken of before"
	}
	m.byName[m.key(s.core, s.phrase.end)] = n
	if kind == "" {
		if kind = m.all[n].head; kind == "trial" {
			kind = "report" // of a treatment: it is read in a paper
		}
	}
	m.all[n].kind = kind
	m.byKind.add(kind, n)
	m.byKind.add("document", n)
	return n
}

// sameDocument is the latest document that the definite phrase can mean.
func (m *sources) sameDocument(s subject, kind string) int {
	head := m.lemma(s.head)
	list := m.byKind.all(kind)
	for i := len(list) - 1; i >= 0 && i >= len(list)-16; i-- {
		if e := &m.all[list[i]]; e.sort == document && (s.det != bare || e.plural == s.plural && s.end-s.core == 1) && (e.head == head || s.end-s.core == 1 && !(s.det == possessive && s.owner == 0)) && (s.owner == 0 || s.end-s.core == 1) {
			return list[i]
		}
	}
	if s.det == bare || s.end-s.core > 1 {
		return -1
	}
	if list := m.byKind.all("document"); len(list) > 0 && head == "document" {
		return list[len(list)-1]
	}
	if papers(head) && s.plural {
		for _, n := range slices.Backward(m.byKind.all("document")) {
			if e := &m.all[n]; e.plural && papers(e.head) {
				return n
			}
		}
	}
	return -1
}
