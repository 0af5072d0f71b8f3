package sourcing

// An engine reads one story after another in the same room: its slices and maps
// are emptied and filled again. What is found is copied out of it, so that it stays
// when the next story is read.

// extend makes s one longer. What stood in the new place when s was longer before
// still stands there: the slices in it are used again.
func extend[T any](s []T) []T {
	if len(s) < cap(s) {
		return s[:len(s)+1]
	}
	var zero T
	return append(s, zero)
}

// lists are lists of entities under words.
type lists struct {
	at map[string]int // into of
	of [][]int
}

func newLists() lists { return lists{at: make(map[string]int)} }

func (l *lists) all(key string) []int {
	if i, ok := l.at[key]; ok {
		return l.of[i]
	}
	return nil
}

func (l *lists) add(key string, n int) {
	i, ok := l.at[key]
	if !ok {
		i = len(l.of)
		l.at[key] = i
		l.of = extend(l.of)
		l.of[i] = l.of[i][:0]
	}
	l.of[i] = append(l.of[i], n)
}

func (l *lists) empty() bool { return len(l.of) == 0 }

func (l *lists) clear() {
	clear(l.at)
	l.of = l.of[:0]
}

// slab is memory of which slices are cut: one piece for all that is found.
type slab[T any] struct {
	size int // how much will be cut
	rest []T
}

func (s *slab[T]) need(n int) { s.size += n }

// copy cuts a copy of list; nil where list is empty.
func (s *slab[T]) copy(list []T) []T {
	if len(list) == 0 {
		return nil
	}
	if s.rest == nil {
		s.rest = make([]T, s.size)
	}
	n := copy(s.rest, list)
	cut := s.rest[:n:n]
	s.rest = s.rest[n:]
	return cut
}

// joint joins rules, each pair once for all stories.
type joint map[[2]string]string

func (j *joint) join(a, b string) string {
	pair := [2]string{a, b}
	both, ok := (*j)[pair]
	if !ok {
		if *j == nil {
			*j = make(joint)
		}
		both = a + ", " + b
		(*j)[pair] = both
	}
	return both
}
