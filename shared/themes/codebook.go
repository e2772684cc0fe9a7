package themes

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"voiceforum/shared/calendar"
	"voiceforum/shared/themes/phrase"
	"voiceforum/shared/themes/prose"
	"voiceforum/shared/victimscode"
)

//go:embed codebook
var published embed.FS

// Theme is one entry of the codebook.
type Theme struct {
	ID         string
	Title      string // in plain words
	Definition string
	Counts     []string // what counts
	Not        []string // what does not, and where it belongs
	Rights     []int    // of the Victims' Code
	Examples   []Example

	asked []string // the questions whose answers are about it
	bare  Stance   // of a mention without any sign of how, by somebody who speaks of themselves
}

// Example is a text that must be coded with its theme and stance.
type Example struct {
	Text   string
	Stance Stance
	Absent bool // the text must not be coded with the theme; it has no stance
}

// Codebook is one published version of the themes. It is read-only and may be used by several goroutines at once.
type Codebook struct {
	Version int
	From    calendar.Day // the first day on which it applied; its rights are those of the Victims' Code of that day
	Themes  []Theme

	prepare  func() error // makes ready what follows, once
	language prose.Language
	rules    *phrase.Book
	meanings []meaning // by rule
	readers  sync.Pool // of *reading
	wishes   []string  // the questions that ask what should be otherwise
}

// Load gives the newest published codebook. Its rules are made ready when a text is first coded: that takes some 50 ms,
// which a function that starts must not wait for.
func Load() (*Codebook, error) { return newest() }

var newest = sync.OnceValues(func() (*Codebook, error) {
	files, err := fs.Sub(published, "codebook/v1")
	if err != nil {
		return nil, err
	}
	return open(files)
})

// Theme finds an entry by its id.
func (c *Codebook) Theme(id string) (Theme, bool) {
	for _, t := range c.Themes {
		if t.ID == id {
			return t, true
		}
	}
	return Theme{}, false
}

// The files of a codebook; each theme has one more, by its id.
const (
	coverFile    = "codebook.yaml"
	languageFile = "language.yaml"
)

// mostThemes is how many themes can be told apart by the bits of a word.
const mostThemes = 64

// Parse reads a codebook: its cover, its language and a file for each theme that the cover lists. A broken codebook is
// refused with the name of the file, the line and the reason.
func Parse(files fs.FS) (*Codebook, error) {
	book, err := open(files)
	if err != nil {
		return nil, err
	}
	return book, book.prepare()
}

// open reads a codebook and leaves its rules for later.
func open(files fs.FS) (*Codebook, error) {
	var cover struct {
		Version int
		From    string
		Wishes  []string
		Themes  []string
	}
	if err := decode(files, coverFile, &cover); err != nil {
		return nil, err
	}
	from, err := calendar.ParseDay(cover.From)
	if err != nil || cover.Version < 1 {
		return nil, fmt.Errorf("%s: a codebook has a version of 1 or more and the day from which it applies", coverFile)
	}
	code, err := victimscode.Current(from)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", coverFile, err)
	}
	if len(cover.Themes) > mostThemes {
		return nil, fmt.Errorf("%s: has %d themes; %d at most", coverFile, len(cover.Themes), mostThemes)
	}
	book := &Codebook{Version: cover.Version, From: from, wishes: cover.Wishes}
	var entries []entry
	for _, id := range cover.Themes {
		e, err := book.enter(files, id, code)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	book.prepare = sync.OnceValue(func() error { return book.compile(files, entries) })
	return book, nil
}

// compile makes the language and the rules ready.
func (c *Codebook) compile(files fs.FS, entries []entry) error {
	b, err := c.speak(files)
	if err != nil {
		return fmt.Errorf("%s: %w", languageFile, err)
	}
	for i, e := range entries {
		if err := c.rule(b, i, e); err != nil {
			return fmt.Errorf("%s.yaml: %w", c.Themes[i].ID, err)
		}
	}
	c.rules, err = b.Build()
	return err
}

