package site

import (
	"html/template"
	"slices"
	"strings"

	"backgrounder/internal/content"
)

// relation is what one actor's entry says about others.
type relation struct {
	from string
	verb string
	to   []string
}

// label is a verb as words: "backed by" of "backed-by".
func (l *language) label(verb string) string {
	if words := l.Verbs[verb].Label; words != "" {
		return words
	}
	return strings.ReplaceAll(verb, "-", " ")
}

// among lists the relations between actors of a set, in its order. What two
// entries say of each other, each from its side, is said once.
func (s *site) among(ids []string) []relation {
	in := map[string]bool{}
	for _, id := range ids {
		in[id] = true
	}
	said := map[claim]bool{}
	var all []relation
	for _, id := range ids {
		for _, r := range s.actors[id].Relations {
			rel := relation{from: id, verb: r.Verb}
			for _, to := range r.Actors {
				if !in[to] || to == id || s.saidFromOtherSide(said, claim{id, r.Verb, to}) {
					continue
				}
				said[claim{id, r.Verb, to}] = true
				rel.to = append(rel.to, to)
			}
			if len(rel.to) > 0 {
				all = append(all, rel)
			}
		}
	}
	return all
}

// claim is one relation between two actors.
type claim struct{ from, verb, to string }

// saidFromOtherSide reports whether the other actor's entry has already said what
// a claim says.
func (s *site) saidFromOtherSide(said map[claim]bool, c claim) bool {
	v := s.lang.Verbs[c.verb]
	return said[c] ||
		said[claim{c.to, v.Inverse, c.from}] ||
		said[claim{c.to, s.inverses[c.verb], c.from}] ||
		v.Mutual && said[claim{c.to, c.verb, c.from}]
}

// inverses turns the table of verbs round.
func inverses(l *language) map[string]string {
	m := map[string]string{}
	verbs := make([]string, 0, len(l.Verbs))
	for v := range l.Verbs {
		verbs = append(verbs, v)
	}
	slices.Sort(verbs)
	for _, v := range verbs {
		if inv := l.Verbs[v].Inverse; inv != "" && m[inv] == "" {
			m[inv] = v
		}
	}
	return m
}

// linker makes the link to an actor that a page shows.
type linker func(id string) template.HTML

// sentence says a relation in a sentence of its own.
func (s *site) sentence(r relation, link linker) template.HTML {
	if says, ok := s.says(r, link); ok {
		subject := template.HTML(template.HTMLEscapeString(upperFirst(s.lang.article(s.actors[r.from].Name)))) + link(r.from)
		return s.must("relation.says", "a", subject, "says", says)
	}
	return s.must("relation", "a", link(r.from), "verb", s.lang.label(r.verb), "b", s.links(r.to, link))
}

// phrase says a relation in an entry of the actor that it is of.
func (s *site) phrase(r relation, link linker) template.HTML {
	b := s.links(r.to, link)
	says, ok := s.says(r, link)
	if label := s.lang.label(r.verb); !ok {
		says = template.HTML(template.HTMLEscapeString(label)) + " " + b
	}
	return s.must("relation.card", "verb", s.lang.label(r.verb), "b", b, "says", says)
}

// says is the predicate of a relation, where the language has words for its verb.
func (s *site) says(r relation, link linker) (template.HTML, bool) {
	v, ok := s.lang.Verbs[r.verb]
	if !ok {
		return "", false
	}
	words := v.Says
	if v.Plural != "" && s.lang.isPlural(s.actors[r.from].Name) {
		words = v.Plural
	}
	says, err := expand(template.HTMLEscapeString(words), func(name string) (string, bool) { return string(s.links(r.to, link)), name == "b" })
	return template.HTML(says), err == nil
}

func (s *site) links(ids []string, link linker) template.HTML {
	var all []template.HTML
	for _, id := range ids {
		all = append(all, template.HTML(template.HTMLEscapeString(s.lang.article(s.actors[id].Name)))+link(id))
	}
	return s.lang.htmlList(all)
}

// relationsOf lists what an entry says of others.
func (s *site) relationsOf(a *content.Actor) []relation {
	var all []relation
	for _, r := range a.Relations {
		rel := relation{from: a.ID, verb: r.Verb}
		for _, to := range r.Actors {
			if s.actors[to] != nil {
				rel.to = append(rel.to, to)
			}
		}
		if len(rel.to) > 0 {
			all = append(all, rel)
		}
	}
	return all
}

// relationsTo lists what other entries say of this one, but for what its own says
// too.
func (s *site) relationsTo(a *content.Actor) []relation {
	own := map[[2]string]bool{}
	for _, r := range a.Relations {
		v := s.lang.Verbs[r.Verb]
		for _, to := range r.Actors {
			for _, back := range []string{v.Inverse, s.inverses[r.Verb]} {
				if back != "" {
					own[[2]string{back, to}] = true
				}
			}
			if v.Mutual {
				own[[2]string{r.Verb, to}] = true
			}
		}
	}
	var all []relation
	for _, in := range s.incoming[a.ID] {
		if !own[[2]string{in.verb, in.from}] {
			all = append(all, in)
		}
	}
	return all
}

// incomingRelations sorts every relation by whom it leads to.
func incomingRelations(actors []*content.Actor) map[string][]relation {
	m := map[string][]relation{}
	for _, a := range actors {
		for _, r := range a.Relations {
			for _, to := range r.Actors {
				m[to] = append(m[to], relation{from: a.ID, verb: r.Verb, to: []string{to}})
			}
		}
	}
	return m
}
