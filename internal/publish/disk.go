package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"sync"
)

// disk is the output folder. It follows no link: every folder on the way to a
// file is looked at before the file is.
type disk struct {
	root    *os.Root
	readers sync.Pool // of *reader

	mu      sync.Mutex
	folders map[string]bool // paths known to be folders
	marked  bool            // the mark stands: there may be temporary files
}

// nearest returns the deepest folder that stands on the way to p. If something
// that is no folder stands there, blocked is its path.
func (d *disk) nearest(p string) (folder, blocked string, err error) {
	dir := path.Dir(p)
	if d.known(dir) {
		return dir, "", nil
	}
	folder, blocked, err = d.nearest(dir)
	if blocked != "" || err != nil || folder != path.Dir(dir) {
		return folder, blocked, err
	}
	info, err := d.root.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return folder, "", nil
	case err != nil:
		return "", "", err
	case !info.IsDir():
		return folder, dir, nil
	}
	d.learn(dir)
	return dir, "", nil
}

func (d *disk) known(dir string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.folders[dir]
}

func (d *disk) learn(dir string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folders[dir] = true
}

// lookup returns what stands at p, or nil if nothing does or something that is
// no folder stands on the way.
func (d *disk) lookup(p string) (fs.FileInfo, error) {
	folder, blocked, err := d.nearest(p)
	if err != nil || blocked != "" || folder != path.Dir(p) {
		return nil, err
	}
	info, err := d.root.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return info, err
}

// digest reads the regular file at p.
func (d *disk) digest(p string) (sum, error) {
	f, err := d.root.Open(p)
	if err != nil {
		return sum{}, err
	}
	defer f.Close()
	r := d.readers.Get().(*reader)
	defer d.readers.Put(r)
	r.hash.Reset()
	// The file is wrapped, or it would bring a buffer of its own each time.
	if _, err := io.CopyBuffer(r.hash, struct{ io.Reader }{f}, r.buf); err != nil {
		return sum{}, err
	}
	return sum(r.hash.Sum(nil)), nil
}

// reader is what it takes to read a file, kept for the next one.
type reader struct {
	hash hash.Hash
	buf  []byte
}

func newDisk(root *os.Root) *disk {
	return &disk{
		root:    root,
		folders: map[string]bool{".": true},
		readers: sync.Pool{New: func() any { return &reader{sha256.New(), make([]byte, 64<<10)} }},
	}
}

// mkdirs makes the folders on the way to p.
func (d *disk) mkdirs(p string) error {
	dir := path.Dir(p)
	if d.known(dir) {
		return nil
	}
	if err := d.mkdirs(dir); err != nil {
		return err
	}
	if err := d.root.Mkdir(dir, 0o755); err == nil {
		if err := d.root.Chmod(dir, 0o755); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	d.learn(dir)
	return nil
}

// createTemp opens a new file in folder under a name that isTemp recognises.
func (d *disk) createTemp(folder string) (*os.File, string, error) {
	if err := d.mark(); err != nil {
		return nil, "", err
	}
	for {
		p := path.Join(folder, fmt.Sprintf("%s%016x%s", tempPrefix, rand.Uint64(), tempSuffix))
		f, err := d.root.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return f, p, err
		}
	}
}

// mark notes in the folder that there may be temporary files.
func (d *disk) mark() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.marked {
		return nil
	}
	d.marked = true
	return d.root.WriteFile(markName, nil, 0o644)
}

// finish gives a temporary file the mode of a published one and closes it.
func finish(f *os.File) error {
	return errors.Join(f.Chmod(0o644), f.Close())
}

// replace writes a small file of our own in one step, down to the platter.
func (d *disk) replace(p string, data []byte) error {
	f, temp, err := d.createTemp(path.Dir(p))
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), finish(f))
	if err == nil {
		err = d.root.Rename(temp, p)
	}
	if err != nil {
		return errors.Join(err, d.root.Remove(temp))
	}
	return nil
}

// spill is how much of an output is kept in memory until it is known whether it
// has changed; a larger one goes to its temporary file at once.
const spill = 1 << 20

// draft is an output while it is rendered: in memory while it is small, then in
// a temporary file.
type draft struct {
	ctx    context.Context
	disk   *disk
	folder string // where the temporary file goes

	buf  bytes.Buffer
	hash hash.Hash
	size int64
	file *os.File
	temp string // path of the temporary file; "" if there is none
	err  error  // of the disk or the context, not of whoever writes
}

func (d *draft) reset(ctx context.Context, disk *disk, folder string) {
	d.ctx, d.disk, d.folder = ctx, disk, folder
	d.buf.Reset()
	if d.hash == nil {
		d.hash = sha256.New()
	}
	d.hash.Reset()
	d.size, d.file, d.temp, d.err = 0, nil, "", nil
}

// Write is called by the renderer.
func (d *draft) Write(p []byte) (int, error) {
	if d.err == nil {
		d.err = context.Cause(d.ctx)
	}
	if d.err == nil && d.file == nil && d.buf.Len()+len(p) > spill {
		d.err = d.toDisk()
	}
	if d.err != nil {
		return 0, d.err
	}
	d.hash.Write(p)
	d.size += int64(len(p))
	if d.file == nil {
		return d.buf.Write(p)
	}
	n, err := d.file.Write(p)
	d.err = err
	return n, err
}

// toDisk opens the temporary file and moves to it what is in memory.
func (d *draft) toDisk() error {
	var err error
	if d.file, d.temp, err = d.disk.createTemp(d.folder); err != nil {
		d.temp = ""
		return err
	}
	_, err = d.file.Write(d.buf.Bytes())
	return err
}

// keep completes the temporary file.
func (d *draft) keep() error {
	if d.file == nil {
		if err := d.toDisk(); err != nil {
			return errors.Join(err, d.drop())
		}
	}
	if err := finish(d.file); err != nil {
		return errors.Join(err, d.drop())
	}
	return nil
}

// drop removes the temporary file, if there is one.
func (d *draft) drop() error {
	if d.file == nil {
		return nil
	}
	d.file.Close()
	temp := d.temp
	d.temp = ""
	return d.disk.root.Remove(temp)
}

func (d *draft) sum() sum { return sum(d.hash.Sum(nil)) }
