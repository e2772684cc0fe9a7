package themes

import (
	"io/fs"
	"slices"
	"testing"

	"voiceforum/shared/themes/phrase"
)

// A rule that can never be found is a mistake: each must fire on the plainest words that it asks for.
func TestEveryRuleFiresOnItsOwnWords(t *testing.T) {
	files, err := fs.Sub(published, "codebook/v1")
	if err != nil {
		t.Fatal(err)
	}
	book, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := book.prepare(); err != nil {
		t.Fatal(err)
	}
	finder, rules := book.rules.Finder(), 0
	c := &Codebook{}
	b, err := c.speak(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, theme := range book.Themes {
		var e entry
		if err := decode(files, theme.ID+".yaml", &e); err != nil {
			t.Fatal(err)
		}
		for _, node := range slices.Concat(e.Positive, e.Negative, e.Mixed, e.Neutral, e.Topic, e.Weak, e.Except) {
			rule, err := b.Add(phrase.Rule{Text: node.Value, Line: node.Line, Tag: phrase.NoTag})
			if err != nil {
				t.Fatal(err)
			}
			rules++
			sample := b.Sample(rule)
			if !slices.ContainsFunc(finder.Find(book.language.Split(sample, nil)), func(h phrase.Hit) bool { return h.Rule == rule }) {
				t.Errorf("%s.yaml:%d is not found in %q", theme.ID, node.Line, sample)
			}
		}
	}
	for _, m := range book.meanings {
		if m.theme != noTheme {
			rules--
		}
	}
	if rules != 0 {
		t.Errorf("%d rules were left out", -rules)
	}
}
