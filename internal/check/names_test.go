package check

import (
	"go/token"
	"regexp"
	"slices"
	"testing"
)

// Every name under which the program reports something is that of a rule, which can
// be overruled, or of something that lasts; an editor who writes it into site.yaml
// is told which.
func TestEveryNameIsKnown(t *testing.T) {
	known := func(name string) bool { return Describe(name) != "" || slices.Contains(lasting, name) }
	found := map[string]token.Position{}
	for _, s := range readSources(t).said {
		if s.role == names && kebab.MatchString(s.text) {
			found[s.text] = s.at
		}
	}
	if len(found) < 70 {
		t.Fatalf("only %d names are found in the sources", len(found))
	}
	for name, at := range found {
		if !known(name) {
			t.Errorf("%s: %q is no rule and does not last", at, name)
		}
	}
	for _, name := range lasting {
		if _, ok := found[name]; !ok {
			t.Errorf("nothing is reported as %q", name)
		}
		if Describe(name) != "" {
			t.Errorf("%q is a rule and lasts", name)
		}
	}
}

var kebab = regexp.MustCompile(`^[a-z]+(?:-[a-z]+)*$`)
