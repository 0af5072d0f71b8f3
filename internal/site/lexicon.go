package site

import (
	"fmt"
	"hash/fnv"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
)

// lexicon is the reader of a site's stories, and what is wrong with the words that
// the site has added for it.
type lexicon struct {
	hash   uint64 // of the additions
	reader *sourcing.Reader
	found  []diag.Diagnostic
}

// lexiconFor returns the reader for a site's additions to the lexicon, the same one
// for as long as they stay.
func (b *Builder) lexiconFor(additions []diag.Source) *lexicon {
	h := fnv.New64a()
	for _, src := range additions {
		fmt.Fprintf(h, "%q %q\n", src.Name, src.Text)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lexicon == nil || b.lexicon.hash != h.Sum64() {
		b.lexicon = &lexicon{hash: h.Sum64()}
		b.lexicon.reader, b.lexicon.found = sourcing.New(additions)
	}
	return b.lexicon
}
