package browsertest

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// A file is an output of the build, rendered.
type file struct {
	body []byte
	kind string // media type
}

// builds are the sites that are looked at, each built once: the one that is shipped,
// under "", and those of testdata/sites, by the address that they stand at.
var builds sync.Map // of [2]string, the site and its base path, to a function

func built(name, base string) (map[string]file, error) {
	once, _ := builds.LoadOrStore([2]string{name, base}, sync.OnceValues(func() (map[string]file, error) { return build(name, "https://example.org"+base) }))
	return once.(func() (map[string]file, error))()
}

// build renders every output of a site for an address.
func build(name, address string) (map[string]file, error) {
	var root fs.FS = os.DirFS(fromModule())
	templates, static := os.DirFS(fromModule("templates")), os.DirFS(fromModule("static"))
	if name != "" {
		root = os.DirFS("testdata/sites/" + name)
		if make, ok := made[name]; ok {
			root = make()
		}
		templates, static = over(root, "templates", templates), over(root, "static", static)
	}
	words, ds := content.Load(root)
	if err := firstError(ds); err != nil {
		return nil, err
	}
	builder, ds := site.New(templates, static, site.Options{
		BaseURL: address,
		Now:     time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC),
	})
	if err := firstError(ds); err != nil {
		return nil, err
	}
	plan, ds := builder.Plan(words)
	if err := firstError(ds); err != nil {
		return nil, err
	}
	files := map[string]file{}
	for output := range plan.Outputs() {
		var body bytes.Buffer
		ds, err := output.Render(&body)
		if err == nil {
			err = firstError(ds)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", output.Path, err)
		}
		files[output.Path] = file{body.Bytes(), output.Type}
	}
	return files, nil
}

func firstError(ds []diag.Diagnostic) error {
	for _, d := range ds {
		if d.Severity == diag.Error {
			return d
		}
	}
	return nil
}

// over is a site's own folder over the one that it stands in for.
func over(root fs.FS, folder string, lower fs.FS) fs.FS {
	own, err := fs.Sub(root, folder)
	if err != nil {
		return lower
	}
	return site.Overlay(own, lower)
}

// shipped is the site of this repository, built for a base path.
func shipped(t *testing.T, base string) map[string]file { return outputs(t, "", base) }

func outputs(t *testing.T, name, base string) map[string]file {
	t.Helper()
	files, err := built(name, base)
	if err != nil {
		t.Fatalf("building the site: %v", err)
	}
	return files
}

// serve serves a site as a static host does, and returns its address.
func serve(t *testing.T, name, base string) string {
	t.Helper()
	server := httptest.NewServer(host(outputs(t, name, base), base))
	t.Cleanup(server.Close)
	return server.URL + base
}

// host answers as a static host does that serves files under a base path.
func host(files map[string]file, base string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(r.URL.Path, base)
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		f, found := files[name]
		status := http.StatusOK
		if !ok || !found {
			f, status = files["404.html"], http.StatusNotFound
		}
		w.Header().Set("Content-Type", f.kind)
		w.WriteHeader(status)
		_, _ = w.Write(f.body)
	}
}
