package train

import (
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"voiceforum/shared/anonymise/tagger"
)

// The sentences are in templates/, one a line: {slots} are filled, and what fills them is marked. The choices for the
// slots, and the parts that names are invented from, are in slots/.
//
//go:embed templates/*.txt slots/*.txt
var files embed.FS

// lines reads the lines of an embedded file that say something.
func lines(name string) ([]string, error) {
	all, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return says(string(all)), nil
}

// says gives the lines of a list that are neither empty nor a comment.
func says(list string) []string {
	return slices.DeleteFunc(strings.Split(list, "\n"), func(line string) bool {
		return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#")
	})
}

// fromTemplates fills each template so many times, and gives the sentences in a mixed order.
func (f *filler) fromTemplates(fills int) ([]sentence, error) {
	names, err := fs.Glob(files, "templates/*.txt")
	if err != nil {
		return nil, err
	}
	var all []sentence
	for _, name := range names {
		templates, err := lines(name)
		if err != nil {
			return nil, err
		}
		for _, template := range templates {
			times := fills
			if !strings.Contains(template, "{") {
				times = max(1, fills/4)
			}
			for range times {
				s, err := f.fill(template)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
				all = append(all, s)
			}
		}
	}
	f.draw.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

// filler fills the slots of templates.
type filler struct {
	draw                *rand.Rand
	first, last, places []string
	others              map[string][][]string // of the gazetteer's lists: first and surname, a list for each community
	choices             map[string][]string
}

func newFiller() (*filler, error) {
	f := &filler{draw: rand.New(rand.NewPCG(seed, 3)), choices: map[string][]string{}}
	for _, name := range []string{"outside", "parts"} {
		all, err := lines("slots/" + name + ".txt")
		if err != nil {
			return nil, err
		}
		for _, line := range all {
			slot, choices, _ := strings.Cut(line, ": ")
			f.choices[slot] = strings.Split(choices, "|")
		}
	}
	for name, to := range map[string]*[]string{"first": &f.first, "last": &f.last, "places": &f.places} {
		all, err := lines("slots/" + name + ".txt")
		if err != nil {
			return nil, err
		}
		for _, line := range all {
			if name == "places" {
				*to = append(*to, strings.Split(line, "|")...)
			} else {
				*to = append(*to, strings.Fields(line)...)
			}
		}
	}
	return f, nil
}

// fill fills one template.
func (f *filler) fill(template string) (sentence, error) {
	var b strings.Builder
	var s sentence
	for rest := template; ; {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			s.text = b.String()
			return s, nil
		}
		slot, next, closed := strings.Cut(after, "}")
		value, tag, known := f.slot(slot)
		if !closed || !known {
			return sentence{}, fmt.Errorf("no slot {%s} in %q", slot, template)
		}
		if tag != tagger.Outside {
			s.spans = append(s.spans, span{b.Len(), b.Len() + len(value), tag})
		}
		b.WriteString(value)
		rest = next
	}
}

// listed adds the gazetteer's hand-written lists of names: files called first-….txt and surname-….txt in a folder.
func (f *filler) listed(folder string) error {
	f.others = map[string][][]string{}
	for _, kind := range []string{"first", "surname"} {
		names, err := filepath.Glob(filepath.Join(folder, kind+"-*.txt"))
		if err != nil {
			return err
		}
		if len(names) == 0 {
			return fmt.Errorf("no lists called %s-….txt in %s", kind, folder)
		}
		for _, name := range names {
			all, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			var list []string
			for _, line := range says(string(all)) {
				list = append(list, strings.Fields(line)...)
			}
			if len(list) > 0 {
				f.others[kind] = append(f.others[kind], list)
			}
		}
	}
	return nil
}

// name is one of our own names, or, as often, one of the gazetteer's, of any community as often as of another.
func (f *filler) name(own []string, kind string) string {
	if lists := f.others[kind]; len(lists) > 0 && f.chance(50) {
		own = lists[f.draw.IntN(len(lists))]
	}
	return proper(f.one(own))
}

func (f *filler) one(from []string) string { return from[f.draw.IntN(len(from))] }

func (f *filler) pick(slot string) string { return f.one(f.choices[slot]) }

// chance is true so many times in a hundred.
func (f *filler) chance(percent int) bool { return f.draw.IntN(100) < percent }

// slot gives what fills a slot, and what it is.
func (f *filler) slot(slot string) (string, tagger.Tag, bool) {
	switch slot {
	case "first", "nick":
		return f.given(), tagger.Person, true
	case "wordy": // a name that is an everyday word
		return proper(f.pick("wordname")), tagger.Person, true
	case "last":
		return f.family(), tagger.Person, true
	case "full":
		return f.full(), tagger.Person, true
	case "init":
		return f.initials(), tagger.Person, true
	case "place":
		return f.place(), tagger.Place, true
	case "street":
		return f.street(), tagger.Place, true
	case "abroad":
		return f.abroad(), tagger.Place, true
	case "org":
		return f.organisation(), tagger.Org, true
	case "school":
		return f.school(), tagger.Org, true
	case "venue":
		return f.venue(), tagger.Org, true
	}
	if number, ok := f.figures(slot); ok {
		return number, tagger.Outside, true
	}
	if _, ok := f.choices[slot]; ok {
		return f.pick(slot), tagger.Outside, true
	}
	return "", tagger.Outside, false
}

// figures fills the slots of numbers and of what is made of them.
func (f *filler) figures(slot string) (string, bool) {
	n := f.draw.IntN
	switch slot {
	case "num":
		return fmt.Sprint(1 + n(80)), true
	case "year":
		return fmt.Sprint(1935 + n(92)), true
	case "number":
		return fmt.Sprint(1+n(240)) + f.one([]string{"", "", "", "", "a", "b"}), true
	case "ref":
		return f.one([]string{fmt.Sprintf("%d/%02d", n(90000), n(100)), fmt.Sprint(100000 + n(9000000)), fmt.Sprintf("20/%d/%02d", n(900000), n(30))}), true
	case "phone":
		return f.one([]string{fmt.Sprintf("07700 900%03d", n(1000)), fmt.Sprintf("0121 496 0%03d", n(1000)), fmt.Sprintf("020 7946 0%03d", n(1000))}), true
	case "email":
		return strings.ToLower(f.one(f.first)) + "@example.com", true
	case "date":
		d, m, y := 1+n(28), f.pick("month"), 1960+n(66)
		return f.one([]string{fmt.Sprintf("%d %s %d", d, m, y), fmt.Sprintf("%02d/%02d/%d", d, 1+n(12), y), fmt.Sprintf("%d %s", d, m), fmt.Sprintf("%s %d, %d", m, d, y)}), true
	}
	return "", false
}
