package annotate

import (
	"strings"
	"testing"

	"backgrounder/internal/diag"
)

// A text that would take goldmark very long is refused with an error at its place,
// and nothing of it is read.
func TestTooComplex(t *testing.T) {
	const n = 30_000
	for name, src := range map[string]string{
		"emphasis":   strings.Repeat("*a_ ", n),
		"links":      strings.Repeat("[a](", n),
		"lists":      strings.Repeat("- ", n) + "a",
		"tabs":       strings.Repeat("-\t", n) + "a",
		"quotations": strings.Repeat(">", n) + "a",
		"columns":    strings.Repeat("a|", n) + "\n" + strings.Repeat("-|", n) + "\n",
		"cells":      strings.Repeat("a|", 300) + "\n" + strings.Repeat("-|", 300) + "\n" + strings.Repeat("|\n", n),
		"references": strings.Repeat("[a]: b\n", 2*n),
	} {
		t.Run(name, func(t *testing.T) {
			src := "A paragraph of Iran.\n\n" + src
			html, res := annotated(t, New(wildActors()), Story{}, []byte(src), false)
			if html != "" || res == nil || len(res.Problems) != 1 {
				t.Fatalf("it was read: %d bytes", len(html))
			}
			p := res.Problems[0]
			if p.Rule != "too-complex" || p.Severity != diag.Error || p.Source.Start != len("A paragraph of Iran.\n\n") {
				t.Errorf("%+v", p)
			}
			if html, _ := annotated(t, New(wildActors()), Story{}, []byte(src), true); !strings.Contains(html, `data-actor="iran"`) {
				t.Error("as plain text it is no trouble, and was not read")
			}
		})
	}
}

// What stories have, even long ones that are set without blank lines, is read.
func TestNotTooComplex(t *testing.T) {
	line := "He *said* [so](https://example.org/a_b) of **Iran**, which _is_ “so” ([Iran]{actor=iran}).\n"
	for name, src := range map[string]string{
		"one paragraph": strings.Repeat(line, 300),
		"long":          strings.Repeat(line+"\n", 10_000),
		"list":          strings.Repeat("- "+line, 1000),
		"rule":          strings.Repeat("* ", 40) + "\n",
		"references":    strings.Repeat("[a]: https://example.org/\n", 2000),
		"table":         strings.Repeat("a|", 12) + "\n" + strings.Repeat("-|", 12) + "\n" + strings.Repeat(strings.Repeat("a|", 12)+"\n", 500),
	} {
		if p, refused := tooComplex([]byte(src)); refused {
			t.Errorf("%s: %s", name, p.Message)
		}
	}
}

// What is wrong a thousand times is told a hundred times, and what is wrong once
// beside it is told as well.
func TestFirstOfEachRule(t *testing.T) {
	src := []byte(strings.Repeat("the the ", 1000) + "end.\n\nHe said “no. She said “yes.”\n")
	_, res := annotated(t, New(nil), Story{}, src, false)
	count := map[string]int{}
	last := map[string]string{}
	for _, p := range res.Problems {
		count[p.Rule]++
		last[p.Rule] = p.Message
	}
	if count["doubled-word"] != mostOfARule+1 || !strings.Contains(last["doubled-word"], "more than 100") {
		t.Errorf("%d findings of doubled words, the last: %s", count["doubled-word"], last["doubled-word"])
	}
	if count["quotation-marks"] != 1 {
		t.Errorf("%d findings of quotation marks", count["quotation-marks"])
	}
}
