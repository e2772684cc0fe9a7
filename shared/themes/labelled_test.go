package themes_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"voiceforum/shared/themes"
)

// labelledText is a text of ours with the mentions that it should have.
type labelledText struct {
	ID, Text, Question string
	Mentions           []themes.Mention
}

func labelled(tb testing.TB, name string) []labelledText {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var all []labelledText
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var t labelledText
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			tb.Fatal(err)
		}
		all = append(all, t)
	}
	return all
}
