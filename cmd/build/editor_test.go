package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
)

func TestEditorAddresses(t *testing.T) {
	plain := place{"/home/ada/desk/a.md", 3, 7}
	for _, test := range []struct {
		editor, distro string
		at             place
		want           string
	}{
		{"vscode", "", plain, "vscode://file/home/ada/desk/a.md:3:7"},
		{"vscodium", "", plain, "vscodium://file/home/ada/desk/a.md:3:7"},
		{"idea", "", plain, "idea://open?file=/home/ada/desk/a.md&line=3&column=7"},
		{"zed", "", plain, "zed://file/home/ada/desk/a.md:3:7"},
		{"textmate", "", plain, "txmt://open?url=file:///home/ada/desk/a.md&line=3&column=7"},
		{"none", "", plain, ""},
		{"mine:{line}/{column}{file}", "", plain, "mine:3/7/home/ada/desk/a.md"},

		// Whatever a path holds, it stays one path.
		{"vscode", "", place{"/ada's desk/50%/a b.md", 1, 1}, "vscode://file/ada%27s%20desk/50%25/a%20b.md:1:1"},
		{"idea", "", place{"/a&line=9/b+c#d?e.md", 2, 1}, "idea://open?file=/a%26line%3D9/b%2Bc%23d%3Fe.md&line=2&column=1"},
		{"vscode", "", place{"/caf\u00e9/{line}.md", 4, 1}, "vscode://file/caf%C3%A9/%7Bline%7D.md:4:1"},
		{"vscode", "", place{"/a:5/b.md", 1, 2}, "vscode://file/a%3A5/b.md:1:2"},

		// Windows, and its Subsystem for Linux, where the browser and the editor are
		// those of Windows.
		{"vscode", "", place{"C:/Users/Ada/a.md", 3, 7}, "vscode://file/C:/Users/Ada/a.md:3:7"},
		{"idea", "", place{"C:/Users/Ada/a.md", 3, 7}, "idea://open?file=/C:/Users/Ada/a.md&line=3&column=7"},
		{"vscode", "Ubuntu 24.04", plain, "vscode://vscode-remote/wsl+Ubuntu%2024.04/home/ada/desk/a.md:3:7"},
		{"cursor", "Debian", plain, "cursor://vscode-remote/wsl+Debian/home/ada/desk/a.md:3:7"},
		{"idea", "Debian", plain, "idea://open?file=//wsl.localhost/Debian/home/ada/desk/a.md&line=3&column=7"},
		{"mine:{file}", "Debian", plain, "mine:/home/ada/desk/a.md"},
	} {
		e, err := parseEditor(test.editor, test.distro)
		if err != nil || e.command != nil {
			t.Errorf("%s: %+v, %v", test.editor, e, err)
			continue
		}
		if got := e.url(test.at); got != test.want {
			t.Errorf("%s at %v:\n got %s\nwant %s", test.editor, test.at, got, test.want)
		}
	}
}

func TestEditorCommands(t *testing.T) {
	for _, test := range []struct {
		editor string
		want   []string // nil for an error
	}{
		{"sublime", []string{"subl", "{file}:{line}:{column}"}},
		{"emacs", []string{"emacsclient", "--no-wait", "+{line}:{column}", "{file}"}},
		{"gvim", []string{"gvim", "--remote-silent", "+{line}", "{file}"}},
		{`xterm -e  vim +{line} {file}`, []string{"xterm", "-e", "vim", "+{line}", "{file}"}},
		{`"/opt/My Editor/run" '' --at="{file}:{line}"`, []string{"/opt/My Editor/run", "", "--at={file}:{line}"}},
		{`C:\Programs\edit.exe {file}`, []string{`C:\Programs\edit.exe`, "{file}"}},
		{"vim +{line}", nil},
		{"emax", nil},
		{`run "{file}`, nil},
		{"{file}", nil},
		{"javascript:open('{file}')", nil},
		{"JavaScript:open('{file}')", nil},
		{"data:text/html,{file}", nil},
	} {
		e, err := parseEditor(test.editor, "")
		if (err != nil) != (test.want == nil) || e.address != "" {
			t.Errorf("%s: %+v, %v", test.editor, e, err)
		}
		if diff := cmp.Diff(test.want, e.command); err == nil && diff != "" {
			t.Errorf("%s: %s", test.editor, diff)
		}
	}
}

// A command gets the path in one piece, whatever is in it.
func TestEditorRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Ada's desk; touch $HOME")
	writeFile(t, filepath.Join(dir, "content/a b.md"), "x")
	writeFile(t, filepath.Join(dir, "editor"), "#!/bin/sh\nprintf '%s|' \"$@\"\n")
	if err := os.Chmod(filepath.Join(dir, "editor"), 0o755); err != nil {
		t.Fatal(err)
	}
	e, err := parseEditor(`"`+filepath.Join(dir, "editor")+`" +{line} {file}`, "")
	if err != nil {
		t.Fatal(err)
	}
	p, ok := job{options: options{site: dir}}.placeOf(diag.Location{File: "content/a b.md", Line: 3})
	if !ok {
		t.Fatal("the file is not found")
	}
	got, err := e.run(p).Output()
	if err != nil {
		t.Skip(err) // no shell
	}
	if want := "+3|" + filepath.Join(dir, "content", "a b.md") + "|"; string(got) != want {
		t.Errorf("the editor got %q, want %q", got, want)
	}
}

// Only files of the site are opened.
func TestPlaceOf(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "secret"), "x")
	writeFile(t, filepath.Join(dir, "site/content/a.md"), "x")
	if err := os.Symlink("../../secret", filepath.Join(dir, "site/content/link.md")); err != nil {
		t.Skip(err)
	}
	j := job{options: options{site: filepath.Join(dir, "site")}}
	for file, want := range map[string]bool{
		"content/a.md": true, "content/b.md": false, "content": false, "content/link.md": false,
		"../secret": false, "content/../../secret": false, filepath.ToSlash(dir) + "/secret": false, "": false,
	} {
		if p, ok := j.placeOf(diag.Location{File: file}); ok != want || ok && (p.line != 1 || p.column != 1) {
			t.Errorf("%q: %+v, %t", file, p, ok)
		}
	}
}

// What --editor says comes before the environment, and both before VS Code.
func TestTheEditor(t *testing.T) {
	for _, test := range []struct {
		flag, environment, want string // "" for an error
	}{
		{"", "", "vscode://file{file}:{line}:{column}"},
		{"", "zed", "zed://file{file}:{line}:{column}"},
		{"", "mine:{file}", "mine:{file}"},
		{"idea", "zed", "idea://open?file={file}&line={line}&column={column}"},
		{"", "ed", ""},
		{"ed", "", ""},
	} {
		j := job{options: options{editor: test.flag}}
		j.getenv = func(name string) string {
			if name == "EDITOR_URL" {
				return test.environment
			}
			return ""
		}
		e, err := j.theEditor()
		if e.address != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%+v: %+v, %v", test, e, err)
		}
		if err != nil && !strings.Contains(err.Error(), `"ed"`) {
			t.Errorf("the error does not say what is wrong: %v", err)
		}
	}
}
