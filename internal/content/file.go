package content

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
	"unicode/utf8"

	"backgrounder/internal/diag"
)

// What is larger is refused before anything else looks at it: no newsroom's
// story is near these sizes, and some parsers take quadratic time.
const (
	maxFile        = 2 << 20  // bytes of a story, an entry or a page
	maxFrontMatter = 64 << 10 // bytes of YAML
)

// File is the content file that a value was read from. It keeps the file's text, so
// that all that is asked of it later agrees, whatever has become of the file.
type File struct {
	Path string // slash-separated, relative to the site, as in "content/articles/talks.md"
	Hash uint64 // of the file's bytes, to tell whether it has changed

	form     form
	document document // none if the file could not be read, or not be cut up
}

// form is how a file is to be cut into front matter and body.
type form struct {
	settings bool // all of it is YAML
	optional bool // front matter may be missing
	headline bool // without a title in the front matter, the first paragraph may be one

	example string // the least that such a file can say

	zone *time.Location // of times of day that do not say theirs; nil for UTC
}

// in is the form of files that are written in a time zone.
func (f form) in(zone *time.Location) form {
	f.zone = zone
	return f
}

var (
	settingsForm = form{settings: true, example: `"title: The Daily Explainer"`}
	storyForm    = form{example: `"title: Who is who in the talks"`}
	plainForm    = form{example: `"title: Who is who in the talks"`, optional: true, headline: true}
	actorForm    = form{example: `"name: Lloyd Austin" and "kind: person"`}
	pageForm     = form{example: `"title: About"`}
)

// beginWith is the hint for a file that lacks its front matter.
func (f form) beginWith() string {
	return fmt.Sprintf(`begin the file with lines like %s between two lines of "---"`, f.example)
}

// Body is what stands under a file's front matter.
type Body struct {
	Source diag.Source // the whole file, without a byte order mark
	Offset int         // where in Source.Text the body begins
}

// Text is the body's text.
func (b Body) Text() []byte { return b.Source.Text[b.Offset:] }

// At locates bytes of the body in the file.
func (b Body) At(start, end int) diag.Location {
	return b.Source.At(b.Offset+start, b.Offset+end)
}

// AtLine locates the line of the front matter that begins with the first of some keys
// that any line begins with; for want of all the beginning of the file. It reads no
// YAML: where so much is not needed of many files, [File.At] would take long.
func (b Body) AtLine(keys ...string) diag.Location {
	front := b.Source.Text[:b.Offset]
	for _, key := range keys {
		for at := 0; at < len(front); {
			line, rest := cutLine(front[at:])
			if bytes.HasPrefix(line, []byte(key+":")) {
				return b.Source.At(at, at+len(bytes.TrimRight(line, " \t\r\n")))
			}
			at = len(front) - len(rest)
		}
	}
	first, _ := cutLine(b.Source.Text)
	return b.Source.At(0, len(bytes.TrimRight(first, " \t\r\n")))
}

// Body returns what stands under the file's front matter. A plain text's headline,
// when it serves as the title, is not part of the body.
func (f File) Body() Body {
	return Body{Source: f.document.src, Offset: f.document.body}
}

// At locates a value of the front matter: keys and indexes lead to it, as in
// At("sources", 0, "actor"). Where there is no such value, At returns the place of
// the innermost one on the way that there is, and for want of any the beginning of
// the file.
func (f File) At(path ...any) diag.Location {
	return f.within(func(fm *frontMatter) diag.Location { return fm.locate(path...) })
}

// AtKey locates the last key on the way to a value, as At locates the value.
func (f File) AtKey(path ...any) diag.Location {
	return f.within(func(fm *frontMatter) diag.Location {
		if k := fm.key(path...); k != nil {
			return fm.at(k)
		}
		return fm.locate(path...)
	})
}

// Rename returns the edit that gives the last key on the way to a value another
// name, or none where the key is not written in a way that can be replaced.
func (f File) Rename(name string, path ...any) []diag.Edit {
	var edits []diag.Edit
	f.within(func(fm *frontMatter) diag.Location {
		if k := fm.key(path...); k != nil {
			edits = fm.replacement(k, name)
		}
		return diag.Location{}
	})
	return edits
}

