package preview

import (
	"context"
	"io"
	"iter"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"backgrounder/internal/diag"
)

// chores are pieces of work that take a second each.
type chores struct {
	mu   sync.Mutex
	left int
}

func (c *chores) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left
}

func (c *chores) all() iter.Seq[func()] {
	return func(yield func(func()) bool) {
		for range c.count() {
			piece := func() {
				time.Sleep(time.Second)
				c.mu.Lock()
				defer c.mu.Unlock()
				c.left--
			}
			if !yield(piece) {
				return
			}
		}
	}
}

// TestWorkAhead has work done that nobody has asked for, but none of it begun while
// somebody waits for a page or a plan; what a plan broke off is taken up again.
func TestWorkAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		work := &chores{left: 10_000}
		planning := time.Duration(0)
		const rendering = time.Minute
		site := &Site{Ahead: work.all(), Lookup: func(path string) (Output, bool) {
			slowly := func(w io.Writer) ([]diag.Diagnostic, error) {
				time.Sleep(rendering)
				_, err := io.WriteString(w, "at last")
				return nil, err
			}
			return Output{Type: "text/plain", Render: slowly}, path == "slow.txt"
		}}
		s := newServer(Config{Plan: func(context.Context, []string) (*Site, []diag.Diagnostic) {
			time.Sleep(planning)
			return site, nil
		}})

		rests := func(while string, during func()) {
			t.Helper()
			synctest.Wait()
			before := work.count()
			done := make(chan struct{})
			go func() {
				defer close(done)
				during()
			}()
			time.Sleep(rendering / 2)
			begun := work.count() // by now what was being done is
			if before == begun {
				t.Errorf("before %s nothing is done", while)
			}
			time.Sleep(rendering/2 - time.Second/2)
			if now := work.count(); now != begun {
				t.Errorf("during %s %d pieces of work are done", while, begun-now)
			}
			<-done
			time.Sleep(2 * time.Second)
			synctest.Wait()
			if now := work.count(); now == begun {
				t.Errorf("after %s nothing is done", while)
			}
		}
		s.plan(ctx, nil)
		rests("rendering a page", func() {
			s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "http://localhost/slow.txt", nil))
		})
		planning = time.Minute
		rests("planning", func() { s.plan(ctx, []string{"a.md"}) })

		s.ahead.Wait()
		if left := work.count(); left != 0 {
			t.Errorf("%d pieces of work are never done", left)
		}
		work.left = 10_000
		s.plan(ctx, nil)
		stop()
		s.ahead.Wait()
		if work.count() == 0 {
			t.Error("the end of the preview waits for all the work")
		}
	})
}

// patient is a writer that knows until when it may be written to.
type patient struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (p *patient) SetWriteDeadline(t time.Time) error {
	p.until = t
	return nil
}

// TestSlowPage renders a page for longer than a browser may take to read it.
func TestSlowPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(Config{Plan: func(context.Context, []string) (*Site, []diag.Diagnostic) {
			return &Site{Lookup: func(string) (Output, bool) {
				return Output{Type: "text/plain", Render: func(w io.Writer) ([]diag.Diagnostic, error) {
					time.Sleep(2 * sendPatience)
					_, err := io.WriteString(w, "at last")
					return nil, err
				}}, true
			}}, nil
		}})
		s.plan(t.Context(), nil)
		w := &patient{ResponseRecorder: httptest.NewRecorder()}
		s.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/slow.txt", nil))
		if w.Body.String() != "at last" || !w.until.Equal(time.Now().Add(sendPatience)) {
			t.Errorf("%q may be read until %v after it was rendered", w.Body, time.Until(w.until))
		}
	})
}
