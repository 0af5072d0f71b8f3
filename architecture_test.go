package backgrounder_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Imports run one way, and docs/architecture.md says of every package what it must not
// know. Whoever needs an import that is not here changes the picture, and that page.
func TestArchitecture(t *testing.T) {
	const module = "backgrounder/"
	known := map[string]string{ // what a package may know of the others
		"internal/diag":               "",
		"internal/edtf":               "",
		"internal/content":            "internal/diag internal/edtf",
		"internal/annotate/prose":     "",
		"internal/annotate/sourcing":  "internal/annotate/prose internal/diag",
		"internal/annotate":           "internal/annotate/prose internal/annotate/sourcing internal/diag internal/edtf",
		"internal/annotate/strangers": "internal/annotate internal/annotate/prose internal/annotate/sourcing",
		"internal/check":              "internal/annotate internal/annotate/prose internal/annotate/sourcing internal/annotate/strangers internal/content internal/diag",
		"internal/importer":           "internal/annotate internal/annotate/prose internal/annotate/sourcing internal/annotate/strangers internal/content internal/diag internal/edtf",
		"internal/site":               "internal/annotate internal/annotate/prose internal/annotate/sourcing internal/content internal/diag internal/edtf",
		"internal/publish":            "internal/diag",
		"internal/preview":            "internal/diag",
	}
	disk := []string{"internal/publish", "internal/preview", "cmd/build"} // others are handed an fs.FS, or text

	packages := map[string][]string{}
	err := filepath.WalkDir(".", func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && file != "." && file != "cmd" && file != "internal" && !strings.ContainsRune(file, filepath.Separator) {
			return fs.SkipDir
		}
		folder := filepath.ToSlash(filepath.Dir(file))
		if e.IsDir() || folder == "." || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range source.Imports {
			packages[folder] = append(packages[folder], strings.Trim(i.Path.Value, `"`))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name, imports := range packages {
		if slices.Contains(imports, "testing") || name == "internal/browsertest" {
			continue // helps tests alone
		}
		names = append(names, name)
		for _, i := range imports {
			other, own := strings.CutPrefix(i, module)
			switch {
			case i == "os" && !slices.Contains(disk, name):
				t.Errorf("%s must not know the disk", name)
			case own && name != "cmd/build" && !slices.Contains(strings.Fields(known[name]), other):
				t.Errorf("%s must not know %s", name, path.Base(other))
			}
		}
	}
	page, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, m := range regexp.MustCompile("(?m)^\\| `((?:internal|cmd)/[a-z/]+)` \\|").FindAllSubmatch(page, -1) {
		told = append(told, string(m[1]))
	}
	slices.Sort(names)
	slices.Sort(told)
	if diff := cmp.Diff(names, told); diff != "" {
		t.Errorf("the packages and the table of docs/architecture.md differ: -are +told\n%s", diff)
	}
}
