package words

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
)

// sumsFile is where it is written what the transducers were built from.
const sumsFile = "sources.sha256"

// sum gives the SHA-256 of a file, in hexadecimal.
func sum(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sha256.Sum256(data)), nil
}

// writeSums notes in the form of sha256sum what the transducers were built from, and themselves: the packages, Debian's
// lists, and the hand-written ones. Tests can then tell that a list was changed and nothing built, whichever way it was.
func writeSums(root, dictionaryDir string) error {
	var paths []string
	for _, a := range archives {
		paths = append(paths, filepath.Join(root, store, a.file))
	}
	for _, d := range dictionaries {
		paths = append(paths, filepath.Join(dictionaryDir, d.file))
	}
	lists, err := filepath.Glob(filepath.Join(root, home, "words", "*.txt"))
	if err != nil {
		return err
	}
	paths = append(append(paths, lists...), filepath.Join(root, home, "words.fst"), filepath.Join(root, home, "phrases.fst"))
	var out bytes.Buffer
	for _, path := range paths {
		s, err := sum(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%s  %s\n", s, filepath.Base(path))
	}
	return os.WriteFile(filepath.Join(root, home, sumsFile), out.Bytes(), 0o644)
}
