package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
)

// planned makes a desk whose site has been planned.
func plannedDesk(t *testing.T, files map[string]string) *desk {
	d := newDesk(t, files)
	d.server.plan(t.Context(), nil)
	return d
}

// ask sends a request as a browser at this machine would. Headers are "Name: value".
func (d *desk) ask(method, target string, headers ...string) *http.Response {
	d.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/", nil)
	var err error
	r.URL, err = url.ParseRequestURI(target)
	d.must(err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
		} else {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	d.server.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWhoMayAsk(t *testing.T) {
	tests := []struct {
		method, target string
		headers        []string
		want           int
	}{
		{"GET", "/a/", nil, 200},
		{"HEAD", "/a/", nil, 200},
		{"POST", "/a/", nil, 405},
		{"PUT", "/a/", nil, 405},
		{"DELETE", "/_preview/state", nil, 405},
		{"OPTIONS", "/a/", []string{"Origin: http://127.0.0.1:8080", "Access-Control-Request-Method: GET"}, 405},
		{"TRACE", "/", nil, 405},

		{"GET", "/a/", []string{"Host: localhost:8080"}, 200},
		{"GET", "/a/", []string{"Host: localhost"}, 200},
		{"GET", "/a/", []string{"Host: desk.localhost:9000"}, 200},
		{"GET", "/a/", []string{"Host: [::1]:8080"}, 200},
		{"GET", "/a/", []string{"Host: evil.example"}, 421},
		{"GET", "/a/", []string{"Host: localhost.evil.example:8080"}, 421},
		{"GET", "/a/", []string{"Host: evillocalhost"}, 421},
		{"GET", "/a/", []string{"Host: 127.0.0.1.evil.example"}, 421},
		{"GET", "/a/", []string{"Host: 192.168.0.7:8080"}, 421},
		{"GET", "/a/", []string{"Host: "}, 421},

		{"GET", "/a/", []string{"Origin: http://127.0.0.1:8080"}, 200},
		{"GET", "/a/", []string{"Origin: http://127.0.0.1:8081"}, 403},
		{"GET", "/a/", []string{"Origin: https://127.0.0.1:8080"}, 403},
		{"GET", "/a/", []string{"Origin: http://evil.example"}, 403},
		{"GET", "/a/", []string{"Origin: null"}, 403},

		{"GET", "/a/", []string{"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"}, 200},
		{"GET", "/a/", []string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"}, 200},
		{"GET", "/a/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, 200},
		{"GET", "/a/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"}, 403},
		{"GET", "/a/", []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"}, 403},
		{"GET", "/_preview/state?path=/a/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, 403},

		{"GET", "/../content/a.md", nil, 400},
		{"GET", "/%2e%2e/content/a.md", nil, 400},
		{"GET", "/a/%2e%2e%2f%2e%2e%2fcontent/a.md", nil, 400},
		{"GET", "/..%5ccontent%5ca.md", nil, 400},
		{"GET", "/a/%00", nil, 400},
		{"GET", "/_preview/raw/%2e%2e/content/a.md", nil, 400},
		{"GET", "/content/a.md", nil, 404},
		{"GET", "//etc/passwd", nil, 404},
		{"GET", "/a//", nil, 404},
		{"GET", "/_preview/", nil, 404},
		{"GET", "/_preview/raw/content/a.md", nil, 404},
	}
	d := plannedDesk(t, map[string]string{"content/a.md": "secret until published"})
	for _, test := range tests {
		r := d.ask(test.method, test.target, test.headers...)
		if r.StatusCode != test.want {
			t.Errorf("%s %s %q: status %d, want %d", test.method, test.target, test.headers, r.StatusCode, test.want)
		}
		if text := body(t, r); r.StatusCode != 200 && strings.Contains(text, "secret") {
			t.Errorf("%s %s %q: refused, and told all the same", test.method, test.target, test.headers)
		}
		for name := range r.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s %s %q: header %s", test.method, test.target, test.headers, name)
			}
		}
		if got := r.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s %s: Cache-Control %q", test.method, test.target, got)
		}
		if test.want == 405 && r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s %s: Allow %q", test.method, test.target, r.Header.Get("Allow"))
		}
	}

	// On a network, machines know this one by address or by its own names.
	d.server.anyName = true
	d.server.hosts = []string{"newsroom.local"}
	for host, want := range map[string]int{
		"192.168.0.7:8080": 200, "newsroom.local:8080": 200, "NEWSROOM.local": 200, "evil.example": 421,
	} {
		if r := d.ask("GET", "/a/", "Host: "+host); r.StatusCode != want {
			t.Errorf("bound to the network, Host %s: status %d, want %d", host, r.StatusCode, want)
		}
	}
}

func TestPaths(t *testing.T) {
	files := map[string]string{"content/index.md": "home", "content/a.md": "page a", "content/caf\u00e9.md": "page é"}
	tests := []struct {
		base, target string
		status       int
		want         string // in the body, or the address of a redirect
	}{
		{"/", "/", 200, "<p>home</p>"},
		{"/", "/index.html", 200, "<p>home</p>"},
		{"/", "/a/", 200, "<p>page a</p>"},
		{"/", "/a/index.html", 200, "<p>page a</p>"},
		{"/", "/a?x=1", 302, "/a/?x=1"},
		{"/", "/caf%C3%A9/", 200, "<p>page é</p>"},
		{"/", "/caf%C3%A9", 302, "/caf%C3%A9/"},
		{"/", "/404", 200, "No such page."},
		{"/", "/b/", 404, "No such page."},
		{"/project/", "/project/a/", 200, "<p>page a</p>"},
		{"/project", "/project/", 200, "<p>home</p>"},
		{"project", "/project", 302, "/project/"},
		{"/project/", "/", 302, "/project/"},
		{"/project/", "/a/", 404, "No such page."},
	}
	for _, test := range tests {
		d := newDesk(t, files)
		d.base = test.base
		d.server.plan(t.Context(), nil)
		r := d.ask("GET", test.target)
		text := body(t, r)
		if test.status == 302 {
			text = r.Header.Get("Location")
			if text != test.want {
				t.Errorf("base %s: %s redirects to %q, want %q", test.base, test.target, text, test.want)
			}
		}
		if r.StatusCode != test.status || !strings.Contains(text, test.want) {
			t.Errorf("base %s: %s is %d %q, want %d %q", test.base, test.target, r.StatusCode, text, test.status, test.want)
		}
	}
}

func TestETag(t *testing.T) {
	d := plannedDesk(t, map[string]string{"content/a.md": "one"})
	etag := d.ask("GET", "/a/").Header.Get("ETag")
	r := d.ask("GET", "/a/", "If-None-Match: "+etag)
	if text := body(t, r); r.StatusCode != 304 || text != "" {
		t.Errorf("status %d, body %q", r.StatusCode, text)
	}
	d.write("content/a.md", "two")
	d.server.plan(t.Context(), nil)
	if r := d.ask("GET", "/a/", "If-None-Match: "+etag); r.StatusCode != 200 {
		t.Errorf("after a change: status %d", r.StatusCode)
	}
}

// TestKept tells what a browser may keep for good: what has its digest in its address,
// if that is its digest.
func TestKept(t *testing.T) {
	d := plannedDesk(t, map[string]string{"content/a.md": "one", "static/style.css": "p {}"})
	sheets := stylesheets([]byte(body(t, d.ask("GET", "/_preview/raw/a/index.html"))))
	for address, want := range map[string]bool{
		sheets[0]:                                      true,
		prefix + "client.js?" + clientVersion:          true,
		prefix + "worker.js?" + workerVersion:          true,
		prefix + "client.js":                           false,
		prefix + "client.js?" + workerVersion:          false,
		prefix + "state?path=/a/":                      false,
		"/a/":                                          false,
		"/nowhere/":                                    false,
		strings.Replace(sheets[0], "style", "x", 1):    false,
		prefix + "raw/" + strings.Trim(sheets[0], "/"): false,
	} {
		got := d.ask("GET", address).Header.Get("Cache-Control")
		if kept := got == "private, max-age=31536000, immutable"; kept != want || !kept && got != "no-store" {
			t.Errorf("%s: Cache-Control %q", address, got)
		}
	}

	// The file changes after it was planned and named, and before it is asked for.
	d = newDesk(t, map[string]string{"content/a.md": "one", "static/style.css": "p {}"})
	d.server.config.Plan = func(ctx context.Context, changed []string) (*Site, []diag.Diagnostic) {
		site, findings := d.plan(ctx, changed)
		planned := site.Lookup
		site.Lookup = func(path string) (Output, bool) {
			o, ok := planned(path)
			if strings.HasSuffix(path, ".css") {
				o.Render = render1("p { color: red }")
			}
			return o, ok
		}
		return site, findings
	}
	d.server.plan(t.Context(), nil)
	sheet := stylesheets([]byte(body(t, d.ask("GET", "/_preview/raw/a/index.html"))))[0]
	r := d.ask("GET", sheet)
	if got := r.Header.Get("Cache-Control"); r.StatusCode != 200 || got != "no-store" {
		t.Errorf("%s has other bytes than its name says: %d, Cache-Control %q", sheet, r.StatusCode, got)
	}
}

// TestDress compares what is served with what was rendered.
func TestDress(t *testing.T) {
	d := plannedDesk(t, map[string]string{"content/a.md": "one"})
	raw := body(t, d.ask("GET", "/_preview/raw/a/index.html"))
	outputs, _ := cleanBuild(d.dir)
	var rendered strings.Builder
	if _, err := outputs["a/index.html"].Render(&rendered); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rendered.String(), raw); diff != "" {
		t.Errorf("raw (-rendered +served):\n%s", diff)
	}
	own := "http://127.0.0.1:8080/_preview/"
	p, _ := d.server.get(d.server.now().site, "a/index.html")
	want := strings.NewReplacer(
		policy, "default-src &#39;none&#39;; script-src &#39;self&#39;; style-src &#39;self&#39;"+
			"; script-src-elem &#39;self&#39; "+own+"; worker-src &#39;self&#39; "+own+"; connect-src "+own,
		"</head>", fmt.Sprintf(`<script src="/_preview/client.js?%s" data-version="%s" data-worker="/_preview/worker.js?%s" defer></script></head>`,
			clientVersion, p.version, workerVersion),
	).Replace(raw)
	if diff := cmp.Diff(want, body(t, d.ask("GET", "/a/", "Host: 127.0.0.1:8080"))); diff != "" {
		t.Errorf("the page (-want +got):\n%s", diff)
	}
	for _, script := range []string{"client.js", "worker.js"} {
		r := d.ask("GET", "/_preview/"+script)
		if r.StatusCode != 200 || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/javascript") {
			t.Errorf("%s: %d %s", script, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
}

func TestWiden(t *testing.T) {
	const own = "http://h/_preview/"
	tests := []struct{ policy, want string }{
		{"", ""},
		{"img-src 'self'", "img-src 'self'"},
		{"default-src 'none'", "default-src 'none'; script-src-elem " + own + "; worker-src " + own + "; connect-src " + own},
		{"default-src 'self'; connect-src 'none';", "default-src 'self'; script-src-elem 'self' " + own + "; worker-src 'self' " + own + "; connect-src " + own},
		{"Script-Src 'self'; script-src 'none'", "Script-Src 'self'; script-src 'none'; script-src-elem 'self' " + own + "; worker-src 'self' " + own},
		{"worker-src 'self'; script-src-elem https://x", "script-src-elem https://x " + own + "; worker-src 'self' " + own},
	}
	for _, test := range tests {
		if got := widen(test.policy, own); got != test.want {
			t.Errorf("widen(%q)\n got %q\nwant %q", test.policy, got, test.want)
		}
	}
}

// TestHeadTags reads pages that a template might make.
func TestHeadTags(t *testing.T) {
	for page, want := range map[string]string{
		"<html><head><title></head></title><link rel=STYLESHEET href=x></head><body>":                      "<html><head><title></head></title><link rel=STYLESHEET href=x>",
		"<!DOCTYPE html><title>x</title><p>no head, no body":                                               "<!DOCTYPE html><title>x</title><p>no head, no body",
		"<title>x</title><body><!-- </head> --></head>":                                                    "<title>x</title>",
		"<head><script>'</head>'</script><!-- </head> --><style></head></style></head>":                    "<head><script>'</head>'</script><!-- </head> --><style></head></style>",
		`<head><link rel="preload stylesheet" href="a"><link rel="icon" href="b"><meta name=x></HEAD>rest`: `<head><link rel="preload stylesheet" href="a"><link rel="icon" href="b"><meta name=x>`,
	} {
		_, end := headTags([]byte(page))
		if got := page[:end]; got != want {
			t.Errorf("the head of %q\n got %q\nwant %q", page, got, want)
		}
	}
}

func (d *desk) state(path string, shown version) state {
	d.t.Helper()
	query := url.Values{"path": {path}, "version": {string(shown)}}
	var st state
	d.must(json.NewDecoder(d.ask("GET", "/_preview/state?"+query.Encode(), "Sec-Fetch-Site: same-origin").Body).Decode(&st))
	return st
}

// served returns the version that a page says it is.
func (d *desk) served(path string) version {
	d.t.Helper()
	_, rest, ok := strings.Cut(body(d.t, d.ask("GET", path)), `data-version="`)
	v, _, _ := strings.Cut(rest, `"`)
	if !ok {
		d.t.Fatalf("%s carries no version", path)
	}
	return version(v)
}

// TestState follows a browser through an editor's hour.
func TestState(t *testing.T) {
	d := plannedDesk(t, map[string]string{
		"content/a.md": "one", "content/b.md": "other", "content/caf\u00e9.md": "é", "static/style.css": "p {}",
	})
	expect := func(path string, shown version, want string) state {
		t.Helper()
		st := d.state(path, shown)
		if st.Action != want {
			t.Errorf("%s: %s, want %s", path, st.Action, want)
		}
		return st
	}
	edit := func(p, text string) {
		t.Helper()
		d.write(p, text)
		d.server.plan(t.Context(), []string{p})
	}
	v := d.served("/a/")
	expect("/a/", v, "stay")
	expect("/caf%C3%A9/", d.served("/caf%C3%A9/"), "stay")

	edit("content/b.md", "changed")
	expect("/a/", v, "stay") // another page
	edit("content/a.md", "two")
	expect("/a/", v, "reload")
	v = d.served("/a/")
	expect("/a/", v, "stay")

	edit("static/style.css", "p { color: red }")
	st := expect("/a/", v, "styles")
	if len(st.Styles) != 1 || body(t, d.ask("GET", st.Styles[0])) != "p { color: red }" {
		t.Errorf("styles %q", st.Styles)
	}
	v = st.Version
	expect("/a/", v, "stay")

	// Another process serves the same site: nothing to do.
	old := d.server
	d.server = newServer(d.config())
	d.server.plan(t.Context(), nil)
	expect("/a/", v, "stay")
	d.server = old

	// The plan fails: the page stays, and is told why.
	edit("content/b.md", "one\nthis UNPLANNABLE line")
	st = expect("/a/", v, "stay")
	if !st.Stale {
		t.Error("the page does not say that it is the last good one")
	}
	said := ""
	for _, f := range st.Errors {
		said += f.Head + "\n" + f.Body + "\n"
	}
	if diff := cmp.Diff(words(d.server.now().findings), said); diff != "" || !strings.HasPrefix(said, "content/b.md:2:6: error: this is unplannable [test]\n") {
		t.Errorf("%s\n%s", said, diff)
	}
	if d.served("/a/") != v {
		t.Error("the last good page is gone")
	}
	edit("content/b.md", "mended")
	if st := expect("/a/", v, "stay"); len(st.Errors) > 0 || st.Stale {
		t.Errorf("mended, and still %+v", st.Errors)
	}

	// One page fails: it stays, and another one hears nothing.
	edit("content/a.md", "UNRENDERABLE")
	if st := expect("/a/", v, "stay"); len(st.Errors) != 1 || !st.Stale {
		t.Errorf("errors %+v", st.Errors)
	}
	if d.served("/a/") != v {
		t.Error("the last good page is gone")
	}
	if st := d.state("/b/", d.served("/b/")); len(st.Errors) != 0 {
		t.Errorf("another page's errors: %+v", st.Errors)
	}
	edit("content/a.md", "DOUBTFUL")
	st = expect("/a/", v, "reload")
	if len(st.Errors) != 0 || len(st.Warnings) != 1 {
		t.Errorf("%+v", st)
	}

	// A page that goes, and one that comes.
	d.must(os.Remove(d.path("content/b.md")))
	v = d.served("/b/")
	d.server.plan(t.Context(), []string{"content/b.md"})
	expect("/b/", v, "reload")
	v = d.served("/b/")
	expect("/b/", v, "stay")
	edit("content/b.md", "back")
	expect("/b/", v, "reload")

	// A page that never was good says why, without a script too.
	edit("content/c.md", "UNRENDERABLE")
	r := d.ask("GET", "/c/")
	if text := body(t, r); r.StatusCode != 500 || !strings.Contains(text, "content/c.md:1:1: error: this is unrenderable") {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	v = d.served("/c/")
	expect("/c/", v, "stay")
	edit("content/c.md", "mended")
	expect("/c/", v, "reload")
}

// TestFirstPlanFails begins with a site that cannot be planned.
func TestFirstPlanFails(t *testing.T) {
	d := plannedDesk(t, map[string]string{"content/a.md": "UNPLANNABLE <b>"})
	r := d.ask("GET", "/a/")
	if text := body(t, r); r.StatusCode != 500 || !strings.Contains(text, "content/a.md:1:1: error:") || !strings.Contains(text, "&lt;b&gt;") {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	v := d.served("/a/")
	if st := d.state("/a/", v); st.Action != "stay" || len(st.Errors) != 1 {
		t.Errorf("%+v", st)
	}
	d.write("content/a.md", "mended")
	d.server.plan(t.Context(), []string{"content/a.md"})
	if st := d.state("/a/", v); st.Action != "reload" {
		t.Errorf("%+v", st)
	}
}

// TestLines reads what the terminal says of each change.
func TestLines(t *testing.T) {
	d := plannedDesk(t, map[string]string{"content/a.md": "one", "content/b.md": "one"})
	for _, step := range []struct{ file, text, want string }{
		{"content/a.md", "two", "content/a.md changed: planned, a/index.html rebuilt in "},
		{"content/b.md", "two", "content/b.md changed: planned in "},
		{"content/b.md", "UNPLANNABLE", "content/b.md changed: not built, the last good pages stay, 1 error in "},
		{"static/style.css", "p {}", "static/style.css changed: not built, the last good pages stay, 1 error in "},
		{"content/b.md", "three", "content/b.md changed: planned, a/index.html rebuilt in "},
	} {
		d.state("/a/", "") // a browser shows this page, and no other
		d.write(step.file, step.text)
		d.server.plan(t.Context(), []string{step.file})
		if line := <-d.lines; !strings.HasPrefix(line, step.want) {
			t.Errorf("%q, want %q", line, step.want)
		}
	}
}

func TestReport(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one"})
	var reports []string
	d.server.config.Report = func(ds []diag.Diagnostic) {
		text := []string{}
		for _, d := range ds {
			text = append(text, d.File)
		}
		reports = append(reports, strings.Join(text, " "))
	}
	for _, text := range []string{"one", "UNPLANNABLE", "UNPLANNABLE", "two", "three"} {
		d.write("content/a.md", text)
		d.server.plan(t.Context(), nil)
	}
	if diff := cmp.Diff([]string{"content/a.md", ""}, reports); diff != "" {
		t.Error(diff)
	}
}

func TestEditorLinks(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "x\nUNPLANNABLE"})
	d.server.config.EditorURL = func(l diag.Location) string {
		return fmt.Sprintf("editor://%s:%d:%d", l.File, l.Line, l.Col)
	}
	d.server.plan(t.Context(), nil)
	if st := d.state("/a/", ""); len(st.Errors) != 1 || st.Errors[0].Href != "editor://content/a.md:2:1" {
		t.Errorf("%+v", st.Errors)
	}
}

// TestUnready asks for pages that would not be published, and for another one.
func TestUnready(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "UNREADY", "content/index.md": "UNREADY home", "content/b.md": "ready", "content/caf\u00e9.md": "UNREADY"})
	d.base = "/desk/"
	d.server.plan(t.Context(), nil)
	for path, want := range map[string]string{"/desk/a/": "it is a draft", "/desk/": "it is a draft", "/desk/b/": "", "/desk/nowhere/": ""} {
		st := d.state(path, "")
		if diff := cmp.Diff([]string{"/desk/a/", "/desk/caf%C3%A9/"}, st.Unready); st.Early != want || diff != "" {
			t.Errorf("%s: %q, want %q; %s", path, st.Early, want, diff)
		}
	}
	d.write("content/a.md", "ready too")
	d.server.plan(t.Context(), nil)
	if st := d.state("/desk/a/", ""); st.Early != "" {
		t.Errorf("it is ready now, and still said to be not: %q", st.Early)
	}
}

