package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

func TestMain(m *testing.M) {
	code := m.Run()
	stopChromium()
	removeProgram()
	os.Exit(code)
}

// skip says what is missing. On a build server, where everything was to be set
// up, that is a failure: a test that never runs guards nothing.
func skip(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// chromium is one browser for all tests of the binary; each test gets a window
// of its own in it, with its own storage.
var chromium struct {
	once   sync.Once
	ctx    context.Context
	cancel func()
	err    error
}

func stopChromium() {
	if chromium.cancel != nil {
		chromium.cancel()
	}
}

func findChromium() (path string, err error) {
	if path = os.Getenv("CHROMIUM"); path != "" {
		return exec.LookPath(path)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

func startChromium() {
	path, err := findChromium()
	if err != nil {
		chromium.err = fmt.Errorf("no Chromium (apt-get install chromium, or set CHROMIUM): %w", err)
		return
	}
	profile, err := os.MkdirTemp("", "browsertest-*")
	if err != nil {
		chromium.err = err
		return
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.Headless,
		chromedp.NoSandbox, // containers and CI run as root, where the sandbox refuses to start
		chromedp.NoFirstRun,
		chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		// Without this a machine with no mouse reports none, whatever the tests move.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
	)
	ctx, cancel := chromedp.NewContext(allocator)
	chromium.cancel = func() {
		cancel()
		stop()
		_ = os.RemoveAll(profile)
	}
	chromium.ctx = ctx
	chromium.err = chromedp.Do(ctx) // no step: this only starts the browser
}

// A window is one tab with its own storage, and what went wrong in it.
type window struct {
	ctx  context.Context
	base *url.URL // where the site is served

	mu       sync.Mutex
	troubles []string
	missing  string // the one path that is meant to answer 404
	requests []string

	pointer point  // where the mouse is
	among   string // what "keep" was about
	places  []any  // and where that was
}

// newWindow opens a window on the site that is served at base. At its end the
// test fails for every trouble that the pages had.
func newWindow(t testing.TB, base string) *window {
	t.Helper()
	chromium.once.Do(startChromium)
	if chromium.err != nil {
		skip(t, "cannot test in a browser: %v", chromium.err)
	}
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	w := &window{base: at}
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(w.listen))
	w.ctx = ctx
	t.Cleanup(func() {
		w.mu.Lock()
		for _, trouble := range w.troubles {
			t.Error(trouble)
		}
		w.mu.Unlock()
		cancel()
	})
	for _, err := range []error{
		do(w, network.Enable, network.EnableParams{}),
		do(w, log.Enable, cdp.Empty{}),
		do(w, runtime.Enable, cdp.Empty{}),
		do(w, page.Enable, page.EnableParams{}),
		// A window in the background must behave as if it had the focus.
		do(w, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		do(w, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchScript}),
	} {
		if err != nil {
			t.Fatalf("opening a window: %v", err)
		}
	}
	return w
}

// do sends one command of the DevTools protocol, where nothing of the answer matters.
func do[P, R any](w *window, command cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(w.ctx, command, params)
	return err
}

// js calls a function, given as its source, in the page, and decodes what it
// returns, or promises, into result unless that is nil. It works in pages whose
// own scripts are switched off too.
func (w *window) js(result any, function string, args ...any) error {
	list := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			return err
		}
		list[i] = string(text)
	}
	yes := true
	got, err := chromedp.Call(w.ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression:    "(" + function + ")(" + strings.Join(list, ", ") + ")",
		ReturnByValue: &yes,
		AwaitPromise:  &yes,
	})
	switch {
	case err != nil:
		return err
	case got.ExceptionDetails != nil:
		return thrown(got.ExceptionDetails)
	case result == nil || len(got.Result.Value) == 0:
		return nil
	}
	return json.Unmarshal(got.Result.Value, result)
}

// watchScript runs before any script of the page and keeps what facts ask for
// later: which popovers opened, in order, what the policy refused and how far
// the layout shifted. Browsers do not count what shifts within half a second of
// what a reader does; here everything counts.
const watchScript = `(() => {
	const seen = window.seen = {opened: [], refused: [], shifts: []};
	addEventListener('beforetoggle', e => e.newState === 'open' && seen.opened.push(e.target.id), true);
	addEventListener('securitypolicyviolation', e => seen.refused.push(e.violatedDirective + ' ' + e.blockedURI));
	new PerformanceObserver(list => list.getEntries().forEach(e => e.sources.forEach(s => {
		const box = r => [r.left, r.top, r.right, r.bottom].map(Math.round);
		seen.shifts.push((s.node?.id || s.node?.className || s.node?.nodeName) + ' from ' + box(s.previousRect) + ' to ' + box(s.currentRect));
	})))
		.observe({type: 'layout-shift', buffered: true});
})()`

func (w *window) trouble(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.troubles = append(w.troubles, fmt.Sprintf(format, args...))
}

// listen notes what no page of ours may do.
func (w *window) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.trouble("the page threw: %v", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, arg := range e.Args {
				words = append(words, string(arg.Value)+arg.Description)
			}
			w.trouble("the console says (%s): %s", e.Type, strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		w.mu.Lock()
		meant := w.missing != "" && strings.HasSuffix(e.Entry.URL, w.missing)
		w.mu.Unlock()
		if !meant && (e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning) {
			w.trouble("the browser says (%s): %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		at, err := url.Parse(e.Request.URL)
		if err != nil || at.Scheme != "data" && at.Host != w.base.Host {
			w.trouble("the page asked another host: %s", e.Request.URL)
		}
		if err == nil && at.Scheme != "data" {
			w.mu.Lock()
			w.requests = append(w.requests, e.Request.URL)
			w.mu.Unlock()
		}
	}
}

func thrown(e *runtime.ExceptionDetails) error {
	if e.Exception != nil {
		return fmt.Errorf("%s %s", e.Text, e.Exception.Description)
	}
	return errors.New(e.Text)
}

// fromModule is a path in the module's root, which is two folders up.
func fromModule(elem ...string) string {
	return filepath.Join(append([]string{"..", ".."}, elem...)...)
}
