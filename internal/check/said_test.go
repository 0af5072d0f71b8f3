package check

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What the program says to people is found in its sources by a convention that it
// keeps, and that is all these tests know. What a message or a hint begins with is called
// message, format, hint, hints, why or reason, and the name under which something is
// reported is called rule: as a field, a parameter, a result, a variable or a constant, or
// as the end of its name. No function that reports has to be listed here, and one that
// hands on what is called otherwise is told.

// role is what a text is for.
type role int

const (
	none role = iota
	names
	says
)

func roleOf(name string) role {
	name = strings.ToLower(name)
	if strings.HasSuffix(name, "rule") {
		return names
	}
	for _, end := range []string{"message", "format", "hint", "hints", "why", "reason"} {
		if strings.HasSuffix(name, end) {
			return says
		}
	}
	return none
}

// said is a text in the program's sources that is for people, or that goes with one.
type said struct {
	role role
	text string
	at   token.Position
}

// sources are the program's own, as far as they talk.
type sources struct {
	said   []said
	astray []string // where something is handed on of which nobody knows what it says
}

// readSources reads every package of the program, but for those of its tests.
func readSources(t *testing.T) sources {
	t.Helper()
	files := token.NewFileSet()
	packages := map[string][]*ast.File{}
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err == nil && !slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` }) {
				packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], f)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var s sources
	for _, p := range packages {
		r := reader{sources: &s, files: files, functions: map[string][]list{}, methods: map[string][]list{}, structs: map[string]list{}}
		for _, f := range p {
			ast.Inspect(f, r.declare)
		}
		for _, f := range p {
			for _, d := range f.Decls {
				r.local = map[string][]list{}
				ast.Inspect(d, r.declareLocal)
				ast.Inspect(d, r.read)
			}
		}
	}
	if len(s.said) < 500 {
		t.Fatalf("only %d texts are found in the sources", len(s.said))
	}
	return s
}

// list is what a function takes, or a struct holds.
type list struct {
	roles []role
	many  bool // the last is any number
}

// listOf reads parameters, results or fields; only text can say anything.
func listOf(fields *ast.FieldList) list {
	var l list
	if fields == nil {
		return l
	}
	for _, f := range fields.List {
		typ := f.Type
		if e, ok := typ.(*ast.Ellipsis); ok {
			typ, l.many = e.Elt, true
		}
		if a, ok := typ.(*ast.ArrayType); ok {
			typ = a.Elt
		}
		text := nameOf(typ) == "string"
		if f.Names == nil {
			l.roles = append(l.roles, none)
		}
		for _, n := range f.Names {
			as := none
			if text {
				as = roleOf(n.Name)
			}
			l.roles = append(l.roles, as)
		}
	}
	if !slices.Contains(l.roles, says) { // a rule by itself may be anything
		l.roles = make([]role, len(l.roles))
	}
	return l
}

// takes reports whether the list takes so many values.
func (l list) takes(n int) bool {
	return n == len(l.roles) || l.many && n >= len(l.roles)-1
}

// reader reads one package.
type reader struct {
	*sources
	files              *token.FileSet
	functions, methods map[string][]list
	structs            map[string]list
	local              map[string][]list // functions within the one that is read
}

// declare notes what functions take, and what structs hold.
func (r *reader) declare(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		in := r.functions
		if n.Recv != nil {
			in = r.methods
		}
		in[n.Name.Name] = append(in[n.Name.Name], listOf(n.Type.Params))
	case *ast.TypeSpec:
		if s, ok := n.Type.(*ast.StructType); ok {
			r.structs[n.Name.Name] = listOf(s.Fields)
		}
	}
	return true
}

// held is what a value of a type holds: a struct of the package, or one without a name.
func (r *reader) held(typ ast.Expr) list {
	if s, ok := typ.(*ast.StructType); ok {
		return listOf(s.Fields)
	}
	return r.structs[nameOf(typ)]
}

// declareLocal notes what functions take that are values: report := func(message string) { … }
func (r *reader) declareLocal(n ast.Node) bool {
	if n, ok := n.(*ast.AssignStmt); ok {
		for i, e := range n.Rhs {
			if fun, ok := e.(*ast.FuncLit); ok && i < len(n.Lhs) {
				name := nameOf(n.Lhs[i])
				r.local[name] = append(r.local[name], listOf(fun.Type.Params))
			}
		}
	}
	return true
}

func (r *reader) read(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		r.literal(n)
	case *ast.CallExpr:
		r.call(n)
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			for i, e := range n.Lhs {
				r.assigned(e, n.Rhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, e := range n.Values {
			r.assigned(n.Names[i], e)
		}
	case *ast.FuncDecl:
		r.results(n.Type, n.Body)
	case *ast.FuncLit:
		r.results(n.Type, n.Body)
	}
	return true
}

// literal reads a struct that is made, if it holds what is said, and structs that are
// made in a list, which need not say again of what type they are.
func (r *reader) literal(n *ast.CompositeLit) {
	if many, ok := n.Type.(*ast.ArrayType); ok {
		for _, e := range n.Elts {
			if one, ok := e.(*ast.CompositeLit); ok && one.Type == nil && !isKeyed(one) {
				r.all(r.held(many.Elt), one.Elts)
			}
		}
		return
	}
	if !isKeyed(n) {
		if n.Type != nil {
			r.all(r.held(n.Type), n.Elts)
		}
		return
	}
	var roles []role
	for _, e := range n.Elts {
		kv, _ := e.(*ast.KeyValueExpr)
		if key, ok := kv.Key.(*ast.Ident); ok {
			roles = append(roles, roleOf(key.Name))
		} else {
			roles = append(roles, none) // of a map or a slice
		}
	}
	if !slices.Contains(roles, says) {
		return
	}
	for i, e := range n.Elts {
		r.take(roles[i], e.(*ast.KeyValueExpr).Value)
	}
}

func isKeyed(n *ast.CompositeLit) bool {
	if len(n.Elts) == 0 {
		return false
	}
	_, ok := n.Elts[0].(*ast.KeyValueExpr)
	return ok
}

func (r *reader) call(n *ast.CallExpr) {
	name := nameOf(n.Fun)
	if s, ok := n.Fun.(*ast.SelectorExpr); ok && (name == "Errorf" || name == "New" && nameOf(s.X) == "errors") {
		r.take(says, n.Args[0])
		return
	}
	known := r.methods[name]
	if _, ok := n.Fun.(*ast.Ident); ok {
		known = r.local[name]
		if known == nil {
			known = r.functions[name]
		}
	}
	// Methods of one name are told apart by how much they take. Where that is not enough
	// literals are read that any of them would say.
	known = slices.DeleteFunc(slices.Clone(known), func(l list) bool { return !l.takes(len(n.Args)) })
	for _, l := range known {
		if slices.ContainsFunc(known, func(other list) bool { return !slices.Equal(l.roles, other.roles) }) {
			for i, e := range n.Args {
				if _, ok := e.(*ast.Ident); !ok {
					r.take(l.roles[min(i, len(l.roles)-1)], e)
				}
			}
			continue
		}
		r.all(l, n.Args)
		return
	}
}

// assigned reads what a variable or a field is set to. What rules are called is set
// where something is reported, and elsewhere rules are other things.
func (r *reader) assigned(to, e ast.Expr) {
	name := nameOf(to)
	as := roleOf(name)
	if _, ok := e.(*ast.Ident); ok || strings.EqualFold(name, "why") || strings.EqualFold(name, "reason") { // these are data too
		return
	}
	if lit, ok := e.(*ast.BasicLit); as == names && (!ok || nameOf(to) == "rule" || lit.Kind != token.STRING) {
		return
	}
	r.take(as, e)
}

// results reads what a function returns that has names for it.
func (r *reader) results(of *ast.FuncType, body *ast.BlockStmt) {
	l := listOf(of.Results)
	if body == nil || !slices.Contains(l.roles, says) {
		return
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if _, inner := n.(*ast.FuncLit); inner {
			return false
		}
		if back, ok := n.(*ast.ReturnStmt); ok && len(back.Results) == len(l.roles) {
			r.all(l, back.Results)
		}
		return true
	})
}

func (r *reader) all(l list, of []ast.Expr) {
	for i, e := range of {
		if len(l.roles) > 0 {
			r.take(l.roles[min(i, len(l.roles)-1)], e)
		}
	}
}

// take notes the texts with which an expression begins.
func (r *reader) take(as role, e ast.Expr) {
	if as == none {
		return
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			r.said = append(r.said, said{as, text, r.files.Position(e.Pos())})
		}
	case *ast.BinaryExpr:
		r.take(as, e.X)
	case *ast.ParenExpr:
		r.take(as, e.X)
	case *ast.CompositeLit:
		for _, item := range e.Elts {
			r.take(as, item)
		}
	case *ast.Ident:
		if e.Name != "nil" && roleOf(e.Name) != as {
			r.stray(e, fmt.Sprintf("nobody knows what %q says: call it by what it is, a rule, message, hint or reason", e.Name))
		}
	case *ast.CallExpr:
		switch nameOf(e.Fun) {
		case "append":
			for _, arg := range e.Args {
				r.take(as, arg)
			}
		case "Sprintf", "Sprint":
			r.take(as, e.Args[0])
		}
	}
}

func (r *reader) stray(n ast.Node, why string) {
	r.astray = append(r.astray, r.files.Position(n.Pos()).String()+": "+why)
}

// nameOf is the last name of what is called, assigned to or made.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return nameOf(e.X)
	case *ast.IndexExpr:
		return nameOf(e.X)
	}
	return ""
}
