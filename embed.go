// Package backgrounder holds the files that the program carries with it: the
// templates and static files that a site has unless it brings its own.
package backgrounder

import "embed"

// Files holds templates/ and static/.
//
//go:embed templates static
var Files embed.FS
