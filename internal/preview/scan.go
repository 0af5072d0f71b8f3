package preview

import (
	"cmp"
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// file is what is known of a file or link without trusting its times: two
// programs can write within one tick of the clock, and tools set times back.
type file struct {
	mode    fs.FileMode
	size    int64
	changed time.Time // the later of modification and status change
	inode   uint64
	young   bool // looked at so soon after changed that the times may not tell the next change
	known   bool // sum is the digest of the contents
	sum     [sha256.Size]byte
}

// stamp is how far the times of a disk may lag behind the clock: FAT counts in
// two seconds.
const stamp = 2 * time.Second

// snapshot is the files under some roots, by path. It holds folders too, so that
// one that is swapped for another is noticed although it holds the same.
type snapshot map[string]file

// scanner lists files.
type scanner struct {
	roots  []string
	ignore func(name string) bool

	// enter is called with each folder before it is read, so that what happens
	// in it afterwards is heard of.
	enter func(dir string)
}

// scan lists what is there, each file as look describes it.
func (s scanner) scan(look func(p string, info fs.FileInfo) file) snapshot {
	now := snapshot{}
	for _, root := range s.roots {
		info, err := os.Stat(root)
		s.add(root, info, err, look, now)
	}
	return now
}

// add adds what is at p. Links are followed at a root only: a site may well be put
// together from links to folders, but no content comes from links within.
func (s scanner) add(p string, info fs.FileInfo, err error, look func(string, fs.FileInfo) file, now snapshot) {
	if err != nil {
		return // gone, and noticed as missing
	}
	if info.IsDir() {
		now[p] = outline(info)
		s.enter(p)
		entries, err := os.ReadDir(p)
		if err != nil {
			return
		}
		for _, e := range entries {
			if !s.ignore(e.Name()) {
				inside := filepath.Join(p, e.Name())
				info, err := os.Lstat(inside)
				s.add(inside, info, err, look, now)
			}
		}
		return
	}
	now[p] = look(p, info)
}

// outline is what can be told of a file without reading it.
func outline(info fs.FileInfo) file {
	return file{mode: info.Mode().Type(), size: info.Size(), changed: changeTime(info), inode: inode(info)}
}

// sameOutline reports whether nothing speaks for a change between two looks.
func (f file) sameOutline(before file) bool {
	return f.mode == before.mode && f.size == before.size && f.inode == before.inode && f.changed.Equal(before.changed)
}

// read describes the file at p, given what it was before. It reads those files of
// which times and size cannot tell whether they are as before, and those said to be
// doubtful. What is new, and old enough, is not read: at the start that is every file.
func (before snapshot) read(p string, info fs.FileInfo, doubtful bool) file {
	old, wasThere := before[p]
	f := outline(info)
	f.young = time.Since(f.changed) < stamp
	switch {
	case wasThere && f.sameOutline(old) && !old.young && !doubtful:
		f.known, f.sum = old.known, old.sum
	case (wasThere || f.young) && f.mode.IsRegular() && f.size <= readLimit:
		f.sum, f.known = contents(p)
	}
	return f
}

// readLimit is the size of files that are read to see whether they have changed. With
// larger ones, films among the static files perhaps, a change of their times or size
// is taken for one: reading them would hold up everything else.
const readLimit = 16 << 20

// contents is the digest of a file.
func contents(p string) (sum [sha256.Size]byte, ok bool) {
	f, err := os.Open(p)
	if err != nil {
		return sum, false
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, false
	}
	return [sha256.Size]byte(h.Sum(nil)), true
}

// differs reports whether a file may hold other bytes than before.
func (f file) differs(before file) bool {
	if f.mode != before.mode {
		return true
	}
	if f.mode.IsDir() {
		return false // what it holds is compared by itself
	}
	if f.known && before.known {
		return f.sum != before.sum
	}
	// One of them was not read. If it is the old one, something was the reason
	// to read the new one, and there is nothing to compare it with.
	return f.known != before.known || !f.sameOutline(before)
}

// changes lists the paths that differ between two snapshots, the likeliest
// reason first: files before folders, then by name.
func (now snapshot) changes(before snapshot) []string {
	var paths []string
	folder := map[string]bool{}
	note := func(p string, f file) {
		paths = append(paths, p)
		folder[p] = f.mode.IsDir()
	}
	for p, f := range now {
		if old, ok := before[p]; !ok || f.differs(old) {
			note(p, f)
		}
	}
	for p, f := range before {
		if _, ok := now[p]; !ok {
			note(p, f)
		}
	}
	slices.SortFunc(paths, func(a, b string) int {
		if folder[a] != folder[b] {
			if folder[a] {
				return 1
			}
			return -1
		}
		return cmp.Compare(a, b)
	})
	return paths
}

// touched lists, sorted, the files and folders that something was done to between two
// snapshots, whether or not they hold the same again.
func (now snapshot) touched(before snapshot) []string {
	var paths []string
	for p, f := range now {
		if old, ok := before[p]; !ok || !f.sameOutline(old) {
			paths = append(paths, p)
		}
	}
	for p := range before {
		if _, ok := now[p]; !ok {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// lacks reports whether a file that was there is not, as it is while a program puts
// another one in its place.
func (now snapshot) lacks(before snapshot) bool {
	for p := range before {
		if _, ok := now[p]; !ok {
			return true
		}
	}
	return false
}

// emptied reports whether a file that is empty now held something before or was not
// there, as while a program writes it.
func (now snapshot) emptied(before snapshot) bool {
	for p, f := range now {
		if old, ok := before[p]; f.mode.IsRegular() && f.size == 0 && (!ok || old.size > 0) {
			return true
		}
	}
	return false
}

// identity tells a folder from another one of the same name; nil is one that is
// not there.
func identity(root string) fs.FileInfo {
	info, err := os.Stat(root)
	if err != nil {
		return nil
	}
	return info
}

func sameIdentity(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b)
}
