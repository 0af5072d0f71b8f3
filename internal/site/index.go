package site

import (
	"cmp"
	"runtime"

	"golang.org/x/sync/errgroup"

	"backgrounder/internal/content"
)

// appearance is a story that an actor is in.
type appearance struct {
	article *content.Article
	*part
}

// index says for each actor in which stories it is, the newest first. It is found
// story by story, when the first page asks for it, as far as nobody has worked ahead.
func (s *site) index() (map[string][]appearance, error) { return s.indexed() }

func (s *site) makeIndex() (map[string][]appearance, error) {
	found := make([][]part, len(s.articles))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, a := range s.articles {
		if known, ok := s.b.stories.known(s.factsKey(a)); ok {
			found[i] = known
			continue
		}
		g.Go(func() (err error) {
			found[i], err = s.facts(a)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	index := map[string][]appearance{}
	for i, a := range s.articles {
		for k := range found[i] {
			p := &found[i][k]
			index[p.actor] = append(index[p.actor], appearance{a, p})
		}
	}
	return index, nil
}

// ahead yields what the index needs and nobody has found yet, a story at a time.
func (s *site) ahead(yield func(func()) bool) {
	for _, a := range s.articles {
		if _, ok := s.b.stories.known(s.factsKey(a)); ok {
			continue
		}
		find := func() { _, _ = s.facts(a) } // the pages that need them say why there are none
		if !yield(find) {
			return
		}
	}
}

// newestFirst orders stories as lists show them.
func newestFirst(a, b *content.Article) int {
	return cmp.Or(b.Date.Compare(a.Date), b.Moment.Compare(a.Moment), cmp.Compare(a.Slug, b.Slug))
}
