package content

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"backgrounder/internal/diag"
)

// Three files know the YAML library. They turn front matter into values by walking the
// library's nodes, each of which has a line and a column: this one parses, finds places
// and compares; table.go reads what a table of fields says, and reports the rest; kinds.go
// makes the kinds of values that are put together from others. The tables are in
// fields.go, what a single value may be in values.go.

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
	if fm.parse() != nil {
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

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

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
