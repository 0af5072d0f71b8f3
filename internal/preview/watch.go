package preview

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// brief is how long nothing must happen before the files are looked at.
	// Editors save in several steps, most of them closer to each other than this.
	brief = 8 * time.Millisecond

	// quiet is how long nothing must happen where what is seen then may be the
	// middle of something: files are gone, or many have changed.
	quiet = 50 * time.Millisecond

	// storm is how long is waited at most while things keep happening.
	storm = time.Second

	// few is how many files somebody changes with one save.
	few = 3

	// emptyPatience is how long a file may stay empty after it held something
	// before that is believed.
	emptyPatience = 500 * time.Millisecond

	// pollInterval is how often the files are looked at without events.
	pollInterval = 500 * time.Millisecond

	// rootInterval is how often the roots themselves are looked at. A folder
	// above them can be moved without any event that is sure to arrive.
	rootInterval = time.Second
)

// watcher tells when the files under some roots have changed.
type watcher struct {
	roots    []string
	ignore   func(name string) bool
	interval time.Duration // between looks when polling
	log      func(format string, args ...any)

	notify  *fsnotify.Watcher // nil when polling
	watched map[string]fs.FileInfo
	limit   error // the reason to stop using notify
	stale   bool  // notify may no longer watch what watched says

	state    snapshot
	took     time.Duration // by the last scan
	rootIDs  []fs.FileInfo
	doubtful map[string]bool // paths that events have named since the last scan
}

// newWatcher makes a watcher. It does nothing until scan and run are called.
func newWatcher(c Config, log func(format string, args ...any)) *watcher {
	w := &watcher{
		ignore:   c.Ignore,
		interval: pollInterval,
		log:      log,
		watched:  map[string]fs.FileInfo{},
		doubtful: map[string]bool{},
	}
	if w.ignore == nil {
		w.ignore = func(string) bool { return false }
	}
	for _, root := range c.Roots {
		if abs, err := filepath.Abs(root); err == nil {
			root = abs
		}
		w.roots = append(w.roots, root)
	}
	if c.Poll {
		return w
	}
	w.open()
	return w
}

// open begins to use notify.
func (w *watcher) open() {
	w.stale = false
	clear(w.watched)
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		w.fallBack(err)
		return
	}
	w.notify = notify
}

func (w *watcher) close() {
	if w.notify != nil {
		w.notify.Close()
		w.notify = nil
	}
}

// fallBack goes on without events.
func (w *watcher) fallBack(err error) {
	w.close()
	w.limit = nil
	w.log("cannot watch the folders (%s); looking for changes every %s instead", limitWords(err), w.interval)
}

// limitWords says why folders cannot be watched. What the system says of its
// limits speaks of full disks and open files.
func limitWords(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the limit of watches is reached, see fs.inotify.max_user_watches"
	case errors.Is(err, syscall.EMFILE):
		return "the limit of watchers or open files is reached, see fs.inotify.max_user_instances"
	}
	return cause(err).Error()
}

// scan looks at the files and returns what differs from the last time.
func (w *watcher) scan() []string {
	begun := time.Now()
	defer func() { w.took = time.Since(begun) }()
	doubtful := w.doubtful
	w.doubtful = map[string]bool{}
	before := w.state
	w.look(before, doubtful)
	if w.stale && w.notify != nil {
		// A watch follows the folder, wherever that is moved, and a folder has
		// but one: after a swap they cannot be mended one by one.
		w.close()
		w.open()
		w.look(before, doubtful)
	}
	if w.limit != nil && w.notify != nil {
		w.fallBack(w.limit)
	}
	return w.state.changes(before)
}

// look takes the snapshot, watching each folder before reading it.
func (w *watcher) look(before snapshot, doubtful map[string]bool) {
	w.rootIDs = w.rootIDs[:0]
	for _, root := range w.roots {
		w.rootIDs = append(w.rootIDs, identity(root))
		w.enter(filepath.Dir(root)) // to hear when the root itself goes or comes
	}
	w.state = scanner{roots: w.roots, ignore: w.ignore, enter: w.enter}.scan(func(p string, info fs.FileInfo) file {
		return before.read(p, info, doubtful[p])
	})
	for dir := range w.watched {
		if _, ok := w.state[dir]; !ok && !w.holdsRoot(dir) {
			w.stale = true
		}
	}
}

// enter watches a folder, unless it is watched already.
func (w *watcher) enter(dir string) {
	if w.notify == nil || w.limit != nil {
		return
	}
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return
	}
	if old, ok := w.watched[dir]; ok {
		if !os.SameFile(old, info) {
			w.stale = true
		}
		return
	}
	switch err := w.notify.Add(dir); {
	case err == nil:
		w.watched[dir] = info
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		// Gone meanwhile, or nothing that a plan could read either.
	default:
		w.limit = err
	}
}

func (w *watcher) holdsRoot(dir string) bool {
	for _, root := range w.roots {
		if filepath.Dir(root) == dir {
			return true
		}
	}
	return false
}

