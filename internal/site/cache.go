package site

import (
	"container/list"
	"slices"
	"strings"
	"sync"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
)

// factsKey is everything that what is found in a story depends on.
type factsKey struct {
	path    string
	hash    uint64 // of the file
	reading uint64 // of the glossary's names, the lexicon, the images, the language and the time zone
}

// storyKey is everything that an annotated story depends on.
type storyKey struct {
	factsKey
	telling uint64 // of the summaries of actors, the language's words, where others stand, and what is checked
}

// stories remembers the stories that were annotated last, so that a story's page,
// its data and the index share one annotation; and, for every story, the few facts
// that pages about other things need.
type stories struct {
	mu    sync.Mutex
	keep  int
	byKey map[storyKey]*list.Element // of *storyEntry
	order *list.List                 // latest use first
	facts map[string]storyFacts      // by path
}

type storyEntry struct {
	key  storyKey
	once sync.Once
	st   *annotated
	err  error
}

// storyFacts are what other pages need to know of a story.
type storyFacts struct {
	key    factsKey
	actors []part
}

// part is what an actor has in a story.
type part struct {
	actor      string
	paragraphs []uint16 // in which it is named
	passages   []uint16 // in which it speaks
	excerpts   []excerpt
}

// excerpt is a sentence of a story in which an actor speaks or is named.
type excerpt struct {
	text   string
	number uint16 // of the passage that it is, or else of the paragraph that it is in
	said   bool   // it is a passage
}

// id is the element that shows the excerpt on the story's page.
func (e excerpt) id() string {
	if e.said {
		return "said-" + itoa(int(e.number))
	}
	return "p-" + itoa(int(e.number))
}

// keptStories bounds the memory of annotated stories: enough for every core to
// have a few at hand, and for a small site to be annotated once.
const keptStories = 64

func newStories() *stories {
	return &stories{keep: keptStories, byKey: map[storyKey]*list.Element{}, order: list.New(), facts: map[string]storyFacts{}}
}

// get returns the story under a key, made by annotate if nobody has yet. Those who
// ask for one that is being made wait for it.
func (c *stories) get(key storyKey, annotate func() (*annotated, error)) (*annotated, error) {
	c.mu.Lock()
	el, ok := c.byKey[key]
	if ok {
		c.order.MoveToFront(el)
	} else {
		el = c.order.PushFront(&storyEntry{key: key})
		c.byKey[key] = el
		for c.order.Len() > c.keep {
			last := c.order.Back()
			c.order.Remove(last)
			delete(c.byKey, last.Value.(*storyEntry).key)
		}
	}
	entry := el.Value.(*storyEntry)
	c.mu.Unlock()
	entry.once.Do(func() {
		entry.st, entry.err = annotate()
		if entry.err == nil {
			c.learn(key.factsKey, entry.st)
		}
	})
	return entry.st, entry.err
}

// summary returns a story's facts. A story that has to be annotated for them is not
// kept: who asks for the facts of one asks for those of all, and would push out the few
// that somebody is looking at.
func (c *stories) summary(key factsKey, annotate func() (*annotated, error)) ([]part, error) {
	if facts, ok := c.known(key); ok {
		return facts, nil
	}
	st, err := annotate()
	if err != nil {
		return nil, err
	}
	return c.learn(key, st), nil
}

