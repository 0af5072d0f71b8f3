package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"backgrounder/internal/diag"
)

// This file is the only one that knows the YAML library. It turns front matter
// into values by walking the library's nodes, each of which has a line and a
// column, with a table of fields for each type. The tables are in fields.go,
// what a single value may be in values.go.

// frontMatter is the YAML of one document on its way to a typed value.
type frontMatter struct {
	document
	root  *yaml.Node // a mapping; nil where the YAML is empty
	zone  *time.Location
	found []diag.Diagnostic
}

// parse reads the YAML. The error is a [diag.Diagnostic].
func (fm *frontMatter) parse() error {
	text := fm.src.Text[fm.yaml[0]:fm.yaml[1]]
	var documents []*yaml.Node
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		return err
	}
	for {
		var n yaml.Node
		err := loader.Load(&n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fm.syntaxError(err)
		}
		documents = append(documents, &n)
	}
	if len(documents) == 0 || len(documents[0].Content) == 0 {
		return nil
	}
	if len(documents) > 1 {
		return errorAt(fm.at(documents[1]), "yaml", "there is a second YAML document here, and one is all that is read")
	}
	root := documents[0].Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		problem := errorAt(fm.at(root), "wrong-type", `here should be "key: value" lines, not %s`, describe(root))
		problem.Hints = []string{`for example: "title: Who is who in the talks"`}
		return problem
	}
	fm.root = root
	return nil
}

// hasTitle reports whether the front matter has a title, as far as can be told.
func hasTitle(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	fm := frontMatter{document: document{src: diag.Source{Text: text}, yaml: [2]int{0, len(text)}}}
	if fm.parse() != nil || fm.root == nil {
		return false
	}
	n := child(fm.root, "title")
	return n != nil && n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) != ""
}

// inPlainWords says what the YAML library's messages mean to somebody who
// writes stories. A message that is not listed is passed on.
var inPlainWords = []struct{ library, message, hint string }{
	{"mapping values are not allowed", "a colon is out of place here", `a value with ": " in it needs quotes, as in title: "Iraq: what comes next"; else look at the indentation`},
	{"found unexpected end of stream", "this quotation mark is never closed", "a quotation mark inside quotes is doubled ('') or escaped (\\\")"},
	{"found character that cannot start any token", "a value cannot begin like this", "put it in quotes"},
	{"did not find expected ',' or ']'", `this list is never closed, or a comma is missing`, `a list is written [one, two]`},
	{"did not find expected ',' or '}'", `this mapping is never closed, or a comma is missing`, `a mapping is written {date: 2020-01, text: "What happened"}`},
	{"did not find expected node content", "a value is missing here, or a bracket above is never closed", ""},
	{"did not find expected key", "the indentation does not fit what stands above", "keys of one mapping begin in the same column"},
	{"did not find expected '-' indicator", "the indentation does not fit the list above", `the "-" of every item stands in the same column`},
	{"block sequence entries are not allowed", `a "-" is out of place here`, "a list begins on the line after its key"},
	{"found unknown escape character", "a backslash means something special in double quotes", `write \\ for a backslash, or use single quotes`},
	{"found a tab character", "this line is indented with a tab", "indent with spaces"},
	{"found mixed spaces and tabs", "this line is indented with a tab", "indent with spaces"},
	{"unknown anchor", "a value that begins with * needs quotes", ""},
	{"exceeded", "this is nested too deeply", ""},
}

func (fm *frontMatter) syntaxError(err error) error {
	e, ok := errors.AsType[*yaml.LoadError](err)
	if !ok || e.Mark.Line == 0 {
		return errorAt(fm.src.At(fm.yaml[0], fm.yaml[0]), "yaml", "the YAML cannot be read: %v", err)
	}
	at := e.Mark
	// Where something is never closed, the library complains at the end of the
	// text; its beginning is the better place.
	if e.ContextMark.Line > 0 && strings.Contains(e.Message, "end of stream") {
		at = e.ContextMark
	}
	if e.ContextMark.Line > 0 && strings.HasPrefix(e.Message, "did not find expected ','") {
		at = e.ContextMark
	}
	offset := fm.offset(at.Line, at.Column)
	problem := errorAt(fm.src.At(offset, offset+1), "yaml", "the YAML cannot be read: %s", e.Message)
	for _, w := range inPlainWords {
		if !strings.Contains(e.Message, w.library) {
			continue
		}
		problem.Message = w.message
		if offset < len(fm.src.Text) && fm.src.Text[offset] == '\t' {
			problem.Message, w.hint = "this line is indented with a tab", "indent with spaces"
		}
		if w.hint != "" {
			problem.Hints = []string{w.hint}
		}
		break
	}
	return problem
}

