package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// How the program writes what editors write: a new file never over another, and
// another text for a file in one step. What is published is another matter.

// createFile writes a file that does not exist yet.
func createFile(root *os.Root, name string, text []byte) error {
	cannot := func(err error) error {
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s exists, and nothing is overwritten", name)
		}
		return fmt.Errorf("cannot write %s: %w", name, unwrapPath(err))
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return cannot(err)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return cannot(err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(cannot(err), root.Remove(name))
	}
	return nil
}

// replaceFile puts a text in place of another as one step: whoever reads the file
// sees it whole, as it was or as it is. It refuses where somebody else has changed
// the file since.
func replaceFile(name string, before, after []byte) error {
	cannot := func(err error) error { return fmt.Errorf("cannot write %q: %w", name, unwrapPath(err)) }
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

// unwrapPath is what is wrong with a file, for a message that names it itself.
func unwrapPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
