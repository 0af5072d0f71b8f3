package site

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// markdown turns editors' Markdown and plain text into HTML. It is made once for
// a glossary, and is safe for concurrent use.
//
// What Markdown may hold: CommonMark with tables, strikethrough, definition lists
// and footnotes; no raw HTML; links to http, https, mailto and to the site itself;
// images among the site's static files.
type markdown struct {
	annotator *annotate.Annotator
	blocks    goldmark.Markdown // stories, entries and pages
	inline    parser.Parser     // one run of text: an event, a correction
	plain     parser.Parser     // plain text
	source    parser.Parser     // as blocks, for those who want to see what was written
}

func newMarkdown(actors []annotate.Actor, reader *sourcing.Reader, code *highlighter) *markdown {
	m := &markdown{annotator: annotate.New(actors, annotate.WithReader(reader))}
	own := renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{code}, 1))
	extensions := goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough,
		extension.DefinitionList,
		extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(footnotePrefix)),
		m.annotator,
	)
	m.blocks = goldmark.New(extensions, goldmark.WithRendererOptions(own))
	m.source = goldmark.New(
		extensions,
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(unseen{}, 0))),
	).Parser()
	inline := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		)),
		goldmark.WithExtensions(extension.Strikethrough, m.annotator),
	)
	m.inline = inline.Parser()
	m.plain = m.annotator.PlainParser()
	return m
}

// footnoteKey is where a document keeps what its footnotes' ids begin with, as
// several texts with footnotes may stand on one page.
const footnoteKey = "footnotes"

func footnotePrefix(n ast.Node) []byte {
	prefix, _ := n.OwnerDocument().Meta()[footnoteKey].(string)
	return []byte(prefix)
}

// convention is how a text is to be read and where it stands.
type convention struct {
	parser  parser.Parser
	story   annotate.Story
	page    string            // output that the text belongs to, for relative links
	file    string            // content file that it stands in
	moved   map[string]string // outputs of content files that are not called like them
	at      func(start, end int) diag.Location
	body    content.Body // in which comments silence rules; none of a text in front matter
	assets  *assets
	known   map[string]content.Image // what is said of images, by their names
	awaited bool                     // the first image is what readers came for
	heading int                      // level that the text's topmost headings get
	ids     bool                     // headings get ids
	notes   string                   // what the ids of footnotes begin with

	fullDate func(date edtf.Date, said string) string // what a date says when it is asked; "" for no more than is said
}

// rendition is a text read and made ready to be rendered.
type rendition struct {
	root     ast.Node
	source   []byte
	res      *annotate.Result
	problems []diag.Diagnostic
	code     bool // holds highlighted code
	images   bool
	picture  *asset // the first image that is there for what it shows
	headings []heading
	named    map[string]bool // actors whose first mention has an id
	said     map[int]bool    // numbers of the passages that have one
}

// heading is one of a text's own that can be linked to.
type heading struct {
	ID, Words string
	level     int
}

// read parses a text, annotates it, and settles everything that depends on where
// it stands: links, images, headings. Addresses within the site it writes from the
// root of the site, as [movable] wants them.
func (m *markdown) read(source []byte, c convention) *rendition {
	pc := annotate.NewContext(c.story)
	r := &rendition{source: source, named: map[string]bool{}, said: map[int]bool{}}
	r.root = c.parser.Parse(text.NewReader(source), parser.WithContext(pc))
	r.res = annotate.Get(pc)
	if doc, ok := r.root.(*ast.Document); ok && c.notes != "" {
		doc.AddMeta(footnoteKey, c.notes)
	}
	s := settler{rendition: r, convention: c, ids: map[string]bool{}}
	s.settle()
	return r
}

// annotate parses a text and finds what is in it, no more.
func (m *markdown) annotate(source []byte, plain bool, story annotate.Story) *annotate.Result {
	p := m.blocks.Parser()
	if plain {
		p = m.plain
	}
	pc := annotate.NewContext(story)
	p.Parse(text.NewReader(source), parser.WithContext(pc))
	return annotate.Get(pc)
}

// html renders the text to b and returns it.
func (m *markdown) html(b *bytes.Buffer, r *rendition) (string, error) {
	if err := m.blocks.Renderer().Render(b, r.source, r.root); err != nil {
		return "", err
	}
	return b.String(), nil
}

// settler walks a parsed text.
type settler struct {
	*rendition
	convention
	ids   map[string]bool // of headings, so far
	shift int             // to add to heading levels
}

func (s *settler) settle() {
	top := 7
	s.each(func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			top = min(top, h.Level)
		}
	})
	s.shift = s.heading - top
	s.each(s.node)
	for n := s.root.FirstChild(); n != nil; {
		next := n.NextSibling()
		if n.Kind() == ast.KindParagraph && !n.HasChildren() {
			s.root.RemoveChild(s.root, n) // all of it was taken out
		}
		s.figure(n)
		n = next
	}
	s.each(s.unshown)
}

