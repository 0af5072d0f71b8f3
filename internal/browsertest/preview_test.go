package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// program is the command, built once for all tests of the binary.
var program struct {
	once sync.Once
	dir  string
	err  error
}

func buildProgram() {
	if program.dir, program.err = os.MkdirTemp("", "browsertest-program-*"); program.err != nil {
		return
	}
	// What it is made of, so that a result that "go test" has kept is not taken for one
	// of another program.
	for _, part := range []string{"cmd", "internal", "templates", "static"} {
		err := filepath.WalkDir(fromModule(part), func(p string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				_, err = os.Stat(p)
			}
			return err
		})
		if err != nil {
			program.err = err
			return
		}
	}
	build := exec.Command("go", "build", "-o", program.dir, "./cmd/build")
	build.Dir = fromModule()
	if out, err := build.CombinedOutput(); err != nil {
		program.err = fmt.Errorf("%w\n%s", err, out)
	}
}

func removeProgram() {
	if program.dir != "" {
		_ = os.RemoveAll(program.dir)
	}
}

// A preview is the command as an editor runs it, serving a copy of the shipped site.
type preview struct {
	t       testing.TB
	dir     string // the copy
	address string // of the first page
	said    chan string
}

func startPreview(t testing.TB, args ...string) *preview {
	t.Helper()
	program.once.Do(buildProgram)
	if program.err != nil {
		t.Fatal(program.err)
	}
	p := &preview{t: t, dir: t.TempDir()}
	for _, part := range []string{"content", "templates", "static"} {
		p.must(os.CopyFS(filepath.Join(p.dir, part), os.DirFS(fromModule(part))))
	}
	ctx, stop := context.WithCancel(context.Background())
	serve := exec.CommandContext(ctx, filepath.Join(program.dir, "build"), append([]string{"serve", "--port", "0", "--site", p.dir}, args...)...)
	serve.Cancel = func() error { return serve.Process.Signal(syscall.SIGTERM) }
	said, err := serve.StderrPipe()
	p.must(err)
	p.must(serve.Start())
	t.Cleanup(func() {
		stop()
		_ = serve.Wait() // it was told to end
	})
	p.said = make(chan string, 1000)
	go func() {
		defer close(p.said)
		for lines := bufio.NewScanner(said); lines.Scan(); {
			select {
			case p.said <- lines.Text():
			default: // nobody listens any more
			}
		}
	}()
	p.address = p.hear(`serving (\S+)`)[1]
	return p
}

// hear waits until the program says something that matches, and returns the submatches.
func (p *preview) hear(pattern string) []string {
	p.t.Helper()
	var heard []string
	for line := range p.said {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(line); m != nil {
			return m
		}
		heard = append(heard, line)
	}
	p.t.Fatalf("the program ended without saying %q, but:\n%s", pattern, strings.Join(heard, "\n"))
	return nil
}

func (p *preview) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *preview) read(name string) string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(name)))
	p.must(err)
	return string(text)
}

func (p *preview) write(name, text string) {
	p.t.Helper()
	p.must(os.WriteFile(filepath.Join(p.dir, filepath.FromSlash(name)), []byte(text), 0o644))
}

// becomes waits until a function of the page returns something, over reloads too,
// and returns that.
func becomes[T any](t testing.TB, w *window, function string, args ...any) T {
	t.Helper()
	// The page looks by itself, so that the browser is not kept busy by being asked.
	wait := `(...args) => new Promise(done => {
		const look = () => {
			const got = (` + function + `)(...args);
			if (got !== null) done(got);
			else setTimeout(look, 10);
		};
		look();
		setTimeout(done, 1000, null);
	})`
	ctx, cancel := context.WithTimeout(w.ctx, 4*patience)
	defer cancel()
	for ctx.Err() == nil {
		var got *T
		// A reload takes the question with it, and it is asked again.
		if err := w.js(&got, wait, args...); err == nil && got != nil {
			return *got
		}
	}
	var at string
	_ = w.js(&at, `() => location.href`)
	t.Fatalf("it never came true: %s\nat %s", function, at)
	panic("unreachable")
}

