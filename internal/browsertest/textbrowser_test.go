package browsertest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// textBrowsers show a page as lines of text, without style sheet or script.
var textBrowsers = map[string][]string{
	"w3m":  {"-dump", "-cols", "80", "-T", "text/html"},
	"lynx": {"-dump", "-nolist", "-width=80", "-display_charset=utf-8"},
}

// TestTextBrowsers reads the story as text: in order, under its headings, every
// mark apart from the words and every source where its mark leads.
func TestTextBrowsers(t *testing.T) {
	for _, site := range []string{"", "ar", "he"} {
		page := outputs(t, site, "/")["index.html"].body
		file := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(file, page, 0o644); err != nil {
			t.Fatal(err)
		}
		for program, args := range textBrowsers {
			t.Run(strings.TrimPrefix(site+"/"+program, "/"), func(t *testing.T) {
				dump := dumped(t, program, args, file)
				root, err := html.Parse(strings.NewReader(string(page)))
				if err != nil {
					t.Fatal(err)
				}
				inOrder(t, root, dump)
				noJunk(t, dump)
			})
		}
	}
}

func dumped(t *testing.T, program string, args []string, file string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		skip(t, "no %s (apt-get install %s): %v", program, program, err)
	}
	command := exec.Command(path, append(slices.Clone(args), file)...)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+t.TempDir())
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return strings.ReplaceAll(string(out), "\u00a0", " ")
}

// inOrder looks for the page's own words in the text, one after another: every
// heading, every paragraph of the story by its number, every passage followed by its
// mark, every source behind its label, every name in who's who.
func inOrder(t *testing.T, root *html.Node, dump string) {
	t.Helper()
	flat := strings.Join(strings.Fields(dump), " ")
	n := 0
	for node := range root.Descendants() {
		class := attr(node, "class")
		switch {
		case node.Type != html.ElementNode:
			continue
		case node.Data == "h1", node.Data == "h2", node.Data == "h3", node.Data == "h4",
			class == "mark", class == "perma", class == "said", node.Data == "time", node.Data == "dd":
		default:
			continue
		}
		words := strings.Join(strings.Fields(textOfNode(node)), " ")
		if words == "" {
			t.Errorf("an empty <%s class=%q>", node.Data, class)
		}
		at := strings.Index(flat, words)
		if class == "said" {
			at = strings.Index(loose(flat), loose(words))
			if at < 0 {
				t.Fatalf("the text has no %q after %d others; it goes on\n\t%.300s", words, n, flat)
			}
			continue // what stands in it comes next
		}
		if at < 0 {
			t.Fatalf("the text has no %q after %d others; it goes on\n\t%.300s", words, n, flat)
		}
		flat = flat[at+len(words):]
		n++
	}
	if n < 40 {
		t.Errorf("the page has %d things to look for", n)
	}
}

// loose is text without its white space, where markup inside words may part them.
func loose(s string) string { return strings.Join(strings.Fields(s), "") }

// noJunk looks for what no reader wants to read.
func noJunk(t *testing.T, dump string) {
	t.Helper()
	for what, pattern := range map[string]string{
		"a mark that clings to a word":    `[\p{L}\d.,”"»][AICDN]\d+\b`,
		"a number that clings to a word":  `(?m)^ *\d{1,2}\p{L}`,
		"a label that clings to its name": `\)\p{Lu}\p{Lu}\p{Ll}`,
		"empty brackets":                  `\[ *\]|\( *\)[^ ]|\{|\}`,
		"an image's file":                 `\.svg|\.png|\[INLINE\]|\[IMG\]`,
		"a control":                       `(?i)<[a-z/]|&[a-z]+;|javascript`,
		"a line of punctuation":           `(?m)^ *[.,;:·|]+ *$`,
	} {
		if at := regexp.MustCompile(pattern).FindStringIndex(dump); at != nil {
			t.Errorf("%s: …%s…", what, strings.TrimSpace(dump[max(0, at[0]-40):min(len(dump), at[1]+40)]))
		}
	}
	if blank := regexp.MustCompile(`(\n *){5,}`).FindString(dump); blank != "" {
		t.Errorf("%d lines in a row are blank", strings.Count(blank, "\n"))
	}
}

// TestMarksLeadToEntries follows the links of the text: a mark's goes to the entry
// that has its label.
func TestMarksLeadToEntries(t *testing.T) {
	page := shipped(t, "/")["index.html"].body
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, page, 0o644); err != nil {
		t.Fatal(err)
	}
	dump := dumped(t, "lynx", []string{"-dump", "-width=80", "-display_charset=utf-8"}, file)
	references := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^ *(\d+)\. \S*(#\S+)$`).FindAllStringSubmatch(dump, -1) {
		references[m[1]] = m[2]
	}
	n := 0
	for _, m := range regexp.MustCompile(`\[(\d+)\] ?([AICDN]\d+)\b`).FindAllStringSubmatch(dump, -1) {
		to := references[m[1]]
		if want := fmt.Sprintf(`id="%s" data-level`, strings.TrimPrefix(to, "#")); !strings.HasPrefix(to, "#source-") || !strings.Contains(string(page), want) {
			t.Errorf("%s leads to %q", m[2], to)
		}
		n++
	}
	if n < 30 {
		t.Errorf("%d marks lead anywhere", n)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOfNode(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