// each visits every node; the visitor may replace the node that it is handed.
func (s *settler) each(visit func(ast.Node)) {
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			walk(c)
			visit(c)
			c = next
		}
	}
	walk(s.root)
}

func (s *settler) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		s.headingNode(n)
	case *ast.Link:
		s.link(n)
	case *ast.AutoLink:
		s.autoLink(n)
	case *ast.Image:
		s.image(n)
	case *ast.FencedCodeBlock:
		s.code = true
	case *annotate.ActorNode:
		if n.First {
			s.named[n.Actor] = true
		}
	case *annotate.SaidNode:
		if n.First {
			s.said[n.Number] = true
		}
	case *annotate.DateNode:
		if full := s.fullDate(n.Date, plainText(n, s.source)); full != "" { // no date is marked in a link, which would be one stop within another
			n.SetAttributeString("title", full)
		}
	case *extast.TableCell:
		switch n.Alignment {
		case extast.AlignRight:
			n.SetAttributeString("class", []byte("num"))
		case extast.AlignCenter:
			n.SetAttributeString("class", []byte("mid"))
		}
	}
}

func (s *settler) report(n ast.Node, severity diag.Severity, rule, message string, hints ...string) {
	pos := n.Pos()
	for c := n.FirstChild(); pos < 0 && c != nil; c = c.FirstChild() {
		pos = c.Pos()
	}
	for p := n.Parent(); pos < 0 && p != nil; p = p.Parent() {
		pos = p.Pos()
	}
	pos = max(pos, 0)
	s.problems = append(s.problems, diag.Diagnostic{
		Location: s.at(pos, pos+1), Severity: severity, Rule: rule, Message: message, Hints: hints,
	})
}

func (s *settler) headingNode(n *ast.Heading) {
	words := plainText(n, s.source)
	n.Level = min(max(n.Level+s.shift, 2), 6)
	if s.convention.ids {
		id := s.headingID(words)
		n.SetAttributeString("id", []byte(id))
		s.headings = append(s.headings, heading{id, strings.TrimSpace(words), n.Level})
	}
}

// reservedID matches the ids that the page itself gives out, in the contract and
// in the templates.
var reservedID = regexp.MustCompile(`^(sourcing|glossary|story|timeline|relations|corrections|main|(actor|source|said|p|m|h|kind|name|show|strip|map|pt|fn|fnref|tags|arr)(-.*)?)$`)

// headingID makes an id of a heading's words that nothing else on the page has.
func (s *settler) headingID(words string) string {
	id := slug(words)
	if id == "" || reservedID.MatchString(id) {
		id = strings.TrimPrefix(id+"-section", "-")
	}
	unique := id
	for n := 2; s.ids[unique]; n++ {
		unique = id + "-" + strconv.Itoa(n)
	}
	s.ids[unique] = true
	return unique
}

// slug writes words as part of a URL: letters and digits in lower case, hyphens
// between.
func slug(words string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(words) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			b.WriteRune(r)
		case r == '\'' || r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// plainText is what a node's inlines say, for ids and descriptions.
func plainText(n ast.Node, source []byte) string {
	var b bytes.Buffer
	w := bufWriter{&b}
	writeText(w, source, n)
	return html.UnescapeString(b.String())
}

// writeText writes the escaped text of a node's inlines, as the value of an
// attribute can hold it.
func writeText(w util.BufWriter, source []byte, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				ghtml.DefaultWriter.RawWrite(w, c.Segment.Value(source))
			} else {
				ghtml.DefaultWriter.Write(w, c.Segment.Value(source))
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				_ = w.WriteByte(' ')
			}
		case *ast.String:
			if c.IsCode() {
				_, _ = w.Write(c.Value)
			} else {
				ghtml.DefaultWriter.RawWrite(w, c.Value)
			}
		default:
			writeText(w, source, c)
		}
	}
}

// bufWriter lets a buffer be what goldmark's writers want.
type bufWriter struct{ *bytes.Buffer }

func (bufWriter) Available() int { return 0 }
func (bufWriter) Buffered() int  { return 0 }
func (bufWriter) Flush() error   { return nil }

var urlScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// linkSchemes are the schemes that a link may have.
var linkSchemes = []string{"http:", "https:", "mailto:"}

// schemeOf returns a destination's scheme in lower case with its colon, or "".
// White space and control characters, which browsers skip, do not hide it.
func schemeOf(dest string) string {
	visible := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F {
			return -1
		}
		return r
	}, dest)
	return strings.ToLower(urlScheme.FindString(visible))
}

func (s *settler) link(n *ast.Link) {
	dest := string(util.URLEscape(n.Destination, true))
	if scheme := schemeOf(dest); scheme != "" && !slices.Contains(linkSchemes, scheme) {
		s.report(n, diag.Warning, "link-scheme", fmt.Sprintf("the link to %q is left out: links begin with http, https or mailto, or lead to this site", n.Destination))
		unwrap(n)
		return
	}
	n.Destination = []byte(resolve(dest, s.file, s.page, s.moved))
}

