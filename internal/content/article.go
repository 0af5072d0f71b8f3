package content

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"backgrounder/internal/diag"
)

func newArticle(fsys fs.FS, e entry, zone *time.Location) (*Article, []diag.Diagnostic) {
	a := &Article{
		File:  File{Path: e.path, form: storyForm.in(zone)},
		Slug:  e.slug,
		Title: titleFromSlug(e.slug),
		Plain: e.ext == ".txt",
	}
	fields := articleFields
	if a.Plain {
		a.form, fields = plainForm.in(zone), plainFields
	}
	fm, err := a.open(fsys)
	if err != nil {
		return a, []diag.Diagnostic{asDiagnostic(e.path, err)}
	}
	if a.fill(&fm, fields) && !a.Draft {
		fm.wantBody(`write the story under the front matter, or set "draft: true"`)
	}
	return a, fm.found
}

// ParseStory reads a story that belongs to no site: name is what diagnostics
// call it, plain says that it is plain text and not Markdown, and zone is where times
// of day are that do not say so. Front matter and title may be missing. What the front
// matter says of the glossary is not checked.
func ParseStory(name string, text []byte, plain bool, zone *time.Location) (*Article, Body, []diag.Diagnostic) {
	a := &Article{
		File:  File{Path: name, form: form{optional: true, headline: plain}.in(zone)},
		Plain: plain,
	}
	if len(text) > maxFile {
		return a, Body{}, []diag.Diagnostic{tooLarge(diag.Location{File: name})}
	}
	fm, err := a.take(text)
	if err != nil {
		return a, Body{Source: fm.src, Offset: len(fm.src.Text)}, []diag.Diagnostic{asDiagnostic(name, err)}
	}
	a.fill(&fm, plainFields)
	return a, Body{Source: fm.src, Offset: fm.body}, diag.Sort(fm.found)
}

// fill reads the front matter and checks what it says about itself. It reports
// whether the front matter could be read.
func (a *Article) fill(fm *frontMatter, fields []field[Article]) bool {
	if fm.headline != "" {
		a.Title = fm.headline
	}
	if !fill(fm, "story", fields, a) {
		return false
	}
	late := !a.Date.IsZero() && !a.Updated.IsZero() && a.Updated.Last().Before(a.Date.First())
	if !a.Moment.IsZero() && !a.UpdatedMoment.IsZero() {
		late = late && a.UpdatedMoment.Before(a.Moment) // days are each of their own clock
	}
	if late {
		fm.reportAt([]any{"updated"}, "date", fmt.Sprintf("the story was updated on %s, before its date, %s", a.Updated, a.Date))
	}
	a.checkImages(fm)
	a.checkSources(fm)
	return true
}

func (a *Article) checkImages(fm *frontMatter) {
	seen := map[string]bool{}
	for i, img := range a.Images {
		switch src := img.Name(); {
		case src == "":
		case seen[src]:
			fm.reportAt([]any{"images", i, "src"}, "duplicate-value", fmt.Sprintf("the image %q is here a second time", img.Src))
		default:
			seen[src] = true
		}
	}
}

// Name is the file's name among the static files; "" for none.
func (i Image) Name() string { return strings.TrimPrefix(path.Clean("/"+i.Src), "/") }

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
		if s.ID != "" && !slices.Contains(known, s.ID) {
			known = append(known, s.ID)
		}
	}
	if hints := didYouMean(id, slices.Values(known)); hints != nil {
		return hints
	}
	const most = 10
	if len(known) > most {
		known = append(known[:most], "…")
	}
	return []string{"sources here: " + strings.Join(known, ", ")}
}

// checkAnonymity keeps what could name an unnamed source out of the page: ids
// are published, and an actor is somebody.
func (a *Article) checkAnonymity(fm *frontMatter, i int) {
	s := a.Sources[i]
	if s.Level == "anonymous" && s.Actor != "" {
		fm.reportAt([]any{"sources", i, "actor"}, "source-safety", "an anonymous source has no actor: that would name it",
			"take out this line, or give the source another level")
	}
	if s.ID == "" || !s.isUnnamed() {
		return
	}
	if word := s.Telltale(append([]string{s.Name}, s.Mentions...)); word != "" {
		message, hints := a.Tells(i, word)
		fm.reportAt([]any{"sources", i, "id"}, "source-safety", message, hints...)
	}
}

// Telltale returns the first word of the source's id that none of the descriptions
// has, or "". The id of an unnamed source is published, and must tell nothing that
// the story does not.
func (s Source) Telltale(descriptions []string) string {
	words := wordsOf(descriptions)
	for word := range strings.SplitSeq(s.ID, "-") {
		if !words[word] && !isNumber(word) && !saysNothing(word) {
			return word
		}
	}
	return ""
}

// Tells says what is wrong with a word in the id of the i-th source, which is an
// unnamed one.
func (a *Article) Tells(i int, word string) (message string, hints []string) {
	hints = []string{"for example: id: " + a.safeID(i)}
	if a.Sources[i].Level == "" {
		hints = append(hints, "a source that is not anonymous says its level")
	}
	return fmt.Sprintf("the id of an anonymous source is published, and %q is no word of its description", word), hints
}

// isUnnamed reports a source that is anonymous, or that is described as if it
// were while nothing is said of its level.
func (s Source) isUnnamed() bool {
	if s.Name == "" || s.Level != "" || s.Actor != "" {
		return s.Name != "" && s.Level == "anonymous"
	}
	first, _, _ := strings.Cut(strings.ToLower(s.Name), " ")
	return slices.Contains([]string{"a", "an", "another", "one", "two", "three", "four", "five", "several", "some"}, first)
}

// wordsOf is the set of words that an id may have which stands for one of the
// descriptions.
func wordsOf(descriptions []string) map[string]bool {
	words := map[string]bool{}
	for _, d := range descriptions {
		for word := range strings.SplitSeq(slugify(d), "-") {
			words[word] = true
		}
		// Iraq's is iraqs and iraq.
		for word := range strings.FieldsSeq(strings.ReplaceAll(d, "’", "'")) {
			if stem, ok := strings.CutSuffix(word, "'s"); ok {
				words[slugify(stem)] = true
			}
		}
	}
	return words
}

// isNumber reports a number that tells two sources of one description apart.
func isNumber(word string) bool { return len(word) <= 2 && isASCII(word, unicode.IsDigit) }

// saysNothing reports a word that is true of every unnamed source: descriptions in
// other scripts have no words that an id could be made of.
func saysNothing(word string) bool {
	return word == "source" || word == "unnamed" || word == "anonymous"
}

// safeID makes an id for a source of its description's words, one that no
// other source has.
func (a *Article) safeID(i int) string {
	words := slices.DeleteFunc(strings.Split(slugify(a.Sources[i].Name), "-"), func(w string) bool {
		return w == "a" || w == "an" || w == "the"
	})
	id := strings.Join(words[:min(len(words), 5)], "-")
	if id == "" {
		id = cmp.Or(slugify(a.Sources[i].Name), "source")
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
