package prose

import (
	_ "embed"
	"strings"
)

//go:embed abbreviations.txt
var abbreviationsText string

// abbreviations are the words of abbreviations.txt, which take a full stop of their own;
// those with which a sentence can end all the same are true.
var abbreviations = func() map[string]bool {
	all := map[string]bool{}
	ending := false
	for line := range strings.Lines(abbreviationsText) {
		switch line = strings.TrimSpace(line); {
		case line == "[within]", line == "[ending]":
			ending = line == "[ending]"
		case !strings.HasPrefix(line, "#"):
			for w := range strings.FieldsSeq(line) {
				all[w] = ending
			}
		}
	}
	return all
}()
