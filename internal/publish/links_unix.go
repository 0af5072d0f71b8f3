//go:build unix

package publish

import (
	"io/fs"
	"syscall"
)

// shared reports whether a file has other names than the one it was found
// under. Hosts that take the folder as an archive refuse such files.
func shared(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink > 1
}