// offset turns the library's lines and columns, which count from 1, into an
// offset in the file. The library breaks lines where YAML 1.1 did.
func (fm *frontMatter) offset(line, column int) int {
	text := fm.src.Text[:fm.yaml[1]]
	at := fm.yaml[0]
	for ; line > 1; line-- {
		n := nextLine(text[at:])
		if n < 0 {
			return len(text)
		}
		at += n
	}
	for ; column > 1 && at < len(text); column-- {
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return at
}

// nextLine returns where the line after the first begins, or -1.
func nextLine(text []byte) int {
	for i, c := range text {
		switch {
		case c == '\n':
			return i + 1
		case c == '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				return i + 2
			}
			return i + 1
		case bytes.HasPrefix(text[i:], []byte("\u0085")):
			return i + len("\u0085")
		case bytes.HasPrefix(text[i:], []byte("\u2028")), bytes.HasPrefix(text[i:], []byte("\u2029")):
			return i + len("\u2028")
		}
	}
	return -1
}

// at locates a node in the file.
func (fm *frontMatter) at(n *yaml.Node) diag.Location {
	start := fm.offset(n.Line, n.Column)
	return fm.src.At(start, start+fm.extent(n, start))
}

// extent is the length in bytes of a scalar as it is written, as far as that is
// on one line and can be told; 0 otherwise.
func (fm *frontMatter) extent(n *yaml.Node, start int) int {
	if n.Kind != yaml.ScalarNode {
		return 0
	}
	text := fm.src.Text[start:fm.yaml[1]]
	line, _ := cutLine(text)
	switch n.Style {
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		return quoted(line)
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return 0
	}
	if strings.HasPrefix(string(line), n.Value) {
		return len(n.Value)
	}
	return 0
}

// quoted is the length of the quoted scalar that text begins with, or 0.
func quoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[0] == '\'' && text[i] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return 0
}

// lookup finds the innermost value on the path that there is.
func (fm *frontMatter) lookup(path ...any) *yaml.Node {
	n := fm.root
	for _, step := range path {
		next := child(n, step)
		if next == nil {
			break
		}
		n = next
	}
	return n
}

// key finds the last key on the path, or nil.
func (fm *frontMatter) key(path ...any) *yaml.Node {
	last := len(path) - 1
	n := fm.root
	for _, step := range path[:last] {
		n = child(n, step)
	}
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == path[last] {
			return n.Content[i]
		}
	}
	return nil
}

// locate is File.At for a parsed document.
func (fm *frontMatter) locate(path ...any) diag.Location {
	n := fm.lookup(path...)
	if n == nil || n == fm.root {
		first, _ := cutLine(fm.src.Text)
		return fm.src.At(0, len(bytes.TrimRight(first, " \t\r\n")))
	}
	return fm.at(n)
}

// child is the value of a mapping's key or a list's item; nil if there is none.
func child(n *yaml.Node, step any) *yaml.Node {
	if n == nil {
		return nil
	}
	switch step := step.(type) {
	case string:
		if n.Kind != yaml.MappingNode {
			return nil
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i+1]
			}
		}
	case int:
		if n.Kind == yaml.SequenceNode && 0 <= step && step < len(n.Content) {
			return n.Content[step]
		}
	}
	return nil
}

// describe names what a node is, in the words of the messages.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return strconv.Quote(shorten(n.Value))
}

