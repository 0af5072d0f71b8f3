package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"backgrounder/internal/diag"
)

// An editor opens a file at a line: by an address that it has registered with the
// system, or by a command. {file}, {line} and {column} stand in either for the place.
// The zero editor opens nothing.
type editor struct {
	address string
	command []string
}

const defaultEditor = "vscode"

// knownEditor is what opens a place in an editor of that name. distro is that of
// Windows' Subsystem for Linux if the program runs in one, and "" elsewhere: then the
// editor with its addresses is one of Windows, which knows the files by other names.
func knownEditor(name, distro string) (editor, bool) {
	from := "{file}"
	if distro != "" {
		from = "//wsl.localhost/" + url.PathEscape(distro) + from
	}
	switch name {
	case "vscode", "vscode-insiders", "vscodium", "cursor", "windsurf":
		scheme := name
		if distro != "" {
			return editor{address: scheme + "://vscode-remote/wsl+" + url.PathEscape(distro) + "{file}:{line}:{column}"}, true
		}
		return editor{address: scheme + "://file{file}:{line}:{column}"}, true
	case "zed":
		return editor{address: "zed://file" + from + ":{line}:{column}"}, true
	case "idea", "clion", "goland", "phpstorm", "pycharm", "rider", "rubymine", "webstorm":
		return editor{address: name + "://open?file=" + from + "&line={line}&column={column}"}, true
	case "textmate":
		return editor{address: "txmt://open?url=file://{file}&line={line}&column={column}"}, true
	case "macvim":
		return editor{address: "mvim://open?url=file://{file}&line={line}&column={column}"}, true
	case "sublime":
		return editor{command: []string{"subl", "{file}:{line}:{column}"}}, true
	case "gvim":
		return editor{command: []string{"gvim", "--remote-silent", "+{line}", "{file}"}}, true
	case "emacs":
		return editor{command: []string{"emacsclient", "--no-wait", "+{line}:{column}", "{file}"}}, true
	case "none":
		return editor{}, true
	}
	return editor{}, false
}

// parseEditor reads what the user calls their editor: by its name, as an address or
// as a command.
func parseEditor(s, distro string) (editor, error) {
	if e, ok := knownEditor(s, distro); ok {
		return e, nil
	}
	if !strings.Contains(s, "{file}") {
		return editor{}, errors.New("write a name such as vscode, idea, sublime, emacs, gvim or none; or an address or a command with {file} in it, and {line} and {column}")
	}
	if scheme, _, ok := strings.Cut(s, ":"); ok && isScheme(scheme) {
		if slices.Contains([]string{"javascript", "data", "vbscript", "blob"}, strings.ToLower(scheme)) {
			return editor{}, fmt.Errorf("an address that begins with %s: opens no editor", scheme)
		}
		return editor{address: s}, nil
	}
	command, err := splitCommand(s)
	if err == nil && strings.Contains(command[0], "{") {
		err = errors.New("begin with the name of the program")
	}
	return editor{command: command}, err
}

// isScheme reports whether an address may begin so. A single letter is a drive of
// Windows.
func isScheme(s string) bool {
	return len(s) > 1 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '+' && r != '-' && r != '.'
	})
}

// splitCommand takes a command apart at its spaces, but for those between quotes.
// There is no shell, so nothing else has a meaning.
func splitCommand(s string) ([]string, error) {
	var words []string
	word, inWord, quote := "", false, rune(0)
	for _, r := range s {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, inWord = r, true
		case quote == 0 && r == ' ':
			if inWord {
				words = append(words, word)
			}
			word, inWord = "", false
		default:
			word, inWord = word+string(r), true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quotation mark %c has no other one", quote)
	}
	if inWord {
		words = append(words, word)
	}
	return words, nil
}

// place is where an editor is to go: the file as the system knows it.
type place struct {
	file         string
	line, column int
}

// placeOf finds a location of the site on the disk. It reports false if there is no
// such file, as where a template is the program's own.
func (j job) placeOf(l diag.Location) (place, bool) {
	local := filepath.FromSlash(l.File)
	if !filepath.IsLocal(local) {
		return place{}, false
	}
	file, err := filepath.Abs(filepath.Join(j.site, local))
	if err != nil {
		return place{}, false
	}
	info, err := os.Lstat(file)
	return place{file, max(l.Line, 1), max(l.Col, 1)}, err == nil && info.Mode()&fs.ModeType == 0
}

// url is the address that opens a place.
func (e editor) url(p place) string {
	file := filepath.ToSlash(p.file)
	if !strings.HasPrefix(file, "/") {
		file = "/" + file // a drive of Windows
	}
	return p.in(e.address, escapePath(file))
}

// run is the command that opens a place.
func (e editor) run(p place) *exec.Cmd {
	args := make([]string, len(e.command))
	for i, word := range e.command {
		args[i] = p.in(word, p.file)
	}
	return exec.Command(args[0], args[1:]...)
}

// launch starts a program that goes on by itself.
func launch(c *exec.Cmd) error {
	if err := c.Start(); err != nil {
		return err
	}
	go c.Wait() // so that it does not stay as a zombie
	return nil
}

// in puts the place into a text with {file}, {line} and {column}.
func (p place) in(pattern, file string) string {
	return strings.NewReplacer(
		"{file}", file,
		"{line}", strconv.Itoa(p.line),
		"{column}", strconv.Itoa(p.column),
	).Replace(pattern)
}

// escapePath escapes all that could mean something in an address, so that a path can
// stand before a colon as well as in a query.
func escapePath(path string) string {
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			strings.IndexByte("-._~/", c) >= 0,
			c == ':' && i == 2 && strings.HasPrefix(path[i+1:], "/"): // after the letter of a drive
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