// learn keeps a story's facts, and returns them.
func (c *stories) learn(key factsKey, st *annotated) []part {
	facts := storyFacts{key: key, actors: parts(st)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.facts[key.path] = facts
	return facts.actors
}

// known returns a story's facts if they are of that key.
func (c *stories) known(key factsKey) ([]part, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.facts[key.path]
	return f.actors, ok && f.key == key
}

// parts sums up who is in a story.
func parts(st *annotated) []part {
	index := map[string]int{}
	all := make([]part, 0, len(st.res.Actors))
	at := func(id string) *part {
		i, ok := index[id]
		if !ok {
			i = len(all)
			index[id] = i
			all = append(all, part{actor: id})
		}
		return &all[i]
	}
	for _, found := range st.res.Actors {
		p := at(found.Actor.ID)
		p.paragraphs = small(paragraphsOf(found, st))
	}
	quoter := quoter{st: st, texts: map[annotate.Span]string{}}
	for k, passages := range spokenBy(st) {
		if src := st.res.Sources[k]; src.Actor != "" && src.Level != sourcing.Anonymous && len(passages) > 0 {
			p := at(src.Actor)
			p.passages = append(p.passages, small(passages)...)
			for _, n := range passages {
				p.excerpts = quoter.add(p.excerpts, st.res.Passages[n-1].Sentence, n, true)
			}
		}
	}
	for _, found := range st.res.Actors {
		p := at(found.Actor.ID)
		for _, m := range found.Mentions {
			if n := st.paragraph[m.Block]; n > 0 && len(p.excerpts) < mostExcerpts {
				p.excerpts = quoter.add(p.excerpts, quoter.sentence(m), n, false)
			}
		}
	}
	return all
}

// mostExcerpts is how many sentences of a story an actor's page quotes: what readers
// want to know of the others, the story tells.
const mostExcerpts = 2

// quoter takes sentences out of a story, each kept once however many are in it.
type quoter struct {
	st        *annotated
	texts     map[annotate.Span]string
	block     int // whose sentences are at hand
	sentences []annotate.Span
}

// add adds a sentence to an actor's excerpts, if there is room and it is not there.
func (q *quoter) add(to []excerpt, sentence annotate.Span, number int, said bool) []excerpt {
	if len(to) == mostExcerpts || sentence.Len() == 0 || number > mostNumber {
		return to
	}
	text, ok := q.texts[sentence]
	if !ok {
		words := strings.Join(strings.Fields(sentence.Of(q.st.res.Text)), " ")
		text = strings.Clone(shortened(words, maxExcerpt))
		q.texts[sentence] = text
	}
	if slices.ContainsFunc(to, func(e excerpt) bool { return e.text == text }) {
		return to
	}
	return append(to, excerpt{text, uint16(number), said})
}

// maxExcerpt is about how long an excerpt may be, in bytes.
const maxExcerpt = 280

// sentence is the one that names an actor.
func (q *quoter) sentence(m annotate.Mention) annotate.Span {
	if q.sentences == nil || q.block != m.Block {
		q.block, q.sentences = m.Block, prose.Sentences(q.st.res.Text, q.st.res.Blocks[m.Block].Span)
	}
	for _, s := range q.sentences {
		if s.Contains(m.Span) {
			return s
		}
	}
	return annotate.Span{}
}

// mostNumber is the largest that is kept; a story of 2 MB has fewer paragraphs.
const mostNumber = 1<<16 - 1

// small keeps numbers in little room.
func small(numbers []int) []uint16 {
	s := make([]uint16, 0, len(numbers))
	for _, n := range numbers {
		if n <= mostNumber {
			s = append(s, uint16(n))
		}
	}
	return s
}

// story returns an article, annotated.
func (s *site) story(a *content.Article) (*annotated, error) {
	return s.b.stories.get(s.key(a), func() (*annotated, error) { return s.annotate(a) })
}

// facts returns what other pages need to know of an article.
func (s *site) facts(a *content.Article) (_ []part, err error) {
	defer contain(a.Path, &err)
	return s.b.stories.summary(s.factsKey(a), func() (*annotated, error) { return s.annotate(a) })
}

func (s *site) key(a *content.Article) storyKey { return storyKey{s.factsKey(a), s.telling} }

func (s *site) factsKey(a *content.Article) factsKey { return factsKey{a.Path, a.Hash, s.reading} }

// forget drops the facts of stories that are no more.
func (c *stories) forget(left []*content.Article) {
	paths := make(map[string]bool, len(left))
	for _, a := range left {
		paths[a.Path] = true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for path := range c.facts {
		if !paths[path] {
			delete(c.facts, path)
		}
	}
}
