package diag_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"backgrounder/internal/diag"
	"backgrounder/internal/golden"
)

// many are more findings than GitHub takes, errors among warnings.
func many() []diag.Diagnostic {
	var ds []diag.Diagnostic
	for i := range 30 {
		d := diag.Diagnostic{
			Location: diag.Location{File: fmt.Sprintf("content/articles/story-%d.md", i/12), Line: i + 1, Col: 2, Width: 3},
			Rule:     "no-byline", Message: fmt.Sprintf("finding %d of *all* [x](y) <b> :: @desk", i),
		}
		if i%3 == 0 {
			d.Severity = diag.Error
		}
		ds = append(ds, d)
	}
	return append(ds,
		diag.Diagnostic{Message: "::error::of no file", Hints: []string{"a hint"}},
		diag.Diagnostic{Location: diag.Location{File: "a`b.md"}, Severity: diag.Error, Message: strings.Repeat("long ", 100)})
}

// GitHub shows ten errors and ten warnings of a step; the rest is in the log and in
// the step's summary, or counted in the last line.
func TestGitHubsLimits(t *testing.T) {
	var alone, log, summary bytes.Buffer
	if err := (diag.GitHub{}).Write(&alone, many()); err != nil {
		t.Fatal(err)
	}
	if err := (diag.GitHub{Summary: &summary}).Write(&log, many()); err != nil {
		t.Fatal(err)
	}
	for _, severity := range []string{"error", "warning"} {
		if n := strings.Count("\n"+log.String(), "\n::"+severity+" ") + strings.Count("\n"+log.String(), "\n::"+severity+"::"); n != 10 {
			t.Errorf("%d annotations of severity %s, and GitHub takes 10", n, severity)
		}
	}
	golden.File(t, "testdata/github-many.golden", alone.String())
	golden.File(t, "testdata/github-log.golden", log.String())
	golden.File(t, "testdata/github-summary.golden", summary.String())

	few := many()[:12]
	log.Reset()
	summary.Reset()
	if err := (diag.GitHub{Summary: &summary}).Write(&log, few); err != nil || summary.Len() > 0 || strings.Count(log.String(), "\n") != 12 {
		t.Errorf("what fits has a summary (%v):\n%s\n%s", err, log.String(), summary.String())
	}

	// Neither a megabyte is exceeded, nor a finding forgotten.
	var endless []diag.Diagnostic
	for range 2_000 {
		endless = append(endless, diag.Diagnostic{Location: diag.Location{File: "f", Line: 1}, Message: strings.Repeat("😀*", 1000), Rule: "r"})
	}
	log.Reset()
	summary.Reset()
	if err := (diag.GitHub{Summary: &summary}).Write(&log, endless); err != nil || summary.Len() > 1<<20 || strings.Count(log.String(), "\n") != len(endless) {
		t.Errorf("the summary has %d bytes, the log %d lines (%v)", summary.Len(), strings.Count(log.String(), "\n"), err)
	}
}
