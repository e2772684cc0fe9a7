package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"voiceforum/shared/draft"
	"voiceforum/shared/response"
)

func TestThemesAreCorrectedAndKept(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	b, at := w.person("reviewer"), textAddress(id, cleanText)
	b.get(at).says(t, "found", 200, `name="wrong" type="checkbox" value="respect"`)
	form := func(theme string) url.Values {
		return url.Values{"do": {"clear"}, "version": {"1"}, "wrong": {"respect", "none"}, "theme": {theme}, "stance": {"negative"}}
	}
	b.post(at, form("weather")).says(t, "no such theme", 422, "Choose a theme")
	unsaid := form("kept-informed")
	unsaid.Set("stance", "")
	b.post(at, unsaid).says(t, "no stance", 422, "Choose a theme and how the person speaks of it")
	if got := b.post(at, form("kept-informed")); got.status != 303 {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	want := []response.ThemeLabel{{Theme: "kept-informed", Stance: "negative"}, {Theme: "respect", Wrong: true}}
	if got := w.response(id).Reviews[cleanText].Themes; !slices.Equal(got, want) {
		t.Errorf("kept %+v", got)
	}
	b.get(at).says(t, "again", 200, `value="respect" checked`, `value="kept-informed negative" checked`)
}

// What the rules cannot tell is said to whoever reads the words; what they can is not doubted.
func TestWordsThatTheRulesCannotTellAreSaidToBeSo(t *testing.T) {
	w := newWorld(t)
	const asked = "The rules cannot tell well"
	b := w.person("reviewer")
	sure, _ := w.sent(nil)
	b.get(textAddress(sure, cleanText)).silent(t, "sure", asked)
	strange := strings.Repeat("My neighbour grows very large leeks and his cat sits among them. ", 5)
	doubtful, _ := w.sent(func(d *draft.Draft) { d.Answers[cleanText] = []string{strange} })
	b.get(textAddress(doubtful, cleanText)).says(t, "unsure", 200, asked)
}
