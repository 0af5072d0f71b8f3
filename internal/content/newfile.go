package content

import (
	"bytes"
	"fmt"
	"strings"
)

// NewStory is the front matter of a new story, between its fences: what a says,
// and every other field as a comment that says what it is for.
func NewStory(a *Article) ([]byte, error) { return newFile(articleFields, a) }

// NewActor is the front matter of a new entry of the glossary, likewise.
func NewActor(a *Actor) ([]byte, error) { return newFile(actorFields, a) }

// ActorFields is the lines of an entry's front matter that say what a says, and
// no others.
func ActorFields(a *Actor) ([]byte, error) {
	var b bytes.Buffer
	for _, f := range actorFields {
		if err := f.lines(&b, a); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// lines writes the field where it says something.
func (f field[T]) lines(b *bytes.Buffer, from *T) error {
	v := f.write(from)
	if v == nil {
		return nil
	}
	lines, err := render(f.Name, v)
	b.WriteString(lines)
	return err
}

func newFile[T any](table []field[T], from *T) ([]byte, error) {
	inner := map[string]Type{} // mappings within, by what their lists are called
	for _, t := range Types() {
		inner["a list of "+t.Name+"s"] = t
		inner[withArticle(t.Name)] = t
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	for _, f := range table {
		fmt.Fprintf(&b, "# %s (%s)\n", strings.TrimSuffix(f.Doc, "."), f.Type)
		before := b.Len()
		if err := f.lines(&b, from); err != nil {
			return nil, err
		}
		t, nested := inner[f.Type]
		switch {
		case b.Len() > before:
		case f.Required:
			fmt.Fprintf(&b, "%s:\n", f.Name)
		case nested:
			fmt.Fprintf(&b, "# %s:\n", f.Name)
			t.example(&b, strings.HasPrefix(f.Type, "a list"))
		default:
			fmt.Fprintf(&b, "# %s:\n", f.Name)
		}
	}
	b.WriteString("---\n")
	return b.Bytes(), nil
}

// example writes a mapping's keys as comments, each with what it is for.
func (t Type) example(b *bytes.Buffer, item bool) {
	width := 0
	for _, f := range t.Fields {
		width = max(width, len(f.Name))
	}
	indent := "  "
	if item {
		indent = "  - "
	}
	for _, f := range t.Fields {
		fmt.Fprintf(b, "# %s%-*s   # %s\n", indent, width+1, f.Name+":", strings.TrimSuffix(f.Doc, "."))
		indent = strings.Repeat(" ", len(indent))
	}
}
