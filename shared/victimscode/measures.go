package victimscode

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
)

//go:embed measures/*.yaml
var measureFiles embed.FS

// Standing says what an answer says of a right.
type Standing int

// The standings. Unplaced is an answer that the measures say nothing of, Beside one that is left out on purpose.
const (
	Unplaced Standing = iota
	Met
	Partly
	NotMet
	NotApply // does not apply to whoever said it
	DontKnow
	Beside
)

// Measures is one version of how answers are read as a right being met. It is read-only.
type Measures struct {
	Version   int               `yaml:"version"` // from 1
	Code      string            `yaml:"code"`    // the version of the Code whose rights it names
	From      calendar.Day      `yaml:"from"`    // the first day of the forums that it is for, until another one is
	Questions []MeasureQuestion `yaml:"questions"`
}

// MeasureQuestion says how the answers to one question are read. Options are named as Option.As of
// shared/questionnaire has them. A question of which nothing is measured says why in LeftOut, and nothing else.
type MeasureQuestion struct {
	Key      string    `yaml:"key"` // the question's in every questionnaire that asks it
	LeftOut  string    `yaml:"left-out"`
	Measures []Measure `yaml:"measures"` // one; of a question with several answers, one for each that is measured
	Met      []string  `yaml:"met"`
	Partly   []string  `yaml:"partly"`
	NotMet   []string  `yaml:"not-met"`
	NotApply []string  `yaml:"not-apply"`
	DontKnow []string  `yaml:"dont-know"`
	Beside   []string  `yaml:"beside"`
}

// Measure is one right that a question measures. Choice is the option that means that it was met, where several can be
// chosen, and empty otherwise.
type Measure struct {
	Right  int    `yaml:"right"`
	Choice string `yaml:"choice"`
}

// Question finds what is measured by the questions with a key.
func (m Measures) Question(key string) (MeasureQuestion, bool) {
	i := slices.IndexFunc(m.Questions, func(q MeasureQuestion) bool { return q.Key == key })
	if i < 0 {
		return MeasureQuestion{}, false
	}
	return m.Questions[i], true
}

// Standing says what an option says of the right. point is 1 to 5 for the points of a scale, of which 5 is best, and 0
// for every other option.
func (q MeasureQuestion) Standing(option string, point int) Standing {
	switch {
	case point >= 4:
		return Met
	case point == 3:
		return Partly
	case point > 0:
		return NotMet
	}
	for s, options := range q.lists() {
		if slices.Contains(options, option) {
			return Standing(s)
		}
	}
	if slices.ContainsFunc(q.Measures, func(m Measure) bool { return m.Choice != "" && m.Choice == option }) {
		return Met
	}
	return Unplaced
}

// lists gives the options of each standing.
func (q MeasureQuestion) lists() [][]string {
	return [][]string{Met: q.Met, Partly: q.Partly, NotMet: q.NotMet, NotApply: q.NotApply, DontKnow: q.DontKnow, Beside: q.Beside}
}

// MeasuresOn gives the measures for a forum that begins on a day; a fault.NotFound where there were none yet.
func MeasuresOn(day calendar.Day) (Measures, error) {
	all, err := measures()
	if err != nil {
		return Measures{}, err
	}
	for _, m := range slices.Backward(all) {
		if m.From <= day {
			return m, nil
		}
	}
	return Measures{}, fault.New(fault.NotFound, "no such version of the measures")
}

// measures gives all versions, the oldest first.
var measures = sync.OnceValues(func() ([]Measures, error) {
	names, err := fs.Glob(measureFiles, "measures/*.yaml")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "find the measures", err)
	}
	all := make([]Measures, 0, len(names))
	for _, name := range names {
		text, err := measureFiles.ReadFile(name)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, "read the measures", err)
		}
		m, err := parseMeasures(path.Base(name), text)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, "read the measures", err)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Measures) int { return a.Version - b.Version })
	return all, nil
})

// parseMeasures reads one version of the measures. A file that is not as it should be is an error that names it.
func parseMeasures(name string, text []byte) (Measures, error) {
	var m Measures
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&m); err != nil {
		return Measures{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := d.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return Measures{}, fmt.Errorf("%s: the file must hold one document", name)
	}
	if m.Version < 1 || name != fmt.Sprintf("%d.yaml", m.Version) {
		return Measures{}, fmt.Errorf("%s: holds version %d, whose file is %d.yaml", name, m.Version, m.Version)
	}
	if _, err := calendar.ParseDay(string(m.From)); err != nil {
		return Measures{}, fmt.Errorf("%s: from: %w", name, err)
	}
	code, err := Get(m.Code)
	if err != nil {
		return Measures{}, fmt.Errorf("%s: there is no Code of %q", name, m.Code)
	}
	seen := map[string]bool{}
	for _, q := range m.Questions {
		if seen[q.Key] {
			return Measures{}, fmt.Errorf("%s: %s is there twice", name, q.Key)
		}
		seen[q.Key] = true
		if err := q.check(code); err != nil {
			return Measures{}, fmt.Errorf("%s: %s: %w", name, q.Key, err)
		}
	}
	return m, nil
}

// check holds one question to the form that it must have.
func (q MeasureQuestion) check(c Code) error {
	var placed []string
	for _, options := range q.lists() {
		placed = append(placed, options...)
	}
	choices := 0
	for _, m := range q.Measures {
		if _, ok := c.Right(m.Right); !ok {
			return fmt.Errorf("the Code has no right %d", m.Right)
		}
		if m.Choice != "" {
			choices++
			placed = append(placed, m.Choice)
		}
	}
	slices.Sort(placed)
	switch {
	case q.Key == "":
		return errors.New("a question has no key")
	case (q.LeftOut == "") == (len(q.Measures) == 0):
		return errors.New("it must be either measured or left out")
	case q.LeftOut != "" && len(placed) > 0:
		return errors.New("it is left out, and places options")
	case len(slices.Compact(slices.Clone(placed))) != len(placed):
		return errors.New("it places an option twice")
	case choices > 0 && (choices != len(q.Measures) || len(q.Met)+len(q.Partly)+len(q.NotApply) > 0):
		return errors.New("with choices there is nothing else that is met, partly met, or does not apply")
	case choices == 0 && len(q.Measures) > 1:
		return errors.New("it measures several rights, and says of none by which choice")
	}
	return nil
}
