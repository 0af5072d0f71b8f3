package annotate

import (
	"bytes"
	"fmt"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/diag"
)

// Some texts take goldmark a time that grows with the square of their length: many
// openings that nothing closes, lists within lists, tables of thousands of columns.
// A story has a few of everything, so before a text is parsed its cost is estimated
// from what it has, and a text that would take longer than a page may is refused.

// guard is a Markdown parser that does not read what would take it too long.
type guard struct{ parser.Parser }

// Parse implements parser.Parser. What is refused becomes an empty document, and
// an error in the result.
func (g guard) Parse(reader text.Reader, options ...parser.ParseOption) ast.Node {
	problem, refused := tooComplex(reader.Source())
	if !refused {
		return g.Parser.Parse(reader, options...)
	}
	var config parser.ParseConfig
	for _, o := range options {
		o(&config)
	}
	if config.Context != nil {
		config.Context.Set(resultKey, &Result{Problems: []Problem{problem}})
	}
	return ast.NewDocument()
}

// mostTime is what parsing one text may take on a slow machine, by estimate.
const mostTime = 3 * time.Second

// What the square of one thing costs goldmark 1.8.7, in nanoseconds, measured on
// one slow core.
const (
	costDelimiters = 4   // runs of * _ ~ in a paragraph
	costLinks      = 4   // "](" or "][" times the bytes of the paragraph
	costReferences = 2   // lines that define a link, in a row
	costContainers = 15  // list and quotation marks at the beginning of a line
	costColumns    = 5   // columns of a table
	costCells      = 400 // cells that a table is filled up to
)

// tooComplex estimates what a text costs to parse.
func tooComplex(src []byte) (Problem, bool) {
	total := 0
	for at := 0; at < len(src); {
		// A chunk is what stands between blank lines; no paragraph is longer.
		end := chunkEnd(src, at)
		cost, what := chunkCost(src[at:end])
		total += cost
		if time.Duration(total) > mostTime {
			return Problem{
				Rule: "too-complex", Severity: diag.Error,
				Message: fmt.Sprintf("this text is not read, for it would take too long: it has %s", what),
				Hints:   []string{"part it by blank lines, or put it into a code block"},
				Source:  Span{Start: at, End: min(end, at+1)},
			}, true
		}
		at = end
	}
	return Problem{}, false
}

// chunkEnd is the end of the first blank line behind offset i, or of the text.
func chunkEnd(src []byte, i int) int {
	for i < len(src) {
		n := bytes.IndexByte(src[i:], '\n')
		if n < 0 {
			return len(src)
		}
		blank := len(bytes.TrimSpace(src[i:i+n])) == 0
		i += n + 1
		if blank {
			break
		}
	}
	return i
}

// chunkCost is the estimate for a chunk, and what the most of it is for.
func chunkCost(chunk []byte) (cost int, what string) {
	var delimiters, links, references, containers, cells int
	columns, rows := 0, 0
	for line := range bytes.Lines(chunk) {
		m, indent := markers(line)
		containers += m*m + indent*indent/4
		if trimmed := bytes.TrimLeft(line, " >\t"); len(trimmed) > 0 && trimmed[0] == '[' {
			references++
		}
		if n := columnsOf(line); n > columns {
			columns = n
		}
		rows++
		previous := byte(0)
		for _, c := range line {
			switch {
			case (c == '*' || c == '_' || c == '~') && c != previous:
				delimiters++
			case (c == '(' || c == '[') && previous == ']':
				links++
			}
			previous = c
		}
	}
	cells = columns * rows
	worst := 0
	add := func(n int, why string) {
		cost += n
		if n > worst {
			worst, what = n, why
		}
	}
	add(costDelimiters*delimiters*delimiters, fmt.Sprintf("%d marks of emphasis in one paragraph", delimiters))
	add(costLinks*links*len(chunk), fmt.Sprintf("%d links in one paragraph", links))
	add(costReferences*references*references, fmt.Sprintf("%d references in a row", references))
	add(costContainers*containers, "lists or quotations nested hundreds deep")
	add(costColumns*columns*columns, fmt.Sprintf("a table of %d columns", columns))
	if columns > 8 {
		add(costCells*cells, fmt.Sprintf("a table of %d cells", cells))
	}
	return cost, what
}

// markers counts the marks of lists and quotations that a line begins with, and
// the spaces before the last of them.
func markers(line []byte) (n, indent int) {
	spaces := 0
	for i, c := range line {
		switch {
		case c == ' ' || c == '\t':
			spaces++
		case c == '>':
			n++
		case (c == '-' || c == '*' || c == '+') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t' || line[i+1] == '\n'):
			n++
			indent = spaces
		case '0' <= c && c <= '9' || c == '.' || c == ')':
		default:
			return n, indent
		}
	}
	return n, indent
}

// columnsOf counts the columns of the line under a table's head, and is 0 for any
// other line.
func columnsOf(line []byte) int {
	for _, c := range line {
		switch c {
		case '|', '-', ':', ' ', '\t', '\r', '\n':
		default:
			return 0
		}
	}
	return bytes.Count(line, []byte("|"))
}
