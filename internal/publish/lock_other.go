//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package publish

import (
	"errors"
	"io/fs"
	"os"
)

// lockName is the file that stands in the folder while a run is at work.
const lockName = ".backgrounder-lock"

// lock keeps other runs out of the folder until unlock is called. A run that is
// killed leaves the file behind; the message says so.
func lock(dir string, root *os.Root) (unlock func(), err error) {
	f, err := root.OpenFile(lockName, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, lockedError(dir)
	}
	if err != nil {
		return nil, outputError(dir, err)
	}
	return func() {
		f.Close()
		root.Remove(lockName)
	}, nil
}
