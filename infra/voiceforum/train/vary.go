package train

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
	"voiceforum/shared/anonymise/token"
)

// maker makes examples of sentences, and of spoilt copies of them.
type maker struct {
	lists  *gazetteer.Gazetteer
	filler *filler
	draw   *rand.Rand
}

// examples gives what to learn from, and what to keep aside. A kept sentence is kept with all its copies.
func (m *maker) examples(corpus, written []sentence) (learn, keep []example) {
	put := func(copies ...sentence) {
		to := &learn
		if m.draw.IntN(100) < held {
			to = &keep
		}
		for _, c := range copies {
			*to = append(*to, m.unlisted(newExample(m.lists, c)))
		}
	}
	for _, s := range corpus {
		copies := []sentence{s, lowered(s)}
		if len(s.spans) > 0 {
			copies[m.draw.IntN(2)] = m.filler.swapped(s)
			copies[1] = lowered(copies[1])
		}
		switch m.draw.IntN(8) {
		case 0:
			copies = append(copies, rewritten(s, strings.ToUpper))
		case 1:
			copies = append(copies, rewritten(s, titled))
		case 2, 3:
			copies = append(copies, m.misspelt(lowered(s)))
		case 4:
			copies = append(copies, m.misspelt(s))
		}
		put(copies...)
	}
	for _, group := range m.grouped(written) {
		switch m.draw.IntN(20) {
		case 0:
			put(rewritten(group, strings.ToUpper))
		case 1:
			put(rewritten(group, titled))
		case 2, 3, 4, 5:
			put(lowered(group))
		case 6:
			put(unpunctuated(lowered(group)))
		case 7, 8:
			put(m.misspelt(lowered(group)))
		case 9:
			put(m.misspelt(group))
		default:
			put(group)
		}
	}
	return learn, keep
}

// grouped joins sentences by ones to threes, since texts are seldom of one sentence.
func (m *maker) grouped(written []sentence) []sentence {
	var out []sentence
	for len(written) > 0 {
		n := min(1+m.draw.IntN(3), len(written))
		s := written[0]
		for _, next := range written[1:n] {
			glue := " "
			if m.draw.IntN(6) == 0 {
				glue = "\n"
			}
			shift := len(s.text) + len(glue)
			s.text += glue + next.text
			s.spans = slices.Clone(s.spans)
			for _, sp := range next.spans {
				s.spans = append(s.spans, span{sp.start + shift, sp.end + shift, sp.tag})
			}
		}
		out = append(out, s)
		written = written[n:]
	}
	return out
}

// named is what the word lists say of names. In some examples they are made to know none of them, so that the learner
// leans on the words around a name, too: there are always names that no list has.
const named = gazetteer.Name | gazetteer.PlaceLocal | gazetteer.PlaceGB | gazetteer.PlaceWorld

func (m *maker) unlisted(e example) example {
	if m.draw.IntN(10) != 0 {
		return e
	}
	for i, tag := range e.tags {
		if tag != tagger.Outside {
			e.classes[i] &^= named
		}
	}
	return e
}

func lowered(s sentence) sentence { return rewritten(s, strings.ToLower) }

func titled(word string) string {
	first, width := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[width:]
}

// unpunctuated leaves out the marks between words.
func unpunctuated(s sentence) sentence {
	return rewritten(s, func(word string) string {
		switch word {
		case ".", ",", ";", ":", "!", "?":
			return ""
		}
		return word
	})
}

// misspelt has a few words typed wrongly, names as well.
func (m *maker) misspelt(s sentence) sentence {
	return rewritten(s, func(word string) string {
		if short, ok := typed[strings.ToLower(word)]; ok && m.draw.IntN(2) == 0 {
			return short[m.draw.IntN(len(short))]
		}
		if len(word) < 4 || !ascii(word) || m.draw.IntN(9) != 0 {
			return word
		}
		return m.slip(word)
	})
}

// slip makes one slip of the thumb, never in the first letter.
func (m *maker) slip(word string) string {
	i := 1 + m.draw.IntN(len(word)-2)
	switch m.draw.IntN(4) {
	case 0:
		return word[:i] + word[i+1:]
	case 1:
		return word[:i] + word[i:i+1] + word[i:]
	case 2:
		return word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
	}
	const keys = "qwertyuiopasdfghjklzxcvbnm"
	at := strings.IndexByte(keys, word[i])
	if at < 1 {
		return word
	}
	return word[:i] + keys[at-1:at] + word[i+1:]
}

// typed are words as they are typed in a hurry.
var typed = map[string][]string{
	"you": {"u", "ya"}, "your": {"ur"}, "you're": {"ur"}, "are": {"r"}, "for": {"4", "fr"}, "to": {"2", "too"}, "because": {"cos", "coz", "bcos", "becuase"},
	"what": {"wot", "wat"}, "said": {"sed", "sed"}, "with": {"wiv", "wit"}, "the": {"da", "teh", "th"}, "they": {"dey", "thay"}, "there": {"their"},
	"never": {"neva", "nvr"}, "something": {"sumthing", "summat"}, "nothing": {"nuffin", "nothin"}, "anything": {"anyfink"}, "was": {"woz", "wus"},
	"were": {"was", "where"}, "have": {"hav", "av"}, "please": {"pls", "plz"}, "thanks": {"thx", "ta"}, "thank": {"fank"}, "people": {"ppl"},
	"phone": {"fone", "ph"}, "me": {"us"}, "my": {"me"}, "about": {"abt", "bout"}, "tomorrow": {"tmrw", "tomoz"}, "officer": {"oficer", "officr"},
	"police": {"plice", "polis"}, "before": {"b4"}, "great": {"gr8"}, "and": {"n", "an"}, "that": {"dat", "tht"}, "them": {"dem", "em"}, "who": {"hoo"},
	"called": {"calld", "caled"}, "waiting": {"waitin"}, "going": {"goin", "gonna"}, "nobody": {"no1", "nobdy"}, "someone": {"sum1"}, "through": {"thru"},
	"really": {"rly", "realy"}, "definitely": {"definately"}, "believe": {"beleive"}, "been": {"bin"}, "does": {"dus"}, "would": {"wud"}, "should": {"shud"},
	"could": {"cud"}, "interview": {"intervew"}, "statement": {"statment"}, "solicitor": {"soliciter"}, "friend": {"freind"}, "from": {"frm", "form"},
}

// rewritten has each token rewritten, and the names' bytes moved with them.
func rewritten(s sentence, change func(word string) string) sentence {
	var b strings.Builder
	out := sentence{spans: slices.Clone(s.spans)}
	at := 0
	moved := func(old, now int) {
		for i, sp := range s.spans {
			if sp.start == old {
				out.spans[i].start = now
			}
		}
	}
	for _, t := range token.Split(s.text) {
		b.WriteString(s.text[at:t.Start])
		moved(t.Start, b.Len())
		b.WriteString(change(t.Text))
		for i, sp := range s.spans {
			if sp.end > t.Start && sp.end <= t.End {
				out.spans[i].end = b.Len()
			}
		}
		at = t.End
	}
	out.text = b.String() + s.text[at:]
	return out
}

func ascii(word string) bool {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
