package content

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xeipuuv/gojsonschema"

	"backgrounder/internal/diag"
	"backgrounder/internal/golden"
)

// The documentation of the fields is made of the tables that read them.
func TestFieldsPage(t *testing.T) {
	const path = "../../docs/fields.md"
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin = "<!-- The tables are made by go test ./internal/content -update. -->\n"
	before, _, ok := strings.Cut(string(was), begin)
	if !ok {
		t.Fatal("the page does not say where its tables begin")
	}
	golden.File(t, path, before+begin+fieldTables())
}

// where says where a type is written.
var where = map[string]string{
	"site":  "`content/site.yaml`",
	"story": "the front matter of `content/articles/SLUG.md` and `.txt`; in plain text the title may be missing",
	"actor": "the front matter of `content/glossary/ID.md`",
	"page":  "the front matter of `content/NAME.md`",
}

func fieldTables() string {
	var b strings.Builder
	for _, t := range Types() {
		fmt.Fprintf(&b, "\n## %s\n\n", strings.ToUpper(t.Name[:1])+t.Name[1:])
		if at := where[t.Name]; at != "" {
			fmt.Fprintf(&b, "In %s.\n\n", at)
		} else {
			fmt.Fprintf(&b, "A value of %s.\n\n", holders(t))
		}
		b.WriteString("| key | value | | elsewhere called |\n| --- | --- | --- | --- |\n")
		for _, f := range t.Fields {
			doc := f.Doc
			if f.Required {
				doc += " **Required.**"
			}
			var also []string
			for _, a := range f.Also {
				also = append(also, "`"+a+"`")
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Name, f.Value, doc, strings.Join(also, ", "))
		}
	}
	return b.String()
}

// holders are the fields that hold a type.
func holders(t Type) string {
	var list []string
	for _, other := range Types() {
		for _, f := range other.Fields {
			if f.Value == withArticle(t.Name) || f.Value == "a list of "+t.Name+"s" {
				list = append(list, fmt.Sprintf("`%s` in %s", f.Name, withArticle(other.Name)))
			}
		}
	}
	return strings.Join(list, " and ")
}

