package themes

import (
	"slices"
	"strings"

	"voiceforum/shared/themes/phrase"
	"voiceforum/shared/themes/prose"
)

// reading is one text being read. It is used again for the next one.
type reading struct {
	book     *Codebook
	finder   *phrase.Finder
	words    []prose.Word
	hits     []phrase.Hit
	on       []frame  // by word
	except   []uint64 // by word, a bit for each theme that its words are kept from
	clause   []tone   // by clause
	themes   []found
	wishes   bool // the text answers what should be otherwise
	personal bool // somebody speaks of themselves, and asks nothing
	views    []view
	scratch  []phrase.Hit
	seen     []bool // by rule, while the hits of a theme are summed
}

// tone is how a clause speaks.
type tone struct {
	good, bad   int
	frames      frame
	first, last int // its words, last inclusive
	sentence    int
}

// read cuts the text, finds every rule, and notes the frames.
func (r *reading) read(text string) {
	r.words = r.book.language.Split(text, r.words[:0])
	r.hits = r.finder.Find(r.words)
	r.on = append(r.on[:0], make([]frame, len(r.words))...)
	r.clause = r.clause[:0]
	for i, w := range r.words {
		if len(r.clause) <= w.Clause {
			r.clause = append(r.clause, tone{first: i, sentence: w.Sentence})
		}
		r.clause[w.Clause].last = i
	}
	r.except = append(r.except[:0], make([]uint64, len(r.words))...)
	for _, h := range r.hits {
		m := r.book.meanings[h.Rule]
		if m.theme != noTheme {
			if m.says == saysExcept {
				for i := h.First; i <= h.Last; i++ {
					r.except[i] |= 1 << m.theme
				}
			}
			continue
		}
		for i := h.First; i <= h.Last; i++ {
			r.on[i] |= m.frame
		}
		r.clause[r.words[h.First].Clause].frames |= m.frame
	}
	r.personal = false
	for _, w := range r.words {
		switch {
		case w.Text == "i" || w.Text == "my" || w.Text == "me" || w.Text == "we" || w.Text == "us":
			r.personal = true
		case w.Question:
			r.personal = false
		}
	}
	for _, h := range r.hits {
		if m := r.book.meanings[h.Rule]; m.frame&(isGood|isBad|isPoor) != 0 {
			r.weigh(h, m)
		}
	}
}

// weigh counts one word or phrase of tone.
func (r *reading) weigh(h phrase.Hit, m meaning) {
	c := &r.clause[r.words[h.First].Clause]
	good := m.frame == isGood
	if good && r.on[h.First]&isHarmless != 0 && r.on[h.First]&isNegator != 0 {
		return
	}
	if m.frame != isPoor && r.negatedBefore(h.First, negationReach) {
		good = !good
	}
	told := 2
	if m.frame == isPoor {
		told = 1
	}
	if good {
		c.good += told
	} else {
		c.bad += told
	}
}

// empty reports whether the text says nothing: no words, one letter, or an answer such as "n/a".
func (r *reading) empty() bool {
	letters := 0
	for _, w := range r.words {
		letters += w.End - w.Start
	}
	if letters < 2 {
		return true
	}
	for i := range r.words {
		if r.on[i]&isNothing == 0 {
			return false
		}
	}
	return true
}

// negationReach is how many words before a word its negation can stand.
const negationReach = 3

// negatedBefore reports whether one of the words before a word, in the same clause, negates it.
func (r *reading) negatedBefore(at, reach int) bool {
	for i := at - 1; i >= 0 && i >= at-reach && r.words[i].Clause == r.words[at].Clause; i-- {
		if r.negates(i) {
			return true
		}
	}
	return false
}

func (r *reading) negates(i int) bool { return r.on[i]&isNegator != 0 && r.on[i]&isHarmless == 0 }

// negatedInside reports whether a word among those of a hit, from one on, negates what the hit ends with: one that the
// last step of the rule did not ask for.
func (r *reading) negatedInside(h phrase.Hit, from int) bool {
	tail := h.Last - r.finder.Tail(h)
	for i := max(from, tail-negationReach+1); i <= tail; i++ {
		if r.negates(i) {
			return true
		}
	}
	return false
}

// asked gives the themes that a question is about: those that name it, and those that its words speak of.
func (r *reading) asked(question string) []bool {
	if question == "" {
		return nil
	}
	asked := make([]bool, len(r.book.Themes))
	for i, t := range r.book.Themes {
		asked[i] = slices.Contains(t.asked, question) || t.ID == question
	}
	if strings.Contains(question, " ") {
		r.read(question[:min(len(question), longestQuestion)])
		for _, h := range r.hits {
			if m := r.book.meanings[h.Rule]; m.theme != noTheme && m.says != saysExcept {
				asked[m.theme] = true
			}
		}
	}
	return asked
}

// longestQuestion is as much of a question as is read, in bytes.
const longestQuestion = 500
