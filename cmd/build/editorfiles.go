package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"backgrounder/internal/check"
	"backgrounder/internal/content"
)

// runEditor writes what VS Code, and editors like it, need to help with a site: its
// fields as JSON Schemas, the program's verbs as tasks, and how findings are read
// out of their output.
func runEditor(_ context.Context, j job) error {
	root, err := openSite(j.site)
	if err != nil {
		return err
	}
	defer root.Close()
	files, err := editorFiles(programOf(root))
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := j.writeEditorFile(root, name, files[name]); err != nil {
			return err
		}
	}
	return nil
}

// writeEditorFile writes a file that is not there. What is there may be the editor's
// own, unless it is a schema, which nobody writes by hand.
func (j job) writeEditorFile(root *os.Root, name string, text []byte) error {
	was, err := root.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := createFile(root, name, text); err != nil {
			return err
		}
		j.say.status("%s: written", j.say.path(name))
	case err != nil:
		return fmt.Errorf("cannot read %s: %w", j.say.path(name), unwrapPath(err))
	case bytes.Equal(was, text):
		j.say.status("%s: up to date", j.say.path(name))
	case path.Dir(name) == schemaFolder:
		if err := replaceFile(j.say.path(name), was, text); err != nil {
			return err
		}
		j.say.status("%s: written anew", j.say.path(name))
	default:
		j.say.status("%s: left as it is, since it is yours; delete it to have it written anew", j.say.path(name))
	}
	return nil
}

const (
	editorFolder = ".vscode"
	schemaFolder = editorFolder + "/schemas"
)

// programOf is the command that runs the program from the site's folder: a site that
// stands beside the program's own source runs that.
func programOf(root *os.Root) []string {
	if _, err := root.Stat("cmd/build/main.go"); err == nil {
		return []string{"go", "run", "./cmd/build"}
	}
	return []string{program}
}

// editorFiles are the files by name.
func editorFiles(command []string) (map[string][]byte, error) {
	schemas := content.Schemas()
	site := schemas["site"]
	var rules []content.Property
	for _, r := range check.Rules() {
		rules = append(rules, content.Property{Name: r.Name, Schema: content.Schema{
			Enum:        []any{"off", "warning", "error", nil},
			Description: fmt.Sprintf("%s A %s if not said otherwise.", r.Doc, r.Severity),
		}})
	}
	site.Property("check").Only(rules)
	schemas["site"] = site

	files := map[string][]byte{}
	for name, s := range schemas {
		s.Comment = "Written by build editor, and again whenever it is run."
		text, err := indented(s)
		if err != nil {
			return nil, err
		}
		files[schemaFolder+"/"+name+".json"] = text
	}
	for name, v := range map[string]any{
		"tasks.json":      editorTasks(command),
		"settings.json":   map[string]any{"yaml.schemas": map[string]string{"./" + schemaFolder + "/site.json": "content/site.yaml"}},
		"extensions.json": map[string]any{"recommendations": []string{"redhat.vscode-yaml"}},
	} {
		text, err := indented(v)
		if err != nil {
			return nil, err
		}
		files[editorFolder+"/"+name] = text
	}
	return files, nil
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// tasks is VS Code's tasks.json.
type tasks struct {
	Version string `json:"version"`
	Tasks   []task `json:"tasks"`
}

type task struct {
	Label      string     `json:"label"`
	Detail     string     `json:"detail"`
	Type       string     `json:"type"`
	Command    string     `json:"command"`
	Args       []string   `json:"args"`
	Group      *taskGroup `json:"group,omitempty"`
	Background bool       `json:"isBackground,omitempty"`
	Matchers   []matcher  `json:"problemMatcher"`
}

type taskGroup struct {
	Kind    string `json:"kind"`
	Default bool   `json:"isDefault"`
}

// matcher is how VS Code reads findings out of lines.
type matcher struct {
	Owner    string   `json:"owner"`
	Source   string   `json:"source"`
	Location []string `json:"fileLocation"`
	Pattern  pattern  `json:"pattern"`
}

type pattern struct {
	Regexp   string `json:"regexp"`
	Kind     string `json:"kind,omitempty"`
	File     int    `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity int    `json:"severity"`
	Message  int    `json:"message"`
	Code     int    `json:"code"`
}

// The lines that findings begin with: those at a line, and those about a file or a
// folder as a whole.
const (
	linePattern = `^(.+?):(\d+)(?::(\d+))?: (error|warning): (.+?)(?: \[([a-z0-9-]+)\])?$`
	filePattern = `^([^: ][^:]*[/.][^:]*): (error|warning): (.+?)(?: \[([a-z0-9-]+)\])?$`
)

func matchers() []matcher {
	of := func(p pattern) matcher {
		return matcher{program, "backgrounder", []string{"relative", "${workspaceFolder}"}, p}
	}
	return []matcher{
		of(pattern{Regexp: linePattern, File: 1, Line: 2, Column: 3, Severity: 4, Message: 5, Code: 6}),
		of(pattern{Regexp: filePattern, Kind: "file", File: 1, Severity: 2, Message: 3, Code: 4}),
	}
}

func editorTasks(command []string) tasks {
	of := func(label, detail, group string, args ...string) task {
		t := task{
			Label: label, Detail: detail, Type: "process", Command: command[0],
			Args: append(append([]string{}, command[1:]...), args...), Matchers: matchers(),
		}
		if group != "" {
			t.Group = &taskGroup{Kind: group, Default: true}
		}
		return t
	}
	serve := of("serve", "Show the site in a browser while it is written", "", "serve", "--open")
	serve.Background, serve.Matchers = true, []matcher{}
	return tasks{"2.0.0", []task{
		of("build", "Write the site to public/", "build", "build"),
		of("check", "Ask of every story what a careful editor would", "test", "check"),
		of("check and fix", "The same, and mend what takes no judgement", "", "check", "--fix"),
		serve,
	}}
}
