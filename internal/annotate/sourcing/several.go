package sourcing

// another makes somebody new of the kind last spoken of: "another said".
func (m *sources) another(s subject) int {
	if s.count != 1 && len(m.plurals) == 0 && len(m.persons) == 0 {
		return -1
	}
	if s.ordinal == 3 && !m.guarded && !m.unnamedBefore() {
		s.plural, s.count, s.vague = true, 0, true // A third said they would not vote
	}
	n := m.add(s, Collective)
	e := &m.all[n]
	e.sort = person
	e.plural = s.plural
	m.how = "one more of those spoken of before"
	if !s.plural {
		e.Level, e.Count = Anonymous, 1
		if n := len(m.plurals); n > 0 && m.all[m.plurals[n-1]].sort == person {
			e.head = m.all[m.plurals[n-1]].head // one of the diplomats is "the diplomat"
			m.byHead.add(e.head, len(m.all)-1)
		}
	} else if s.count > 0 {
		e.Level, e.Count = Anonymous, s.count
	}
	return n
}

// groupOf is the latest group of count people.
func (m *sources) groupOf(count int) int {
	for i := len(m.plurals) - 1; i >= 0 && i > len(m.plurals)-8; i-- {
		if e := &m.all[m.plurals[i]]; e.sort == person && e.Count == count {
			return m.plurals[i]
		}
	}
	return -1
}

// oneOf is the group of unnamed people that spoke last, in the same block, of whom one
// now speaks: "…, two of the sources said. One said it could come this month".
func (m *sources) oneOf(w string, s subject, at int) int {
	if w != "one" || s.plural || s.partitive || len(m.plurals) == 0 {
		return -1
	}
	n := m.plurals[len(m.plurals)-1]
	if e := &m.all[n]; !e.unnamedGroup() || e.last < at-1 && m.sents[e.last].block != m.sents[at].block {
		return -1
	}
	m.asOne(n, s)
	m.how = "one of the unnamed people who spoke before"
	return n
}

// unnamedBefore reports that an unnamed person is among the last who spoke.
func (m *sources) unnamedBefore() bool {
	for _, n := range tail(m.persons, 4) {
		if m.all[n].Level == Anonymous {
			return true
		}
	}
	return false
}

// theOther is the group of unnamed people of whom one has just spoken, in the same
// block: "One of the two said it was forged. The other was not sure, but said …".
func (m *sources) theOther(s subject, at int) int {
	if s.ordinal >= 0 {
		return -1
	}
	if n := m.oneBefore(s, at); n >= 0 {
		return n
	}
	if len(m.persons) == 0 {
		return -1
	}
	n := m.persons[len(m.persons)-1]
	if e := &m.all[n]; !e.unnamedGroup() || m.sents[e.last].block != m.sents[at].block {
		return -1
	}
	m.asOne(n, s)
	m.how = "another of the unnamed people who spoke before"
	return n
}

// oneBefore is the group of which the sentence before, in the same block, told what one
// did: "one of the diplomats laughed. The other said …".
func (m *sources) oneBefore(s subject, at int) int {
	if at == 0 || m.sents[at-1].block != m.sents[at].block {
		return -1
	}
	for i := m.sents[at-1].first; i < m.sents[at-1].end-2; i++ {
		if m.lower(i) != "one" || m.lower(i+1) != "of" || m.quoted(i) {
			continue
		}
		if p, ok := m.phraseAt(i, m.sents[at-1].end); ok && p.sort == person && p.partitive {
			if n := m.amongUnnamed(subject{phrase: p, from: p.first, to: p.end}, m.lemma(p.head)); n >= 0 {
				m.asOne(n, s)
				m.how = "another of the unnamed people who spoke before"
				return n
			}
		}
	}
	return -1
}

// someOf is the group that spoke last, in the same block, of whom several now speak:
// "Residents described the blast. Several said …", "a dozen employees. … Three said".
func (m *sources) someOf(w string, s subject, at int) int {
	if s.ordinal != 0 || w == "others" || w == "other" || len(m.plurals) == 0 {
		return -1
	}
	n := m.plurals[len(m.plurals)-1]
	e := &m.all[n]
	if e.last < 0 || m.sents[e.last].block != m.sents[at].block || !s.plural {
		return -1
	}
	if e.unnamedGroup() && s.count < e.Count {
		return n
	}
	if e.sort != person || e.Level != Collective || e.last != at-1 || s.count > 0 {
		return -1
	}
	return n
}
