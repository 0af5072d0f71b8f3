package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/preview"
	"backgrounder/internal/site"
)

// runServe shows the site until it is told to stop.
func runServe(ctx context.Context, j job) error {
	findings := &findings{say: j.say}
	if err := j.servable(findings); err != nil {
		return err
	}
	editor, err := j.theEditor()
	if err != nil {
		return err
	}
	planner := &planner{job: j}
	config := preview.Config{
		Plan: func(_ context.Context, changed []string) (*preview.Site, []diag.Diagnostic) {
			return planner.plan(changed)
		},
		Ignore: content.IsScratch,
		Bind:   j.bind,
		Port:   j.port,
		Poll:   j.poll,
		Ready: func(address string) {
			j.say.status("serving %s (Ctrl-C ends it)", address)
			if j.isExposed() {
				j.say.line("hint", "whoever can reach this machine can read it, what is not published too")
			}
			if j.open {
				j.openBrowser(ctx, address)
			}
		},
		Log: func(line string) { j.say.status("%s", line) },
		Report: func(ds []diag.Diagnostic) {
			j.say.found(j.say.fromHere(ds), "text")
		},
	}
	switch {
	case editor.address != "":
		config.EditorURL = func(l diag.Location) string {
			if p, ok := j.placeOf(l); ok {
				return editor.url(p)
			}
			return ""
		}
	case editor.command != nil:
		config.OpenEditor = func(l diag.Location) error {
			p, ok := j.placeOf(l)
			if !ok {
				return fmt.Errorf("there is no file %s", l.File)
			}
			return launch(editor.run(p))
		}
	}
	for _, part := range []string{"content", "templates", "static"} {
		config.Roots = append(config.Roots, filepath.Join(j.site, part))
	}
	if err := findings.addError(preview.Run(ctx, config)); err != nil {
		return err
	}
	return findings.print("text")
}

// theEditor is the one that --editor names, or else the environment.
func (j job) theEditor() (editor, error) {
	const variable = "EDITOR_URL"
	distro := j.getenv("WSL_DISTRO_NAME")
	if j.editor != "" {
		e, err := parseEditor(j.editor, distro)
		if err != nil {
			return editor{}, &usageError{message: fmt.Sprintf("--editor does not take %q", j.editor), hints: []string{err.Error()}}
		}
		return e, nil
	}
	e, err := parseEditor(cmp.Or(j.getenv(variable), defaultEditor), distro)
	if err != nil {
		return editor{}, &usageError{message: fmt.Sprintf("%s is %q", variable, j.getenv(variable)), hints: []string{err.Error()}}
	}
	return e, nil
}

// isExposed reports whether others than this machine may be able to connect.
func (j job) isExposed() bool {
	ip := net.ParseIP(j.bind)
	return j.bind != "" && j.bind != "localhost" && (ip == nil || !ip.IsLoopback())
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

// planner plans the site anew whenever it has changed. It keeps what is known of stories
// that have not changed, and reads only what has.
type planner struct {
	job
	root    *os.Root
	folder  fs.FileInfo       // of the site
	builder *site.Builder     // the last that could be made
	found   []diag.Diagnostic // when it was made
	parts   map[string]bool   // templates and static files that have changed since
	words   content.Reading   // what is under content/
	hour    time.Time         // in which it was made: what is of a later day may not be any more
	unready []site.Skip       // as they were last named
}

func (p *planner) plan(changed []string) (*preview.Site, []diag.Diagnostic) {
	plan, found, err := p.replan(changed)
	if err != nil {
		// The folder is gone, for a moment or for good; the preview goes on.
		return nil, []diag.Diagnostic{{Severity: diag.Error, Rule: "no-site", Message: err.Error()}}
	}
	if plan == nil || diag.Errors(found) > 0 {
		return nil, found
	}
	if unready := slices.Concat(plan.Skipped(), plan.Early()); !slices.Equal(unready, p.unready) {
		p.unready = unready
		p.sayUnready("left out %s: %s", plan.Skipped())
		p.sayUnready("%s would not be published: %s", plan.Early())
	}
	early := map[string]string{}
	for o := range plan.Outputs() {
		if o.Early != "" {
			early[o.Path] = o.Early
		}
	}
	return &preview.Site{
		Base:  plan.Base(),
		Early: early,
		Ahead: plan.Ahead(),
		Lookup: func(path string) (preview.Output, bool) {
			o, ok := plan.Lookup(path)
			return preview.Output{Type: o.Type, Source: o.Source, Render: o.Render, Explain: func() (preview.Explanation, error) {
				found, err := o.Found()
				if found == nil {
					return preview.Explanation{}, err
				}
				return explained(found), nil
			}}, ok
		},
	}, found
}

func (p *planner) replan(changed []string) (_ *site.Plan, _ []diag.Diagnostic, err error) {
	defer func() {
		if err != nil {
			p.words, p.builder = content.Reading{}, nil // they have not been told what has changed
		}
	}()
	if err := p.open(); err != nil {
		return nil, nil, err
	}
	now, err := p.now()
	if err != nil {
		return nil, nil, err
	}
	anew := map[string]bool{}
	for _, file := range changed {
		anew[file] = true
		if isPart(file) {
			p.parts[file] = true
		}
	}
	builder, err := p.upToDate(now.Truncate(time.Hour))
	if err != nil {
		return nil, nil, err
	}
	loaded, found := p.words.Load(p.root.FS(), func(file string) bool { return anew[file] })
	plan, found := newPlan(builder, loaded, slices.Concat(p.found, found))
	return plan, found, nil
}

// upToDate is the builder for the templates and static files as they are now; with
// errors among what was found when it was to be made it is nil.
func (p *planner) upToDate(hour time.Time) (*site.Builder, error) {
	create := builderMaker(site.New)
	switch {
	case p.builder != nil && len(p.parts) == 0 && hour.Equal(p.hour):
		return p.builder, nil
	case p.builder != nil:
		create = func(templates, static fs.FS, o site.Options) (*site.Builder, []diag.Diagnostic) {
			return p.builder.Again(templates, static, o, func(name string) bool { return p.parts["static/"+name] })
		}
	}
	builder, found, err := p.makeBuilder(p.root.FS(), everyRule, create)
	if err != nil {
		return nil, err
	}
	if p.found = found; builder != nil {
		p.builder, p.hour = builder, hour
		clear(p.parts)
	}
	return builder, nil
}

// open opens the site's folder. One that was replaced by another of the same name is
// another one; the old one is closed when the last page that was rendered from it is
// forgotten.
func (p *planner) open() error {
	folder, err := os.Stat(p.site)
	if err == nil && p.root != nil && os.SameFile(folder, p.folder) {
		return nil
	}
	root, err := openSite(p.site)
	if err != nil {
		return err
	}
	folder, err = root.Stat(".")
	if err != nil {
		return err
	}
	p.root, p.folder, p.builder, p.parts, p.words = root, folder, nil, map[string]bool{}, content.Reading{}
	return nil
}

// isPart reports whether a file is one of the templates or static files, which the
// builder has read.
func isPart(file string) bool { return !strings.HasPrefix(file, "content/") && file != "content" }

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
	if launch(browser) != nil {
		j.say.line("hint", "no browser could be opened: open "+address+" yourself")
	}
}
