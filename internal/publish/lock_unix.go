//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"errors"
	"os"
	"syscall"
)

// lockName is not used where the folder itself can be locked.
const lockName = ""

// lock keeps other runs out of the folder until unlock is called or the process
// ends, however it ends. The lock is on the folder itself, so that nothing is
// left behind. On a disk that has no locks there is none.
func lock(dir string, root *os.Root) (unlock func(), err error) {
	f, err := root.Open(".")
	if err != nil {
		return nil, outputError(dir, err)
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err != syscall.EINTR {
			break
		}
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		f.Close()
		return nil, lockedError(dir)
	}
	return func() { f.Close() }, nil
}