// BenchmarkReload saves a file of the shipped site again and again, as an editor that
// writes it in place, and says how long each save takes to be seen: from the moment
// before the file is written to the load event of the page that was loaded again, or
// to the moment at which the changed stylesheet has taken the place of the last one.
// One iteration is one save. What no preview could save is the browser's own work, so
// the page is also loaded again without a change, as by somebody who presses the key;
// on a machine that is busy, the ratio of the two, "×reload", says more than either.
func BenchmarkReload(b *testing.B) {
	p := startPreview(b)
	w := newWindow(b, p.address)
	const ready = `() => document.readyState === 'complete' && performance.getEntriesByType('resource').some(e => e.name.includes('/_preview/why') && e.responseEnd) || null`
	for _, save := range []struct{ name, file, text, seen string }{
		{
			"story", "content/articles/coalition-talks.md", "\nThis is save %d.\n",
			`n => {
				const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
				return loaded && document.body.textContent.includes('This is save ' + n + '.') ? performance.timeOrigin + loaded : null;
			}`,
		},
		{
			"style", "static/style.css", "\n:root { --save: %d }\n",
			`n => {
				const {swapped} = window;
				if (!swapped || getComputedStyle(document.documentElement).getPropertyValue('--save').trim() !== String(n)) return null;
				delete window.swapped;
				return swapped;
			}`,
		},
	} {
		b.Run(save.name, func(b *testing.B) {
			p.must(chromedp.Do(w.ctx, chromedp.Navigate(p.address)))
			becomes[bool](b, w, ready)
			p.must(w.js(nil, `() => new MutationObserver(changes => {
				if (changes.some(c => [...c.removedNodes].some(n => n.rel === 'stylesheet'))) window.swapped = performance.timeOrigin + performance.now();
			}).observe(document.head, {childList: true})`))
			text := p.read(save.file)
			var took, least []float64 // in milliseconds
			for n := 0; b.Loop(); n++ {
				changed := text + fmt.Sprintf(save.text, n)
				began := time.Now()
				p.write(save.file, changed)
				seen := becomes[float64](b, w, save.seen, n)
				took = append(took, seen-float64(began.UnixMicro())/1000)
				becomes[bool](b, w, ready)
				if save.name == "style" {
					continue // and nothing is loaded again
				}
				p.must(w.js(nil, `() => {
					sessionStorage.began = performance.timeOrigin + performance.now();
					window.old = true;
					location.reload();
				}`))
				least = append(least, becomes[float64](b, w, `() => {
					const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
					return loaded && !window.old ? performance.timeOrigin + loaded - sessionStorage.began : null;
				}`))
				becomes[bool](b, w, ready)
			}
			p.write(save.file, text)
			slices.Sort(took)
			slices.Sort(least)
			b.ReportMetric(0, "ns/op") // it would count the test's own steps
			if len(least) > 0 {
				b.ReportMetric(took[len(took)/2]/least[len(least)/2], "×reload")
			}
			b.ReportMetric(took[len(took)/2], "ms-median")
			b.ReportMetric(took[len(took)*95/100], "ms-p95")
			b.ReportMetric(took[len(took)-1], "ms-worst")
		})
	}
}

// is waits for facts about a page of the preview.
func (r *reader) is(t testing.TB, facts string) {
	t.Helper()
	all, err := parseFacts(facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if err := r.run(f); err != nil {
			t.Fatalf("%s %v: %v", f.word, f.args, err)
		}
	}
}

// shadow is the beginning of a function that looks at what the preview adds.
const shadow = `const own = document.querySelector('backgrounder-preview')?.shadowRoot;`

