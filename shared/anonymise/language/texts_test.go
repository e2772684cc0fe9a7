package language_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/language"
	"voiceforum/shared/anonymise/token"
)

// sample is one text of testdata: its condition is the file it stands in, its kind a language or a dress of English.
type sample struct{ kind, text string }

func samples(t testing.TB, condition string) []sample {
	t.Helper()
	f, err := os.Open("testdata/" + condition + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []sample
	in := bufio.NewScanner(f)
	for in.Scan() {
		if kind, text, ok := strings.Cut(in.Text(), "|"); ok {
			all = append(all, sample{kind, text})
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// checker gives Check over the real word lists.
func checker(t testing.TB) func(text string) string {
	t.Helper()
	g, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) string {
		tokens := token.Split(text)
		return language.Check(tokens, func(i int) gazetteer.Class { return g.Class(tokens[i].Lower) })
	}
}
