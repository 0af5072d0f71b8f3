package browsertest

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var lighthouse = flag.Bool("lighthouse", false, "ask Lighthouse about the pages")

// audited are the pages that Lighthouse is asked about.
var audited = []string{"", "coalition-talks/", "glossary/", "glossary/kataib-hezbollah/"}

// attempts is how often Lighthouse may look at a page that it finds slow before its
// word counts: a machine that is busy with something else makes any page so.
const attempts = 3

// TestLighthouse wants 100 in every category, on a phone and at a desk, and prints
// the figures. It takes minutes and runs only when asked.
func TestLighthouse(t *testing.T) {
	if !*lighthouse {
		t.Skip("no -lighthouse")
	}
	chromium, err := findChromium()
	if err != nil {
		t.Fatal(err)
	}
	address := serveCompressed(t)
	for _, page := range audited {
		for _, device := range []string{"mobile", "desktop"} {
			var r report
			for range attempts {
				if r, err = ask(chromium, address+page, device); err != nil {
					t.Fatalf("/%s on %s: %v", page, device, err)
				}
				if r.score("performance") == 100 {
					break
				}
			}
			fmt.Printf("%-28s %-8s %s\n", "/"+page, device, r)
			if !r.whole() {
				t.Errorf("/%s on %s falls short:%s", page, device, r.short())
			}
		}
	}
}

// serveCompressed serves the site, built for its address, as hosts do that
// compress what they send.
func serveCompressed(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String() + "/"
	files, err := build("", address)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range files {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(f.body)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		files[name] = file{b.Bytes(), f.kind}
	}
	plain := host(files, "/")
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		plain(w, r)
	})
	server.Start()
	t.Cleanup(server.Close)
	return address
}

// report is what Lighthouse says of a page, as far as it is asked.
type report struct {
	Categories map[string]struct {
		Title     string
		Score     *float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Title        string
		Score        *float64
		DisplayValue string
		Explanation  string
		Details      struct {
			Items json.RawMessage // not always a list
		}
	}
	RuntimeError *struct{ Message string }
}

func ask(chromium, page, device string) (report, error) {
	var r report
	modules := filepath.Join("lighthouse", "node_modules")
	cli := filepath.Join(modules, "lighthouse", "cli", "index.js")
	if _, err := os.Stat(cli); err != nil {
		return r, fmt.Errorf("no Lighthouse (make lighthouse): %w", err)
	}
	args := []string{cli, page, "--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"}
	if device == "desktop" {
		args = append(args, "--preset=desktop")
	}
	command := exec.Command(findNode(modules), args...)
	command.Env = append(os.Environ(), "CHROME_PATH="+chromium)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		return r, fmt.Errorf("%w: %s", err, complaint.String())
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return r, err
	}
	if r.RuntimeError != nil && r.RuntimeError.Message != "" {
		return r, fmt.Errorf("it could not look: %s", r.RuntimeError.Message)
	}
	if len(r.Categories) == 0 {
		return r, fmt.Errorf("it says nothing")
	}
	return r, nil
}

// findNode is the Node that npm brought along, or else the system's.
func findNode(modules string) string {
	brought, _ := filepath.Glob(filepath.Join(modules, "node-*", "bin", "node"))
	if len(brought) > 0 {
		return brought[0]
	}
	return "node"
}

// wanted are the categories that have to be whole.
var wanted = []string{"performance", "accessibility", "best-practices", "seo"}

func (r report) score(category string) int {
	c, ok := r.Categories[category]
	if !ok || c.Score == nil {
		return 0
	}
	return int(*c.Score*100 + .5)
}

func (r report) whole() bool {
	return !slices.ContainsFunc(wanted, func(c string) bool { return r.score(c) < 100 })
}

func (r report) String() string {
	var figures []string
	for _, c := range wanted {
		figures = append(figures, fmt.Sprintf("%s %3d", c, r.score(c)))
	}
	for _, a := range []string{"first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"} {
		figures = append(figures, fmt.Sprintf("%s %s", initials(a), strings.ReplaceAll(r.Audits[a].DisplayValue, "\u00a0", " ")))
	}
	return strings.Join(figures, "  ")
}

func initials(words string) string {
	short := ""
	for w := range strings.SplitSeq(words, "-") {
		short += strings.ToUpper(w[:1])
	}
	return short
}

// short lists what keeps categories from being whole.
func (r report) short() string {
	var b strings.Builder
	for _, c := range wanted {
		if r.score(c) == 100 {
			continue
		}
		fmt.Fprintf(&b, "\n%s %d", c, r.score(c))
		refs := slices.Clone(r.Categories[c].AuditRefs)
		slices.SortStableFunc(refs, func(x, y struct {
			ID     string
			Weight float64
		}) int {
			return cmp.Compare(y.Weight, x.Weight)
		})
		for _, ref := range refs {
			a := r.Audits[ref.ID]
			if ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				fmt.Fprintf(&b, "\n\t%s (weight %g): %.2f %s %s", a.Title, ref.Weight, *a.Score, a.DisplayValue, a.Explanation)
				var items []struct {
					Node struct{ Snippet, Explanation string }
				}
				_ = json.Unmarshal(a.Details.Items, &items)
				for _, item := range items {
					fmt.Fprintf(&b, "\n\t\t%s %s", item.Node.Snippet, item.Node.Explanation)
				}
			}
		}
	}
	return b.String()
}
