package annotate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/edtf"
)

// In a language that is not read nothing is found but names and what the editor
// declares and marks, however much its words look like English ones.
func TestOtherLanguages(t *testing.T) {
	actors := []Actor{{ID: "ministry", Name: "Ministerium", Kind: Government}}
	src := []byte("„Das war am 3. April 2024“, said das Ministerium. [Es regnete.]{source=amt} He left on Monday. It was of")
	story := Story{
		Date: edtf.Date{Year: 2024, Month: 5, Day: 2}, Language: "de-AT",
		Sources: []sourcing.Declared{{ID: "amt", Name: "das Amt", Level: sourcing.Anonymous, Terms: sourcing.OnCondition}},
	}
	_, res := annotated(t, New(actors), story, src, false)
	if len(res.Actors) != 1 || len(res.Dates) != 0 || len(res.Problems) != 0 || len(res.Sources) != 1 {
		t.Errorf("actors %v, dates %v, problems %v, sources %v", res.Actors, res.Dates, res.Problems, res.Sources)
	}
	if len(res.Passages) != 1 || res.Passages[0].Content[0].Of(res.Text) != "Es regnete." {
		t.Errorf("passages %+v", res.Passages)
	}
	if got := res.Sources[0]; got.Condition != sourcing.OnCondition || got.Level != sourcing.Anonymous {
		t.Errorf("the source is %+v", got)
	}
	story.Language = "en-GB"
	if _, res := annotated(t, New(actors), story, src, false); len(res.Dates) == 0 || len(res.Problems) == 0 {
		t.Errorf("in English: dates %v, problems %v", res.Dates, res.Problems)
	}
}

// TestProclitics finds names behind the words that Arabic and Hebrew write in one
// with them, and not in the middle of other words.
func TestProclitics(t *testing.T) {
	actors := []Actor{
		{ID: "iraq", Name: "العراق", Kind: Government}, {ID: "rana", Name: "رنا", Kind: Person},
		{ID: "jordan", Name: "ירדן", Kind: Government}, {ID: "dan", Name: "דן", Kind: Person},
		{ID: "cia", Name: "CIA", Kind: Organization},
	}
	for text, want := range map[string]string{
		"قال العراق نعم":      "iraq:العراق",
		"سوريا والعراق":       "iraq:العراق",
		"وبالعراق كذلك":       "iraq:العراق",
		"في العراقيين":        "",
		"الوكالة، والعراق،":   "iraq:العراق",
		"قرنا بعد قرن":        "", // a name in the middle of a word
		"מירדן ולירדן":        "jordan:ירדן jordan:ירדן",
		"ל־ירדן":              "jordan:ירדן",
		"הירדנים":             "",
		"אדן":                 "",
		"מדן":                 "", // too short to be told from a word
		"הודיעו ל-CIA":        "cia:CIA",
		"דו-CIA":              "",
		"הממשלה-CIA הודיעה":   "",
		"CIA-backed fighters": "",
	} {
		_, res := annotated(t, New(actors), Story{Language: "ar"}, []byte(text), false)
		var got []string
		for _, a := range res.Actors {
			for _, m := range a.Mentions {
				got = append(got, a.Actor.ID+":"+m.Of(res.Text))
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: -want +got\n%s", text, diff)
		}
	}
}
