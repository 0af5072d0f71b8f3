package content

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"backgrounder/internal/diag"
)

func newArticle(fsys fs.FS, e entry) (*Article, []diag.Diagnostic) {
	a := &Article{
		File:  File{Path: e.path, fsys: fsys, form: markdownForm},
		Slug:  e.slug,
		Plain: e.ext == ".txt",
	}
	if a.Plain {
		a.form = plainForm
	}
	fm, err := open(&a.File)
	if err != nil {
		a.Title = titleFromSlug(a.Slug)
		return a, []diag.Diagnostic{asDiagnostic(e.path, err)}
	}
	a.fill(&fm)
	if !a.Plain && a.Title == "" && !gaveTitle(&fm) {
		fm.missing("a story", "title", line.name, fm.root)
	}
	if a.Title == "" {
		a.Title = titleFromSlug(a.Slug)
	}
	if !a.Draft && isBlank(fm.src.Text[fm.body:]) {
		end := len(fm.src.Text)
		d := errorAt(fm.src.At(end, end), "empty-body", "this story has no text")
		d.Hints = []string{`write it under the front matter, or set "draft: true"`}
		fm.found = append(fm.found, d)
	}
	return a, fm.found
}

// ParseStory reads a story that belongs to no site: name is what diagnostics
// call it, and plain says that it is plain text and not Markdown. Front matter
// and title may be missing. What the front matter says of the glossary is not
// checked.
func ParseStory(name string, text []byte, plain bool) (*Article, Body, []diag.Diagnostic) {
	slug := slugify(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	a := &Article{
		File:  File{Path: name, fsys: oneFile{name, text}, form: form{optional: true, headline: plain}},
		Slug:  slug,
		Plain: plain,
	}
	fm, err := parse(&a.File, text)
	if err != nil {
		return a, Body{Source: fm.src, Offset: len(fm.src.Text)}, []diag.Diagnostic{asDiagnostic(name, err)}
	}
	a.fill(&fm)
	return a, Body{Source: fm.src, Offset: fm.body}, diag.Sort(fm.found)
}

// fill reads the front matter and checks what it says about itself.
func (a *Article) fill(fm *frontMatter) {
	fill(fm, "a story", articleFields, a)
	if a.Title == "" {
		a.Title = fm.headline
	}
	if !a.Date.IsZero() && !a.Updated.IsZero() && a.Updated.Last().Before(a.Date.First()) {
		fm.reportAt([]any{"updated"}, "date", fmt.Sprintf("the story was updated on %s, before its date, %s", a.Updated, a.Date))
	}
	a.checkSources(fm)
}

// reservedID is what marks say for nobody, as in [Jordan]{actor=none}.
const reservedID = "none"

func (a *Article) checkSources(fm *frontMatter) {
	ids := map[string]int{}
	for i, s := range a.Sources {
		at := func(path ...any) []any { return append([]any{"sources", i}, path...) }
		if first, ok := ids[s.ID]; ok && s.ID != "" {
			fm.reportAt(at("id"), "duplicate-id", fmt.Sprintf("two sources have the id %q; the first is %q", s.ID, a.Sources[first].Name))
		} else {
			ids[s.ID] = i
		}
		if s.ID == reservedID {
			fm.reportAt(at("id"), "id", fmt.Sprintf("%q is what marks say for nobody, and cannot be an id", reservedID))
		}
		a.checkAnonymity(fm, i)
	}
	for i, s := range a.Sources {
		a.checkSourceIDs(fm, ids, i, "corroborated", s.Corroborated)
		a.checkSourceIDs(fm, ids, i, "disputed", s.Disputed)
	}
}

// checkSourceIDs checks references from one source to others.
func (a *Article) checkSourceIDs(fm *frontMatter, ids map[string]int, source int, key string, references []string) {
	for j, id := range references {
		at := []any{"sources", source, key, j}
		switch _, known := ids[id]; {
		case id == "":
		case id == a.Sources[source].ID:
			fm.reportAt(at, "unknown-source", fmt.Sprintf("%q is this source itself", id))
		case !known:
			fm.reportAt(at, "unknown-source", fmt.Sprintf("no source of this story has the id %q", id), a.suggestSource(id)...)
		case key == "disputed" && slices.Contains(a.Sources[source].Corroborated, id):
			fm.reportAt(at, "duplicate-value", fmt.Sprintf("%q is said to corroborate and to dispute the same source", id))
		}
	}
}

func (a *Article) suggestSource(id string) []string {
	var known []string
	for _, s := range a.Sources {
		if s.ID != "" {
			known = append(known, s.ID)
		}
	}
	if near := nearest(id, known); near != "" {
		return []string{fmt.Sprintf("did you mean %q?", near)}
	}
	return []string{"sources here: " + strings.Join(known, ", ")}
}

// checkAnonymity keeps what could name an unnamed source out of the page: ids
// are published, and an actor is somebody.
func (a *Article) checkAnonymity(fm *frontMatter, i int) {
	s := a.Sources[i]
	if s.Level != "anonymous" {
		return
	}
	if s.Actor != "" {
		fm.reportAt([]any{"sources", i, "actor"}, "source-safety", "an anonymous source has no actor: that would name it",
			"take out this line, or give the source another level")
	}
	if s.ID == "" || s.Name == "" {
		return
	}
	allowed := wordsOf(append([]string{s.Name}, s.Mentions...))
	for word := range strings.SplitSeq(s.ID, "-") {
		if allowed[word] || isNumber(word) {
			continue
		}
		fm.reportAt([]any{"sources", i, "id"}, "source-safety",
			fmt.Sprintf("the id of an anonymous source is published, and %q is no word of its description", word),
			fmt.Sprintf("for example: id: %s", a.safeID(i)))
		return
	}
}

// wordsOf is the set of words that an id may have which stands for one of the
// descriptions.
func wordsOf(descriptions []string) map[string]bool {
	words := map[string]bool{}
	for _, d := range descriptions {
		for word := range strings.SplitSeq(slugify(d), "-") {
			words[word] = true
		}
	}
	return words
}

// isNumber reports a number that tells two sources of one description apart.
func isNumber(word string) bool { return len(word) <= 2 && isASCII(word, unicode.IsDigit) }

// safeID makes an id for a source of its description's words, one that no
// other source has.
func (a *Article) safeID(i int) string {
	words := slices.DeleteFunc(strings.Split(slugify(a.Sources[i].Name), "-"), func(w string) bool {
		return w == "a" || w == "an" || w == "the"
	})
	id := strings.Join(words[:min(len(words), 5)], "-")
	if id == "" {
		id = slugify(a.Sources[i].Name)
	}
	taken := func(id string) bool {
		return slices.ContainsFunc(a.Sources, func(s Source) bool { return s.ID == id })
	}
	unique := id
	for n := 2; taken(unique); n++ {
		unique = fmt.Sprintf("%s-%d", id, n)
	}
	return unique
}

// sameName reports whether two names are found by the same words.
func sameName(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }
