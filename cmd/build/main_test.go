package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"backgrounder/internal/golden"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"build": main})
}

// TestScripts runs the program as users do. Each script says why it exists.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       golden.Updating(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			busy, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Defer(func() { busy.Close() })
			free, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			free.Close()
			for name, l := range map[string]net.Listener{"BUSY_PORT": busy, "FREE_PORT": free} {
				_, port, err := net.SplitHostPort(l.Addr().String())
				if err != nil {
					return err
				}
				env.Setenv(name, port)
			}
			env.Setenv("SOURCE_DATE_EPOCH", "1706227200") // 2024-01-26
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"files": listFiles,
			"code":  wantCode,
			"visit": visit,
		},
	})
}

// visit loads a page until it holds what it should, as somebody does who waits for it:
//
//	visit ADDRESS PATTERN
func visit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: visit ADDRESS PATTERN")
	}
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	last := ""
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		r, err := http.Get(args[0])
		if err != nil {
			last = err.Error() // it has not begun yet
			continue
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if last = string(body); err == nil && r.StatusCode == http.StatusOK && pattern.Match(body) {
			return
		}
	}
	ts.Fatalf("%s never has %q; in the end it was:\n%s", args[0], args[1], last)
}

// wantCode runs a command that must end with an exit code:
//
//	code N COMMAND ARG...
func wantCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want := args[0]; strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

// listFiles writes the names of the files under a folder to standard output:
//
//	files DIR FILE
//
// writes them to FILE, sorted, a line each.
func listFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: files DIR FILE")
	}
	var list strings.Builder
	dir := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		fmt.Fprintln(&list, filepath.ToSlash(rel))
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(list.String()), 0o644))
}

// Every script opens with the reason for its being there.
func TestScriptsSayWhy(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, script := range scripts {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# ") {
			t.Errorf("%s does not begin with a comment that says why it exists", script)
		}
	}
}

// The help of a verb explains every flag that the verb takes, and no other.
func TestHelpKnowsEveryFlag(t *testing.T) {
	mentioned := regexp.MustCompile(`(?m)^    --([a-z-]+)`)
	for _, v := range verbs() {
		declared := map[string]bool{}
		v.flagSet(&options{}).VisitAll(func(f *flag.Flag) { declared[f.Name] = true })
		explained := map[string]bool{}
		for _, m := range mentioned.FindAllStringSubmatch(v.help, -1) {
			explained[m[1]] = true
		}
		for name := range declared {
			if !explained[name] {
				t.Errorf("the help of %s does not explain --%s", v.name, name)
			}
		}
		for name := range explained {
			if !declared[name] {
				t.Errorf("the help of %s explains --%s, which it does not take", v.name, name)
			}
		}
	}
}

// Help is read in terminals of 80 columns.
func TestHelpFitsTheTerminal(t *testing.T) {
	texts := []string{generalHelp}
	for _, v := range verbs() {
		texts = append(texts, v.help)
	}
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
				t.Errorf("%d columns: %s", n, line)
			}
		}
	}
}
