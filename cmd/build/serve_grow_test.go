package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// holdings are what a program holds on to.
type holdings struct{ goroutines, files, objects int }

func countHoldings(t *testing.T) holdings {
	t.Helper()
	// Once for what is garbage, and once for what its finalizers have let go.
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	h := holdings{goroutines: runtime.NumGoroutine(), objects: int(m.HeapObjects)}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		h.files = len(open)
	}
	return h
}

// TestServeDoesNotGrow saves hundreds of times, stories and styles and mistakes, while
// a page is open: what the preview holds afterwards is what it held at first.
func TestServeDoesNotGrow(t *testing.T) {
	dir := ferrySite(t)
	e := serve(t, "--site", dir)
	base := e.hear(`serving (http://[^/]+)/desk/ `)[1]
	save := func(n int) {
		switch n % 10 {
		case 3:
			writeFile(t, filepath.Join(dir, "static/style.css"), fmt.Sprintf("body { color: #%06d }", n))
		case 5:
			writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), strings.ReplaceAll(ferryStory, "title:", fmt.Sprintf("titel%d:", n)))
		default:
			writeFile(t, filepath.Join(dir, "content/articles/ferry.md"), strings.ReplaceAll(ferryStory, "unsafe", fmt.Sprintf("unsafe %d times", n)))
		}
		e.hear(` changed: `)
		for _, page := range []string{"/desk/ferry/", "/desk/", "/_preview/state?path=/desk/ferry/", "/_preview/why?path=/desk/ferry/"} {
			get(t, base+page)
		}
		// One that goes before it has heard anything.
		r, err := http.Get(base + "/_preview/events")
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
	}
	const first, all = 60, 300
	var before holdings
	for n := range all {
		if n == first {
			before = countHoldings(t)
		}
		save(n)
	}
	after := countHoldings(t)
	t.Logf("after %d saves %+v, after %d saves %+v", first, before, all, after)
	if after.goroutines > before.goroutines+10 || after.files > before.files+10 || after.objects > before.objects+before.objects/20 {
		t.Errorf("after %d saves %+v, after %d saves %+v", first, before, all, after)
	}
}
