package keyness

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed stop.txt
var stopList string

// stop are the words that are about nothing, however often they stand.
var stop = func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(stopList) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				words[w] = true
			}
		}
	}
	return words
}()

// shortest is how many letters a word must have to say what something is about.
const shortest = 3

// content reports whether a word can say what something is about: it is no stop word, no placeholder, no number, and
// not a letter or two.
func content(word string) bool {
	return utf8.RuneCountInString(word) >= shortest && !stop[word] && !strings.ContainsFunc(word, func(c rune) bool {
		return !unicode.IsLetter(c) && c != '-' && c != '\''
	})
}

// stem takes the endings of inflection off a word, so that "park", "parks", "parked" and "parking" are one. It is a step
// or two of Porter's ("An algorithm for suffix stripping", 1980): what else he takes off makes other words of words. A
// stem need not be a word, and is never shown: see label.
func stem(word string) string {
	word = unplural(word)
	for _, ending := range []string{"ing", "ed"} {
		s, ends := strings.CutSuffix(word, ending)
		if !ends || len(s) < shortest || !strings.ContainsAny(s, "aeiouy") {
			continue
		}
		if n := len(s); s[n-1] == s[n-2] && !strings.ContainsRune("aeolsz", rune(s[n-1])) {
			s = s[:n-1]
		}
		word = s
		break
	}
	if s, ends := strings.CutSuffix(word, "e"); ends && len(s) >= shortest {
		return s
	}
	if s, ends := strings.CutSuffix(word, "y"); ends && len(s) >= shortest && !strings.ContainsRune("aeou", rune(s[len(s)-1])) {
		return s + "i"
	}
	return word
}

func unplural(word string) string {
	s, ends := strings.CutSuffix(word, "s")
	switch {
	case !ends || len(s) < shortest || strings.HasSuffix(s, "s") || strings.HasSuffix(s, "u") || strings.HasSuffix(s, "i"):
		return word
	case strings.HasSuffix(s, "ie") && len(s) > shortest+1:
		return strings.TrimSuffix(s, "ie") + "y"
	}
	return s
}
