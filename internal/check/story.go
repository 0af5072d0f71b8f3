package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/prose"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// source is a source of a story.
type source = annotate.Source

// story is a story as the rules see it.
type story struct {
	site    *content.Site
	article *content.Article
	body    content.Body
	res     *annotate.Result
	spoken  [][]int // for each of res.Sources, the passages in which it speaks, as indexes

	rule  Rule // that is looking
	found []diag.Diagnostic
}

func newStory(site *content.Site, a *content.Article, body content.Body, res *annotate.Result) *story {
	s := &story{site: site, article: a, body: body, res: res, spoken: make([][]int, len(res.Sources))}
	for i, p := range res.Passages {
		for _, k := range p.Sources {
			s.spoken[k] = append(s.spoken[k], i)
		}
	}
	return s
}

// report reports a finding on words of the text.
func (s *story) report(at prose.Span, message string, hints ...string) {
	source := s.res.SourceSpan(at)
	s.reportAt(s.body.At(source.Start, source.End), message, hints...)
}

// reportAt reports a finding elsewhere, as in the front matter.
func (s *story) reportAt(at diag.Location, message string, hints ...string) {
	s.found = append(s.found, diag.Diagnostic{
		Location: at, Severity: s.rule.Severity, Rule: s.rule.Name, Message: message, Hints: hints,
	})
}

// unnamed yields the anonymous sources that say something, as indexes into
// res.Sources, with where they first come up.
func (s *story) unnamed(yield func(k int, at prose.Span) bool) {
	for k, src := range s.res.Sources {
		if src.Level == sourcing.Anonymous && len(s.spoken[k]) > 0 && !yield(k, s.first(k)) {
			return
		}
	}
}

// first is where a source first comes up: the first mention of it, or else the
// first words of its first passage.
func (s *story) first(k int) prose.Span {
	if m := s.res.Sources[k].Mentions; len(m) > 0 {
		return m[0]
	}
	return s.res.Passages[s.spoken[k][0]].Content[0]
}

// declared is what the editor says of a source; the index is -1 where the editor
// says nothing.
func (s *story) declared(id string) (content.Source, int) {
	i := slices.IndexFunc(s.article.Sources, func(d content.Source) bool { return d.ID == id })
	if i < 0 {
		return content.Source{}, -1
	}
	return s.article.Sources[i], i
}

// phrase is what a source is called, taken apart: "two senior officials close to
// the talks" is senior officials, close to the talks.
type phrase struct {
	modifiers []string // before the head, without what says nothing of the person
	head      string   // the noun
	rest      string   // after it
}

// idle are words before a noun that say nothing of who the person is.
var idle = words(`
	a an the one another other some any several many certain various few
	first second third fourth fifth unnamed anonymous unidentified undisclosed
	reliable trusted trustworthy credible informed well-informed knowledgeable
	well-placed authoritative good independent separate multiple numerous`)

var numbers = words("two three four five six seven eight nine ten eleven twelve dozen dozens several many multiple numerous both")

// after begin what stands behind a noun.
var after = words(`
	of in on at from with within inside outside near by to for about close familiar briefed
	who whose which that involved aware present based speaking working privy across around
	over under after before as among`)

// describe takes a description apart.
func describe(description string) phrase {
	var p phrase
	description = strings.TrimSpace(description)
	tokens := strings.Fields(description)
	end := len(tokens)
	for i, t := range tokens {
		if i > 0 && after[lower(t)] || strings.HasSuffix(t, ",") {
			end = i
			if strings.HasSuffix(t, ",") {
				end++
			}
			break
		}
	}
	p.rest = strings.Join(tokens[end:], " ")
	for i, t := range tokens[:end] {
		w := lower(t)
		switch {
		case i == end-1:
			p.head = w
		case idle[w] || numbers[w]:
		default:
			p.modifiers = append(p.modifiers, w)
		}
	}
	return p
}

// describedAs is how the story describes a source: the words of its description, and
// what follows them where it first comes up.
func (s *story) describedAs(k int, at prose.Span) phrase {
	p := describe(s.res.Sources[k].Description)
	if p.rest != "" && !promised.MatchString(p.rest) {
		return p
	}
	p.rest = ""
	end := len(s.res.Text)
	for _, b := range s.res.Blocks {
		if b.Start <= at.Start && at.Start < b.End {
			end = b.End
		}
	}
	next := strings.TrimLeft(s.res.Text[at.End:end], " \n“\"’'")
	if behind.MatchString(next) && !promised.MatchString(next) {
		p.rest = excerpt(next)
	}
	return p
}

// behind matches what follows a noun and says more of the person: "familiar with
// it", ", an adviser".
var behind = regexp.MustCompile(`^(?:, (?:an?|the|one|both|himself|herself|who|familiar|briefed|close)\b|\(|(?:who|whose|familiar|briefed|close|with|near|from|inside|involved|knowledgeable|present|working)\b)`)

// promised matches what follows a noun and tells of the promise alone.
var promised = regexp.MustCompile(`^,? ?who (?:also )?(?:spoke|speaks|asked|asks|requested|requests|declined|insisted|refused|demanded|agreed|preferred|wished|wanted|(?:was|is|were|are|did|does|do|would|could)(?: not|n't|n’t))\b`)

// lower writes a word in small letters without the punctuation around it.
func lower(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// words is a set of words.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// excerpt is the beginning of some text, on one line.
func excerpt(s string) string {
	const most = 60 // code points
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)[:most]
	cut := string(r)
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}
