package browsertest

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLookIsDocumented holds docs/look.md to what it tells of: its example is the
// style sheet of the site of that name in testdata, and it names the variables and
// the layers of the built-in one.
func TestLookIsDocumented(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	page, style := read(fromModule("docs", "look.md")), read(fromModule("static", "style.css"))

	_, example, _ := strings.Cut(page, "```css\n")
	example, _, _ = strings.Cut(example, "```\n")
	if d := cmp.Diff(example, read("testdata/sites/look/static/site.css")); d != "" {
		t.Errorf("the example is not the site's style sheet (-page, +site):\n%s", d)
	}
	for _, m := range regexp.MustCompile(`(--[\w-]+): `).FindAllStringSubmatch(style, -1) {
		if !strings.Contains(page, "`"+m[1]+"`") {
			t.Errorf("the page does not tell of %s", m[1])
		}
	}
	for _, m := range regexp.MustCompile("`(--[\\w-]+)`").FindAllStringSubmatch(page, -1) {
		if !strings.Contains(style, m[1]+": ") {
			t.Errorf("the page tells of %s, which is not there", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^@layer (\w+)`).FindAllStringSubmatch(style, -1) {
		if !strings.Contains(page, "`"+m[1]+"`") {
			t.Errorf("the page does not tell of the layer %s", m[1])
		}
	}
}
