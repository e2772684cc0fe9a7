package sheet_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"voiceforum/shared/handover"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/sheet"
)

// Empty lines are rows to spreadsheet programs, and lines within a cell are none.
func TestRowsAreNumberedAsSpreadsheetProgramsDo(t *testing.T) {
	const blanks = "\r\n" + heading + "\r\nA,yes,one-client,,,\"two\nlines\"\r\n\n\nB,yes,one-client,,,\n,,,,,\nC,yes,one-client,,,\r\n\r\nD,yes,one-client,,,"
	rows, refusal := read(t, []byte(blanks))
	if refusal != nil {
		t.Fatal(refusal)
	}
	got := map[string]int{}
	for _, row := range rows {
		got[row.Reference] = row.Number
	}
	if diff := cmp.Diff(map[string]int{"A": 4, "B": 7, "C": 9, "D": 11}, got); diff != "" {
		t.Error(diff)
	}
	book := workbook(t, func(b *excelize.File) {
		if err := b.SetSheetRow("Sheet1", "A5", &[]string{"Yes", "one-client"}); err != nil {
			t.Error(err)
		}
	}, []string{"May be counted", "About"}, []string{"Yes", "one-client"})
	if rows, refusal = read(t, book); refusal != nil || len(rows) != 2 || rows[1].Number != 5 {
		t.Errorf("a workbook's rows are %+v, %v", rows, refusal)
	}
}

func TestARowThatIsTooLongIsCutAndToldOf(t *testing.T) {
	rows, refusal := read(t, []byte(heading+"A,yes,one-client,,,"+strings.Repeat("é", sheet.MostInRow/2)+"\nB,yes,one-client,,,short\n"))
	if refusal != nil || len(rows) != 2 || len(rows[1].Problems) > 0 {
		t.Fatalf("%+v, %v", rows, refusal)
	}
	size := 0
	for _, cell := range rows[0].Cells {
		size += len(cell)
	}
	if len(rows[0].Problems) != 1 || rows[0].Problems[0].Code != sheet.RowTooLong || rows[0].Answers != nil || rows[0].Reference != "" || size > 1000 {
		t.Errorf("%d bytes with %+v", size, rows[0].Problems)
	}
}

func TestAChunkIsPartedSoThatEachPartIsKept(t *testing.T) {
	mask := handover.Mask{Question: "one-change", Start: 1000, End: 1010, Kind: "reference"}
	row := func(number, masks int) sheet.Staged {
		return sheet.Staged{Row: sheet.Row{Number: number, Answers: questionnaire.Answers{}}, Masks: slices.Repeat([]handover.Mask{mask}, masks), Response: &response.Response{}}
	}
	chunk := sheet.Chunk{Sent: []sheet.Sent{{Number: 9}}, Rows: []sheet.Staged{row(2, 1), row(3, 10_000), row(4, 2000), row(5, 2000), row(6, 2000), row(7, 1)}}
	parts, err := chunk.Packed()
	if err != nil || len(parts) != 2 || len(parts[0].Sent) != 1 || len(parts[1].Sent) != 0 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	var numbers []int
	for _, part := range parts {
		body, err := json.Marshal(part)
		if err != nil || len(body) > sheet.MostTogether+1000 {
			t.Errorf("a part of %d bytes, %v", len(body), err)
		}
		for _, r := range part.Rows {
			numbers = append(numbers, r.Number)
			if stopped := len(r.Problems) > 0; stopped != (r.Number == 3) || stopped && (r.Problems[0].Code != sheet.TooMuchFound || r.Response != nil || r.Answers != nil) {
				t.Errorf("row %d: %+v", r.Number, r.Problems)
			}
		}
	}
	if !slices.Equal(numbers, []int{2, 3, 4, 5, 6, 7}) {
		t.Errorf("the rows are %v", numbers)
	}
}

// A row put right that does not say which it is takes no row's place by where it happens to stand.
func TestARowPutRightSaysWhichItIs(t *testing.T) {
	book := workbook(t, nil, []string{"May be counted", "About", "Row"}, []string{"Yes", "one-client", "7"}, []string{"Yes", "one-client"})
	file, refusal := sheet.Open(book)
	if refusal != nil {
		t.Fatal(refusal)
	}
	var numbers []int
	for row, wrong := range file.Corrections(layout(t, "partner"), today) {
		if refusal = wrong; wrong == nil {
			numbers = append(numbers, row.Number)
		}
	}
	if refusal == nil || refusal.Code != sheet.NoRows || refusal.Detail != 3 || !slices.Equal(numbers, []int{7}) {
		t.Errorf("rows %v, then %+v", numbers, refusal)
	}
}
