package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/importer"
)

// declare writes the sources that were found in a story into its front matter, for
// the editor to correct. What is declared there stays as it is written.
func (j job) declare(file string, text []byte, a *content.Article, result *annotate.Result) error {
	before := len(a.Sources)
	a.Sources = importer.Declare(a.Sources, result)
	added := a.Sources[before:]
	if len(added) == 0 {
		j.say.status("%s: every source that is found is declared", file)
		return nil
	}
	written, err := a.WriteBack(text, "sources")
	if err != nil {
		return err
	}
	if err := replaceFile(file, text, written); err != nil {
		return err
	}
	names := make([]string, len(added))
	for i, s := range added {
		names[i] = s.ID
	}
	j.say.status("%s: %s written to its front matter: %s", file, plural(len(added), "source"), strings.Join(names, ", "))
	return nil
}

// replaceFile puts a text in place of another as one step: whoever reads the file
// sees it whole, as it was or as it is. It refuses where somebody else has changed
// the file since.
func replaceFile(name string, before, after []byte) error {
	cannot := func(err error) error {
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			err = e.Err
		}
		return fmt.Errorf("cannot write %q: %w", name, err)
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return cannot(err)
	}
	info, err := os.Stat(real)
	if err != nil {
		return cannot(err)
	}
	temp, err := os.CreateTemp(filepath.Dir(real), "."+filepath.Base(real)+".*~")
	if err != nil {
		return cannot(err)
	}
	defer os.Remove(temp.Name()) // in vain once it has its name
	_, err = temp.Write(after)
	err = errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Sync(), temp.Close())
	if err != nil {
		return cannot(err)
	}
	now, err := os.ReadFile(real)
	if err != nil {
		return cannot(err)
	}
	if !bytes.Equal(now, before) {
		return &hintedError{fmt.Errorf("%q has changed meanwhile, and is left alone", name), []string{"save it, and run this again"}}
	}
	if err := os.Rename(temp.Name(), real); err != nil {
		return cannot(err)
	}
	return nil
}
