package language

import (
	"embed"
	"strings"
	"sync"

	"voiceforum/shared/anonymise/gazetteer"
)

// set is a set of languages, one bit each.
type set uint8

func (s set) has(language int) bool { return s&(1<<language) != 0 }

// The lists that words of another language are looked for in. Urdu, Hindi and Punjabi are one: they share most of their
// function words, and people mix them. The last is of many languages together.
const languages = 7

var files = [languages][]string{
	{"urdu", "punjabi"}, {"bengali"}, {"polish"}, {"romanian"}, {"arabic"}, {"somali"}, {"other"},
}

// entry is what the lists know of a word.
type entry struct {
	languages set
	english   bool // as English is typed and spoken
	loan      bool // a word of another language that English sentences have
}

// lists are the words of the files, as they are written and as they sound.
type lists struct {
	words  map[string]entry
	sounds map[string]set
}

//go:embed words/*.txt
var wordFiles embed.FS

// load reads the lists when they are first needed, in under a millisecond.
var load = sync.OnceValue(func() *lists {
	l := &lists{words: make(map[string]entry, 6000), sounds: make(map[string]set, 1500)}
	for language, names := range files {
		for _, name := range names {
			for _, w := range read(name) {
				l.add(w, 1<<language)
				l.add(gazetteer.Fold(w), 1<<language)
				if sound := sound(w, make([]byte, 0, longest)); language < soundWritten && len(sound) >= shortestSound {
					l.sounds[string(sound)] |= 1 << language
				}
			}
		}
	}
	for _, w := range read("english") {
		e := l.words[w]
		e.english = true
		l.words[w] = e
	}
	for _, w := range read("loans") {
		e := l.words[w]
		e.loan = true
		l.words[w] = e
	}
	return l
})

func (l *lists) add(word string, languages set) {
	e := l.words[word]
	e.languages |= languages
	l.words[word] = e
}

// read gives the words of a list, which is part of the program: one that is not there is an error of the build.
func read(name string) []string {
	text, err := wordFiles.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	var words []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			words = append(words, strings.Fields(line)...)
		}
	}
	return words
}

// find gives what the lists know of a word: as it stands, without its accents, by the first part of it that is listed
// where it has hyphens, and, where no dictionary knows it, by its sound.
func (l *lists) find(lower string, class gazetteer.Class) entry {
	if e, ok := l.words[lower]; ok {
		return e
	}
	if accents(lower) {
		if e, ok := l.words[gazetteer.Fold(lower)]; ok {
			return e
		}
	}
	if class == 0 && strings.Contains(lower, "-") {
		return entry{languages: l.allParts(lower)}
	}
	if class&^gazetteer.Rare != 0 || len(lower) > longest {
		return entry{}
	}
	var buffer [longest]byte
	if s := sound(lower, buffer[:0]); len(s) >= shortestSound {
		return entry{languages: l.sounds[string(s)]}
	}
	return entry{}
}

// allParts gives the languages that list every part of a word with hyphens, such as nu-mi.
func (l *lists) allParts(lower string) set {
	all := ^set(0)
	for part := range strings.SplitSeq(lower, "-") {
		all &= l.words[part].languages
	}
	return all
}
