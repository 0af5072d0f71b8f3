package preview

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"backgrounder/internal/diag"
)

// The tests in this file open the preview in Chromium: "chromium" in the PATH, or
// the path in $CHROMIUM. Without it they are skipped, unless CI is set.

// chromium is one browser for all tests of the binary.
var chromium struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

func startChromium() {
	path, err := exec.LookPath(cmp.Or(os.Getenv("CHROMIUM"), "chromium"))
	if err != nil {
		chromium.err = err
		return
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path),
		chromedp.Headless,
		chromedp.NoSandbox, // containers and CI run as root, where the sandbox refuses to start
		chromedp.NoFirstRun,
		chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-dev-shm-usage", true),
	)
	ctx, cancel := chromedp.NewContext(allocator)
	chromium.ctx = ctx
	chromium.stop = func() {
		_ = chromedp.Cancel(ctx) // closes the browser and waits for it
		cancel()
		stop()
	}
	chromium.err = chromedp.Do(ctx) // no step: this only starts the browser
}

// browse opens a window with a storage of its own.
func browse(t *testing.T) *window {
	t.Helper()
	chromium.once.Do(startChromium)
	if chromium.err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(chromium.err)
		}
		t.Skip(chromium.err)
	}
	return newWindow(t, chromium.ctx, chromedp.WithNewBrowserContext())
}

// window is one tab.
type window struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	troubles []string
}

func newWindow(t *testing.T, ctx context.Context, o ...chromedp.ContextOption) *window {
	t.Helper()
	w := &window{t: t}
	tab, cancel := chromedp.NewContext(ctx, append(o, chromedp.WithListener(w.listen))...)
	w.ctx = tab
	t.Cleanup(func() {
		cancel()
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, trouble := range w.troubles {
			t.Error(trouble)
		}
	})
	must(w, log.Enable, cdp.Empty{})
	must(w, runtime.Enable, cdp.Empty{})
	must(w, cdppage.Enable, cdppage.EnableParams{})
	return w
}

func must[P, R any](w *window, command cdp.Command[P, R], params P) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, command, params); err != nil {
		w.t.Fatal(err)
	}
}

// listen notes what must not happen in any page.
func (w *window) listen(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.troubles = append(w.troubles, "the page threw: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// A server that is away is no trouble of the page.
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "net::ERR_") && !strings.Contains(e.Entry.URL, "favicon") {
			w.troubles = append(w.troubles, "the browser says: "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (w *window) open(url string) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, chromedp.Navigate(url)); err != nil {
		w.t.Fatal(err)
	}
}

// run runs a script, which must not fail.
func (w *window) run(script string) {
	w.t.Helper()
	if _, err := w.eval("(() => {" + script + "; return true})()"); err != nil {
		w.t.Fatalf("%s: %v", script, err)
	}
}

func (w *window) eval(expression string) (json.RawMessage, error) {
	yes := true
	got, err := chromedp.Call(w.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ReturnByValue: &yes, AwaitPromise: &yes})
	if err != nil {
		return nil, err
	}
	return json.RawMessage(got.Result.Value), nil
}

// becomes waits until an expression is true, also over a reload.
func (w *window) becomes(expression string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	// The page tells by itself; a reload takes the question with it, and it is
	// asked again.
	ask := `new Promise(done => {
		const look = () => { try { if (` + expression + `) return done(true) } catch {} setTimeout(look, 10) };
		look();
		setTimeout(done, 1000, false);
	})`
	for ctx.Err() == nil {
		if got, err := w.eval(ask); err == nil && string(got) == "true" {
			return
		}
	}
	text, _ := w.eval("document.documentElement.outerHTML")
	w.t.Fatalf("it never came true: %s\nin %s", expression, text)
}

// is expects an expression to be true now.
func (w *window) is(expression string) {
	w.t.Helper()
	if got, err := w.eval("!!(" + expression + ")"); err != nil || string(got) != "true" {
		w.t.Errorf("not so: %s (%s, %v)", expression, got, err)
	}
}

const overlay = `document.querySelector('backgrounder-preview')?.shadowRoot.querySelector('section')`

// edit changes a file and plans.
func (d *desk) edit(p, text string) {
	d.t.Helper()
	d.write(p, text)
	d.server.plan(d.t.Context(), []string{p})
}