// TestOpenEditor opens an editor that has no addresses, for those who may.
func TestOpenEditor(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "x\nUNPLANNABLE"})
	var opened []string
	fail := error(nil)
	d.server.config.OpenEditor = func(l diag.Location) error {
		opened = append(opened, fmt.Sprintf("%s:%d:%d", l.File, l.Line, l.Col))
		return fail
	}
	d.server.plan(t.Context(), nil)
	st := d.state("/a/", "")
	const want = prefix + "open?column=1&file=content%2Fa.md&line=2"
	if len(st.Errors) != 1 || st.Errors[0].Href != want {
		t.Fatalf("%+v", st.Errors)
	}
	const own, foreign = ownHeader + ": open", "Sec-Fetch-Site: cross-site"
	for _, test := range []struct {
		method, target string
		headers        []string
		want           int
	}{
		{"GET", want, []string{own}, 204},
		{"GET", want, nil, 403}, // as an image of any page asks
		{"HEAD", want, []string{own}, 403},
		{"POST", want, []string{own}, 405},
		{"OPTIONS", want, []string{"Origin: http://evil.example", "Access-Control-Request-Headers: " + ownHeader}, 405},
		{"GET", want, []string{own, foreign}, 403},
		{"GET", want, []string{own, "Origin: http://evil.example"}, 403},
		{"GET", prefix + "open?file=content/a.md", []string{own}, 400},
		{"GET", prefix + "open?file=content/a.md&line=x&column=1", []string{own}, 400},
	} {
		if r := d.ask(test.method, test.target, test.headers...); r.StatusCode != test.want {
			t.Errorf("%s %s %q: status %d, want %d", test.method, test.target, test.headers, r.StatusCode, test.want)
		}
	}
	if diff := cmp.Diff([]string{"content/a.md:2:1"}, opened); diff != "" {
		t.Error(diff)
	}
	fail = errors.New("no such editor")
	if r := d.ask("GET", want, own); r.StatusCode != 500 || body(t, r) != "cannot open the editor: no such editor\n" {
		t.Errorf("a failure has status %d", r.StatusCode)
	}
	d.hear("cannot open the editor: no such editor")
	d.server.config.OpenEditor = nil
	if r := d.ask("GET", want, own); r.StatusCode != 404 {
		t.Errorf("with no editor: status %d", r.StatusCode)
	}
}

