package preview

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"backgrounder/internal/diag"
)

// prefix is where the preview's own addresses live. It stands outside of the
// site's base path unless that is "/".
const prefix = "/_preview/"

//go:embed client.js
var clientScript []byte

//go:embed worker.js
var workerScript []byte

// The scripts' addresses carry their versions, so that a tab which outlives the
// program never talks to a worker of another one.
var (
	clientVersion = digest(clientScript)
	workerVersion = digest(workerScript)
)

// ServeHTTP answers for the site and for the preview itself.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if status, why := s.refuse(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD")
		}
		http.Error(w, why, status)
		return
	}
	if own, ok := strings.CutPrefix(r.URL.Path, prefix); ok {
		s.serveOwn(w, r, own)
		return
	}
	s.serveSite(w, r)
}

// refuse says why a request gets no answer; 0 means that it does.
func (s *server) refuse(r *http.Request) (status int, why string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "the preview is for reading"
	}
	if !s.isOwnHost(r.Host) {
		return http.StatusMisdirectedRequest, "the preview does not answer to this name"
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return http.StatusForbidden, "the preview answers its own pages only"
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		if r.Header.Get("Sec-Fetch-Mode") != "navigate" || strings.HasPrefix(r.URL.Path, prefix) {
			return http.StatusForbidden, "the preview answers its own pages only"
		}
	}
	if !strings.HasPrefix(r.URL.Path, "/") || strings.ContainsAny(r.URL.Path, "\\\x00") {
		return http.StatusBadRequest, "this is no path of the site"
	}
	for segment := range strings.SplitSeq(r.URL.Path, "/") {
		if segment == "." || segment == ".." {
			return http.StatusBadRequest, "this is no path of the site"
		}
	}
	return 0, ""
}

// isOwnHost reports whether a Host header can only mean this server. Anybody can
// have a name resolve to any address, so names have to be known; an address
// cannot be made to point elsewhere.
func (s *server) isOwnHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	if ip := net.ParseIP(host); ip != nil {
		return s.anyName || ip.IsLoopback()
	}
	return s.anyName && (slices.Contains(s.hosts, host) || host == strings.ToLower(s.config.Bind))
}

// ownNames are the names under which a local network knows this machine.
func ownNames() []string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return nil
	}
	name = strings.ToLower(name)
	short, _, _ := strings.Cut(name, ".")
	return []string{name, short, short + ".local"}
}

// page finds what to show at a path of the site. A page that the site does not
// have is shown as its 404 page; nil means that it has none of that either.
func (s *server) page(urlPath string) (p *page, status int, redirect string) {
	g := s.now()
	if g.site.Site == nil {
		return nil, http.StatusServiceUnavailable, ""
	}
	base := g.base()
	if rel, ok := strings.CutPrefix(urlPath, base); ok {
		for _, candidate := range candidates(rel) {
			if p, ok := s.get(g.site, candidate); ok {
				return p, http.StatusOK, ""
			}
		}
		if _, ok := g.site.Lookup(rel + "/index.html"); ok && !strings.HasSuffix(rel, "/") {
			return nil, http.StatusFound, urlPath + "/"
		}
	} else if urlPath == "/" || urlPath+"/" == base {
		return nil, http.StatusFound, base
	}
	p, _ = s.get(g.site, "404.html")
	return p, http.StatusNotFound, ""
}

// candidates are the outputs that static hosts serve at a path.
func candidates(rel string) []string {
	if rel == "" || strings.HasSuffix(rel, "/") {
		return []string{rel + "index.html"}
	}
	return []string{rel, rel + ".html"}
}

// get renders a page, and reports what is wrong if it failed just now.
func (s *server) get(site planned, path string) (*page, bool) {
	defer s.rush.begin()()
	p, fresh, ok := s.pages.get(site, path)
	if fresh && s.config.Report != nil && diag.Errors(p.findings) > 0 {
		s.config.Report(p.findings)
	}
	return p, ok
}

