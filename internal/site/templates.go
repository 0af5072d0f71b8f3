package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// Overlay is upper over lower: a file is upper's if it has one of that name,
// else lower's; folders are both together. It is how a site's own templates and
// static files stand in for those that the program carries. upper may be nil.
func Overlay(upper, lower fs.FS) fs.FS {
	if upper == nil {
		return lower
	}
	return overlay{upper, lower}
}

type overlay struct{ upper, lower fs.FS }

// irregular says what is wrong with a file of such a mode.
type irregular fs.FileMode

func (m irregular) Error() string {
	if fs.FileMode(m)&fs.ModeSymlink != 0 {
		return "it is a symbolic link, and those are not followed"
	}
	return "it is not a plain file"
}

// Open opens files and folders only: a link could lead anywhere, and a pipe would be
// waited for until somebody writes to it.
func (o overlay) Open(name string) (fs.File, error) {
	if info, err := fs.Lstat(o.upper, name); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: irregular(info.Mode())}
	}
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.IsDir() {
		return f, err
	}
	entries, err := o.ReadDir(name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &overlayDir{File: f, left: entries}, nil
}

// overlayDir is an open folder that lists both folders' files.
type overlayDir struct {
	fs.File
	left []fs.DirEntry
}

// ReadDir implements fs.ReadDirFile.
func (d *overlayDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.left)
	} else if len(d.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.left))
	entries := d.left[:n]
	d.left = d.left[n:]
	return entries, nil
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, upperErr := fs.ReadDir(o.upper, name)
	if upperErr != nil && !errors.Is(upperErr, fs.ErrNotExist) {
		return nil, upperErr
	}
	lower, lowerErr := fs.ReadDir(o.lower, name)
	if lowerErr != nil && (upperErr != nil || !errors.Is(lowerErr, fs.ErrNotExist)) {
		return nil, lowerErr
	}
	return mergeEntries(upper, lower), nil
}

// layers are the folders that a folder is made of, the lowest first.
func layers(fsys fs.FS) []fs.FS {
	if o, ok := fsys.(overlay); ok {
		return append(layers(o.lower), layers(o.upper)...)
	}
	return []fs.FS{fsys}
}

// mergeEntries joins two sorted directory listings; of two entries with one name
// it keeps upper's.
func mergeEntries(upper, lower []fs.DirEntry) []fs.DirEntry {
	all := make([]fs.DirEntry, 0, len(upper)+len(lower))
	for len(upper) > 0 && len(lower) > 0 {
		switch strings.Compare(upper[0].Name(), lower[0].Name()) {
		case -1:
			all, upper = append(all, upper[0]), upper[1:]
		case 1:
			all, lower = append(all, lower[0]), lower[1:]
		default:
			all, upper, lower = append(all, upper[0]), upper[1:], lower[1:]
		}
	}
	return append(append(all, upper...), lower...)
}

// templates are the site's parsed templates and the sources that their errors
// are shown in.
type templates struct {
	root    *template.Template
	sources map[string][]byte // by file name
}

// loadTemplates parses every *.html of the folder, each under its file name.
// funcs may be replaced before a template runs, as they depend on the site.
func loadTemplates(fsys fs.FS, funcs template.FuncMap) (*templates, []diag.Diagnostic) {
	names, err := fs.Glob(fsys, "*.html")
	if err != nil {
		return nil, []diag.Diagnostic{fileError("templates", err)}
	}
	names = slices.DeleteFunc(names, content.IsScratch)
	if len(names) == 0 {
		return nil, []diag.Diagnostic{fileError("templates", errors.New("there are no templates"))}
	}
	t := &templates{root: template.New("").Funcs(funcs), sources: map[string][]byte{}}
	var ds []diag.Diagnostic
	for _, name := range names {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			ds = append(ds, fileError(path.Join("templates", name), err))
			continue
		}
		t.sources[name] = src
		if _, err := t.root.New(name).Parse(string(src)); err != nil {
			ds = append(ds, t.diagnose(err))
		}
	}
	if len(ds) > 0 {
		return nil, ds
	}
	return t, nil
}

// templatePlace is how text/template and html/template say where an error is:
// "template: story.html:3: …" on parsing, "template: story.html:3:14: …" on
// execution, "html/template:story.html:3:14: …" on escaping.
var templatePlace = regexp.MustCompile(`^(?:html/)?template:\s*([^:\s]+\.html)(?::(\d+))?(?::(\d+))?: (.*)$`)

// templateTalk matches what the template packages say before the matter: the
// template and the node, which the place in the file shows.
var templateTalk = regexp.MustCompile(`^executing "[^"]*" at <.*?>: |^error calling \w+: `)

// diagnose turns an error of a template into a diagnostic at its place.
func (t *templates) diagnose(err error) diag.Diagnostic {
	if d, ok := errors.AsType[diag.Diagnostic](err); ok {
		return d
	}
	file, line, col, message := "", 0, 0, err.Error()
	if m := templatePlace.FindStringSubmatch(message); m != nil {
		file, message = m[1], m[4]
		line, _ = strconv.Atoi(m[2])
		col, _ = strconv.Atoi(m[3])
	}
	if escape, ok := errors.AsType[*template.Error](err); ok {
		message = escape.Description
		file, line, col = escape.Name, escape.Line, 0
		if escape.Node != nil {
			line, col = nodePlace(t.sources[file], escape.Node)
		}
	}
	for templateTalk.MatchString(message) {
		message = message[len(templateTalk.FindString(message)):]
	}
	src, known := t.sources[file]
	if !known {
		return templateError("templates", nil, 0, 0, message)
	}
	return templateError("templates/"+file, src, line, col, message)
}

// nodePlace is the line, and the column in bytes from 0, at which a node of a
// template begins.
func nodePlace(src []byte, node parse.Node) (line, col int) {
	at := min(int(node.Position()), len(src))
	head := string(src[:at])
	return strings.Count(head, "\n") + 1, at - (strings.LastIndexByte(head, '\n') + 1)
}

// templateError is a mistake in a template or its words; col counts bytes from 0,
// as the template packages do.
func templateError(file string, src []byte, line, col int, message string) diag.Diagnostic {
	d := diag.Diagnostic{Location: diag.Location{File: file, Line: line}, Severity: diag.Error, Rule: "template", Message: message}
	if line > 0 {
		lines := strings.Split(string(src), "\n")
		if line <= len(lines) {
			d.Text = strings.TrimSuffix(lines[line-1], "\r")
			if 0 < col && col <= len(d.Text) {
				d.Col = utf8.RuneCountInString(d.Text[:col]) + 1
			}
		}
	}
	return d
}

// jsonError is a mistake in a file of words.
func jsonError(file string, data []byte, err error) diag.Diagnostic {
	offset := int64(-1)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = max(e.Offset-1, 0)
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	}
	d := diag.Diagnostic{Location: diag.Location{File: file}, Severity: diag.Error, Rule: "template", Message: "the words cannot be read: " + err.Error()}
	if offset >= 0 {
		d.Location = diag.Source{Name: file, Text: data}.At(int(offset), int(offset))
	}
	return d
}

// fileError is a file that cannot be read.
func fileError(file string, err error) diag.Diagnostic {
	if d, ok := errors.AsType[diag.Diagnostic](err); ok {
		return d
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err // the file is named as the user knows it
	}
	return diag.Diagnostic{Location: diag.Location{File: file}, Severity: diag.Error, Rule: "unreadable", Message: fmt.Sprintf("%s cannot be read: %v", file, err)}
}
