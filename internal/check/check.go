// Package check knows the trade's rules: what a careful editor would ask about a
// story before it is published.
//
// A [Rule] has a name, a severity and a sentence that says what it wants. The table
// of all rules (rules.go) also lists those whose findings other packages make while
// they read a story or put its page together, so that site.yaml can set the severity
// of any of them and a comment can silence any of them in its place:
//
//	check: {formulaic-reason: off}                       in content/site.yaml
//	<!-- check: off formulaic-reason: a direct quote --> in a story
//
// Rules of this package stand one in a file, with what they know of words. They look
// at three things: a story with everything found in it ([Checker.Story]), the rendered
// pages ([Checker.Visit]), and the configuration itself ([Checker.Config]).
//
// A finding must be worth an editor's look every time, for a rule that cries wolf is
// switched off: where a rule cannot be sure it says nothing. What is a judgement is a
// warning; only what would be wrong on the page is an error.
//
// Every rule has a page under docs/rules, whose examples are the tests.
package check

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// Checker applies the rules to one state of a site. It is safe for concurrent use.
type Checker struct {
	site   *content.Site
	byName map[string]*Rule

	mu       sync.Mutex
	comments map[string]*commented // by file: what may silence findings on pages
}

// New returns a checker for the site's content.
func New(site *content.Site) *Checker {
	c := &Checker{site: site, byName: map[string]*Rule{}, comments: map[string]*commented{}}
	for _, r := range Rules() {
		c.byName[r.Name] = &r
	}
	return c
}

// Config looks at the part of site.yaml that sets the severities of rules.
func (c *Checker) Config() []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, name := range slices.Sorted(maps.Keys(c.site.Config.Check)) {
		if c.byName[name] != nil {
			continue
		}
		message, meant, hints := c.unknown(name)
		d := diag.Diagnostic{
			Location: c.site.Config.AtKey("check", name), Severity: diag.Error, Rule: "unknown-rule", Message: message, Hints: hints,
		}
		if _, set := c.site.Config.Check[meant]; meant != "" && !set {
			d.Fix = c.site.Config.Rename(meant, "check", name)
		}
		ds = append(ds, d)
	}
	return ds
}

// unknown says that there is no rule of a name, or none that can be changed, and
// which rule was meant, if one has a name that is near.
func (c *Checker) unknown(name string) (message, meant string, hints []string) {
	if slices.Contains(lasting, name) {
		return fmt.Sprintf("%q is no matter of judgement, and its severity cannot be changed", name), "", nil
	}
	message = fmt.Sprintf("no rule is called %q", name)
	if near := diag.Nearest(name, maps.Keys(c.byName)); near != "" {
		return message, near, []string{fmt.Sprintf("did you mean %q?", near)}
	}
	return message, "", []string{"docs/rules/README.md lists the rules"}
}

// Apply gives findings the severities that site.yaml asks for, and leaves out those
// that it turns off.
func (c *Checker) Apply(ds []diag.Diagnostic) []diag.Diagnostic {
	return diag.Overrule(ds, func(rule string) string {
		if c.byName[rule] == nil {
			return ""
		}
		return c.site.Config.Check[rule]
	})
}

// Story applies the rules to a story: found is what others found in it, and what is
// returned is all that is to be said of it, with the severities that site.yaml asks
// for and without what the story's comments silence.
func (c *Checker) Story(a *content.Article, body content.Body, res *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic {
	return c.look(a, body, res, found, diag.Warning)
}

// Errors is Story with only those of the package's own rules whose findings are
// errors, by themselves or because site.yaml says so.
func (c *Checker) Errors(a *content.Article, body content.Body, res *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic {
	return c.look(a, body, res, found, diag.Error)
}

// look applies the rules of a severity or a graver one.
func (c *Checker) look(a *content.Article, body content.Body, res *annotate.Result, found []diag.Diagnostic, least diag.Severity) []diag.Diagnostic {
	s := newStory(c.site, a, body, res)
	for _, r := range Rules() {
		if r.story == nil || c.severity(r) < least || readsEnglish[r.Name] && !annotate.English(s.language()) {
			continue
		}
		s.rule = r
		r.story(s)
	}
	all := c.silence(s, append(slices.Clone(found), s.found...), least == diag.Warning)
	return diag.Sort(c.Apply(all))
}

// severity is how grave the findings of a rule are on this site.
func (c *Checker) severity(r Rule) diag.Severity {
	switch c.site.Config.Check[r.Name] {
	case "warning":
		return diag.Warning
	case "error":
		return diag.Error
	}
	return r.Severity
}
