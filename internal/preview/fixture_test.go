package preview

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
)

// patience is how long a test waits for what should happen. It only passes when a test
// fails, so it is longer than a busy machine takes.
const patience = 2 * time.Minute

// desk is a small site on a disk, and the preview of it. Every file of content/
// is a page with its text in it; style.css in static/ is their stylesheet. A text
// with "UNPLANNABLE" fails the plan, one with "UNRENDERABLE" its page, one
// with "DOUBTFUL" has a warning, and one with "UNREADY" would not be published. The text of an .html file is the page's body as it
// stands; its lines with an element that has an id are explained.
type desk struct {
	t      *testing.T
	dir    string
	base   string
	server *server
	lines  chan string
	builds chan []string // what has changed, after each plan
}

func newDesk(t *testing.T, files map[string]string) *desk {
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "site"), base: "/", lines: make(chan string, 1000), builds: make(chan []string, 10000)}
	for p, text := range files {
		d.write(p, text)
	}
	d.server = newServer(d.config())
	return d
}

func (d *desk) config() Config {
	return Config{
		Plan:   d.plan,
		Roots:  []string{d.path("content"), d.path("static")},
		Ignore: isScratch,
		Log:    func(line string) { d.lines <- line },
	}
}

// isScratch tells what the site of the tests is not made of.
func isScratch(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") || name == "4913" ||
		strings.HasSuffix(name, "~") || strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___")
}

func (d *desk) path(p string) string { return filepath.Join(d.dir, filepath.FromSlash(p)) }

func (d *desk) write(p, text string) {
	d.t.Helper()
	d.must(os.MkdirAll(filepath.Dir(d.path(p)), 0o755))
	d.must(os.WriteFile(d.path(p), []byte(text), 0o644))
}

func (d *desk) rename(from, to string) {
	d.t.Helper()
	d.must(os.Rename(d.path(from), d.path(to)))
}

// git runs git in the site's folder, or skips the test where there is none.
func (d *desk) git(args ...string) {
	d.t.Helper()
	c := exec.Command("git", append([]string{"-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=none", "-C", d.dir}, args...)...)
	out, err := c.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		d.t.Skip(err)
	}
	if err != nil {
		d.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// plan reads the site as it is now.
func (d *desk) plan(context.Context, []string) (*Site, []diag.Diagnostic) {
	outputs, findings := cleanBuild(d.dir)
	if diag.Errors(findings) > 0 {
		return nil, findings
	}
	early := map[string]string{}
	for path, o := range outputs {
		if text, err := os.ReadFile(d.path(o.Source)); err == nil && strings.Contains(string(text), "UNREADY") {
			early[path] = "it is a draft"
		}
	}
	return &Site{Base: d.base, Early: early, Lookup: func(path string) (Output, bool) {
		o, ok := outputs[path]
		return o, ok
	}}, findings
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'"

func cleanBuild(dir string) (map[string]Output, []diag.Diagnostic) {
	css, _ := os.ReadFile(filepath.Join(dir, "static", "style.css"))
	sheet := fmt.Sprintf("assets/style.%x.css", sha256.Sum256(css))[:24] + ".css"
	outputs := map[string]Output{
		sheet:      {Type: "text/css; charset=utf-8", Render: render1(string(css))},
		"404.html": {Type: "text/html; charset=utf-8", Render: render1("<!DOCTYPE html><title>404</title><p>No such page.")},
	}
	var findings []diag.Diagnostic
	content := filepath.Join(dir, "content")
	if target, err := filepath.EvalSymlinks(content); err == nil {
		content = target
	}
	err := filepath.WalkDir(content, func(p string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || e.IsDir() || isScratch(e.Name()) || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(content, p)
		if err != nil {
			return err
		}
		name, markup := strings.CutSuffix(filepath.ToSlash(rel), ".html")
		name = strings.TrimSuffix(name, ".md")
		source := diag.Source{Name: "content/" + filepath.ToSlash(rel), Text: data}
		find := func(word string, severity diag.Severity) []diag.Diagnostic {
			i := strings.Index(string(data), word)
			if i < 0 {
				return nil
			}
			return []diag.Diagnostic{{Location: source.At(i, i+len(word)), Severity: severity, Rule: "test", Message: "this is " + strings.ToLower(word)}}
		}
		findings = append(findings, find("UNPLANNABLE", diag.Error)...)
		path := name + "/index.html"
		if name == "index" {
			path = "index.html"
		}
		text := "<p>" + html.EscapeString(string(data)) + "</p>"
		if markup {
			text = string(data)
		}
		page := fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"+
			"<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">"+
			"<title>%s</title><link rel=\"stylesheet\" href=\"/%s\"></head>\n<body>%s</body></html>\n",
			policy, name, sheet, text)
		outputs[path] = Output{
			Type:   "text/html; charset=utf-8",
			Source: source.Name,
			Render: func(w io.Writer) ([]diag.Diagnostic, error) {
				if broken := find("UNRENDERABLE", diag.Error); broken != nil {
					return nil, broken[0]
				}
				_, err := io.WriteString(w, page)
				return find("DOUBTFUL", diag.Warning), err
			},
			Explain: func() (Explanation, error) { return explainLines(source), nil },
		}
		return nil
	})
	if err != nil {
		findings = append(findings, diag.Diagnostic{Severity: diag.Error, Message: err.Error()})
	}
	return outputs, findings
}

var idOfLine = regexp.MustCompile(` id="([a-z]+)"`)

// explainLines says of every line with an id that it is found there; of the first
// one that somebody has confirmed it.
func explainLines(source diag.Source) Explanation {
	var e Explanation
	for i, line := range strings.Split(string(source.Text), "\n") {
		m := idOfLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		note := Note{
			Elements: "#" + m[1], Title: "A1 " + m[1], Confirmed: len(e.Notes) == 0, Status: "found by software",
			Reasons: []Reason{{"indirect", "“said”", "neutral verb"}},
			At:      diag.Location{File: source.Name, Line: i + 1},
		}
		if note.Confirmed {
			note.Status = "declared"
		}
		e.Notes = append(e.Notes, note)
		e.Places = append(e.Places, Place{Element: "#" + m[1], File: source.Name, First: i + 1, Last: i + 1})
	}
	return e
}

func render1(text string) func(io.Writer) ([]diag.Diagnostic, error) {
	return func(w io.Writer) ([]diag.Diagnostic, error) {
		_, err := io.WriteString(w, text)
		return nil, err
	}
}

// watch begins to watch, and ends with the test.
func (d *desk) watch(poll bool) *watcher {
	d.t.Helper()
	c := d.config()
	c.Poll = poll
	w := newWatcher(c, d.server.log)
	w.interval = 50 * time.Millisecond
	w.scan()
	ctx, stop := context.WithCancel(context.Background())
	d.server.plan(ctx, nil)
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.run(ctx, func(changed []string) {
			d.server.plan(ctx, changed)
			d.builds <- changed
		})
	}()
	d.t.Cleanup(func() {
		stop()
		<-done
		w.close()
	})
	return w
}

