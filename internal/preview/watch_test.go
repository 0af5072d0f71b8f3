package preview

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"backgrounder/internal/diag"
)

// TestStorms does to a site what editors and version control do, and expects
// the preview to show what a clean build would.
func TestStorms(t *testing.T) {
	storms := []struct {
		name string
		do   func(d *desk)
	}{
		{"overwrite", func(d *desk) { d.write("content/a.md", "changed") }},
		{"write beside and rename, as VS Code and JetBrains may", func(d *desk) {
			d.write("content/a.md___jb_tmp___", "changed")
			d.rename("content/a.md", "content/a.md___jb_old___")
			d.rename("content/a.md___jb_tmp___", "content/a.md")
			d.must(os.Remove(d.path("content/a.md___jb_old___")))
		}},
		{"rename away and write anew, as Vim may", func(d *desk) {
			d.write("content/4913", "")
			d.must(os.Remove(d.path("content/4913")))
			d.rename("content/a.md", "content/a.md~")
			d.write("content/a.md", "changed")
			d.must(os.Remove(d.path("content/a.md~")))
		}},
		{"lock, back up and overwrite, as Emacs does", func(d *desk) {
			d.must(os.Symlink("user@host.1:2", d.path("content/.#a.md")))
			d.rename("content/a.md", "content/a.md~")
			d.write("content/#a.md#", "half")
			d.write("content/a.md", "changed")
			d.must(os.Remove(d.path("content/#a.md#")))
			d.must(os.Remove(d.path("content/.#a.md")))
		}},
		{"same size, and the time set back", func(d *desk) {
			info, err := os.Stat(d.path("content/a.md"))
			d.must(err)
			text, err := os.ReadFile(d.path("content/a.md"))
			d.must(err)
			d.write("content/a.md", strings.ToUpper(string(text)))
			d.must(os.Chtimes(d.path("content/a.md"), info.ModTime(), info.ModTime()))
		}},
		{"an older file in its place", func(d *desk) {
			d.write("elsewhere.md", "the old one")
			long := time.Now().Add(-time.Hour)
			d.must(os.Chtimes(d.path("elsewhere.md"), long, long))
			d.rename("elsewhere.md", "content/a.md")
		}},
		{"two files swapped", func(d *desk) {
			d.rename("content/a.md", "content/x")
			d.rename("content/b.md", "content/a.md")
			d.rename("content/x", "content/b.md")
		}},
		{"git checkout of 1,000 files, there and back and there again", func(d *desk) {
			d.git("init", "-q", "-b", "main")
			d.git("add", ".")
			d.git("commit", "-q", "-m", "two files")
			d.git("checkout", "-q", "-b", "many")
			for i := range 1000 {
				d.write(fmt.Sprintf("content/many/%d.md", i), "new")
			}
			d.must(os.Remove(d.path("content/b.md")))
			d.write("content/a.md", "changed")
			d.git("add", "-A")
			d.git("commit", "-q", "-m", "many files")
			d.settle()
			d.git("checkout", "-q", "main")
			d.settle()
			d.git("checkout", "-q", "many")
		}},
		{"a folder is made, and written into at once", func(d *desk) { d.write("content/new/deep/er/a.md", "new") }},
		{"a folder is moved in, then changed", func(d *desk) {
			d.write("outside/a.md", "moved")
			d.rename("outside", "content/moved")
			d.settle()
			d.write("content/moved/a.md", "changed after the move")
			d.write("content/moved/b.md", "new after the move")
		}},
		{"a folder is moved out, and another one in", func(d *desk) {
			d.write("content/old/a.md", "old")
			d.settle()
			d.rename("content/old", "outside")
			d.settle()
			d.write("outside/a.md", "nobody looks at this")
			d.rename("outside", "content/moved")
			d.settle()
			d.write("content/moved/a.md", "again")
		}},
		{"a folder is renamed, then changed", func(d *desk) {
			d.write("content/old/a.md", "old")
			d.settle()
			d.rename("content/old", "content/new")
			d.write("content/new/a.md", "changed at once")
			d.settle()
			d.write("content/new/a.md", "changed later")
		}},
		{"a folder is moved out and back in at once, then changed", func(d *desk) {
			d.write("content/old/a.md", "old")
			d.settle()
			d.rename("content/old", "outside")
			d.rename("outside", "content/old")
			d.write("content/b.md", "to be settled by")
			d.settle()
			d.write("content/old/a.md", "changed")
		}},
		{"two folders are swapped, then changed", func(d *desk) {
			d.write("content/old/a.md", "old")
			d.write("content/new/a.md", "new")
			d.settle()
			d.rename("content/old", "x")
			d.rename("content/new", "content/old")
			d.rename("x", "content/new")
			d.settle()
			d.write("content/old/a.md", "changed after the swap")
			d.settle()
			d.write("content/new/a.md", "and the other one")
		}},
		{"the content folder is deleted and made anew", func(d *desk) {
			d.must(os.RemoveAll(d.path("content")))
			d.settle()
			d.write("content/b.md", "back")
			d.settle()
			d.write("content/b.md", "changed")
		}},
		{"the content folder is deleted and made anew at once", func(d *desk) {
			d.must(os.RemoveAll(d.path("content")))
			d.write("content/b.md", "back")
			d.settle()
			d.write("content/b.md", "changed")
		}},
		{"the content folder is swapped", func(d *desk) {
			d.write("other/a.md", "from the other one")
			d.write("other/c.md", "from the other one")
			d.settle()
			d.rename("content", "x")
			d.rename("other", "content")
			d.settle()
			d.write("content/c.md", "changed after the swap")
		}},
		{"the whole site is swapped", func(d *desk) {
			d.write("../other/content/a.md", "other site")
			d.rename(".", "../x")
			d.settle()
			d.rename("../other", ".")
			d.settle()
			d.write("content/a.md", "other site, changed")
		}},
		{"a static file, in a folder that was not there", func(d *desk) {
			d.write("static/style.css", "p { color: red }")
			d.settle()
			d.write("static/style.css", "p { color: tan }")
		}},
		{"broken and mended", func(d *desk) {
			d.write("content/a.md", "UNPLANNABLE")
			d.settle()
			d.write("content/b.md", "UNRENDERABLE")
			d.settle()
			d.write("content/a.md", "mended")
			d.settle()
			d.write("content/b.md", "mended too")
		}},
		{"removed", func(d *desk) { d.must(os.Remove(d.path("content/a.md"))) }},
	}
	for _, poll := range []bool{false, true} {
		for _, storm := range storms {
			name := storm.name
			if poll {
				name = "polling: " + name
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				d := newDesk(t, map[string]string{"content/a.md": "first a", "content/b.md": "first b"})
				d.watch(poll)
				d.settle()
				storm.do(d)
				d.settle()
			})
		}
	}
}

