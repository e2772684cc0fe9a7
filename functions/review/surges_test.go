package main

import (
	"net/url"
	"strings"
	"testing"

	"voiceforum/shared/audit"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
	"voiceforum/shared/surge"
)

var surgeDay = surge.Window{Forum: "2026-Q4", Day: "2026-11-24"}

// flooded brings in responses that are set apart.
func (w *world) flooded(n int) []response.ID {
	w.t.Helper()
	w.must(dynamostore.NewWindows(w.db, w.name("Feedback")).Open(w.t.Context(), surgeDay))
	ids := make([]response.ID, n)
	for i := range ids {
		ids[i], _ = w.sentAs(nil, func(s *submission.Submission) { s.Response.SetApart = true })
	}
	return ids
}

func TestASurgeIsLookedAtAndCounted(t *testing.T) {
	w := newWorld(t)
	b := w.person("reviewer")
	b.get("/review/surges").says(t, "nothing", 200, "Nothing was set apart")
	ids := w.flooded(3)
	usual, _ := w.sent(nil)
	address := surgeAddress(surgeDay)
	b.get("/review/surges").says(t, "list", 200, address, "24 November 2026", "Nobody has decided")
	page := b.get(address)
	page.says(t, "the surge", 200, "Responses with the commonest set", "may tell of rape", `value="differ"`, `value="alike"`)
	page.silent(t, "the surge", "kind", "mark of respect", "Zebrafinch", string(ids[0]), reference(ids[0]))
	words := b.get(address + "/words")
	words.says(t, "words", 200, reference(ids[0]), reference(ids[1]), reference(ids[2]), "mark>[name]</mark> of respect", "stay sealed")
	words.silent(t, "words", "Zebrafinch", reference(usual))
	if seen := w.recorded(audit.ViewText); len(seen) != 3 || len(w.recorded(audit.ViewSurge)) < 3 {
		t.Errorf("looking is recorded as %+v", seen)
	}

	b.post(address, url.Values{"do": {"count"}, "number": {"0"}}).says(t, "no reason", 422, "Choose a reason")
	b.post(address, url.Values{"do": {"count"}, "number": {"0"}, "count-why": {"alike"}}).says(t, "the other's reason", 422, "Choose a reason")
	b.post(address, url.Values{"do": {"delete"}, "number": {"0"}}).says(t, "no such thing", 400)
	if w.response(ids[0]).Counts() || len(w.recorded(audit.SurgeCounted)) > 0 {
		t.Error("it counts before anybody decided")
	}
	got := b.post(address, url.Values{"do": {"count"}, "number": {"0"}, "count-why": {"known-cause"}})
	if got.status != 303 || got.location != address+"?done=counted" {
		t.Fatalf("status %d to %s: %s", got.status, got.location, got.body)
	}
	b.get(got.location).says(t, "counted", 200, "They count from now on", "Counted, decided on 24 November 2026", "Something is known")
	for _, id := range ids {
		if r := w.response(id); !r.Counts() || r.Version != 2 {
			t.Errorf("let through, and yet %+v", r)
		}
	}
	if w.response(usual).Version != 1 {
		t.Error("what was never set apart has changed")
	}
	all := w.recorded(audit.SurgeCounted)
	if len(all) != 1 || all[0].About != audit.AboutSurge(surgeDay.Day) || all[0].Forum != surgeDay.Forum || all[0].Reason != audit.ReasonKnownCause {
		t.Errorf("recorded %+v", all)
	}
	w.nothingLeaks()
}

func TestTwoReviewersMeetOverASurge(t *testing.T) {
	w := newWorld(t)
	ids := w.flooded(2)
	one, other, address := w.person("reviewer"), w.person("reviewer", "contact"), surgeAddress(surgeDay)
	one.get(address)
	if got := other.post(address, url.Values{"do": {"aside"}, "number": {"0"}, "aside-why": {"one-hand"}}); got.location != address+"?done=aside" {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	late := one.post(address, url.Values{"do": {"count"}, "number": {"0"}, "count-why": {"differ"}})
	late.says(t, "too late", 409, "Somebody else decided on this surge while you were looking", "Set aside, decided on", `name="number" value="1"`)
	if w.response(ids[0]).Counts() || len(w.recorded(audit.SurgeCounted)) > 0 {
		t.Error("it is carried out all the same")
	}
	one.get(address+"/words?pile=withheld").says(t, "what is set aside", 200, reference(ids[0]))
	if got := one.post(address, url.Values{"do": {"count"}, "number": {"1"}, "count-why": {"differ"}}); got.status != 303 {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	if !w.response(ids[0]).Counts() || !w.response(ids[1]).Counts() {
		t.Error("what was set aside cannot count any more")
	}
}

func TestSurgesThatThereAreNot(t *testing.T) {
	w := newWorld(t)
	ids := w.flooded(1)
	b := w.person("reviewer")
	for target, want := range map[string]int{
		"/review/surges/2026-Q4/2026-11-23": 404, "/review/surges/2026-Q3/2026-11-24": 404, "/review/surges/2026-Q9/2026-11-24": 404,
		"/review/surges/2026-Q4/WINDOWS": 404, "/review/surges/2026-Q4/PK": 404, "/review/surges/2026-Q4/" + strings.Repeat("9", 900): 404,
		"/review/surges/2026-Q4/2026-11-24/words?pile=all": 400, "/review/surges/2026-Q4/2026-11-24/words?after=%2F": 400,
	} {
		if got := b.get(target); got.status != want {
			t.Errorf("%s: status %d, want %d", target, got.status, want)
		}
	}
	for _, number := range []string{"", "x", "-1", "7"} {
		got := b.post(surgeAddress(surgeDay), url.Values{"do": {"count"}, "number": {number}, "count-why": {"differ"}})
		got.says(t, number, 409, "nothing of yours was done")
	}
	if w.response(ids[0]).Counts() {
		t.Error("it counts")
	}
}

// What is not recorded is not done.
func TestASurgeIsNotDecidedOnUnrecorded(t *testing.T) {
	w := newWorld(t)
	ids := w.flooded(1)
	w.deps.audit = audit.New(deaf{dynamostore.NewAudit(w.db, w.name("Audit"))})
	w.handler = newService(w.deps)
	b := w.person("reviewer")
	for _, target := range []string{"/review/surges", surgeAddress(surgeDay), surgeAddress(surgeDay) + "/words"} {
		got := b.get(target)
		if got.status != 503 {
			t.Errorf("%s: status %d", target, got.status)
		}
		got.silent(t, target, reference(ids[0]), "respect")
	}
	if got := b.post(surgeAddress(surgeDay), url.Values{"do": {"count"}, "number": {"0"}, "count-why": {"differ"}}); got.status == 303 || w.response(ids[0]).Counts() {
		t.Errorf("status %d, and it counts", got.status)
	}
}
