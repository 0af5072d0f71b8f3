package check

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// The house style of messages and hints, which package diag states, holds wherever
// they are made.
func TestHouseStyle(t *testing.T) {
	seen := 0
	eachNode(t, func(files *token.FileSet, n ast.Node) {
		for _, lit := range said(n) {
			text, err := strconv.Unquote(lit.Value)
			if err != nil || !strings.Contains(text, " ") {
				continue // no words
			}
			seen++
			if wrong := unlikeHouse(text); wrong != "" {
				t.Errorf("%s: %s: %q", files.Position(lit.Pos()), wrong, text)
			}
		}
	})
	if seen < 200 {
		t.Errorf("only %d messages are found in the sources", seen)
	}
}

// said are the literals from which a piece of the program begins a message or a
// hint: of the fields that are called so, and of calls of functions that report.
func said(n ast.Node) []*ast.BasicLit {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok {
			switch strings.ToLower(key.Name) {
			case "message", "hints":
				return openings(n.Value)
			}
		}
	case *ast.CallExpr:
		name := ""
		switch fun := n.Fun.(type) {
		case *ast.Ident:
			name = fun.Name
		case *ast.SelectorExpr:
			name = fun.Sel.Name
		}
		switch name {
		case "errorAt", "report", "reportAt", "defect", "mendable", "problem", "complain", "warn", "wrong", "misuse", "status":
			var all []*ast.BasicLit
			for _, arg := range n.Args {
				all = append(all, openings(arg)...)
			}
			return all
		}
	case *ast.CompositeLit:
		if typ, ok := n.Type.(*ast.Ident); ok && typ.Name == "hintedError" {
			var all []*ast.BasicLit
			for _, e := range n.Elts {
				all = append(all, openings(e)...)
			}
			return all
		}
	}
	return nil
}

// openings are the literals with which an expression's texts begin: a format, the
// first of what is joined, the items of a list.
func openings(e ast.Expr) []*ast.BasicLit {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return []*ast.BasicLit{e}
		}
	case *ast.BinaryExpr:
		return openings(e.X)
	case *ast.CallExpr:
		if len(e.Args) > 0 {
			return openings(e.Args[0])
		}
	case *ast.CompositeLit:
		var all []*ast.BasicLit
		for _, item := range e.Elts {
			all = append(all, openings(item)...)
		}
		return all
	}
	return nil
}

var (
	proper   = regexp.MustCompile(`^(?:YAML|HTML|UTF-|Windows|GitHub|Markdown|JSON|EDITOR|[A-Z]+_[A-Z])`)
	pleading = regexp.MustCompile(`(?i)\bplease\b|\b(?:invalid|illegal|unable|oops|sorry|failed to)\b|!$`)
	quoting  = regexp.MustCompile(`(?:^| )'[^' ][^']*'(?: |$|[,;:])`)
)

// unlikeHouse says what in a text is not of the house style, or "".
func unlikeHouse(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	last := strings.TrimRight(text, "\"”)")
	switch {
	case unicode.IsUpper(first) && !proper.MatchString(text):
		return "begins with a capital"
	case strings.HasSuffix(last, ".") && !strings.HasSuffix(last, "..") && !strings.HasSuffix(last, "…"):
		return "ends with a full stop"
	case pleading.MatchString(text):
		return "pleads, or blames"
	case quoting.MatchString(text):
		return "quotes with single marks"
	case strings.ContainsAny(text, "\n\r"):
		return "has more than one line"
	}
	return ""
}
