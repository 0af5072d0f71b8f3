package site_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// TestUnnamedSourcesStayUnnamed declares and marks a source that the story leaves
// unnamed in ways that would name it. What is said of its level must not matter.
func TestUnnamedSourcesStayUnnamed(t *testing.T) {
	const said = "“It was bad,” a senior U.S. official said, speaking on condition of anonymity.\n"
	for name, test := range map[string]struct{ source, body, want string }{
		"id of the description":  {"{id: us-official, name: senior U.S. official}", said, ""},
		"id that says nothing":   {"{id: unnamed-source-2, name: senior U.S. official}", said, ""},
		"id of another script":   {"{id: source-1, name: مسؤول أميركي, level: anonymous}", said, ""},
		"id of other words":      {"{id: john-smith, name: senior U.S. official}", said, `"john" is no word of its description`},
		"mention not in story":   {"{id: smith-official, name: A senior U.S. official, level: anonymous, mentions: [John Smith]}", said, `"smith" is no word of its description`},
		"actor":                  {"{id: us-official, name: senior U.S. official, actor: john-smith}", said, "an actor would name it"},
		"mark":                   {"{id: us-official, name: A senior U.S. official}", strings.Replace(said, "senior U.S. official", "[senior U.S. official]{actor=john-smith}", 1), "a link to John Smith would name it"},
		"alias in the glossary":  {"{id: press-aide, name: The press aide, level: anonymous}", "“It was bad,” the press aide said.\n", "a link to John Smith would name it"},
		"somebody in its words":  {"{id: aide, name: An aide to John Smith, level: anonymous}", "“It was bad,” an aide to John Smith said.\n", ""},
		"a person who is named":  {"{id: secretary, name: John Smith, actor: john-smith, level: named}", "“It was bad,” John Smith said.\n", ""},
		"a place in its words":   {"{id: us-official, name: A U.S. official, level: anonymous}", "“It was bad,” a U.S. official said.\n", ""},
		"a place that is marked": {"{id: us-official, name: A U.S. official, level: anonymous}", "“It was bad,” a [U.S. official]{actor=us} said.\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan(t, fstest.MapFS{
				"content/site.yaml":              {Data: []byte("title: Post\ncheck: {source-safety: off}\n")},
				"content/glossary/john-smith.md": {Data: []byte("---\nname: John Smith\nkind: person\naliases: [press aide]\n---\n\nA person.\n")},
				"content/glossary/us.md":         {Data: []byte("---\nname: U.S.\nkind: government\n---\n\nA state.\n")},
				"content/articles/a.md":          {Data: []byte("---\ntitle: A\nsources:\n- " + test.source + "\n---\n\n" + test.body)},
			}, site.Options{})
			o, ok := p.Lookup("a/index.html")
			if !ok {
				t.Fatal("there is no page")
			}
			ds, err := o.Render(new(bytes.Buffer))
			if err != nil {
				t.Fatal(err)
			}
			ds = slices.DeleteFunc(ds, func(d diag.Diagnostic) bool { return d.Rule != "source-safety" })
			switch {
			case test.want == "" && len(ds) > 0:
				t.Errorf("it is said to be unsafe: %v", ds)
			case test.want == "":
			case len(ds) != 1 || ds[0].Severity != diag.Error || !strings.Contains(ds[0].Message, test.want) || ds[0].Line == 0:
				t.Errorf("found %v, not one error with %q", ds, test.want)
			}
		})
	}
}
