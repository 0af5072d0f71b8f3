package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"backgrounder/internal/diag"
)

// run is one call of Write.
type run struct {
	dir   string // as the user named it, for messages
	clean bool
	disk  *disk

	before   manifest // what the last run wrote
	recorded []byte   // the manifest file as it stands

	names names // used only by the goroutine that reads the stream

	mu       sync.Mutex
	after    manifest // what this run has rendered
	staged   []staged
	obstacle map[string]string // what stands in the way, and of which output
	problems []problem
	report   Report
}

// staged is a file that waits to be renamed.
type staged struct {
	path, temp string
	replaces   bool
	size       int64
}

// problem is something wrong with one file of the stream.
type problem struct {
	index int
	err   error
}

// prepare reads the manifest and clears away what a killed run left.
func (r *run) prepare() error {
	r.before, r.after, r.obstacle = manifest{}, manifest{}, map[string]string{}
	if err := r.readManifest(); err != nil {
		return err
	}
	if r.clean && r.recorded == nil {
		if err := r.refuseForeign(); err != nil {
			return err
		}
	}
	if info, err := r.disk.lookup(markName); err != nil || info == nil {
		return r.trouble(markName, err)
	}
	r.disk.marked = true
	return r.removeLeftovers()
}

func (r *run) readManifest() error {
	info, err := r.disk.lookup(ManifestName)
	if err != nil || info == nil {
		return r.trouble(ManifestName, err)
	}
	if !info.Mode().IsRegular() {
		return r.complain(ManifestName, "path-in-the-way", "%s stands where the record of what was written must be; remove it", kindOf(info))
	}
	if r.recorded, err = r.disk.root.ReadFile(ManifestName); err != nil {
		return r.trouble(ManifestName, err)
	}
	if r.before, err = decodeManifest(r.recorded); err != nil {
		r.before = manifest{}
		r.warn(ManifestName, "output-manifest", "the record of what was written cannot be read, so that stale files stay: %v", err)
	}
	return nil
}

// refuseForeign fails if a folder that we never wrote to is to be cleaned and
// has anything to lose.
func (r *run) refuseForeign() error {
	entries, err := fs.ReadDir(r.disk.root.FS(), ".")
	if err != nil {
		return r.trouble("", err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			d := r.complain("", "clean-foreign", "will not clean a folder that was not written by this program")
			d.Hints = []string{"if it is the right one, empty it by hand, or build once without cleaning"}
			return d
		}
	}
	return nil
}

// removeLeftovers removes the temporary files of a run that was killed.
func (r *run) removeLeftovers() error {
	return fs.WalkDir(r.disk.root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && isTemp(e.Name()) {
			err = r.disk.root.Remove(p)
		}
		return r.trouble(p, err)
	})
}

