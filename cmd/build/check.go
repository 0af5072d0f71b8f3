package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"slices"

	"backgrounder/internal/check"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// runCheck applies the rules to the whole site: to every story, drafts and those of
// days to come among them, since they are what an editor is working on; and to
// every page, as it would be published.
func runCheck(ctx context.Context, j job) error {
	root, err := openSite(j.site)
	if err != nil {
		return err
	}
	defer root.Close()
	var findings *findings
	for pass := 0; ; pass++ {
		findings = j.newFindings()
		if err := j.check(ctx, root.FS(), findings); err != nil {
			return errors.Join(findings.print(j.format), err)
		}
		if !j.fix || pass == mostPasses {
			break
		}
		if mended, err := j.mend(findings); err != nil {
			return errors.Join(findings.print(j.format), err)
		} else if mended == 0 {
			break
		}
	}
	err = findings.print(j.format)
	if j.format == "text" {
		j.say.status("%s", findings.verdict())
	}
	return err
}

// mostPasses is how often a site is mended and looked at again: mending one thing
// may show another, but what is mended does not come back.
const mostPasses = 10

// mend applies the fixes of what was found, and returns how many.
func (j job) mend(f *findings) (int, error) {
	byFile := map[string][]diag.Diagnostic{}
	for _, d := range diag.Sort(f.ds) {
		if len(d.Fix) > 0 {
			byFile[d.File] = append(byFile[d.File], d)
		}
	}
	n := 0
	for _, file := range slices.Sorted(maps.Keys(byFile)) {
		text, err := os.ReadFile(file)
		if err != nil {
			return n, fmt.Errorf("cannot read %q: %w", file, unwrapPath(err))
		}
		mended, done := diag.Mend(text, byFile[file])
		if len(done) == 0 {
			continue
		}
		if err := replaceFile(file, text, mended); err != nil {
			return n, err
		}
		for _, d := range done {
			j.say.mended(d)
		}
		n += len(done)
	}
	return n, nil
}

// verdict says what a check came to.
func (f *findings) verdict() string {
	if len(f.ds) == 0 {
		return "nothing found"
	}
	return "found " + f.count()
}

// check gathers everything that is wrong with a site.
func (j job) check(ctx context.Context, fsys fs.FS, f *findings) error {
	loaded, ds := content.Load(fsys)
	f.add(ds...)
	if diag.Errors(ds) > 0 {
		return nil
	}
	checker := check.New(loaded)
	plan, visit, err := j.visit(ctx, fsys, loaded, checker, f, nil)
	if err != nil || plan == nil {
		return err
	}
	if len(plan.Skipped()) > 0 {
		// What is not published yet is checked on a site where it is.
		j.drafts, j.future = true, true
		if plan, visit, err = j.visit(ctx, fsys, loaded, checker, f, plan); err != nil || plan == nil {
			return err
		}
	}
	f.add(visit.Unused()...)
	f.add(checker.Entries()...)
	f.add(checker.Comments()...)
	return nil
}

// visit plans the site and walks through its pages; those that another plan has are
// known already. There is no plan where errors stand in its way.
func (j job) visit(ctx context.Context, fsys fs.FS, loaded *content.Site, checker *check.Checker, f *findings, known *site.Plan) (*site.Plan, *check.Visit, error) {
	builder, ds, err := j.newBuilder(fsys, func(*content.Site) site.StoryCheck { return checker.Story })
	if err != nil {
		return nil, nil, err
	}
	f.add(ds...)
	if builder == nil {
		return nil, nil, nil
	}
	plan, ds := planned(builder, loaded)
	f.add(ds...)
	if plan == nil {
		return nil, nil, nil
	}
	visit, err := checker.Visit(ctx, plan.Base(), j.pages(plan, known))
	if d, ok := errors.AsType[diag.Diagnostic](err); ok {
		f.add(d)
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	f.add(visit.Rendered()...)
	f.add(visit.Broken()...)
	return plan, visit, nil
}

// pages yields a plan's outputs for checking.
func (j job) pages(plan, known *site.Plan) iter.Seq[check.Page] {
	began, n := j.clock(), 0
	return func(yield func(check.Page) bool) {
		for o := range plan.Outputs() {
			n++
			j.say.working(began, "%d files checked", n)
			p := check.Page{Path: o.Path, Source: o.Source, HTML: o.Type == "text/html; charset=utf-8", Render: o.Render}
			if known != nil {
				_, p.Known = known.Lookup(o.Path)
			}
			if !yield(p) {
				return
			}
		}
	}
}

// planned plans a site. With errors among what it returns there is no plan.
func planned(builder *site.Builder, loaded *content.Site) (*site.Plan, []diag.Diagnostic) {
	checker := check.New(loaded)
	plan, ds := builder.Plan(loaded)
	ds = append(checker.Config(), checker.Apply(ds)...)
	if diag.Errors(ds) > 0 {
		return nil, ds
	}
	return plan, ds
}

// ruleSet chooses what stories are checked for.
type ruleSet func(*content.Site) site.StoryCheck

// everyRule checks stories for everything.
func everyRule(c *content.Site) site.StoryCheck { return check.New(c).Story }

// errorsAlone checks stories for what is an error, as a rule or because site.yaml
// says so; of what is a judgement it reports what is found on the way.
func errorsAlone(c *content.Site) site.StoryCheck { return check.New(c).Errors }
