package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"backgrounder/internal/diag"
)

// fill reads the front matter into a value by its table. It reports whether that
// was possible.
func fill[T any](fm *frontMatter, noun string, table []field[T], into *T) bool {
	if fm.root == nil {
		fm.root = &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	}
	if fm.refuse(fm.root) {
		return false
	}
	readFields(fm, noun, table, fm.root, into)
	return true
}

// field is one key of a mapping that is read into a T. The table of a type's
// fields reads it, and documents it.
type field[T any] struct {
	Name     string
	Type     string // in the words of the messages: "a date", "a list of text"
	Doc      string // one sentence
	Required bool
	Also     []string // what other programs call it

	schema Schema
	read   func(fm *frontMatter, n *yaml.Node, into *T)
	write  func(from *T) *yaml.Node
}

// value is what a single value may be. read reports what is wrong and returns
// false for a value that cannot be used; it calls the value label, as in
// "tags", quotes included, or an item of "tags". write is nil for a value that
// says nothing.
type value[V any] struct {
	name   string // in the words of the messages
	schema Schema // of what read accepts, as far as a schema can tell
	read   func(fm *frontMatter, label string, n *yaml.Node) (V, bool)
	write  func(v V) *yaml.Node
}

// key makes the field of a T that is read as v says into what place points to.
func key[T, V any](name string, v value[V], place func(*T) *V, doc string) field[T] {
	return field[T]{
		Name: name,
		Type: v.name,
		Doc:  doc,

		schema: v.schema,
		read: func(fm *frontMatter, n *yaml.Node, into *T) {
			if got, ok := v.read(fm, strconv.Quote(name), n); ok {
				*place(into) = got
			}
		},
		write: func(from *T) *yaml.Node { return v.write(*place(from)) },
	}
}

// required marks a field without which there is nothing to publish.
func (f field[T]) required() field[T] {
	f.Required = true
	return f
}

// also gives the names under which other programs know a field.
func (f field[T]) also(names ...string) field[T] {
	f.Also = names
	return f
}

// readFields reads a mapping by its table. noun says what the mapping is, where
// a key is missing.
func readFields[T any](fm *frontMatter, noun string, table []field[T], n *yaml.Node, into *T) {
	before := len(fm.found)
	settled := make([]bool, len(table)) // given, or meant by a key that is reported
	var seen keySet
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		f := slices.IndexFunc(table, func(f field[T]) bool { return f.Name == k.Value })
		switch {
		case k.Kind != yaml.ScalarNode:
			fm.report(k, "wrong-type", fmt.Sprintf("a key is a word, not %s", describe(k)))
		case seen.has(k.Value):
			fm.report(k, "duplicate-key", fmt.Sprintf("%q is here a second time", shorten(k.Value)))
		case f < 0:
			if meant := fm.unknownKey(k, v, names(table), synonyms(table)); meant >= 0 {
				settled[meant] = true
				if child(n, table[meant].Name) == nil && reads(fm, table[meant], v) {
					fm.fix(k, table[meant].Name)
				}
			}
		case isNull(v):
			// "key:" with nothing after it is a field that is not filled in.
		default:
			settled[f] = true
			table[f].read(fm, v, into)
		}
	}
	for i, f := range table {
		if f.Required && !settled[i] {
			fm.missing(noun, f.Name, f.Type, n)
		}
	}
	if noun == "source" {
		// What is said of a source is published: that is for an editor to decide.
		for i := range fm.found[before:] {
			fm.found[before+i].Fix = nil
		}
	}
}

// reads reports whether a field can take a value, or one that is mended.
func reads[T any](fm *frontMatter, f field[T], v *yaml.Node) bool {
	probe := frontMatter{document: fm.document, root: fm.root, zone: fm.zone}
	var scratch T
	if !isNull(v) {
		f.read(&probe, v, &scratch)
	}
	return !slices.ContainsFunc(probe.found, func(d diag.Diagnostic) bool { return d.Fix == nil })
}

// missing reports that a mapping lacks a key.
func (fm *frontMatter) missing(noun, name, kind string, n *yaml.Node) {
	message := fmt.Sprintf("this %s has no %q", noun, name)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			fm.report(n.Content[i], "missing-key", message, "it is empty, and should be "+kind)
			return
		}
	}
	hint := fmt.Sprintf("it should be %s", kind)
	if n == fm.root {
		fm.reportAt(nil, "missing-key", message, hint)
		return
	}
	fm.report(n, "missing-key", message, hint)
}