// A host is a server at an address.
type host struct {
	*httptest.Server
	hangUp context.CancelFunc
}

// online serves at an address until the host ends.
func online(t *testing.T, h http.Handler, address string) host {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, hangUp := context.WithCancel(context.Background())
	web := &httptest.Server{Listener: l, Config: &http.Server{Handler: h, BaseContext: func(net.Listener) context.Context { return ctx }}}
	web.Start()
	return host{web, hangUp}
}

// end hangs up on whoever listens to the preview, also on those who have called again
// since the others were hung up on: closing a server waits for all of them.
func (h host) end() {
	h.hangUp()
	h.CloseClientConnections()
	h.Close()
}

const longPage = `<main><h1>VERSION</h1>
<p class="tall">Tall</p>
<details id="d"><summary>More</summary>Text</details>
<details><summary>Shut</summary>Text</details>
<p><a class="actor" href="#card">Iran</a> <a class="actor" href="#card">Iran</a></p>
<input type="checkbox"><input type="checkbox"><input type="search"><a href="/" id="link">Home</a>
<div id="card" popover>A card</div>
<p class="tall">Tall</p></main>`

// TestReload follows a page in a browser while its site is edited.
func TestReload(t *testing.T) {
	w := browse(t)
	d := plannedDesk(t, map[string]string{"content/a.html": longPage, "content/b.md": "b", "static/style.css": "h1 { color: rgb(1, 2, 3) } .tall { height: 3000px }"})
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()

	w.open(web.URL + "/a/")
	w.run(`
		window.first = true;
		scrollTo(0, 2500);
		document.querySelector('details').open = true;
		const [, two, search] = document.querySelectorAll('input');
		two.checked = true;
		search.value = 'militia';
		document.querySelector('#link').focus({preventScroll: true});
		document.querySelector('#card').showPopover();
	`)

	// The stylesheet is swapped, and the page is not loaded again.
	d.edit("static/style.css", "h1 { color: rgb(4, 5, 6) } .tall { height: 3000px }")
	w.becomes(`getComputedStyle(document.querySelector('h1')).color === 'rgb(4, 5, 6)'`)
	w.becomes(`document.querySelectorAll('link[rel=stylesheet]').length === 1`)
	w.is(`window.first`)

	// Another page's change is nothing to this one.
	d.edit("content/b.md", "other b")
	// Its own is, and everything is as it was left.
	d.edit("content/a.html", strings.Replace(longPage, "VERSION", "second", 1))
	w.becomes(`document.querySelector('h1').textContent === 'second' && document.readyState === 'complete'`)
	w.is(`!window.first`)
	w.becomes(`scrollY === 2500`)
	w.is(`document.querySelector('details').open && !document.querySelectorAll('details')[1].open`)
	w.is(`[...document.querySelectorAll('input')].map(i => i.checked || i.value).join() === 'on,true,militia'`)
	w.is(`document.activeElement.id === 'link'`)
	w.is(`document.querySelector('#card').matches(':popover-open')`)

	// A mistake leaves the page, and stands over it; mended, it goes.
	w.run(`window.second = true`)
	d.edit("content/b.md", "x\n<i>UNPLANNABLE</i>")
	w.becomes(overlay + `?.textContent.includes('content/b.md:2:4: error: this is unplannable')`)
	w.is(overlay + `.textContent.includes('<i>UNPLANNABLE</i>')`)
	w.is(overlay + `.getBoundingClientRect().bottom === innerHeight && getComputedStyle(` + overlay + `).position === 'fixed'`)
	w.is(`document.querySelector('h1').textContent === 'second'`)
	d.edit("content/b.md", "mended")
	w.becomes(`!` + overlay)
	d.edit("content/b.md", "UNPLANNABLE")
	w.becomes(overlay)
	w.run(overlay + `.querySelector('button').click()`)
	w.is(`!` + overlay)
	d.edit("content/b.md", "mended")
	w.is(`window.second`)

	// A warning stands in a list that can be opened.
	d.edit("content/a.html", strings.Replace(longPage, "VERSION", "DOUBTFUL", 1))
	w.becomes(`document.querySelector('backgrounder-preview')?.shadowRoot.querySelector('details')?.textContent.includes('this is doubtful')`)
	w.is(`!` + overlay)
}