// values has, for every kind of value, what is right and what is wrong, as it is
// written in YAML; and what is wrong in a way that no schema can see.
var values = map[string]struct{ right, wrong, unseen []string }{
	"a line of text": {
		right:  []string{"words", "'Iraq: what comes next'", "2024", "1.5", "true", "2024-01-25", "é", "|\n  two\n  lines", "' padded '"},
		wrong:  []string{"''", "'  '", "[a]", "{a: b}"},
		unseen: []string{`"a\u0007b"`},
	},
	"true or false": {
		right: []string{"true", "false", "yes", "No", "'on'", "OFF"},
		wrong: []string{"maybe", "1", "[true]", "''"},
	},
	"a date": {
		right:  []string{"2024-01-25", "2020-01", "2003", "'2003'", "2023-22", "2024-02-29", "1000", "' 2024-01-25'"},
		wrong:  []string{"24", "2024-13", "2024-04-31", "2024-1-5", "2024/01/05", "Jan. 5", "2023-22-01", "2023-25", "20240105", "[2024]", "true", "''", "2024-01-25T10:00:00Z", "2024-02-30"},
		unseen: []string{"2023-02-29"},
	},
	"a date, which may have a time": {
		right: []string{
			"2024-01-25", "2020-01", "2003", "2023-22", "' 2024-01-25 '", "2024-01-25T10:00:00Z", "2024-01-25T10:00:00-05:00", "2024-01-25 10:00:00 -0500",
			"2024-01-25 10:00:00 +01:00", "2024-01-25 10:00:00", "2024-01-25T10:00", "2024-01-25t10:00:00.000Z", "'2024-01-25 10:00:00.5+01'", "' 2024-01-25T10:00Z '",
		},
		wrong: []string{
			"2024-01-25T", "2024-01T10:00", "2024-01-25T10", "2024-01-25 10:00 EST", "2024-01-25  10:00", "2024-04-31T10:00", "2024-01-25/10:00", "10:00",
			"Jan. 25", "2024-1-5 10:00", "2024-01-25T10:00:00z", "2024-01-25T10:00:00 Z Z", "[2024-01-25T10:00:00Z]", "''", "true",
		},
		unseen: []string{"2023-02-29T10:00", "2024-01-25T25:00:00Z", "2024-01-25T10:60", "2024-01-25T10:00:00+99:00"},
	},
	"a slug": {
		right:  []string{"talks", "us-and-iraq", "2024", "true"},
		wrong:  []string{"Talks", "a b", "/talks/", "a/b", "talks.html", "é", "''", "[talks]", "a--b"},
		unseen: []string{"con", strings.Repeat("a", 151)},
	},
	"an id": {
		right: []string{"iran", "us-defense-official", "a1", "2024", "'007'", "true"},
		wrong: []string{"Iran", "a b", "-a", "a-", "a--b", "é", "''", "[a]", "a_b", "1.5"},
	},
	"a URL": {
		right:  []string{"https://example.org/", "http://example.org/a/b/", "HTTPS://example.org", "https://example.org:8080/", "https://[::1]/"},
		wrong:  []string{"example.org", "ftp://example.org/", "javascript:alert(1)", "https://", "https:///a", "'https://example.org/a b'", "//example.org", "[https://example.org/]", "https://u:p@example.org/", "''"},
		unseen: []string{"https://example.org/%zz"},
	},
	"a URL, or a path from the site's root": {
		right:  []string{"https://example.org/", "/about/", "/", "/a/b#c", "/a?b=c", "mailto:desk@example.org"},
		wrong:  []string{"about/", "//example.org/", "'/a b/'", "mailto:desk", "ftp://example.org/", "''", "[/about/]"},
		unseen: []string{"/a/../b/"},
	},
	"a URL, or the path of a static file": {
		right: []string{"https://example.org/logo.png", "logo.png", "/images/logo.png"},
		wrong: []string{"../logo.png", "ftp://example.org/logo.png", "images/", "''", "[a.png]", ".hidden/logo.png"},
	},
	"a time zone": {
		right:  []string{"UTC", "America/New_York", "Europe/Berlin", "Etc/GMT+5", "America/Argentina/Buenos_Aires"},
		wrong:  []string{"new york", "+01:00", "''", "[UTC]", "5"},
		unseen: []string{"Europe/Atlantis", "Local"},
	},
	"a language tag": {
		right: []string{"en", "en-GB", "de-CH", "ar", "zh-Hant", "zh-Hant-TW", "es-419", "de-CH-1996"},
		wrong: []string{"english", "en_GB", "e", "''", "[en]", "en-", "12"},
	},
	"a Wikidata item": {
		right: []string{"Q796", "Q1"},
		wrong: []string{"796", "Q0", "Q", "q796", "https://www.wikidata.org/wiki/Q796", "''", "[Q796]", "Q123456789012"},
	},
	"a list of text": {
		right:  []string{"[one, two]", "[]", "[2024]", "\n  - one\n  - two"},
		wrong:  []string{"one", "{a: b}", "[[a]]", "[one, one]", "[one, ]x", "[null]", "['']"},
		unseen: []string{"[one, ' one']"},
	},
	"a list of ids": {
		right: []string{"[iran]", "[]", "[iran, iraq]"},
		wrong: []string{"iran", "[Iran]", "[iran, iran]", "[null]", "{iran: iraq}"},
	},
	"a list of paths": {
		right:  []string{"[/old/talks/, old/talks.html]", "[]", "[/a]"},
		wrong:  []string{"/old/", "[/]", "['/a?b']", "[/a/../b/]", "[https://example.org/a/]", "[/a, /a]", "['']"},
		unseen: []string{"[/con/]", "['/a%20b/']", "['/a#b']"},
	},
	"a list of images": {
		right: []string{"[a.png]", "[]", "[{src: a.png, alt: ''}]", "[a.png, {src: b.png, credit: The Desk, caption: }]"},
		wrong: []string{"a.png", "[https://example.org/a.png]", "['a?b.png']", "[images/.a.png]", "[images/]", "[{alt: so}]", "[{src: a.png, alternative: so}]", "[null]"},
	},
	"a mapping": {right: []string{"{a: [1, {b: c}]}", "{}"}, wrong: []string{"a", "[a]"}},
	"a mapping of rules to off, warning or error": {
		right: []string{"{no-byline: off, summary: warning}", "{no-byline: }", "{}", "{no-byline: error}"},
		wrong: []string{"off", "[no-byline]", "{no-byline: never}", "{no_byline: off}", "{no-byline: [off]}"},
	},
	"a mapping of words to actors": {
		right: []string{"{the ministry: iraq-foreign-ministry}", "{}", "{KH: }"},
		wrong: []string{"iran", "{the ministry: The Ministry}", "{' ': iran}", "[iran]"},
	},
	"a mapping of verbs to actors": {
		right: []string{"{backed-by: [iran]}", "{}", "{part-of: }"},
		wrong: []string{"iran", "{Backed By: [iran]}", "{backed-by: iran}", "{backed-by: [Iran]}"},
	},
	"a publisher": {
		right: []string{"{name: The Desk}", "{name: The Desk, url: https://example.org/, logo: }"},
		wrong: []string{"The Desk", "{}", "{url: https://example.org/}", "{name: The Desk, nmae: x}", "[{name: x}]"},
	},
	"an original story": {
		right: []string{"{publisher: The Post}", "{}", "{url: https://example.org/, date: 2024-01-25}"},
		wrong: []string{"The Post", "{published: 2024-01-25}", "{url: example.org}"},
	},
	"a list of sources": {
		right:  []string{"[{id: ada, name: Ada Brandt}]", "[]", "[{id: official, name: an official, level: anonymous, corroborated: [], mentions: [the official]}]"},
		wrong:  []string{"{id: ada, name: Ada}", "[{id: ada}]", "[ada]", "[{id: ada, name: Ada, level: known}]", "[{id: ada, name: Ada, actor: [iran]}]"},
		unseen: []string{"[{id: a, name: an official, level: anonymous, actor: iran}]", "[{id: a, name: A, disputed: [b]}]", "[{id: a, name: A}, {id: a, name: B}]"},
	},
	"a list of events": {
		right: []string{"[{date: 2020-01, text: It began., source: https://example.org/}]", "[]"},
		wrong: []string{"[{date: 2020-01}]", "[{text: It began.}]", "[{date: soon, text: It ends.}]"},
	},
	"a list of corrections": {
		right: []string{"[{date: 2024-01-26, text: It was late.}]"},
		wrong: []string{"[{date: 2024-01-26}]", "[so]", "so"},
	},
	"a list of references": {
		right: []string{"[{title: The log}]", "[{title: The log, url: https://example.org/, date: 2003}]"},
		wrong: []string{"[{url: https://example.org/}]", "[The log]"},
	},
}

