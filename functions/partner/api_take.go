package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
)

// mostMasked is how many masks one answer tells of: it is kept for two days, in one item of the database.
const mostMasked = 4000

// takenBody is what became of one piece.
type takenBody struct {
	ID        string       `json:"id"`
	Reference string       `json:"reference,omitempty"`
	Masked    []maskedBody `json:"masked"` // what was taken out of its texts; empty where nothing was
}

type maskedBody struct {
	Question string `json:"question"`
	Start    int    `json:"start"` // code points of the text as it was sent, from 0
	End      int    `json:"end"`
	Kind     string `json:"kind"`
}

// oneBody answers one piece, and batchBody a batch, in the order in which its pieces were sent.
type oneBody struct {
	takenBody
	Forum calendar.Quarter `json:"forum"`
}

type batchBody struct {
	Forum    calendar.Quarter `json:"forum"`
	Feedback []takenBody      `json:"feedback"`
}

// takeOne takes one piece of feedback.
func (s *service) takeOne(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error {
	sent, err := readSending(r, o, pieceBytes)
	if err != nil {
		return err
	}
	if done, err := s.replay(r.Context(), w, sent.request); done || err != nil {
		return err
	}
	read := &reading{}
	item := read.piece(sent.body, "#")
	if len(read.errors) > 0 {
		return invalidFeedback(read.errors)
	}
	forum, screened, pieces, err := s.screened(r.Context(), o, sent, []handover.Item{item}, false)
	if err != nil {
		return err
	}
	a, err := answerOf(oneBody{takenOf(screened[0], pieces[0]), forum})
	if err != nil {
		return err
	}
	if err := s.recordHandedIn(r, o, audit.AboutOrganisation(string(o.ID)), forum, screened); err != nil {
		return err
	}
	err = s.in.pieces.Put(r.Context(), pieces[0], sent.request, a)
	switch fault.KindOf(err) {
	case fault.Conflict: // the same request was faster
		if done, err := s.replay(r.Context(), w, sent.request); done || err != nil {
			return err
		}
	case fault.Gone:
		return goneFeedback()
	case fault.Invalid:
		return reusedKey()
	}
	if err != nil {
		return err
	}
	return give(w, a)
}

// takeBatch takes a batch, whole or not at all.
func (s *service) takeBatch(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error {
	sent, err := readSending(r, o, batchBytes)
	if err != nil {
		return err
	}
	batch := handover.Batch{ID: handover.BatchID(o.ID, sent.key), Fingerprint: sent.request.Fingerprint}
	if done, err := s.replayBatch(r.Context(), w, sent.request, batch); done || err != nil {
		return err
	}
	read := &reading{}
	items := read.pieces(sent.body)
	if len(read.errors) > 0 {
		return invalidFeedback(read.errors)
	}
	if items == nil {
		return refusal(http.StatusRequestEntityTooLarge, tooLarge, "The batch has too many pieces",
			fmt.Sprintf("A batch has at most %d pieces of feedback. Send them as several batches, each under its own key.", mostPieces))
	}
	forum, screened, pieces, err := s.screened(r.Context(), o, sent, items, true)
	if err != nil {
		return err
	}
	body := batchBody{Forum: forum}
	for n := range pieces {
		body.Feedback = append(body.Feedback, takenOf(screened[n], pieces[n]))
	}
	a, err := answerOf(body)
	if err != nil {
		return err
	}
	if err := s.recordHandedIn(r, o, audit.AboutBatch(batch.ID), forum, screened); err != nil {
		return err
	}
	switch err := s.in.handOver(r.Context(), sent.request, batch, rand.Text(), pieces, a); {
	case fault.Is(err, fault.Conflict): // the same request was faster
		if done, err := s.replayBatch(r.Context(), w, sent.request, batch); done || err != nil {
			return err
		}
		return err
	case fault.Is(err, fault.Invalid):
		return reusedKey()
	case err != nil:
		return err
	}
	return give(w, a)
}

// screened screens items and makes pieces of them. Where one of them has a problem there are none.
func (s *service) screened(
	ctx context.Context, o organisation.Organisation, sent sending, items []handover.Item, batch bool,
) (forum calendar.Quarter, screened []handover.Screened, pieces []handover.Piece, err error) {
	taker, err := s.in.taker(ctx)
	if fault.Is(err, fault.NotFound) {
		return "", nil, nil, refusal(http.StatusServiceUnavailable, noForum, "No forum takes feedback now", "Nothing was stored. Send the same again tomorrow.")
	}
	if err != nil {
		return "", nil, nil, err
	}
	screened, err = s.in.screens.Screen(o, items, sent.accept)
	if fault.Is(err, fault.Unavailable) {
		s.log.Error("screening-failed", "error", err)
		return "", nil, nil, refusal(http.StatusServiceUnavailable, cannotRead, "The texts could not be checked", "Nothing was stored. Try again.")
	}
	if err != nil {
		return "", nil, nil, err
	}
	var problems []handover.Problem
	masks := 0
	for _, one := range screened {
		problems, masks = append(problems, one.Problems...), masks+len(one.Masks)
	}
	if len(problems) == 0 {
		pieces = handover.Pieces(o, taker.ID, sent.key, screened)
		if problems, err = s.in.clashes(ctx, mayClash(pieces, batch)); err != nil {
			return "", nil, nil, err
		}
		if slices.ContainsFunc(problems, func(p handover.Problem) bool { return p.Code == handover.HandedInOtherwise }) {
			return "", nil, nil, reusedKey()
		}
		// What was withdrawn stays so, and the rest of its batch is what it was.
		problems = slices.DeleteFunc(problems, func(p handover.Problem) bool { return p.Code == handover.HandedInWithdrawn })
	}
	if len(problems) > 0 {
		return "", nil, nil, invalidFeedback(errorsOf(problems, batch))
	}
	if masks > mostMasked {
		return "", nil, nil, refusal(http.StatusUnprocessableEntity, tooManyMarked, "Too much would be masked",
			"The texts hold more names and places than feedback should. Take them out before you send it, or send smaller batches.")
	}
	return taker.ID, screened, pieces, nil
}

// looked is of how many pieces of a batch without references it is asked whether they are stored already. They come by
// one key: where that was used before, long enough ago that its request is forgotten, the first of them show it.
const looked = 50

// mayClash gives the pieces to look for in the store before they are written: corrections, and some of a batch's others.
// Of a piece that comes alone the store itself says it.
func mayClash(pieces []handover.Piece, batch bool) []handover.Piece {
	var some []handover.Piece
	others := 0
	for _, p := range pieces {
		if !p.Corrects {
			if others++; others > looked || !batch {
				continue
			}
		}
		some = append(some, p)
	}
	return some
}

// replay answers a request that was answered before, or is at work.
func (s *service) replay(ctx context.Context, w http.ResponseWriter, r handover.Request) (done bool, err error) {
	a, state, err := s.in.pieces.Answered(ctx, r)
	if err != nil {
		return false, err
	}
	switch state {
	case handover.Another:
		return true, reusedKey()
	case handover.AtWork:
		p := refusal(http.StatusConflict, keyInUse, "This request is at work", "The same request is being answered. Wait as long as Retry-After says, and send it again.")
		p.RetryAfter = time.Second
		return true, p
	case handover.Done:
		return true, give(w, a)
	}
	return false, nil
}

// replayBatch is replay for a batch, which is not answered before its last piece is there.
func (s *service) replayBatch(ctx context.Context, w http.ResponseWriter, r handover.Request, b handover.Batch) (done bool, err error) {
	_, state, err := s.in.batches.Answered(ctx, r)
	if err != nil {
		return false, err
	}
	if state == handover.Done {
		if err := s.in.batches.RollForward(ctx, b.ID, dynamostore.FromFirst); err != nil {
			return false, err
		}
	}
	return s.replay(ctx, w, r)
}

func reusedKey() error {
	return refusal(http.StatusUnprocessableEntity, keyReused, "This Idempotency-Key was used for something else",
		"Each request needs a key of its own; only the same request again has the same key.")
}

func tooLargeBody(most int64) error {
	return refusal(http.StatusRequestEntityTooLarge, tooLarge, "The body is too large", fmt.Sprintf("It may have %d bytes.", most))
}

func takenOf(screened handover.Screened, p handover.Piece) takenBody {
	taken := takenBody{ID: string(p.Response.ID), Reference: screened.Reference, Masked: []maskedBody{}}
	for _, m := range screened.Masks {
		taken.Masked = append(taken.Masked, maskedBody{m.Question, m.Start, m.End, m.Kind})
	}
	return taken
}

func answerOf(v any) (handover.Answer, error) {
	body, err := json.Marshal(v)
	return handover.Answer{Status: http.StatusCreated, Body: body}, fault.Wrap(fault.Internal, "write an answer", err)
}

// give answers with what was answered, or is answered for the first time. One piece has its address told.
func give(w http.ResponseWriter, a handover.Answer) error {
	var one struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(a.Body, &one); err != nil {
		return fault.New(fault.Internal, "an answer does not read")
	}
	if one.ID != "" {
		w.Header().Set("Location", "/v1/feedback/"+one.ID)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.Status)
	_, err := w.Write(a.Body)
	return fault.Wrap(fault.Unavailable, "send an answer", err)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
