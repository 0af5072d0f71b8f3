package content

// Type is a mapping that editors write, for documentation and for programs that
// help with writing.
type Type struct {
	Name   string // "story", "source", …
	Fields []Field
}

// Field is one key of a mapping.
type Field struct {
	Name     string
	Value    string // what it should be, as in "a list of text"
	Doc      string // one sentence
	Required bool
	Also     []string // what other programs call it; not accepted, but understood
}

// Types describes everything that can be written in site.yaml and in front
// matter, from the tables that read it.
func Types() []Type {
	return []Type{
		describeType("site", siteFields),
		describeType("publisher", publisherFields),
		describeType("story", articleFields),
		describeType("image", imageFields),
		describeType("original story", originalFields),
		describeType("source", sourceFields),
		describeType("event", eventFields),
		describeType("correction", correctionFields),
		describeType("actor", actorFields),
		describeType("reference", referenceFields),
		describeType("page", pageFields),
	}
}

func describeType[T any](name string, table []field[T]) Type {
	t := Type{Name: name}
	for _, f := range table {
		t.Fields = append(t.Fields, Field{f.Name, f.Type, f.Doc, f.Required, f.Also})
	}
	return t
}
