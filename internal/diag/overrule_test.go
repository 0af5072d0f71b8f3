package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverrule(t *testing.T) {
	found := []Diagnostic{{Rule: "a"}, {Rule: "b", Severity: Error}, {Rule: "c"}, {Rule: "d"}}
	asked := map[string]string{"a": "error", "b": "warning", "c": "off"}
	got := Overrule(found, func(rule string) string { return asked[rule] })
	want := []Diagnostic{{Rule: "a", Severity: Error}, {Rule: "b"}, {Rule: "d"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if found[0].Severity != Warning || len(found) != 4 {
		t.Error("the findings handed in have changed")
	}
}
