package main

import (
	"html"
	"regexp"
	"testing"

	"voiceforum/shared/draft"
)

// A page of the queue may end where a queue does, or its partition of the index. The next one begins there.
func TestTheQueueGoesOnAfterAnyPage(t *testing.T) {
	w := newWorld(t)
	plain := func(d *draft.Draft) { delete(d.Answers, heldText) }
	for range queueRows {
		w.sent(nil)
	}
	last, _ := w.sent(plain)
	b := w.person("reviewer")
	first := b.get(home)
	next := nextLink.FindStringSubmatch(first.body)
	if first.silent(t, "first", responseAddress(last)); next == nil {
		t.Fatal("there is no next page")
	}
	second := b.get(html.UnescapeString(next[1]))
	second.says(t, "second", 200, responseAddress(last))
	if nextLink.MatchString(second.body) {
		t.Error("the last page leads on")
	}
}

var nextLink = regexp.MustCompile(`href="(/review\?[^"]+)"`)
