package preview

import (
	"bytes"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"backgrounder/internal/diag"
)

// generation is the outcome of one plan. It does not change.
type generation struct {
	number   uint64
	site     planned           // the last one that could be planned
	findings []diag.Diagnostic // of this plan
	failed   bool              // the plan made no site
}

// planned is a site and the number of the plan that made it. What was rendered
// remembers the number, so that it does not keep the site in memory. Before the
// first plan that succeeds there is no Site.
type planned struct {
	*Site
	number uint64
}

// server is the preview's state and its HTTP handler.
type server struct {
	config  Config
	anyName bool // others than this machine may connect
	hosts   []string

	mu       sync.Mutex
	current  generation
	shown    map[string]version   // the pages that browsers have asked about in this generation
	watchers map[chan uint64]bool // browsers that wait for the next generation
	reported string               // the findings last reported, as text

	pages pages

	rush      rush
	ahead     sync.WaitGroup     // of the work that nobody waits for
	standBack context.CancelFunc // ends it; nil before the first plan
}

func newServer(c Config) *server {
	return &server{config: c, hosts: ownNames(), shown: map[string]version{}, watchers: map[chan uint64]bool{}, pages: pages{limit: pagesLimit}}
}

func (s *server) log(format string, args ...any) {
	if s.config.Log != nil {
		s.config.Log(fmt.Sprintf(format, args...))
	}
}

func (s *server) now() generation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// base is the path of the site that is served, with a slash at both ends.
func (g generation) base() string {
	if g.site.Site != nil {
		if b := strings.Trim(g.site.Base, "/"); b != "" {
			return "/" + b + "/"
		}
	}
	return "/"
}

// plan makes the next generation and wakes the browsers. Changed are the files
// that were the reason; nil means that it is the first.
func (s *server) plan(ctx context.Context, changed []string) {
	start := time.Now()
	if s.standBack != nil {
		s.standBack()
	}
	site, findings := s.config.Plan(ctx, changed)
	if ctx.Err() != nil {
		return
	}

	s.mu.Lock()
	s.current.number++
	s.current.findings = findings
	s.current.failed = site == nil
	if site != nil {
		s.current.site = planned{site, s.current.number}
	}
	number := s.current.number
	shown := s.shown
	s.shown = map[string]version{}
	for w := range s.watchers {
		wake(w, number)
	}
	s.mu.Unlock()

	if len(changed) > 0 {
		said := outcome(site, findings)
		if rebuilt := s.rebuild(shown); len(rebuilt) > 0 {
			said += ", " + summary(rebuilt) + " rebuilt"
		}
		s.log("%s changed: %s in %s", summary(changed), said, round(time.Since(start)))
	}
	s.report(findings)

	ctx, s.standBack = context.WithCancel(ctx)
	s.ahead.Go(func() { s.workAhead(ctx) })
}

// rebuild renders the pages that browsers show, and returns those that have
// changed. The browsers are about to ask for them.
func (s *server) rebuild(shown map[string]version) []string {
	var rebuilt []string
	site := s.now().site
	if site.Site == nil {
		return nil
	}
	for _, path := range slices.Sorted(maps.Keys(shown)) {
		if p, ok := s.get(site, path); ok && p.version != shown[path] {
			rebuilt = append(rebuilt, path)
		}
	}
	return rebuilt
}

// wake leaves the newest number in a channel of one place.
func wake(w chan uint64, number uint64) {
	for {
		select {
		case w <- number:
			return
		default:
		}
		select {
		case <-w:
		default:
		}
	}
}

// report hands findings on unless they are those of the last time.
func (s *server) report(findings []diag.Diagnostic) {
	if s.config.Report == nil {
		return
	}
	text := words(findings)
	s.mu.Lock()
	news := text != s.reported
	s.reported = text
	s.mu.Unlock()
	if news {
		s.config.Report(findings)
	}
}

// words is what people read of some findings.
func words(findings []diag.Diagnostic) string {
	var b strings.Builder
	_ = diag.Text{}.Write(&b, findings) // a Builder does not fail
	return b.String()
}

func summary(changed []string) string {
	if len(changed) == 1 {
		return changed[0]
	}
	return fmt.Sprintf("%s and %d more", changed[0], len(changed)-1)
}

