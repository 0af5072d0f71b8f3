package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// annotated is a story with everything found in it, and its text as HTML.
type annotated struct {
	res       *annotate.Result
	body      movable
	tops      []top           // blocks of the story, in order
	headings  []heading       // the topmost of the story's own, where there are many
	paragraph []int           // for each of res.Blocks, the number of the paragraph it stands in; 0 for none
	named     map[string]bool // actors with a mention that can be linked to
	said      map[int]bool    // passages that can be linked to, by number
	words     int
	code      bool
	images    bool
	picture   *asset // the first that is there for what it shows
	problems  []diag.Diagnostic
}

// top is a block at the top level of a story: a paragraph, a list, a heading.
type top struct {
	node   ast.Node // nil once the story is rendered
	start  int      // where it begins in the source
	number int      // of the paragraph, from 1; 0 for what is none
}

// StoryOf is what an article's front matter tells the annotator, on a site in a
// language.
func StoryOf(a *content.Article, language string) annotate.Story {
	st := annotate.Story{Date: a.Date, Actors: a.Actors, Language: cmp.Or(a.Language, language)}
	for _, s := range a.Sources {
		st.Sources = append(st.Sources, sourcing.Declared{
			ID: s.ID, Name: s.Name, Mentions: s.Mentions, Level: sourcing.Level(s.Level), Actor: s.Actor, Reason: s.Reason,
			Terms: sourcing.Condition(s.Terms),
		})
	}
	return st
}

// Annotate finds what one text says, and who says it, with a glossary's actors and
// a reader of sources, nil for the embedded lexicon's. plain says that the text is
// plain, not Markdown. The diagnostics are the annotator's problems at their places
// in the file.
func Annotate(actors []*content.Actor, reader *sourcing.Reader, body content.Body, plain bool, story annotate.Story) (*annotate.Result, []diag.Diagnostic) {
	m := newMarkdown(annotatorActors(actors), reader, newHighlighter())
	res := m.annotate(body.Text(), plain, story)
	return res, located(res.Problems, body)
}

// annotatorActors are a glossary's entries, as far as finding them needs.
func annotatorActors(actors []*content.Actor) []annotate.Actor {
	all := make([]annotate.Actor, len(actors))
	for i, a := range actors {
		all[i] = annotate.Actor{ID: a.ID, Name: a.Name, Kind: annotate.Kind(a.Kind), Aliases: a.Aliases, Surname: a.Surname}
	}
	return all
}

// located puts the annotator's problems at their places in the file that has the
// text for its body.
func located(problems []annotate.Problem, body content.Body) []diag.Diagnostic {
	ds := locatedAt(problems, body.At)
	for i, p := range problems {
		for _, c := range p.Fix {
			ds[i].Fix = append(ds[i].Fix, body.Source.Edit(body.Offset+c.Source.Start, body.Offset+c.Source.End, c.New))
		}
	}
	return ds
}

// locatedAt puts problems at their places in a file.
func locatedAt(problems []annotate.Problem, at func(start, end int) diag.Location) []diag.Diagnostic {
	var ds []diag.Diagnostic
	for _, p := range problems {
		ds = append(ds, diag.Diagnostic{
			Location: at(p.Source.Start, p.Source.End), Severity: p.Severity, Rule: p.Rule, Message: p.Message, Hints: p.Hints,
		})
	}
	return ds
}

// annotate reads an article and renders its text. The error is a
// [diag.Diagnostic].
func (s *site) annotate(a *content.Article) (st *annotated, err error) {
	defer contain(a.Path, &err)
	body := a.Body()
	c := s.convention(a.File, body, storyOutput(a))
	c.story = StoryOf(a, s.lang.Tag)
	c.known, c.awaited = saidOf(a), true
	c.heading = 3 // the page's title is 1, the story's own 2
	c.ids = true
	if a.Plain {
		c.parser = s.md.plain
	}
	r := s.md.read(body.Text(), c)
	st = &annotated{res: r.res, named: r.named, said: r.said, code: r.code, images: r.images, picture: r.picture, headings: contents(r.headings)}
	found := append(located(r.res.Problems, body), r.problems...)
	st.problems = s.checked(a, body, r.res, append(found, unconfirmed(r.res, body)...))
	st.problems = append(st.problems, s.exposed(a, body, r.res)...)
	s.number(st, r)
	buffer := s.b.buffers.get()
	defer s.b.buffers.put(buffer)
	html, err := s.md.html(buffer, r)
	if err != nil {
		return nil, fileError(a.Path, err)
	}
	st.body = newMovable(s.lang.unbroken(html), false)
	for i := range st.tops {
		st.tops[i].node = nil
	}
	for _, b := range r.res.Blocks {
		if b.Kind != sourcing.Verbatim {
			for range strings.FieldsSeq(b.Of(r.res.Text)) {
				st.words++
			}
		}
	}
	return st, nil
}

// fewHeadings is how many headings readers find without a list of them.
const fewHeadings = 5

// contents are the topmost headings of a story, if there are so many that readers
// want a list of them.
func contents(all []heading) []heading {
	top := 7
	for _, h := range all {
		top = min(top, h.level)
	}
	list := slices.DeleteFunc(all, func(h heading) bool { return h.level != top || h.Words == "" })
	if len(list) <= fewHeadings {
		return nil
	}
	return list
}

// checked hands what was found in a story to whoever checks stories.
func (s *site) checked(a *content.Article, body content.Body, res *annotate.Result, found []diag.Diagnostic) []diag.Diagnostic {
	if s.check == nil {
		return s.applied(found)
	}
	return s.check(a, body, res, found)
}

