package questionnaire

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// nodes reads values out of a YAML tree and remembers, with their lines, all that is not as it should be. What cannot
// be read comes back as a zero value, so that reading goes on and one look at a file finds every mistake.
type nodes struct {
	file     string
	mistakes Mistakes
}

func (r *nodes) fail(n *yaml.Node, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{File: r.file, Line: n.Line, Reason: fmt.Sprintf(format, args...)})
}

// fields is a mapping's values by key, with the mapping itself for the line.
type fields struct {
	node   *yaml.Node
	values map[string]*yaml.Node
}

// mapping reads a mapping whose keys are all among required and optional. A key marked neither is refused, as is one
// given twice, and a required one that is missing.
func (r *nodes) mapping(n *yaml.Node, what string, required, optional []string) fields {
	f := fields{node: n, values: map[string]*yaml.Node{}}
	if !r.is(n, yaml.MappingNode, what, "a mapping of keys to values") {
		return f
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(required, key.Value) && !slices.Contains(optional, key.Value):
			r.fail(key, "%s has no key %q", what, key.Value)
		case f.values[key.Value] != nil:
			r.fail(key, "%s has the key %q twice", what, key.Value)
		default:
			f.values[key.Value] = value
		}
	}
	for _, key := range required {
		if f.values[key] == nil {
			r.fail(n, "%s lacks the key %q", what, key)
		}
	}
	return f
}

// list reads a list of low to high items.
func (r *nodes) list(n *yaml.Node, what string, low, high int) []*yaml.Node {
	if n == nil || !r.is(n, yaml.SequenceNode, what, "a list") {
		return nil
	}
	if len(n.Content) < low || len(n.Content) > high {
		r.fail(n, "%s must be %d to %d, not %d", what, low, high, len(n.Content))
	}
	return n.Content
}

// is checks what sort of node n is. Anchors, aliases and tags are refused everywhere: a file says everything where it
// is meant, and a few lines cannot stand for millions.
func (r *nodes) is(n *yaml.Node, kind yaml.Kind, what, wanted string) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.fail(n, "%s uses an anchor or alias; write it out", what)
	case n.Style&yaml.TaggedStyle != 0:
		r.fail(n, "%s has a type tag; leave it out", what)
	case n.Kind != kind:
		r.fail(n, "%s must be %s", what, wanted)
	default:
		return true
	}
	return false
}

// text reads a scalar that is a string.
func (r *nodes) text(n *yaml.Node, what string) string {
	if n == nil || !r.is(n, yaml.ScalarNode, what, "text") {
		return ""
	}
	if n.ShortTag() != "!!str" {
		r.fail(n, "%s must be text; put it in quotes", what)
		return ""
	}
	return n.Value
}

// number reads a whole number from low to high.
func (r *nodes) number(n *yaml.Node, what string, low, high int) int {
	if n == nil || !r.is(n, yaml.ScalarNode, what, "a number") {
		return 0
	}
	i, err := strconv.Atoi(n.Value)
	if err != nil || n.ShortTag() != "!!int" || i < low || i > high {
		r.fail(n, "%s must be a whole number from %d to %d", what, low, high)
		return 0
	}
	return i
}

// flag reads true or false; a missing one is false.
func (r *nodes) flag(n *yaml.Node, what string) bool {
	if n == nil || !r.is(n, yaml.ScalarNode, what, "true or false") {
		return false
	}
	if n.ShortTag() != "!!bool" {
		r.fail(n, "%s must be true or false", what)
	}
	return n.Value == "true"
}

// idForm keeps ids fit for addresses, form fields and the keys of tallies.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const longestID = 40

// id reads an id: lower-case words with hyphens.
func (r *nodes) id(n *yaml.Node, what string) string {
	s := r.text(n, what)
	if n != nil && s != "" && (len(s) > longestID || !idForm.MatchString(s)) {
		r.fail(n, "%s %q must be lower-case words joined by hyphens, at most %d characters", what, s, longestID)
	}
	return s
}

// oneOf reads a word from a list of known ones.
func (r *nodes) oneOf(n *yaml.Node, what string, known []string) string {
	s := r.text(n, what)
	if n != nil && s != "" && !slices.Contains(known, s) {
		r.fail(n, "unknown %s %q; known are %s", what, s, strings.Join(known, ", "))
		return ""
	}
	return s
}

const longestText = 600

// words reads a text by language: one for each of the questionnaire's languages and no others. A missing node is nil.
func (r *nodes) words(n *yaml.Node, what string, languages []string) Words {
	if n == nil {
		return nil
	}
	f := r.mapping(n, what, nil, languages)
	w := make(Words, len(f.values))
	for lang, value := range f.values {
		s := r.text(value, what)
		switch {
		case s == "" || s != CleanText(s) || strings.Contains(s, "\n"):
			r.fail(value, "%s in %s must be one line of text without blanks at its ends or invisible characters", what, lang)
		case utf8.RuneCountInString(s) > longestText:
			r.fail(value, "%s in %s must be at most %d characters", what, lang, longestText)
		}
		w[lang] = s
	}
	for _, lang := range languages {
		if f.values[lang] != nil {
			continue
		}
		if lang == English {
			r.fail(n, "%s lacks its English text (en)", what)
		} else {
			r.fail(n, "%s lacks its text in %s", what, lang)
		}
	}
	return w
}
