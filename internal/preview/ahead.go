package preview

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
)

// rush knows whether somebody waits for a page, so that what nobody waits for can
// stand back. The zero rush is over.
type rush struct {
	mu      sync.Mutex
	waiting int
	over    chan struct{} // closed when nobody waits any more; nil while nobody does
}

// begin says that somebody waits, until the function that it returns is called.
func (r *rush) begin() (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waiting++; r.waiting == 1 {
		r.over = make(chan struct{})
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.waiting--; r.waiting == 0 {
			close(r.over)
			r.over = nil
		}
	}
}

// wait returns when nobody waits: true, or false if ctx is done.
func (r *rush) wait(ctx context.Context) bool {
	for ctx.Err() == nil {
		r.mu.Lock()
		over := r.over
		r.mu.Unlock()
		if over == nil {
			return true
		}
		select {
		case <-ctx.Done():
		case <-over:
		}
	}
	return false
}

// workAhead does what the pages of the newest site will need, on half of the processors
// and while nobody waits for a page, until ctx is done.
func (s *server) workAhead(ctx context.Context) {
	site := s.now().site
	if site.Site == nil || site.Ahead == nil {
		return
	}
	var pieces errgroup.Group
	pieces.SetLimit(max(1, runtime.GOMAXPROCS(0)/2))
	for piece := range site.Ahead {
		if ctx.Err() != nil {
			break
		}
		pieces.Go(func() error {
			if s.rush.wait(ctx) {
				piece()
			}
			return nil
		})
	}
	_ = pieces.Wait() // a piece has nothing to say
}
