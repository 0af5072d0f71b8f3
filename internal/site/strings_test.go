package site

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// forms are the plural categories that a language needs for counts from one. CLDR
// gave up Hebrew's "many" after the rules that the library has.
func forms(tag string) []string {
	l := language{plural: xlanguage.MustParse(tag)}
	need := map[string]bool{}
	for n := 1; n <= 200; n++ {
		need[l.category(n)] = true
	}
	if tag == "he" {
		delete(need, "many")
	}
	return slices.Sorted(maps.Keys(need))
}

// TestTranslationsAreComplete holds every language that is shipped to saying all
// that English says, in every plural form that it has.
func TestTranslationsAreComplete(t *testing.T) {
	files, err := filepath.Glob("../../templates/strings/*.json")
	if err != nil || len(files) < 3 {
		t.Fatal("there are no translations", err)
	}
	templates := os.DirFS("../../templates")
	en := english(t)
	for _, file := range files {
		tag := strings.TrimSuffix(filepath.Base(file), ".json")
		if tag == fallbackLanguage {
			continue
		}
		t.Run(tag, func(t *testing.T) {
			own, err := readLanguage(templates, tag)
			if err != nil {
				t.Fatal(err)
			}
			need := forms(tag)
			complete := func(what string, m message) {
				for _, form := range need {
					if m[form] == "" {
						t.Errorf("%s has no form for %q", what, form)
					}
				}
				for form := range m {
					category, _, _ := strings.Cut(form, ".")
					if !slices.Contains(need, category) {
						t.Errorf("%s has a form for %q, which the language lacks", what, form)
					}
				}
			}
			for key, m := range en.Messages {
				translated, ok := own.Messages[key]
				switch {
				case !ok:
					t.Errorf("the message %q is missing", key)
				case len(m) > 1:
					complete("the message "+key, translated)
				}
			}
			for key := range en.Verbs {
				if own.Verbs[key].Label == "" {
					t.Errorf("the verb %q has no label", key)
				}
			}
			if len(own.Nouns) == 0 || own.Nouns[own.Person].Counted == nil {
				t.Errorf("there are no nouns, or none for people of any kind: %q", own.Person)
			}
			forms := map[string]string{}
			for one, noun := range own.Nouns {
				complete("the noun "+one, noun.Counted)
				for _, word := range append(append([]string{one}, noun.Dual...), noun.Plural...) {
					if other, taken := forms[word]; taken && other != one {
						t.Errorf("%q is a form of both %q and %q", word, one, other)
					}
					forms[word] = one
				}
			}
			if own.WordsPerMinute == 0 || len(own.Numbers) == 0 || len(own.Months) == 0 || len(own.Weekdays) == 0 || len(own.Seasons) == 0 {
				t.Error("months, weekdays, seasons, numbers or the reading speed are missing")
			}
			for form, words := range own.NumberForms {
				if len(words) != len(own.Numbers) {
					t.Errorf("%d numbers have the form %q, of %d", len(words), form, len(own.Numbers))
				}
			}
			if _, err := loadLanguage(templates, tag); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestTranslationsSayEverything says every message of every language with whatever
// English is given, and finds what is left unsaid.
func TestTranslationsSayEverything(t *testing.T) {
	latin := regexp.MustCompile(`[A-Za-z]+`)
	for _, tag := range []string{"ar", "he"} {
		l := inLanguage(t, tag)
		for key, m := range english(t).Messages {
			for n := range 130 {
				for _, gender := range []string{"", "f"} {
					args := []any{"count", n + 1, "gender", gender}
					for _, name := range append(m.arguments(), "says") {
						switch name {
						case "count":
						case "words", "total", "some", "all", "number", "day", "year":
							args = append(args, name, numeral(n+1))
						default:
							args = append(args, name, "…")
						}
					}
					s, err := l.text(key, args...)
					if err != nil || s == "" {
						t.Fatalf("%s: %s for %d: %q, %v", tag, key, n+1, s, err)
					}
					if words := latin.FindString(s); words != "" && words != "Markdown" {
						t.Errorf("%s: %s says %q", tag, key, s)
					}
				}
			}
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	own := fstest.MapFS{
		"strings/ar-EG.json": {Data: []byte(`{"digits": "٠١٢٣٤٥٦٧٨٩"}`)},
		"strings/ar-IQ.json": {Data: []byte(`{"months": ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"]}`)},
	}
	templates := Overlay(own, os.DirFS("../../templates"))
	day := edtf.Date{Year: 2024, Month: 1, Day: 25}
	for tag, want := range map[string][3]string{
		"en":    {"Thursday, January 25, 2024", "12 minutes’ reading", "ltr"},
		"ar":    {"الخميس، 25 يناير 2024", "قراءة في 12 دقيقة", "rtl"},
		"ar-EG": {"الخميس، ٢٥ يناير ٢٠٢٤", "قراءة في ١٢ دقيقة", "rtl"},
		"ar-IQ": {"الخميس، 25 كانون الثاني 2024", "قراءة في 12 دقيقة", "rtl"},
		"he":    {"יום חמישי, 25 בינואר 2024", "12 דקות קריאה", "rtl"},
		"fa":    {"Thursday, January 25, 2024", "12 minutes’ reading", "rtl"}, // English words, its own script
		"uz":    {"Thursday, January 25, 2024", "12 minutes’ reading", "ltr"},
	} {
		l, err := loadLanguage(templates, tag)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]string{l.fullDate(day, ""), l.say("reading", "count", 12), l.Dir}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// TestCategories is what the completeness of translations stands on.
func TestCategories(t *testing.T) {
	if got := forms("ar"); !slices.Equal(got, []string{"few", "many", "one", "other", "two"}) {
		t.Errorf("Arabic counts in %v", got)
	}
	if got := forms("he"); !slices.Equal(got, []string{"one", "other", "two"}) {
		t.Errorf("Hebrew counts in %v", got)
	}
	if plural.Cardinal.MatchPlural(xlanguage.Arabic, 0, 0, 0, 0, 0) != plural.Zero {
		t.Error("none is not zero in Arabic")
	}
}

// TestWhoIsCounted reads from a description in the site's language how many people
// it speaks of.
func TestWhoIsCounted(t *testing.T) {
	for tag, descriptions := range map[string]map[string]int{
		"ar": {
			"مسؤول في وزارة النفط": 1, "مسؤولة رفيعة": 1, "مسؤولان أميركيان": 2, "ثلاثة مسؤولين": 3, "مسؤولون": 0,
			"عائلة جندي": 0, "أحد المسؤولين": 0, "الوزارة": 0,
		},
		"he": {"פקיד בכיר": 1, "יועצת של השר": 1, "שני פקידים": 2, "שתי עובדות": 2, "שלוש עובדות": 3, "פקידים": 0, "משפחת חייל": 0},
	} {
		l := inLanguage(t, tag)
		for description, want := range descriptions {
			if _, got := l.headNoun(description); got != want {
				t.Errorf("%s: %q are %d, want %d", tag, description, got, want)
			}
		}
	}
}

// TestIsolation keeps words that run the other way from taking what stands beside
// them along.
func TestIsolation(t *testing.T) {
	ar, en := inLanguage(t, "ar"), english(t)
	if got := string(ar.bdi("Reuters & Co.")); got != "<bdi>Reuters &amp; Co.</bdi>" {
		t.Error(got)
	}
	if got := ar.quote("U.S. officials"); got != "«\u2068U.S. officials\u2069»" {
		t.Errorf("%q", got)
	}
	if got := string(ar.bdi("رويترز")) + string(en.bdi("Reuters")) + en.quote("Erdoğan"); strings.ContainsAny(got, "<\u2068") {
		t.Error(got)
	}
	if got := string(en.bdi("رويترز")); got != "<bdi>رويترز</bdi>" {
		t.Error(got)
	}
}

func TestUnknownWords(t *testing.T) {
	for name, test := range map[string]struct{ json, want string }{
		"key":     {"{\"messages\": {\n\"glosary\": \"x\"}}", `templates/strings/de.json:2:1: error: no page says a message "glosary" [template]`},
		"field":   {`{"monthss": []}`, `templates/strings/de.json: error: the words cannot be read: json: unknown field "monthss" [template]`},
		"given":   {`{"messages": {"passage": "Stelle {nummer}"}}`, `templates/strings/de.json:1:15: error: the message "passage" is not given {nummer} [template]`},
		"form":    {`{"messages": {"paragraphs": {"dual": "x", "other": "y"}}}`, `templates/strings/de.json: error: the words cannot be read: there is no plural form "dual" [template]`},
		"verb":    {`{"verbs": {"backs": {"says": "unterstützt"}}}`, `templates/strings/de.json:1:12: error: what the verb "backs" says needs {b} for whom it leads to, and nothing else [template]`},
		"noun":    {`{"nouns": {"Beamter": {"gender": "m"}}}`, `templates/strings/de.json: error: the words cannot be read: a noun needs its "plural", or how it is "counted" [template]`},
		"digits":  {`{"digits": "012"}`, `templates/strings/de.json: error: "digits" needs 10 words, not 3 [template]`},
		"trailer": {`{"messages": {}} {}`, `templates/strings/de.json:1:18: error: the words cannot be read: invalid character '{' after top-level value [template]`},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := Overlay(fstest.MapFS{"strings/de.json": {Data: []byte(test.json)}}, os.DirFS("../../templates"))
			_, err := loadLanguage(fsys, "de")
			d, ok := err.(diag.Diagnostic)
			if !ok || d.Error() != test.want {
				t.Errorf("got\n\t%v\nwant\n\t%s", err, test.want)
			}
		})
	}
}

// TestOwnWords adds a newsroom's words to those that the program has.
func TestOwnWords(t *testing.T) {
	own := fstest.MapFS{
		"strings/en.json": {Data: []byte(`{"messages": {"kicker": "Explained"}, "verbs": {"sues": {"says": "is suing {b}"}}, "nouns": {"ranger": "rangers"}}`)},
		"strings/ar.json": {Data: []byte(`{"messages": {"kicker": "شرح"}}`)},
		"strings/de.json": {Data: []byte(`{"messages": {"kicker": "Erklärt"}}`)},
	}
	templates := Overlay(own, os.DirFS("../../templates"))
	for tag, want := range map[string][3]string{
		"en":    {"Explained", "Timeline", "one official"},
		"en-GB": {"Explained", "Timeline", "one official"},
		"ar":    {"شرح", "التسلسل الزمني", "مسؤول واحد"},
		"de":    {"Erklärt", "Timeline", ""},
		"fi":    {"Explained", "Timeline", "one official"},
	} {
		l, err := loadLanguage(templates, tag)
		if err != nil {
			t.Fatal(err)
		}
		counted, _, _ := l.people([]voice{{Description: "a U.S. official", Count: 1}})
		switch tag {
		case "ar":
			counted = l.counted("مسؤول", 1)
		case "de":
			counted = l.commonNoun([]voice{{Description: "an official", Count: 1}})
		}
		if got := [3]string{l.say("kicker"), l.say("timeline"), counted}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	l, err := loadLanguage(templates, "en")
	if err != nil {
		t.Fatal(err)
	}
	if l.Verbs["sues"].Says == "" || l.Verbs["backed-by"].Inverse != "backs" || len(l.Nouns["ranger"].Plural) != 1 || len(l.Nouns["official"].Plural) != 1 {
		t.Errorf("verbs and nouns are not those of both")
	}
}