// TestRootThroughLink swaps the link that a root is.
func TestRootThroughLink(t *testing.T) {
	d := newDesk(t, map[string]string{"v1/a.md": "first", "v2/a.md": "second"})
	d.must(os.Symlink("v1", d.path("content")))
	d.watch(false)
	d.settle()
	d.must(os.Symlink("v2", d.path("next")))
	d.rename("next", "content")
	d.settle()
	d.write("v2/a.md", "changed behind the link")
	d.settle()
}

// TestChangeDuringBuild changes a file while the plan is made that has read it.
func TestChangeDuringBuild(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one"})
	var plans atomic.Int64
	d.server.config.Plan = func(ctx context.Context, changed []string) (*Site, []diag.Diagnostic) {
		site, findings := d.plan(ctx, changed)
		if plans.Add(1) == 2 {
			d.write("content/a.md", "six") // of the same size
		}
		return site, findings
	}
	d.watch(false)
	d.write("content/a.md", "two")
	d.settle()
	if text, err := os.ReadFile(d.path("content/a.md")); err != nil || string(text) != "six" {
		t.Errorf("the file was not changed during the build: %q, %v", text, err)
	}
}

// TestMisread changes files while a plan reads them, and back before they are looked at
// again: to who looks before and after, nothing has changed. The clock is the test's own.
func TestMisread(t *testing.T) {
	change := func(d *desk) { d.touch("content/a.md", "two") }
	back := func(d *desk) { d.write("content/a.md", "one") }
	for _, test := range []struct {
		name                      string
		beforeRun, during, beyond func(*desk)
		want                      []string
	}{
		{name: "a file in a plan", during: change, beyond: back, want: []string{"500ms [content/b.md]", "508ms [content/a.md]"}},
		{name: "a file in the first plan", beforeRun: func(d *desk) { change(d); back(d) }, want: []string{"8ms [content/a.md]", "508ms [content/b.md]"}},
		{
			name:   "a file that is gone again",
			during: func(d *desk) { d.touch("content/a.md", "one"); d.write("content/c.md", "c") },
			beyond: func(d *desk) { d.must(os.Remove(d.path("content/c.md"))) },
			want:   []string{"500ms [content/b.md]", "508ms [content content/a.md content/c.md]"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, map[string]string{"content/a.md": "one", "content/b.md": "b"})
			d.polled(test.want, func(planned int) {
				switch {
				case planned == 0 && test.beforeRun != nil:
					test.beforeRun(d)
				case planned == 1 && test.during != nil:
					test.during(d)
				}
			}, func() {
				time.Sleep(pollInterval - brief/2)
				d.write("content/b.md", "changed")
				time.Sleep(brief)
				if test.beyond != nil {
					test.beyond(d)
				}
				time.Sleep(2 * pollInterval)
			})
		})
	}
}

