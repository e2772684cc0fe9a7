package phrase

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// set is a choice of atoms, a bit for each.
type set struct {
	bits     []uint64
	anything []atom // its members
}

func (s *set) has(atoms []atom) bool {
	for _, a := range atoms {
		if s.bits[a>>6]&(1<<(a&63)) != 0 {
			return true
		}
	}
	return false
}

// step is a node made ready: a gap, or one word of a set, or one of several sequences of sets.
type step struct {
	gap      int
	optional bool
	one      *set
	more     [][]*set
}

// part is a sequence of steps, and where its rarest word can stand in it.
type part struct {
	not           bool
	far           bool
	steps         []step
	anchors       []atom
	before, after int // most words before the anchor, and from it on
	cost          float64
}

// Rule is what a caller knows of a rule.
type Rule struct {
	Text string
	Line int
	Tag  int // what it speaks for, from 0 to 63, or NoTag; words that few tags use are telling
}

// NoTag is the tag of a rule whose words tell nothing.
const NoTag = -1

// Book is rules made ready. It is read-only once built, and may be used by several goroutines at once.
type Book struct {
	rules    []Rule
	parts    [][]part
	words    *trie
	tags     []uint64  // by atom, a bit for each tag whose rules use it
	anchored [][]int32 // by atom, the rules to try where it stands
}

// Builder gathers rules.
type Builder struct {
	lists Lists
	sets  map[string]*set
	raw   [][]written
	book  *Book
	used  map[atom]int // how many rules use an atom: a stand-in for how common it is
}

// NewBuilder begins a book. The lists must have been opened.
func NewBuilder(lists Lists) *Builder {
	return &Builder{lists: lists, sets: map[string]*set{}, book: &Book{words: newTrie()}, used: map[atom]int{}}
}

// Add reads a rule and gives its number in the book. A broken rule is an error that quotes it and names its line.
func (b *Builder) Add(r Rule) (int, error) {
	parts, err := parse(r.Text, b.lists)
	if err != nil {
		return 0, fmt.Errorf("line %d: rule %q %w", r.Line, r.Text, err)
	}
	b.book.rules = append(b.book.rules, r)
	b.raw = append(b.raw, parts)
	for _, p := range parts {
		for _, n := range p.nodes {
			for _, c := range n.choices {
				for _, w := range c {
					a := b.book.words.add(w)
					b.used[a]++
					for len(b.book.tags) <= int(a) {
						b.book.tags = append(b.book.tags, 0)
					}
					if r.Tag != NoTag && !p.not {
						b.book.tags[a] |= 1 << r.Tag
					}
				}
			}
		}
	}
	return len(b.raw) - 1, nil
}

// Demands reports whether a rule cannot be found without one of some words: a step of its first part has one in each of
// its choices.
func (b *Builder) Demands(rule int, words map[string]bool) bool {
	for _, n := range b.raw[rule][0].nodes {
		if n.gap > 0 || n.optional {
			continue
		}
		if !slices.ContainsFunc(n.choices, func(c []string) bool {
			return !slices.ContainsFunc(c, func(w string) bool { return words[w] })
		}) {
			return true
		}
	}
	return false
}

// Build finishes the book. A book with more different words than can be numbered is refused.
func (b *Builder) Build() (*Book, error) {
	if b.book.words.atoms > math.MaxUint16 || len(b.book.words.next) > math.MaxUint16 {
		return nil, fmt.Errorf("the book has too many different words")
	}
	b.book.anchored = make([][]int32, b.book.words.atoms)
	for i, raw := range b.raw {
		var parts []part
		for _, w := range raw {
			parts = append(parts, b.part(w))
		}
		// The rarest part is looked for first; the others only where it stands.
		best := 0
		for j, p := range parts {
			if !p.not && p.cost < parts[best].cost {
				best = j
			}
		}
		parts[0], parts[best] = parts[best], parts[0]
		for _, a := range parts[0].anchors {
			b.book.anchored[a] = append(b.book.anchored[a], int32(i))
		}
		b.book.parts = append(b.book.parts, parts)
	}
	return b.book, nil
}

func (b *Builder) part(w written) part {
	p := part{not: w.not, far: w.far, cost: math.Inf(1)}
	spans := make([]int, len(w.nodes))
	for i, n := range w.nodes {
		s := step{gap: n.gap, optional: n.optional}
		var single []string
		for _, c := range n.choices {
			if len(c) == 1 {
				single = append(single, c[0])
				continue
			}
			var seq []*set
			for _, word := range c {
				seq = append(seq, b.set([]string{word}))
			}
			s.more = append(s.more, seq)
		}
		if len(single) > 0 {
			s.one = b.set(single)
		}
		p.steps = append(p.steps, s)
		spans[i] = n.span()
	}
	total := 0
	for _, s := range spans {
		total += s
	}
	before := 0
	for i, n := range w.nodes {
		if n.gap == 0 && !n.optional {
			if cost, anchors := b.rarity(n); cost < p.cost {
				p.cost, p.anchors, p.before, p.after = cost, anchors, before, total-before
			}
		}
		before += spans[i]
	}
	return p
}

// rarity gives the cost of waiting for a node: the sum over its choices of how common their first words are.
func (b *Builder) rarity(n node) (cost float64, anchors []atom) {
	for _, c := range n.choices {
		a := b.book.words.id[c[0]]
		if everyday[c[0]] {
			cost += 500
		}
		cost += 1 + math.Sqrt(float64(b.used[a]))
		anchors = append(anchors, a)
	}
	return cost, anchors
}

func (b *Builder) set(words []string) *set {
	key := strings.Join(words, "|")
	if s, ok := b.sets[key]; ok {
		return s
	}
	s := &set{bits: make([]uint64, b.book.words.atoms/64+1)}
	for _, w := range words {
		a := b.book.words.id[w]
		s.bits[a>>6] |= 1 << (a & 63)
		s.anything = append(s.anything, a)
	}
	b.sets[key] = s
	return s
}

// everyday are words that stand in nearly every text, so that no rule waits for one if it can wait for another.
var everyday = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`a an the and or but if of to in on at by for with from as is are was were be been am
		have has had do does did not no never will would could should can i me my we us our you your he him his she her it its they
		them their this that there what when who how all any so up out about again just then than one get got go went said told say
		first after before more very # [name]`) {
		all[w] = true
	}
	return all
}()
