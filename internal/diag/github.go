package diag

import (
	"fmt"
	"io"
	"strings"
)

// GitHub writes diagnostics as workflow commands, which GitHub Actions shows
// beside the lines of a pull request. Of each severity a step may have ten; GitHub
// drops the others without a word. What is beyond them stands in the log as text.
type GitHub struct {
	// Summary, if there is one, gets a page in Markdown with all that was found, where
	// not all can stand at its lines: the step's summary.
	Summary io.Writer
}

// mostAnnotations is how many annotations of one severity GitHub takes of a step.
const mostAnnotations = 10

// Write writes the first ten errors and the first ten warnings as commands, each in
// the order given, and the rest in lines as [Text] has them. Where there is no
// summary, a last line tells of the rest.
func (g GitHub) Write(w io.Writer, ds []Diagnostic) error {
	var out strings.Builder
	var rest []Diagnostic
	count := map[Severity]int{}
	for _, d := range ds {
		if count[d.Severity]++; count[d.Severity] <= mostAnnotations {
			out.WriteString(d.workflowCommand())
		} else {
			rest = append(rest, d)
		}
	}
	for _, d := range rest {
		out.WriteString(unlikeCommand(d.headline()) + "\n")
	}
	if len(rest) > 0 && g.Summary == nil {
		fmt.Fprintf(&out, "%s more than GitHub shows at the lines; they stand above\n", counted(rest))
	}
	if _, err := io.WriteString(w, out.String()); err != nil {
		return err
	}
	if len(rest) > 0 && g.Summary != nil {
		return writeSummary(g.Summary, ds)
	}
	return nil
}

// unlikeCommand keeps a line of the log from being read as a command.
func unlikeCommand(line string) string {
	if strings.HasPrefix(line, "::") {
		return " " + line
	}
	return line
}

// counted says how many errors and warnings there are.
func counted(ds []Diagnostic) string {
	errors := Errors(ds)
	say := func(n int, noun string) string {
		if n == 1 {
			return "1 " + noun
		}
		return fmt.Sprintf("%d %ss", n, noun)
	}
	switch warnings := len(ds) - errors; {
	case errors == 0:
		return say(warnings, "warning")
	case warnings == 0:
		return say(errors, "error")
	default:
		return say(errors, "error") + " and " + say(warnings, "warning")
	}
}

// mostInSummary is how many findings the summary lists; GitHub takes a megabyte.
const mostInSummary = 500

// writeSummary writes all findings as a page in Markdown, by file.
func writeSummary(w io.Writer, ds []Diagnostic) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### Found %s\n\nThe first ten of each are shown at their lines.\n", counted(ds))
	file := ""
	for i, d := range ds[:min(len(ds), mostInSummary)] {
		if d.File != file || i == 0 {
			file = d.File
			title := "The site"
			if file != "" {
				title = markdownCode(Visible(file))
			}
			fmt.Fprintf(&b, "\n**%s**\n\n", title)
		}
		place := ""
		if d.Line > 0 {
			place = fmt.Sprintf("line %d: ", d.Line)
		}
		rule := ""
		if d.Rule != "" {
			rule = " " + markdownCode(Visible(d.Rule))
		}
		fmt.Fprintf(&b, "- %s%s: %s%s\n", place, d.Severity, markdownText(shortened(Visible(d.Message))), rule)
	}
	if more := len(ds) - mostInSummary; more > 0 {
		fmt.Fprintf(&b, "\n%d more stand in the log.\n", more)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// shortened keeps a message to what a line of the summary should have.
func shortened(s string) string {
	const most = 300 // code points
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// markdownText writes text so that Markdown shows its characters as they are.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]()<>#+-.!|~&@:", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// markdownCode writes text as code.
func markdownCode(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

func (d Diagnostic) workflowCommand() string {
	var properties []string
	add := func(name, value string) {
		properties = append(properties, name+"="+commandProperty.Replace(Visible(value)))
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
	b.WriteString(Visible(d.Message))
	for _, hint := range d.Hints {
		b.WriteString("\nhint: " + Visible(hint))
	}
	if fix := d.fix(); fix != "" {
		b.WriteString("\nfix: " + Visible(fix))
	}
	return b.String()
}

// What has a meaning in a workflow command is written as GitHub's own toolkit
// writes it.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
