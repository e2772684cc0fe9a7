package anonymise

import (
	"bufio"
	"embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed words/*.txt
var wordFiles embed.FS

// lexicon is the word lists and what is read from them: names, places, and doubts.
type lexicon struct {
	always, doubtful, allowed, starters, english map[string]bool
	places                                       *regexp.Regexp
}

func loadLexicon() (*lexicon, error) {
	l := &lexicon{}
	for file, set := range map[string]*map[string]bool{
		"names": &l.always, "doubtful": &l.doubtful, "allowed": &l.allowed, "starters": &l.starters, "english": &l.english,
	} {
		words, err := readWords(file, strings.Fields)
		if err != nil {
			return nil, err
		}
		*set = words
	}
	places, err := readWords("places", func(s string) []string { return strings.Split(s, "|") })
	if err != nil {
		return nil, err
	}
	var alternatives []string
	for p := range places {
		alternatives = append(alternatives, regexp.QuoteMeta(p))
	}
	// Longest first, because the first alternative that fits wins: "kings heath" before "heath".
	slices.SortFunc(alternatives, func(a, b string) int { return len(b) - len(a) })
	l.places, err = regexp.Compile(`(?i)\b(?:` + strings.Join(alternatives, "|") + `)\b`)
	return l, err
}

func readWords(file string, split func(string) []string) (map[string]bool, error) {
	f, err := wordFiles.Open("words/" + file + ".txt")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	words := map[string]bool{}
	for in := bufio.NewScanner(f); in.Scan(); {
		line := strings.TrimSpace(in.Text())
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range split(line) {
			words[w] = true
		}
	}
	return words, nil
}

var (
	word = regexp.MustCompile(`\p{L}[\p{L}'’-]*`)
	// cue matches the words after which a name comes, whatever its case.
	cue = regexp.MustCompile(`(?i)\b(?:my (?:ex|aunt|aunty|auntie|cousin|nan|mum|mom|dad|stepdad|stepmum|nephew|niece|manager|landlord|husband|wife|partner|boyfriend|girlfriend|brother|sister|son|daughter|uncle|friend|mate|neighbour|boss|solicitor|counsellor|isva|idva|officer|oic|barrister),? (?:called |named |is |was )?|(?:called|named) |name is |name was |dc |ds |di |dci |pc |ps |sgt |sergeant |detective (?:constable |sergeant |inspector )?|constable |inspector |mr |mrs |ms |miss |dr |judge |nurse |officer |(?:inspector|officer|sergeant|constable|judge|barrister|prosecutor), )$`)
)

// names gives the persons and places that word lists, capitals and cues show.
func (l *lexicon) names(text string) []match {
	var out []match
	for _, loc := range l.places.FindAllStringIndex(text, -1) {
		// A town's police station or court is a public body, but says where somebody lives: masked all the same.
		out = append(out, match{loc[0], loc[1], Place, 0.75, "place list"})
	}
	spans := word.FindAllStringIndex(text, -1)
	shouted := l.shouted(text)
	for i, loc := range spans {
		w := text[loc[0]:loc[1]]
		low := bare(w)
		capital := startsUpper(w) && !shouted
		cued := cue.MatchString(text[max(0, loc[0]-60):loc[0]])
		inside := capital && !sentenceStart(text, loc[0])
		switch {
		case l.allowed[low] && !(cued && l.always[low]):
		case l.listed(low) && !l.doubtful[low] && !l.english[low] && !l.starters[low]:
			out = append(out, match{loc[0], loc[1], Name, 0.8, "name list"})
		case l.doubtful[low] && (inside && !l.starters[low] || cued && (capital || !l.starters[low])):
			out = append(out, match{loc[0], loc[1], Name, 0.7, "name list, with a capital or a cue"})
		case cued && (capital || !l.starters[low] && !l.english[low] && len(low) > 2 && !ordinary(low)):
			out = append(out, match{loc[0], loc[1], Name, 0.65, "after a cue"})
		case inside && len(w) > 1 && !l.starters[low] && !l.english[low] && !initials(w):
			out = append(out, match{loc[0], loc[1], Name, 0.5, "capital inside a sentence"})
		case capital && i > 0 && adjoins(out, text, loc[0]) && !l.starters[low] && !l.english[low]:
			out = append(out, match{loc[0], loc[1], Name, 0.6, "follows a name"})
		}
	}
	return joined(out, text)
}

// joined makes one name of a first name and the surname beside it.
func joined(found []match, text string) []match {
	slices.SortFunc(found, func(a, b match) int { return a.start - b.start })
	var out []match
	for _, m := range found {
		if n := len(out); n > 0 && out[n-1].kind == Name && m.kind == Name && text[out[n-1].end:m.start] == " " {
			out[n-1].end = m.end
			out[n-1].score = max(out[n-1].score, m.score)
			continue
		}
		out = append(out, m)
	}
	return out
}

func adjoins(found []match, text string, start int) bool {
	n := len(found)
	return n > 0 && found[n-1].kind == Name && text[found[n-1].end:start] == " "
}

// doubt gives the reason why a text as a whole cannot be called clean, or nothing.
func (l *lexicon) doubt(text string, found []match) string {
	spans := word.FindAllStringIndex(text, -1)
	known, ascii := 0, 0
	for _, loc := range spans {
		w := text[loc[0]:loc[1]]
		low := bare(w)
		if l.english[low] || l.starters[low] {
			known++
		}
		if !slices.ContainsFunc([]rune(w), func(c rune) bool { return c > 0x24f && c != '’' }) {
			ascii++
		}
		covered := slices.ContainsFunc(found, func(m match) bool { return loc[0] < m.end && m.start < loc[1] })
		if startsUpper(w) && sentenceStart(text, loc[0]) && !covered && !l.starters[low] && !l.english[low] && !l.allowed[low] && !initials(w) {
			return "a sentence begins with a word that may be a name"
		}
	}
	switch n := len(spans); {
	case n == 0:
		return ""
	case ascii < n:
		return "not confidently English"
	case n >= 4 && known*10 < n*3:
		return "not confidently English"
	case l.shouted(text):
		return "all capitals, so that names cannot be told"
	}
	return ""
}

// shouted reports whether a text is written in capitals, which then say nothing.
func (l *lexicon) shouted(text string) bool {
	upper, lower := 0, 0
	for _, c := range text {
		switch {
		case unicode.IsUpper(c):
			upper++
		case unicode.IsLower(c):
			lower++
		}
	}
	return upper > 12 && upper > 2*lower
}

// listed reports whether a word is on the list of names, as it stands or as people write "jaswinders phone".
func (l *lexicon) listed(low string) bool {
	return l.always[low] || len(low) > 4 && strings.HasSuffix(low, "s") && l.always[low[:len(low)-1]]
}

func bare(w string) string {
	w = strings.ToLower(strings.ReplaceAll(w, "’", "'"))
	return strings.Trim(strings.TrimSuffix(w, "'s"), "'-")
}

func startsUpper(w string) bool {
	c, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(c)
}

// initials reports whether a word is an abbreviation written in capitals, such as SARC.
func initials(w string) bool {
	return len(w) >= 2 && w == strings.ToUpper(w)
}

// ordinary reports whether a lower-case word has the ending of a verb or adverb, which after a cue is no name.
func ordinary(w string) bool {
	for _, end := range []string{"ing", "ed", "ly", "tion", "ment", "ness", "ous", "ful"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+2 {
			return true
		}
	}
	return false
}

// sentenceStart reports whether a word at byte i begins a sentence, a line or the text.
func sentenceStart(text string, i int) bool {
	before := strings.TrimRight(text[:i], " \t\"'“‘(")
	if before == "" {
		return true
	}
	switch before[len(before)-1] {
	case '.', '!', '?', '\n', '\r', ':', ']', '-':
		return true
	}
	return strings.HasSuffix(before, "…") || strings.HasSuffix(before, "—") || strings.HasSuffix(before, "–")
}
