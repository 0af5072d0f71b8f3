package diag_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"backgrounder/internal/diag"
)

// Code hosts refuse a log that is not of the standard's form. The package that reads
// it here knows every property of the schema: what is lost on the way through it is
// none.
func TestSARIFIsOfItsSchema(t *testing.T) {
	src := diag.Source{Name: "content/articles/a.md", Text: []byte("The the ferry “ sank.”\n")}
	fixed := diag.Diagnostic{
		Location: src.At(4, 7), Rule: "doubled-word", Message: "m",
		Fix: []diag.Edit{src.Edit(3, 7, ""), src.Edit(16, 17, ""), src.Edit(0, 0, "x")},
	}
	var log bytes.Buffer
	describe := func(string) string { return "What it finds." }
	if err := (diag.SARIF{Version: "1.0", Describe: describe}).Write(&log, append(samples(), append(many(), fixed)...)); err != nil {
		t.Fatal(err)
	}
	report, err := sarif.FromBytes(log.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	// The package writes these even where they are left out; give them what the
	// standard says that they are then.
	for _, run := range report.Runs {
		run.Language, run.Tool.Driver.Language, run.NewlineSequences = "en-US", "en-US", []string{"\r\n", "\n"}
	}
	if err := report.Validate(); err != nil {
		t.Error(err)
	}
	again, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var ours, theirs any
	if err := json.Unmarshal(log.Bytes(), &ours); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(again, &theirs); err != nil {
		t.Fatal(err)
	}
	if lost := missing("", ours, theirs); len(lost) > 0 {
		t.Errorf("the schema does not know %s", strings.Join(lost, ", "))
	}
}

// missing lists what of one JSON value another lacks.
func missing(path string, has, lacks any) []string {
	var lost []string
	switch has := has.(type) {
	case map[string]any:
		other, _ := lacks.(map[string]any)
		for key, v := range has {
			if other[key] == nil {
				lost = append(lost, path+"."+key)
			} else {
				lost = append(lost, missing(path+"."+key, v, other[key])...)
			}
		}
	case []any:
		other, _ := lacks.([]any)
		if len(has) != len(other) {
			return []string{path}
		}
		for i, v := range has {
			lost = append(lost, missing(path, v, other[i])...)
		}
	default:
		if !cmp.Equal(has, lacks) {
			lost = append(lost, path)
		}
	}
	return lost
}

// Columns count UTF-16 units, as the log says: cut out of the line so, the region is
// what was marked, whatever stands before it.
func TestSARIFColumns(t *testing.T) {
	for _, text := range []string{
		"plain «words» here\n",
		"😀 «😀» 😀\n",
		"👩‍👩‍👧 «👩‍👩‍👧»\r\n",
		"قال «المسؤول» إن السفينة غرقت\n",
		"\u202bقال «😀 المسؤول»\u202c\n",
		"Kata\u0301ib «Hezbolla\u0301h»\n",
		"𝔸𝔹«»\n",
		"first\n😀😀«last»",
		"\ttab «x»\n",
	} {
		at := place("a.md", text)
		var log bytes.Buffer
		if err := (diag.SARIF{}).Write(&log, []diag.Diagnostic{{Location: at, Message: "m"}}); err != nil {
			t.Fatal(err)
		}
		report, err := sarif.FromBytes(log.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		region := report.Runs[0].Results[0].Locations[0].PhysicalLocation.Region
		if kind := report.Runs[0].ColumnKind; kind == nil || *kind != "utf16CodeUnits" {
			t.Fatalf("columns are %v", kind)
		}
		line := utf16.Encode([]rune(*region.Snippet.Text))
		got := string(utf16.Decode(line[*region.StartColumn-1 : *region.EndColumn-1]))
		_, want, _ := strings.Cut(text, "«")
		want, _, _ = strings.Cut(want, "»")
		if want, _, _ = strings.Cut(want, "\n"); got != want {
			t.Errorf("%q is marked, want %q, in %q", got, want, text)
		}
	}
}
