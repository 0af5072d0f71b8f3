package publish

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// killSites are two sites that share some files and each have some of their own,
// one of them where the other has a folder.
func killSites() [2]site {
	var sites [2]site
	for i := range sites {
		s := site{".nojekyll": "", "same.html": "same", fmt.Sprintf("only-%d/index.html", i): "own"}
		for f := range 10 {
			s[fmt.Sprintf("d/%d.html", f)] = strings.Repeat(fmt.Sprintf("file %d of site %d\n", f, i), 200)
		}
		s["big"] = strings.Repeat(fmt.Sprint(i), spill+100)
		sites[i] = s
	}
	sites[0]["turns"] = "a file"
	sites[1]["turns/index.html"] = "a folder"
	return sites
}

// TestKill kills a process that writes one site after the other, at whatever it
// is about when it has rendered so many files: mostly between two renders, and
// sometimes in the change itself.
func TestKill(t *testing.T) {
	const inside = "PUBLISH_TEST_KILL"
	sites := killSites()
	if dir := os.Getenv(inside); dir != "" {
		for i := 0; ; i++ {
			files := func(yield func(File) bool) {
				for f := range sites[i%2].files() {
					whole := f.Render
					f.Render = func(w io.Writer) error {
						fmt.Print(".")
						return whole(w)
					}
					if !yield(f) {
						return
					}
				}
			}
			if _, err := Write(context.Background(), dir, files, Options{}); err != nil {
				fmt.Print("!", err) // the parent finds what is left
				os.Exit(1)
			}
		}
	}

	dir := t.TempDir()
	put(t, dir, "mine.txt", "mine")
	for _, renders := range []int{1, 5, 14, 15, 16, 17, 28, 29, 30, 31, 32, 45} {
		c := exec.Command(os.Args[0], "-test.run=^TestKill$")
		c.Env = append(os.Environ(), inside+"="+dir)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		dots := make([]byte, renders)
		_, err = io.ReadFull(out, dots)
		c.Process.Kill()
		_ = c.Wait() // it was killed
		if err != nil || strings.Contains(string(dots), "!") {
			t.Fatalf("the process ended by itself: %v %s", err, dots)
		}
		for p, text := range tree(t, dir) {
			temporary := isTemp(filepath.Base(p)) || p == markName || strings.HasSuffix(p, "/")
			if !temporary && text != sites[0][p] && text != sites[1][p] && text != "mine" {
				t.Errorf("killed after %d renders, %s is torn: %.40q… of %d bytes", renders, p, text, len(text))
			}
		}
	}
	for _, s := range sites {
		if got := mustWrite(t, dir, s, Options{}); len(got.Warnings) > 0 {
			t.Errorf("warnings %v", got.Warnings)
		}
		s["mine.txt"] = "mine"
		wantTree(t, dir, s)
		delete(s, "mine.txt")
	}
}