// TestForgottenPages renders more than is kept.
func TestForgottenPages(t *testing.T) {
	c := pages{limit: 4000}
	big := strings.Repeat("x", 1000)
	rendered := 0
	site := planned{&Site{Lookup: func(path string) (Output, bool) {
		return Output{Type: "text/plain", Render: func(w io.Writer) ([]diag.Diagnostic, error) {
			rendered++
			_, err := io.WriteString(w, big)
			return nil, err
		}}, true
	}}, 1}
	for i := range 20 {
		c.get(site, fmt.Sprint(i))
		c.get(site, "always")
	}
	if c.size > c.limit || c.order.Len() != len(c.found) {
		t.Errorf("%d bytes are kept in %d pages", c.size, c.order.Len())
	}
	if rendered != 21 {
		t.Errorf("rendered %d times, want 21", rendered)
	}
}

// TestFailingPage asks again and again for a page that fails until it does not: it is new
// once for each way to fail, and rendered no more than it has to be.
func TestFailingPage(t *testing.T) {
	var failures []error
	site := planned{&Site{Lookup: func(path string) (Output, bool) {
		return Output{Type: "text/plain", Render: func(w io.Writer) ([]diag.Diagnostic, error) {
			if len(failures) == 0 {
				return nil, errors.New("rendered too often")
			}
			err := failures[0]
			failures = failures[1:]
			return nil, err
		}}, true
	}}, 1}
	failures = []error{errors.New("half"), errors.New("half"), errors.New("gone"), nil}
	var c pages
	c.limit = 1000
	var got []string
	for range 6 {
		p, fresh, _ := c.get(site, "note.txt")
		got = append(got, fmt.Sprint(p.good, " ", fresh))
	}
	if want := []string{"false true", "false false", "false true", "true true", "true false", "true false"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestEvents connects many browsers, some of which never read.
func TestEvents(t *testing.T) {
	const all, deaf = 1000, 200
	d := plannedDesk(t, map[string]string{"content/a.md": "one"})
	web := httptest.NewServer(d.server)
	defer web.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()

	for range deaf {
		conn, err := net.Dial("tcp", web.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /_preview/events HTTP/1.1\r\nHost: %s\r\n\r\n", web.Listener.Addr())
	}
	var connected, heard sync.WaitGroup
	connected.Add(all - deaf)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for range all - deaf {
		heard.Go(func() {
			ok := sync.OnceFunc(connected.Done)
			defer ok()
			r, err := http.NewRequestWithContext(ctx, "GET", web.URL+"/_preview/events", nil)
			if err != nil {
				t.Error(err)
				return
			}
			resp, err := client.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			lines := bufio.NewScanner(resp.Body)
			for lines.Scan() {
				switch lines.Text() {
				case "data: 1":
					ok()
				case "data: 101":
					return
				}
			}
			t.Errorf("the stream ended: %v", lines.Err())
		})
	}
	connected.Wait()
	for range 100 { // nobody reads between these, and nobody is waited for
		d.server.plan(t.Context(), nil)
	}
	heard.Wait()
}

// pipes is a listener whose connections hold nothing: what one side writes, the
// other one has to read.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// TestDeafBrowser connects one that never reads: nobody waits for it, and in the
// end it is forgotten.
func TestDeafBrowser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := plannedDesk(t, map[string]string{"content/a.md": "one"})
		connections := make(pipes)
		web := &http.Server{Handler: d.server}
		go web.Serve(connections)
		browser, conn := net.Pipe()
		connections <- conn
		_, err := io.WriteString(browser, "GET /_preview/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
		d.must(err)
		synctest.Wait()
		listening := func() int {
			d.server.mu.Lock()
			defer d.server.mu.Unlock()
			return len(d.server.watchers)
		}
		if n := listening(); n != 1 {
			t.Fatalf("%d browsers listen, want 1", n)
		}
		start := time.Now()
		for range 10 {
			d.server.plan(t.Context(), nil)
		}
		if waited := time.Since(start); waited > 0 {
			t.Errorf("the plans waited %v", waited)
		}
		time.Sleep(writePatience)
		synctest.Wait()
		if n := listening(); n != 0 {
			t.Errorf("after %v, %d browsers listen", writePatience, n)
		}
		d.must(browser.Close())
		d.must(web.Close())
	})
}

// TestInterruptedFirstPlan ends the preview before it has begun: nothing is served, and
// nobody is told that it is.
func TestInterruptedFirstPlan(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one"})
	ctx, stop := context.WithCancel(t.Context())
	c := d.config()
	c.Plan = func(ctx context.Context, changed []string) (*Site, []diag.Diagnostic) {
		stop()
		return d.plan(ctx, changed)
	}
	c.Ready = func(url string) { t.Errorf("%s is said to be served", url) }
	if err := Run(ctx, c); err != nil {
		t.Error(err)
	}
}

// TestWake leaves news for somebody who does not come to fetch it.
func TestWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // which fails when somebody waits for ever
		news := make(chan uint64, 1)
		for number := range uint64(10) {
			wake(news, number)
		}
		if got := <-news; got != 9 {
			t.Errorf("generation %d, want the newest", got)
		}
	})
}

