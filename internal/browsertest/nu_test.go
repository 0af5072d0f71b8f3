package browsertest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNuChecker hands every HTML page and the stylesheet of the build to the Nu
// HTML checker, which must have nothing to say: no error, and no warning.
func TestNuChecker(t *testing.T) {
	t.Parallel()
	jar, err := filepath.Abs(fromModule("node_modules", "vnu-jar", "build", "dist", "vnu.jar"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(jar); err != nil {
		skip(t, "no Nu HTML checker (npm ci): %v", err)
	}
	java, err := exec.LookPath("java")
	if err != nil {
		skip(t, "no Java for the Nu HTML checker (apt-get install default-jre-headless): %v", err)
	}

	dir := t.TempDir()
	var pages, styles []string
	for _, site := range []string{"", "ar", "he", "mixed"} {
		for name, f := range outputs(t, site, "/") {
			kind := &pages
			switch ext := filepath.Ext(name); {
			case ext == ".html":
			case ext == ".css" && site == "":
				kind = &styles
			default:
				continue
			}
			file := filepath.Join(dir, site, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, f.body, 0o644); err != nil {
				t.Fatal(err)
			}
			*kind = append(*kind, file)
		}
	}
	if len(pages) == 0 || len(styles) == 0 {
		t.Fatalf("the build has %d pages and %d stylesheets", len(pages), len(styles))
	}
	check := func(mode string, files []string, meant func(message) bool) {
		// The checker reads pages one by one on one core; the options keep Java from warming up for a long run.
		command := exec.Command(java, append([]string{"-XX:TieredStopAtLevel=1", "-Xss4m", "-jar", jar, mode, "--format", "json", "--exit-zero-always"}, files...)...)
		var out strings.Builder
		command.Stderr = &out // where the checker reports
		if err := command.Run(); err != nil {
			t.Fatalf("the Nu HTML checker: %v\n%s", err, out.String())
		}
		var report struct {
			Messages []message
		}
		if err := json.Unmarshal([]byte(out.String()), &report); err != nil {
			t.Fatalf("the Nu HTML checker: %v\n%s", err, out.String())
		}
		for _, m := range report.Messages {
			if !meant(m) {
				name, _ := filepath.Rel(dir, strings.TrimPrefix(m.URL, "file:"))
				t.Errorf("%s:%d: %s: %s\n\t%s", name, m.LastLine, m.Type, m.Message, strings.TrimSpace(m.Extract))
			}
		}
	}
	check("--html", pages, func(m message) bool {
		// Read from a file, a page is of no origin, and 'self' in its policy is
		// nobody; and linked data is taken for a script. What the policy really
		// does, the browser says in every file of facts.
		return strings.Contains(m.Message, "violates Content Security Policy") &&
			(strings.Contains(m.Message, "assets/") || strings.Contains(m.Extract, "application/ld+json"))
	})
	check("--css", styles, func(m message) bool {
		for _, name := range newerThanChecker {
			if strings.Contains(m.Message, "“"+name+"”") {
				return true
			}
		}
		return false
	})
}

// newerThanChecker are the names of what browsers have in CSS and the checker
// does not know yet.
var newerThanChecker = []string{"anchor-name", "position-anchor", "position-area", "position-try", "starting-style", "@property"}

// A message is one of the checker's.
type message struct {
	Type, SubType, URL, Message, Extract string
	LastLine                             int
}
