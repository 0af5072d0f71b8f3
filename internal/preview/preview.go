// Package preview shows an editor the site while it is written: it watches the
// folders, plans the site anew when something changed, serves pages from memory
// on loopback, and tells the browsers that show a changed page to load it again.
//
// It is handed functions, not packages: how a site is planned and rendered, and
// which folders it is made of, are the caller's to say.
//
// # From a save to the browser
//
//	folders ─► watcher ─► Plan ─► generation ─► wake-up ─► browser asks for
//	           wake, be           (number,      (an event   its page's state:
//	           quiet, scan,       site,         of a few    stay, swap styles,
//	           compare            findings)     bytes)      or load again
//
// The watcher takes an event for nothing but a wake-up. It waits for a short
// quiet time, lists the files, and compares them with the list of before; only a
// difference makes a plan. Two lists bracket each plan, one from before it reads the
// files and one from after: whatever was touched in between is planned again, even if
// it holds by now what it held before. A plan keeps what it has read. So when the
// storm is over, what is served is what a clean build would write.
//
// Pages are rendered when a browser asks for them, once in each generation; one that
// fails is tried again each time, since the static files are read as late as that. The
// browser tells which page it shows and which version, a digest of the bytes that
// the site rendered. It is told to load again only if that differs, so a restart
// of the server, or a change elsewhere in the site, disturbs nobody.
//
// # When something is wrong
//
// A plan that fails leaves the site as it was; a page that fails leaves the page
// as it was. Over it stands an overlay with the diagnostics, which goes when they
// are mended. Warnings stand in a small list at the edge of the window, and every
// finding beside the paragraph that it is about.
//
// # What is not ready
//
// Pages that would not be published now ([Site.Early]) say so at the edge of the
// window, and links to them carry a mark. Neither is in what the site renders.
//
// # Why
//
// Where the caller can explain a page ([Output.Explain]), its passages and sources
// tell, when they are pointed at or focused, which rule found them and on which
// words, and whether an editor has confirmed it; what nobody has is outlined.
//
// # What the preview adds
//
// What the site renders is the same here and in the published folder. On the way
// to the browser the preview adds one script element to an HTML page, and widens
// the page's own Content-Security-Policy by what that script needs: scripts,
// workers and connections under /_preview/ at this host. The overlay's style is
// set through the object model, which no policy forbids. /_preview/raw/PATH
// answers with the bytes that the site rendered and nothing added.
//
// # Who may ask
//
// The server reads nothing from the disk: a path is looked up among the outputs
// of the plan. It listens on loopback unless told otherwise, knows no method but
// GET and HEAD, and sends no CORS header. A request whose Host is a name that
// could be anybody's is refused (a foreign page could have its own name resolve to this
// machine), and so is one that a browser marks as made by another site, unless
// it is somebody following a link. What runs the user's editor also asks for a
// header of its own, which no other site's page can send without being allowed to,
// whatever the browser.
package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"syscall"
	"time"

	"backgrounder/internal/diag"
)

// Config is what a preview is made of.
type Config struct {
	// Plan reads the folders and says what the site consists of, and what was
	// found on the way. A nil Site means that it cannot be built. Changed are the
	// files that differ from when Plan was last called, each from the name of its
	// root on; nil means that it is the first time. Plan is never called twice at
	// once.
	Plan func(_ context.Context, changed []string) (*Site, []diag.Diagnostic)

	// Roots are the folders that Plan reads, and single files if there are any.
	// They need not exist.
	Roots []string

	// Ignore tells by their names the files that Plan does not read, such as what
	// editors keep beside the one that is edited. It may be nil.
	Ignore func(name string) bool

	Bind string // address to listen on; "" is 127.0.0.1
	Port int    // 0 is any that is free
	Poll bool   // look for changes at intervals, without help of the system

	// Ready is called when the server answers, with the address of the home page.
	Ready func(url string)

	// Log takes a line for people, such as what has changed. Report takes the
	// findings whenever they differ from those reported before; none is good
	// news. Both may be nil.
	Log    func(line string)
	Report func([]diag.Diagnostic)

	// EditorURL makes the address that opens a place in the user's editor, or
	// "". OpenEditor opens it, for an editor that has no addresses. Either may be
	// nil.
	EditorURL  func(diag.Location) string
	OpenEditor func(diag.Location) error
}