func decode(files fs.FS, name string, into any) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// entry is a theme as its file has it. Rules are nodes, so that a broken one is refused with its line.
type entry struct {
	Title      string
	Definition string
	Counts     []string
	Not        []string
	Rights     []int
	Asked      []string
	Bare       Stance
	Positive   []yaml.Node
	Negative   []yaml.Node
	Mixed      []yaml.Node
	Neutral    []yaml.Node
	Topic      []yaml.Node
	Weak       []yaml.Node
	Except     []yaml.Node
	Examples   []Example
}

// enter adds a theme, without its rules.
func (c *Codebook) enter(files fs.FS, id string, code victimscode.Code) (e entry, err error) {
	name := id + ".yaml"
	if _, twice := c.Theme(id); twice {
		return e, fmt.Errorf("%s: theme %s is there twice", coverFile, id)
	}
	if !idForm.MatchString(id) {
		return e, fmt.Errorf("%s: theme id %q is not lower-case words joined by dashes", coverFile, id)
	}
	if err := decode(files, name, &e); err != nil {
		return e, err
	}
	switch {
	case e.Title == "" || e.Definition == "" || len(e.Rights) == 0 || len(e.Examples) == 0:
		return e, fmt.Errorf("%s: lacks its title, definition, rights or examples", name)
	case e.Bare != "" && !slices.Contains(Stances, e.Bare):
		return e, fmt.Errorf("%s: has a bare mention as %q, which is no stance", name, e.Bare)
	}
	for _, r := range e.Rights {
		if _, ok := code.Right(r); !ok {
			return e, fmt.Errorf("%s: names right %d; the Victims' Code has rights 1 to %d", name, r, len(code.Rights))
		}
	}
	c.Themes = append(c.Themes, Theme{
		ID: id, Title: e.Title, Definition: e.Definition, Counts: e.Counts, Not: e.Not, Rights: e.Rights, Examples: e.Examples,
		asked: e.Asked, bare: cmp.Or(e.Bare, Neutral),
	})
	return e, nil
}

// rule adds the rules of a theme.
func (c *Codebook) rule(b *phrase.Builder, theme int, e entry) error {
	for _, rules := range []struct {
		says  says
		nodes []yaml.Node
	}{
		{saysPositive, e.Positive},
		{saysNegative, e.Negative},
		{saysMixed, e.Mixed},
		{saysNeutral, e.Neutral},
		{saysTopic, e.Topic},
		{saysWeakly, e.Weak},
		{saysExcept, e.Except},
	} {
		if err := c.add(b, rules.nodes, meaning{theme: theme, says: rules.says}); err != nil {
			return err
		}
	}
	return nil
}

// add puts rules of one meaning into the book.
func (c *Codebook) add(b *phrase.Builder, nodes []yaml.Node, m meaning) error {
	for _, node := range nodes {
		tag := phrase.NoTag
		if m.theme != noTheme && m.says != saysExcept {
			tag = m.theme
		}
		rule, err := b.Add(phrase.Rule{Text: node.Value, Line: node.Line, Tag: tag})
		if err != nil {
			return err
		}
		m.line, m.negated = node.Line, b.Demands(rule, negators)
		c.meanings = append(c.meanings, m)
	}
	return nil
}

// plain gives a word as it is read in a text.
func (c *Codebook) plain(word string) string {
	var all []string
	for _, w := range c.language.Split(word, nil) {
		all = append(all, w.Text)
	}
	return strings.Join(all, " ")
}

// speak reads the language of a codebook: spellings, turns, lists, and the frames that decide a stance.
func (c *Codebook) speak(files fs.FS) (*phrase.Builder, error) {
	var file struct {
		Turns, Subjects []string
		Spellings       map[string][]string
		Lists           phrase.Lists
		Frames          map[string][]yaml.Node
	}
	if err := decode(files, languageFile, &file); err != nil {
		return nil, err
	}
	if err := file.Lists.Open(); err != nil {
		return nil, err
	}
	c.language = prose.NewLanguage(file.Spellings, file.Turns, file.Subjects)
	b := phrase.NewBuilder(file.Lists, c.plain)
	for _, f := range frames {
		if err := c.add(b, file.Frames[f.name], meaning{theme: noTheme, frame: f.is}); err != nil {
			return nil, err
		}
		delete(file.Frames, f.name)
	}
	for name := range file.Frames {
		return nil, fmt.Errorf("there is no frame %q", name)
	}
	return b, nil
}
