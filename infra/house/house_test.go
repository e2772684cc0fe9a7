package house

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "voiceforum/"

// adapters are the shared packages that may know of AWS, HTTP and the environment. The rest of shared is domain.
var adapters = []string{"dynamostore", "s3store", "web", "auth", "frontdesk", "kmskeys", "cloud", "config", "logs", "comprehend"}

// pure are the libraries that domain packages may use: none of them does input or output.
var pure = []string{
	"go.yaml.in/yaml/v3", "golang.org/x/text", "golang.org/x/sync", "github.com/clipperhouse/uax29", "github.com/blevesearch/vellum",
	"github.com/tink-crypto/tink-go/v2", "github.com/xuri/excelize/v2",
}

// worldly are the parts of the standard library that reach outside.
var worldly = []string{"net", "net/http", "os", "os/exec", "syscall", "database/sql"}

type listed struct {
	ImportPath, Dir, Name, Doc string
	Imports, GoFiles           []string
}

// packages lists the module's packages as the go command sees them.
func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Name,Doc,Imports,GoFiles", "./...")
	cmd.Dir = root(t)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// room says in which part of the house a package lives.
func room(path string) (kind, name string) {
	parts := strings.Split(strings.TrimPrefix(path, module), "/")
	switch {
	case parts[0] == "shared" && len(parts) > 1 && slices.Contains(adapters, parts[1]):
		return "adapter", parts[1]
	case parts[0] == "shared" && len(parts) > 1:
		return "domain", parts[1]
	case len(parts) > 1:
		return parts[0], parts[1]
	}
	return parts[0], ""
}

// wrong says why a package of one room may not import something; nothing where it may.
func wrong(from, imported string) string {
	kind, name := room(from)
	ours := strings.HasPrefix(imported, module)
	toKind, toName := room(imported)
	switch {
	case kind == "infra":
		return ""
	case ours && toKind == "infra":
		return "nothing but infra may know of infra"
	case ours && toKind == "functions" && (kind != "functions" || name != toName):
		return "functions are imported by nobody, each other included"
	case kind == "domain" && ours && toKind != "domain":
		return "the domain knows nothing of adapters or pages"
	case kind == "domain" && slices.Contains(worldly, imported):
		return "the domain does no input or output"
	case kind == "domain" && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !hasPrefix(imported, pure):
		return "the domain uses pure libraries only"
	case kind == "web" && ours && toKind != "web":
		return "pages know only of pages"
	case kind == "adapter" && ours && toKind == "web" && name != "web" && name != "frontdesk":
		return "only shared/web and shared/frontdesk know of pages"
	}
	return ""
}

func hasPrefix(path string, any []string) bool {
	return slices.ContainsFunc(any, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			if why := wrong(p.ImportPath, imported); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, why)
			}
		}
	}
}

func TestTheArrowsAreSeenToBreak(t *testing.T) {
	for _, c := range []struct{ from, imported string }{
		{"voiceforum/shared/tally", "voiceforum/shared/dynamostore"},
		{"voiceforum/shared/tally", "net/http"},
		{"voiceforum/shared/tally", "os"},
		{"voiceforum/shared/tally", "github.com/aws/aws-sdk-go-v2/service/s3"},
		{"voiceforum/shared/tally", "voiceforum/functions/tally"},
		{"voiceforum/functions/survey", "voiceforum/functions/portal"},
		{"voiceforum/functions/survey", "voiceforum/infra/local"},
		{"voiceforum/web/pages", "voiceforum/shared/web"},
		{"voiceforum/shared/dynamostore", "voiceforum/web/pages"},
	} {
		if wrong(c.from, c.imported) == "" {
			t.Errorf("%s may import %s", c.from, c.imported)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
		for _, name := range []string{"util", "utils", "helper", "helpers", "common", "types", "manager"} {
			if p.Name == name {
				t.Errorf("%s is called %s, which says nothing", p.ImportPath, name)
			}
		}
	}
}

func TestMainsAndInterfacesAreSmall(t *testing.T) {
	const longestMain, mostMethods = 40, 5
	for _, p := range packages(t) {
		for _, file := range p.GoFiles {
			path := filepath.Join(p.Dir, file)
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(src, []byte("\n")); file == "main.go" && n >= longestMain {
				t.Errorf("%s has %d lines; under %d is asked", path, n, longestMain)
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if i, ok := n.(*ast.InterfaceType); ok && i.Methods.NumFields() > mostMethods {
					t.Errorf("%s has an interface of %d methods; %d at most", path, i.Methods.NumFields(), mostMethods)
				}
				return true
			})
		}
	}
}

func TestSharedAndFunctionsHaveNoLooseFiles(t *testing.T) {
	for _, dir := range []string{"shared", "functions"} {
		entries, err := os.ReadDir(filepath.Join(root(t), dir))
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() }); i >= 0 {
			t.Errorf("%s/%s lies loose", dir, entries[i].Name())
		}
	}
}