// polled lets a watcher that polls run while act does something, on a clock that is the
// test's own, and compares when it planned, and what. After is called when the files have
// been looked at first, with 0, and then in each plan with their number.
func (d *desk) polled(want []string, after func(planned int), act func()) {
	synctest.Test(d.t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		c := d.config()
		c.Poll = true
		w := newWatcher(c, d.server.log)
		w.scan()
		after(0)
		start := time.Now()
		var got []string
		go w.run(ctx, func(changed []string) {
			got = append(got, fmt.Sprint(time.Since(start), " ", changed))
			after(len(got))
		})
		act()
		stop()
		synctest.Wait()
		if !slices.Equal(got, want) {
			t.Errorf("planned at %q, want %q", got, want)
		}
	})
}

// touch writes a file until the disk's clock has gone on since it was written before.
func (d *desk) touch(name, text string) {
	d.t.Helper()
	before, err := os.Stat(d.path(name))
	d.must(err)
	for now := before; outline(now).changed.Equal(outline(before).changed); {
		d.write(name, text)
		now, err = os.Stat(d.path(name))
		d.must(err)
	}
}

// TestTruncateAndSlowWrite leaves a file empty for longer than the quiet time.
func TestTruncateAndSlowWrite(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one", "content/b.md": "b"})
	w := newWatcher(d.config(), d.server.log)
	defer w.close()
	w.scan()
	before := w.state
	d.write("content/a.md", "")
	w.scan()
	if !w.state.emptied(before) {
		t.Fatal("an emptied file is not noticed")
	}
	d.write("content/a.md", "three")
	w.scan()
	if w.state.emptied(before) {
		t.Fatal("a file that was written is still taken for empty")
	}
	if got := w.names(w.state.changes(before)); len(got) != 1 || got[0] != "content/a.md" {
		t.Errorf("changed %q", got)
	}

	// One that stays empty is believed in the end.
	d.watch(false)
	d.write("content/a.md", "")
	d.settle()
}