func (s *server) serveSite(w http.ResponseWriter, r *http.Request) {
	p, status, redirect := s.page(r.URL.Path)
	if redirect != "" {
		to := url.URL{Path: redirect, RawQuery: r.URL.RawQuery}
		// Not a permanent one: browsers remember those for the port, whatever
		// site is served there tomorrow.
		http.Redirect(w, r, to.String(), status)
		return
	}
	if p == nil && status == http.StatusNotFound {
		http.Error(w, "the site has no such page, and no 404 page either", status)
		return
	}
	if p == nil || !p.good {
		s.serveFailure(w, r, p)
		return
	}
	body := p.body
	if isHTML(p.kind) {
		body = dress(body, r.Host, p.version)
	}
	if p.isFixed() {
		keep(w)
	}
	write(w, r, p.kind, status, body)
}

// keep lets the browser keep what it gets, since its address will never mean
// anything else. A page that is loaded again then has all that it needs.
func keep(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
}

// sendPatience is how long a browser may take to read an answer.
const sendPatience = 30 * time.Second

// write sends a body, or says that the browser has it. The time that it took to make is
// not counted among what the browser may take to read it.
func write(w http.ResponseWriter, r *http.Request, kind string, status int, body []byte) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(sendPatience)) // see serveEvents
	etag := `"` + digest(body) + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Content-Type", kind)
	if status == http.StatusOK && r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// failure is shown where there is no last good page. It needs no script to be
