package phrase

import (
	"math/bits"
	"slices"

	"voiceforum/shared/themes/prose"
)

// Hit is a rule found in words First to Last, Last inclusive.
type Hit struct {
	Rule, First, Last int
}

// Finder finds the rules of one book in one text after another. It is not for several goroutines at once.
type Finder struct {
	book  *Book
	words []prose.Word
	atoms [][]atom
	store []atom
	until []int // by rule, the words up to which it has been found in this text
	tried []int // by rule, the last start tried in this text, plus one
	dirty []int32
	hits  []Hit

	gates            []uint64 // those that the words of the sentence in hand open
	turns, sentences []int    // by word, the first word after its turn and its sentence
}

// Finder gives a new finder.
func (b *Book) Finder() *Finder {
	return &Finder{book: b, until: make([]int, len(b.rules)), tried: make([]int, len(b.rules)), gates: make([]uint64, b.gates/64+1)}
}

// Sharing gives how many tags use a word of the text last read in their rules, that tag among them: 1 for a word that
// tells of nothing else. It is 0 where the tag does not use the word.
func (f *Finder) Sharing(i, tag int) int {
	least := 0
	for _, a := range f.atoms[i] {
		tags := f.book.tags[a]
		if n := bits.OnesCount64(tags); tags&(1<<tag) != 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// Knows reports whether any rule uses a word of the text last read.
func (f *Finder) Knows(i int) bool { return len(f.atoms[i]) > 0 }

// Tail gives how many of the last words of a hit are those of its rule's last step.
func (f *Finder) Tail(h Hit) int {
	steps := f.book.parts[h.Rule][0].steps
	last := &steps[len(steps)-1]
	longest := 1
	for _, seq := range last.more {
		if n := len(seq); n > longest && h.Last-n+1 >= h.First && f.follows(seq, h.Last-n+1, n) {
			longest = n
		}
	}
	return longest
}

// Find gives every rule found in the words, in the order of their first words. One rule is found several times where it
// stands several times, never twice over the same words. The slice is the finder's own until the next call.
func (f *Finder) Find(words []prose.Word) []Hit {
	f.read(words)
	for i := range words {
		if i == 0 || words[i].Sentence != words[i-1].Sentence {
			f.open(i)
		}
		for _, a := range f.atoms[i] {
			for _, c := range f.book.anchored[a] {
				if f.isOpen(c.gates[0]) && f.isOpen(c.gates[1]) {
					f.try(int(c.rule), i)
				}
			}
		}
	}
	for _, r := range f.dirty {
		f.until[r], f.tried[r] = 0, 0
	}
	f.dirty = f.dirty[:0]
	slices.SortFunc(f.hits, func(a, b Hit) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return a.Rule - b.Rule
	})
	return f.hits
}

// open notes the gates that the words of a sentence open.
func (f *Finder) open(first int) {
	clear(f.gates)
	f.gates[0] |= 1 << open
	for i := first; i < f.sentences[first]; i++ {
		for _, a := range f.atoms[i] {
			for _, g := range f.book.opens[a] {
				f.gates[g>>6] |= 1 << (g & 63)
			}
		}
	}
}

func (f *Finder) isOpen(gate uint16) bool { return f.gates[gate>>6]&(1<<(gate&63)) != 0 }

// read looks up every word once.
func (f *Finder) read(words []prose.Word) {
	f.words, f.hits, f.store, f.atoms = words, f.hits[:0], f.store[:0], f.atoms[:0]
	f.store = slices.Grow(f.store, 4*len(words))
	name := f.book.words.id["[name]"]
	for _, w := range words {
		from := len(f.store)
		f.store = f.book.words.of(w.Text, w.Number, f.store)
		if w.Capital && len(f.store) == from && name != 0 {
			f.store = append(f.store, name) // a capital inside a sentence on a word no rule knows is taken for a name
		}
		f.atoms = append(f.atoms, f.store[from:len(f.store):len(f.store)])
	}
	f.bound()
}

// try looks for a rule whose rarest word stands at a place.
func (f *Finder) try(rule, at int) {
	parts := f.book.parts[rule]
	p := &parts[0]
	sentence := f.words[at].Sentence
	if f.tried[rule] == 0 {
		f.dirty = append(f.dirty, int32(rule))
	}
	for start := max(at-p.before, f.tried[rule], f.until[rule]); start <= at; start++ {
		if f.words[start].Sentence != sentence {
			continue
		}
		f.tried[rule] = start + 1
		last, ok := f.match(p, start)
		if !ok || last < at || !f.company(parts[1:], start, last) {
			continue
		}
		f.until[rule] = last + 1
		f.hits = append(f.hits, Hit{rule, start, last})
		return
	}
}

// company reports whether the other parts of a rule stand near the first as they should.
func (f *Finder) company(parts []part, first, last int) bool {
	for i := range parts {
		if f.near(&parts[i], first, last) == parts[i].not {
			return false
		}
	}
	return true
}

func (f *Finder) near(p *part, first, last int) bool {
	for start := max(0, first-Near); start <= min(last+Near, len(f.words)-1); start++ {
		if end, ok := f.match(p, start); ok && (end < first || start > last || p.not) {
			return true
		}
	}
	return false
}

// match tries one part from one word on. The bits of places are the words that may have been used up so far.
func (f *Finder) match(p *part, start int) (last int, ok bool) {
	if s := &p.steps[0]; !s.optional && !s.head.has(f.atoms[start]) {
		return 0, false
	}
	room := f.room(start, p.far)
	places := uint64(1)
	for i := range p.steps {
		s := &p.steps[i]
		if s.gap > 0 {
			for range s.gap {
				places |= places << 1
			}
		} else {
			next := f.advance(s, places, start, room)
			if s.optional {
				next |= places
			}
			places = next
		}
		places &= 1<<(room+1) - 1
		if places == 0 {
			return 0, false
		}
	}
	n := bits.TrailingZeros64(places)
	return start + n - 1, n > 0
}

// room is how many words a part that begins at start may use: to the end of its turn, or of its sentence.
func (f *Finder) room(start int, far bool) int {
	end := f.turns[start]
	if far {
		end = f.sentences[start]
	}
	return min(end-start, longest)
}

// bound notes where each word's turn and sentence end.
func (f *Finder) bound() {
	n := len(f.words)
	f.turns = slices.Grow(f.turns[:0], n)[:n]
	f.sentences = slices.Grow(f.sentences[:0], n)[:n]
	for i := n - 1; i >= 0; i-- {
		f.turns[i], f.sentences[i] = i+1, i+1
		if i+1 == n {
			continue
		}
		if f.words[i].Turn == f.words[i+1].Turn {
			f.turns[i] = f.turns[i+1]
		}
		if f.words[i].Sentence == f.words[i+1].Sentence {
			f.sentences[i] = f.sentences[i+1]
		}
	}
}

func (f *Finder) advance(s *step, places uint64, start, room int) uint64 {
	var next uint64
	for rest := places; rest != 0; rest &= rest - 1 {
		n := bits.TrailingZeros64(rest)
		if n >= room {
			break
		}
		if !s.head.has(f.atoms[start+n]) {
			continue
		}
		if s.one != nil && s.one.has(f.atoms[start+n]) {
			next |= 1 << (n + 1)
		}
		if s.more == nil {
			continue
		}
		for _, a := range f.atoms[start+n] {
			for _, seq := range from(s.more, a) {
				if f.follows(seq, start+n, room-n) {
					next |= 1 << (n + len(seq))
				}
			}
		}
	}
	return next
}

func (f *Finder) follows(seq []atom, at, room int) bool {
	if len(seq) > room {
		return false
	}
	for i, a := range seq {
		if !slices.Contains(f.atoms[at+i], a) {
			return false
		}
	}
	return true
}
