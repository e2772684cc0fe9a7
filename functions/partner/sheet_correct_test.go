package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"voiceforum/shared/handover"
	"voiceforum/shared/sheet"
)

const fixHeadings = "Row,Reference,May be counted,About,Believed by the police,One change\r\n"

// read uploads a first file, and gives the spreadsheet's address.
func (v *visitor) read(rows string) string {
	v.t.Helper()
	address := v.start()
	v.upload([]byte(csvHeadings + rows))
	v.work(sampleService.ID)
	v.get(address)
	return address
}

// fix uploads rows put right.
func (v *visitor) fix(address, rows string) {
	v.t.Helper()
	v.get(address + "/fix")
	v.upload([]byte(fixHeadings + rows))
	v.work(sampleService.ID)
	v.get(address)
}

// sends sends what may go, and looks at the spreadsheet again.
func (v *visitor) sends(address string, fields ...string) {
	v.t.Helper()
	v.post(address+"/send", fields...)
	v.work(sampleService.ID)
	v.get(address)
}

func (v *visitor) not(words ...string) {
	v.t.Helper()
	for _, w := range words {
		if strings.Contains(v.last.body, w) {
			v.t.Fatalf("%d, and says %q: %s", v.last.status, w, mainOf(v.last.body))
		}
	}
}

// Two rows under one reference would be one piece of feedback, and the first of them lost.
func TestARowPutRightTakesNoOthersReference(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	address := v.read("A,yes,one-client,4,Ring back\r\nB,yes,one-client,Perhaps,Ring first\r\nA,yes,one-client,5,Ring last\r\n")
	v.says("Row 3", "Row 4", "stands in row 2 too")
	v.fix(address, "3,A,yes,one-client,4,Ring first\r\n")
	v.says("Row 3", "stands in row 2 too")
	v.sends(address)
	if n := q.countResponses(); n != 1 {
		t.Fatalf("%d rows count, not the first alone", n)
	}
	v.fix(address, "3,A,yes,one-client,4,Ring first\r\n4,C,yes,one-client,5,Ring last\r\n")
	v.says("Row 3", "stands in row 2 too")
	v.not("Row 4")
	v.sends(address)
	v.fix(address, "3,B,yes,one-client,4,Ring first\r\n")
	v.sends(address)
	v.says("All rows are sent")
	if n := q.countResponses(); n != 3 {
		t.Errorf("%d rows count", n)
	}
	kept, err := q.in.pieces.Get(t.Context(), sampleService.ID, handover.ReferenceID(sampleService.ID, "A"))
	if err != nil || kept.Version != 1 || kept.Texts["one-change"].Words != "Ring back" {
		t.Errorf("the first row became %+v, %v", kept, err)
	}
}

func TestRowsPutRightThatBelongNowhereAreToldOf(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	address := v.read("A,yes,one-client,4,Ring back\r\nB,yes,one-client,Perhaps,\r\n")
	v.fix(address, "3,B,yes,one-client,4,\r\n99,C,yes,one-client,4,\r\n")
	v.says("no row was changed", "belong to no row that can be put right: 99.", "Perhaps")
	v.fix(address, "3,B,yes,one-client,4,\r\n3,B,yes,one-client,5,\r\n")
	v.says("It has the row 3 twice", "Perhaps")
	v.sends(address)
	v.fix(address, "2,A,yes,one-client,1,\r\n3,B,yes,one-client,4,\r\n")
	v.says("belong to no row that can be put right: 2.", "Perhaps")
	v.fix(address, "3,B,yes,one-client,4,\r\n")
	v.not("no row was changed", "Perhaps")
}

