package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/response"
	"voiceforum/shared/session"
)

const (
	heldText  = "one-change"
	cleanText = "treated-words"
)

// says fails unless a page has each of some words.
func (g reply) says(t *testing.T, what string, status int, words ...string) {
	t.Helper()
	if g.status != status {
		t.Errorf("%s: status %d, want %d", what, g.status, status)
	}
	for _, w := range words {
		if !strings.Contains(g.body, w) {
			t.Errorf("%s: the page does not say %q", what, w)
		}
	}
}

func (g reply) silent(t *testing.T, what string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(g.body, w) {
			t.Errorf("%s: the page says %q", what, w)
		}
	}
}

func TestAHeldTextIsOpenedMaskedAndCleared(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	b := w.person("reviewer")
	b.get(home).says(t, "queue", 200, responseAddress(id), "Held")
	warned := b.get(responseAddress(id))
	warned.says(t, "warning", 200, "may tell of rape", textAddress(id, heldText), "At the forum")
	warned.silent(t, "warning", "long", "kind")
	at := textAddress(id, heldText)
	closed := b.get(at)
	closed.says(t, "closed", 200, "the words stay sealed", `value="hold"`)
	closed.silent(t, "closed", "Zebrafinch", `value="clear"`)

	b.post(at, url.Values{"do": {"open"}, "version": {"1"}}).says(t, "no reason", 422, "Choose why you open the words")
	b.post(at, url.Values{"do": {"open"}, "version": {"1"}, "reason": {"curious"}}).says(t, "a reason of nobody's", 422)
	if n := len(w.recorded(audit.OpenSealed)); n != 0 {
		t.Errorf("opened %d times without a reason", n)
	}
	opened := b.post(at, url.Values{"do": {"open"}, "version": {"1"}, "reason": {"held"}})
	opened.says(t, "opened", 200, "<mark>Zsuzsanna</mark> from the Zebrafinch", "<mark>[name]</mark> from the Zebrafinch", "Something in the words may be a name")
	if all := w.recorded(audit.OpenSealed); len(all) != 1 || all[0].Reason != audit.ReasonHeld || all[0].About != audit.AboutResponse(id, heldText) {
		t.Errorf("recorded %+v", all)
	}

	chosen := func(more url.Values) url.Values {
		form := url.Values{"version": {"1"}, "opened": {"held"}}
		for k, v := range more {
			form[k] = v
		}
		return form
	}
	b.post(at, chosen(url.Values{"do": {"clear"}})).says(t, "in doubt", 422, "Mask what the anonymiser still sees")
	b.post(at, chosen(url.Values{"do": {"mask"}, "mask": {"Nightingale"}})).says(t, "nowhere", 422, "do not stand in the text")
	b.post(at, chosen(url.Values{"do": {"mask"}, "mask": {"zebrafinch"}, "kind": {"place"}})).
		says(t, "masked", 200, "<mark>[place]</mark> rang me", `value="place zebrafinch" checked`)
	if w.response(id).Version != 1 {
		t.Error("something is stored before it is decided")
	}
	more := url.Values{"more": {"place zebrafinch"}, "quote": {"The wait  was long"}, "approve": {"forum-quotes"}}
	wrong := chosen(more)
	wrong["do"], wrong["quote"] = []string{"clear"}, []string{"The wait was short"}
	b.post(at, wrong).says(t, "not there", 422, "do not stand in the anonymised text", "The wait was short", `value="place zebrafinch" checked`)
	right := chosen(more)
	right.Set("do", "clear")
	if got := b.post(at, right); got.status != 303 || got.location != responseAddress(id)+"?done=cleared" {
		t.Fatalf("status %d to %s: %s", got.status, got.location, got.body)
	}
	r := w.response(id)
	if got := r.Texts[heldText]; got != (response.Text{State: response.Clean, Words: "[name] from the [place] rang me. The wait was long."}) {
		t.Errorf("stored %+v", got)
	}
	if got := r.Quotes(heldText, consent.ForumQuotes); !slices.Equal(got, []string{"The wait was long"}) || r.Version != 2 {
		t.Errorf("quotes %q at version %d", got, r.Version)
	}
	if l := r.Reviews[heldText].Labels; len(l) != 1 || !l[0].Missed || l[0].Kind != "place" {
		t.Errorf("labels %+v", l)
	}
	for _, verb := range []audit.Verb{audit.MaskMore, audit.ChooseQuote, audit.Approve} {
		if len(w.recorded(verb)) != 1 {
			t.Errorf("%s is recorded %d times", verb, len(w.recorded(verb)))
		}
	}
	w.nothingLeaks()
}

