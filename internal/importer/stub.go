package importer

import (
	"fmt"
	"strings"

	"backgrounder/internal/annotate/strangers"
	"backgrounder/internal/content"
)

// Stub is an entry of the glossary for a name: what the story tells of it, and a
// blank where an editor has to say who that is.
func Stub(s strangers.Stranger, story string) ([]byte, error) {
	entry, err := content.ActorFields(&content.Actor{Name: s.Name, Kind: string(s.Kind), Aliases: s.Aliases})
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("---\n")
	for line := range strings.Lines(string(entry)) {
		if strings.HasPrefix(line, "kind:") {
			line = fmt.Sprintf("%s   # a guess: %s\n", strings.TrimSuffix(line, "\n"), oneLine(s.Because))
		}
		b.WriteString(line)
	}
	fmt.Fprintf(&b, "summary:   # who or what this is, in one line; %s has the name %s\n---\n", story, times(s.Mentions))
	return []byte(b.String()), nil
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
