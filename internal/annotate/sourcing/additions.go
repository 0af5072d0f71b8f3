package sourcing

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/diag"
)

// Reader reads stories with a lexicon. It is safe for concurrent use.
type Reader struct{ lex *lexicon }

// New returns a reader whose lexicon is the embedded one and a site's additions
// to it: files that are named and written as those beside lexicon.go. A file's
// lines follow the embedded ones of its name, so they add and take nothing away.
//
// A line that could not be understood, or that could never match, is an error
// among the diagnostics; the reader goes without it.
func New(additions []diag.Source) (*Reader, []diag.Diagnostic) {
	if len(additions) == 0 {
		return &Reader{english()}, nil
	}
	a := adder{byName: map[string][]diag.Source{}}
	for _, src := range additions {
		name := path.Base(src.Name)
		if !slices.ContainsFunc(lexiconFiles, func(f lexiconFile) bool { return f.name == name }) {
			a.unknownFile(src, name)
			continue
		}
		a.byName[name] = append(a.byName[name], src)
	}
	dir, err := fs.Sub(embedded, "lexicon")
	if err == nil {
		a.lexicon, err = compile(dir, &a)
	}
	if err != nil {
		panic("sourcing: the embedded lexicon does not compile: " + err.Error()) // as english has found before
	}
	return &Reader{a.lexicon}, diag.Sort(a.found)
}

// Analyze finds who says what in the story. A nil reader has the embedded lexicon.
func (r *Reader) Analyze(s Story) Analysis { return analyze(r.lexicon(), s) }

func (r *Reader) lexicon() *lexicon {
	if r == nil {
		return english()
	}
	return r.lex
}

// adder adds a site's files to a lexicon, line by line, and finds what is wrong
// with them. It is stricter than what reads the embedded files, which are tested:
// a word that no story can match would be an addition that silently does nothing.
type adder struct {
	*lexicon
	byName map[string][]diag.Source
	found  []diag.Diagnostic

	src   diag.Source // that is being read
	file  lexiconFile
	wrong bool // the line that is being read has a mistake
}

// field is a word of a line.
type field struct {
	text string
	at   int // in the file, in bytes
}

func (a *adder) unknownFile(src diag.Source, name string) {
	var known []string
	for _, f := range lexiconFiles {
		known = append(known, f.name)
	}
	hints := []string{"the lexicon's files are " + strings.Join(slices.Sorted(slices.Values(known)), ", ")}
	if near := diag.Nearest(strings.ToLower(name), slices.Values(known)); near != "" {
		hints = []string{fmt.Sprintf("did you mean %q?", near)}
	}
	a.found = append(a.found, diag.Diagnostic{
		Location: diag.Location{File: src.Name}, Severity: diag.Error, Rule: "lexicon",
		Message: fmt.Sprintf("the lexicon has no file %q to add to", name), Hints: hints,
	})
}

// report reports what is wrong with some of the file's bytes.
func (a *adder) report(start, end int, hints []string, format string, args ...any) {
	a.wrong = true
	a.found = append(a.found, diag.Diagnostic{
		Location: a.src.At(start, end), Severity: diag.Error, Rule: "lexicon",
		Message: fmt.Sprintf(format, args...), Hints: hints,
	})
}

// about reports what is wrong with a word.
func (a *adder) about(f field, hint, format string, args ...any) {
	var hints []string
	if hint != "" {
		hints = []string{hint}
	}
	a.report(f.at, f.at+len(f.text), hints, format, args...)
}

// add adds the site's files of that name to the lexicon.
func (a *adder) add(l *lexicon, file lexiconFile) {
	a.lexicon, a.file = l, file
	for _, src := range a.byName[file.name] {
		a.src = src
		a.read()
	}
}

