package main

import (
	"context"

	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// taker gives the forum that takes what arrives now; a fault.NotFound where none is open.
func (in *intake) taker(ctx context.Context) (forum.Forum, error) {
	for _, q := range forum.Takers(in.now()) {
		switch f, err := in.forums.Get(ctx, q); {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return forum.Forum{}, err
		case f.State == forum.Open:
			return f, nil
		}
	}
	return forum.Forum{}, fault.New(fault.NotFound, "no forum is open")
}

// asked gives the questionnaire that an organisation answers now: in the version that the open forum asks or, where none
// is open, the newest.
func (in *intake) asked(ctx context.Context, o organisation.Organisation) (*questionnaire.Questionnaire, error) {
	f, err := in.taker(ctx)
	if fault.Is(err, fault.NotFound) {
		return questionnaire.Latest(o.Questionnaire())
	}
	if err != nil {
		return nil, err
	}
	version := f.Partner.Version
	if ofOfficers(o) {
		version = f.Officer.Version
	}
	return questionnaire.Get(o.Questionnaire(), max(version, 1)) // a forum that names none asks the first
}

// clashes finds pieces that cannot take the place of what stands under their ids.
func (in *intake) clashes(ctx context.Context, pieces []handover.Piece) ([]handover.Problem, error) {
	if len(pieces) == 0 {
		return nil, nil
	}
	ids := make([]response.ID, len(pieces))
	for n, p := range pieces {
		ids[n] = p.Response.ID
	}
	standing, err := in.pieces.Standing(ctx, ids)
	if err != nil {
		return nil, err
	}
	return handover.Clashes(pieces, standing), nil
}

// handOver writes pieces as a batch, answers its request, and takes it forward: only when its last piece is there is it
// acknowledged. Whoever comes again with the same attempt goes on with it; it is a fault.Conflict where somebody else is
// at it, and a fault.Invalid where the batch's id was used for another.
func (in *intake) handOver(
	ctx context.Context, r handover.Request, b handover.Batch, attempt string, pieces []handover.Piece, a handover.Answer,
) error {
	if err := in.batches.Claim(ctx, r, attempt); err != nil {
		return err
	}
	var err error
	if b.Parts, err = in.batches.Stage(ctx, b.ID, 0, pieces); err != nil {
		return err
	}
	if err := in.batches.Complete(ctx, b, r, attempt, a); err != nil {
		return err
	}
	return in.batches.RollForward(ctx, b.ID, dynamostore.FromFirst)
}