// The schemas and the tables agree about every field: what is right is right for
// both, and what is wrong for both wrong, but for what a schema cannot know.
func TestSchemasAgree(t *testing.T) {
	agree(t, "site", siteFields)
	agree(t, "story", articleFields)
	agree(t, "actor", actorFields)
	agree(t, "page", pageFields)
}

func agree[T any](t *testing.T, name string, table []field[T]) {
	text, err := json.Marshal(Schemas()[name])
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(text))
	if err != nil {
		t.Fatalf("the schema of a %s is none: %v", name, err)
	}
	minimal := map[string]string{}
	for _, f := range table {
		if f.Required {
			minimal[f.Name] = firstRight(f.Type)
		}
	}
	try := func(fields map[string]string, want, wantSchema bool) {
		t.Helper()
		var doc strings.Builder
		for _, f := range table {
			if v, ok := fields[f.Name]; ok {
				fmt.Fprintf(&doc, "%s: %s\n", f.Name, v)
			}
		}
		doc.WriteString(fields[""])
		read, valid := decodes(t, name, table, schema, doc.String())
		if read != want || valid != wantSchema {
			t.Errorf("a %s: read %t, want %t; valid %t, want %t:\n%s", name, read, want, valid, wantSchema, doc.String())
		}
	}
	with := func(key, value string) map[string]string {
		fields := map[string]string{}
		for k, v := range minimal {
			fields[k] = v
		}
		fields[key] = value
		return fields
	}
	for _, f := range table {
		samples, known := values[f.Type]
		if list, ok := strings.CutPrefix(f.Type, "one of "); ok {
			samples.right, samples.wrong, known = strings.Split(list, ", "), []string{"''", "unheard-of", "[" + strings.Split(list, ", ")[0] + "]"}, true
		}
		if !known {
			t.Errorf("no values are known for %s, which is %s", f.Name, f.Type)
			continue
		}
		for _, v := range samples.right {
			try(with(f.Name, v), true, true)
		}
		for _, v := range samples.wrong {
			try(with(f.Name, v), false, false)
		}
		for _, v := range samples.unseen {
			try(with(f.Name, v), false, true)
		}
		// A key with nothing behind it is a field that is not filled in.
		try(with(f.Name, ""), !f.Required, !f.Required)
		fields := with(f.Name, firstRight(f.Type))
		delete(fields, f.Name)
		try(fields, !f.Required, !f.Required)
	}
	try(with("", "unheard-of: x\n"), false, false)
	try(with("", "unheard-of:\n"), false, false)
}