// TestFirstPlanFailsInBrowser waits with an editor who begins with a mistake.
func TestFirstPlanFailsInBrowser(t *testing.T) {
	w := browse(t)
	d := plannedDesk(t, map[string]string{"content/a.md": "UNPLANNABLE"})
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()
	r, err := http.Get(web.URL + "/a/")
	if err != nil || r.StatusCode != http.StatusInternalServerError {
		t.Fatal(r, err)
	}
	r.Body.Close()
	w.openFailing(web.URL + "/a/")
	w.is(`document.querySelector('pre').textContent.includes('content/a.md:1:1')`)
	d.edit("content/a.md", "mended")
	w.becomes(`document.querySelector('p')?.textContent === 'mended'`)
}

// openFailing opens a page whose status is an error, which is a trouble otherwise.
func (w *window) openFailing(url string) {
	w.t.Helper()
	w.open(url)
	w.mu.Lock()
	defer w.mu.Unlock()
	kept := w.troubles[:0]
	for _, trouble := range w.troubles {
		if !strings.Contains(trouble, "status of 500") {
			kept = append(kept, trouble)
		}
	}
	w.troubles = kept
}

// TestServerRestarts ends the server under an open page, and begins it again at
// the same address: without a change nothing is loaded, with one the page is,
// once.
func TestServerRestarts(t *testing.T) {
	w := browse(t)
	d := plannedDesk(t, map[string]string{"content/a.md": "one"})
	var loads atomic.Int64
	var mu sync.Mutex
	asked := map[string]int{} // how often pages have asked for their state, by version
	count := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r)
			switch r.URL.Path {
			case "/a/":
				loads.Add(1)
			case prefix + "state":
				mu.Lock()
				defer mu.Unlock()
				asked[r.FormValue("version")]++
			}
		})
	}
	// asks tells how often the page as it is now has asked.
	asks := func() int {
		p, _ := d.server.get(d.server.now().site, "a/index.html")
		mu.Lock()
		defer mu.Unlock()
		return asked[string(p.version)]
	}
	web := online(t, count(d.server), "127.0.0.1:0")
	defer func() { web.end() }()
	address := web.Listener.Addr().String()
	restart := func() {
		t.Helper()
		web.end()
		d.server = newServer(d.config())
		d.server.plan(t.Context(), nil)
		web = online(t, count(d.server), address)
	}
	w.open(web.URL + "/a/")
	w.becomesTrue(func() bool { return asks() > 0 })
	before := asks()
	restart()
	w.becomesTrue(func() bool { return asks() > before })
	d.write("content/a.md", "two")
	restart()
	w.becomes(`document.querySelector('p').textContent === 'two'`)
	w.becomesTrue(func() bool { return asks() > 0 }) // the new page has asked, too
	before = asks()
	d.edit("content/b.md", "another page")
	w.becomesTrue(func() bool { return asks() > before })
	if n := loads.Load(); n != 2 {
		t.Errorf("the page was loaded %d times, want 2", n)
	}
}

// becomesTrue waits for something that the server sees, while the browser works.
func (w *window) becomesTrue(condition func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	for !condition() {
		if ctx.Err() != nil {
			w.t.Fatal("it never came true")
		}
		if _, err := w.eval(`new Promise(done => setTimeout(done, 10))`); err != nil {
			continue // a reload took the question with it
		}
	}
}

// TestSeventhTab opens more tabs than a browser has connections.
func TestSeventhTab(t *testing.T) {
	first := browse(t)
	d := plannedDesk(t, map[string]string{"content/a.md": "one"})
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()
	tabs := []*window{first}
	for range 7 {
		tabs = append(tabs, newWindow(t, first.ctx))
	}
	for _, w := range tabs {
		w.open(web.URL + "/a/")
	}
	d.edit("content/a.md", "two")
	for _, w := range tabs {
		w.becomes(`document.querySelector('p').textContent === 'two'`)
	}
}

