//go:build unix

package publish

import "syscall"

func setUmask(mask int) int { return syscall.Umask(mask) }