func TestRun(t *testing.T) {
	d := newDesk(t, map[string]string{"content/a.md": "one"})
	d.base = "/project/"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	c := d.config()
	ready := make(chan string, 1)
	c.Ready = func(url string) { ready <- url }
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, c) }()
	var home string
	select {
	case home = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	u, err := url.Parse(home)
	if err != nil || u.Hostname() != "127.0.0.1" || u.Path != "/project/" {
		t.Fatalf("served at %s", home)
	}

	// What concerns no path is refused too.
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "OPTIONS * HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", u.Host)
	if status, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(status, " 405 ") {
		t.Errorf("OPTIONS * is answered by %q, %v", status, err)
	}

	// A second one on the same port.
	taken := c
	if _, err := fmt.Sscan(u.Port(), &taken.Port); err != nil {
		t.Fatal(err)
	}
	found, ok := errors.AsType[diag.Diagnostic](Run(ctx, taken))
	if want := "port " + u.Port() + " is in use; choose another one or 0 for any"; !ok || found.Rule != "port-in-use" || found.Message != want {
		t.Errorf("%v, want %s", found, want)
	}

	// A change arrives at a browser.
	events, err := http.Get("http://" + u.Host + "/_preview/events")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	d.write("content/a.md", "two")
	d.hear("content/a.md changed: planned in ")
	lines := bufio.NewScanner(events.Body)
	for lines.Scan() && lines.Text() != "data: 2" {
	}
	page, err := http.Get(home + "a/")
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	if text := body(t, page); !strings.Contains(text, "<p>two</p>") {
		t.Errorf("the page is %s", text)
	}

	stop()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// Findings stand beside the element that shows their line, and what a page shows
