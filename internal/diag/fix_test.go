package diag_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
)

// mendable makes a diagnostic of edits, each given as where its words begin, what
// they are, and what should stand there.
func mendable(src diag.Source, edits ...edit) diag.Diagnostic {
	d := diag.Diagnostic{Location: src.At(edits[0].at, edits[0].at), Rule: "r", Message: "m"}
	for _, e := range edits {
		d.Fix = append(d.Fix, src.Edit(e.at, e.at+e.size, e.text))
	}
	return d
}

type edit struct {
	at, size int
	text     string
}

func TestMend(t *testing.T) {
	const text = "ä one one\r\ntwo\r\n"
	for _, test := range []struct {
		what, file string
		edits      [][]edit
		want       string
		done       int
	}{
		{"nothing", text, nil, text, 0},
		{"takes out", text, [][]edit{{{6, 4, ""}}}, "ä one\r\ntwo\r\n", 1},
		{"in the order of the file", text, [][]edit{{{12, 3, "2"}}, {{3, 3, "1"}}}, "ä 1 one\r\n2\r\n", 2},
		{"keeps a byte order mark", "\uFEFF" + text, [][]edit{{{3, 3, "1"}}}, "\uFEFFä 1 one\r\ntwo\r\n", 1},
		{"leaves what overlaps", text, [][]edit{{{3, 7, "x"}}, {{7, 3, "y"}}, {{12, 3, "2"}}}, "ä x\r\n2\r\n", 2},
		{"all of a fix or nothing", text, [][]edit{{{3, 3, "1"}}, {{12, 3, "2"}, {4, 1, "x"}}}, "ä 1 one\r\ntwo\r\n", 1},
		{"adds once at a place", text, [][]edit{{{12, 0, "x"}}, {{12, 0, "y"}}}, "ä one one\r\nxtwo\r\n", 1},
		{"lines that touch", text, [][]edit{{{3, 3, "1"}}, {{6, 4, ""}}}, "ä 1\r\ntwo\r\n", 2},
		{"a line that has changed", "ä one ONE\r\ntwo\r\n", [][]edit{{{6, 4, ""}}, {{12, 3, "2"}}}, "ä one ONE\r\n2\r\n", 1},
		{"a line that has moved", "\r\n" + text, [][]edit{{{6, 4, ""}}}, "\r\n" + text, 0},
		{"a file that is shorter", "ä", [][]edit{{{6, 4, ""}}}, "ä", 0},
	} {
		src := diag.Source{Name: "f", Text: []byte(text)}
		var ds []diag.Diagnostic
		for _, edits := range test.edits {
			ds = append(ds, mendable(src, edits...))
		}
		got, done := diag.Mend([]byte(test.file), ds)
		if string(got) != test.want || len(done) != test.done {
			t.Errorf("%s: %q, %d mended; want %q, %d", test.what, got, len(done), test.want, test.done)
		}
	}
}

// What was mended is told in the words of what it was.
func TestMended(t *testing.T) {
	src := diag.Source{Name: "content/a.md", Text: []byte("one\n“ two\x1b”\n")}
	for want, d := range map[string]diag.Diagnostic{
		`content/a.md:1:1: mended: wrote "1" in place of "one" [r]`:   mendable(src, edit{0, 3, "1"}),
		`content/a.md:2:2: mended: took out " " [r]`:                  mendable(src, edit{7, 1, ""}),
		`content/a.md:1:4: mended: added "!" and took out "\x1b" [r]`: mendable(src, edit{3, 0, "!"}, edit{11, 1, ""}),
	} {
		if diff := cmp.Diff(want, d.Mended()); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}
