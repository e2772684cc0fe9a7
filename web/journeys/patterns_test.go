package journeys

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/template"
)

// A route of the template, or a pattern of a function, that is not in the table is one that nobody has thought about.
func TestNoRouteIsLeftOut(t *testing.T) {
	root, err := engine.Root()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, row := range access {
		known[row.pattern] = true
	}
	found := patternsOf(t, filepath.Join(root, "functions"))
	if len(found) < 50 {
		t.Fatalf("only %d patterns are found", len(found))
	}
	for _, pattern := range found {
		if !known[pattern] {
			t.Errorf("%s is not in the table", pattern)
		}
	}
	described, err := template.Load(filepath.Join(root, "template.yaml"), map[string]string{
		"SiteAddress": "http://localhost:1", "AlarmEmail": "alarms@voiceforum.example",
	}, template.Local(root, template.LocalOptions{Issuer: "http://127.0.0.1:2"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range described.Functions {
		for _, route := range f.Routes {
			if !reaches(route) {
				t.Errorf("%s of %s: no row of the table asks for it", route.Key(), f.Name)
			}
		}
	}
}

// reaches reports whether a row of the table comes to a route.
func reaches(route template.Route) bool {
	prefix, open := strings.CutSuffix(route.Path, "{proxy+}")
	for _, row := range access {
		method, path := fill(row.pattern)
		if route.Method != "ANY" && route.Method != method {
			continue
		}
		if path == route.Path || open && strings.HasPrefix(path, prefix) && path != prefix {
			return true
		}
	}
	return false
}

var patternForm = regexp.MustCompile(`^(GET|POST|PUT|PATCH|DELETE) /`)

// both are survey's makers of pages that are shown and sent at one address.
var both = []string{"answering", "returning", "either"}

// patternsOf reads from the source of every function the patterns that it registers: literals, constants, and what is
// joined of them; survey's addresses that are shown and sent, and its pages that only tell something.
func patternsOf(t *testing.T, functions string) []string {
	t.Helper()
	folders, err := os.ReadDir(functions)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, folder := range folders {
		files := token.NewFileSet()
		var parsed []*ast.File
		err := filepath.WalkDir(filepath.Join(functions, folder.Name()), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, 0)
			parsed = append(parsed, file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{constants: constantsOf(parsed)}.patterns(parsed)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// source is one function's.
type source struct{ constants map[string]ast.Expr }

func constantsOf(files []*ast.File) map[string]ast.Expr {
	constants := map[string]ast.Expr{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				for i, name := range spec.Names {
					if i < len(spec.Values) {
						constants[name.Name] = spec.Values[i]
					}
				}
			}
			return true
		})
	}
	return constants
}

// text gives what an expression comes to; "" where it is no constant text.
func (s source) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return ""
		}
		return text
	case *ast.Ident:
		if value, ok := s.constants[e.Name]; ok {
			return s.text(value)
		}
	case *ast.BinaryExpr:
		left, right := s.text(e.X), s.text(e.Y)
		if e.Op == token.ADD && left != "" && right != "" {
			return left + right
		}
	}
	return ""
}

func (s source) patterns(files []*ast.File) []string {
	var all []string
	add := func(e ast.Expr) {
		if text := s.text(e); patternForm.MatchString(text) {
			all = append(all, text)
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				add(n.Key)
			case *ast.CallExpr:
				for _, argument := range n.Args {
					add(argument)
				}
				if called, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains(both, called.Sel.Name) && len(n.Args) > 0 {
					all = append(all, "GET "+s.text(n.Args[0]), "POST "+s.text(n.Args[0]))
				}
			case *ast.ValueSpec:
				if len(n.Names) == 1 && n.Names[0].Name == "notices" && len(n.Values) == 1 {
					for _, entry := range n.Values[0].(*ast.CompositeLit).Elts {
						all = append(all, "GET "+s.text(entry.(*ast.KeyValueExpr).Key))
					}
				}
			}
			return true
		})
	}
	return all
}
