//go:build !unix

package publish

import "io/fs"

// shared is not known without a stat structure; files count as having one name.
func shared(fs.FileInfo) bool { return false }
