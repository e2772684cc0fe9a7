package main

import (
	"testing"
	"time"

	"voiceforum/shared/forum"
)

// A key that was used so long ago that nothing of its request is known any more still names the pieces that came by it.
func TestAKeyOfLongAgoTakesNothingElse(t *testing.T) {
	w := newWorld(t)
	later := now
	clock := func() time.Time { return later }
	kept := w.handovers(clock)
	w.service.in.pieces, w.service.in.batches, w.service.in.limits, w.service.in.now = kept, kept, kept, clock
	w.service.in.forums = only{forum.New("2026-Q4"), forum.New("2027-Q2")}
	body := batchOf(pieceOf("They listened."), pieceOf("They came late."))
	_, first := w.wantTaken("a batch", w.post(many, "upload-1", body))
	later = now.AddDate(0, 0, 180)
	w.wantProblem("another", w.post(many, "upload-1", batchOf(pieceOf("They rang back."), pieceOf("They came late."))), 422, "key-reused")
	if _, again := w.wantTaken("the same", w.post(many, "upload-1", body)); again.Feedback[0].ID != first.Feedback[0].ID {
		t.Errorf("the same became %+v", again)
	}
	if n := w.responses(); n != 2 {
		t.Errorf("there are %d responses", n)
	}
}