// Site is what a site consists of at one moment. Its functions are called from
// several goroutines, also after newer sites have been planned.
type Site struct {
	// Base is the path under which the site lives, such as "/" or "/project/".
	Base string

	// Lookup finds an output by its path, such as "glossary/index.html".
	Lookup func(path string) (Output, bool)

	// Early says of outputs, by their paths, why they would not be published now,
	// as in "it is a draft". Their pages, and links to them, are labelled.
	Early map[string]string

	// Ahead yields work that pages will need and that can be done before they are asked
	// for: each piece, a short one, at any time, side by side with others, or not at all.
	// It is asked again for what is left whenever something broke off. It may be nil.
	Ahead iter.Seq[func()]
}

// Output is one file of the site, not yet rendered.
type Output struct {
	Type   string // media type
	Source string // the file that it is chiefly made of, as diagnostics name it; "" for none
	Render func(io.Writer) ([]diag.Diagnostic, error)

	// Explain tells of a page what its bytes do not. It may be nil.
	Explain func() (Explanation, error)
}

// Explanation is what can be told of a page beside its bytes.
type Explanation struct {
	Notes  []Note
	Places []Place // in the order of the page
}

// Note says why something that a page shows was found.
type Note struct {
	Elements  string // what it is about, as a selector of CSS
	Title     string
	Confirmed bool   // somebody has said so, and not software alone
	Status    string // the same in words
	Reasons   []Reason
	At        diag.Location // where it can be changed
}

// Reason is one decision: what was decided, on which words, and by which rule.
type Reason struct {
	Decides string `json:"decides"`
	On      string `json:"on"` // "" for none
	Rule    string `json:"rule"`
}

// Place is an element of a page that shows some lines of a file.
type Place struct {
	Element     string // a selector of CSS
	File        string
	First, Last int // lines
}

// Run serves the preview until ctx is done. It returns nil then, and an error if
// it cannot begin to serve.
func Run(ctx context.Context, c Config) error {
	listener, err := listen(c.Bind, c.Port)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	s := newServer(c)
	s.anyName = !isLoopback(listener.Addr())
	w := newWatcher(c, s.log)
	defer w.close()
	defer s.ahead.Wait()
	defer stop()
	w.scan() // before the plan reads, see the package comment
	s.plan(ctx, nil)
	if ctx.Err() != nil {
		return listener.Close()
	}

	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      sendPatience,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx },

		DisableGeneralOptionsHandler: true, // it would answer "OPTIONS *"
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if web.Shutdown(grace) != nil {
			web.Close()
		}
	})
	wg.Go(func() { w.run(ctx, func(changed []string) { s.plan(ctx, changed) }) })
	defer stop()
	if c.Ready != nil {
		c.Ready(s.address(listener.Addr()))
	}
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// listen opens the port, or says why it cannot.
func listen(bind string, port int) (net.Listener, error) {
	if bind == "" {
		bind = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(bind, strconv.Itoa(port)))
	if err == nil {
		return l, nil
	}
	d := diag.Diagnostic{
		Severity: diag.Error,
		Rule:     "preview-address",
		Message:  fmt.Sprintf("cannot listen on %s: %v", net.JoinHostPort(bind, strconv.Itoa(port)), cause(err)),
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		d.Rule = "port-in-use"
		d.Message = fmt.Sprintf("port %d is in use; choose another one or 0 for any", port)
		d.Hints = []string{"another preview may be running"}
	}
	return nil, d
}

// cause strips an error of the network down to what the system said.
func cause(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}

// isLoopback reports whether only this machine can connect.
func isLoopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// address is the URL of the home page for somebody at this machine.
func (s *server) address(a net.Addr) string {
	host, port := "127.0.0.1", ""
	if tcp, ok := a.(*net.TCPAddr); ok {
		port = strconv.Itoa(tcp.Port)
		if !tcp.IP.IsUnspecified() {
			host = tcp.IP.String()
		}
	}
	u := url.URL{Scheme: "http", Host: net.JoinHostPort(host, port), Path: s.now().base()}
	return u.String()
}
