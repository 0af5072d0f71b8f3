package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// standardInput is what diagnostics call a story that came through a pipe.
const standardInput = "standard input"

// runAnnotate writes what is found in a story, or into several.
func runAnnotate(ctx context.Context, j job) error {
	if err := j.checkWrite(); err != nil {
		return err
	}
	known, ds, err := j.glossary()
	if err != nil {
		return err
	}
	if len(j.operands) == 1 {
		return j.annotate(ctx, j.operands[0], known, ds)
	}
	about := j.newFindings()
	about.add(ds...)
	if err := about.print("text"); diag.Errors(ds) > 0 {
		return err
	}
	failed := false
	for _, file := range j.operands {
		if err := j.annotate(ctx, file, known, nil); err != nil {
			j.say.failure(err)
			failed = true
		}
		if ctx.Err() != nil {
			break
		}
	}
	if failed {
		return errFound // and told
	}
	return nil
}

// annotate writes what is found in one story. With errors in what was found of the
// site it only says so.
func (j job) annotate(ctx context.Context, file string, known knowledge, ds []diag.Diagnostic) error {
	findings := j.newFindings()
	findings.add(ds...)
	name, text, err := j.readStory(ctx, file)
	if err != nil {
		return err
	}
	plain := j.from == "txt" || j.from == "" && filepath.Ext(name) != ".md"
	article, body, ds := content.ParseStory(filepath.ToSlash(name), text, plain, known.zone)
	findings.addHere(ds...)
	if diag.Errors(findings.ds) > 0 {
		return findings.print("text")
	}
	story := site.StoryOf(article, known.language)
	if !j.date.IsZero() {
		story.Date = j.date
	}
	result, ds := site.Annotate(known.actors, known.reader, body, plain, story)
	findings.addHere(ds...)
	if !annotate.English(story.Language) {
		j.say.status("sources and dates are looked for in English; in this story (%s) they are those that are declared and marked", story.Language)
	}
	if j.write {
		found := findings.print("text")
		if err := j.declare(name, text, article, result); err != nil {
			return err
		}
		return found
	}
	if err := j.writeResult(result); err != nil {
		return fmt.Errorf("cannot write the result: %w", err)
	}
	return findings.print("text")
}

// checkWrite refuses what --write cannot be combined with.
func (j job) checkWrite() error {
	switch {
	case !j.write && len(j.operands) > 1:
		return &usageError{
			message: fmt.Sprintf("annotate does not know what to do with %q", j.operands[1]),
			hints:   []string{"only --write takes more than one story", "try " + program + " help annotate"},
		}
	case !j.write:
		return nil
	case slices.Contains(j.operands, "-"):
		return &usageError{message: "--write needs a file to write to, not standard input"}
	case j.explain || j.format == "json":
		return &usageError{
			message: "--write changes the file and prints nothing",
			hints:   []string{"leave out --write to see what it would write"},
		}
	}
	return nil
}

func (j job) writeResult(result *annotate.Result) error {
	switch {
	case j.format == "json" && j.explain:
		return annotate.ExplainJSON(j.stdout, result)
	case j.format == "json":
		return annotate.EncodeJSON(j.stdout, result)
	}
	return writeAnnotated(j.stdout, result, j.explain)
}

// knowledge is what a site knows beside its stories.
type knowledge struct {
	actors   []*content.Actor
	reader   *sourcing.Reader // of sources, with the site's own words
	language string
	zone     *time.Location
}

// glossary returns what the site knows, and what is wrong with its actors or
// words. A story can be annotated without any of it; the rest of the site does not
// matter.
func (j job) glossary() (knowledge, []diag.Diagnostic, error) {
	root, err := openSite(j.site)
	if err != nil {
		return knowledge{}, nil, err
	}
	defer root.Close()
	folders := []string{"content/glossary", "content/lexicon"}
	if !slices.ContainsFunc(append(folders, "content/site.yaml"), func(name string) bool {
		_, err := root.Stat(name)
		return !errors.Is(err, fs.ErrNotExist)
	}) {
		return knowledge{}, nil, nil
	}
	loaded, ds := content.Load(root.FS())
	var wrong []diag.Diagnostic
	for _, d := range ds {
		if d.Severity == diag.Error && slices.Contains(folders, path.Dir(d.File)) {
			wrong = append(wrong, d)
		}
	}
	reader, ds := sourcing.New(loaded.Lexicon)
	return knowledge{loaded.Actors, reader, loaded.Config.Language, loaded.Config.Location}, append(wrong, ds...), nil
}

// readStory reads the named file, or standard input for "-".
func (j job) readStory(ctx context.Context, file string) (name string, text []byte, err error) {
	if file == "-" {
		text, err = readAll(ctx, j.stdin)
		return standardInput, text, err
	}
	f, err := os.Open(file)
	if err == nil {
		defer f.Close()
		text, err = readAll(ctx, f)
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return "", nil, fmt.Errorf("cannot read %q: %w", file, unwrapPath(err))
	}
	return file, text, err
}

// mostRead is how much is read of a story: more than enough to be told that it is
// too large, of what may never end.
const mostRead = 4 << 20 // bytes

// readAll reads to the end, or until nobody waits for it any more.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	var text bytes.Buffer
	done := make(chan error, 1)
	go func() {
		_, err := text.ReadFrom(io.LimitReader(r, mostRead))
		done <- err
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case err := <-done:
		return text.Bytes(), err
	}
}