// contain turns a panic over one file into an error of that file, so that all the
// others are still built.
func contain(file string, err *error) {
	if r := recover(); r != nil {
		*err = diag.Diagnostic{
			Location: diag.Location{File: file}, Severity: diag.Error, Rule: "internal",
			Message: fmt.Sprintf("the program fails over this text: %v", r),
			Hints:   []string{"this is a mistake in the program, not in the text: report it, with the file"},
		}
	}
}

func storyOutput(a *content.Article) string { return a.Slug + "/index.html" }

// convention is how a content file's body is read.
func (s *site) convention(f content.File, body content.Body, page string) convention {
	return convention{
		parser: s.md.blocks.Parser(), page: page, file: f.Path, moved: s.moved, at: body.At, assets: s.b.assets, heading: 2,
		fullDate: s.lang.fullDate,
	}
}

// number gives paragraphs their numbers and links, and puts the notes on who
// speaks beside them.
func (s *site) number(st *annotated, r *rendition) {
	n := 0
	for c := r.root.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == extast.KindFootnoteList {
			st.footnotes(c)
			continue
		}
		t := top{node: c, start: start(c)}
		if isProse(c) {
			n++
			t.number = n
			s.identify(c, n)
		}
		st.tops = append(st.tops, t)
	}
	slices.SortStableFunc(st.tops, func(a, b top) int { return a.start - b.start })
	st.paragraph = make([]int, len(r.res.Blocks))
	holder := make([]int, len(r.res.Blocks)) // which of tops a block stands in
	for i, b := range r.res.Blocks {
		holder[i] = st.topAt(r.res.SourceSpan(b.Span).Start)
		if holder[i] >= 0 {
			st.paragraph[i] = st.tops[holder[i]].number
		}
	}
	speakers := make([][]int, len(st.tops))
	for _, p := range r.res.Passages {
		if t := holder[p.Block]; t >= 0 {
			speakers[t] = append(speakers[t], p.Sources...)
		}
	}
	s.notes(st, r.root, speakers)
}

// footnotes are blocks of the text, but stand out of its order and unnumbered.
func (st *annotated) footnotes(list ast.Node) {
	for f := list.FirstChild(); f != nil; f = f.NextSibling() {
		st.tops = append(st.tops, top{node: f, start: start(f)})
	}
}

// topAt finds the block that holds a place in the source.
func (st *annotated) topAt(at int) int {
	i, found := slices.BinarySearchFunc(st.tops, at, func(t top, at int) int { return t.start - at })
	if found {
		return i
	}
	return i - 1
}

// start is where a block's text begins in the source.
func start(n ast.Node) int {
	first := -1
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || c.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if lines := c.Lines(); lines != nil && lines.Len() > 0 {
			first = lines.At(0).Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if first < 0 {
		first = max(n.Pos(), 0)
	}
	return first
}

// isProse reports whether a block counts as a paragraph.
func isProse(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindList, ast.KindBlockquote, extast.KindTable, extast.KindDefinitionList:
		return n.HasChildren()
	}
	return false
}

// identify gives a paragraph its id and, where that can be in the flow, a link to
// itself.
func (s *site) identify(n ast.Node, number int) {
	n.SetAttributeString("id", []byte("p-"+itoa(number)))
	if n.Kind() != ast.KindParagraph {
		return
	}
	if number == 1 {
		n.SetAttributeString("class", []byte("lead"))
	}
	perma := &permaNode{number: number, label: s.lang.say("paragraph.link", "number", number)}
	n.InsertBefore(n, n.FirstChild(), perma)
}

// notes puts after each block the sources that speak in it, each once, and on
// what terms at the first time in the story.
func (s *site) notes(st *annotated, root ast.Node, speakers [][]int) {
	told := map[int]bool{}
	for i, sources := range speakers {
		var voices []byVoice
		here := map[int]bool{}
		for _, k := range sources {
			if here[k] {
				continue
			}
			here[k] = true
			v := s.byVoice(st.res.Sources[k], !told[k])
			told[k] = true
			voices = append(voices, v)
		}
		if node := st.tops[i].node; len(voices) > 0 && node.Parent() == root {
			root.InsertAfter(root, node, &byNode{voices: voices})
		}
	}
}

func (s *site) byVoice(src annotate.Source, first bool) byVoice {
	v := byVoice{Level: string(src.Level), Label: src.Label, Who: s.sourceName(src)}
	if first {
		v.How = s.sourceTerms(src, "by.")
	}
	return v
}

// sourceName is what a source is called: an actor's own name, or the story's
// description.
func (s *site) sourceName(src annotate.Source) string {
	if a := s.actors[src.Actor]; a != nil && src.Level != sourcing.Anonymous {
		return a.Name
	}
	return upperFirst(src.Description)
}

// maxRole is how long a one-line summary may be to serve as a note on who a
// named person is, in bytes.
const maxRole = 60

// sourceTerms says on what terms a source speaks, with messages under a prefix.
// It is empty where there is nothing to say.
func (s *site) sourceTerms(src annotate.Source, prefix string) string {
	switch src.Level {
	case sourcing.Anonymous:
		return s.lang.say(prefix + termsOf(src))
	case sourcing.Named:
		if a := s.actors[src.Actor]; a != nil && len(a.Summary) <= maxRole {
			return a.Summary
		}
		return ""
	}
	return s.lang.say(prefix + string(src.Level))
}

// termsOf names the terms of an unnamed source, as messages call them.
func termsOf(src annotate.Source) string {
	switch {
	case src.Condition != sourcing.NoCondition:
		return string(src.Condition)
	case src.Reason != "":
		return "reason"
	}
	return "bare"
}