// TestWithoutSharedWorker takes a browser that has none.
func TestWithoutSharedWorker(t *testing.T) {
	w := browse(t)
	d := plannedDesk(t, map[string]string{"content/a.md": "one"})
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()
	must(w, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `delete window.SharedWorker`})
	w.open(web.URL + "/a/")
	w.is(`!window.SharedWorker`)
	d.edit("content/a.md", "two")
	w.becomes(`document.querySelector('p').textContent === 'two'`)
	d.edit("content/a.md", "six")
	w.becomes(`document.querySelector('p').textContent === 'six'`)
}

const explainedPage = `<main><p id="one">The first <a class="actor" href="#card">name</a> <b>words</b>.</p>
<p id="two">DOUBTFUL <a href="#one" class="mark">A1</a></p>
<div id="card" popover>A card</div></main>`

const (
	why    = `document.querySelector('backgrounder-preview')?.shadowRoot.querySelector('.why')`
	beside = `document.querySelector('backgrounder-preview')?.shadowRoot.querySelector('.beside')`
)

// point moves the mouse to the middle of an element.
func (w *window) point(selector string) {
	w.t.Helper()
	got, err := w.eval(`(() => { const r = document.querySelector('` + selector + `').getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2] })()`)
	var at [2]float64
	if err == nil {
		err = json.Unmarshal(got, &at)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	must(w, cdp.Command[map[string]any, cdp.Empty]{Method: input.CommandDispatchMouseEvent}, map[string]any{"type": "mouseMoved", "x": at[0], "y": at[1], "pointerType": "mouse"})
}

// TestWhyInBrowser points at what was found, and goes to it with the keyboard.
func TestWhyInBrowser(t *testing.T) {
	w := browse(t)
	d := newDesk(t, map[string]string{
		"content/a.html":   explainedPage,
		"static/style.css": "main { margin: 100px 300px } #two { margin-top: 200px }",
	})
	d.server.config.EditorURL = func(l diag.Location) string { return fmt.Sprintf("#%s:%d", l.File, l.Line) }
	d.server.plan(t.Context(), nil)
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()
	w.open(web.URL + "/a/")

	// The finding stands beside its paragraph and leads to its line; where there is
	// no room, its number does.
	w.becomes(beside)
	w.is(beside + `.querySelector('a').getAttribute('href') === '#content/a.html:2'`)
	w.is(beside + `.querySelector('a').textContent === 'this is doubtful'`)
	w.is(`Math.abs(` + beside + `.getBoundingClientRect().top - document.querySelector('#two').getBoundingClientRect().top) < 2`)
	w.is(beside + `.getBoundingClientRect().right < document.querySelector('#two').getBoundingClientRect().left`)
	w.run(`document.querySelector('main').style.margin = '100px 40px'; dispatchEvent(new Event('resize'))`)
	w.is(`!` + beside + `.open && ` + beside + `.querySelector('summary').textContent === '1'`)
	w.run(beside + `.querySelector('summary').click()`)
	w.is(beside + `.querySelector('a').getClientRects().length`)

	// What somebody has confirmed is told apart from what nobody has.
	w.becomes(`document.querySelector('#two').hasAttribute('data-unconfirmed')`)
	w.is(`!document.querySelector('#one').hasAttribute('data-unconfirmed')`)

	// The words that were found say why; a name in them is left to its card.
	w.point("#one b")
	w.becomes(why + `?.textContent.includes('“said”: neutral verb')`)
	w.is(why + `.querySelector('.confirmed').textContent === 'declared'`)
	w.is(why + `.querySelector('a').getAttribute('href') === '#content/a.html:1'`)
	w.run(`document.querySelector('#card').showPopover()`)
	w.becomes(`!` + why)
	w.run(`document.querySelector('#card').hidePopover()`)
	w.point("#one .actor")
	w.point("#two")
	w.becomes(why + `?.querySelector('.status').textContent === 'found by software'`)
	w.is(`!` + why + `.querySelector('.confirmed')`)
	press(w, "Escape", 0)
	w.is(`!` + why)

	// The keyboard sees the same, and opens the line.
	w.run(`document.querySelector('.actor').focus()`)
	press(w, "Tab", 0)
	w.becomes(why + `?.textContent.includes('A1 two')`)
	w.is(`document.activeElement.ariaDescription.includes('neutral verb')`)
	const alt = 1
	press(w, "Enter", alt)
	w.becomes(`location.hash === '#content/a.html:2'`)
	w.run(`document.activeElement.blur()`)
	w.becomes(`!` + why)
}

// TestUnreadyInBrowser looks at a page that would not be published, and at links to it.
func TestUnreadyInBrowser(t *testing.T) {
	w := browse(t)
	d := plannedDesk(t, map[string]string{
		"content/a.html": `<main><a id="own" href="#own">UNREADY</a> <a id="ready" href="../b/">b</a></main>`,
		"content/b.html": `<main><a id="draft" href="../a/#own">a</a> <a id="plain" href="https://example.org/a/">a</a></main>`,
	})
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()
	const label = `document.querySelector('backgrounder-preview')?.shadowRoot.querySelector('.early')`
	mark := func(id string) string {
		return `getComputedStyle(document.querySelector('#` + id + `'), '::after').content.replaceAll('"', '')`
	}
	w.open(web.URL + "/a/")
	w.becomes(label + `?.textContent === 'Not published: it is a draft'`)
	w.is(mark("own") + ` === 'none' && ` + mark("ready") + ` === 'none'`)
	w.open(web.URL + "/b/")
	w.becomes(mark("draft") + ` === 'not published'`)
	w.is(mark("plain") + ` === 'none' && !` + label)
	d.edit("content/a.html", "ready now")
	w.becomes(mark("draft") + ` === 'none'`)
}

// TestFollowedLink changes a page while its reader is on the way to another one, which
// takes its time; and one whose reader has called a program, and stays.
func TestFollowedLink(t *testing.T) {
	w := browse(t)
	d := plannedDesk(t, map[string]string{
		"content/a.html": `<p>one</p><a id="b" href="../b/">b</a>`, "content/b.html": "<p>b</p>",
		"content/c.html": `<p>one</p>`,
	})
	asked, told := make(chan bool), make(chan bool)
	web := online(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/b/" {
			asked <- true
			<-told
		}
		d.server.ServeHTTP(w, r)
	}), "127.0.0.1:0")
	defer web.end()
	another := newWindow(t, w.ctx) // which hears what this one hears
	for _, tab := range []*window{another, w} {
		tab.open(web.URL + "/a/")
		tab.becomes(`document.querySelector('backgrounder-preview')`)
	}
	w.run(`document.querySelector('#b').click()`)
	<-asked
	d.edit("content/a.html", "<p>two</p>")
	another.becomes(`document.querySelector('p').textContent === 'two'`)
	close(told)
	w.becomes(`location.pathname === '/b/' && document.querySelector('p').textContent === 'b'`)

	w.open(web.URL + "/c/")
	w.becomes(`document.querySelector('backgrounder-preview')`)
	w.run(`dispatchEvent(new Event('beforeunload'))`)
	d.edit("content/c.html", "<p>two</p>")
	w.becomes(`document.querySelector('p').textContent === 'two'`)
}

