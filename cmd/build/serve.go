package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

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
		Plan:   func(context.Context) (*preview.Site, []diag.Diagnostic) { return planner.plan() },
		Ignore: content.IsScratch,
		Bind:   j.bind,
		Port:   j.port,
		Poll:   j.poll,
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

// planner plans the site anew whenever it has changed. It keeps the builder, and
// with it what is known of stories that have not changed, for as long as the site's
// templates and static files are the same.
type planner struct {
	job
	builder *site.Builder
	found   []diag.Diagnostic // when it was made
	folder  fs.FileInfo       // of the site
	parts   [sha256.Size]byte
	unready []site.Skip // as they were last named
}

func (p *planner) plan() (*preview.Site, []diag.Diagnostic) {
	plan, found, err := p.replan()
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

func (p *planner) replan() (*site.Plan, []diag.Diagnostic, error) {
	// A folder that was replaced by another of the same name is another one, so it
	// is opened each time. It is closed when the last page that was rendered from
	// it is forgotten.
	root, err := openSite(p.site)
	if err != nil {
		return nil, nil, err
	}
	folder, err := root.Stat(".")
	if err != nil {
		return nil, nil, err
	}
	parts, err := hashFiles(root.FS(), "templates", "static")
	if err != nil {
		return nil, nil, err
	}
	if p.builder == nil || parts != p.parts || !os.SameFile(folder, p.folder) {
		p.parts, p.folder = parts, folder
		if p.builder, p.found, err = p.newBuilder(root.FS(), everyRule); err != nil {
			return nil, nil, err
		}
	}
	plan, found := newPlan(p.builder, slices.Clone(p.found), root.FS())
	return plan, found, nil
}

// hashFiles is a digest of all files in some folders, which need not exist.
func hashFiles(fsys fs.FS, folders ...string) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	for _, folder := range folders {
		err := fs.WalkDir(fsys, folder, func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || e.IsDir() || content.IsScratch(e.Name()) {
				return err
			}
			if !e.Type().IsRegular() {
				fmt.Fprintf(h, "%q %v\n", path, e.Type())
				return nil
			}
			data, err := fs.ReadFile(fsys, path)
			fmt.Fprintf(h, "%q %d\n", path, len(data))
			h.Write(data)
			return err
		})
		if err != nil {
			return sum, err
		}
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
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
	if launch(browser) != nil {
		j.say.line("hint", "no browser could be opened: open "+address+" yourself")
	}
}
