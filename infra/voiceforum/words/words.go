// Package words builds the anonymiser's embedded word lists from public
// sources and the hand-written lists beside them. The same sources give the
// same bytes.
package words

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/blevesearch/vellum"

	"voiceforum/shared/anonymise/gazetteer"
)

// Where the lists are, in the repository.
const (
	home  = "shared/anonymise/gazetteer"
	store = ".local/words"
)

// sources are the words that others have gathered, lower-case.
type sources struct {
	dictionaries [][]string
	first        []string // of all languages
	people       []string
	cities       []city
}

// Build fetches what is missing, compiles the lists and writes words.fst and
// phrases.fst, and in sources.sha256 what they are made from. It says on say what it does.
func Build(ctx context.Context, root, dictionaryDir string, say io.Writer) error {
	dir := filepath.Join(root, store)
	if err := fetch(ctx, dir, say); err != nil {
		return err
	}
	s, err := readSources(dir, dictionaryDir)
	if err != nil {
		return err
	}
	lists, err := readLists(filepath.Join(root, home, "words"))
	if err != nil {
		return err
	}
	c := compile(lists, s)
	words, err := encodeWords(c.words)
	if err != nil {
		return fmt.Errorf("words: %w", err)
	}
	phrases, err := encode(c.phrases)
	if err != nil {
		return fmt.Errorf("phrases: %w", err)
	}
	for _, made := range []struct {
		file    string
		data    []byte
		entries int
	}{{"words.fst", words, len(c.words)}, {"phrases.fst", phrases, len(c.phrases)}} {
		if err := os.WriteFile(filepath.Join(root, home, made.file), made.data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(say, "%s: %d entries, %d KB\n", made.file, made.entries, len(made.data)/1024)
	}
	return writeSums(root, dictionaryDir)
}

// encodeWords writes the words and their classes as gazetteer.JoinWords has them.
func encodeWords(words map[string]gazetteer.Class) ([]byte, error) {
	often := map[gazetteer.Class]int{}
	for _, c := range words {
		often[c]++
	}
	classes := slices.SortedFunc(maps.Keys(often), func(a, b gazetteer.Class) int {
		return cmp.Or(cmp.Compare(often[b], often[a]), cmp.Compare(a, b))
	})
	places := make(map[gazetteer.Class]uint64, len(classes))
	for i, c := range classes {
		places[c] = uint64(i)
	}
	entries := make(map[string]uint64, len(words))
	for w, c := range words {
		entries[w] = places[c]
	}
	transducer, err := encode(entries)
	if err != nil {
		return nil, err
	}
	return gazetteer.JoinWords(classes, transducer), nil
}

func readSources(dir, dictionaryDir string) (*sources, error) {
	s := &sources{}
	for _, d := range dictionaries {
		words, err := readDictionary(dictionaryDir, d.file, d.from)
		if err != nil {
			return nil, err
		}
		s.dictionaries = append(s.dictionaries, words)
	}
	var err error
	for _, language := range []string{"en", "de", "es", "fr", "it", "tr"} {
		names, err := readFirstNames(dir, language)
		if err != nil {
			return nil, err
		}
		s.first = append(s.first, names...)
	}
	if s.people, err = readPeople(dir); err != nil {
		return nil, err
	}
	s.cities, err = readCities(dir)
	return s, err
}

// encode writes a transducer. Its register of shared endings is larger than the library's default, which makes the
// file smaller and only the build slower.
func encode(entries map[string]uint64) ([]byte, error) {
	var out bytes.Buffer
	b, err := vellum.New(&out, &vellum.BuilderOpts{Encoder: 1, RegistryTableSize: 200_000, RegistryMRUSize: 4})
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if err := b.Insert([]byte(key), entries[key]); err != nil {
			return nil, err
		}
	}
	if err := b.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