// within locates something in the front matter, which is parsed again, since few
// ask; without one it is the beginning of the file.
func (f File) within(locate func(*frontMatter) diag.Location) diag.Location {
	if f.document.src.Text == nil {
		return diag.Location{File: f.Path}
	}
	fm, err := f.frontMatter()
	if err != nil || fm.root == nil {
		return fm.src.At(0, 0)
	}
	return locate(&fm)
}

// frontMatter parses the file's front matter.
func (f File) frontMatter() (frontMatter, error) {
	fm := frontMatter{document: f.document, zone: cmp.Or(f.form.zone, time.UTC)}
	return fm, fm.parse()
}

// readFile reads a file that is a file, of limited size. The error is a
// [diag.Diagnostic].
func readFile(fsys fs.FS, name string) ([]byte, error) {
	whole := diag.Location{File: name}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(whole, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, unreadable(whole, err)
	}
	if !info.Mode().IsRegular() {
		return nil, errorAt(whole, "file-name", "this is not a plain file")
	}
	if info.Size() > maxFile {
		return nil, tooLarge(whole)
	}
	// One byte more than there should be shows that the file has grown.
	text := make([]byte, 0, info.Size()+1)
	for {
		n, err := file.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		if err == io.EOF {
			return text, nil
		}
		if err != nil {
			return nil, unreadable(whole, err)
		}
		if len(text) > maxFile {
			return nil, tooLarge(whole)
		}
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
	}
}

func unreadable(at diag.Location, err error) diag.Diagnostic {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err // the place says which file
	}
	return errorAt(at, "unreadable", "this file cannot be read: %v", err)
}

func tooLarge(at diag.Location) diag.Diagnostic {
	return errorAt(at, "too-large", "this file is larger than %d MB", maxFile>>20)
}

// errorAt makes an error.
func errorAt(at diag.Location, rule, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{Location: at, Severity: diag.Error, Rule: rule, Message: fmt.Sprintf(format, args...)}
}

// hash tells one state of a file from another, in this run and the next.
func hash(text []byte) uint64 {
	sum := sha256.Sum256(text)
	return binary.LittleEndian.Uint64(sum[:8])
}

// document is a file cut into its parts.
type document struct {
	src      diag.Source
	yaml     [2]int // from where to where src.Text is YAML
	headline string // the line of a plain text that serves as its title
	body     int    // where the body begins
}

var byteOrderMark = []byte("\uFEFF")

// cut finds a file's front matter and body. The error is a [diag.Diagnostic].
func cut(name string, text []byte, f form) (document, error) {
	text = withLines(bytes.TrimPrefix(text, byteOrderMark))
	d := document{src: diag.NewSource(name, text)}
	if len(bytes.TrimSpace(text)) == 0 {
		return d, emptyFile(d.src, f)
	}
	if err := checkCharacters(d.src); err != nil {
		return d, err
	}
	if f.settings {
		d.yaml = [2]int{0, len(text)}
		d.body = len(text)
		if len(text) > maxFrontMatter {
			return d, errorAt(d.src.At(0, 0), "too-large", "this file is larger than %d KB", maxFrontMatter>>10)
		}
		return d, nil
	}
	if err := d.cutFrontMatter(f); err != nil {
		return d, err
	}
	if f.headline && !hasTitle(text[d.yaml[0]:d.yaml[1]]) {
		var n int
		d.headline, n = headline(text[d.body:])
		d.body += n
	}
	return d, nil
}

// withLines gives a text whose lines all end in a carriage return, as they did on
// old Macs and still do in some exports, the line ends that YAML and Markdown
// agree about. Everything stays in its place.
func withLines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 || bytes.IndexByte(text, '\n') >= 0 {
		return text
	}
	return bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
}

