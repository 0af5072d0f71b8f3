package annotate

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"backgrounder/internal/diag"
)

// html takes comments and raw HTML out of the tree. Comments are the editor's own
// and never published; some of them silence a rule. Other HTML is not passed
// through, and the editor is told.
func (w *work) html(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch n := n.(type) {
		case *ast.HTMLBlock:
			raw, at := w.rawBlock(n)
			w.dropped(raw, at, true)
			parent.RemoveChild(parent, n)
		case *ast.RawHTML:
			var raw []byte
			for i := range n.Segments.Len() {
				seg := n.Segments.At(i)
				raw = append(raw, seg.Value(w.src)...)
			}
			at := Span{}
			if k := n.Segments.Len(); k > 0 {
				at = Span{Start: n.Segments.At(0).Start, End: n.Segments.At(k - 1).Stop}
			}
			w.dropped(raw, at, false)
			parent.RemoveChild(parent, n)
		default:
			w.html(n)
		}
		n = next
	}
}

func (w *work) rawBlock(n *ast.HTMLBlock) ([]byte, Span) {
	var raw []byte
	at := Span{Start: -1}
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		raw = append(raw, seg.Value(w.src)...)
		if at.Start < 0 {
			at.Start = seg.Start
		}
		at.End = seg.Stop
	}
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(w.src)...)
		at.End = n.ClosureLine.Stop
		at.Start = max(at.Start, 0)
	}
	at.Start = max(at.Start, 0)
	at.Start += len(w.src[at.Start:at.End]) - len(bytes.TrimLeft(w.src[at.Start:at.End], " \t"))
	at.End -= len(w.src[at.Start:at.End]) - len(bytes.TrimRight(w.src[at.Start:at.End], " \t\r\n"))
	return raw, at
}

// anyComment is a comment as browsers and CommonMark read it.
var anyComment = regexp.MustCompile(`(?s)<!--(?:>|->|.*?-->)`)

var anyTag = regexp.MustCompile(`(?s)<[^>]*>`)

// dropped reports what was taken out.
func (w *work) dropped(raw []byte, at Span, block bool) {
	for _, c := range anyComment.FindAll(raw, -1) {
		w.comment(string(c), at, block)
	}
	rest := anyComment.ReplaceAll(raw, nil)
	if len(bytes.TrimSpace(rest)) == 0 {
		return
	}
	words := anyTag.ReplaceAll(rest, nil)
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(rest), []byte("<!--")):
		w.problem(Problem{
			Rule: "raw-html", Severity: diag.Error, Source: at,
			Message: "a comment is not closed, and nothing after it is shown",
			Hints:   []string{"end it with -->"},
		})
	case block && bytes.IndexFunc(words, unicode.IsLetter) >= 0 && len(rest) < len(raw):
		w.problem(Problem{
			Rule: "raw-html", Severity: diag.Error, Source: at,
			Message: fmt.Sprintf("words beside a comment that begins a line are not shown: %q", excerpt(words)),
			Hints:   []string{"give the comment a line of its own"},
		})
	case block && bytes.IndexFunc(words, unicode.IsLetter) >= 0:
		w.problem(Problem{
			Rule: "raw-html", Severity: diag.Error, Source: at,
			Message: fmt.Sprintf("raw HTML is not shown, nor are the words in it: %q", excerpt(words)),
			Hints:   []string{"write Markdown", "for the characters themselves write &lt; or \\<"},
		})
	default:
		w.problem(Problem{
			Rule: "raw-html", Severity: diag.Warning, Source: at,
			Message: fmt.Sprintf("raw HTML is not shown: %q", excerpt(rest)),
			Hints:   []string{"write Markdown", "for the characters themselves write &lt; or \\<"},
		})
	}
}

// excerpt is the beginning of some text, on one line.
func excerpt(b []byte) string {
	const most = 60
	s := []rune(strings.Join(strings.Fields(string(b)), " "))
	if len(s) > most {
		return string(s[:most]) + "…"
	}
	return string(s)
}

var (
	aboutRules = regexp.MustCompile(`(?s)^<!--\s*check\s*:(.*?)-->$`)
	switchOff  = regexp.MustCompile(`(?s)^\s*off\s+([A-Za-z0-9-]+)\s*(?::\s*(.*?))?\s*$`)
)

// comment reads a comment that concerns the rules of the check; block says that it
// stands by itself, and not within a paragraph.
func (w *work) comment(c string, at Span, block bool) {
	about := aboutRules.FindStringSubmatch(c)
	if about == nil {
		return
	}
	off := switchOff.FindStringSubmatch(about[1])
	if off == nil {
		w.problem(Problem{
			Rule: "check-comment", Severity: diag.Warning, Source: at,
			Message: "this comment silences nothing; it is written <!-- check: off RULE: reason -->",
		})
		return
	}
	if off[2] == "" {
		w.problem(Problem{
			Rule: "check-comment", Severity: diag.Warning, Source: at,
			Message: fmt.Sprintf("nobody can tell why %q is off here; give the reason after a colon", off[1]),
		})
	}
	w.res.Silenced = append(w.res.Silenced, Silence{
		Rule: off[1], Reason: strings.Join(strings.Fields(off[2]), " "), Block: -1, Source: at, apart: block,
	})
}