// concerns reports whether an event at p can mean a change under the roots.
func (w *watcher) concerns(p string) bool {
	if w.ignore(filepath.Base(p)) {
		return false
	}
	for _, root := range w.roots {
		if within(p, root) || within(root, p) {
			return true
		}
	}
	return false
}

// within reports whether p is dir or below it.
func within(p, dir string) bool {
	rest, ok := strings.CutPrefix(p, dir)
	return ok && (rest == "" || strings.HasPrefix(rest, string(filepath.Separator)) || strings.HasSuffix(dir, string(filepath.Separator)))
}

// torn lists what something was done to since the last scan. Asked after a plan that
// read the files, it tells which of them the plan may have read as they were in
// between, although they are by now what they were before.
func (w *watcher) torn() []string {
	return scanner{roots: w.roots, ignore: w.ignore, enter: func(string) {}}.scan(func(_ string, info fs.FileInfo) file {
		return outline(info)
	}).touched(w.state)
}

// run calls build with what has changed, again and again until ctx is done. Nothing
// must have been done to the files from the scan before a build until after it: what
// is touched meanwhile counts as changed. The same holds for the build that was made
// before run is called.
func (w *watcher) run(ctx context.Context, build func(changed []string)) {
	torn := w.torn()
	for (len(torn) > 0 && w.settle(ctx, brief)) || w.wait(ctx) {
		before := w.state
		changed := w.scan()
		if len(changed) > few || w.state.lacks(before) {
			w.settle(ctx, quiet)
			w.scan()
			changed = w.state.changes(before)
		}
		if w.state.emptied(before) {
			w.waitForContents(ctx, before)
			changed = w.state.changes(before)
		}
		for _, p := range torn {
			if !slices.Contains(changed, p) {
				changed = append(changed, p)
			}
		}
		torn = nil
		if len(changed) > 0 && ctx.Err() == nil {
			build(w.names(changed))
			torn = w.torn()
		}
	}
}

// waitForContents scans until no file stands empty that held something before,
// or patience ends.
func (w *watcher) waitForContents(ctx context.Context, before snapshot) {
	deadline := time.Now().Add(emptyPatience)
	for time.Now().Before(deadline) && w.state.emptied(before) && ctx.Err() == nil {
		w.settle(ctx, max(brief, w.took))
		w.scan()
	}
}

// wait returns when it is time to look at the files: true, or false if ctx is
// done.
func (w *watcher) wait(ctx context.Context) bool {
	if w.notify == nil {
		// A tenth of the time at most is spent on looking.
		pause(ctx, max(w.interval, 10*w.took))
		return ctx.Err() == nil
	}
	look := time.NewTicker(rootInterval)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
			if w.rootsMoved() {
				return true
			}
			continue
		case e, ok := <-w.notify.Events:
			if ok && !w.hear(e) {
				continue
			}
		case <-w.notify.Errors:
			w.lost()
		}
		break
	}
	return w.settle(ctx, brief)
}

// settle waits until nothing that matters has happened for some time. It returns
// false if ctx is done.
func (w *watcher) settle(ctx context.Context, silence time.Duration) bool {
	if w.notify == nil {
		pause(ctx, silence)
		return ctx.Err() == nil
	}
	return settle(ctx, silence, w.notify.Events, w.notify.Errors, w.hear, w.lost)
}

// hear notes an event, and reports whether it concerns the roots.
func (w *watcher) hear(e fsnotify.Event) bool {
	if !w.concerns(e.Name) {
		return false
	}
	w.doubtful[e.Name] = true
	if _, ok := w.watched[e.Name]; ok && e.Has(fsnotify.Remove|fsnotify.Rename) {
		w.stale = true
	}
	return true
}

// lost makes up for events that were lost: everything is doubtful, the watches
// too.
func (w *watcher) lost() {
	w.stale = true
	for p := range w.state {
		w.doubtful[p] = true
	}
}

// rootsMoved reports whether a root is not the one of the last scan.
func (w *watcher) rootsMoved() bool {
	for i, root := range w.roots {
		if !sameIdentity(w.rootIDs[i], identity(root)) {
			return true
		}
	}
	return false
}

// settle takes events until none that matters has come for some time, or the storm
// has lasted too long. An error means that events were lost. It returns false if
// ctx is done.
func settle[E any](ctx context.Context, quiet time.Duration, events <-chan E, errs <-chan error, matters func(E) bool, lost func()) bool {
	silence := time.NewTimer(quiet)
	defer silence.Stop()
	end := time.NewTimer(storm)
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-silence.C:
			return true
		case <-end.C:
			return true
		case <-errs:
			lost()
			silence.Reset(quiet)
		case e, ok := <-events:
			if !ok {
				return ctx.Err() == nil
			}
			if matters(e) {
				silence.Reset(quiet)
			}
		}
	}
}

// pause waits for d or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// names shortens paths to what the user knows: the root's own name and what is
// below it.
func (w *watcher) names(paths []string) []string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = filepath.ToSlash(p)
		for _, root := range w.roots {
			if rel, err := filepath.Rel(filepath.Dir(root), p); err == nil && within(p, root) {
				names[i] = filepath.ToSlash(rel)
			}
		}
	}
	return names
}