// What is stored under a file's row stays, so that a row that says something else is not sent, and the page must not say
// that it was.
func TestTheSameFileAgainIsNotSentOtherwise(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	const rows = ",yes,one-client,4,Ring Zebedee\r\n,yes,one-client,4,Ring back\r\n,yes,one-client,5,Ring first\r\n"
	first := v.read(rows)
	v.fix(first, "2,,yes,one-client,4,Ring them\r\n")
	v.sends(first)
	v.says("All rows are sent")
	withdrawn := handover.RowID(sampleService.ID, q.keyOf(first), 4)
	q.must(q.in.pieces.Withdraw(t.Context(), sampleService.ID, withdrawn, forumNow.First()))

	again := v.read(rows)
	v.sends(again, "redactions", "accept")
	v.says("Row 2", "what is stored says something else", string(handover.RowID(sampleService.ID, q.keyOf(again), 2)), "Row 4", "handed in before, and withdrawn")
	v.not("Row 3", "All rows are sent")
	if n := q.countResponses(); n != 2 {
		t.Errorf("%d rows count", n)
	}
	v.fix(again, "2,R-1,yes,one-client,4,Ring somebody\r\n4,R-2,yes,one-client,5,Ring first\r\n")
	v.sends(again)
	v.says("All rows are sent")
	if n := q.countResponses(); n != 4 {
		t.Errorf("with references %d rows count", n)
	}
}

func (q *room) keyOf(address string) string {
	q.t.Helper()
	st, err := q.in.load(q.t.Context(), sampleService.ID, strings.TrimPrefix(address, sheetsPath+"/"))
	q.must(err)
	return st.Key
}

// Cleaning takes what cannot be seen out of a text. What is marked is what was found all the same.
func TestMarksStandOnWhatWasFound(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.read("A,yes,one-client,4,\"\u200b\u200bAsk\r\nnow,\u00ad Zebedee.\"\r\n")
	v.says("<mark>Zebedee</mark>")
}

func TestARowOrAChunkThatIsTooLargeStopsNothing(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	long := strings.Repeat("<", sheet.MostInRow)
	v.read("A,yes,one-client,4," + long + "\r\nB,yes,one-client,4,Ring back\r\n")
	v.says("Row 2", "together hold more than 32 KB", ">1<")
	// As JSON writes it each of these letters is six, and each text is kept three times.
	var rows strings.Builder
	for range 150 {
		fmt.Fprintf(&rows, ",yes,one-client,4,%s\r\n", strings.Repeat("<", 1000))
	}
	address := v.read(rows.String())
	v.says(">150<")
	v.sends(address)
	v.says("All rows are sent")
	if n := q.countResponses(); n != 150 {
		t.Errorf("%d rows count", n)
	}
	// Rows that grow while they are put right.
	rows.Reset()
	var better strings.Builder
	for i := range 150 {
		rows.WriteString(",yes,one-client,Perhaps,\r\n")
		fmt.Fprintf(&better, "%d,,yes,one-client,4,%s\r\n", i+2, strings.Repeat("<", 1000))
	}
	address = v.read(rows.String())
	v.fix(address, better.String())
	v.says(">150<")
	v.not("Row 2")
	v.sends(address)
	v.says("All rows are sent")
}

func TestManyRowsToPutRightAreSeveralFiles(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	var rows strings.Builder
	for i := range mostFixes + 3 {
		fmt.Fprintf(&rows, "R-%d,yes,one-client,Perhaps,\r\n", i)
	}
	address := v.read(rows.String())
	v.get(address + "/fix")
	v.says(fmt.Sprintf("part 1 of the rows to put right (%d rows", mostFixes), "part 2 of the rows to put right (3 rows")
	got := v.get(fmt.Sprintf("%s/to-fix.xlsx?from=%d", address, mostFixes))
	if got.status != http.StatusOK || strings.Contains(got.body, "Perhaps") && len(got.body) > 5<<20 {
		t.Errorf("%d with %d bytes", got.status, len(got.body))
	}
	file, refusal := sheet.Open([]byte(got.body))
	if refusal != nil {
		t.Fatal(refusal)
	}
	layout, err := layoutOf(sampleService, 1)
	q.must(err)
	var numbers []int
	for row, refusal := range file.Corrections(layout, "2026-11-24") {
		if refusal != nil {
			t.Fatal(refusal)
		}
		numbers = append(numbers, row.Number)
	}
	if len(numbers) != 3 || numbers[0] != mostFixes+2 {
		t.Errorf("part 2 has the rows %v", numbers)
	}
}
