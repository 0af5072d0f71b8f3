package check

import (
	"bytes"
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// late are the rules whose findings are made when all pages are known. A comment
// that silences one of them waits for that.
var late = []string{"broken-link", "unused-actor", "blank-entry"}

func isLate(rule string) bool { return slices.Contains(late, rule) }

// Elsewhere reports whether it is not for those who put a page together to say that
// a comment about the rule silences nothing: the rule's findings are made when all
// pages are known, or there is no such rule.
func Elsewhere(rule string) bool { return isLate(rule) || Describe(rule) == "" }

// commentRule is the rule that looks at the comments themselves.
const commentRule = "check-comment"

// silence leaves out the findings that the story's comments silence, and adds what
// is to be said of the comments: those that name no rule, and, where every rule has
// looked, those that silence nothing.
func (c *Checker) silence(s *story, ds []diag.Diagnostic, all bool) []diag.Diagnostic {
	if len(s.res.Silenced) == 0 {
		return ds
	}
	file, offset := s.body.Source, s.body.Offset
	ds = s.res.Hush(ds, file, offset)
	about := c.unknownRules(s.res, s.body)
	if all {
		about = append(about, s.res.Idle(file, offset, func(rule string) bool { return Elsewhere(rule) || rule == commentRule })...)
	}
	ds = append(ds, s.res.Hush(about, file, offset)...)
	if !all {
		return ds
	}
	if s.res.Silences(isLate) {
		c.remember(s.article.Path, &commented{s.res, s.body, nil})
	}
	return append(ds, s.res.Idle(file, offset, func(rule string) bool { return rule != commentRule })...)
}

// unknownRules tells of the comments that name no rule.
func (c *Checker) unknownRules(res *annotate.Result, body content.Body) []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, silenced := range res.Silenced {
		if c.byName[silenced.Rule] != nil {
			continue
		}
		message, meant, hints := c.unknown(silenced.Rule)
		d := diag.Diagnostic{
			Location: body.At(silenced.Source.Start, silenced.Source.End),
			Severity: diag.Warning, Rule: commentRule, Message: message, Hints: hints,
		}
		at := body.Offset + silenced.Source.Start
		comment := string(body.Source.Text[at : body.Offset+silenced.Source.End])
		if before, _, ok := strings.Cut(comment, " "+silenced.Rule); ok && meant != "" {
			at += len(before) + 1
			d.Fix = []diag.Edit{body.Source.Edit(at, at+len(silenced.Rule), meant)}
		}
		ds = append(ds, d)
	}
	return ds
}

// commented is a text with comments that are heeded when all pages are known.
type commented struct {
	res   *annotate.Result
	body  content.Body
	found []diag.Diagnostic // in the comments themselves
}

func (c *Checker) remember(file string, text *commented) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.comments[file] == nil { // what is checked twice is silenced once
		c.comments[file] = text
	}
}

// readComments remembers the comments of the glossary and of plain pages.
func (c *Checker) readComments() {
	read := func(f content.File) {
		if body := f.Body(); bytes.Contains(body.Text(), []byte("<!--")) {
			res := annotate.Read(body.Text())
			c.remember(f.Path, &commented{res, body, c.unknownRules(res, body)})
		}
	}
	for _, a := range c.site.Actors {
		read(a.File)
	}
	for _, p := range c.site.Pages {
		read(p.File)
	}
}

// hush leaves out the findings on pages that comments silence.
func (c *Checker) hush(ds []diag.Diagnostic) []diag.Diagnostic {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(ds, func(d diag.Diagnostic) bool {
		text := c.comments[d.File]
		return text != nil && len(text.res.Hush([]diag.Diagnostic{d}, text.body.Source, text.body.Offset)) == 0
	})
}

// Comments tells of the comments that silence nothing on any page. It is asked when
// everything else has been.
func (c *Checker) Comments() []diag.Diagnostic {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ds []diag.Diagnostic
	for _, text := range c.comments {
		ds = append(ds, text.found...)
		ds = append(ds, text.res.Idle(text.body.Source, text.body.Offset, func(rule string) bool { return !isLate(rule) })...)
	}
	return diag.Sort(c.Apply(ds))
}