// TestOpenEditorInBrowser clicks a finding where the server opens the editor.
func TestOpenEditorInBrowser(t *testing.T) {
	w := browse(t)
	d := newDesk(t, map[string]string{"content/a.html": explainedPage})
	opened := make(chan string, 1)
	d.server.config.OpenEditor = func(l diag.Location) error {
		opened <- fmt.Sprintf("%s:%d", l.File, l.Line)
		return nil
	}
	d.server.plan(t.Context(), nil)
	web := online(t, d.server, "127.0.0.1:0")
	defer web.end()
	w.open(web.URL + "/a/")
	w.becomes(beside)
	w.run(`window.here = true; ` + beside + `.querySelector('a').click()`)
	select {
	case got := <-opened:
		if got != "content/a.html:2" {
			t.Errorf("opened %s", got)
		}
	case <-time.After(patience):
		t.Error("nothing was opened")
	}
	w.is(`window.here`)
}

// press presses a key and lets it go.
func press(w *window, key string, modifiers int) {
	w.t.Helper()
	codes := map[string]int{"Tab": 9, "Enter": 13, "Escape": 27}
	for _, kind := range []string{"keyDown", "keyUp"} {
		must(w, cdp.Command[map[string]any, cdp.Empty]{Method: input.CommandDispatchKeyEvent}, map[string]any{
			"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": codes[key], "modifiers": modifiers,
		})
	}
}
