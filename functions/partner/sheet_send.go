package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/response"
	"voiceforum/shared/sheet"
)

// send sends the rows that may go, a chunk a batch. A batch counts whole or not at all, and the same rows of the same
// file are the same pieces, however often they are sent.
func (j *job) send(ctx context.Context) error {
	forum, err := j.taker(ctx)
	if fault.Is(err, fault.NotFound) {
		j.st.State, j.st.Next, j.st.Refusal = sheet.Shown, 0, &sheet.Refusal{Code: sheet.NoForum}
		return j.save(ctx, &j.st, nil)
	}
	if err != nil {
		return err
	}
	for n := j.st.Next; n < len(j.st.Chunks); n++ {
		changed := map[int]sheet.Chunk{}
		if waiting := j.st.Chunks[n]; waiting.Ready > 0 || j.st.Accept && waiting.Found > 0 {
			chunk, err := j.chunk(ctx, j.st, n)
			if err != nil {
				return err
			}
			if changed[n], err = j.sendChunk(ctx, forum.ID, chunk); err != nil {
				return err
			}
		}
		j.st.Next = n + 1
		if err := j.save(ctx, &j.st, changed); err != nil {
			return err
		}
		if late(ctx) {
			return j.askFor(ctx, j.st)
		}
	}
	j.st.State, j.st.Next = sheet.Shown, 0
	return j.save(ctx, &j.st, nil)
}

// goes reports whether a row is to be sent.
func (j *job) goes(row sheet.Staged) bool {
	return len(row.Problems) == 0 && (len(row.Masks) == 0 || j.st.Accept)
}

// sendChunk sends what may go of a chunk, and gives the chunk without it.
func (j *job) sendChunk(ctx context.Context, forum calendar.Quarter, chunk sheet.Chunk) (sheet.Chunk, error) {
	var screened []handover.Screened
	for _, row := range chunk.Rows {
		if j.goes(row) {
			screened = append(screened, handover.Screened{Row: row.Number, Reference: row.Reference, Response: *row.Response})
		}
	}
	pieces := handover.Pieces(j.o, forum, j.st.Key, screened)
	problems, err := j.clashes(ctx, pieces)
	if err != nil {
		return chunk, err
	}
	clashes := j.inTheWay(problems)
	pieces = slices.DeleteFunc(pieces, func(p handover.Piece) bool { return len(clashes[p.Row]) > 0 })
	if err := j.batch(ctx, pieces); err != nil {
		return chunk, err
	}
	sent := map[int]response.ID{}
	for _, p := range pieces {
		sent[p.Row] = p.Response.ID
	}
	left := sheet.Chunk{Sent: chunk.Sent}
	for _, row := range chunk.Rows {
		id, gone := sent[row.Number]
		if gone {
			left.Sent = append(left.Sent, sheet.Sent{Number: row.Number, ID: id})
			continue
		}
		row.Problems = append(row.Problems, clashes[row.Number]...)
		left.Rows = append(left.Rows, row)
	}
	return left, nil
}

// inTheWay gives, by row, why nothing can be put now where a row would go. Of a row without a reference that is stored
// already it gives the id, by which that can be withdrawn.
func (j *job) inTheWay(problems []handover.Problem) map[int][]sheet.Problem {
	found := map[int][]sheet.Problem{}
	for _, p := range problems {
		problem := sheet.Problem{Column: sheet.ReferenceHeading, Code: sheet.Code(p.Code)}
		if p.Code == handover.HandedInOtherwise {
			problem.Others = []string{string(handover.RowID(j.o.ID, j.st.Key, p.Row))}
		}
		found[p.Row] = append(found[p.Row], problem)
	}
	return found
}

// batch hands over pieces as one batch, whose key is of their content: a batch that was cut off goes on, and one that
// is done is done.
func (j *job) batch(ctx context.Context, pieces []handover.Piece) error {
	if len(pieces) == 0 {
		return nil
	}
	body, err := content(pieces)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	key := j.st.Key + "/" + hex.EncodeToString(sum[:])
	request := handover.NewRequest(j.o.ID, key, body)
	batch := handover.Batch{ID: handover.BatchID(j.o.ID, key), Fingerprint: request.Fingerprint}
	_, state, err := j.batches.Answered(ctx, request)
	if err != nil {
		return err
	}
	if state == handover.Done {
		return j.batches.RollForward(ctx, batch.ID, dynamostore.FromFirst)
	}
	// Whoever works on this spreadsheet goes on with it: the attempt is the spreadsheet's.
	err = j.handOver(ctx, request, batch, j.st.ID, pieces, handover.Answer{Status: http.StatusCreated, Body: []byte(`{}`)})
	if fault.Is(err, fault.Conflict) {
		// The same file, uploaded twice, is being sent by another job: wait for it, and find it done.
		return fault.Wrap(fault.Unavailable, "hand over rows of a spreadsheet", err)
	}
	return err
}
