package publish

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// ManifestName is the manifest's name in the output folder.
const ManifestName = ".backgrounder.json"

// manifestVersion is the version of the manifest's format. A manifest of another
// version is read as if there were none.
const manifestVersion = 1

// sum is a SHA-256 digest.
type sum [32]byte

// manifest holds the digests that a file of ours may have, by path: one, or two
// while files are being replaced.
type manifest map[string][]sum

type manifestJSON struct {
	Version int         `json:"version"`
	Files   []entryJSON `json:"files"`
}

type entryJSON struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

var errManifest = errors.New("not a manifest of this version")

// decodeManifest reads a manifest. Entries that could not be ours are passed
// over: whoever can write into the folder can write here.
func decodeManifest(data []byte) (manifest, error) {
	var in manifestJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
	}
	if in.Version != manifestVersion {
		return nil, errManifest
	}
	m := manifest{}
	for _, e := range in.Files {
		digest, err := hex.DecodeString(e.SHA256)
		if err != nil || len(digest) != len(sum{}) || !fs.ValidPath(e.Path) || e.Path == "." || reserved(e.Path) {
			continue
		}
		m.add(e.Path, sum(digest))
	}
	return m, nil
}

// encode writes one line for each file, so that a manifest that somebody keeps
// under version control makes readable differences.
func (m manifest) encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"version\": %d,\n  \"files\": [", manifestVersion)
	sep := "\n"
	for _, p := range slices.Sorted(maps.Keys(m)) {
		for _, s := range m[p] {
			line, err := json.Marshal(entryJSON{p, hex.EncodeToString(s[:])})
			if err != nil {
				panic(err) // two strings always encode
			}
			b.WriteString(sep)
			b.WriteString("    ")
			b.Write(line)
			sep = ",\n"
		}
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

// add records that the file at p may have digest s.
func (m manifest) add(p string, s sum) {
	if !slices.Contains(m[p], s) {
		m[p] = append(m[p], s)
	}
}

// with returns the files of both manifests.
func (m manifest) with(other manifest) manifest {
	both := manifest{}
	for _, one := range []manifest{m, other} {
		for p, sums := range one {
			for _, s := range sums {
				both.add(p, s)
			}
		}
	}
	return both
}

const (
	tempPrefix = ".backgrounder-"
	tempSuffix = ".tmp"

	// markName stands in the folder while there are temporary files, so that a
	// run knows whether it has to look for those of one that was killed.
	markName = ".backgrounder-running"
)

// reserved reports whether a path has a name that this package uses for itself.
func reserved(p string) bool {
	base := p[strings.LastIndexByte(p, '/')+1:]
	return p == ManifestName || p == markName || p == lockName || isTemp(base)
}

// isTemp recognises the name of a temporary file.
func isTemp(base string) bool {
	return strings.HasPrefix(base, tempPrefix) && strings.HasSuffix(base, tempSuffix)
}
