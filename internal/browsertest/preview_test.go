package browsertest

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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
	lines := bufio.NewReader(said)
	for p.address == "" {
		line, err := lines.ReadString('\n')
		p.must(err)
		if m := regexp.MustCompile(`serving (\S+)`).FindStringSubmatch(line); m != nil {
			p.address = m[1]
		}
	}
	go io.Copy(io.Discard, lines) // or it would wait for somebody to read what it says
	return p
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
	ctx, cancel := context.WithTimeout(w.ctx, 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		var got *T
		// A reload takes the question with it, and it is asked again.
		if err := w.js(&got, wait, args...); err == nil && got != nil {
			return *got
		}
	}
	t.Fatalf("it never came true: %s", function)
	panic("unreachable")
}

// BenchmarkReload saves a file of the shipped site again and again, as an editor that
// writes it in place, and says how long each save takes to be seen: from the moment
// before the file is written to the load event of the page that was loaded again, or
// to the moment at which the changed stylesheet has taken the place of the last one.
// One iteration is one save.
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
			var took []float64 // in milliseconds
			for n := 0; b.Loop(); n++ {
				changed := text + fmt.Sprintf(save.text, n)
				began := time.Now()
				p.write(save.file, changed)
				seen := becomes[float64](b, w, save.seen, n)
				took = append(took, seen-float64(began.UnixMicro())/1000)
				becomes[bool](b, w, ready)
			}
			p.write(save.file, text)
			slices.SortFunc(took, cmp.Compare)
			b.ReportMetric(0, "ns/op") // it would count the test's own steps
			b.ReportMetric(took[len(took)/2], "ms-median")
			b.ReportMetric(took[len(took)*95/100], "ms-p95")
			b.ReportMetric(took[len(took)-1], "ms-worst")
		})
	}
}
