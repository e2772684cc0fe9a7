package questionnaire

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"voiceforum/shared/fault"
)

//go:embed published/*.yaml
var files embed.FS

// edition names one published file.
type edition struct {
	id      string
	version int
}

// published holds, for every file, the reading of it, which happens at most once and on first use.
var published = sync.OnceValue(func() map[edition]func() (*Questionnaire, error) {
	names, err := fs.Glob(files, "published/*.yaml")
	if err != nil {
		panic("questionnaire: " + err.Error()) // only a malformed pattern, which is a constant
	}
	all := make(map[edition]func() (*Questionnaire, error), len(names))
	for _, name := range names {
		if e, ok := editionOf(name); ok {
			all[e] = sync.OnceValues(func() (*Questionnaire, error) { return load(name, e) })
		}
	}
	return all
})

// editionOf reads published/<id>-v<version>.yaml.
func editionOf(name string) (edition, bool) {
	base := strings.TrimSuffix(path.Base(name), ".yaml")
	i := strings.LastIndex(base, "-v")
	if i < 1 {
		return edition{}, false
	}
	version, err := strconv.Atoi(base[i+2:])
	return edition{base[:i], version}, err == nil
}

func load(name string, e edition) (*Questionnaire, error) {
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "read embedded questionnaire", err)
	}
	q, err := Parse(path.Base(name), text)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "embedded questionnaire", err)
	}
	if q.ID != e.id || q.Version != e.version {
		return nil, fault.New(fault.Internal, "embedded questionnaire %s calls itself %s version %d", name, q.ID, q.Version)
	}
	return q, nil
}

// Get gives a published version of a questionnaire. One that was never published is a fault.NotFound.
func Get(id string, version int) (*Questionnaire, error) {
	read, ok := published()[edition{id, version}]
	if !ok {
		return nil, fault.New(fault.NotFound, "no such version of a questionnaire")
	}
	return read()
}

// Latest gives the newest published version of a questionnaire. One that was never published is a fault.NotFound.
func Latest(id string) (*Questionnaire, error) {
	newest := edition{id: id}
	for e := range published() {
		if e.id == id && e.version > newest.version {
			newest = e
		}
	}
	q, err := Get(newest.id, newest.version)
	if err != nil {
		return nil, fmt.Errorf("latest questionnaire: %w", err)
	}
	return q, nil
}
