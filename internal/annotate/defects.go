package annotate

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/diag"
)

// Copy defects are what copying and cutting leave in a story. They are reported
// and never repaired. A finding must be worth an editor's look every time; what is
// often right is not reported.

//go:embed defects.txt
var boilerplateText string

// boilerplate are the patterns of defects.txt, each cut at its stars.
var boilerplate = func() [][]string {
	var all [][]string
	for line := range strings.Lines(boilerplateText) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, strings.Split(line, "*"))
		}
	}
	return all
}()

// defects looks for defects of the copy.
func (w *work) defects() {
	for i, b := range w.res.Blocks {
		if b.Kind != sourcing.Paragraph {
			continue
		}
		w.quotationMarks(i)
		w.doubledWords(b.Span)
		if !w.boilerplate(b.Span) {
			w.cutOff(i)
		}
	}
}

func (w *work) defect(rule string, s Span, message string, hints ...string) {
	w.mendable(rule, s, nil, message, hints...)
}

// mendable is a defect that a fix mends, if there is one.
func (w *work) mendable(rule string, s Span, fix []Change, message string, hints ...string) {
	w.problem(Problem{Span: s, Rule: rule, Severity: diag.Warning, Message: message, Hints: hints, Fix: fix})
}

// quotationMarks checks that marks come in pairs and stand close to what they
// quote. A quotation may go on in the next paragraph, which then opens it again.
func (w *work) quotationMarks(block int) {
	b := w.res.Blocks[block]
	s := w.res.Text
	if strings.ContainsAny(b.Of(s), "„«»") {
		return // another language's, in which “ closes
	}
	open := -1 // where the curly mark that is open stands
	var straight []int
	for i := b.Start; i < b.End; {
		if c := s[i]; c != '"' && c != "“"[0] {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:b.End])
		at := Span{Start: i, End: i + n}
		switch {
		case r != '“' && r != '”' && r != '"' || overlapsAny(w.flat.closed, at):
		case r == '"':
			if before, _ := runeBefore(s, b.Start, i); !unicode.IsDigit(before) || len(straight)%2 == 1 { // not inches
				straight = append(straight, i)
			}
		case r == '“':
			if open >= 0 {
				w.defect("quotation-marks", Span{Start: open, End: open + n}, "this quotation mark opens a quotation that is not closed before the next one opens", closeHint)
			}
			open = i
			if after, _ := runeAt(s, i+n, b.End); unicode.IsSpace(after) {
				w.mendable("quotation-marks", at, w.closeUp(b.Span, at), "white space stands between the quotation mark and what it opens")
			}
		case open < 0:
			w.defect("quotation-marks", at, "this quotation mark closes a quotation that was not opened", "open it where the quoted words begin, or take this mark out")
		default:
			if before, _ := runeBefore(s, b.Start, i); unicode.IsSpace(before) {
				w.mendable("quotation-marks", at, w.closeUp(b.Span, at), "white space stands between the quotation and the mark that closes it")
			}
			open = -1
		}
		i += n
	}
	if open >= 0 && !w.goesOn(block, '“') {
		w.defect("quotation-marks", Span{Start: open, End: open + len("“")}, "this quotation mark opens a quotation that is not closed", closeHint)
	}
	if len(straight)%2 == 1 && !w.goesOn(block, '"') {
		at := straight[len(straight)-1]
		w.defect("quotation-marks", Span{Start: at, End: at + 1}, "one of this paragraph's quotation marks has no partner", "add the mark that is missing, or take this one out")
	}
	for k := 0; k+1 < len(straight); k += 2 {
		if after, _ := runeAt(s, straight[k]+1, b.End); unicode.IsSpace(after) {
			if before, _ := runeBefore(s, b.Start, straight[k]); before == 0 || unicode.IsSpace(before) {
				w.defect("quotation-marks", Span{Start: straight[k], End: straight[k] + 1}, "white space stands between the quotation mark and what it opens")
			}
		}
	}
}

const closeHint = "close it where the quoted words end; where they go on, the next paragraph opens with a mark"

// goesOn reports whether the paragraph after the block opens with the mark.
func (w *work) goesOn(block int, mark rune) bool {
	if block+1 >= len(w.res.Blocks) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(w.res.Blocks[block+1].Of(w.res.Text))
	return r == mark
}

// twice are words that can rightly stand twice.
var twice = wordSet("had that is was were her his this you it in on who what do no very so far bye ha yes now really many long never there well hear please")

// doubledWords finds "the the".
func (w *work) doubledWords(in Span) {
	s := w.res.Text
	last := token{start: in.Start, end: in.Start}
	for t := last; ; {
		t = nextToken(s, t.end, in.End)
		if t.end == t.start {
			return
		}
		c := s[t.start]
		if t.space && 'a' <= c && c <= 'z' && t.end-t.start == last.end-last.start &&
			strings.EqualFold(s[t.start:t.end], s[last.start:last.end]) {
			span := Span{Start: last.start, End: t.end}
			if !twice[s[t.start:t.end]] && !w.partOfMore(span, in) && !overlapsAny(w.flat.closed, span) && !w.inActor(span) {
				w.mendable("doubled-word", span, w.onceOnly(in, last, t), fmt.Sprintf("%q stands twice", s[t.start:t.end]))
			}
		}
		last = t
	}
}

// partOfMore reports whether the span's ends are joined to other characters.
func (w *work) partOfMore(s, in Span) bool {
	before, _ := runeBefore(w.res.Text, in.Start, s.Start)
	after, _ := runeAt(w.res.Text, s.End, in.End)
	return hyphen(before) || apostrophe(before) || hyphen(after) || apostrophe(after) || joined(w.res.Text, in.Start, in.End, s.End)
}

