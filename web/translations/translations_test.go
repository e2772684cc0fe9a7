package translations

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// A key stands in a template as t "key" or n "key", and anywhere in quotation marks, in a template or in Go. A quoted
// text that ends with a full stop is the beginning of keys that are put together as the page needs them.
var (
	asked  = regexp.MustCompile(`\b(?:t|n|T|N)[ (]"([a-z0-9-]+(?:\.[a-z0-9-]+)+)"`)
	quoted = regexp.MustCompile("[\"`]([a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.?)[\"`]")
)

// sources gives the templates and the Go code that show texts.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, root := range []string{"../pages", "../../functions", "../../shared"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			ending := filepath.Ext(path)
			if d.IsDir() || strings.HasSuffix(path, "_test.go") || (ending != ".go" && ending != ".html") {
				return nil
			}
			content, err := os.ReadFile(path)
			found[path] = string(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// keysOf lists a language's own keys.
func keysOf(c *Catalogue) []string { return slices.Sorted(maps.Keys(c.texts)) }

// has reports whether a language, or English, has a key.
func has(c *Catalogue, key string) bool {
	_, ok := c.find(key)
	return ok
}

func TestEveryKeyAskedForExists(t *testing.T) {
	en := Get(English)
	for path, text := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(text, -1) {
			if !has(en, m[1]) && !has(en, m[1]+".other") {
				t.Errorf("%s asks for %s, which does not exist", path, m[1])
			}
		}
	}
}

func TestEveryKeyIsUsed(t *testing.T) {
	used := make(map[string]bool)
	for _, text := range sources(t) {
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
	}
	for _, key := range keysOf(Get(English)) {
		if !reached(used, key) {
			t.Errorf("no page shows %s", key)
		}
	}
}

// reached reports whether a key, or what it begins with, is used: for error.gone.title that is also "error.gone." and
// "error.", for a plural's survey.left.one also survey.left.
func reached(used map[string]bool, key string) bool {
	if used[key] || used[key[:strings.LastIndex(key, ".")]] {
		return true
	}
	for i, c := range key {
		if c == '.' && used[key[:i+1]] {
			return true
		}
	}
	return false
}

func TestKeysAreFlatAndTextsAreNotEmpty(t *testing.T) {
	form := regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)
	for _, lang := range Languages() {
		c := Get(lang)
		for _, key := range keysOf(c) {
			if !form.MatchString(key) {
				t.Errorf("%s: %s is not a key", lang, key)
			}
			if strings.TrimSpace(c.T(key)) == "" {
				t.Errorf("%s: %s is empty", lang, key)
			}
			if !has(Get(English), key) {
				t.Errorf("%s: %s is not in English", lang, key)
			}
		}
	}
}

func few(t *testing.T) map[string]*Catalogue {
	t.Helper()
	known, err := read(fstest.MapFS{
		"en.yaml":        {Data: []byte("a.hello: Hello {0} and {1}\na.left.one: \"{0} day for {1}\"\na.left.other: \"{0} days for {1}\"")},
		"en/survey.yaml": {Data: []byte("survey.go: Go")},
		"ar.yaml":        {Data: []byte("a.left.two: yawman {1}\na.left.other: \"{0} ayyam {1}\"")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func TestTexts(t *testing.T) {
	known := few(t)
	en, ar := known["en"], known["ar"]
	for _, c := range []struct{ got, want string }{
		{en.T("a.hello", "{1}", 2), "Hello {1} and 2"},
		{en.T("a.hello"), "Hello {0} and {1}"},
		{en.T("survey.go"), "Go"},
		{ar.T("survey.go"), "Go"},
		{en.T("a.none"), "a.none"},
		{en.N("a.left", 1, "you"), "1 day for you"},
		{en.N("a.left", 0, "you"), "0 days for you"},
		{en.N("a.none", 2), "a.none"},
		{ar.N("a.left", 2, "x"), "yawman x"},
		{ar.N("a.left", 5, "x"), "5 ayyam x"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestBrokenFilesAreRefused(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"no English":     {"cy.yaml": {Data: []byte("a.b: c")}},
		"not a language": {"en.yaml": {}, "notes-of-ours-x.yaml": {Data: []byte("a.b: c")}},
		"twice":          {"en.yaml": {Data: []byte("a.b: c")}, "en/survey.yaml": {Data: []byte("a.b: d")}},
		"twice in one":   {"en.yaml": {Data: []byte("a.b: c\na.b: d")}},
		"not flat":       {"en.yaml": {Data: []byte("a:\n  b: c")}},
	} {
		if _, err := read(files); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestGetFallsBackToEnglish(t *testing.T) {
	for _, lang := range []string{"", "xx", "en", "../en"} {
		if got := Get(lang).Lang(); got != English {
			t.Errorf("%q became %q", lang, got)
		}
	}
	if diff := cmp.Diff([]string{"en"}, Languages()); diff != "" {
		t.Error(diff)
	}
}

func TestDir(t *testing.T) {
	for lang, want := range map[string]string{
		"ar": "rtl", "ur": "rtl", "fa": "rtl", "he": "rtl", "ps": "rtl", "ckb": "rtl", "yi": "rtl", "dv": "rtl",
		"pa-Arab": "rtl", "pa-PK": "rtl", "ks": "rtl", "ar-GB": "rtl", "az-Arab": "rtl",
		"en": "ltr", "cy": "ltr", "pa": "ltr", "bn": "ltr", "pl": "ltr", "so": "ltr", "zh-Hant": "ltr", "ur-Latn": "ltr",
		"": "ltr", "??": "ltr", "not a language": "ltr",
	} {
		if got := Dir(lang); got != want {
			t.Errorf("%s runs %s", lang, got)
		}
	}
}