func outcome(site *Site, findings []diag.Diagnostic) string {
	errs := diag.Errors(findings)
	said := "planned"
	if site == nil {
		said = "not built, the last good pages stay"
	}
	if errs > 0 {
		said += fmt.Sprintf(", %s", count(errs, "error"))
	}
	if warnings := len(findings) - errs; warnings > 0 {
		said += fmt.Sprintf(", %s", count(warnings, "warning"))
	}
	return said
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// round keeps what matters of a duration.
func round(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(100 * time.Microsecond)
}

// page is one output as it was last rendered well, and what was found when it
// was last rendered.
type page struct {
	path     string
	plan     uint64 // number of the plan that it was rendered from
	good     bool   // there is a body
	stale    bool   // the body is of an earlier plan, since this one's failed
	kind     string // media type
	source   string
	body     []byte
	version  version
	findings []diag.Diagnostic
}

// isDone reports whether a page need not be rendered any more. It may be nil.
func (p *page) isDone(site planned) bool {
	return p != nil && p.plan == site.number && p.good && !p.stale
}

// version identifies what a browser shows: a digest of the body, and one of the
// body without the addresses of its stylesheets. If only the first differs, the
// stylesheets can be swapped in place.
type version string

func versionOf(kind string, body []byte) version {
	whole := digest(body)
	if !isHTML(kind) {
		return version(whole + "." + whole)
	}
	return version(whole + "." + digest(unstyled(body)))
}

// isFixed reports whether a page's path carries the digest of its bytes, as those of
// assets do, so that it can never have others. That is not taken on trust: a file may
// change between the plan, which names it, and its rendering.
func (p *page) isFixed() bool {
	const digits = 10
	for part := range strings.SplitSeq(p.path, ".") {
		if len(part) >= digits && strings.HasPrefix(string(p.version), part) {
			return true
		}
	}
	return false
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// sameButStyles reports whether two versions differ in nothing but their stylesheets.
func (v version) sameButStyles(w version) bool {
	_, a, ok := strings.Cut(string(v), ".")
	_, b, okToo := strings.Cut(string(w), ".")
	return ok && okToo && a == b
}

// pagesLimit is how many bytes of rendered pages are kept. A page that does not
// fit is rendered again when it is asked for.
const pagesLimit = 64 << 20

// pages keeps what was rendered, the least recently used going first.
type pages struct {
	limit int // in bytes

	mu    sync.Mutex
	size  int
	order list.List // of *page, the newest in front
	found map[string]*list.Element

	rendering singleflight.Group
}

// get returns the page as it is on the site, rendering it if that has not been
// done yet, or not well; fresh tells that it has been done just now, by this call, and
// has not come to what was found the last time. It reports false if the site has no
// such output.
func (c *pages) get(site planned, path string) (p *page, fresh, ok bool) {
	out, ok := site.Lookup(path)
	if !ok {
		return nil, false, false
	}
	if p := c.peek(path); p.isDone(site) {
		return p, false, true
	}
	rendered, _, _ := c.rendering.Do(fmt.Sprintf("%d %s", site.number, path), func() (any, error) {
		last := c.peek(path)
		if last.isDone(site) {
			return last, nil
		}
		p := render(site, path, out, last)
		c.put(p)
		fresh = last == nil || last.plan != p.plan || words(last.findings) != words(p.findings)
		return p, nil
	})
	return rendered.(*page), fresh, true
}

// render renders an output. If that fails, the page keeps the body of last.
func render(site planned, path string, out Output, last *page) *page {
	p := &page{path: path, plan: site.number, kind: out.Type, source: out.Source}
	var b bytes.Buffer
	findings, err := out.Render(&b)
	p.findings = findings
	if err == nil {
		p.good, p.body = true, b.Bytes()
		p.version = versionOf(p.kind, p.body)
		return p
	}
	p.findings = append(diagnostics(path, err), findings...)
	if last != nil && last.good && last.kind == p.kind {
		p.good, p.stale, p.body, p.version = true, true, last.body, last.version
	}
	return p
}

// diagnostics takes an error apart into what can be shown.
func diagnostics(path string, err error) []diag.Diagnostic {
	if d, ok := err.(diag.Diagnostic); ok {
		return []diag.Diagnostic{d}
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []diag.Diagnostic
		for _, e := range joined.Unwrap() {
			all = append(all, diagnostics(path, e)...)
		}
		return all
	}
	if d, ok := errors.AsType[diag.Diagnostic](err); ok {
		return []diag.Diagnostic{d}
	}
	return []diag.Diagnostic{{
		Location: diag.Location{File: path},
		Severity: diag.Error,
		Rule:     "render",
		Message:  err.Error(),
	}}
}

func (c *pages) peek(path string) *page {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.found[path]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*page)
}

func (c *pages) put(p *page) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found == nil {
		c.found = map[string]*list.Element{}
	}
	if e, ok := c.found[p.path]; ok {
		c.drop(e)
	}
	c.found[p.path] = c.order.PushFront(p)
	c.size += len(p.body)
	for c.size > c.limit && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *pages) drop(e *list.Element) {
	p := c.order.Remove(e).(*page)
	delete(c.found, p.path)
	c.size -= len(p.body)
}
