package site_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/site"
)

// A kind with many entries is divided by their first letters, accents aside; names that
// begin with no letter come under "#", and writing whose every sign is a word stays whole.
func TestGlossaryLetters(t *testing.T) {
	latin := []string{
		"1st Column", "Ada Brandt", "Álvaro Ruiz", "Anne Holm", "Bea Stone", "Ben Stone", "Bert Quill", "Boris Leed", "Brit Lund",
		"Carl Ost", "Cleo Marsh", "Cora Vance", "Curt Velst", "Dan Orr", "Dora Pike", "Dov Adler", "Eda Rask", "Elle Frost",
		"Émile Roux", "Erik Dahl", "Esa Koski", "Finn Berg", "Flora Niemi", "Fred Ames", "Fritz Holt",
	}
	han := strings.Split("李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐", "")
	for _, test := range []struct {
		name  string
		names []string
		want  string // each letter with how many entries it has
	}{
		{"few", latin[:24], " 24"},
		{"many", latin, "# 1, A 3, B 5, C 4, D 3, E 5, F 4"},
		{"signs", han, " 26"},
	} {
		fsys := fstest.MapFS{"content/site.yaml": {Data: []byte("title: Post\n")}}
		for i, name := range test.names {
			fsys[fmt.Sprintf("content/glossary/a%d.md", i)] = &fstest.MapFile{Data: []byte("---\nname: " + name + "\nkind: person\n---\n\nHere.\n")}
		}
		page := lookup(t, plan(t, fsys, site.Options{}), "glossary/index.html")
		var got []string
		for _, group := range regexp.MustCompile(`(?s)<div>\s*(?:<h3 id="kind-person-\d+">(.)</h3>)?\s*<ul class="entries">(.*?)</ul></div>`).FindAllStringSubmatch(page, -1) {
			got = append(got, fmt.Sprintf("%s %d", group[1], strings.Count(group[2], "<li")))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
}