// unknownKey reports a key that is not in the table, and returns the index of
// the one that was probably meant, or -1.
func (fm *frontMatter) unknownKey(k, v *yaml.Node, known []string, synonyms map[string]string) int {
	var hint string
	var moreHints []string
	meant, ok := synonyms[strings.ToLower(k.Value)]
	if ok {
		hint = fmt.Sprintf("that is called %q here", meant)
	} else if meant = nearest(k.Value, known); meant != "" {
		hint = fmt.Sprintf("did you mean %q?", meant)
	} else if isNull(v) && strings.Contains(k.Value, " ") {
		hint = "in { } a value with a comma in it needs quotes"
	} else {
		hint = "known here: " + strings.Join(known, ", ")
		if slices.Contains(known, "params") {
			moreHints = append(moreHints, `what your own templates ask for stands under "params"; what nothing asks for can go`)
		}
	}
	fm.report(k, "unknown-key", fmt.Sprintf("unknown key %q", shorten(k.Value)), append([]string{hint}, moreHints...)...)
	return slices.Index(known, meant)
}

// keySet tells which keys of a mapping stand there twice.
type keySet map[string]bool

// has reports whether the key was asked for before.
func (s *keySet) has(key string) bool {
	if (*s)[key] {
		return true
	}
	if *s == nil {
		*s = keySet{}
	}
	(*s)[key] = true
	return false
}

func names[T any](table []field[T]) []string {
	var names []string
	for _, f := range table {
		names = append(names, f.Name)
	}
	return names
}

func synonyms[T any](table []field[T]) map[string]string {
	m := map[string]string{}
	for _, f := range table {
		for _, other := range f.Also {
			m[strings.ToLower(other)] = f.Name
		}
	}
	return m
}

// writeFields writes a mapping by its table; nil where no field says anything.
func writeFields[T any](table []field[T], from *T) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range table {
		if v := f.write(from); v != nil {
			n.Content = append(n.Content, text(f.Name), v)
		}
	}
	if n.Content == nil {
		return nil
	}
	return n
}

// mostErrors is how many errors are reported of one file. A file with more is
// broken in one way many times, or made to keep the program busy.
const mostErrors = 100

// report adds an error at a node.
func (fm *frontMatter) report(n *yaml.Node, rule, message string, hints ...string) {
	fm.add(func() diag.Location { return fm.at(n) }, rule, message, hints)
}

// reportAt adds an error at the value that path leads to.
func (fm *frontMatter) reportAt(path []any, rule, message string, hints ...string) {
	fm.add(func() diag.Location { return fm.locate(path...) }, rule, message, hints)
}

func (fm *frontMatter) add(where func() diag.Location, rule, message string, hints []string) {
	if len(fm.found) > mostErrors {
		return
	}
	d := errorAt(where(), rule, "%s", message)
	d.Hints = hints
	if len(fm.found) == mostErrors {
		d = errorAt(diag.Location{File: fm.src.Name}, "too-many-errors", "there are more than %d errors in this file; these are the first", mostErrors)
	}
	fm.found = append(fm.found, d)
}

// refuse reports what YAML can do and front matter has no use for: references
// from one value to another, which can be made to grow without bound, and tags.
// It reports whether there was any.
func (fm *frontMatter) refuse(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		fm.report(n, "yaml", fmt.Sprintf("YAML aliases are not read here; write the value out instead of %q", "*"+n.Value), "a value that begins with * needs quotes")
		return true
	case n.Anchor != "":
		fm.report(n, "yaml", fmt.Sprintf("YAML anchors are not read here; take out %q", "&"+n.Anchor), "a value that begins with & needs quotes")
		return true
	case n.Style&yaml.TaggedStyle != 0:
		fm.report(n, "yaml", fmt.Sprintf("YAML tags are not read here; take out %q", n.Tag), "a value that begins with ! needs quotes")
		return true
	}
	refused := false
	for _, c := range n.Content {
		refused = fm.refuse(c) || refused
	}
	return refused
}

// fix lets what was reported last be mended by writing something in place of a
// scalar.
func (fm *frontMatter) fix(n *yaml.Node, text string) {
	if last := len(fm.found) - 1; last >= 0 && last < mostErrors {
		fm.found[last].Fix = fm.replacement(n, text)
	}
}

// replacement is the edit that writes something in place of a scalar; none where it
// cannot be told which bytes those are.
func (fm *frontMatter) replacement(n *yaml.Node, text string) []diag.Edit {
	start := fm.offset(n.Line, n.Column)
	size := fm.extent(n, start)
	if size == 0 {
		return nil
	}
	return []diag.Edit{fm.src.Edit(start, start+size, text)}
}

// wrongType reports a value of another kind than the field takes.
func (fm *frontMatter) wrongType(label, want string, n *yaml.Node, hints ...string) {
	fm.report(n, "wrong-type", fmt.Sprintf("%s should be %s, not %s", label, want, describe(n)), hints...)
}
