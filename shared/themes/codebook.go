package themes

import (
	"bytes"
	"embed"
	"fmt"
	"regexp"
	"sync"

	"go.yaml.in/yaml/v3"

	"voiceforum/shared/calendar"
	"voiceforum/shared/victimscode"
)

//go:embed codebook/*.yaml
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

	topic, positive, negative func() *regexp.Regexp // nil where the entry has no such phrases
}

// Example is a text that must be coded with its theme and stance.
type Example struct {
	Text   string
	Stance Stance
}

// Codebook is one published version of the themes. It is read-only and may be used by several goroutines at once.
type Codebook struct {
	Version int
	From    calendar.Day // the first day on which it applied; its rights are those of the Victims' Code of that day
	Themes  []Theme
}

// Load gives the newest published codebook.
func Load() (*Codebook, error) { return newest() }

var newest = sync.OnceValues(func() (*Codebook, error) {
	b, err := published.ReadFile("codebook/v1.yaml")
	if err != nil {
		return nil, err
	}
	return Parse("codebook/v1.yaml", b)
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

// entry is a theme as the file has it. Phrases are nodes, so that a broken one is refused with its line.
type entry struct {
	ID         string
	Title      string
	Definition string
	Counts     []string
	Not        []string
	Rights     []int
	Topic      []yaml.Node
	Positive   []yaml.Node
	Negative   []yaml.Node
	Examples   []Example
}

// Parse reads a codebook. A broken file is refused with its name, the line and the reason.
func Parse(name string, data []byte) (*Codebook, error) {
	var file struct {
		Version int
		From    string
		Themes  []yaml.Node
	}
	if err := strictly(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	from, err := calendar.ParseDay(file.From)
	if err != nil || file.Version < 1 {
		return nil, fmt.Errorf("%s: a codebook has a version of 1 or more and the day from which it applies", name)
	}
	code, err := victimscode.Current(from)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	book := &Codebook{Version: file.Version, From: from}
	for _, node := range file.Themes {
		theme, err := parseTheme(node, code)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, node.Line, err)
		}
		if _, twice := book.Theme(theme.ID); twice {
			return nil, fmt.Errorf("%s:%d: theme %s is there twice", name, node.Line, theme.ID)
		}
		book.Themes = append(book.Themes, theme)
	}
	return book, nil
}

func strictly(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	return dec.Decode(into)
}

var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

func parseTheme(node yaml.Node, code victimscode.Code) (Theme, error) {
	var e entry
	if err := node.Decode(&e); err != nil {
		return Theme{}, err
	}
	switch {
	case !idForm.MatchString(e.ID):
		return Theme{}, fmt.Errorf("theme id %q is not lower-case words joined by dashes", e.ID)
	case e.Title == "" || e.Definition == "" || len(e.Rights) == 0 || len(e.Examples) == 0:
		return Theme{}, fmt.Errorf("theme %s lacks its title, definition, rights or examples", e.ID)
	}
	for _, r := range e.Rights {
		if _, ok := code.Right(r); !ok {
			return Theme{}, fmt.Errorf("theme %s names right %d; the Victims' Code has rights 1 to %d", e.ID, r, len(code.Rights))
		}
	}
	t := Theme{ID: e.ID, Title: e.Title, Definition: e.Definition, Counts: e.Counts, Not: e.Not, Rights: e.Rights, Examples: e.Examples}
	var err error
	if t.topic, err = anyOf(e.Topic); err == nil {
		if t.positive, err = anyOf(e.Positive); err == nil {
			t.negative, err = anyOf(e.Negative)
		}
	}
	return t, err
}
