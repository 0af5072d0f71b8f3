package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"backgrounder"
	"backgrounder/internal/check"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// openSite opens the site's folder. What is read through it cannot leave it, by
// links or otherwise.
func openSite(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &hintedError{fmt.Errorf("there is no folder %q", dir), []string{"--site names the folder that holds content/"}}
	case err != nil:
		return nil, fmt.Errorf("cannot open the site %q: %w", dir, unwrapPath(err))
	}
	return root, nil
}

// parts returns the templates and the static files of a site: its own, and for
// every name that it has not, the ones that the program carries.
func parts(own fs.FS) (templates, static fs.FS, err error) {
	if templates, err = part(own, "templates"); err != nil {
		return nil, nil, err
	}
	static, err = part(own, "static")
	return templates, static, err
}

func part(own fs.FS, name string) (fs.FS, error) {
	mine, err := fs.Sub(own, name)
	if err != nil {
		return nil, err
	}
	builtIn, err := fs.Sub(backgrounder.Files, name)
	if err != nil {
		return nil, err
	}
	return site.Overlay(mine, builtIn), nil
}

// newPlan plans a site that was loaded, with a builder. Found is what loading the one
// and making the other found. With errors among what it returns there is no plan.
func newPlan(builder *site.Builder, loaded *content.Site, found []diag.Diagnostic) (*site.Plan, []diag.Diagnostic) {
	if diag.Errors(found) > 0 {
		return nil, found
	}
	plan, ds := planned(builder, loaded)
	return plan, append(found, ds...)
}

// newBuilder makes the builder for a site, whose stories are checked for what the
// rules say. With errors among what was found there is none.
func (j job) newBuilder(fsys fs.FS, rules ruleSet) (*site.Builder, []diag.Diagnostic, error) {
	return j.makeBuilder(fsys, rules, site.New)
}

// builderMaker is [site.New], or makes a builder out of the one before.
type builderMaker func(templates, static fs.FS, o site.Options) (*site.Builder, []diag.Diagnostic)

func (j job) makeBuilder(fsys fs.FS, rules ruleSet, create builderMaker) (*site.Builder, []diag.Diagnostic, error) {
	options, err := j.siteOptions()
	if err != nil {
		return nil, nil, err
	}
	templates, static, err := parts(fsys)
	if err != nil {
		return nil, nil, err
	}
	options.Check, options.Elsewhere = rules, check.Elsewhere
	builder, found := create(templates, static, options)
	return builder, found, nil
}

// siteOptions are the choices that flags and the environment make for a site.
func (j job) siteOptions() (site.Options, error) {
	now, err := j.now()
	return site.Options{BaseURL: j.baseURL, Drafts: j.drafts, Future: j.future, Now: now}, err
}

// now is the moment of the build: the clock's, unless the build is to be repeatable.
func (j job) now() (time.Time, error) {
	const variable = "SOURCE_DATE_EPOCH"
	s := j.getenv(variable)
	if s == "" {
		return j.clock(), nil
	}
	seconds, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, &usageError{
			message: fmt.Sprintf("%s is %q", variable, s),
			hints:   []string{"write seconds since 1970, or unset it"},
		}
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// outputFolder is where public files go.
func (j job) outputFolder() (string, error) {
	if j.output == "" {
		return filepath.Join(j.site, "public"), nil
	}
	inside, err := holds(j.output, j.site)
	if err != nil {
		return "", err
	}
	if inside {
		return "", &usageError{
			message: fmt.Sprintf("--output %q holds the site itself", j.output),
			hints:   []string{"choose a folder for published files alone, such as public"},
		}
	}
	for _, part := range []string{"content", "templates", "static"} {
		inside, err := holds(filepath.Join(j.site, part), j.output)
		if err != nil {
			return "", err
		}
		if inside {
			return "", &usageError{
				message: fmt.Sprintf("--output %q lies in the site's %s", j.output, part),
				hints:   []string{"choose a folder for published files alone, such as public"},
			}
		}
	}
	return j.output, nil
}

// holds reports whether the inner folder is the outer one or lies in it. Neither
// needs to exist.
func holds(outer, inner string) (bool, error) {
	outer, err := resolve(outer)
	if err != nil {
		return false, err
	}
	inner, err = resolve(inner)
	if err != nil {
		return false, err
	}
	rel, err := filepath.Rel(outer, inner)
	if err != nil {
		return false, nil // on different volumes
	}
	return rel == "." || rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)), nil
}

// resolve makes a path absolute and follows links, as far as it exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path, nil
	}
	parent, err = resolve(parent)
	return filepath.Join(parent, filepath.Base(path)), err
}
