package browsertest

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLookIsDocumented holds docs/look.md to what it tells of: its examples are
// files of the site of that name in testdata, it names the variables and the layers
// of the built-in style sheet and the keys of words, and
// what it calls lasting is on the page.
func TestLookIsDocumented(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	page, style := read(fromModule("docs", "look.md")), read(fromModule("static", "style.css"))

	for kind, file := range map[string]string{"css": "static/site.css", "json": "templates/strings/en.json"} {
		_, example, _ := strings.Cut(page, "```"+kind+"\n")
		example, _, _ = strings.Cut(example, "```\n")
		if d := cmp.Diff(example, read("testdata/sites/look/"+file)); d != "" {
			t.Errorf("the example is not the site's %s (-page, +site):\n%s", file, d)
		}
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
	for _, m := range regexp.MustCompile(`(?m)^  "(\w+)":`).FindAllStringSubmatch(read(fromModule("templates", "strings", "en.json"))+read(fromModule("templates", "strings", "ar.json")), -1) {
		if !strings.Contains(page, "`"+m[1]+"`") {
			t.Errorf("the page does not tell of the words under %q", m[1])
		}
	}
	_, lasting, _ := strings.Cut(page, "stay from version to version:")
	lasting, _, _ = strings.Cut(lasting, "Others are")
	story := string(shipped(t, "/")["index.html"].body)
	for _, m := range regexp.MustCompile(`[.#]([a-z]+)|\[([a-z-]+)\]`).FindAllStringSubmatch(lasting, -1) {
		if name := m[1] + m[2]; name != "corrections" && !regexp.MustCompile(`["\s]`+name+`["\s=]`).MatchString(story) {
			t.Errorf("%s is to last, and is not on the page", name)
		}
	}
}
