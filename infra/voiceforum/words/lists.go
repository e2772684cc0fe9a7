package words

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
)

// list is one hand-written file: words by white space, or phrases by line. The
// file's name up to the first "-" says what they are.
type list struct {
	file    string
	topic   string
	entries []string
}

// classes are what the words of a list by topic are. A topic of phrases has
// the class of its single words.
var classes = map[string]gazetteer.Class{
	"first":    gazetteer.First,
	"surname":  gazetteer.Surname,
	"nameword": gazetteer.NameWord,
	"strong":   gazetteer.StrongName,
	"stop":     gazetteer.Stop,
	"everyday": gazetteer.Word,
	"field":    gazetteer.Field,
	"country":  gazetteer.Country,
	"month":    gazetteer.Month,
	"weekday":  gazetteer.Weekday,
	"title":    gazetteer.Title,
	"kin":      gazetteer.Kin,
	"local":    gazetteer.PlaceLocal,
	"britain":  gazetteer.PlaceGB,
	"abroad":   gazetteer.PlaceWorld,
	"big":      0,
	"keep":     gazetteer.Field,
	"venue":    0,
	"notname":  0,
}

// byLine are the topics whose entries are lines, since they may have several words.
var byLine = map[string]bool{"local": true, "britain": true, "abroad": true, "big": true, "keep": true, "venue": true, "country": true}

// readLists reads the hand-written lists of a folder.
func readLists(dir string) ([]list, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no lists in %s", dir)
	}
	var out []list
	for _, f := range files {
		l, err := readList(f)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func readList(file string) (list, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return list{}, err
	}
	l := list{file: filepath.Base(file)}
	l.topic, _, _ = strings.Cut(strings.TrimSuffix(l.file, ".txt"), "-")
	if _, ok := classes[l.topic]; !ok {
		return list{}, fmt.Errorf("%s: a list's name begins with its topic, and %q is none", l.file, l.topic)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case byLine[l.topic]:
			l.entries = append(l.entries, line)
		default:
			l.entries = append(l.entries, strings.Fields(line)...)
		}
	}
	return l, nil
}
