package publish

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// names knows the paths of a run and refuses what some disk could not hold
// beside them: a path that is already there, also in another case or Unicode
// normal form, and a file where another path has a folder.
type names struct {
	seen map[string]name // by folded path
}

type name struct {
	path   string // as it was first spelled
	folder bool
}

// add takes a path in. It reports what is wrong with it in words that follow
// the path.
func (n *names) add(p string) error {
	if !fs.ValidPath(p) || p == "." || strings.ContainsFunc(p, foreign) {
		return fmt.Errorf("%q is no path inside the output folder", p)
	}
	if reserved(p) {
		return fmt.Errorf("the name %q is kept for the record of what was written", path.Base(p))
	}
	if old, ok := n.seen[fold(p)]; ok {
		switch {
		case old.folder:
			return fmt.Errorf("%q would be a file and a folder", p)
		case old.path == p:
			return fmt.Errorf("%q is written twice", p)
		}
		return fmt.Errorf("%q and %q are one file on some disks", old.path, p)
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		old, ok := n.seen[fold(dir)]
		switch {
		case !ok:
			continue
		case !old.folder:
			return fmt.Errorf("%q would be a file and a folder", old.path)
		case old.path != dir:
			return fmt.Errorf("%q and %q are one folder on some disks", old.path, dir)
		}
		break // its parents have been compared before
	}
	if n.seen == nil {
		n.seen = map[string]name{}
	}
	n.seen[fold(p)] = name{path: p}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		n.seen[fold(dir)] = name{path: dir, folder: true}
	}
	return nil
}

// spelling returns the path of the run that is p on a disk that knows neither
// case nor normal forms.
func (n *names) spelling(p string) (string, bool) {
	old, ok := n.seen[fold(p)]
	return old.path, ok
}

// has reports whether the run has p as a file.
func (n *names) has(p string) bool {
	old, ok := n.seen[fold(p)]
	return ok && old.path == p && !old.folder
}

// foreign tells the characters that separate paths on some systems, or that no
// URL or disk should carry.
func foreign(r rune) bool {
	return r == '\\' || r == ':' || r == unicode.ReplacementChar || unicode.IsControl(r)
}

// fold maps the spellings of a path that some disk takes for one to one.
func fold(p string) string {
	for i := range len(p) {
		if p[i] >= 0x80 {
			return norm.NFC.String(cases.Fold().String(norm.NFD.String(p)))
		}
	}
	return strings.ToLower(p)
}
