package themes

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

const (
	anyWord  = `[^ ]+`
	ending   = `[\p{L}\p{N}'-]*`
	outside  = `[^\p{L}\p{N}'-]`
	somewhat = `(?:` + anyWord + ` +){0,4}?` // what "..." stands for: up to four words
)

// anyOf makes of phrases one pattern that matches where any of them does; its first group is the phrase. Phrases are
// checked at once and compiled when they are first asked for: compiling a whole codebook takes 50 ms, which a function
// that starts must not wait for.
func anyOf(phrases []yaml.Node) (func() *regexp.Regexp, error) {
	if len(phrases) == 0 {
		return nil, nil
	}
	var all []string
	for _, node := range phrases {
		p, err := pattern(node.Value)
		if err != nil {
			return nil, fmt.Errorf("line %d: phrase %q: %w", node.Line, node.Value, err)
		}
		all = append(all, p)
	}
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^|` + outside + `)(` + strings.Join(all, "|") + `)(?:$|` + outside + `)`)
	}), nil
}

// pattern turns a phrase, in the notation that the codebook's head describes, into a regular expression.
func pattern(phrase string) (string, error) {
	tokens, err := tokenise(strings.ToLower(strings.TrimSpace(phrase)))
	if err != nil {
		return "", err
	}
	for len(tokens) > 0 && tokens[len(tokens)-1] == "..." {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 0 {
		return "", fmt.Errorf("has no words")
	}
	var b strings.Builder
	for i, t := range tokens {
		last := i == len(tokens)-1
		switch {
		case t == "...":
			b.WriteString(somewhat)
			continue
		case strings.HasPrefix(t, "("):
			p, optional := choice(t)
			if optional && last {
				b.WriteString(`(?:` + p + `)?`)
				continue
			}
			if optional {
				b.WriteString(`(?:` + p + ` +)?`)
				continue
			}
			b.WriteString(p)
		default:
			b.WriteString(stem(t))
		}
		if !last {
			b.WriteString(` +`)
		}
	}
	return b.String(), nil
}

// tokenise splits a phrase at spaces outside brackets.
func tokenise(s string) ([]string, error) {
	var tokens []string
	depth, from := 0, 0
	flush := func(to int) {
		if t := s[from:to]; t != "" {
			tokens = append(tokens, t)
		}
		from = to + 1
	}
	for i, c := range s {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ' ' && depth == 0:
			flush(i)
		}
		if depth < 0 || depth > 1 {
			return nil, fmt.Errorf("has brackets that do not pair, or one inside another")
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("has brackets that do not pair")
	}
	flush(len(s))
	return tokens, nil
}

// choice turns "(a|b*|)" into a group and says whether it may be absent.
func choice(t string) (group string, optional bool) {
	var any []string
	for alternative := range strings.SplitSeq(strings.Trim(t, "()"), "|") {
		if alternative == "" {
			optional = true
			continue
		}
		var words []string
		for _, w := range strings.Fields(alternative) {
			words = append(words, stem(w))
		}
		any = append(any, strings.Join(words, ` +`))
	}
	return `(?:` + strings.Join(any, "|") + `)`, optional
}

func stem(w string) string {
	if s, ok := strings.CutSuffix(w, "*"); ok {
		return regexp.QuoteMeta(s) + ending
	}
	return regexp.QuoteMeta(w)
}
