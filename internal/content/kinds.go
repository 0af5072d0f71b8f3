package content

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

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
