package site

import (
	"flag"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder"
	"backgrounder/internal/annotate/sourcing"
)

func english(t testing.TB) *language {
	t.Helper()
	return inLanguage(t, fallbackLanguage)
}

func inLanguage(t testing.TB, tag string) *language {
	t.Helper()
	templates, err := fs.Sub(backgrounder.Files, "templates")
	if err != nil {
		t.Fatal(err)
	}
	l, err := loadLanguage(templates, tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// speakers are those who speak in testdata/words.txt.
var speakers = map[string]voice{
	"official": {Description: "A U.S. defense official", Level: sourcing.Anonymous, Count: 1},
	"aide":     {Description: "an aide to the minister", Level: sourcing.Anonymous, Count: 1},
	"diplomat": {Description: "A Western diplomat briefed on the talks", Level: sourcing.Anonymous, Count: 1},
	"members":  {Description: "Two former members of the commission", Level: sourcing.Anonymous, Count: 2},
	"crowd":    {Description: "Twelve officials", Level: sourcing.Anonymous, Count: 12},
	"sources":  {Description: "sources close to the talks", Level: sourcing.Anonymous},
	"insiders": {Description: "people familiar with the matter", Level: sourcing.Anonymous},

	"villagers": {Description: "villagers", Level: sourcing.Collective},
	"residents": {Description: "residents of the valley", Level: sourcing.Collective},
	"analysts":  {Description: "analysts", Level: sourcing.Collective},
	"critics":   {Description: "critics", Level: sourcing.Collective},
	"others":    {Description: "U.S. officials", Level: sourcing.Collective},
	"strangers": {Description: "politicians outside of the U.S.", Level: sourcing.Collective},

	"anselm":   {Description: "Petra Anselm", Level: sourcing.Named, Count: 1},
	"vantreel": {Description: "Ilse Vantreel", Level: sourcing.Named, Count: 1},
	"ministry": {Description: "the ministry", Level: sourcing.Institution},
	"council":  {Description: "the council", Level: sourcing.Institution},
	"report":   {Description: "the report", Level: sourcing.Document},
}

// readVoices reads a line of testdata/words.txt: passages parted by commas, those
// who speak in one joined by "&", and behind the name of a source, where it stands
// for the first time, its terms, "reason", "found" where nobody confirmed it. "3×"
// are three passages. What stands behind "silent:" speaks in none.
func readVoices(t *testing.T, line string) (voices []voice, passages [][]int) {
	t.Helper()
	conditions := map[string]sourcing.Condition{}
	for _, c := range promises {
		conditions[string(c)] = c
	}
	index := map[string]int{}
	for passage := range strings.SplitSeq(line, ",") {
		times := 1
		passage = strings.TrimSpace(passage)
		if passage == "" {
			continue
		}
		if n, rest, ok := strings.Cut(passage, "× "); ok {
			times, passage = atoi(t, n), rest
		}
		passage, silent := strings.CutPrefix(passage, "silent: ")
		var who []int
		for speaker := range strings.SplitSeq(passage, "&") {
			words := strings.Fields(speaker)
			k, known := index[words[0]]
			if !known {
				v, ok := speakers[words[0]]
				if !ok {
					t.Fatalf("nobody is called %q", words[0])
				}
				v.Confirmed = true
				k = len(voices)
				voices, index[words[0]] = append(voices, v), k
			}
			for _, w := range words[1:] {
				switch c, ok := conditions[w]; {
				case ok:
					voices[k].Condition = c
				case w == "reason":
					voices[k].HasReason = true
				case w == "found":
					voices[k].Confirmed = false
				default:
					t.Fatalf("%q says nothing of a source", w)
				}
			}
			who = append(who, k)
		}
		for range times {
			if !silent {
				passages = append(passages, who)
			}
		}
	}
	return voices, passages
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// translated are the descriptions of speakers in other languages, where their
// number is read from them.
var translated = map[string]map[string]string{
	"ar": {
		"official": "مسؤول دفاعي أميركي", "aide": "مستشارة للوزير", "diplomat": "دبلوماسي غربي مطّلع على المحادثات",
		"members": "عضوان سابقان في اللجنة", "crowd": "عشرة مسؤولين", "sources": "مصادر قريبة من المحادثات", "insiders": "أشخاص مطّلعون على الأمر",
		"villagers": "قرويون", "residents": "سكان الوادي", "analysts": "محللون", "critics": "منتقدون", "others": "مسؤولون أميركيون", "strangers": "سياسيون خارج الولايات المتحدة",
		"anselm": "بترا أنسلم", "vantreel": "إلسه فانتريل", "ministry": "الوزارة", "council": "المجلس", "report": "التقرير",
	},
	"he": {
		"official": "פקיד ביטחון אמריקאי", "aide": "יועצת של השר", "diplomat": "דיפלומט מערבי המעורה בשיחות",
		"members": "שני חברים לשעבר בוועדה", "crowd": "עשרה פקידים", "sources": "מקורות המקורבים לשיחות", "insiders": "אנשים המעורים בעניין",
		"villagers": "כפריים", "residents": "תושבי העמק", "analysts": "אנליסטים", "critics": "מבקרים", "others": "פקידים אמריקאים", "strangers": "פוליטיקאים מחוץ לארצות הברית",
		"anselm": "פטרה אנסלם", "vantreel": "אילזה ונטריל", "ministry": "המשרד", "council": "המועצה", "report": "הדוח",
	},
}

// TestSourcingWords holds the sentences at the head of the sourcing section to
// those that an editor has read: in testdata/words.txt, after each line of who
// speaks, and in other languages in files of their own.
func TestSourcingWords(t *testing.T) {
	text, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"en", "ar", "he"} {
		t.Run(tag, func(t *testing.T) {
			l := inLanguage(t, tag)
			var b strings.Builder
			cases := 0
			for line := range strings.Lines(string(text)) {
				line = strings.TrimRight(line, "\n")
				switch {
				case strings.HasPrefix(line, "\t"):
				case line == "" || strings.HasPrefix(line, "#"):
					b.WriteString(line + "\n")
				default:
					voices, passages := readVoices(t, strings.TrimPrefix(line, "nobody"))
					translate(l, voices)
					lead, rest := l.sourcingWords(voices, passages)
					b.WriteString(line + "\n\t" + strings.TrimSpace(lead+" "+rest) + "\n")
					cases++
				}
			}
			if cases == 0 {
				t.Fatal("there are no cases")
			}
			file := "testdata/words.txt"
			if tag != fallbackLanguage {
				file = "testdata/words." + tag + ".txt"
			}
			if flag.Lookup("update").Value.String() == "true" {
				if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// translate gives voices their descriptions in a language.
func translate(l *language, voices []voice) {
	for i, v := range voices {
		for name, speaker := range speakers {
			if words, ok := translated[l.Tag][name]; ok && speaker.Description == v.Description {
				voices[i].Description = words
				if v.Level == sourcing.Anonymous {
					_, voices[i].Count = l.headNoun(words)
				}
			}
		}
	}
}

// TestSourcingWordsAlways tries all combinations and holds each to what is so in
// all: whole sentences, every kind of source that speaks is spoken of and no
// other, and figures that add up.
func TestSourcingWordsAlways(t *testing.T) {
	l := english(t)
	unnamed := [][]string{{}, {"official"}, {"members"}, {"sources"}, {"official", "aide"}, {"official", "diplomat", "sources"}, {"crowd", "insiders"}}
	terms := []string{"", "condition", "requested", "background", "withheld"}
	groups := [][]string{{}, {"villagers"}, {"villagers", "residents", "analysts", "critics", "others"}}
	open := [][]string{{}, {"anselm"}, {"ministry", "report"}, {"anselm", "vantreel", "council", "report"}}
	whole := regexp.MustCompile(`^[“A-Z0-9][^\[\]{}]*[.”]$`)
	bad := regexp.MustCompile(`  |\.\.| ,| \.|come from\.|comes from\.|\bcites? +\.|: \.|\b(one|a|an) [a-z]+s (is|comes)\b|^\d\d?\b|[.] \d\d? `)
	n := 0
	for _, anonymous := range unnamed {
		for _, term := range terms {
			for reasons := range 3 {
				for _, group := range groups {
					for _, named := range open {
						for found := range 3 {
							for _, together := range []bool{false, true} {
								var line []string
								for i, who := range slices.Concat(anonymous, group, named) {
									isUnnamed := i < len(anonymous)
									if isUnnamed && term != "" {
										who += " " + term
									}
									if isUnnamed && (reasons == 2 || reasons == 1 && i == 0) {
										who += " reason"
									}
									if found == 2 || found == 1 && i == 0 {
										who += " found"
									}
									line = append(line, who)
								}
								text := strings.Join(line, ", ")
								if together && len(line) > 1 {
									text = strings.Join(line, " & ") // all in one passage, and the last in one more
									text += ", " + strings.Fields(line[len(line)-1])[0]
								}
								voices, passages := readVoices(t, text)
								lead, rest := l.sourcingWords(voices, passages)
								said := strings.TrimSpace(lead + " " + rest)
								n++
								if !whole.MatchString(said) || bad.MatchString(said) {
									t.Fatalf("%s\n\t%s", text, said)
								}
								for kind, some := range map[string][]string{
									"unnamed sourc|an unnamed source": anonymous, "unnamed group|as a group|cites groups": group,
								} {
									if says := regexp.MustCompile(kind).MatchString(said); says != (len(some) > 0) {
										t.Fatalf("%s\n\t%s\n\tsays %q: %v", text, said, kind, says)
									}
								}
								for _, who := range voices {
									word := map[sourcing.Level]string{sourcing.Named: "named p", sourcing.Institution: "official bod", sourcing.Document: "document"}[who.Level]
									if !strings.Contains(said, word) {
										t.Fatalf("%s\n\t%s\n\tsays nothing of %s", text, said, who.Description)
									}
								}
								if found == 0 && strings.Contains(said, "Software") || found == 2 && len(voices) > 2 && !strings.Contains(said, "Software identified all") {
									t.Fatalf("%s\n\t%s", text, said)
								}
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d combinations", n)
}

func TestHeadNoun(t *testing.T) {
	l := english(t)
	for description, want := range map[string]string{
		"A U.S. defense official":                         "official",
		"U.S. officials familiar with the matter":         "official",
		"a source close to the prime minister":            "source",
		"Two former members of the border commission":     "member",
		"a person briefed on the talks":                   "person",
		"people":                                          "person",
		"an aide to the minister":                         "aide",
		"a military leader, who asked not to be named":    "leader",
		"a member of the officers’ club":                  "member",
		"Western diplomats":                               "diplomat",
		"another":                                         "",
		"the ministry":                                    "",
		"an adviser who speaks for several other leaders": "adviser",
	} {
		if got, _ := l.headNoun(description); got != want {
			t.Errorf("headNoun(%q) = %q, want %q", description, got, want)
		}
	}
}
