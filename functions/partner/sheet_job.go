package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"iter"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/sheet"
)

// enough is how much time a job leaves before its function's ends: it asks for another to go on instead.
const enough = 45 * time.Second

// work goes on with a spreadsheet from where it is. Each step is kept before the next begins, together with the version
// that it was made from; so whoever else works on it, or goes on after a crash, does no step twice.
func (in *intake) work(ctx context.Context, st sheet.Staging) error {
	j := job{intake: in, o: st.Organisation, st: st}
	var err error
	switch st.State {
	case sheet.Reading:
		err = j.read(ctx)
	case sheet.Correcting:
		err = j.correct(ctx)
	case sheet.Sending:
		err = j.send(ctx)
	}
	return ours(err)
}

// job is work on one spreadsheet.
type job struct {
	*intake
	o  organisation.Organisation
	st sheet.Staging
}

// late reports whether there is no time for another step.
func late(ctx context.Context) bool {
	end, limited := ctx.Deadline()
	return limited && time.Until(end) < enough
}

// file fetches what was uploaded. One that is not there any more is refused; where another job has done with it, that
// one's state stands.
func (j *job) file(ctx context.Context) ([]byte, *sheet.Refusal, error) {
	content, err := j.files.Get(ctx, j.bucket, uploadKey(sheetOf(j.st), j.st.Upload), sheet.MostBytes)
	switch fault.KindOf(err) {
	case fault.TooLarge:
		return nil, &sheet.Refusal{Code: sheet.TooLarge}, nil
	case fault.NotFound:
		return nil, &sheet.Refusal{Code: sheet.Lost}, nil
	}
	return content, nil, err
}

func (j *job) layout() (*sheet.Layout, error) {
	q, err := questionnaire.Get(j.o.Questionnaire(), j.st.Questionnaire)
	if err != nil {
		return nil, err
	}
	return sheet.NewLayout(q, handover.Purposes(j.o)), nil
}

// read reads the first file, screens its rows and keeps them chunk by chunk.
func (j *job) read(ctx context.Context) error {
	content, refusal, err := j.file(ctx)
	if err != nil {
		return err
	}
	layout, err := j.layout()
	if err != nil {
		return err
	}
	var file *sheet.File
	if refusal == nil {
		file, refusal = sheet.Open(content)
	}
	if refusal != nil {
		return j.done(ctx, sheet.Refused, refusal)
	}
	sum := sha256.Sum256(content)
	key := "sheet/" + hex.EncodeToString(sum[:])
	if j.st.Key != key {
		j.st.Next, j.st.Chunks = 0, nil // another file came in the place of the one that was begun
	}
	j.st.Key, j.st.Converted = key, file.Converted
	n := 0
	for rows, refusal := range chunked(file.Rows(layout, calendar.DayOf(j.now()))) {
		if refusal != nil {
			j.st.Chunks = nil
			return j.done(ctx, sheet.Refused, refusal)
		}
		if n++; n <= j.st.Next {
			continue // it was kept before
		}
		chunk, err := j.screened(rows)
		if err != nil {
			return err
		}
		j.st.Next = n
		switch err := j.keep(ctx, len(j.st.Chunks), chunk); {
		case fault.Is(err, fault.TooLarge):
			j.st.Chunks = nil
			return j.done(ctx, sheet.Refused, &sheet.Refusal{Code: sheet.TooLarge})
		case err != nil:
			return err
		}
		if late(ctx) {
			return j.askFor(ctx, j.st)
		}
	}
	return j.done(ctx, sheet.Shown, nil)
}

// keep keeps a chunk under a number; what of it does not fit into one comes after all there are.
func (j *job) keep(ctx context.Context, n int, chunk sheet.Chunk) error {
	parts, err := chunk.Packed()
	if err != nil {
		return err
	}
	chunks := map[int]sheet.Chunk{n: parts[0]}
	for i, part := range parts[1:] {
		chunks[max(len(j.st.Chunks), n+1)+i] = part
	}
	return j.save(ctx, &j.st, chunks)
}

// done ends the reading of a file. Nothing of it is needed any more.
func (j *job) done(ctx context.Context, next sheet.State, refusal *sheet.Refusal) error {
	was := j.st.Upload
	j.st.State, j.st.Refusal, j.st.Next = next, refusal, 0
	if next == sheet.Shown {
		j.st.Upload++
	}
	if err := j.save(ctx, &j.st, nil); err != nil {
		return err
	}
	return j.files.Delete(ctx, j.bucket, uploadKey(sheetOf(j.st), was))
}

// chunked puts rows together for chunks.
func chunked(rows iter.Seq2[sheet.Row, *sheet.Refusal]) iter.Seq2[[]sheet.Row, *sheet.Refusal] {
	return func(yield func([]sheet.Row, *sheet.Refusal) bool) {
		var together []sheet.Row
		bytes := 0
		for row, refusal := range rows {
			if refusal != nil {
				yield(nil, refusal)
				return
			}
			size := weight(row)
			if len(together) == sheet.RowsTogether || len(together) > 0 && bytes+size > sheet.BytesTogether {
				if !yield(together, nil) {
					return
				}
				together, bytes = nil, 0
			}
			together, bytes = append(together, row), bytes+size
		}
		if len(together) > 0 {
			yield(together, nil)
		}
	}
}

// weight is about how many bytes a row takes when it is kept: its cells, what was read from them, and its texts once
// more with our redactions.
func weight(row sheet.Row) int {
	const rest = 1500
	n := rest
	for _, cell := range row.Cells {
		n += 3 * len(cell)
	}
	return n
}

// screened screens rows without problems.
func (j *job) screened(rows []sheet.Row) (sheet.Chunk, error) {
	chunk := sheet.Chunk{Rows: make([]sheet.Staged, len(rows))}
	var items []handover.Item
	var places []int
	for i, row := range rows {
		chunk.Rows[i].Row = row
		if len(row.Problems) == 0 {
			items, places = append(items, j.item(row)), append(places, i)
		}
	}
	screened, err := j.screens.Screen(j.o, items, true)
	if err != nil {
		return sheet.Chunk{}, err
	}
	for k, result := range screened {
		staged := &chunk.Rows[places[k]]
		staged.Masks = result.Masks
		for _, p := range result.Problems {
			staged.Problems = append(staged.Problems, sheet.Problem{Column: j.column(p), Code: sheet.Code(p.Code), Detail: p.Detail})
		}
		if len(staged.Problems) == 0 {
			staged.Response = &result.Response
		}
	}
	return chunk, nil
}

func (j *job) item(row sheet.Row) handover.Item {
	return handover.Item{
		Row: row.Number, Reference: row.Reference, Answers: row.Answers, Permissions: row.Given,
		Questionnaire: response.QuestionnaireVersion{ID: j.o.Questionnaire(), Version: j.st.Questionnaire},
	}
}

// column gives the heading of the column that a problem is in.
func (j *job) column(p handover.Problem) string {
	if p.Field == handover.InReference {
		return sheet.ReferenceHeading
	}
	layout, err := j.layout()
	if err != nil {
		return ""
	}
	return layout.Column(p.Name)
}

// content is what a batch's fingerprint is of.
func content(pieces []handover.Piece) ([]byte, error) {
	body, err := json.Marshal(pieces)
	if err != nil {
		return nil, fault.New(fault.Internal, "write a batch")
	}
	return body, nil
}