func firstRight(kind string) string {
	if list, ok := strings.CutPrefix(kind, "one of "); ok {
		return strings.Split(list, ", ")[0]
	}
	return values[kind].right[0]
}

// decodes reports whether a table reads some YAML without a complaint, and whether
// it is valid by a schema.
func decodes[T any](t *testing.T, noun string, table []field[T], schema *gojsonschema.Schema, text string) (read, valid bool) {
	t.Helper()
	f := File{Path: "f", form: settingsForm}
	fm, err := f.take([]byte(text))
	var into T
	ok := err == nil && fill(&fm, noun, table, &into)
	if a, isStory := any(&into).(*Article); isStory && ok {
		a.checkSources(&fm)
	}
	read = ok && len(fm.found) == 0
	var doc any = map[string]any{}
	if err != nil && text != "" {
		return false, false // no YAML, which nobody reads
	}
	if fm.root != nil {
		doc = anything(fm.root)
	}
	result, err := schema.Validate(gojsonschema.NewGoLoader(doc))
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	return read, result.Valid()
}

// What a field says is written so that it is read as the same.
func TestFieldsAreWrittenAsTheyAreRead(t *testing.T) {
	writesBack(t, siteFields)
	writesBack(t, articleFields)
	writesBack(t, actorFields)
	writesBack(t, pageFields)
}

func writesBack[T any](t *testing.T, table []field[T]) {
	t.Helper()
	read := func(f field[T], yaml string) (into T) {
		t.Helper()
		fm := frontMatter{document: document{src: diag.Source{Text: []byte(yaml)}, yaml: [2]int{0, len(yaml)}}, zone: time.UTC}
		if err := fm.parse(); err != nil {
			t.Fatal(err)
		}
		if n := child(fm.root, f.Name); !isNull(n) {
			f.read(&fm, n, &into)
		}
		if len(fm.found) > 0 {
			t.Errorf("%v in\n%s", fm.found[0], yaml)
		}
		return into
	}
	for _, f := range table {
		samples := values[f.Type].right
		if list, ok := strings.CutPrefix(f.Type, "one of "); ok {
			samples = strings.Split(list, ", ")
		}
		for _, v := range samples {
			once := read(f, f.Name+": "+v+"\n")
			n := f.write(&once)
			if n == nil { // it says nothing
				if diff := cmp.Diff(*new(T), once, same, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s: %s is not written: -nothing +read\n%s", f.Name, v, diff)
				}
				continue
			}
			text, err := render(f.Name, n)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(once, read(f, text), same); diff != "" {
				t.Errorf("%s: %s is written as\n%s-read from that +read from this\n%s", f.Name, v, text, diff)
			}
		}
	}
}

// same compares what is read, but not where it stands. A day that is written has no time:
// who has not changed the day has not touched the line.
var same = cmp.Options{
	cmp.Comparer(func(a, b File) bool { return true }),
	cmp.Comparer(func(a, b time.Time) bool { return true }),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
}

// The samples stand for every kind of value there is.
func TestEveryKindHasSamples(t *testing.T) {
	used := map[string]bool{}
	for _, typ := range Types() {
		for _, f := range typ.Fields {
			used[f.Value] = true
		}
	}
	for kind := range values {
		if !used[kind] && kind != "a list of images" {
			t.Errorf("nothing is %s", kind)
		}
	}
	for kind := range used {
		if _, ok := values[kind]; !ok && !strings.HasPrefix(kind, "one of ") && kind != "the path of a static file" {
			t.Errorf("no values are known for %s", kind)
		}
	}
}
