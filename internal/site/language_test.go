package site

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

func TestDates(t *testing.T) {
	l := english(t)
	for _, test := range []struct{ date, full, short string }{
		{"2024-01-25", "Thursday, January 25, 2024", "Jan. 25"},
		{"2023-03-01", "Wednesday, March 1, 2023", "March 1, 2023"},
		{"2020-01", "January 2020", "January 2020"},
		{"2003", "2003", "2003"},
		{"2023-22", "Summer 2023", "Summer 2023"},
	} {
		d, err := edtf.Parse(test.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.fullDate(d, ""); got != test.full {
			t.Errorf("%s in full is %q, want %q", test.date, got, test.full)
		}
		if got := l.shortDate(d, 2024); got != test.short {
			t.Errorf("%s in short is %q, want %q", test.date, got, test.short)
		}
	}
	for said, want := range map[string]string{
		"Jan. 25":       "Thursday, January 25, 2024",
		"Thursday":      "January 25, 2024", // which does not say Thursday again
		"Jan. 25, 2024": "",
	} {
		if got := l.fullDate(edtf.Date{Year: 2024, Month: 1, Day: 25}, said); got != want {
			t.Errorf("%s in full is %q, want %q", said, got, want)
		}
	}
	if got := machineDate(edtf.Date{Year: 2023, Month: 22}); got != "" {
		t.Errorf("a season has the datetime %q", got)
	}
}

func TestArticle(t *testing.T) {
	l := english(t)
	for name, want := range map[string]string{
		"United States": "the ", "Iraq": "", "The Associated Press": "", "Ministry of Energy of Iraq": "the ",
		"2003 invasion of Iraq": "the ", "Kataib Hezbollah": "", "Islamic State group": "the ", "Lloyd Austin": "",
	} {
		if got := l.article(name); got != want {
			t.Errorf("the article of %q is %q, want %q", name, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	l := english(t)
	for name, want := range map[string]bool{
		"Iraqi Security Forces": true, "Iran-backed militias": true, "Guards of the Revolution": true, "Houthis": true,
		"United States": false, "U.S. Special Forces Command": false, "Council of Guards": false, "": false,
	} {
		if got := l.isPlural(name); got != want {
			t.Errorf("isPlural(%q) = %v", name, got)
		}
	}
	for key, v := range l.Verbs {
		if v.Plural == v.Says {
			t.Errorf("the verb %q has the plural %q, which says nothing else", key, v.Plural)
		}
		if v.Plural == "" && !v.Past && !strings.HasPrefix(v.Says, "is the ") && !strings.Contains(v.Says, "president") && !strings.Contains(v.Says, "prime minister") {
			t.Errorf("the verb %q has no plural", key)
		}
	}
}

// TestAnotherLanguage reads words of a language with more plural forms than
// English, written from right to left; what it leaves out is said in English.
func TestAnotherLanguage(t *testing.T) {
	templates := Overlay(fstest.MapFS{"strings/ar.json": {Data: []byte(`{
		"messages": {
			"paragraphs": {"zero": "z", "one": "o", "two": "t", "few": "f", "many": "m", "other": "x"}
		}
	}`)}}, os.DirFS("../../templates"))
	l, err := loadLanguage(templates, "ar-IQ")
	if err != nil {
		t.Fatal(err)
	}
	if l.Dir != "rtl" || l.Tag != "ar-IQ" {
		t.Errorf("the language is %s, written %s", l.Tag, l.Dir)
	}
	for n, want := range map[int]string{0: "z", 1: "o", 2: "t", 3: "f", 11: "m", 100: "x"} {
		if got := l.say("paragraphs", "count", n); got != want {
			t.Errorf("the form for %d is %q, want %q", n, got, want)
		}
	}
	if got := l.say("glossary"); got != inLanguage(t, "ar").say("glossary") {
		t.Errorf("what is not said anew is %q", got)
	}
	if l, err := loadLanguage(templates, "tlh"); err != nil || l.Dir != "ltr" || l.say("glossary") == "" {
		t.Errorf("an unknown language: %v", err)
	}
}

func TestBrokenWords(t *testing.T) {
	for name, test := range map[string]struct{ json, want string }{
		"syntax":  {"{\n  \"dir\": \"ltr\",,\n}", "templates/strings/de.json:2:16: error: the words cannot be read: invalid character ',' looking for beginning of object key string [template]"},
		"months":  {`{"months": ["Januar"]}`, `templates/strings/de.json: error: "months" needs 12 words, not 1 [template]`},
		"plurals": {`{"messages": {"a": {"one": "x"}}}`, `templates/strings/de.json: error: the words cannot be read: a message with plural forms needs the form "other" [template]`},
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

// TestWordsAreUsed finds messages that nothing says, which translators would
// translate for nobody.
func TestWordsAreUsed(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../../templates/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(f, "_test.go") {
				code.Write(data)
			}
		}
	}
	made := regexp.MustCompile(`^(level|levels|rest|kind|kinds)\.|^(terms|entry|by)\.(condition|requested|background|withheld|reason|bare|collective|institution|document)$|^entry\.(corroborated|disputed)\.(by|none)$`)
	for key := range english(t).Messages {
		if !made.MatchString(key) && !strings.Contains(code.String(), `"`+key+`"`) {
			t.Errorf("nothing says the message %q", key)
		}
	}
}
