package annotate

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/edtf"
)

// Kinds of the nodes that the annotator puts into a tree.
var (
	KindActor = ast.NewNodeKind("Actor")
	KindSaid  = ast.NewNodeKind("Said")
	KindMark  = ast.NewNodeKind("Mark")
	KindDate  = ast.NewNodeKind("Date")
)

// ActorNode wraps the words that name an actor.
type ActorNode struct {
	ast.BaseInline
	Actor string // glossary id
	Again bool   // not the first mention in its section
	First bool   // the first mention in the document; it gets an id, to come back to
}

// SaidNode wraps words that the story attributes to somebody.
type SaidNode struct {
	ast.BaseInline
	Number  int            // of the passage, from 1
	First   bool           // the passage's first fragment, which gets the id
	Sources string         // ids, parted by spaces
	Level   sourcing.Level // the least identified of the sources'
}

// MarkNode is the label after the last words of a passage. It has no children: a
// label is no word of the story.
type MarkNode struct {
	ast.BaseInline
	Source string // id
	Level  sourcing.Level
	Label  string
}

// DateNode wraps a phrase that means a date.
type DateNode struct {
	ast.BaseInline
	Date edtf.Date
}

// Kind implements ast.Node.
func (n *ActorNode) Kind() ast.NodeKind { return KindActor }

// Kind implements ast.Node.
func (n *SaidNode) Kind() ast.NodeKind { return KindSaid }

// Kind implements ast.Node.
func (n *MarkNode) Kind() ast.NodeKind { return KindMark }

// Kind implements ast.Node.
func (n *DateNode) Kind() ast.NodeKind { return KindDate }

// Dump implements ast.Node.
func (n *ActorNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Actor": n.Actor}, nil)
}

// Dump implements ast.Node.
func (n *SaidNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Number": strconv.Itoa(n.Number), "Sources": n.Sources}, nil)
}

// Dump implements ast.Node.
func (n *MarkNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Label": n.Label, "Source": n.Source}, nil)
}

// Dump implements ast.Node.
func (n *DateNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Date": n.Date.String()}, nil)
}

// nodeRenderer writes the annotator's nodes as the page's contract has them.
type nodeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(KindActor, renderActor)
	r.Register(KindSaid, renderSaid)
	r.Register(KindMark, renderMark)
	r.Register(KindDate, renderDate)
}

func renderActor(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ActorNode)
	if !entering {
		return write(w, "</a>")
	}
	class := "actor"
	if n.Again {
		class = "actor again"
	}
	id := escape(n.Actor)
	if n.First {
		return write(w, `<a class="`, class, `" id="m-`, id, `" href="#actor-`, id, `" data-actor="`, id, `">`)
	}
	return write(w, `<a class="`, class, `" href="#actor-`, id, `" data-actor="`, id, `">`)
}

func renderSaid(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*SaidNode)
	if !entering {
		return write(w, "</span>")
	}
	number := strconv.Itoa(n.Number)
	id := ""
	if n.First {
		id = ` id="said-` + number + `"`
	}
	return write(w, `<span class="said"`, id, ` data-said="`, number, `" data-source="`, escape(n.Sources),
		`" data-level="`, escape(string(n.Level)), `">`)
}

// besideWord parts a mark from the word before it, for those who read without the
// style sheet, and keeps both on one line.
const besideWord = "\u00a0"

func renderMark(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*MarkNode)
	return write(w, `<a class="mark" href="#source-`, escape(n.Source), `" role="doc-noteref" data-added data-level="`,
		escape(string(n.Level)), `">`, besideWord, escape(n.Label), `</a>`)
}

// renderDate writes what HTML has a datetime for; a season has none.
func renderDate(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*DateNode)
	if n.Date.IsSeason() {
		if !entering {
			return write(w, "</span>")
		}
		return write(w, `<span class="date" data-date="`, n.Date.String(), `">`)
	}
	if !entering {
		return write(w, "</time>")
	}
	return write(w, `<time datetime="`, n.Date.String(), `">`)
}

func write(w util.BufWriter, parts ...string) (ast.WalkStatus, error) {
	for _, s := range parts {
		if _, err := w.WriteString(s); err != nil {
			return ast.WalkStop, err
		}
	}
	return ast.WalkContinue, nil
}

// escape makes s fit for text and for an attribute. Ids and labels seldom need it.
func escape(s string) string {
	if !strings.ContainsAny(s, `&<>"`) {
		return s
	}
	return string(util.EscapeHTML([]byte(s)))
}
