package language

// soundWritten is how many of the first languages have no fixed spelling in Latin letters: everybody writes what they
// hear, so that words of them are compared by their sound too.
const soundWritten = 2

const (
	longest       = 24 // bytes of a word that is compared by its sound
	shortestSound = 4  // letters of a sound that says enough
)

// sound appends a rough form of a word of the languages of South Asia, so that mujhe, mujhay, mujay and mujhey are one:
// doubled letters become single, an h after a consonant goes, long vowels are short, and w is v.
func sound(word string, to []byte) []byte {
	for i := 0; i < len(word) && i < longest; i++ {
		c := word[i]
		switch {
		case c == 'w':
			c = 'v'
		case c == 'z':
			c = 'j'
		case c == 'q':
			c = 'k'
		case c == 'h' && i > 0 && !vowel(word[i-1]):
			continue
		}
		pair := ""
		if i+1 < len(word) {
			pair = word[i : i+2]
		}
		switch pair {
		case "ee", "ii":
			c, i = 'i', i+1
		case "oo", "uu":
			c, i = 'u', i+1
		case "ay", "ai", "ey", "ei":
			c, i = 'e', i+1
		}
		if n := len(to); n > 0 && to[n-1] == c {
			continue
		}
		to = append(to, c)
	}
	if n := len(to); n > shortestSound && to[n-1] == 'h' {
		to = to[:n-1]
	}
	return to
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' }
