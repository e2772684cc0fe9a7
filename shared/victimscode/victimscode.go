// Package victimscode has the rights of the Code of Practice for Victims of Crime in England and Wales: one embedded
// file for each version of the Code, with the day from which it is in force. Questions and themes name rights by their
// number in a version. The files are read on first use.
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
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
)

//go:embed codes/*.yaml
var files embed.FS

// Code is one version of the Victims' Code. It is read-only.
type Code struct {
	Version string       `yaml:"version"` // the year in which it was published, e.g. 2020
	From    calendar.Day `yaml:"from"`    // the first day on which it is in force, until another one is
	Rights  []Right      `yaml:"rights"`  // numbered from 1, in order
}

// Right is one right of the Code.
type Right struct {
	Number int    `yaml:"number"`
	Title  string `yaml:"title"` // in a few plain words, e.g. "information about compensation"
}

// Right gives the right of a number, and whether the Code has it.
func (c Code) Right(n int) (Right, bool) {
	if n < 1 || n > len(c.Rights) {
		return Right{}, false
	}
	return c.Rights[n-1], true
}

// Current gives the Code that is in force on a day; a fault.NotFound where none was yet.
func Current(day calendar.Day) (Code, error) {
	return find(func(c Code) bool { return c.From <= day })
}

// Get gives a version of the Code; a fault.NotFound where there is none.
func Get(version string) (Code, error) {
	return find(func(c Code) bool { return c.Version == version })
}

// find gives the newest Code that fits.
func find(fits func(Code) bool) (Code, error) {
	all, err := published()
	if err != nil {
		return Code{}, err
	}
	for _, c := range slices.Backward(all) {
		if fits(c) {
			return c, nil
		}
	}
	return Code{}, fault.New(fault.NotFound, "no such version of the Victims' Code")
}

// published gives all versions, the oldest first.
var published = sync.OnceValues(func() ([]Code, error) {
	names, err := fs.Glob(files, "codes/*.yaml")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "find the Victims' Code", err)
	}
	var all []Code
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, "read the Victims' Code", err)
		}
		c, err := parse(path.Base(name), text)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, "read the Victims' Code", err)
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Code) int { return strings.Compare(string(a.From), string(b.From)) })
	return all, nil
})

// parse reads one version of the Code. A file that is not as it should be is an error that names it.
func parse(name string, text []byte) (Code, error) {
	var c Code
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		return Code{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := d.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return Code{}, fmt.Errorf("%s: the file must hold one document", name)
	}
	if c.Version == "" || name != c.Version+".yaml" {
		return Code{}, fmt.Errorf("%s: holds version %q, whose file is %s.yaml", name, c.Version, c.Version)
	}
	if _, err := calendar.ParseDay(string(c.From)); err != nil {
		return Code{}, fmt.Errorf("%s: from: %w", name, err)
	}
	if len(c.Rights) == 0 {
		return Code{}, fmt.Errorf("%s: has no rights", name)
	}
	for i, r := range c.Rights {
		if r.Number != i+1 || strings.TrimSpace(r.Title) == "" {
			return Code{}, fmt.Errorf("%s: right %d must have the number %d and a title", name, r.Number, i+1)
		}
	}
	return c, nil
}
