// Package publish puts outputs onto a disk, as a stream.
//
// A reader of the folder sees each file whole, old or new, whatever happens to
// the program: an output is rendered to a temporary file beside its target and
// renamed over it. The work goes in two steps. First everything is rendered, a
// few outputs at a time, and compared with what stands in the folder; what has
// not changed is not touched. Nothing is renamed before all are rendered, so an
// error or a cancellation leaves the folder as it was, and one run reports all
// that is wrong. Then comes the change itself, which is not interrupted: files
// that are new, files that are replaced (so that what a page links to is there
// when the page is), and last the removal of what is stale.
//
// # What is ours
//
// A manifest in the folder, [ManifestName], names what was written, so that the
// next run can remove what is stale and leave alone whatever it did not write:
//
//	{
//	  "version": 1,
//	  "files": [
//	    {"path": "404.html", "sha256": "9f86d0…"},
//	    {"path": "index.html", "sha256": "2c26b4…"}
//	  ]
//	}
//
// Paths are sorted. The manifest is written before the change, naming the old
// and the new files, and again after it, naming the new ones; a path that stands
// twice tells of a run that was killed in between, and either of its hashes is
// then our work.
//
// What is in the way of an output:
//
//   - A regular file that we did not write is replaced, with a warning: the
//     folder is for output, as in every other generator, and a build that stops
//     at the index.html of the generator before us helps nobody.
//   - A folder where a file must be, or a file where a folder must be, gives way
//     if it is ours and unchanged. Otherwise it is an error.
//   - A symbolic link, or anything else that is neither file nor folder, is an
//     error. Links are never followed, read or written through.
//
// A stale file that somebody has changed since is theirs: it stays, with a
// warning. The folders that stale files leave empty go with them.
//
// # What holds after a loss of power
//
// Files are not synced one by one, which takes minutes for a large site on a
// slow disk. Only the manifest is. A file that the disk lost or tore is found by
// the next run, which compares bytes and trusts neither times nor the manifest.
//
// Files get mode 0644 and new folders 0755, whatever the umask. Two runs on one
// folder exclude each other.
package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"backgrounder/internal/diag"
)

// File is an output to be written.
type File struct {
	Path string // slash-separated, relative to the folder

	// Render writes the output. It is called once, from any goroutine. An error
	// that is a [diag.Diagnostic] is reported as it is; another one is given
	// the path.
	Render func(io.Writer) error
}

// Options are the choices of a run.
type Options struct {
	// Clean leaves in the folder what this run wrote and nothing else, but for
	// names at the top that begin with a dot (.git, .gitignore). It does so at
	// the end, as part of the change. A folder that holds files and no manifest
	// is refused, since it may not be meant.
	Clean bool
}

// Report says what a run has done.
type Report struct {
	Written   int   // files that are new or replaced
	Unchanged int   // files that were right already
	Removed   int   // stale files
	Bytes     int64 // in the files written

	// Warnings are what the user should know of although nothing failed:
	// files replaced that were not ours, files left that somebody changed.
	Warnings []diag.Diagnostic
}

// Write renders the files and makes dir hold them, as the package comment says.
// It makes dir and its parents if need be.
//
// The error joins everything that was wrong, in the order of the files; if it
// is not nil, the folder is as it was, unless the disk failed in the middle of
// the change itself: then some files are new and some old, each of them whole,
// and the next run goes on from there. A cancellation that comes once the change
// has begun is too late, and is not reported.
func Write(ctx context.Context, dir string, files iter.Seq[File], o Options) (report Report, err error) {
	made, err := makeFolders(dir)
	defer func() {
		if err != nil {
			removeFolders(made)
		}
	}()
	if err != nil {
		return Report{}, outputError(dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Report{}, outputError(dir, err)
	}
	defer root.Close()
	unlock, err := lock(dir, root)
	if err != nil {
		return Report{}, err
	}
	defer unlock()

	r := run{dir: dir, clean: o.Clean, disk: newDisk(root)}
	if err := r.prepare(); err != nil {
		return Report{}, err
	}
	if err := r.stage(ctx, files); err != nil {
		return Report{}, errors.Join(err, r.discard())
	}
	if err := r.commit(); err != nil {
		return Report{}, errors.Join(err, r.discard())
	}
	r.report.Warnings = diag.Sort(r.report.Warnings)
	return r.report, r.discard()
}

// makeFolders makes dir and its parents, and returns those that were not there,
// innermost last.
func makeFolders(dir string) (made []string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil || !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		if err := os.Mkdir(missing[i], 0o755); err != nil {
			return made, err
		}
		made = append(made, missing[i])
		if err := os.Chmod(missing[i], 0o755); err != nil {
			return made, err
		}
	}
	return made, nil
}

// removeFolders removes what makeFolders made, as far as nothing is in it.
func removeFolders(made []string) {
	for i := len(made) - 1; i >= 0; i-- {
		if os.Remove(made[i]) != nil {
			return
		}
	}
}

// outputError is what is said when the folder itself cannot be used.
func outputError(dir string, err error) error {
	return diag.Diagnostic{
		Location: diag.Location{File: filepath.ToSlash(dir)},
		Severity: diag.Error,
		Rule:     "output-folder",
		Message:  fmt.Sprintf("cannot write into the output folder: %v", reason(err)),
	}
}

// reason strips the operation and the path off an error of the file system;
// both are said otherwise.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// lockedError is what is said when another run is at work in the folder.
func lockedError(dir string) error {
	d := diag.Diagnostic{
		Location: diag.Location{File: filepath.ToSlash(dir)},
		Severity: diag.Error,
		Rule:     "output-busy",
		Message:  "another build is writing into the output folder; wait until it has ended",
	}
	if lockName != "" {
		d.Hints = []string{"if there is none, a build was killed; remove " + lockName}
	}
	return d
}