// TestPreview is an hour of an editor with the shipped site: whatever is saved, the
// page stays where it was left.
func TestPreview(t *testing.T) {
	p := startPreview(t)
	r := newReader(newWindow(t, p.address))
	const story = "content/articles/coalition-talks.md"
	text := p.read(story)
	var place struct {
		Scroll  float64
		History int
	}
	look := func(into any) {
		t.Helper()
		p.must(r.js(into, `() => ({Scroll: scrollY, History: history.length})`))
	}
	save := func(n int) {
		t.Helper()
		p.write(story, text+fmt.Sprintf("\nThis is save %d.\n", n))
		becomes[bool](t, r.window, `n => document.readyState === 'complete' && document.body.textContent.includes('This is save ' + n + '.') || null`, n)
	}

	// A level is chosen and a card is open in the middle of the story.
	const card = "a[data-actor=kataib-hezbollah]"
	r.is(t, "open /\nclick label:has(#show-anonymous)\nlit #story .said[data-level=anonymous]\nscroll #story "+card+"\nclick #story "+card+"\ncard #actor-kataib-hezbollah\nfocused #actor-kataib-hezbollah\nstep 1")
	look(&place)
	for n := range 3 {
		save(n)
		r.is(t, "card #actor-kataib-hezbollah\nfocused #actor-kataib-hezbollah\nlit #story .said[data-level=anonymous]\nunlit #story .said[data-level=named]")
		before := place
		look(&place)
		if place != before {
			t.Errorf("after a save: %+v, before: %+v", place, before)
		}
	}
	r.is(t, "press Escape\nclosed\nstep 0\nfocused #story "+card)

	// The focus is on a link.
	save(3)
	r.is(t, "closed\nfocused #story "+card+"\nlit #story .said[data-level=anonymous]\nplace /")

	// A style is swapped in the page as it is.
	r.is(t, "click #story "+card+"\ncard #actor-kataib-hezbollah")
	p.must(r.js(nil, `() => { window.same = true }`))
	p.write("static/style.css", p.read("static/style.css")+"\nh1 { letter-spacing: 7px }\n")
	r.is(t, "css h1  letter-spacing  7px\ncard #actor-kataib-hezbollah")
	becomes[bool](t, r.window, `() => window.same && document.querySelectorAll('link[rel=stylesheet]').length === 1 || null`)

	// A mistake stands over the page with its line, leads to it, and goes.
	p.write(story, "---\ntitel: Talks\n"+text[len("---\n"):])
	becomes[bool](t, r.window, `() => { `+shadow+`
		const overlay = own.querySelector('section')?.textContent;
		return overlay?.includes('coalition-talks.md:2:1: error: ') && overlay.includes('titel: Talks') || null;
	}`)
	var href string
	p.must(r.js(&href, `() => { `+shadow+` return own.querySelector('section a').href }`))
	if want := "vscode://file" + filepath.ToSlash(p.dir) + "/" + story + ":2:1"; href != want {
		t.Errorf("the mistake leads to %s, want %s", href, want)
	}
	r.is(t, "card #actor-kataib-hezbollah\nshot preview-mistake")
	p.write(story, text+"\nThis is save 3.\n")
	becomes[bool](t, r.window, `() => { `+shadow+` return !own.querySelector('section') && window.same || null }`)

	// What is not ready says so, and what was found stands beside it. Between two pages
	// stands none, which would be loaded again while the next one is asked for.
	away := func() { r.is(t, "open about:blank") }
	away()
	p.write("content/articles/draft.md", "---\ntitle: What the talks leave out\ndate: 2124-01-01\ndraft: true\n---\n"+
		"The talks began on Monday.\n\nTwo officials said on Monday that Iran would not “be part of the talks.\n")
	p.hear(`draft\.md changed: planned`)
	r.is(t, "open /draft/")
	becomes[bool](t, r.window, `() => { `+shadow+`
		const label = own?.querySelector('.early')?.textContent;
		return label === 'Not published: it is a draft, and its date, 2124-01-01, is in the future' && own.querySelector('.beside') ? true : null;
	}`)
	becomes[bool](t, r.window, `() => !!document.querySelector('.source[data-unconfirmed]') || null`)
	r.is(t, "css .source  outline-style  dashed\ncss .mark  outline-style  dashed\nscroll #story\nshot preview-draft\nwidth 360\nshot preview-draft-narrow\nwidth 1280")
	away()
	p.write("content/site.yaml", strings.ReplaceAll(p.read("content/site.yaml"), "home:", "# home:"))
	p.hear(`site\.yaml changed: planned`)
	r.is(t, "open /")
	becomes[bool](t, r.window, `() => !!document.querySelector('.stories a[data-unready][href*=draft]') || null`)
	r.is(t, "count a[data-unready]  1\nshot preview-stories")
}