func (a *adder) read() {
	section, known := "", len(a.file.sections) == 0
	for at := 0; at < len(a.src.Text); {
		end := len(a.src.Text)
		if i := bytes.IndexByte(a.src.Text[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := string(a.src.Text[at:end])
		text := strings.TrimSpace(line)
		first := field{text, at + strings.Index(line, text)}
		a.wrong = false
		switch {
		case text == "" || text[0] == '#':
		case text[0] == '[':
			section, known = a.section(first)
		case known:
			a.line(section, first)
		case section == "" && len(a.file.sections) > 0:
			a.about(first, "put one of these above it: "+headings(a.file.sections), "this line stands under no heading, so nobody knows what these words are")
		}
		at = end + 1
	}
}

// section reads a heading, and reports whether the lines under it can be read.
func (a *adder) section(f field) (string, bool) {
	name := strings.TrimSuffix(f.text[1:], "]")
	if len(a.file.sections) == 0 {
		a.about(f, "leave the heading out", "%s has no headings", a.file.name)
		return name, true
	}
	if !strings.HasSuffix(f.text, "]") {
		a.about(f, fmt.Sprintf("write it as in [%s]", a.file.sections[0]), "this heading has no closing bracket")
		return f.text, false
	}
	if slices.Contains(a.file.sections, name) {
		return name, true
	}
	hint := "it has " + headings(a.file.sections)
	if near := diag.Nearest(name, slices.Values(a.file.sections)); near != "" {
		hint = fmt.Sprintf("did you mean [%s]?", near)
	}
	a.about(f, hint, "%s has no heading [%s]", a.file.name, name)
	return f.text, false
}

func headings(names []string) string { return "[" + strings.Join(names, "], [") + "]" }

// line checks a line, and adds it to the lexicon if nothing is wrong with it.
func (a *adder) line(section string, line field) {
	a.file.check(a, section, fieldsOf(line))
	if a.wrong {
		return
	}
	if err := a.file.add(a.lexicon, section, line.text); err != nil {
		a.about(line, "", "%v", err)
	}
}

func fieldsOf(line field) []field {
	var all []field
	at := 0
	for w := range strings.FieldsSeq(line.text) {
		at += strings.Index(line.text[at:], w)
		all = append(all, field{w, line.at + at})
		at += len(w)
	}
	return all
}

// cut cuts a field at a separator; ok reports whether it has it.
func (f field) cut(sep string) (before, after field, ok bool) {
	b, rest, ok := strings.Cut(f.text, sep)
	return field{b, f.at}, field{rest, f.at + len(b) + len(sep)}, ok
}

// longestWord is the length in bytes up to which words are looked up; see
// foldInto.
const longestWord = 32

// word checks that the tokens of a story can be this word.
func (a *adder) word(f field) {
	switch {
	case f.text == "":
		a.report(max(f.at-1, 0), f.at, nil, "a word is missing here")
	case len(f.text) > longestWord:
		a.about(f, "", "this word is longer than the %d bytes up to which words are looked up", longestWord)
	case strings.ContainsRune(f.text, '’'):
		a.about(f, fmt.Sprintf("write %q, which stands for both", strings.ReplaceAll(f.text, "’", "'")), "apostrophes are written straight here")
	case !oneWord(f.text) && !oneWord(capitalized(f.text)):
		a.about(f, "write letters, with hyphens or apostrophes between them", "%q is not one word as stories have it, so it would never be found", f.text)
	}
}

// small checks a word of a list that is read in small letters.
func (a *adder) small(f field) {
	if low := strings.ToLower(f.text); low != f.text {
		a.about(f, fmt.Sprintf("write %q: it stands for the capitalised word as well", low), "words of this list are written in small letters")
		return
	}
	a.word(f)
}

// name checks a name, whose words underscores join.
func (a *adder) name(f field) {
	if !strings.ContainsFunc(f.text, unicode.IsUpper) {
		hint := ""
		if f.text != "" {
			hint = fmt.Sprintf("write %q, as it stands in stories", capitalized(f.text))
		}
		a.about(f, hint, "names of this list have a capital")
		return
	}
	for rest, more := f, true; more; {
		var part field
		part, rest, more = rest.cut("_")
		a.word(part)
	}
}

func oneWord(w string) bool {
	toks := prose.Tokens(w, prose.Span{End: len(w)})
	return len(toks) == 1 && toks[0].Kind == prose.Word && toks[0].Len() == len(w)
}

func capitalized(w string) string {
	r, size := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[size:]
}

// kind checks the kind of a body or a document: one that a noun of the lexicon
// has, or else nothing would ever be found by it.
func (a *adder) kind(word, kind field, class class) {
	if kind.text == strings.ToLower(word.text) {
		return
	}
	known := map[string]bool{}
	for _, w := range a.words {
		if w.is(class) {
			known[w.kind] = true
		}
	}
	if known[kind.text] {
		return
	}
	hint := "take the kind of a word that is like it; the embedded file shows them"
	if near := diag.Nearest(kind.text, maps.Keys(known)); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	a.about(kind, hint, "no noun of the lexicon is of the kind %q", kind.text)
}

func checkWords(a *adder, section string, fields []field) {
	for _, f := range fields {
		if section == "counted" {
			w, number, ok := f.cut("/")
			if n, err := strconv.Atoi(number.text); !ok || err != nil || n < 2 || n > 1_000_000 {
				a.about(f, `write the number after a slash, as in "thirteen/13"`, "nobody knows which number %q is", w.text)
				continue
			}
			f = w
		}
		a.small(f)
	}
}

func checkNouns(a *adder, section string, fields []field) {
	for _, f := range fields {
		singular, plural, ok := f.cut("/")
		a.small(singular)
		switch {
		case ok && section == "title":
			a.about(plural, "leave out the slash and what follows", "titles have no plural")
		case ok:
			a.small(plural)
		}
	}
}

func checkBodies(a *adder, section string, fields []field) {
	for _, f := range fields {
		w, kind, ok := f.cut("/")
		switch section {
		case "known":
			a.name(w)
		case "name":
			if strings.Contains(w.text, "_") {
				a.about(w, "name the word that such names have in common, or put the whole name under [known]", "a part of a name is one word")
				continue
			}
			a.name(w)
		default:
			a.small(w)
		}
		switch {
		case ok && section == "group":
			a.about(kind, "leave out the slash and what follows", "words under [group] have no kind of their own")
		case ok:
			a.kind(w, kind, cBody)
		}
	}
}

func checkDocuments(a *adder, _ string, fields []field) {
	for _, f := range fields {
		w, kind, ok := f.cut("/")
		a.small(w)
		if ok {
			a.kind(w, kind, cDocument)
		}
	}
}

func checkPlaces(a *adder, _ string, fields []field) {
	for _, f := range fields {
		a.name(f)
	}
}

func checkNames(a *adder, _ string, fields []field) {
	for _, f := range fields {
		a.small(f)
	}
}

// verbClasses are the classes of verbs.txt.
var verbClasses = []string{"neutral", "claim", "stance", "act"}

func checkVerb(a *adder, _ string, fields []field) {
	const hint = `write the verb, its class and its uses, as in "grouse stance that quote about"`
	if len(fields) < 3 {
		last := fields[len(fields)-1]
		a.report(fields[0].at, last.at+len(last.text), []string{hint}, "this line lacks the verb's %s", []string{"class and uses", "uses"}[len(fields)-1])
		return
	}
	name, particle, hasParticle := fields[0].cut("+")
	forms := 0
	for rest, more := name, true; more; forms++ {
		var part field
		part, rest, more = rest.cut("/")
		a.small(part)
	}
	if forms > 3 {
		a.about(name, `write it as in "write/wrote/written"`, "a verb has at most a past and a participle beside it")
	}
	if hasParticle {
		for rest, more := particle, true; more; {
			var part field
			part, rest, more = rest.cut("_")
			a.small(part)
		}
	}
	if c := fields[1]; !slices.Contains(verbClasses, c.text) {
		a.about(c, nearOr(c.text, verbClasses, hint), "%q is not a class of verbs: %s", c.text, strings.Join(verbClasses, ", "))
	}
	for _, f := range fields[2:] {
		a.use(f)
	}
}

// use checks a use of a verb: a known one, a preposition, or a noun phrase and
// then a preposition.
func (a *adder) use(f field) {
	if _, ok := uses[f.text]; ok {
		return
	}
	prep, thing := strings.CutPrefix(f.text, "thing+")
	w := a.words[strings.TrimSuffix(prep, "_")]
	if prep == "as" || prep == "that" && thing || w != nil && w.is(cPreposition) && (thing || prep != "to") {
		return
	}
	known := slices.Sorted(maps.Keys(uses))
	a.about(f, nearOr(f.text, known, "a use is one of "+strings.Join(known, ", ")+`, a preposition, or "thing+" and a preposition`),
		"%q is not a use of a verb", f.text)
}

// nearOr is a hint: the known word that was probably meant, or else another hint.
func nearOr(written string, known []string, otherwise string) string {
	if near := diag.Nearest(written, slices.Values(known)); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// What a pattern may have at most, so that no text makes matching slow: every word
// that may be missing doubles the ways to match.
const (
	longestPattern = 24 // places
	mostOptional   = 6  // places that may be missing
)

// choice checks a line under [word]: a name in capitals and its words.
func (a *adder) choice(fields []field) {
	if name := fields[0]; name.text != strings.ToUpper(name.text) {
		a.about(name, `write it as in "DESK  editor|desk"`, "a line begins with a name in capitals")
	} else if len(fields) != 2 {
		a.report(name.at, fields[len(fields)-1].at+len(fields[len(fields)-1].text), []string{`write it as in "DESK  editor|desk"`}, "the words of %s stand behind it, with | between them", name.text)
	}
	for _, f := range fields[1:] {
		for rest, more := f, true; more; {
			var w field
			w, rest, more = rest.cut("|")
			a.small(w)
		}
	}
}

func checkPattern(a *adder, section string, fields []field) {
	first, last := fields[0], fields[len(fields)-1]
	steps := fields
	switch section {
	case "word":
		a.choice(fields)
		return
	case "clause":
		kinds := slices.Sorted(maps.Keys(conditions))
		if _, ok := conditions[first.text]; !ok {
			a.about(first, nearOr(first.text, kinds, "a line begins with one of "+strings.Join(kinds, ", ")), "%q is not a kind of promise", first.text)
		}
		steps = fields[1:]
	case "reason":
		kinds := []string{"clause", "thing", "verb"}
		if len(fields) < 2 || !slices.Contains(kinds, last.text) {
			a.about(last, `end the line with one of them, as in "out of worry for thing"`, "this line does not say what follows the words: %s", strings.Join(kinds, ", "))
		}
		steps = fields[:len(fields)-1]
	}
	optional, anchored, certain := 0, section == "reason" || section == "ground", false
	for _, f := range steps {
		if kept, ok := strings.CutPrefix(f.text, "<"); ok && (section == "reason" || section == "clause") {
			f = field{kept, f.at + 1}
		}
		may := strings.HasSuffix(f.text, "?")
		f.text = strings.TrimSuffix(f.text, "?")
		if may {
			optional++
		} else if !certain && f.text == "*" {
			a.about(f, "begin with the first word that is always the same", "a pattern cannot begin with any word")
		}
		certain = certain || !may
		if f.text == "*" {
			continue
		}
		for rest, more := f, true; more; {
			var w field
			w, rest, more = rest.cut("|")
			if bare, ok := strings.CutSuffix(w.text, "!"); ok {
				anchored, w.text = true, bare
			}
			if w.text == "" || strings.ToUpper(w.text) != w.text {
				a.small(w)
			} else if _, _, err := a.step(w.text); err != nil {
				known := append(slices.Collect(maps.Keys(a.choices)), "BE", string(anyNoun), string(whom), string(nameOf), string(whyNoun))
				a.about(w, nearOr(w.text, known, "give it its words under [word]"), "%v", err)
			}
		}
	}
	whole := field{string(a.src.Text[first.at : last.at+len(last.text)]), first.at}
	switch {
	case a.wrong:
	case !certain:
		a.about(whole, "leave the question mark out at one of them", "a pattern needs a word that may not be missing")
	case !anchored:
		a.about(whole, `put "!" behind its rarest word, as in "kept out! of the paper"`, "this pattern has no anchor, and only sentences that have one are looked at")
	case len(steps) > longestPattern || optional > mostOptional:
		a.about(whole, "write several shorter ones", "a pattern has at most %d words, of which %d may be missing", longestPattern, mostOptional)
	}
}
