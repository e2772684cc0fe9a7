// Package phrase finds in words the phrases of a book of rules, in time that grows only as the text does.
//
// A rule is one line in this notation:
//
//	rang me            words, one after the other
//	updat*             a stem: any ending
//	(rang|got back to) a choice of words or phrases, and of choices; (very|) may be absent
//	..  ...  ....      up to two, five or ten words of any kind, in the same sentence; only .... reaches over a "but"
//	<police>           a named list of words, which may name other lists
//	<number>           a number in digits
//	a & b              both, within Near words of each other, in either order; the words found are those of the rarer
//	a & !b             the first without the second near it
//
// No pattern here is run over a whole text: an index from words to the rules that need them gives the candidates, and a
// rule is tried only where the rarest of its words stands. (An Aho–Corasick automaton over bytes does the same; that of
// github.com/BobuSumisu/aho-corasick keeps 2 KB for each of its states, some 25 MB for a codebook, where this trie of
// words keeps 1 MB.) A trial is a set of positions in one machine word, moved on from step to step, so that no rule can
// take exponential time however its gaps and choices combine.
package phrase

import (
	"fmt"
	"strings"
)

// Near is how many words may lie between the parts of a rule joined by &.
const Near = 25

// longest is how many words one part of a rule can span: a trial keeps them as bits.
const longest = 62

// gaps are how many words each mark of a gap may stand for.
var gaps = map[string]int{"..": 2, "...": 5, "....": 10}

// node is one step of a part as it is written.
type node struct {
	gap      int
	optional bool
	choices  [][]string // each one or more atoms: a word, a stem with its *, or number
}

// written is one part of a rule as it is written.
type written struct {
	not   bool
	far   bool // has a gap that may reach over a turn
	nodes []node
}

// Lists are named lists of words and phrases, ready for use.
type Lists map[string][]string

// Open puts the words of other lists in place of their names. A list that names itself, through others or not, is
// refused, and so is an unknown name.
func (l Lists) Open() error {
	done := map[string]bool{}
	var open func(name string, above []string) error
	open = func(name string, above []string) error {
		for _, a := range above {
			if a == name {
				return fmt.Errorf("list <%s> contains itself", name)
			}
		}
		if done[name] {
			return nil
		}
		var all []string
		for _, w := range l[name] {
			inner, isList := listName(w)
			if inner == "number" {
				all = append(all, number)
				continue
			}
			if !isList {
				all = append(all, strings.ToLower(w))
				continue
			}
			if _, ok := l[inner]; !ok {
				return fmt.Errorf("list <%s> names <%s>, which there is not", name, inner)
			}
			if err := open(inner, append(above, name)); err != nil {
				return err
			}
			all = append(all, l[inner]...)
		}
		l[name], done[name] = all, true
		return nil
	}
	for name := range l {
		if err := open(name, nil); err != nil {
			return err
		}
	}
	return nil
}

// listName gives the name in "<name>".
func listName(s string) (name string, ok bool) {
	if len(s) < 3 || s[0] != '<' || s[len(s)-1] != '>' {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// parse reads a rule.
func parse(rule string, lists Lists) ([]written, error) {
	var parts []written
	for i, text := range strings.Split(rule, "&") {
		p, err := parsePart(strings.TrimSpace(text), lists)
		if err != nil {
			return nil, err
		}
		if p.not && i == 0 {
			return nil, fmt.Errorf("begins with what must be absent")
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// possessive takes the 's off words, as it is taken off those of a text.
var possessive = strings.NewReplacer("'s ", " ", "'s|", "|", "'s)", ")")

func parsePart(text string, lists Lists) (written, error) {
	var p written
	text, p.not = strings.CutPrefix(text, "!")
	tokens, err := tokens(possessive.Replace(strings.ToLower(text) + " "))
	if err != nil {
		return p, err
	}
	span := 0
	for i, t := range tokens {
		if gap, ok := gaps[t]; ok {
			if i == 0 || i == len(tokens)-1 {
				return p, fmt.Errorf("begins or ends with a gap")
			}
			p.far = p.far || t == "...."
			p.nodes = append(p.nodes, node{gap: gap})
			span += gap
			continue
		}
		n, err := parseNode(t, lists)
		if err != nil {
			return p, err
		}
		p.nodes = append(p.nodes, n)
		span += n.span()
	}
	if span > longest {
		return p, fmt.Errorf("can span %d words; %d at most", span, longest)
	}
	for _, n := range p.nodes {
		if n.gap == 0 && !n.optional {
			return p, nil
		}
	}
	return p, fmt.Errorf("has no words that must be there")
}

func (n node) span() int {
	most := n.gap
	for _, c := range n.choices {
		most = max(most, len(c))
	}
	return most
}

// tokens splits a part at spaces outside brackets.
func tokens(s string) ([]string, error) {
	var out []string
	depth, from := 0, 0
	flush := func(to int) {
		if t := s[from:to]; t != "" {
			out = append(out, t)
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
		if depth < 0 {
			return nil, fmt.Errorf("has brackets that do not pair")
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("has brackets that do not pair")
	}
	flush(len(s))
	return out, nil
}

// parseNode reads a word, a list or a choice.
func parseNode(t string, lists Lists) (node, error) {
	var n node
	sequences, err := expand(t, lists)
	if err != nil {
		return n, err
	}
	for _, words := range sequences {
		if len(words) == 0 {
			n.optional = true
			continue
		}
		for _, w := range words {
			if err := checkAtom(w); err != nil {
				return n, err
			}
		}
		n.choices = append(n.choices, words)
	}
	if len(n.choices) == 0 {
		return n, fmt.Errorf("has an empty choice")
	}
	return n, nil
}

// checkAtom refuses what no word of a text can ever be.
func checkAtom(w string) error {
	stem, isStem := strings.CutSuffix(w, "*")
	if isStem && len(stem) < 3 {
		return fmt.Errorf("has the stem %q; a stem has three letters or more", w)
	}
	if w == number {
		return nil
	}
	for i := range len(stem) {
		if letterOf(stem[i]) == 0 {
			return fmt.Errorf("has %q, which is not a plain word: short forms are written out, hyphens are spaces", w)
		}
	}
	return nil
}