// shorten cuts what is too long to be said back in a message.
func shorten(s string) string {
	const limit = 60
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	r := []rune(s)
	return string(r[:limit-1]) + "…"
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

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// wrongType reports a value of another kind than the field takes.
func (fm *frontMatter) wrongType(label, want string, n *yaml.Node, hints ...string) {
	fm.report(n, "wrong-type", fmt.Sprintf("%s should be %s, not %s", label, want, describe(n)), hints...)
}

// scalar is a value of text that is parsed. A number or a date without quotes is
// text where text is wanted. The zero value says nothing.
func scalar[V comparable](name string, schema Schema, parse func(label, text string) (V, *complaint), write func(V) *yaml.Node) value[V] {
	read := func(fm *frontMatter, label string, n *yaml.Node) (V, bool) {
		var none V
		if n.Kind != yaml.ScalarNode || isNull(n) {
			fm.wrongType(label, name, n)
			return none, false
		}
		v, wrong := parse(label, n.Value)
		if wrong != nil {
			fm.report(n, wrong.rule, wrong.message, wrong.hints...)
			if wrong.instead != "" {
				fm.fix(n, wrong.instead)
			}
			return none, false
		}
		return v, true
	}
	return value[V]{name, schema, read, func(v V) *yaml.Node {
		if v == *new(V) {
			return nil
		}
		return write(v)
	}}
}

// text writes text, in quotes if it would be read as something else without.
func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

// bare writes a value that needs no quotes: a date, a name of the IANA's, true or
// false.
func bare[V any](v V) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(v)}
}

// complaint is what is wrong with the text of a value.
type complaint struct {
	rule    string
	message string
	hints   []string
	instead string // what was meant, where there is no doubt
}

// listOf is a list of one kind of value, in which nothing stands twice. An empty
// list is not nil.
func listOf[V comparable](item value[V], plural string) value[[]V] {
	name := "a list of " + plural
	read := func(fm *frontMatter, label string, n *yaml.Node) ([]V, bool) {
		if n.Kind != yaml.SequenceNode {
			var hints []string
			if n.Kind == yaml.ScalarNode && !isNull(n) {
				hints = append(hints, fmt.Sprintf("write [%s]", shorten(n.Value)))
			}
			fm.wrongType(label, name, n, hints...)
			probe := frontMatter{document: fm.document, root: fm.root}
			if _, ok := item.read(&probe, label, n); ok && isOneItem(n) {
				fm.fix(n, "["+fm.written(n)+"]")
			}
			return nil, false
		}
		list := make([]V, 0, len(n.Content))
		seen := make(map[V]bool, len(n.Content))
		for _, c := range n.Content {
			// An item that cannot be used is kept empty, so that indexes in the
			// list are indexes in the file.
			v, ok := item.read(fm, "an item of "+label, c)
			if ok && seen[v] {
				fm.report(c, "duplicate-value", fmt.Sprintf("%s is here a second time", describe(c)))
				v = *new(V)
			}
			seen[v] = ok
			list = append(list, v)
		}
		return list, true
	}
	return value[[]V]{name, listSchema(item.schema, true), read, func(list []V) *yaml.Node {
		if list == nil {
			return nil
		}
		n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, v := range list {
			n.Content = append(n.Content, item.write(v))
		}
		return n
	}}
}