// TestMiddleOfASave looks at the files while somebody is at work on them: one change
// is planned at once, and what is the middle of something is waited for. The clock is
// the test's own, and the watcher looks every half second of it.
func TestMiddleOfASave(t *testing.T) {
	const look = pollInterval
	type step struct {
		at time.Duration
		do func(d *desk)
	}
	write := func(name, text string) func(*desk) { return func(d *desk) { d.write("content/"+name, text) } }
	remove := func(d *desk) { d.must(os.Remove(d.path("content/a.md"))) }
	for _, test := range []struct {
		name  string
		steps []step
		want  []string
	}{
		{"a file is written", []step{{look - 1, write("a.md", "two")}}, []string{"500ms [content/a.md]"}},
		{"a file goes, and another one takes its place", []step{{look - 1, remove}, {look + quiet - 1, write("a.md", "two")}}, []string{"550ms [content/a.md]"}},
		{"a file goes", []step{{look - 1, remove}}, []string{"550ms [content/a.md]"}},
		{
			"many files are written, one after the other",
			[]step{{look - 4, write("a.md", "two")}, {look - 3, write("b.md", "two")}, {look - 2, write("c.md", "two")}, {look - 1, write("d.md", "two")}, {look + quiet - 1, write("e.md", "two")}},
			[]string{"550ms [content/a.md content/b.md content/c.md content/d.md content/e.md]"},
		},
		{"a file is emptied, and then written", []step{{look - 1, write("a.md", "")}, {look + quiet, write("a.md", "two")}}, []string{"556ms [content/a.md]"}},
		{"a file is made, and then written", []step{{look - 1, write("f.md", "")}, {look + quiet, write("f.md", "two")}}, []string{"556ms [content/f.md]"}},
		{"a file is emptied for good", []step{{look - 1, write("a.md", "")}}, []string{"1.004s [content/a.md]"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, map[string]string{"content/a.md": "one", "content/b.md": "one", "content/c.md": "one", "content/d.md": "one", "content/e.md": "one"})
			d.polled(test.want, func(int) {}, func() {
				start := time.Now()
				for _, s := range test.steps {
					time.Sleep(time.Until(start.Add(s.at)))
					s.do(d)
				}
				time.Sleep(5 * look)
			})
		})
	}
}

// TestNothingChanged expects no plan where only times, modes and the editors'
// own files change.
func TestNothingChanged(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one"})
	w := newWatcher(d.config(), d.server.log)
	defer w.close()
	w.scan()
	d.write("content/a.md", "one")
	now := time.Now()
	d.must(os.Chtimes(d.path("content/a.md"), now, now))
	d.must(os.Chmod(d.path("content/a.md"), 0o600))
	d.write("content/a.md~", "backup")
	d.write("content/.a.md.swp", "swap")
	d.write("content/.#a.md", "lock")
	d.write("public/index.html", "not a root")
	if changed := w.scan(); len(changed) > 0 {
		t.Errorf("changed: %q", changed)
	}
	for p, want := range map[string]bool{
		"content/a.md":      true,
		"content":           true,
		".":                 true,
		"static/x":          true,
		"content/a.md~":     false,
		"public/index.html": false,
		"contents/a.md":     false,
	} {
		if got := w.concerns(filepath.Join(d.dir, p)); got != want {
			t.Errorf("an event at %s concerns us: %v, want %v", p, got, want)
		}
	}
}

