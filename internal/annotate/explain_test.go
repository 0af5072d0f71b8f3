package annotate

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
)

const toExplain = `A senior official said on Monday that the bridge would open. The official, who spoke on condition of anonymity because he was not authorized to discuss the plan, said it was safe.

“We built it,” he said. Villagers said they had heard that before. The ministry said in a statement that it agreed.
`

// Why something was found can be read: the rule, and the words it went by.
func TestExplained(t *testing.T) {
	_, res := annotated(t, New(nil), Story{}, []byte(toExplain), false)
	var got []string
	for _, s := range res.Sources {
		got = append(got, s.Label+" "+s.Description)
		for _, step := range s.Why {
			got = append(got, "  "+string(step.Decides)+" "+quote(step.At, res.Text)+": "+step.Rule)
		}
	}
	for _, p := range res.Passages {
		got = append(got, quote(p.Cue, res.Text)+": "+p.Rule)
	}
	want := strings.Split(strings.TrimSpace(`
A1 A senior official
  level "A senior official": a person without a name
  mention "A senior official": first mention
  mention "The official": a description that fits one before
  terms "spoke on condition of anonymity": condition: on|under|in|with|by the|a|an|their|his|her? strict|customary|usual|standard|same|normal? BASIS of strict|full|complete|total? anonymity!
  reason "he was not authorized to discuss the plan": follows the clause: because
  mention "he": a pronoun: the latest source that it fits
C1 Villagers
  level "Villagers": a group, neither named nor counted
  mention "Villagers": first mention
I1 The ministry
  level "The ministry": a body
  mention "The ministry": first mention
"said": neutral verb
"said": neutral verb, over a parenthesis
"said": neutral verb
"said": neutral verb
"said": neutral verb
`), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func quote(s Span, text string) string { return `"` + s.Of(text) + `"` }

// In every story, each mention, level, clause and reason has its step, and each
// passage its rule, whatever path the engine took.
func TestEverythingIsExplained(t *testing.T) {
	files, err := filepath.Glob("sourcing/testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories: ", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, res := annotated(t, New(nil), Story{}, src, true)
		for _, s := range res.Sources {
			steps := func(d sourcing.Decision, at Span) bool {
				return slices.ContainsFunc(s.Why, func(w sourcing.Step) bool {
					return w.Decides == d && w.Rule != "" && (at == prose.Span{} || w.At == at)
				})
			}
			for _, m := range s.Mentions {
				if !steps(sourcing.Mentioned, m) {
					t.Errorf("%s: why is %s at %v meant by %q?", file, s.ID, m, m.Of(res.Text))
				}
			}
			if !steps(sourcing.Levelled, Span{}) {
				t.Errorf("%s: why is %s %s?", file, s.ID, s.Level)
			}
			if s.Terms.Len() > 0 && !steps(sourcing.Conditioned, s.Terms) {
				t.Errorf("%s: why are the terms of %s %q?", file, s.ID, s.Terms.Of(res.Text))
			}
			if s.ReasonAt.Len() > 0 && !steps(sourcing.Reasoned, s.ReasonAt) {
				t.Errorf("%s: why is the reason of %s %q?", file, s.ID, s.Reason)
			}
		}
		for _, p := range res.Passages {
			if p.Rule == "" {
				t.Errorf("%s: which rule made the passage %q?", file, p.Sentence.Of(res.Text))
			}
		}
	}
}

// The explained JSON is the plain one with more keys: a reader of the plain one
// reads both alike.
func TestExplainJSON(t *testing.T) {
	_, res := annotated(t, New(nil), Story{}, []byte(toExplain), false)
	var explained bytes.Buffer
	if err := ExplainJSON(&explained, res); err != nil {
		t.Fatal(err)
	}
	var more, less map[string]any
	if err := json.Unmarshal(explained.Bytes(), &more); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(encoded(t, res), &less); err != nil {
		t.Fatal(err)
	}
	without := 0
	for list, key := range map[string]string{"sources": "why", "attributions": "rule"} {
		for _, item := range more[list].([]any) {
			if _, ok := item.(map[string]any)[key]; !ok {
				without++
			}
			delete(item.(map[string]any), key)
		}
	}
	if diff := cmp.Diff(less, more); diff != "" || without > 0 {
		t.Errorf("%d are not explained; -plain +explained\n%s", without, diff)
	}
}
