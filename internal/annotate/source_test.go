package annotate

import (
	"slices"
	"testing"
)

// Words of the text are found again in the source, with whatever stands for them
// there.
func TestSourceSpan(t *testing.T) {
	a := New([]Actor{{ID: "jj", Name: "Johnson & Johnson"}, {ID: "eire", Name: "Éire"}, {ID: "star", Name: "A*"}})
	for _, test := range []struct {
		src, want string
		plain     bool
	}{
		{src: "x Johnson & Johnson y", want: "Johnson & Johnson"},
		{src: "x Johnson &amp; Johnson y", want: "Johnson &amp; Johnson"},
		{src: "> *x*\n> Johnson &\n>   Johnson", want: "Johnson &\n>   Johnson"},
		{src: "é &Eacute;ire", want: "&Eacute;ire"},
		{src: "é &#xC9;ire, y", want: "&#xC9;ire"},
		{src: "a \\* A\\* b", want: "A\\*"},
		{src: "a **Johnson &** <!-- x -->Johnson", want: "Johnson &** <!-- x -->Johnson"},
		{src: "- \tJohnson & Johnson", want: "Johnson & Johnson"},
		{src: "a [B [Éire]{actor=eire} c](/x) Éire", want: "Éire"},
		{src: "a\r\n\r\n  Johnson &\r\n  Johnson", want: "Johnson &\r\n  Johnson", plain: true},
	} {
		_, res := annotated(t, a, Story{}, []byte(test.src), test.plain)
		if len(res.Actors) != 1 || len(res.Actors[0].Mentions) != 1 {
			t.Errorf("%q: %v", test.src, res.Actors)
			continue
		}
		if got := res.SourceSpan(res.Actors[0].Mentions[0].Span).Of(test.src); got != test.want {
			t.Errorf("%q: got %q, want %q", test.src, got, test.want)
		}
	}
}

// spans makes stretches of their starts and ends.
func spans(offsets ...int) []Span {
	var s []Span
	for pair := range slices.Chunk(offsets, 2) {
		s = append(s, Span{Start: pair[0], End: pair[1]})
	}
	return s
}

func TestUnion(t *testing.T) {
	got := union(spans(1, 9, 20, 22), spans(3, 5, 21, 25, 9, 10))
	if want := spans(1, 9, 9, 10, 20, 25); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Fragments of passages that cross are cut, so that tags can nest.
func TestUncross(t *testing.T) {
	got := uncross([]fragment{{Span: Span{Start: 0, End: 10}, passage: 0}, {Span: Span{Start: 5, End: 15}, passage: 1}, {Span: Span{Start: 12, End: 20}, passage: 0}})
	want := []fragment{
		{Span: Span{Start: 0, End: 10}, passage: 0}, {Span: Span{Start: 5, End: 10}, passage: 1},
		{Span: Span{Start: 10, End: 15}, passage: 1}, {Span: Span{Start: 12, End: 15}, passage: 0}, {Span: Span{Start: 15, End: 20}, passage: 0},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
