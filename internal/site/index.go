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
	part
}

// index says for each actor in which stories it is, the newest first. It is found
// story by story, when the first page asks for it.
func (s *site) index() (map[string][]appearance, error) { return s.indexed() }

func (s *site) makeIndex() (map[string][]appearance, error) {
	found := make([][]part, len(s.articles))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, a := range s.articles {
		if known, ok := s.b.stories.known(s.key(a)); ok {
			found[i] = known
			continue
		}
		g.Go(func() error {
			st, err := s.story(a)
			if err != nil {
				return err
			}
			found[i] = parts(st)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	index := map[string][]appearance{}
	for i, a := range s.articles {
		for _, p := range found[i] {
			index[p.actor] = append(index[p.actor], appearance{a, p})
		}
	}
	return index, nil
}

// newestFirst orders stories as lists show them.
func newestFirst(a, b *content.Article) int {
	return cmp.Or(b.Date.Compare(a.Date), b.Moment.Compare(a.Moment), cmp.Compare(a.Slug, b.Slug))
}