// can be asked why.
func TestWhy(t *testing.T) {
	d := newDesk(t, map[string]string{
		"content/a.html": "<p id=\"one\">One</p>\n<p id=\"two\">DOUBTFUL</p>\n<p>Three</p>",
		"content/b.html": "<p>DOUBTFUL</p>",
	})
	d.server.config.EditorURL = func(l diag.Location) string { return fmt.Sprintf("editor://%s:%d", l.File, l.Line) }
	d.server.plan(t.Context(), nil)
	if st := d.state("/a/", ""); len(st.Warnings) != 1 || st.Warnings[0].Beside != "#two" || st.Warnings[0].Line != 2 || st.Warnings[0].Message != "this is doubtful" {
		t.Errorf("%+v", st.Warnings)
	}
	if st := d.state("/b/", ""); len(st.Warnings) != 1 || st.Warnings[0].Beside != "" {
		t.Errorf("a finding without a place: %+v", st.Warnings)
	}
	why := func(path string) string {
		t.Helper()
		r := d.ask("GET", "/_preview/why?path="+url.QueryEscape(path))
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", path, r.StatusCode)
		}
		return body(t, r)
	}
	const reasons = `"reasons":[{"decides":"indirect","on":"“said”","rule":"neutral verb"}]`
	want := `[{"on":"#one","title":"A1 one","confirmed":true,"status":"declared",` + reasons + `,"line":1,"href":"editor://content/a.html:1"},` +
		`{"on":"#two","title":"A1 two","confirmed":false,"status":"found by software",` + reasons + `,"line":2,"href":"editor://content/a.html:2"}]`
	if diff := cmp.Diff(want, why("/a/")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, path := range []string{"/b/", "/nowhere/", "/static/style.css"} {
		if got := why(path); got != "[]" {
			t.Errorf("%s: %s", path, got)
		}
	}
	if raw := body(t, d.ask("GET", "/_preview/raw/a/index.html")); strings.Contains(raw, "_preview") || strings.Contains(raw, "neutral verb") {
		t.Errorf("the page is not as it was rendered: %s", raw)
	}
}