// nothingLeaks looks for what was written, and how to reach its writer, everywhere but under its seal.
func (w *world) nothingLeaks() {
	w.t.Helper()
	all := w.written("Feedback", "Sealed", "Contact", "Keys", "Audit", "Sessions") + w.log.String()
	for _, canary := range []string{"Zsuzsanna", "Zebrafinch", "zebrafinch", reachedBy, "after nine"} {
		if strings.Contains(all, canary) {
			w.t.Errorf("%q is somewhere", canary)
		}
	}
}

func TestAMaskThatIsWrongComesOff(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	b, at := w.person("reviewer"), ""
	at = textAddress(id, cleanText)
	b.get(at).says(t, "closed", 200, "it was a <mark>[name]</mark> of respect")
	opened := b.post(at, url.Values{"do": {"open"}, "version": {"1"}, "reason": {"masking"}})
	opened.says(t, "opened", 200, "[name] stands for “mark”", `name="off" type="checkbox" value="28"`)
	form := url.Values{"do": {"clear"}, "version": {"1"}, "opened": {"masking"}, "off": {"28"}, "whole": {"yes"}, "approve": {"forum-quotes"}}
	if got := b.post(at, form); got.status != 303 {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	r := w.response(id)
	if r.Texts[cleanText].Words != cleanWords || len(r.Quotes(cleanText, consent.ForumQuotes)) != 1 || len(r.Quotes(cleanText, consent.PublicQuotes)) != 0 {
		t.Errorf("stored %+v, %+v", r.Texts[cleanText], r.Reviews[cleanText])
	}
	if len(w.recorded(audit.Unmask)) != 1 {
		t.Error("taking off a mask is not recorded")
	}
}

func TestNobodyApprovesMoreThanThePersonPermits(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	b := w.person("reviewer")
	page := b.get(textAddress(id, cleanText))
	page.says(t, "the page", 200, "does not permit quotes here", "In public", `value="forum-quotes"`)
	page.silent(t, "the page", `value="public-quotes"`)
	got := b.post(textAddress(id, cleanText), url.Values{"do": {"clear"}, "version": {"1"}, "whole": {"yes"}, "approve": {"public-quotes"}})
	if got.status != 400 || w.response(id).Version != 1 {
		t.Errorf("status %d, version %d", got.status, w.response(id).Version)
	}
	b.post(textAddress(id, cleanText), url.Values{"do": {"clear"}, "version": {"1"}, "approve": {"forum-quotes"}}).
		says(t, "no quote", 422, "Choose the words to quote")
}

func TestTwoReviewersNeverOverwriteEachOther(t *testing.T) {
	w := newWorld(t)
	id, hash := w.sent(nil)
	one, two, at := w.person("reviewer"), w.person("reviewer", "contact"), textAddress(id, cleanText)
	form := func(more string) url.Values {
		return url.Values{"do": {"clear"}, "version": {"1"}, "quote": {"They were kind"}, "approve": {"forum-quotes"}, "more": {"other " + more}}
	}
	if got := one.post(at, url.Values{"do": {"hold"}, "version": {"1"}, "hold": {"identifies"}}); got.status != 303 {
		t.Fatalf("the first: %d", got.status)
	}
	held := w.response(id)
	late := two.post(at, form("respect"))
	late.says(t, "the second", 409, "changed while you were looking", "“Held back”", "At the forum", `name="version" value="2"`)
	if now := w.response(id); now.Version != held.Version || now.Texts[cleanText].Words != "" || now.Reviews[cleanText].Reason != "identifies" {
		t.Errorf("overwritten: %+v", now)
	}
	other := textAddress(id, heldText)
	w.must(w.stored.AppendConsent(t.Context(), hash, 2, consent.Event{{Purpose: consent.ForumQuotes, Given: false, Day: "2026-11-24"}}))
	two.post(other, url.Values{"do": {"hold"}, "version": {"2"}, "hold": {"unsafe"}}).says(t, "after the person", 409, "Not at all", `value="unsafe" selected`)
}

func TestAWithdrawnResponseVanishes(t *testing.T) {
	w := newWorld(t)
	id, hash := w.sent(nil)
	b := w.person("reviewer")
	b.get(textAddress(id, cleanText)).says(t, "before", 200)
	w.must(w.stored.Withdraw(t.Context(), hash, calendar.DayOf(now)))
	for _, target := range []string{responseAddress(id), textAddress(id, cleanText)} {
		b.get(target).says(t, target, 404)
	}
	got := b.post(textAddress(id, cleanText), url.Values{"do": {"clear"}, "version": {"1"}})
	got.says(t, "a decision", 404)
	b.get(home).says(t, "queue", 200, "Nothing waits")
	w.person("contact").get(contactAddress).says(t, "contact", 200, "Nobody waits")
}

func TestDangerComesFirstAndIsSeenOnce(t *testing.T) {
	w := newWorld(t)
	w.sent(nil)
	id, _ := w.sent(func(d *draft.Draft) {
		d.Answers[cleanText] = []string{"I want to kill myself."}
		d.Permissions = given(consent.Counts)
		d.Contact = draft.Contact{}
	})
	b := w.person("reviewer")
	queue := b.get(home).body
	if at := strings.Index(queue, string(id)); at < 0 || at > strings.Index(queue, "Held") {
		t.Error("danger does not come first")
	}
	b.get(home).says(t, "queue", 200, "Reads as danger – no contact agreed")
	reached, _ := w.sent(func(d *draft.Draft) { d.Answers[cleanText] = []string{"I want to kill myself."} })
	b.get(home).says(t, "queue", 200, "Reads as danger – may be contacted")
	b.post(responseAddress(reached), nil)
	b.get(responseAddress(id)).says(t, "page", 200, "present danger", "wants to die or to harm themselves", "did not agree to be contacted", "nobody may read this today")
	if got := b.post(responseAddress(id), nil); got.status != 303 {
		t.Fatalf("status %d", got.status)
	}
	b.post(responseAddress(id), nil)
	if len(w.recorded(audit.SafeguardingSeen)) != 2 || w.response(id).Seen != "2026-11-24" {
		t.Error("looking at it is not noted once")
	}
	b.get(responseAddress(id)).silent(t, "afterwards", "present danger")
	if strings.Contains(b.get(home).body, "Reads as danger") {
		t.Error("it still waits")
	}
	if stored := w.response(id).Signs; !slices.Equal(stored, []string{"wants-to-die"}) {
		t.Errorf("more than the cue is stored: %q", stored)
	}
}

func TestSealedWordsThatAreGoneAreToldSo(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	w.at = now.AddDate(0, 0, consent.SealedDays)
	b := w.person("reviewer")
	b.post(textAddress(id, heldText), url.Values{"do": {"open"}, "version": {"1"}, "reason": {"held"}}).
		says(t, "gone", 200, "can no longer be opened", `value="hold"`)
}

func TestContactIsMadeOnceAndForgotten(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	b, at := w.person("contact"), contactAddress+"/"
	at += string(id)
	list := b.get(contactAddress)
	list.says(t, "list", 200, reference(id), "Not tried yet")
	list.silent(t, "list", reachedBy)
	if got := b.get(home); got.status != 303 || got.location != contactAddress {
		t.Errorf("a contact keeper's first page: %d to %s", got.status, got.location)
	}
	closed := b.get(at)
	closed.says(t, "closed", 200, "Open the details only when")
	closed.silent(t, "closed", reachedBy)
	b.post(at, url.Values{"do": {"open"}}).says(t, "no reason", 422, "Choose why you open the details")
	b.post(at, url.Values{"do": {"open"}, "reason": {"asked"}}).
		says(t, "opened", 200, reachedBy, "Zed", "after nine", "No message, of any kind", "By email")
	if all := w.recorded(audit.ContactOpened); len(all) != 1 || all[0].Reason != audit.ReasonAsked || all[0].Role != session.Contact {
		t.Errorf("recorded %+v", all)
	}
	w.nothingLeaks()
	if got := b.post(at, url.Values{"do": {"tried"}, "reason": {"asked"}}); got.status != 303 {
		t.Fatalf("tried: %d", got.status)
	}
	b.get(contactAddress).says(t, "tried", 200, "Tried on 24 November 2026")
	b.post(at, url.Values{"do": {"done"}, "reason": {"asked"}}).says(t, "not said how", 422, "Choose how it is done")
	if got := b.post(at, url.Values{"do": {"done"}, "reason": {"asked"}, "done": {"reached"}}); got.status != 303 {
		t.Fatalf("done: %d %s", got.status, got.body)
	}
	if len(w.recorded(audit.ContactDone)) != 1 {
		t.Error("done is not recorded")
	}
	b.get(contactAddress).says(t, "afterwards", 200, "Nobody waits")
	b.get(at).says(t, "afterwards", 404)
	if strings.Contains(w.written("Keys"), `"contact"`) || len(w.written("Contact")) > 0 {
		t.Error("details or their key are still stored")
	}
}