// stage renders every file and leaves those that have changed in temporary
// files. It returns all that is wrong with them.
func (r *run) stage(ctx context.Context, files iter.Seq[File]) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	type job struct {
		index int
		File
	}
	jobs := make(chan job)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var d draft
			for j := range jobs {
				if err := r.render(ctx, &d, j.index, j.File); err != nil {
					stop(err)
				}
			}
		})
	}
	index := 0
	for f := range files {
		index++
		if err := r.names.add(f.Path); err != nil {
			r.fail(index, r.complain("", "output-path", "%v", err))
			continue
		}
		select {
		case jobs <- job{index, f}:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(jobs)
	workers.Wait()

	slices.SortFunc(r.problems, func(a, b problem) int { return cmp.Compare(a.index, b.index) })
	var errs []error
	for _, p := range r.problems {
		errs = append(errs, p.err)
	}
	if ctx.Err() == nil {
		errs = append(errs, r.judgeObstacles()...)
	}
	return errors.Join(append(errs, context.Cause(ctx))...)
}

// render renders one file. An error is one of the disk, which the others would
// meet too; what is wrong with the file itself goes to r.problems.
func (r *run) render(ctx context.Context, d *draft, index int, f File) (err error) {
	if ctx.Err() != nil {
		return nil
	}
	folder, blocked, err := r.disk.nearest(f.Path)
	if err != nil {
		return r.trouble(f.Path, err)
	}
	d.reset(ctx, r.disk, folder)
	renderErr := f.Render(d)
	if d.err != nil || renderErr != nil {
		if ctx.Err() == nil && d.err == nil {
			r.fail(index, named(f.Path, renderErr))
		}
		return r.trouble(f.Path, errors.Join(d.drop(), diskOnly(ctx, d.err)))
	}
	digest := d.sum()
	same, replaces := false, false
	if blocked == "" {
		if same, replaces, blocked, err = r.compare(f.Path, d.size, digest); err != nil {
			return r.trouble(f.Path, errors.Join(err, d.drop()))
		}
	}
	if same || r.failed() {
		err = d.drop()
	} else {
		err = d.keep()
	}
	if err != nil {
		return r.trouble(f.Path, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.after.add(f.Path, digest)
	if blocked != "" && r.obstacle[blocked] == "" {
		r.obstacle[blocked] = f.Path
	}
	switch {
	case same:
		r.report.Unchanged++
	case d.temp != "":
		r.staged = append(r.staged, staged{f.Path, d.temp, replaces, d.size})
	}
	return nil
}

// diskOnly drops the error of a context that is done, which is told elsewhere.
func diskOnly(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// compare says how what stands at p differs from what was rendered. If it is no
// regular file, blocked is p.
func (r *run) compare(p string, size int64, digest sum) (same, exists bool, blocked string, err error) {
	info, err := r.disk.lookup(p)
	switch {
	case err != nil || info == nil:
		return false, false, "", err
	case !info.Mode().IsRegular():
		return false, false, p, nil
	}
	ours := len(r.before[p]) > 0
	if info.Size() == size {
		old, err := r.disk.digest(p)
		if err != nil {
			return false, true, "", err
		}
		if old == digest {
			return info.Mode().Perm() == 0o644 && !shared(info), true, "", nil
		}
	}
	if !ours {
		r.warn(p, "replaced-file", "replaced a file that this program had not written")
	}
	return false, true, "", nil
}

// judgeObstacles decides about everything that stands in the way: what may go
// stays in r.obstacle, the rest is returned as errors.
func (r *run) judgeObstacles() (errs []error) {
	for _, p := range slices.Sorted(maps.Keys(r.obstacle)) {
		if r.clean {
			continue
		}
		info, err := r.disk.root.Lstat(p)
		switch {
		case err != nil:
			errs = append(errs, r.trouble(p, err))
		case info.Mode().IsRegular():
			if ours, err := r.unchanged(p); err != nil || !ours {
				errs = append(errs, r.trouble(p, err), r.inTheWay(p, info, "it was not written by this program"))
			}
		case info.IsDir():
			theirs, err := r.theirs(p)
			if err != nil {
				errs = append(errs, r.trouble(p, err))
			} else if theirs != "" {
				errs = append(errs, r.inTheWay(p, info, fmt.Sprintf("it holds %q, which was not written by this program", theirs)))
			}
		default:
			errs = append(errs, r.inTheWay(p, info, "links are not followed"))
		}
	}
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

func (r *run) inTheWay(p string, info fs.FileInfo, why string) error {
	d := r.complain(p, "path-in-the-way", "%s stands where %q must be written; %s", kindOf(info), r.obstacle[p], why)
	d.Hints = []string{"move it away, or choose another output folder"}
	return d
}

// unchanged reports whether the regular file at p is as we wrote it.
func (r *run) unchanged(p string) (bool, error) {
	if len(r.before[p]) == 0 {
		return false, nil
	}
	digest, err := r.disk.digest(p)
	return slices.Contains(r.before[p], digest), err
}

// theirs returns the first thing in the folder p that is not ours or has been
// changed since.
func (r *run) theirs(p string) (string, error) {
	found := ""
	err := fs.WalkDir(r.disk.root.FS(), p, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Type().IsRegular() && isTemp(e.Name()) {
			return err
		}
		ours := false
		if e.Type().IsRegular() {
			if ours, err = r.unchanged(p); err != nil {
				return err
			}
		}
		if !ours {
			found = p
			return fs.SkipAll
		}
		return nil
	})
	return found, err
}

// discard removes the temporary files that were not renamed.
func (r *run) discard() error {
	var errs []error
	for _, s := range r.staged {
		if s.temp != "" {
			errs = append(errs, r.trouble(s.temp, r.disk.root.Remove(s.temp)))
		}
	}
	if r.disk.marked {
		errs = append(errs, r.trouble(markName, r.disk.root.Remove(markName)))
	}
	return errors.Join(errs...)
}

// commit makes the folder hold what was rendered.
func (r *run) commit() error {
	slices.SortFunc(r.staged, func(a, b staged) int { return strings.Compare(a.path, b.path) })
	if len(r.staged) > 0 {
		if err := r.record(r.before.with(r.after)); err != nil {
			return err
		}
	}
	for _, p := range slices.Sorted(maps.Keys(r.obstacle)) {
		if err := r.removeObstacle(p); err != nil {
			return err
		}
	}
	for _, replaces := range []bool{false, true} {
		for i, s := range r.staged {
			if s.replaces != replaces {
				continue
			}
			if err := r.rename(s); err != nil {
				return err
			}
			r.staged[i].temp = ""
		}
	}
	if err := r.prune(); err != nil {
		return err
	}
	if r.clean {
		if err := r.removeForeign("."); err != nil {
			return err
		}
	}
	return r.record(r.after)
}

// record makes the manifest file hold m.
func (r *run) record(m manifest) error {
	data := m.encode()
	if string(data) == string(r.recorded) {
		return nil
	}
	if err := r.disk.replace(ManifestName, data); err != nil {
		return r.trouble(ManifestName, err)
	}
	r.recorded = data
	return nil
}

func (r *run) rename(s staged) error {
	if err := r.disk.mkdirs(s.path); err != nil {
		return r.trouble(path.Dir(s.path), err)
	}
	if err := r.disk.root.Rename(s.temp, s.path); err != nil {
		return r.trouble(s.path, err)
	}
	r.report.Written++
	r.report.Bytes += s.size
	return nil
}

// removeObstacle removes what judgeObstacles let go.
func (r *run) removeObstacle(p string) error {
	for f := range r.before {
		if f == p || strings.HasPrefix(f, p+"/") {
			r.report.Removed++
		}
	}
	return r.trouble(p, r.disk.root.RemoveAll(p))
}

// prune removes the files of the last run that are not in this one.
func (r *run) prune() error {
	for _, p := range slices.Sorted(maps.Keys(r.before)) {
		if r.names.has(p) {
			continue
		}
		info, err := r.disk.lookup(p)
		if err != nil {
			return r.trouble(p, err)
		}
		if info == nil || !info.Mode().IsRegular() || r.respelled(p, info) {
			continue
		}
		ours, err := r.unchanged(p)
		if err != nil {
			return r.trouble(p, err)
		}
		if !ours && !r.clean {
			r.warn(p, "kept-file", "kept a stale file that was changed after this program wrote it")
			continue
		}
		if err := r.remove(p); err != nil {
			return err
		}
	}
	return nil
}

// respelled reports whether p is another spelling of a file of this run, on a
// disk that takes the two for one.
func (r *run) respelled(p string, info fs.FileInfo) bool {
	now, ok := r.names.spelling(p)
	if !ok {
		return false
	}
	other, err := r.disk.lookup(now)
	return err == nil && other != nil && os.SameFile(info, other)
}

// remove removes the stale file p and the folders that it leaves empty.
func (r *run) remove(p string) error {
	if err := r.disk.root.Remove(p); err != nil {
		return r.trouble(p, err)
	}
	r.report.Removed++
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if r.disk.root.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}

// removeForeign removes from a folder what this run did not write.
func (r *run) removeForeign(folder string) error {
	entries, err := fs.ReadDir(r.disk.root.FS(), folder)
	if err != nil {
		return r.trouble(folder, err)
	}
	for _, e := range entries {
		p := path.Join(folder, e.Name())
		if folder == "." && strings.HasPrefix(e.Name(), ".") || r.names.has(p) {
			continue
		}
		info, err := r.disk.root.Lstat(p)
		if err != nil {
			return r.trouble(p, err)
		}
		spelled, planned := r.names.spelling(p)
		switch {
		case planned && spelled == p || r.respelled(p, info):
			err = r.removeForeign(p)
		default:
			r.report.Removed++
			err = r.trouble(p, r.disk.root.RemoveAll(p))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// failed reports whether the run has failed, so that what is still rendered is
// rendered for its errors alone.
func (r *run) failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.problems) > 0
}

func (r *run) fail(index int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.problems = append(r.problems, problem{index, err})
}

// complain makes the diagnostic about p, or about the folder if p is "".
func (r *run) complain(p, rule, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{
		Location: diag.Location{File: path.Join(filepath.ToSlash(r.dir), p)},
		Severity: diag.Error,
		Rule:     rule,
		Message:  fmt.Sprintf(format, args...),
	}
}

func (r *run) warn(p, rule, format string, args ...any) {
	d := r.complain(p, rule, format, args...)
	d.Severity = diag.Warning
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Warnings = append(r.report.Warnings, d)
}

// trouble makes an error of the disk into a diagnostic; nil stays nil.
func (r *run) trouble(p string, err error) error {
	if err == nil {
		return nil
	}
	return r.complain(p, "output-write", "cannot write: %v", reason(err))
}

// named adds the path to an error that does not say where it is.
func named(p string, err error) error {
	if _, ok := errors.AsType[diag.Diagnostic](err); ok {
		return err
	}
	return fmt.Errorf("%s: %w", p, err)
}

func kindOf(info fs.FileInfo) string {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	}
	return "something that is neither file nor folder"
}