// unwrap puts a node's children in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

func (s *settler) autoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkEmail {
		return
	}
	if scheme := schemeOf(string(n.URL(s.source))); slices.Contains(linkSchemes, scheme) {
		return
	}
	label := n.Label(s.source)
	s.report(n, diag.Warning, "link-scheme", fmt.Sprintf("the link to %q is left out: links begin with http, https or mailto, or lead to this site", label))
	words := ast.NewString(label)
	words.SetRaw(true)
	n.Parent().ReplaceChild(n.Parent(), n, words)
}

// permaNode is the link of a paragraph to itself.
type permaNode struct {
	ast.BaseInline
	number int
	label  string
}

// byNode is the note in the margin that says who speaks in the block before it.
type byNode struct {
	ast.BaseBlock
	voices []byVoice
}

// byVoice is a source in the margin.
type byVoice struct{ Level, Label, Who, How string }

var (
	kindPerma = ast.NewNodeKind("Perma")
	kindBy    = ast.NewNodeKind("By")
)

func (n *permaNode) Kind() ast.NodeKind { return kindPerma }
func (n *byNode) Kind() ast.NodeKind    { return kindBy }

func (n *permaNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }
func (n *byNode) Dump(src []byte, level int)    { ast.DumpHelper(n, src, level, nil, nil) }

// nodeRenderer writes what this package adds to Markdown, and what it writes
// otherwise than goldmark does.
type nodeRenderer struct{ code *highlighter }

// RegisterFuncs implements renderer.NodeRenderer.
func (r nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindFigure, r.figure)
	reg.Register(kindPerma, r.perma)
	reg.Register(kindBy, r.by)
	reg.Register(annotate.KindDate, r.date)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindImage, r.image)
	reg.Register(ast.KindFencedCodeBlock, r.codeBlock)
	reg.Register(ast.KindCodeBlock, r.codeBlock)
	reg.Register(ast.KindRawHTML, nothing)
	reg.Register(ast.KindHTMLBlock, nothing)
}

// nothing stands for what is not published: goldmark would leave a comment.
func nothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

func (nodeRenderer) perma(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*permaNode)
	_, err := fmt.Fprintf(w, `<a class="perma" href="#p-%d" aria-label="%s" data-added>%d </a>`, n.number, html.EscapeString(n.label), n.number)
	return ast.WalkContinue, err
}

func (nodeRenderer) by(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	_, err := w.WriteString(`<div class="by" aria-hidden="true" data-added>`)
	for _, v := range node.(*byNode).voices {
		_, _ = fmt.Fprintf(w, `<i data-level="%s" data-label="%s" data-who="%s"`, v.Level, v.Label, html.EscapeString(v.Who))
		if v.How != "" {
			_, _ = fmt.Fprintf(w, ` data-how="%s"`, html.EscapeString(v.How))
		}
		_, _ = w.WriteString("></i>")
	}
	_, _ = w.WriteString("</div>\n")
	return ast.WalkContinue, err
}

// date writes a date that the story means, and the date in full for those who ask:
// by pointing at it, by tapping it, or from the keyboard. A season is no date of
// HTML's.
func (nodeRenderer) date(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*annotate.DateNode)
	machine := machineDate(n.Date)
	switch {
	case !entering && machine == "":
		_, _ = w.WriteString("</span>")
		return ast.WalkContinue, nil
	case !entering:
		_, _ = w.WriteString("</time>")
		return ast.WalkContinue, nil
	case machine == "":
		_, _ = fmt.Fprintf(w, `<span class="date" data-date="%s"`, n.Date)
	default:
		_, _ = fmt.Fprintf(w, `<time datetime="%s"`, machine)
	}
	if full, ok := n.AttributeString("title"); ok {
		_, _ = fmt.Fprintf(w, ` title="%s" tabindex="0"`, html.EscapeString(full.(string)))
	}
	return ast.WalkContinue, w.WriteByte('>')
}

// link writes a link whose destination has been settled, and needs no second
// reading of its escapes.
func (nodeRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		_, err := w.WriteString("</a>")
		return ast.WalkContinue, err
	}
	_, err := fmt.Fprintf(w, `<a href="%s"`, html.EscapeString(string(n.Destination)))
	if n.Title != nil {
		_, _ = w.WriteString(` title="`)
		ghtml.DefaultWriter.Write(w, n.Title)
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, err
}

func (r nodeRenderer) codeBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := ""
	if n, ok := node.(*ast.FencedCodeBlock); ok {
		language = string(n.Language(source))
	}
	var code strings.Builder
	for i := range node.Lines().Len() {
		line := node.Lines().At(i)
		code.Write(line.Value(source))
	}
	return ast.WalkSkipChildren, r.code.write(w, language, code.String())
}
