package phrase

import (
	"fmt"
	"strings"
)

// mostChoices bounds what one choice can stand for, its inner choices multiplied out.
const mostChoices = 600

// expand gives the sequences of words that one token stands for: a word, a list, or a choice, which may hold choices.
func expand(t string, lists Lists) ([][]string, error) {
	if t == "<number>" {
		return [][]string{{number}}, nil
	}
	if name, isList := listName(t); isList {
		list, ok := lists[name]
		if !ok {
			return nil, fmt.Errorf("names the list <%s>, which there is not", name)
		}
		var out [][]string
		for _, w := range list {
			out = append(out, strings.Fields(possessive.Replace(w+" ")))
		}
		return out, nil
	}
	if !strings.HasPrefix(t, "(") {
		return [][]string{{t}}, nil
	}
	if !strings.HasSuffix(t, ")") {
		return nil, fmt.Errorf("has %q joined to brackets", t)
	}
	var out [][]string
	for _, choice := range alternatives(t[1 : len(t)-1]) {
		sequences, err := product(choice, lists)
		if err != nil {
			return nil, err
		}
		if out = append(out, sequences...); len(out) > mostChoices {
			return nil, fmt.Errorf("has a choice of more than %d", mostChoices)
		}
	}
	return out, nil
}

// product multiplies out the tokens of one choice.
func product(choice string, lists Lists) ([][]string, error) {
	inner, err := tokens(choice)
	if err != nil {
		return nil, err
	}
	out := [][]string{nil}
	for _, t := range inner {
		sequences, err := expand(t, lists)
		if err != nil {
			return nil, err
		}
		if len(out)*len(sequences) > mostChoices {
			return nil, fmt.Errorf("has a choice of more than %d", mostChoices)
		}
		var longer [][]string
		for _, head := range out {
			for _, tail := range sequences {
				longer = append(longer, append(head[:len(head):len(head)], tail...))
			}
		}
		out = longer
	}
	return out, nil
}

// alternatives splits a choice at the bars outside inner brackets.
func alternatives(s string) []string {
	var out []string
	depth, from := 0, 0
	for i, c := range s {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}
