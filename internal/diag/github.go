package diag

import (
	"fmt"
	"io"
	"strings"
)

// GitHub writes diagnostics as workflow commands, which GitHub Actions shows
// beside the lines of a pull request.
type GitHub struct{}

// Write writes a line for each diagnostic, in the order given.
func (GitHub) Write(w io.Writer, ds []Diagnostic) error {
	for _, d := range ds {
		if _, err := io.WriteString(w, d.workflowCommand()); err != nil {
			return err
		}
	}
	return nil
}

func (d Diagnostic) workflowCommand() string {
	var properties []string
	add := func(name, value string) {
		properties = append(properties, name+"="+commandProperty.Replace(visible(value)))
	}
	if d.File != "" {
		add("file", d.File)
	}
	if d.Line > 0 {
		add("line", fmt.Sprint(d.Line))
	}
	if d.Line > 0 && d.Col > 0 {
		add("col", fmt.Sprint(d.Col))
		add("endColumn", fmt.Sprint(d.Col+d.Width))
	}
	if d.Rule != "" {
		add("title", d.Rule)
	}
	command := "::" + d.Severity.String()
	if len(properties) > 0 {
		command += " " + strings.Join(properties, ",")
	}
	return command + "::" + commandData.Replace(d.withHints()) + "\n"
}

// withHints is the message with the hints on lines of their own.
func (d Diagnostic) withHints() string {
	var b strings.Builder
	b.WriteString(visible(d.Message))
	for _, hint := range d.Hints {
		b.WriteString("\nhint: " + visible(hint))
	}
	if fix := d.fix(); fix != "" {
		b.WriteString("\nfix: " + visible(fix))
	}
	return b.String()
}

// What has a meaning in a workflow command is written as GitHub's own toolkit
// writes it.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
