package main

import (
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
