// Package translations holds every text of the pages by language, as flat keys: in en.yaml what all pages share, in
// en/survey.yaml and its like what one function's pages say. English is complete; any other language falls back to it
// key by key.
package translations

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// English is the language that every key exists in.
const English = "en"

//go:embed *.yaml */*.yaml
var files embed.FS

// Catalogue is the texts of one language. It is safe for use by several goroutines.
type Catalogue struct {
	lang  string
	tag   language.Tag
	texts map[string]string
	next  *Catalogue // where a key missing here is looked up; nil for English
}

var all = sync.OnceValues(func() (map[string]*Catalogue, error) { return read(files) })

// Languages lists the languages there are, as BCP 47 tags, in alphabetical order.
func Languages() []string { return slices.Sorted(maps.Keys(catalogues())) }

// Get gives the texts of a language (BCP 47, e.g. "en" or "ar"), or of English where there are none in it.
func Get(lang string) *Catalogue {
	known := catalogues()
	if c, ok := known[lang]; ok {
		return c
	}
	return known[English]
}

// catalogues panics on a broken file: the files are part of the binary, and a test reads them all.
func catalogues() map[string]*Catalogue {
	known, err := all()
	if err != nil {
		panic(err)
	}
	return known
}

func read(from fs.FS) (map[string]*Catalogue, error) {
	known := make(map[string]*Catalogue)
	for _, pattern := range []string{"*.yaml", "*/*.yaml"} {
		names, err := fs.Glob(from, pattern)
		if err != nil {
			return nil, fmt.Errorf("list translations: %w", err)
		}
		for _, name := range names {
			if err := add(known, from, name); err != nil {
				return nil, fmt.Errorf("translations %s: %w", name, err)
			}
		}
	}
	if known[English] == nil {
		return nil, fmt.Errorf("translations: no %s.yaml", English)
	}
	for lang, c := range known {
		if lang != English {
			c.next = known[English]
		}
	}
	return known, nil
}

// add reads one file into the catalogue of its language, which is the first part of its name.
func add(known map[string]*Catalogue, from fs.FS, name string) error {
	content, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	lang, _, _ := strings.Cut(strings.TrimSuffix(name, ".yaml"), "/")
	c := known[lang]
	if c == nil {
		tag, err := language.Parse(lang)
		if err != nil {
			return fmt.Errorf("not named after a language: %w", err)
		}
		c = &Catalogue{lang: lang, tag: tag, texts: make(map[string]string)}
		known[lang] = c
	}
	var texts map[string]string
	if err := yaml.Unmarshal(content, &texts); err != nil {
		return err
	}
	for key, text := range texts {
		if _, twice := c.texts[key]; twice {
			return fmt.Errorf("%s is in another file too", key)
		}
		c.texts[key] = text
	}
	return nil
}

// Lang is the catalogue's language, for the lang attribute.
func (c *Catalogue) Lang() string { return c.lang }

// T gives the text of key with {0}, {1} … replaced by args. A key that no language has comes back as it is: a test
// makes sure that there is none.
func (c *Catalogue) T(key string, args ...any) string {
	text, ok := c.find(key)
	if !ok {
		return key
	}
	return fill(text, args)
}

// N gives the form of key that the language uses for n things, e.g. "key.one" or "key.other", with {0} replaced by n
// and {1} … by args. A form that is missing falls back to "key.other".
func (c *Catalogue) N(key string, n int, args ...any) string {
	text, ok := c.find(key + "." + c.form(n))
	if !ok {
		text, ok = c.find(key + ".other")
	}
	if !ok {
		return key
	}
	return fill(text, append([]any{n}, args...))
}

func (c *Catalogue) find(key string) (string, bool) {
	if text, ok := c.texts[key]; ok {
		return text, true
	}
	if c.next != nil {
		return c.next.find(key)
	}
	return "", false
}

// form names the plural category of Unicode CLDR that n has in the catalogue's language.
func (c *Catalogue) form(n int) string {
	switch plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	default:
		return "other"
	}
}

func fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for i, arg := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), fmt.Sprint(arg))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// rightToLeft lists the scripts written from right to left that have living readers.
var rightToLeft = map[string]bool{
	"Adlm": true, "Arab": true, "Aran": true, "Hebr": true, "Mand": true, "Nkoo": true,
	"Rohg": true, "Samr": true, "Syrc": true, "Thaa": true, "Yezi": true,
}

// Dir gives the direction of a language's writing as HTML's dir attribute has it, "ltr" or "rtl". Where the tag names
// no script, the language's usual one decides: ur and pa-PK are right-to-left, pa is not.
func Dir(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	if script, _ := tag.Script(); rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}