// settle waits until what the preview has is what a clean build makes.
func (d *desk) settle() {
	d.t.Helper()
	timeout := time.After(patience)
	for {
		diff := d.diff()
		if diff == "" {
			return
		}
		select {
		case <-d.builds:
		case <-timeout:
			d.t.Fatalf("the preview stays behind (-clean build +preview):\n%s", diff)
		}
	}
}

// diff compares the preview with a clean build.
func (d *desk) diff() string {
	outputs, findings := cleanBuild(d.dir)
	want, got := map[string]string{}, map[string]string{}
	for _, f := range findings {
		want["findings"] += f.Error() + "\n"
	}
	now := d.server.now()
	for _, f := range now.findings {
		got["findings"] += f.Error() + "\n"
	}
	if diag.Errors(findings) > 0 {
		return cmp.Diff(want, got)
	}
	for _, p := range slices.Sorted(maps.Keys(outputs)) {
		var b strings.Builder
		if _, err := outputs[p].Render(&b); err == nil {
			want[p] = b.String()
		}
		if page, ok := d.server.get(now.site, p); ok && diag.Errors(page.findings) == 0 {
			got[p] = string(page.body)
		}
	}
	// Pages that should have gone are found by their sources' names, which
	// every test takes from this list.
	for _, name := range []string{"a", "b", "c", "many/1", "moved/a", "moved/b", "new/a", "new/deep/er/a", "old/a", "x"} {
		p := name + "/index.html"
		if _, ok := outputs[p]; ok {
			continue
		}
		if page, ok := d.server.get(now.site, p); ok {
			got[p] = string(page.body)
		}
	}
	return cmp.Diff(want, got)
}

// hear waits for a line of the log with the words in it.
func (d *desk) hear(words string) string {
	d.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case line := <-d.lines:
			if strings.Contains(line, words) {
				return line
			}
		case <-timeout:
			d.t.Fatalf("nothing was said of %q", words)
		}
	}
}
