package consent

import (
	"bytes"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed wordings/*.yaml
var files embed.FS

// Wording is how one purpose was put to people, in one version and one language.
type Wording struct {
	Purpose  Purpose
	Version  int
	Language string // BCP 47
	Title    string // what is agreed to, a few words
	Meaning  string // what that means, in plain words
}

// Set is one version of all wordings, with what a record of consent has to name beside them.
type Set struct {
	Version  int               `yaml:"version"`
	Schema   string            `yaml:"schema"` // the structure that records made under it follow
	Purposes []statement       `yaml:"purposes"`
	Notices  map[string]Notice `yaml:"notice"` // by language
}

type statement struct {
	ID         Purpose          `yaml:"id"`
	Basis      string           `yaml:"basis"`
	Data       []string         `yaml:"data"`
	Recipients string           `yaml:"recipients"`
	Words      map[string]words `yaml:"words"` // by language
}

type words struct {
	Title   string `yaml:"title"`
	Meaning string `yaml:"meaning"`
}

// Notice is what holds for every purpose alike.
type Notice struct {
	Controller string `yaml:"controller"`
	Collection string `yaml:"collection"`
	Processing string `yaml:"processing"`
	Retention  string `yaml:"retention"`
	Withdrawal string `yaml:"withdrawal"`
	Rights     string `yaml:"rights"`
}

// Days for which things are kept, as the notice says them.
const (
	SealedDays  = 90
	ContactDays = 180
)

const fallback = "en"

var sets = sync.OnceValues(load)

func load() ([]Set, error) {
	names, err := files.ReadDir("wordings")
	if err != nil {
		return nil, fmt.Errorf("consent wordings: %w", err)
	}
	var all []Set
	for _, n := range names {
		b, err := files.ReadFile(path.Join("wordings", n.Name()))
		if err != nil {
			return nil, fmt.Errorf("consent wordings: %w", err)
		}
		s, err := Parse(n.Name(), b)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Set) int { return a.Version - b.Version })
	return all, nil
}

// Parse reads one version of the wordings. Unknown fields, a missing purpose and a missing English text are errors
// that name the file.
func Parse(name string, b []byte) (Set, error) {
	var s Set
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	if want := fmt.Sprintf("v%d.yaml", s.Version); name != want {
		return s, fmt.Errorf("%s: holds version %d, whose file is %s", name, s.Version, want)
	}
	if _, ok := s.Notices[fallback]; !ok {
		return s, fmt.Errorf("%s: has no notice in %s", name, fallback)
	}
	asked := make([]Purpose, len(s.Purposes))
	for i, p := range s.Purposes {
		asked[i] = p.ID
		if w := p.Words[fallback]; w.Title == "" || w.Meaning == "" || p.Basis == "" || p.Recipients == "" {
			return s, fmt.Errorf("%s: purpose %s lacks a title, a meaning, a basis or recipients", name, p.ID)
		}
	}
	if !slices.Equal(asked, Purposes) {
		return s, fmt.Errorf("%s: asks %v, not %v", name, asked, Purposes)
	}
	return s, nil
}

// Latest gives the version of the wordings that is shown now.
func Latest() (Set, error) {
	all, err := sets()
	if err != nil {
		return Set{}, err
	}
	return all[len(all)-1], nil
}

// Published gives a version of the wordings, and whether there is one.
func Published(version int) (Set, bool) {
	all, err := sets()
	if err != nil {
		return Set{}, false
	}
	i := slices.IndexFunc(all, func(s Set) bool { return s.Version == version })
	if i < 0 {
		return Set{}, false
	}
	return all[i], true
}

// Shown gives the wordings that a person who reads lang is shown now, in the order in which they are asked. A purpose
// that is not yet translated is shown, and recorded, in English.
func Shown(lang string) ([]Wording, error) {
	s, err := Latest()
	if err != nil {
		return nil, err
	}
	out := make([]Wording, 0, len(s.Purposes))
	for _, p := range s.Purposes {
		w, _ := s.Wording(p.ID, lang)
		out = append(out, w)
	}
	return out, nil
}

// Wording gives the words of one purpose in one language, English where there are none.
func (s Set) Wording(p Purpose, lang string) (Wording, bool) {
	i := slices.IndexFunc(s.Purposes, func(st statement) bool { return st.ID == p })
	if i < 0 {
		return Wording{}, false
	}
	l, w := pick(s.Purposes[i].Words, lang)
	return Wording{Purpose: p, Version: s.Version, Language: l, Title: strings.TrimSpace(w.Title), Meaning: strings.TrimSpace(w.Meaning)}, true
}

func pick[T any](by map[string]T, lang string) (string, T) {
	if v, ok := by[lang]; ok {
		return lang, v
	}
	return fallback, by[fallback]
}