// boilerplate finds what is the publisher's and not the story's: a paragraph of
// its own, as a rule.
func (w *work) boilerplate(in Span) bool {
	text := w.res.Text
	if !boilerplateEdges.has(in.Of(text)) {
		return false
	}
	if w.isBoilerplate(in) {
		return true
	}
	found := false
	for _, s := range prose.Sentences(text, in) {
		found = w.isBoilerplate(s) || found
	}
	return found
}

func (w *work) isBoilerplate(s Span) bool {
	if !matchesBoilerplate(strings.ToLower(s.Of(w.res.Text))) {
		return false
	}
	w.defect("boilerplate", s, fmt.Sprintf("this looks like the publisher's boilerplate, not like the story: %q", excerpt([]byte(s.Of(w.res.Text)))),
		"leave it out; whoever should be thanked goes into contributors")
	return true
}

// edges are the words with which the patterns begin and end, so that most
// paragraphs need no other look.
type edges struct{ first, last map[string]bool }

var boilerplateEdges = func() edges {
	e := edges{map[string]bool{}, map[string]bool{}}
	for _, p := range boilerplate {
		if f := strings.Fields(p[0]); len(f) > 0 {
			e.first[f[0]] = true
		} else if f := strings.Fields(p[len(p)-1]); len(f) > 0 {
			e.last[f[len(f)-1]] = true
		}
	}
	return e
}()

// has reports whether a paragraph begins or ends as a pattern does.
func (e edges) has(s string) bool {
	s = strings.TrimSpace(s)
	first, last := s, s
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		first = s[:i]
	}
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		last = s[i+n:]
	}
	const longest = 20 // bytes of such a word
	return len(first) <= longest && e.first[strings.ToLower(first)] || len(last) <= longest && e.last[strings.ToLower(last)]
}

func matchesBoilerplate(s string) bool {
	s = strings.TrimSpace(s)
	for _, p := range boilerplate {
		if wildcard(p, s) {
			return true
		}
	}
	return false
}

// wildcard reports whether s is the parts in order, with anything between them.
func wildcard(parts []string, s string) bool {
	first, rest := parts[0], parts[1:]
	if len(rest) == 0 {
		return s == first
	}
	s, ok := strings.CutPrefix(s, first)
	if !ok {
		return false
	}
	for _, part := range rest[:len(rest)-1] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return strings.HasSuffix(s, rest[len(rest)-1])
}

// dangling are words after which more must come.
var dangling = wordSet("the a an and or but of to in on at by for from with that which who whose as than because while if when since into during between among against under over about after before until without within toward towards via per their his her its our your")

// cutOff finds a paragraph that ends in the middle of a sentence.
func (w *work) cutOff(block int) {
	b := w.res.Blocks[block]
	l := w.flat.leaves[block]
	if l.node.Kind() != ast.KindParagraph || l.node.Parent() == nil || l.node.Parent().Kind() != ast.KindDocument &&
		l.node.Parent().Kind() != ast.KindBlockquote || !w.runningText(l, b.Span) {
		return
	}
	text := strings.TrimRightFunc(b.Of(w.res.Text), unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(text)
	if !wordy(r) && r != ',' && r != ';' {
		return
	}
	if overlapsAny(w.flat.closed, Span{Start: b.Start + len(text) - 1, End: b.Start + len(text)}) {
		return // ends in a link or in code
	}
	if signature.MatchString(text[max(0, len(text)-longestSignature):]) {
		return
	}
	sentences := prose.Sentences(w.res.Text, b.Span)
	if len(sentences) == 0 {
		return
	}
	last := sentences[len(sentences)-1]
	words := strings.Fields(last.Of(w.res.Text))
	end := strings.ToLower(strings.Trim(words[len(words)-1], ",;"))
	const caption = 12 // words; a shorter line without a full stop is a title or a caption
	switch {
	case dangling[end] && len(words) > 2:
	case unicode.IsDigit(r):
		return // the date or the number of an entry in a list
	case block == 0 && len(sentences) == 1:
		return // a title
	case r == ',' || r == ';':
		if len(words) < 4 || block+1 < len(w.res.Blocks) && strings.HasPrefix(w.res.Blocks[block+1].Of(w.res.Text), "“") {
			return
		}
	case len(sentences) < 2 && len(words) < caption:
		return
	}
	from := last.End
	for range min(len(words), 4) {
		from = last.Start + strings.LastIndexFunc(strings.TrimRightFunc(w.res.Text[last.Start:from], unicode.IsSpace), unicode.IsSpace) + 1
	}
	w.defect("cut-off", Span{Start: max(from, last.Start), End: b.Start + len(text)},
		fmt.Sprintf("the sentence breaks off after %q", words[len(words)-1]), "restore the rest, or take the sentence out")
}

// signature matches the end of a quotation with the name of whoever it is from.
var signature = regexp.MustCompile(`[.!?…]["”’]?\s*[-–—―]\s*\p{Lu}[\p{L}.,'’ -]*$`)

const longestSignature = 80 // bytes

// runningText reports whether a paragraph is one of prose, and not lines of verse
// or of an address, a caption set in emphasis, or a dateline by itself.
func (w *work) runningText(l leaf, in Span) bool {
	if strings.Contains(in.Of(w.res.Text), "\n") {
		return false
	}
	if len(l.kids) != 1 {
		return true
	}
	_, emphasis := l.kids[0].node.(*ast.Emphasis)
	return !emphasis
}
