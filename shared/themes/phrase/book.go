package phrase

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

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
	tags     []uint64      // by atom, a bit for each tag whose rules use it
	anchored [][]candidate // by atom, the rules to try where it stands
	opens    [][]uint16    // by atom, the gates that it opens
	gates    int
}

// Builder gathers rules.
type Builder struct {
	lists Lists
	sets  map[string]*set
	raw   [][]written
	book  *Book
	used  map[atom]int // how many rules use an atom: a stand-in for how common it is
	gates map[string]uint16
	plain func(word string) string
}

// NewBuilder begins a book. The lists must have been opened. plain says how texts have a word: a rule with a word that no
// text has, because it is always read as another, is refused.
func NewBuilder(lists Lists, plain func(word string) string) *Builder {
	return &Builder{plain: plain, lists: lists, sets: map[string]*set{}, book: &Book{words: newTrie(), gates: open + 1}, used: map[atom]int{}, gates: map[string]uint16{}}
}

// Add reads a rule and gives its number in the book. A broken rule is an error that quotes it and names its line.
func (b *Builder) Add(r Rule) (int, error) {
	parts, err := parse(r.Text, b.lists)
	if err == nil {
		err = b.check(parts)
	}
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

// check refuses words that no text has.
func (b *Builder) check(parts []written) error {
	for _, p := range parts {
		for _, n := range p.nodes {
			for _, c := range n.choices {
				for _, w := range c {
					if w == number || w[0] == '[' || strings.HasSuffix(w, "*") {
						continue
					}
					if plain := b.plain(w); plain != w {
						return fmt.Errorf("has %q, which is always read as %q", w, plain)
					}
				}
			}
		}
	}
	return nil
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
	if len(b.raw) > math.MaxUint16/2 || b.book.words.atoms > math.MaxUint16 || len(b.book.words.next) > math.MaxUint16 {
		return nil, fmt.Errorf("the book has too many rules or different words")
	}
	b.book.anchored = make([][]candidate, b.book.words.atoms)
	b.book.opens = make([][]uint16, b.book.words.atoms)
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
			b.book.anchored[a] = append(b.book.anchored[a], candidate{int32(i), parts[0].gates})
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
		var single, first []string
		for _, c := range n.choices {
			first = append(first, c[0])
			if len(c) == 1 {
				single = append(single, c[0])
				continue
			}
			var seq []atom
			for _, word := range c {
				seq = append(seq, b.book.words.id[word])
			}
			s.more = append(s.more, seq)
		}
		slices.SortFunc(s.more, slices.Compare)
		if len(single) > 0 {
			s.one = b.set(single)
		}
		if len(first) > 0 {
			s.head = b.set(first)
		}
		p.steps = append(p.steps, s)
		spans[i] = n.span()
	}
	before := 0
	for i, n := range w.nodes {
		if n.gap == 0 && !n.optional {
			if cost, anchors, furthest := b.rarity(n); cost < p.cost {
				p.cost, p.anchors, p.before = cost, anchors, before+furthest
			}
		}
		before += spans[i]
	}
	p.gates = b.narrowest(w)
	return p
}

func (b *Builder) set(words []string) *set {
	key := strings.Join(words, "|")
	if s, ok := b.sets[key]; ok {
		return s
	}
	s := &set{}
	for _, w := range words {
		s.few = append(s.few, b.book.words.id[w])
	}
	if len(s.few) > fewest {
		s.bits = make([]uint64, b.book.words.atoms/64+1)
		for _, a := range s.few {
			s.bits[a>>6] |= 1 << (a & 63)
		}
		s.few = nil
	}
	b.sets[key] = s
	return s
}

// everyday are words that stand in nearly every text, so that no rule waits for one if it can wait for another, and
// frequent those that stand in many.
var (
	everyday = listed(`a an the and or but if of to in on at by for with from as is are was were be been am
		have has had do does did not no never will would could should can i me my we us our you your he him his she her it its they
		them their this that there what when who how all any so up out about again just then than one get got go went said told say
		first after before more very # [name]`)
	frequent = listed(`asked put took same back case police officer phone from never victim nothing two years trial read rang
		statement came time judge witness letter kept take made two three months weeks still know client court only even over right new`)
)

func listed(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// Sample gives the plainest words that a rule should find: the first of every choice, and nothing in its gaps.
func (b *Builder) Sample(rule int) string {
	var words []string
	for _, p := range b.raw[rule] {
		if p.not {
			continue
		}
		for _, n := range p.nodes {
			if n.gap > 0 || n.optional {
				continue
			}
			for _, w := range n.choices[0] {
				w = strings.TrimSuffix(w, "*")
				if w == number {
					w = "14"
				}
				words = append(words, w)
			}
		}
	}
	return strings.Join(words, " ")
}
