package content

import (
	"bytes"

	"backgrounder/internal/diag"
)

// maxLexicon is the size in bytes up to which an addition to the lexicon is read.
// The lexicon's own largest file is a tenth of it.
const maxLexicon = 64 << 10

// lexicon reads what the site adds to the lexicon: content/lexicon/*.txt, as it is
// written, in the order of the names. What is in the files is for those who read
// stories to understand.
func (l *loader) lexicon() []diag.Source {
	var files []diag.Source
	for _, e := range l.list(lexiconDir, ".txt") {
		text, err := readFile(l.fsys, e.path)
		if err != nil {
			l.found = append(l.found, asDiagnostic(e.path, err))
			continue
		}
		src := diag.Source{Name: e.path, Text: bytes.TrimPrefix(text, byteOrderMark)}
		if len(text) > maxLexicon {
			l.found = append(l.found, errorAt(diag.Location{File: e.path}, "too-large", "this file is larger than %d KB", maxLexicon>>10))
			continue
		}
		if err := checkCharacters(src); err != nil {
			l.found = append(l.found, asDiagnostic(e.path, err))
			continue
		}
		files = append(files, src)
	}
	return files
}
