package main

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
)

// TestPagesAreValid holds every page, in every state, to the standard and the accessibility rules.
func TestPagesAreValid(t *testing.T) {
	w := newWorld(t)
	b, keeper := w.person("reviewer", "contact"), w.person("contact")
	empty := b.get(home)
	nobody := keeper.get(contactAddress)
	id, _ := w.sent(func(d *draft.Draft) {
		d.Answers["treated-well"] = []string{"yes"}
		d.Permissions = given(consent.Counts, consent.ForumQuotes, consent.Training, consent.Contact)
	})
	danger, _ := w.sent(func(d *draft.Draft) { d.Answers[cleanText] = []string{"He keeps messaging me. I want to die."} })
	at, contact := textAddress(id, heldText), contactAddress+"/"+string(id)
	open := url.Values{"do": {"open"}, "version": {"1"}, "reason": {"held"}}
	chosen := func(do string) url.Values {
		return url.Values{
			"do": {do}, "version": {"1"}, "opened": {"held"}, "more": {"place zebrafinch"}, "mask": {"nowhere"}, "kind": {"place"},
			"quote": {"rang me"}, "quote-2": {"not there"}, "approve": {"forum-quotes", "training"},
		}
	}
	late := chosen("clear")
	late.Set("version", "7")
	surges := b.get(surgesAddress)
	w.flooded(2)
	surge := surgeAddress(surgeDay)
	samples := map[string]reply{
		"surges-empty": surges, "surges": b.get(surgesAddress), "surge": b.get(surge), "surge-words": b.get(surge + "/words"),
		"surge-wrong":    b.post(surge, url.Values{"do": {"count"}, "number": {"0"}}),
		"surge-collided": b.post(surge, url.Values{"do": {"count"}, "number": {"4"}}),
		"surge-done":     b.get(b.post(surge, url.Values{"do": {"aside"}, "number": {"0"}, "aside-why": {"alike"}}).location),
		"welcome":        (&browser{world: w}).get(home), "empty": empty, "queue": b.get(home), "response": b.get(responseAddress(id)),
		"danger": b.get(responseAddress(danger)), "done": b.get(responseAddress(id) + "?done=cleared"), "held": b.get(at),
		"quotes": b.get(textAddress(id, cleanText)), "opened": b.post(at, open),
		"masked":    b.post(textAddress(id, cleanText), url.Values{"do": {"open"}, "version": {"1"}, "reason": {"masking"}}),
		"no-reason": b.post(at, url.Values{"do": {"open"}, "version": {"1"}}), "nowhere": b.post(at, chosen("mask")),
		"wrong": b.post(at, chosen("clear")), "no-hold": b.post(at, chosen("hold")), "collided": b.post(at, late),
		"contact-nobody": nobody, "contact": keeper.get(contactAddress), "contact-request": keeper.get(contact),
		"contact-wrong":  keeper.post(contact, url.Values{"do": {"open"}}),
		"contact-open":   keeper.post(contact, url.Values{"do": {"open"}, "reason": {"asked"}}),
		"contact-undone": keeper.post(contact, url.Values{"do": {"done"}, "reason": {"asked"}}),
		"refused":        keeper.get(at), "not-found": b.get(responseAddress("none")),
	}
	dir := os.Getenv("SAMPLE_PAGES") // to look at them
	if dir == "" {
		dir = t.TempDir()
	}
	arguments := []string{filepath.Join("..", "..", "web", "pages", "validate.mjs")}
	for name, page := range samples {
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(page.body), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
