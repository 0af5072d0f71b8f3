package main

import (
	"context"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/preview"
)

// runServe shows the site until it is told to stop.
func runServe(ctx context.Context, j job) error {
	findings := &findings{say: j.say}
	if err := j.servable(findings); err != nil {
		return err
	}
	config := preview.Config{
		Plan: func(context.Context) (*preview.Site, []diag.Diagnostic) { return j.previewSite() },
		Bind: j.bind,
		Port: j.port,
		Poll: j.poll,
		Ready: func(address string) {
			j.say.status("serving %s (Ctrl-C ends it)", address)
			if j.open {
				j.openBrowser(ctx, address)
			}
		},
		Log: func(line string) { j.say.status("%s", line) },
		Report: func(ds []diag.Diagnostic) {
			j.say.found(j.say.fromHere(ds), "text")
		},
		EditorURL: j.editorURL,
	}
	for _, part := range []string{"content", "templates", "static"} {
		config.Roots = append(config.Roots, filepath.Join(j.site, part))
	}
	if err := findings.addError(preview.Run(ctx, config)); err != nil {
		return err
	}
	return findings.print("text")
}

// servable fails where there is nothing to watch: no site, or one without content.
// Mistakes in the content are no reason not to begin; the preview shows them.
func (j job) servable(f *findings) error {
	if _, err := j.siteOptions(); err != nil {
		return err
	}
	root, err := openSite(j.site)
	if err != nil {
		return err
	}
	defer root.Close()
	if _, err := root.Stat("content"); err == nil {
		return nil
	}
	_, ds := content.Load(root.FS())
	f.add(ds...)
	return f.print("text")
}

// previewSite plans the site anew.
func (j job) previewSite() (*preview.Site, []diag.Diagnostic) {
	plan, ds, err := j.plan()
	if err != nil {
		// The folder is gone, for a moment or for good; the preview goes on.
		ds = append(ds, diag.Diagnostic{Severity: diag.Error, Rule: "no-site", Message: err.Error()})
	}
	if plan == nil || diag.Errors(ds) > 0 {
		return nil, ds
	}
	return &preview.Site{
		Base: plan.Base(),
		Lookup: func(path string) (preview.Output, bool) {
			o, ok := plan.Lookup(path)
			return preview.Output{Type: o.Type, Source: o.Source, Render: o.Render}, ok
		},
	}, ds
}

// editorURL makes the link that opens a place in the user's editor, by the pattern
// that EDITOR_URL gives.
func (j job) editorURL(l diag.Location) string {
	pattern := j.getenv("EDITOR_URL")
	if pattern == "" || l.File == "" {
		return ""
	}
	file, err := filepath.Abs(filepath.Join(j.site, filepath.FromSlash(l.File)))
	if err != nil {
		return ""
	}
	return strings.NewReplacer(
		"{file}", (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath(),
		"{line}", strconv.Itoa(max(l.Line, 1)),
		"{column}", strconv.Itoa(max(l.Col, 1)),
	).Replace(pattern)
}

// openBrowser shows the address in the user's browser, or says that it cannot.
func (j job) openBrowser(ctx context.Context, address string) {
	command := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open"}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	command = append(command, address)
	browser := exec.CommandContext(ctx, command[0], command[1:]...)
	if err := browser.Start(); err != nil {
		j.say.line("hint", "no browser could be opened: open "+address+" yourself")
		return
	}
	go browser.Wait() // so that it does not stay as a zombie
}