// read.
var failure = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not built</title></head>
<body><h1>This page cannot be built yet</h1>
<pre>{{.}}</pre>
</body>
</html>
`))

func (s *server) serveFailure(w http.ResponseWriter, r *http.Request, p *page) {
	if p != nil && !isHTML(p.kind) {
		http.Error(w, words(p.findings), http.StatusInternalServerError)
		return
	}
	body := failurePage(s.findings(p))
	write(w, r, "text/html; charset=utf-8", http.StatusInternalServerError,
		dress(body, r.Host, versionOf("text/html", body)))
}

func failurePage(findings []diag.Diagnostic) []byte {
	var b strings.Builder
	if err := failure.Execute(&b, words(findings)); err != nil {
		panic(err) // a constant template over a string into memory
	}
	return []byte(b.String())
}

// findings are those that concern a page: its own, then those of the plan, with
// the ones of its source file in front.
func (s *server) findings(p *page) []diag.Diagnostic {
	planned := slices.Clone(s.now().findings)
	if p == nil {
		return planned
	}
	slices.SortStableFunc(planned, func(a, b diag.Diagnostic) int {
		return rank(a, p) - rank(b, p)
	})
	return append(slices.Clone(p.findings), planned...)
}

func rank(d diag.Diagnostic, p *page) int {
	if p.source != "" && d.File == p.source {
		return 0
	}
	return 1
}

// serveOwn answers for the preview itself.
func (s *server) serveOwn(w http.ResponseWriter, r *http.Request, path string) {
	const javascript = "text/javascript; charset=utf-8"
	switch path {
	case "client.js":
		if r.URL.RawQuery == clientVersion {
			keep(w)
		}
		write(w, r, javascript, http.StatusOK, clientScript)
		return
	case "worker.js":
		if r.URL.RawQuery == workerVersion {
			keep(w)
		}
		write(w, r, javascript, http.StatusOK, workerScript)
		return
	case "state":
		query := r.URL.Query()
		at, err := url.PathUnescape(query.Get("path")) // as it stands in the address
		if err != nil {
			http.Error(w, "this is no path of the site", http.StatusBadRequest)
			return
		}
		body, err := json.Marshal(s.state(at, version(query.Get("version"))))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		write(w, r, "application/json", http.StatusOK, body)
		return
	case "why":
		at, err := url.PathUnescape(r.URL.Query().Get("path"))
		if err != nil {
			http.Error(w, "this is no path of the site", http.StatusBadRequest)
			return
		}
		p, _, _ := s.page(at)
		body, err := json.Marshal(s.notes(s.explain(p)))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		write(w, r, "application/json", http.StatusOK, body)
		return
	case "open":
		s.serveOpen(w, r)
		return
	case "events":
		s.serveEvents(w, r)
		return
	}
	if raw, ok := strings.CutPrefix(path, "raw/"); ok {
		if g := s.now(); g.site.Site != nil {
			if p, ok := s.get(g.site, raw); ok && p.good {
				write(w, r, p.kind, http.StatusOK, p.body)
				return
			}
		}
	}
	http.NotFound(w, r)
}

// state is what a browser is told about the page that it shows.
type state struct {
	Action   string    `json:"action"` // stay, styles or reload
	Stale    bool      `json:"stale"`  // the page is the last good one
	Version  version   `json:"version"`
	Styles   []string  `json:"styles,omitempty"`  // the stylesheets to show, for styles
	Early    string    `json:"early,omitempty"`   // why the page would not be published
	Unready  []string  `json:"unready,omitempty"` // the addresses of all such pages
	Errors   []finding `json:"errors"`
	Warnings []finding `json:"warnings"`
	More     int       `json:"more,omitempty"` // warnings left out
}

// finding is a diagnostic as the browser shows it.
type finding struct {
	Head string `json:"head"`           // the line with place and message
	Body string `json:"body,omitempty"` // the source line, and what might help
	Href string `json:"href,omitempty"` // opens the place in an editor

	Beside  string `json:"beside,omitempty"` // the element that shows the place, as a selector
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
	Rule    string `json:"rule"`
}

// shownLimit is how many open pages are rendered at once after a change, rather
// than when their tabs ask.
const shownLimit = 20

// warningsLimit is how many warnings go to a browser.
const warningsLimit = 100

// unreadyLimit is how many addresses of pages that are not ready go to a browser.
const unreadyLimit = 500

// state compares the version that a browser shows at a path with what it would
// get now.
func (s *server) state(urlPath string, shown version) state {
	p, _, redirect := s.page(urlPath)
	st := state{Action: "stay", Stale: s.now().failed || p != nil && p.stale, Errors: []finding{}, Warnings: []finding{}}
	findings := s.findings(p)
	switch {
	case redirect != "":
		st.Action = "reload"
	case p == nil || !p.good:
		st.Version = versionOf("text/html", failurePage(findings))
	default:
		st.Version = p.version
		s.mu.Lock()
		if len(s.shown) < shownLimit {
			s.shown[p.path] = p.version
		}
		s.mu.Unlock()
	}
	if g := s.now(); g.site.Site != nil && p != nil {
		st.Early, st.Unready = g.site.Early[p.path], g.unready()
	}
	if st.Version != shown {
		st.Action = "reload"
		if p != nil && p.good && st.Version.sameButStyles(shown) {
			st.Action, st.Styles = "styles", stylesheets(p.body)
		}
	}
	var places []Place
	if len(findings) > 0 {
		places = s.explain(p).Places
	}
	for _, d := range findings {
		switch {
		case d.Severity == diag.Error:
			st.Errors = append(st.Errors, s.finding(d, places))
		case len(st.Warnings) < warningsLimit:
			st.Warnings = append(st.Warnings, s.finding(d, places))
		default:
			st.More++
		}
	}
	return st
}

// unready lists the addresses of pages that would not be published, in order.
func (g generation) unready() []string {
	var all []string
	for _, path := range slices.Sorted(maps.Keys(g.site.Early)) {
		if len(all) == unreadyLimit {
			break
		}
		if folder, ok := strings.CutSuffix(path, "index.html"); ok && folder != "" {
			address := url.URL{Path: g.base() + folder}
			all = append(all, address.EscapedPath())
		}
	}
	return all
}

func (s *server) finding(d diag.Diagnostic, places []Place) finding {
	head, body, _ := strings.Cut(words([]diag.Diagnostic{d}), "\n")
	f := finding{Head: head, Body: strings.TrimRight(body, "\n"), Href: s.editorURL(d.Location), Line: d.Line, Message: d.Message, Rule: d.Rule}
	for _, place := range places {
		if d.File == place.File && place.First <= d.Line && d.Line <= place.Last {
			f.Beside = place.Element
			break
		}
	}
	return f
}

// editorURL opens a place in the user's editor; "" where that is not known.
func (s *server) editorURL(at diag.Location) string {
	switch {
	case at.File == "":
		return ""
	case s.config.EditorURL != nil:
		return s.config.EditorURL(at)
	case s.config.OpenEditor != nil:
		query := url.Values{"file": {at.File}, "line": {strconv.Itoa(at.Line)}, "column": {strconv.Itoa(at.Col)}}
		return prefix + "open?" + query.Encode()
	}
	return ""
}

// ownHeader is what the preview's script sends along where something is done.
const ownHeader = "X-Preview"

// serveOpen opens the user's editor.
func (s *server) serveOpen(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	at := diag.Location{File: query.Get("file")}
	var err, errToo error
	at.Line, err = strconv.Atoi(query.Get("line"))
	at.Col, errToo = strconv.Atoi(query.Get("column"))
	switch {
	case s.config.OpenEditor == nil:
		http.NotFound(w, r)
		return
	case r.Method != http.MethodGet || r.Header.Get(ownHeader) == "":
		http.Error(w, "only the preview's own pages open the editor", http.StatusForbidden)
		return
	case err != nil || errToo != nil:
		http.Error(w, "this is no place in a file", http.StatusBadRequest)
		return
	}
	if err := s.config.OpenEditor(at); err != nil {
		s.log("cannot open the editor: %v", err)
		http.Error(w, "cannot open the editor: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// explain is what can be told of a page; nothing where nobody can, as of one that
// cannot be rendered now.
func (s *server) explain(p *page) Explanation {
	site := s.now().site
	if p == nil || site.Site == nil {
		return Explanation{}
	}
	out, ok := site.Lookup(p.path)
	if !ok || out.Explain == nil {
		return Explanation{}
	}
	defer s.rush.begin()()
	e, err := out.Explain()
	if err != nil {
		return Explanation{} // rendering has found the same, and says it
	}
	return e
}

// note is a [Note] as the browser shows it.
type note struct {
	On        string   `json:"on"`
	Title     string   `json:"title"`
	Confirmed bool     `json:"confirmed"`
	Status    string   `json:"status"`
	Reasons   []Reason `json:"reasons"`
	Line      int      `json:"line,omitempty"`
	Href      string   `json:"href,omitempty"`
}

func (s *server) notes(e Explanation) []note {
	all := make([]note, len(e.Notes))
	for i, n := range e.Notes {
		all[i] = note{n.Elements, n.Title, n.Confirmed, n.Status, n.Reasons, n.At.Line, s.editorURL(n.At)}
	}
	return all
}

const (
	// writePatience is how long a browser may leave an event unread.
	writePatience = 10 * time.Second

	// heartbeat is how often a silent connection is tried, so that browsers
	// that have gone are forgotten.
	heartbeat = 20 * time.Second
)

// serveEvents sends the number of each generation as a server-sent event. A
// browser that reads slowly gets the newest; one that does not read is dropped,
// and nobody waits for it.
func (s *server) serveEvents(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	news := make(chan uint64, 1)
	s.mu.Lock()
	s.watchers[news] = true
	wake(news, s.current.number) // whatever happened before it connected
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.watchers, news)
		s.mu.Unlock()
	}()

	out := http.NewResponseController(w)
	send := func(text string) bool {
		// A writer that knows no deadlines has no slow readers either.
		_ = out.SetWriteDeadline(time.Now().Add(writePatience))
		_, err := w.Write([]byte(text))
		return err == nil && out.Flush() == nil
	}
	if !send("retry: 500\n\n") {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		text := ":\n\n"
		select {
		case <-r.Context().Done():
			return
		case number := <-news:
			text = fmt.Sprintf("event: generation\ndata: %d\n\n", number)
		case <-beat.C:
		}
		if !send(text) {
			return
		}
	}
}
