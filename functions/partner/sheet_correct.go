package main

import (
	"context"
	"strconv"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/response"
	"voiceforum/shared/sheet"
)

// correct reads a file of rows put right, and puts each in the place of the row with its number. Where one of them can
// take no place, none does.
func (j *job) correct(ctx context.Context) error {
	right, refusal, err := j.corrections(ctx)
	if err == nil && refusal == nil {
		refusal, err = j.place(ctx, right)
	}
	if err != nil {
		return err
	}
	if refusal != nil {
		return j.done(ctx, sheet.Shown, refusal)
	}
	better := make(map[int]sheet.Row, len(right))
	for _, row := range right {
		better[row.Number] = row
	}
	for n := j.st.Next; n < len(j.st.Chunks); n++ {
		chunk, err := j.corrected(ctx, n, better)
		if err != nil {
			return err
		}
		j.st.Next = n + 1
		switch err := j.keep(ctx, n, chunk); {
		case fault.Is(err, fault.TooLarge):
			return j.done(ctx, sheet.Shown, &sheet.Refusal{Code: sheet.TooLarge})
		case err != nil:
			return err
		}
		if late(ctx) {
			return j.askFor(ctx, j.st)
		}
	}
	return j.done(ctx, sheet.Shown, nil)
}

// corrections reads the file of rows put right.
func (j *job) corrections(ctx context.Context) ([]sheet.Row, *sheet.Refusal, error) {
	content, refusal, err := j.file(ctx)
	if err != nil || refusal != nil {
		return nil, refusal, err
	}
	layout, err := j.layout()
	if err != nil {
		return nil, nil, err
	}
	file, refusal := sheet.Open(content)
	if refusal != nil {
		return nil, refusal, nil
	}
	var right []sheet.Row
	for row, refusal := range file.Corrections(layout, calendar.DayOf(j.now())) {
		if refusal != nil {
			return nil, refusal, nil
		}
		right = append(right, row)
	}
	return right, nil, nil
}

// corrected gives a chunk with rows put right, screened anew, in the places of those with their numbers.
func (j *job) corrected(ctx context.Context, n int, better map[int]sheet.Row) (sheet.Chunk, error) {
	chunk, err := j.chunk(ctx, j.st, n)
	if err != nil {
		return chunk, err
	}
	var changed []sheet.Row
	var at []int
	for i, row := range chunk.Rows {
		if row, ok := better[row.Number]; ok {
			changed, at = append(changed, row), append(at, i)
		}
	}
	again, err := j.screened(changed)
	for k, row := range again.Rows {
		chunk.Rows[at[k]] = row
	}
	return chunk, err
}

// mostUnknown is how many numbers of rows are told that are none to put right.
const mostUnknown = 10

// place holds rows put right against all the others. A number of which there is no row that could still be put right
// refuses the file. A reference that another row has, or had when it was sent, stops its row: two rows under one
// reference would be one piece of feedback, and the first of them lost. It finds the same where a job goes on that
// another began.
func (j *job) place(ctx context.Context, right []sheet.Row) (*sheet.Refusal, error) {
	numbers, taken, err := j.others(ctx, right)
	if err != nil {
		return nil, err
	}
	var unknown []string
	for i := range right {
		row := &right[i]
		if !numbers[row.Number] && len(unknown) < mostUnknown {
			unknown = append(unknown, strconv.Itoa(row.Number))
		}
		if other, is := taken[handover.ReferenceID(j.o.ID, row.Reference)]; is && row.Reference != "" {
			row.Stop(sheet.Problem{Column: sheet.ReferenceHeading, Code: sheet.ReferenceTwice, Detail: other})
		}
	}
	if len(unknown) > 0 {
		return &sheet.Refusal{Code: sheet.RowUnknown, Columns: unknown}, nil
	}
	return nil, nil
}

// others gives the numbers of all rows that are not sent, and under which ids rows other than those put right are sent
// or may go.
func (j *job) others(ctx context.Context, right []sheet.Row) (numbers map[int]bool, taken map[response.ID]int, err error) {
	again := make(map[int]bool, len(right))
	for _, row := range right {
		again[row.Number] = true
	}
	numbers, taken = map[int]bool{}, map[response.ID]int{}
	for n := range j.st.Chunks {
		chunk, err := j.chunk(ctx, j.st, n)
		if err != nil {
			return nil, nil, err
		}
		for _, sent := range chunk.Sent {
			taken[sent.ID] = sent.Number
		}
		for _, row := range chunk.Rows {
			numbers[row.Number] = true
			if !again[row.Number] && len(row.Problems) == 0 && row.Reference != "" {
				taken[handover.ReferenceID(j.o.ID, row.Reference)] = row.Number
			}
		}
	}
	return numbers, taken, nil
}
