package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every name under which the program reports something is that of a rule, which can
// be overruled, or of something that lasts; an editor who writes it into site.yaml
// is told which.
func TestEveryNameIsKnown(t *testing.T) {
	known := func(name string) bool { return Describe(name) != "" || slices.Contains(lasting, name) }
	names := map[string]token.Position{}
	eachNode(t, func(files *token.FileSet, n ast.Node) {
		for name, at := range ruleNames(n) {
			names[name] = files.Position(at)
		}
	})
	if len(names) < 40 {
		t.Fatalf("only %d names are found in the sources", len(names))
	}
	for name, at := range names {
		if !known(name) {
			t.Errorf("%s: %q is no rule and does not last", at, name)
		}
	}
	for _, name := range lasting {
		if _, ok := names[name]; !ok {
			t.Errorf("nothing is reported as %q", name)
		}
		if Describe(name) != "" {
			t.Errorf("%q is a rule and lasts", name)
		}
	}
}

// eachNode visits every piece of the program's own source.
func eachNode(t *testing.T, visit func(*token.FileSet, ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				visit(files, n)
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ruleNames are the names that a piece of the program reports something under: the
// value of a field that is called Rule, the first word of a complaint, or the name
// that is handed to a function that reports.
func ruleNames(n ast.Node) map[string]token.Pos {
	names := map[string]token.Pos{}
	add := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if name, err := strconv.Unquote(lit.Value); err == nil && kebab.MatchString(name) {
				names[name] = lit.Pos()
			}
		}
	}
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Rule" {
			add(n.Value)
		}
	case *ast.CompositeLit:
		if typ, ok := n.Type.(*ast.Ident); ok && typ.Name == "complaint" && len(n.Elts) > 0 {
			if kv, ok := n.Elts[0].(*ast.KeyValueExpr); ok {
				add(kv.Value)
			} else {
				add(n.Elts[0])
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
		case "defect", "wrong":
			add(n.Args[0])
		case "errorAt", "reportAt", "report", "complain", "warn", "problem":
			for _, arg := range n.Args[1:min(len(n.Args), 3)] {
				add(arg)
			}
		}
	}
	return names
}

var kebab = regexp.MustCompile(`^[a-z]+(?:-[a-z]+)*$`)
