package annotate

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"backgrounder/internal/annotate/sourcing"
)

// Annotator finds a glossary's actors, and everything else, in stories. It is a
// goldmark extension. It is safe for concurrent use, and meant to be made once
// for a glossary.
type Annotator struct {
	actors []Actor
	byID   map[string]int32
	names  *names
	reader *sourcing.Reader // nil for the embedded lexicon
}

// Option is something that an annotator is told beside its actors.
type Option func(*Annotator)

// WithReader has an annotator find sources with a reader, whose lexicon a site may
// have added to; nil is the embedded lexicon alone.
func WithReader(r *sourcing.Reader) Option {
	return func(a *Annotator) { a.reader = r }
}

// New returns an annotator for the actors, whose ids must be unique.
func New(actors []Actor, options ...Option) *Annotator {
	a := &Annotator{actors: actors, byID: make(map[string]int32, len(actors))}
	for _, o := range options {
		o(a)
	}
	for i, actor := range actors {
		a.byID[actor.ID] = int32(i)
	}
	a.names = indexNames(actors)
	return a
}

// Extend implements goldmark.Extender: it adds the marks' parser, the
// transformation of the tree, the renderers of the nodes it puts there, and a
// guard that refuses texts which would take goldmark too long.
func (a *Annotator) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(&markParser{annotator: a, links: parser.NewLinkParser()}, 199)),
		parser.WithASTTransformers(util.Prioritized(a, 10_000)),
	)
	if _, plain := m.Parser().(*plainParser); !plain {
		m.SetParser(guard{m.Parser()})
	}
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 500)))
}

var (
	storyKey  = parser.NewContextKey()
	resultKey = parser.NewContextKey()
)

// NewContext returns the context in which the story's text is to be parsed. A
// context is good for one text.
func NewContext(story Story, options ...parser.ContextOption) parser.Context {
	pc := parser.NewContext(options...)
	pc.Set(storyKey, &story)
	return pc
}

// Get returns what was found in the text that was parsed in the context, or nil
// where no annotator has seen it.
func Get(pc parser.Context) *Result {
	res, _ := pc.Get(resultKey).(*Result)
	return res
}

// Read finds what a text in Markdown says, for those who know of no glossary. It
// reads what a site reads: tables, strikethrough, definition lists, footnotes.
func Read(body []byte) *Result {
	md := goldmark.New(goldmark.WithExtensions(
		extension.Table, extension.Strikethrough, extension.DefinitionList, extension.Footnote, New(nil),
	))
	pc := NewContext(Story{})
	md.Parser().Parse(text.NewReader(body), parser.WithContext(pc))
	return Get(pc)
}

// storyOf returns the story of a context, which is an empty one where the context
// was made by somebody else.
func storyOf(pc parser.Context) *Story {
	if s, ok := pc.Get(storyKey).(*Story); ok {
		return s
	}
	return &Story{}
}

// Transform implements parser.ASTTransformer.
func (a *Annotator) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	w := &work{
		Annotator: a,
		story:     storyOf(pc),
		marks:     marksOf(pc),
		doc:       doc,
		src:       reader.Source(),
		res:       &Result{Reader: a.reader},
		off:       map[silence]int{},
	}
	w.run()
	pc.Set(resultKey, w.res)
}
