package main

// How the program talks. The rules, kept here and nowhere else:
//
//   - What was asked for goes to standard output: an annotated story, help, findings
//     in a machine's format. Everything else goes to standard error.
//   - What the program says of itself is prefixed with its name, begins in lower
//     case and ends without a full stop; "error:" and "hint:" say which it is, and
//     every hint has a line of its own.
//   - What it finds in files is a diagnostic and printed as one, without the prefix,
//     so that editors and terminals can jump to path:line:col. Paths are as the user
//     would write them from where they stand.
//   - Progress is shown on a terminal only, for work of more than a second, on one
//     line that is wiped when the work is done.
//   - Colour is for terminals, and for nobody who sets NO_COLOR.
//   - Nothing is asked; the program runs the same with nobody watching.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	"backgrounder/internal/check"
	"backgrounder/internal/diag"
)

// program is what the program calls itself.
const program = "build"

const (
	progressAfter = time.Second            // work that takes less shows no progress
	progressEvery = 100 * time.Millisecond // nobody reads faster
)

// voice talks to the user. It is safe for concurrent use.
type voice struct {
	mu       sync.Mutex
	out, err io.Writer
	terminal bool // somebody sees err as it is written
	color    bool
	clock    func() time.Time
	progress bool      // a progress line stands on the terminal
	shown    time.Time // when it was last written
	site     string    // the site folder as the user named it
	summary  string    // the file to which GitHub wants what does not stand at a line; or ""
}

func newVoice(p process) *voice {
	terminal := isTerminal(p.stderr) && p.getenv("TERM") != "dumb"
	return &voice{
		out: p.stdout, err: p.stderr, clock: p.clock, site: ".", summary: p.getenv("GITHUB_STEP_SUMMARY"),
		terminal: terminal,
		color:    terminal && p.getenv("NO_COLOR") == "",
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// status says something in passing.
func (v *voice) status(format string, args ...any) {
	v.line("", fmt.Sprintf(format, args...))
}

func (v *voice) line(kind, message string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipe()
	fmt.Fprintf(v.err, "%s: %s%s\n", program, v.paint(kind), diag.Visible(message))
}

// paint colours the word that says what kind of line follows.
func (v *voice) paint(kind string) string {
	const red, cyan, reset = "\x1b[1;31m", "\x1b[36m", "\x1b[0m"
	switch {
	case kind == "":
		return ""
	case !v.color:
		return kind + ": "
	case kind == "error":
		return red + kind + ":" + reset + " "
	default:
		return cyan + kind + ":" + reset + " "
	}
}

// working shows how far some work is.
func (v *voice) working(since time.Time, format string, args ...any) {
	now := v.clock()
	if !v.terminal || now.Sub(since) < progressAfter {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if now.Sub(v.shown) < progressEvery {
		return
	}
	v.wipe()
	v.shown = now
	fmt.Fprintf(v.err, "%s: %s", program, fmt.Sprintf(format, args...))
	v.progress = true
}

// wipe removes the progress line. The caller holds mu.
func (v *voice) wipe() {
	if v.progress {
		io.WriteString(v.err, "\r\x1b[K")
		v.progress = false
	}
}

// errFound says that diagnostics, already reported, are the failure.
var errFound = errors.New("found errors")

// failure reports why a verb stopped, if it did not do so itself, and returns the
// exit code.
func (v *voice) failure(err error) int {
	if err == nil {
		return exitOK
	}
	if errors.Is(err, errFound) {
		return exitError
	}
	if errors.Is(err, context.Canceled) {
		v.line("error", "interrupted")
		return exitError
	}
	if u, ok := errors.AsType[*usageError](err); ok {
		v.line("error", u.message)
		v.hints(u.hints)
		return exitUsage
	}
	if h, ok := errors.AsType[*hintedError](err); ok {
		v.line("error", err.Error())
		v.hints(h.hints)
		return exitError
	}
	v.line("error", err.Error())
	return exitError
}

func (v *voice) hints(hints []string) {
	for _, hint := range hints {
		v.line("hint", hint)
	}
}

// hintedError is an error that knows what might help.
type hintedError struct {
	error
	hints []string
}

func (e *hintedError) Unwrap() error { return e.error }

// found reports diagnostics in the order given: as text for people, or for a
// program as json, github or sarif.
func (v *voice) found(ds []diag.Diagnostic, format string) error {
	if format == "text" {
		return v.tell(ds)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipe()
	switch format {
	case "json":
		return diag.JSON{}.Write(v.out, ds)
	case "github":
		return v.forGitHub(ds)
	case "sarif":
		return diag.SARIF{Describe: check.Describe}.Write(v.out, ds)
	default:
		return fmt.Errorf("no such format: %s", format)
	}
}

// forGitHub writes diagnostics for GitHub Actions, whose steps have a file for
// what they want to say at more length.
func (v *voice) forGitHub(ds []diag.Diagnostic) error {
	if v.summary == "" {
		return diag.GitHub{}.Write(v.out, ds)
	}
	f, err := os.OpenFile(v.summary, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return errors.Join(diag.GitHub{}.Write(v.out, ds), fmt.Errorf("cannot write the step's summary: %w", unwrapPath(err)))
	}
	return errors.Join(diag.GitHub{Summary: f}.Write(v.out, ds), f.Close())
}

// tell writes diagnostics for people. One that is about no file is something that
// the program says of itself.
func (v *voice) tell(ds []diag.Diagnostic) error {
	for _, d := range ds {
		if d.File == "" {
			v.line(d.Severity.String(), d.Message)
			v.hints(d.Hints)
			continue
		}
		v.mu.Lock()
		v.wipe()
		err := diag.Text{Color: v.color}.Write(v.err, []diag.Diagnostic{d})
		v.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// mended says how a diagnostic was mended.
func (v *voice) mended(d diag.Diagnostic) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipe()
	fmt.Fprintln(v.err, d.Mended())
}

// stops returns errFound if diagnostics stop the work: errors do, and under strict
// warnings do too.
func stops(ds []diag.Diagnostic, strict bool) error {
	if diag.Errors(ds) > 0 || strict && len(ds) > 0 {
		return errFound
	}
	return nil
}

// fromHere rewrites the paths of diagnostics, which are relative to the site, so
// that they can be opened from the current folder.
func (v *voice) fromHere(ds []diag.Diagnostic) []diag.Diagnostic {
	here := make([]diag.Diagnostic, len(ds))
	for i, d := range ds {
		if d.File != "" {
			d.File = v.path(d.File)
		}
		here[i] = d
	}
	return here
}

// path is the path of a file of the site, seen from the current folder.
func (v *voice) path(file string) string { return path.Join(filepath.ToSlash(v.site), file) }

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
