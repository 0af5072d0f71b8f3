//go:build !unix

package publish

func setUmask(int) int { return 0 }
