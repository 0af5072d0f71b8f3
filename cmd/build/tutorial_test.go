package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The script of the tutorial runs the commands that the README tells a new editor
// to, in their order. It may run others between them; the preview gets a port of
// its own, and no browser.
func TestTutorialIsTheReadmes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/script/tutorial.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(readme), "\n## From a wire story to a page\n")
	if !ok {
		t.Fatal("the README has no tutorial")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	commands := regexp.MustCompile(`(?m)^go run \./cmd/build ?(.*)$`).FindAllStringSubmatch(section, -1)
	if len(commands) < 4 {
		t.Fatalf("the README's tutorial has %d commands", len(commands))
	}
	rest := string(script)
	for _, c := range commands {
		run := strings.TrimSpace("exec build "+strings.Replace(c[1], "serve --open", "serve --port $FREE_PORT", 1)) + "\n"
		if strings.Contains(run, "serve") {
			run = strings.TrimSuffix(run, "\n") + " &"
		}
		_, after, ok := strings.Cut(rest, run)
		if !ok {
			t.Fatalf("the script does not run %q, or not in its turn", run)
		}
		rest = after
	}
}