// TestLargeFile has a film among its files, which nobody waits for to be read; and a
// file in folders deeper than anybody would make them.
func TestLargeFile(t *testing.T) {
	const film = "static/film.mp4"
	d := newDesk(t, map[string]string{"content/a.md": "one", film: ""})
	deep := "content/" + strings.Repeat("d/", 100) + "a.md"
	d.write(deep, "one")
	if err := os.Truncate(d.path(film), 1<<36); err != nil {
		t.Skip(err)
	}
	w := newWatcher(d.config(), d.server.log)
	defer w.close()
	w.scan()
	step := func(want ...string) {
		t.Helper()
		if got := w.names(w.scan()); !slices.Equal(got, want) {
			t.Errorf("changed: %q, want %q", got, want)
		}
	}
	step()
	d.write("content/a.md", "two")
	step("content/a.md")
	f, err := os.OpenFile(d.path(film), os.O_WRONLY, 0)
	d.must(err)
	_, err = f.WriteAt([]byte("a frame"), 1<<35)
	d.must(errors.Join(err, f.Close()))
	step(film)
	d.must(os.Truncate(d.path(film), 10))
	step(film)
	d.write(deep, "two")
	step(deep)
}

// TestLostEvents loses some, and expects the next scan to doubt everything and
// to watch anew.
func TestLostEvents(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one"})
	w := newWatcher(d.config(), d.server.log)
	defer w.close()
	w.scan()
	old := w.notify
	go func() { old.Errors <- fsnotify.ErrEventOverflow }()
	if !w.wait(t.Context()) {
		t.Fatal("the overflow ended the watch")
	}
	if !w.doubtful[d.path("content/a.md")] {
		t.Error("a file is trusted although events were lost")
	}
	w.scan()
	if w.notify == old {
		t.Error("the watches are trusted although events were lost")
	}
	if len(w.watched) < 2 {
		t.Errorf("watched: %v", w.watched)
	}
}

// TestOverflow lets the system lose events: more happens than it keeps for somebody
// who does not come to fetch it, and all of it before the watcher runs.
func TestOverflow(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one", "content/b.md": "one", "content/old/a.md": "one"})
	w := newWatcher(d.config(), d.server.log)
	defer w.close()
	w.scan()
	d.server.plan(t.Context(), nil)
	for range 20_000 { // each makes two events, and Linux keeps 16,384
		d.must(os.Rename(d.path("content/a.md"), d.path("content/x")))
		d.must(os.Rename(d.path("content/x"), d.path("content/a.md")))
	}
	lost := false
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	watch := w.notify
	d.write("content/b.md", "lost among them")
	d.write("content/new/a.md", "in a folder that nobody was told of")
	d.rename("content/old", "content/moved")
	go func() {
		defer close(done)
		w.run(ctx, func(changed []string) {
			lost = lost || w.notify != watch
			d.server.plan(ctx, changed)
			d.builds <- changed
		})
	}()
	d.settle()
	d.write("content/new/a.md", "and changed there")
	d.settle()
	d.write("content/moved/a.md", "and in one that was moved")
	d.settle()
	stop()
	<-done
	if runtime.GOOS == "linux" && !lost {
		t.Error("no events were lost: the test shows nothing")
	}
}

func TestSettle(t *testing.T) {
	tests := []struct {
		name    string
		events  int
		gap     time.Duration
		matters bool
		want    time.Duration
	}{
		{"nothing happens", 0, 0, true, quiet},
		{"a save in four steps", 4, quiet - time.Millisecond, true, 3*(quiet-time.Millisecond) + quiet},
		{"a storm", 1000, quiet / 2, true, storm},
		{"a storm that concerns nobody", 1000, quiet / 2, false, quiet},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				events := make(chan int)
				go func() {
					for i := range test.events {
						select {
						case events <- i:
						case <-ctx.Done():
							return
						}
						pause(ctx, test.gap)
					}
				}()
				start := time.Now()
				if !settle(ctx, quiet, events, nil, func(int) bool { return test.matters }, nil) {
					t.Error("it says that all is over")
				}
				if got := time.Since(start); got != test.want {
					t.Errorf("settled after %v, want %v", got, test.want)
				}
				stop()
				if settle(ctx, quiet, events, nil, func(int) bool { return true }, nil) {
					t.Error("it goes on when all is over")
				}
			})
		})
	}
}