// isOneItem reports a scalar that is certainly one item of a list, and can stand
// between its brackets as it is written. What begins with a slash is a path.
func isOneItem(n *yaml.Node) bool {
	parts := ",;/&|[]{}#\"'"
	if strings.HasPrefix(n.Value, "/") {
		parts = strings.ReplaceAll(parts, "/", "")
	}
	return n.Kind == yaml.ScalarNode && n.Style&^(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 &&
		!strings.ContainsAny(n.Value, parts) && !strings.Contains(n.Value, " and ")
}

// written is a scalar as it stands in the file, where that is on one line.
func (fm *frontMatter) written(n *yaml.Node) string {
	start := fm.offset(n.Line, n.Column)
	return string(fm.src.Text[start : start+fm.extent(n, start)])
}

// mapping is a mapping with a table of its own.
func mapping[V any](noun string, table []field[V]) value[V] {
	name := withArticle(noun)
	read := func(fm *frontMatter, label string, n *yaml.Node) (V, bool) {
		var v V
		if n.Kind != yaml.MappingNode {
			fm.wrongType(label, name, n, "it has the keys "+strings.Join(names(table), ", "))
			return v, false
		}
		readFields(fm, noun, table, n, &v)
		return v, true
	}
	return value[V]{name, tableSchema(table), read, func(v V) *yaml.Node { return writeFields(table, &v) }}
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

// mappings is a list of mappings with a table of their own. Every item is kept,
// so that indexes in the list are indexes in the file.
func mappings[V any](noun string, table []field[V]) value[[]V] {
	name := "a list of " + noun + "s"
	item := mapping(noun, table)
	read := func(fm *frontMatter, label string, n *yaml.Node) ([]V, bool) {
		if n.Kind != yaml.SequenceNode {
			fm.wrongType(label, name, n, `each item begins with "- "`)
			return nil, false
		}
		list := make([]V, len(n.Content))
		for i, c := range n.Content {
			list[i], _ = item.read(fm, "an item of "+label, c)
		}
		return list, true
	}
	return value[[]V]{name, listSchema(item.schema, false), read, func(list []V) *yaml.Node {
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, v := range list {
			if c := item.write(v); c != nil {
				n.Content = append(n.Content, c)
			}
		}
		if n.Content == nil {
			return nil
		}
		return n
	}}
}

// shorthands is a list of mappings, each of which may be written as the value of
// its first field alone.
func shorthands[V any](noun string, table []field[V]) value[[]V] {
	whole := mappings(noun, table)
	item := mapping(noun, table)
	read := func(fm *frontMatter, label string, n *yaml.Node) ([]V, bool) {
		if n.Kind != yaml.SequenceNode {
			var hints []string
			if n.Kind == yaml.ScalarNode && !isNull(n) {
				hints = append(hints, fmt.Sprintf("write [%s]", shorten(n.Value)))
			}
			fm.wrongType(label, whole.name, n, hints...)
			probe := frontMatter{document: fm.document, root: fm.root}
			var one V
			if table[0].read(&probe, n, &one); len(probe.found) == 0 && isOneItem(n) {
				fm.fix(n, "["+fm.written(n)+"]")
			}
			return nil, false
		}
		list := make([]V, len(n.Content))
		for i, c := range n.Content {
			if c.Kind == yaml.ScalarNode && !isNull(c) {
				table[0].read(fm, c, &list[i])
			} else {
				list[i], _ = item.read(fm, "an item of "+label, c)
			}
		}
		return list, true
	}
	either := Schema{AnyOf: []Schema{table[0].schema, item.schema}}
	return value[[]V]{whole.name, listSchema(either, false), read, func(list []V) *yaml.Node {
		n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, v := range list {
			c := item.write(v)
			switch {
			case c == nil:
				continue
			case len(c.Content) == 2:
				c = c.Content[1]
			default:
				n.Style = 0
			}
			n.Content = append(n.Content, c)
		}
		if n.Content == nil {
			return nil
		}
		return n
	}}
}

func withArticle(noun string) string {
	if strings.ContainsRune("aeio", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// dictionary is a mapping whose keys are free; each is handed to add with its
// value, in the order of the file, and written in the order of each.
func dictionary[V, M any](name string, v value[V], keyPattern string, checkKey func(key string) *complaint, add func(m *M, key string, v V), each func(M) iter.Seq2[string, V]) value[M] {
	read := func(fm *frontMatter, label string, n *yaml.Node) (M, bool) {
		var m M
		if n.Kind != yaml.MappingNode {
			fm.wrongType(label, name, n)
			return m, false
		}
		var seen keySet
		for i := 0; i+1 < len(n.Content); i += 2 {
			k := n.Content[i]
			if k.Kind != yaml.ScalarNode {
				fm.report(k, "wrong-type", fmt.Sprintf("a key is a word, not %s", describe(k)))
				continue
			}
			if seen.has(k.Value) {
				fm.report(k, "duplicate-key", fmt.Sprintf("%q is here a second time", shorten(k.Value)))
				continue
			}
			if wrong := checkKey(k.Value); wrong != nil {
				fm.report(k, wrong.rule, wrong.message, wrong.hints...)
				continue
			}
			if isNull(n.Content[i+1]) {
				continue
			}
			if got, ok := v.read(fm, strconv.Quote(shorten(k.Value)), n.Content[i+1]); ok {
				add(&m, k.Value, got)
			}
		}
		return m, true
	}
	item := v.schema.orNothing()
	schema := Schema{Type: []string{"object"}, Keys: &Schema{Pattern: keyPattern}, Others: &item}
	return value[M]{name, schema, read, func(m M) *yaml.Node {
		n := &yaml.Node{Kind: yaml.MappingNode}
		for key, item := range each(m) {
			if c := v.write(item); c != nil {
				n.Content = append(n.Content, text(key), c)
			}
		}
		if n.Content == nil {
			return nil
		}
		return n
	}}
}

// params is what the program itself has no use for.
var params = value[map[string]any]{"a mapping", Schema{Type: []string{"object"}}, func(fm *frontMatter, label string, n *yaml.Node) (map[string]any, bool) {
	if n.Kind != yaml.MappingNode {
		fm.wrongType(label, "a mapping", n)
		return nil, false
	}
	m, ok := anything(n).(map[string]any)
	return m, ok
}, func(m map[string]any) *yaml.Node {
	var n yaml.Node
	if len(m) == 0 || n.Encode(m) != nil {
		return nil
	}
	return &n
}}

// anything is whatever YAML says, as Go's plain types; dates stay text.
func anything(n *yaml.Node) any {
	switch n.Kind {
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			list = append(list, anything(c))
		}
		return list
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = anything(n.Content[i+1])
		}
		return m
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		if n.Decode(&v) == nil {
			return v
		}
	}
	return n.Value
}

// topKey is a key of the front matter's own mapping, for those who edit the
// text around it.
type topKey struct {
	name  string
	at    int   // offset of the key
	block bool  // the value is a list or mapping on the lines below
	items []int // offsets of the items of a block list, each behind its "- "
}

// topKeys lists the keys in order; ok is false where they do not stand each at
// the beginning of a line.
func (fm *frontMatter) topKeys() (keys []topKey, ok bool) {
	if fm.root == nil {
		return nil, true
	}
	if fm.root.Style&yaml.FlowStyle != 0 {
		return nil, false
	}
	for i := 0; i+1 < len(fm.root.Content); i += 2 {
		k, v := fm.root.Content[i], fm.root.Content[i+1]
		if k.Kind != yaml.ScalarNode || k.Column != 1 {
			return nil, false
		}
		key := topKey{name: k.Value, at: fm.offset(k.Line, k.Column)}
		if v.Kind != yaml.ScalarNode && v.Style&yaml.FlowStyle == 0 && v.Line > k.Line {
			key.block = true
		}
		if key.block && v.Kind == yaml.SequenceNode {
			for _, item := range v.Content {
				key.items = append(key.items, fm.offset(item.Line, item.Column))
			}
		}
		keys = append(keys, key)
	}
	return keys, true
}

// render writes a key and its value on lines of their own.
func render(key string, v *yaml.Node) (string, error) {
	m := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{text(key), v}}
	out, err := yaml.Dump(m, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	return string(out), err
}

// isBlock reports whether a value is written on the lines below its key.
func isBlock(v *yaml.Node) bool {
	return v.Kind != yaml.ScalarNode && v.Style&yaml.FlowStyle == 0
}

// saysSame reports whether two values say the same, however they are written;
// nil and null are one.
func saysSame(a, b *yaml.Node) bool {
	if a == nil || isNull(a) || b == nil || isNull(b) {
		return (a == nil || isNull(a)) && (b == nil || isNull(b))
	}
	if a.Kind != b.Kind || a.Value != b.Value || len(a.Content) != len(b.Content) {
		return false
	}
	return slices.EqualFunc(a.Content, b.Content, saysSame)
}

// yamlNode is a value in the library's form, for code that only passes it on.
type yamlNode = yaml.Node

// listOfOne is a list like another, with one item.
func listOfOne(list, item *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: list.Kind, Style: list.Style, Content: []*yaml.Node{item}}
}