// cutFrontMatter finds the lines of three hyphens.
func (d *document) cutFrontMatter(f form) error {
	text := d.src.Text
	first, rest := cutLine(text)
	if !isFence(first) {
		if f.optional {
			return nil
		}
		return noFrontMatter(d.src, first, f)
	}
	start := len(text) - len(rest)
	d.yaml = [2]int{start, start}
	for at := start; at < len(text); {
		line, rest := cutLine(text[at:])
		next := len(text) - len(rest)
		if isFence(line) || isDocumentEnd(line) {
			d.yaml[1] = at
			d.body = next
			if at-start > maxFrontMatter {
				return errorAt(d.src.At(0, len(first)), "too-large", "this front matter is larger than %d KB", maxFrontMatter>>10)
			}
			return nil
		}
		at = next
	}
	problem := errorAt(d.src.At(0, len(bytes.TrimRight(first, " \t\r\n"))), "front-matter", "the front matter that begins here is never closed")
	problem.Hints = []string{`put "---" on a line of its own between the last field and the text`}
	return problem
}

func noFrontMatter(src diag.Source, first []byte, f form) error {
	first = bytes.TrimRight(first, " \t\r\n")
	problem := errorAt(src.At(0, len(first)), "front-matter", "this file has no front matter")
	problem.Hints = []string{f.beginWith()}
	switch {
	case string(first) == "+++":
		problem.Message = "this front matter is TOML, and Backgrounder reads YAML"
		problem.Hints = []string{`write "key: value" lines between two lines of "---"`}
	case len(first) > 0 && first[0] == '{':
		problem.Message = "this front matter is JSON, and Backgrounder reads YAML between lines of three hyphens"
		problem.Hints = []string{`put "---" on a line of its own before and after it; YAML understands what JSON says`}
	case len(first) > 3 && len(bytes.Trim(first, "-")) == 0:
		problem.Message = "front matter begins with a line of three hyphens, no more"
		problem.Hints = []string{`write "---"`}
	}
	return problem
}

func emptyFile(src diag.Source, f form) error {
	problem := errorAt(src.At(0, 0), "empty-file", "this file is empty")
	switch {
	case f.settings:
		problem.Hints = []string{"it needs at least a title, as in " + f.example}
	case f.optional:
		problem.Hints = []string{"put the story's text into it, or delete it"}
	default:
		problem.Hints = []string{f.beginWith()}
	}
	return problem
}

// checkCharacters finds the first byte that is not UTF-8 and the first control
// character that neither HTML nor XML can carry.
func checkCharacters(src diag.Source) error {
	text := src.Text
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < 0x7F || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			problem := errorAt(src.At(i, i+1), "encoding", "this is not UTF-8: byte 0x%02X", c)
			if i == 0 && (bytes.HasPrefix(text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(text, []byte{0xFE, 0xFF})) {
				problem.Message = "this is UTF-16, and Backgrounder reads UTF-8"
			}
			problem.Hints = []string{"save the file as UTF-8; editors have that under Save As or Encoding"}
			return problem
		}
		if isUnprintable(r) {
			problem := errorAt(src.At(i, i+size), "control-character", "here is an invisible control character (U+%04X) that no web page can carry", r)
			problem.Hints = []string{"delete it; it often comes with text copied from another program"}
			return problem
		}
		i += size
	}
	return nil
}

// isUnprintable reports characters that HTML calls errors and XML 1.0 forbids
// or discourages.
func isUnprintable(r rune) bool {
	switch {
	case r == '\n', r == '\t', r == '\r':
		return false
	case r < ' ', 0x7F <= r && r <= 0x9F:
		return true
	case 0xFDD0 <= r && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return true
	}
	return false
}

// cutLine cuts text after its first line break.
func cutLine(text []byte) (line, rest []byte) {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return text[:i+1], text[i+1:]
	}
	return text, nil
}

func isFence(line []byte) bool { return string(bytes.TrimRight(line, " \t\r\n")) == "---" }

func isDocumentEnd(line []byte) bool { return string(bytes.TrimRight(line, " \t\r\n")) == "..." }
