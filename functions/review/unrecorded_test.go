package main

import (
	"net/http"
	"net/url"
	"testing"

	"voiceforum/shared/audit"
	"voiceforum/shared/draft"
	"voiceforum/shared/dynamostore"
)

func TestNothingIsShownThatIsNotRecorded(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(func(d *draft.Draft) { d.Answers[cleanText] = []string{"I want to die."} })
	reviewer, keeper := w.person("reviewer"), w.person("contact")
	for _, b := range []*browser{reviewer, keeper} {
		b.formToken()
	}
	contact := contactAddress + "/" + string(id)
	ask := map[string]func() reply{
		"queue":    func() reply { return reviewer.get(home) },
		"response": func() reply { return reviewer.get(responseAddress(id)) },
		"seen":     func() reply { return reviewer.post(responseAddress(id), nil) },
		"text":     func() reply { return reviewer.get(textAddress(id, cleanText)) },
		"open": func() reply {
			return reviewer.post(textAddress(id, heldText), url.Values{"do": {"open"}, "version": {"1"}, "reason": {"held"}})
		},
		"hold": func() reply {
			return reviewer.post(textAddress(id, heldText), url.Values{"do": {"hold"}, "version": {"1"}, "hold": {"unsafe"}})
		},
		"contacts":     func() reply { return keeper.get(contactAddress) },
		"contact open": func() reply { return keeper.post(contact, url.Values{"do": {"open"}, "reason": {"asked"}}) },
		"contact done": func() reply {
			return keeper.post(contact, url.Values{"do": {"done"}, "reason": {"asked"}, "done": {"reached"}})
		},
	}
	whole := w.deps.audit
	w.deps.audit = audit.New(deaf{dynamostore.NewAudit(w.db, w.name("Audit"))})
	w.handler = newService(w.deps)
	for what, ask := range ask {
		got := ask()
		if got.status != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", what, got.status)
		}
		got.silent(t, what, "want to die", "Zebrafinch", reachedBy, reference(id))
	}
	if r := w.response(id); r.Version != 1 || r.Seen != "" {
		t.Errorf("done unrecorded: %+v", r)
	}
	w.deps.audit = whole
	w.handler = newService(w.deps)
	for _, what := range []string{"open", "hold", "seen", "contact done"} { // each works, once it can be recorded
		if got := ask[what](); got.status >= 400 {
			t.Errorf("%s: status %d", what, got.status)
		}
	}
}
