package content

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// WriteBack returns text, which is what the story's file holds, with the named
// keys of its front matter set to what the story says. Everything else stays as
// it is, byte for byte: comments, the order of the keys, line ends, the body.
//
// A value that says the same already is left alone, and so are the items of a
// list that say the same; of a value that changes, the comments inside it go.
// A key that is new is added at the end, and one that says nothing any more is
// taken out. Writing back twice is writing back once.
//
// The error is a diagnostic where the file cannot be read, and otherwise says
// which key could not be written without disturbing others.
func (a *Article) WriteBack(text []byte, keys ...string) ([]byte, error) {
	for _, key := range keys {
		i := slices.IndexFunc(articleFields, func(f field[Article]) bool { return f.Name == key })
		if i < 0 {
			return nil, fmt.Errorf("a story has no %q", key)
		}
		var err error
		if text, err = a.setField(text, articleFields[i]); err != nil {
			return nil, err
		}
	}
	return text, nil
}

func (a *Article) setField(text []byte, f field[Article]) ([]byte, error) {
	before, err := a.reread(text)
	if err != nil {
		return nil, err
	}
	old := before.value(f)
	if len(before.found) > 0 {
		return nil, before.found[0]
	}
	want := f.write(a)
	if saysSame(old, want) {
		return text, nil
	}
	disturbing := fmt.Errorf("%s: %q cannot be written without disturbing the rest; write it by hand", a.Path, f.Name)
	edited, ok := before.replace(f.Name, old, want)
	if !ok {
		return nil, disturbing
	}
	if bytes.HasPrefix(text, byteOrderMark) {
		edited = append(slices.Clone(byteOrderMark), edited...)
	}
	// YAML has more ways to write a thing than an editor of lines knows; what
	// comes out is read again, and must say what it said but for this key.
	after, err := a.reread(edited)
	if err != nil || !saysSame(after.value(f), want) || !after.agrees(&before, f.Name) {
		return nil, disturbing
	}
	return edited, nil
}

// value is what a field says, in the form in which it would be written.
func (fm *frontMatter) value(f field[Article]) *yamlNode {
	n := child(fm.root, f.Name)
	if n == nil || isNull(n) || fm.refuse(n) {
		return nil
	}
	var a Article
	f.read(fm, n, &a)
	return f.write(&a)
}

// reread parses another text as this file's, which keeps its own.
func (f File) reread(text []byte) (frontMatter, error) { return f.take(text) }

// agrees reports whether two front matters have the same keys in the same order,
// which say the same, but for one, and whether the bodies are the same.
func (fm *frontMatter) agrees(other *frontMatter, but string) bool {
	a, aOK := fm.topKeys()
	b, bOK := other.topKeys()
	is := func(k topKey) bool { return k.name == but }
	a, b = slices.DeleteFunc(a, is), slices.DeleteFunc(b, is)
	return aOK && bOK &&
		slices.EqualFunc(a, b, func(x, y topKey) bool {
			return x.name == y.name && saysSame(child(fm.root, x.name), child(other.root, y.name))
		}) &&
		bytes.Equal(fm.src.Text[fm.body:], other.src.Text[other.body:])
}

// replace returns the file's text, without a byte order mark, with the lines of a
// key replaced.
func (fm *frontMatter) replace(name string, old, want *yamlNode) ([]byte, bool) {
	keys, ok := fm.topKeys()
	if !ok {
		return nil, false
	}
	eol := fm.lineEnd()
	i := slices.IndexFunc(keys, func(k topKey) bool { return k.name == name })
	if i < 0 {
		lines, ok := newLines(name, want, eol)
		if !ok {
			return nil, false
		}
		if fm.yaml[0] == 0 { // plain text without front matter
			lines = "---" + eol + lines + "---" + eol
		}
		return fm.splice(fm.yaml[1], fm.yaml[1], lines), true
	}
	end := fm.yaml[1]
	if i+1 < len(keys) {
		end = keys[i+1].at
	}
	end = keys[i].at + len(withoutTrail(fm.src.Text[keys[i].at:end]))
	if want == nil {
		return fm.splice(keys[i].at, end, ""), true
	}
	lines, ok := newLines(name, want, eol)
	if !ok {
		return nil, false
	}
	if !keys[i].block || !isBlock(want) {
		return fm.splice(keys[i].at, end, lines), true
	}
	// The key's own line stays, for it may have a comment.
	first, _ := cutLine(fm.src.Text[keys[i].at:end])
	from := keys[i].at + len(first)
	if items, ok := fm.keepItems(keys[i], end, old, want, eol); ok {
		return fm.splice(from, end, items), true
	}
	_, rest, _ := strings.Cut(lines, eol)
	return fm.splice(from, end, rest), true
}

// keepItems writes a list so that items which say the same stay as they are.
func (fm *frontMatter) keepItems(key topKey, end int, old, want *yamlNode, eol string) (string, bool) {
	if old == nil || len(key.items) == 0 || len(key.items) != len(old.Content) || len(want.Content) == 0 {
		return "", false
	}
	starts := make([]int, 0, len(key.items)+1)
	for _, at := range key.items {
		start := bytes.LastIndexByte(fm.src.Text[:at], '\n') + 1
		dash := strings.TrimSpace(string(fm.src.Text[start:at]))
		if dash != "-" || len(starts) > 0 && start <= starts[len(starts)-1] {
			return "", false
		}
		starts = append(starts, start)
	}
	starts = append(starts, end)
	indent := bytes.IndexByte(fm.src.Text[starts[0]:], '-')

	var b strings.Builder
	// What stands between the key and its first item, comments for instance.
	first, _ := cutLine(fm.src.Text[key.at:])
	b.Write(fm.src.Text[key.at+len(first) : starts[0]])
	used := make([]bool, len(key.items))
	for _, item := range want.Content {
		same := slices.IndexFunc(old.Content, func(o *yamlNode) bool { return saysSame(o, item) })
		if same >= 0 && !used[same] {
			used[same] = true
			b.Write(fm.src.Text[starts[same]:starts[same+1]])
			continue
		}
		lines, ok := newLines(key.name, listOfOne(want, item), eol)
		if !ok {
			return "", false
		}
		_, rest, _ := strings.Cut(lines, eol)
		for l := range strings.SplitAfterSeq(rest, eol) {
			if text, ok := strings.CutPrefix(l, "  "); ok {
				l = strings.Repeat(" ", indent) + text
			}
			b.WriteString(l)
		}
	}
	return b.String(), true
}

// newLines writes a key and its value with the file's line ends.
func newLines(name string, v *yamlNode, eol string) (string, bool) {
	lines, err := render(name, v)
	if err != nil {
		return "", false
	}
	return strings.ReplaceAll(lines, "\n", eol), true
}

func (fm *frontMatter) splice(from, to int, lines string) []byte {
	return slices.Concat(fm.src.Text[:from], []byte(lines), fm.src.Text[to:])
}

// lineEnd is how the file ends its lines, going by the first.
func (fm *frontMatter) lineEnd() string {
	first, _ := cutLine(fm.src.Text)
	if bytes.HasSuffix(first, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// withoutTrail leaves out the blank lines and comments at the end of a key's
// lines: they belong to what follows.
func withoutTrail(lines []byte) []byte {
	for len(lines) > 0 {
		at := bytes.LastIndexByte(bytes.TrimSuffix(lines, []byte("\n")), '\n') + 1
		last := bytes.TrimSpace(lines[at:])
		if len(last) > 0 && lines[at] != '#' || at == 0 {
			return lines
		}
		lines = lines[:at]
	}
	return lines
}
