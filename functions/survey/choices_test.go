package main

import (
	"context"
	"net/http"
	"testing"

	"voiceforum/shared/consent"
	"voiceforum/shared/submission"
)

// restless is somebody who has changed her mind as often as she may.
type restless struct{ responses }

func (r restless) Submit(ctx context.Context, s submission.Submission) error {
	for len(s.Response.Consents) < consent.MostEvents {
		s.Response.Consents = append(s.Response.Consents, s.Response.Consents[0])
	}
	return r.responses.Submit(ctx, s)
}

func TestWhoeverChangedTooOftenCanStillTakeBack(t *testing.T) {
	w := begin(t, func(d *dependencies) { d.responses = restless{d.responses} })
	b := w.started()
	code := b.sent(t, "counts", "training")
	b.get("/receipt")
	b.press("Continue", answer(code))
	b.follow("Change this")
	b.press("Save my choices", answer("counts", "training", "public-quotes"))
	if b.page.status != http.StatusUnprocessableEntity || !b.page.says("You can still take things back") {
		t.Fatalf("more was taken: %d %s", b.page.status, b.page.title())
	}
	if got := b.page.value(fieldName); got != "counts|public-quotes|training" {
		t.Errorf("what was ticked is now %s", got)
	}
	b.press("Save my choices", answer("counts"))
	b.on(t, "/kept?saved")
	if !b.page.says("Taken back on 24 November 2026") {
		t.Error("the record does not show what was taken back")
	}
}
