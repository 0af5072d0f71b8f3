package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/publish"
	"backgrounder/internal/site"
)

// runBuild checks the site, renders it and publishes it; where anything is wrong,
// it publishes nothing.
func runBuild(ctx context.Context, j job) error {
	began := j.clock()
	out, err := j.outputFolder()
	if err != nil {
		return err
	}
	root, err := openSite(j.site)
	if err != nil {
		return err
	}
	defer root.Close()
	builder, ds, err := j.newBuilder(root.FS(), errorsAlone)
	if err != nil {
		return err
	}
	findings := j.newFindings()
	loaded, more := content.Load(root.FS())
	plan, ds := newPlan(builder, loaded, append(ds, more...))
	findings.add(ds...)
	var report publish.Report
	published := false
	if findings.stop() == nil {
		report, err = publish.Write(ctx, out, files(plan, findings, began), publish.Options{Clean: j.clean})
		published = err == nil
		findings.addHere(report.Warnings...)
		err = findings.addError(err)
	}
	err = errors.Join(findings.print(j.format), err)
	if published {
		j.sayUnready("left out %s: %s", plan.Skipped())
		j.sayUnready("included %s: %s", plan.Early())
		j.say.status("%s", summary(out, report, j.clock().Sub(began)))
	} else if errors.Is(err, errFound) {
		j.say.status("nothing was published: %s", findings.count())
	}
	return err
}

// sayUnready names stories that are not ready to be published, and why: one that is
// missed, or there too early, should not have to be searched for.
func (j job) sayUnready(format string, stories []site.Skip) {
	for _, s := range stories {
		j.say.status(format, j.say.path(s.Path), s.Reason)
	}
}

// files yields the plan's outputs for publishing, and gathers what rendering finds.
func files(plan *site.Plan, f *findings, began time.Time) iter.Seq[publish.File] {
	return func(yield func(publish.File) bool) {
		n := 0
		for output := range plan.Outputs() {
			n++
			f.say.working(began, "%d files rendered", n)
			render := func(w io.Writer) error {
				ds, err := output.Render(w)
				f.add(ds...)
				if d, ok := errors.AsType[diag.Diagnostic](err); ok {
					f.add(d)
					return errFound
				}
				if err != nil {
					return err
				}
				return stops(ds, f.strict)
			}
			if !yield(publish.File{Path: output.Path, Render: render}) {
				return
			}
		}
	}
}

// findings gathers diagnostics from all over a build. It is safe for concurrent use.
type findings struct {
	say    *voice
	strict bool

	mu sync.Mutex
	ds []diag.Diagnostic
}

func (j job) newFindings() *findings { return &findings{say: j.say, strict: j.strict} }

// add adds diagnostics whose files are relative to the site.
func (f *findings) add(ds ...diag.Diagnostic) { f.addHere(f.say.fromHere(ds)...) }

// addHere adds diagnostics whose files are as the user would write them.
func (f *findings) addHere(ds ...diag.Diagnostic) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ds = append(f.ds, ds...)
}

// addError adds the diagnostics that an error of publishing joins, and returns
// what else it joins.
func (f *findings) addError(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var rest []error
		for _, e := range joined.Unwrap() {
			rest = append(rest, f.addError(e))
		}
		return errors.Join(rest...)
	}
	if d, ok := errors.AsType[diag.Diagnostic](err); ok {
		f.addHere(d)
		return nil
	}
	if errors.Is(err, errFound) {
		return nil
	}
	return err
}

// stop returns errFound if what was found stops the work.
func (f *findings) stop() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return stops(f.ds, f.strict)
}

// print reports all findings, sorted, and returns what stop does.
func (f *findings) print(format string) error {
	f.mu.Lock()
	f.ds = diag.Sort(f.ds)
	f.mu.Unlock()
	if err := f.say.found(f.ds, format); err != nil {
		return err
	}
	return f.stop()
}

// count says how much was found, as in "2 errors, 1 warning".
func (f *findings) count() string {
	n := diag.Errors(f.ds)
	var parts []string
	if n > 0 {
		parts = append(parts, plural(n, "error"))
	}
	if warnings := len(f.ds) - n; warnings > 0 {
		parts = append(parts, plural(warnings, "warning"))
	}
	return strings.Join(parts, ", ")
}

// summary says what a build has done, in a line.
func summary(out string, r publish.Report, took time.Duration) string {
	parts := []string{plural(r.Written, "file") + " written", fmt.Sprintf("%d unchanged", r.Unchanged)}
	if r.Removed > 0 {
		parts = append(parts, fmt.Sprintf("%d removed", r.Removed))
	}
	return fmt.Sprintf("%s: %s in %s", filepath.ToSlash(out)+"/", strings.Join(parts, ", "), roundly(took))
}

// roundly writes a duration as people would say it.
func roundly(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
