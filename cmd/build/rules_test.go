package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"backgrounder/internal/check"
	"backgrounder/internal/golden"
)

// The documentation of the rules is their test: every rule has a page, and every
// page a site on which the rule reports what stands there, and one on which it
// reports nothing. What the page says of silencing the rule is done to the first of
// them. With -update the pages get the table's words and the program's output; the
// review of a change to a rule is the diff of its page.

const rulesDir = "../../docs/rules"

func TestRulePages(t *testing.T) {
	dir, err := filepath.Abs(rulesDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range check.Rules() {
		t.Run(r.Name, func(t *testing.T) {
			path := filepath.Join(dir, r.Name+".md")
			was, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			p := readRulePage(t, string(was))
			if len(p.reported) == 0 || len(p.silent) == 0 {
				t.Fatal("the page has no example that is reported, or none that is not")
			}
			found := findingsOf(t, r.Name, p.reported)
			if found == "" {
				t.Error("nothing is found in the example that is reported")
			}
			if found := findingsOf(t, r.Name, p.silent); found != "" {
				t.Errorf("the example that is not reported is:\n%s", found)
			}
			// What an editor says of a rule is heeded, whoever makes its findings.
			if found := findingsOf(t, r.Name, configured(p.reported, r.Name, "off")); found != "" {
				t.Errorf("turned off, it still reports:\n%s", found)
			}
			for _, severity := range []string{"warning", "error"} {
				found := findingsOf(t, r.Name, configured(p.reported, r.Name, severity))
				for line := range strings.Lines(found) {
					if !strings.HasPrefix(line, " ") && !strings.Contains(line, ": "+severity+": ") {
						t.Errorf("set to %s, it reports:\n%s", severity, line)
					}
				}
				if found == "" {
					t.Errorf("set to %s, it reports nothing", severity)
				}
			}
			// So is what a comment says, finding by finding, where there is a text for it.
			inText, left := true, found
			for files := p.reported; inText && left != ""; {
				if files, inText = commented(files, r.Name, left); !inText {
					break
				}
				was := left
				if left = findingsOf(t, r.Name, files); strings.Count(left, "["+r.Name+"]\n") >= strings.Count(was, "["+r.Name+"]\n") {
					t.Fatalf("silenced by a comment, it still reports:\n%s", left)
				}
			}
			now := p.title + "\n" + ruleHead(r, inText) + "\n" + p.words + found + p.after
			golden.File(t, path, now)
		})
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil || len(pages) != len(check.Rules())+1 {
		t.Errorf("%d pages for %d rules and their list (%v)", len(pages), len(check.Rules()), err)
	}
}

// The list of rules is made of their table.
func TestRuleList(t *testing.T) {
	path := filepath.Join(rulesDir, "README.md")
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin = "<!-- The tables are made by go test ./cmd/build -update. -->\n"
	before, _, ok := strings.Cut(string(was), begin)
	if !ok {
		t.Fatal("the list does not say where its tables begin")
	}
	var b strings.Builder
	for _, area := range check.Areas {
		fmt.Fprintf(&b, "\n## %s\n\n| rule | | |\n| --- | --- | --- |\n", map[check.Area]string{
			check.Sourcing: "Sourcing", check.Desk: "The desk", check.Copy: "Copy", check.Marks: "Marks",
		}[area])
		for _, r := range check.Rules() {
			if r.Area == area {
				fmt.Fprintf(&b, "| [`%s`](%s.md) | %s | %s |\n", r.Name, r.Name, r.Severity, r.Doc)
			}
		}
	}
	golden.File(t, path, before+begin+b.String())
}

// ruleHead is what stands under a page's title. A rule whose findings are not in a
// text has no place for a comment.
func ruleHead(r check.Rule, inText bool) string {
	off := fmt.Sprintf("[turned off](README.md) with `%s: off` in `site.yaml`", r.Name)
	if inText {
		off = fmt.Sprintf("[silenced](README.md) by `<!-- check: off %s: the reason -->`", r.Name)
	}
	return fmt.Sprintf("*%s: %s*, %s\n\n**%s**\n", r.Area, r.Severity, off, r.Doc)
}

// rulePage is a page of documentation, cut up.
type rulePage struct {
	title            string // with its line break
	words            string // what stands between the head and the findings
	after            string // what stands behind them
	reported, silent map[string]string
}

var (
	pageHead   = regexp.MustCompile("^(# [a-z-]+\n)\n\\*[^*\n]+\\*[^*\n]*\n\n\\*\\*[^\n]+\\*\\*\n\n")
	pageOutput = regexp.MustCompile("(?s)\n```text\n(.*?)```\n")
	pageFile   = regexp.MustCompile("(?ms)^```[a-z]+ ([^ \n]+)\n(.*?)^```$")
)

func readRulePage(t *testing.T, text string) rulePage {
	t.Helper()
	head := pageHead.FindStringSubmatch(text)
	if head == nil {
		t.Fatal("the page does not begin with a title, the kind of rule and what is wrong")
	}
	body := text[len(head[0]):]
	at := pageOutput.FindStringSubmatchIndex(body)
	if at == nil {
		t.Fatal("the page has no place for what is reported")
	}
	return rulePage{
		title: head[1], words: body[:at[2]], after: body[at[3]:],
		reported: filesOf(body[:at[0]]), silent: filesOf(body[at[1]:]),
	}
}

func filesOf(text string) map[string]string {
	files := map[string]string{}
	for _, m := range pageFile.FindAllStringSubmatch(text, -1) {
		files[m[1]] = m[2]
	}
	return files
}

const plainSite = "title: The Desk\nbaseURL: https://example.org/desk/\n"

// configured is a site whose site.yaml says how severe a rule is.
func configured(files map[string]string, rule, severity string) map[string]string {
	const name = "content/site.yaml"
	files = maps.Clone(files)
	files[name] = cmp.Or(files[name], plainSite) + "check: {" + rule + ": " + severity + "}\n"
	return files
}

var (
	foundAt   = regexp.MustCompile(`^(\S+\.md):(\d+):`)
	paragraph = regexp.MustCompile(`\A---\n(?:.*\n)*?---\n|\n\n`) // or what ends before one
)

// commented is a site with a comment before the paragraph of the first finding, and
// whether that is in a text.
func commented(files map[string]string, rule, found string) (map[string]string, bool) {
	at := foundAt.FindStringSubmatch(found)
	if at == nil {
		return nil, false
	}
	text := files[at[1]]
	n, _ := strconv.Atoi(at[2])
	comment := 0
	for i, end := range paragraph.FindAllStringIndex(text, -1) {
		if i == 0 || strings.Count(text[:end[1]], "\n") < n {
			comment = end[1]
		}
	}
	files = maps.Clone(files)
	files[at[1]] = text[:comment] + "<!-- check: off " + rule + ": the desk has looked -->\n" + text[comment:]
	return files, true
}

// findingsOf checks a site and returns what one rule finds in it, as users see it.
func findingsOf(t *testing.T, rule string, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "content/site.yaml"), plainSite)
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), text)
	}
	t.Chdir(dir)
	var said strings.Builder
	if code := run(t.Context(), []string{"check"}, testProcess(&said)); code == exitUsage {
		t.Fatalf("wrong usage:\n%s", said.String())
	}
	var found strings.Builder
	mine := false
	for line := range strings.Lines(said.String()) {
		if !strings.HasPrefix(line, " ") {
			mine = strings.HasSuffix(line, "["+rule+"]\n")
		}
		if mine {
			found.WriteString(line)
		}
	}
	return found.String()
}

// The site that the project ships is one that its own rules find nothing in.
func TestShippedSiteIsChecked(t *testing.T) {
	t.Chdir("../..")
	var said strings.Builder
	if code := run(t.Context(), []string{"check", "--strict"}, testProcess(&said)); code != exitOK {
		t.Errorf("exit code %d:\n%s", code, said.String())
	}
}
