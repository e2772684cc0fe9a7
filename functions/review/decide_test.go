package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"voiceforum/shared/draft"
)

// What was typed to be masked is never left standing, lost or dropped without a word.
func TestNoMaskIsLost(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(func(d *draft.Draft) {
		d.Answers[cleanText] = []string{strings.Repeat("Kes rang. ", 30) + "They were kind."}
	})
	b, at := w.person("reviewer"), textAddress(id, cleanText)
	form := func(do, mask string, more ...string) url.Values {
		return url.Values{"do": {do}, "version": {"1"}, "mask": {mask}, "kind": {"name"}, "more": more}
	}
	twice := b.post(at, form("mask", "Kes", "name Kes"))
	twice.says(t, "the same twice", 422, `value="name Kes" checked`, "masked already")
	twice.silent(t, "the same twice", "Kes rang")
	again := b.post(at, form("mask", "kes", "name Kes"))
	again.says(t, "the same in small letters", 422, `value="name Kes" checked`)
	again.silent(t, "the same in small letters", "Kes rang")

	full := make([]string, mostMore)
	for i := range full {
		full[i] = fmt.Sprintf("name nobody%d", i)
	}
	b.post(at, form("mask", "Kes", full...)).says(t, "one too many", 422, "60 things", `value="Kes"`)
	b.post(at, form("mask", strings.Repeat("Kes rang. ", 25))).says(t, "too long", 422, "at most 200 characters")

	b.post(at, form("clear", "Kes")).says(t, "typed and not masked", 422, "before you clear the text", `value="Kes"`)
	if w.response(id).Version != 1 {
		t.Error("the words are cleared with what was to be masked")
	}
}
