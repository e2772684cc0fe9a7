package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/audit"
	"voiceforum/shared/handover"
)

// entries gives what the audit holds, an entry a line: who, verb, outcome and what it is about.
func entries(t *testing.T, log *audit.Log) []string {
	t.Helper()
	var all []string
	err := log.Walk(t.Context(), audit.MonthOf(now), 0, func(l audit.Link) bool {
		about, id, _ := strings.Cut(string(l.About), ":")
		if about == "organisation" {
			about += ":" + id
		}
		all = append(all, fmt.Sprintf("%s %s %s %s %s", l.Subject, l.Verb, l.Outcome, about, l.Forum))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatProgramsDoIsInTheAudit(t *testing.T) {
	w := newWorld(t)
	taken, _ := w.wantTaken("one", w.post(one, "key-00001", pieceOf("They listened.")))
	w.wantTaken("the same again", w.post(one, "key-00001", pieceOf("They listened.")))
	w.wantTaken("a batch", w.post(many+"?redact=accept", "key-00002", batchOf(pieceOf("They listened."), pieceOf("Her officer was DC Priya Kowalczyk."))))
	w.wantProblem("refused", w.post(one, "key-00003", pieceOf("Her officer was DC Priya Kowalczyk.")), 422, "invalid")
	theirs := "/v1/feedback/" + taken.ID
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		w.wantProblem("another's", w.program(member(sampleUnit), method, theirs), 404, "not-found")
		w.wantProblem("nobody's", w.program(member(sampleUnit), method, "/v1/feedback/"+strings.Repeat("0", 64)), 404, "not-found")
	}
	for range 2 {
		if got := w.program(member(sampleService), http.MethodDelete, theirs); got.status != http.StatusNoContent {
			t.Errorf("withdrawn: %d", got.status)
		}
	}
	want := []string{
		"larkspur-member handed-in allowed organisation:larkspur 2026-Q4",
		"larkspur-member handed-in allowed batch 2026-Q4",
		"larkspur-member redaction-accepted allowed batch 2026-Q4",
		"sampleshire-police-member view-feedback refused response ",
		"sampleshire-police-member view-feedback refused response ",
		"sampleshire-police-member withdrawn-by-partner refused response ",
		"sampleshire-police-member withdrawn-by-partner refused response ",
		"larkspur-member withdrawn-by-partner allowed response ",
	}
	if diff := cmp.Diff(want, entries(t, w.service.audit)); diff != "" {
		t.Error(diff)
	}
	if kept := audited(t, w.service.audit); strings.Contains(kept, "Kowalczyk") || strings.Contains(kept, "key-0000") {
		t.Error("the audit holds what was sent")
	}
}

// audited gives all that the audit holds, as text.
func audited(t *testing.T, log *audit.Log) string {
	t.Helper()
	var all strings.Builder
	err := log.Walk(t.Context(), audit.MonthOf(now), 0, func(l audit.Link) bool { fmt.Fprintf(&all, "%+v\n", l); return true })
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestWhatPeopleDoIsInTheAudit(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.write("Ask Zebedee.")
	v.post(onePath, agreed...)
	v.post(onePath, "a-one-change", "Ask Zebedee.", "go", "accept")
	piece := v.stored()
	address := v.read("R-77,yes,one-client,4,Ask Zebedee\r\n,yes,one-client,Perhaps,\r\n")
	v.get(address + "/to-fix.xlsx")
	v.get(address)
	v.sends(address, "redactions", "accept")
	v.get(address + "/sent.csv")
	v.get(address)
	v.post(address + "/cancel")
	v.get(invitationsPath)
	v.post(invitationsPath, countName, "2")
	other := q.member(sampleUnit)
	other.get(feedbackPath + "/" + string(piece.ID))
	other.get(withdrawPath)
	other.post(withdrawPath, howName, byID, findName, string(piece.ID))
	v.get(feedbackPath + "/" + string(piece.ID) + "/withdraw")
	v.post(feedbackPath + "/" + string(piece.ID) + "/withdraw")
	stranger := q.signedIn("stranger", "partner")
	stranger.get(sheetsPath)
	facilitator := q.signedIn("somebody", "facilitator")
	facilitator.get(feedbackPath + "/" + string(piece.ID))
	want := []string{
		"larkspur-member handed-in allowed organisation:larkspur 2026-Q4",
		"larkspur-member redaction-accepted allowed organisation:larkspur 2026-Q4",
		"larkspur-member sheet-begun allowed batch ",
		"larkspur-member sheet-taken allowed batch ",
		"larkspur-member handed-in allowed batch 2026-Q4",
		"larkspur-member redaction-accepted allowed batch 2026-Q4",
		"larkspur-member sheet-taken allowed batch ",
		"larkspur-member sheet-cancelled allowed batch ",
		"larkspur-member invitations-made allowed batch 2026-Q4",
		"sampleshire-police-member view-feedback refused response ",
		"sampleshire-police-member view-feedback refused response ",
		"larkspur-member withdrawn-by-partner allowed response ",
		"stranger sheet-begun refused  ",
		"somebody view-feedback refused response ",
	}
	if diff := cmp.Diff(want, entries(t, q.service.audit)); diff != "" {
		t.Error(diff)
	}
	kept := audited(t, q.service.audit)
	for _, typed := range []string{"Zebedee", "R-77", string(handover.ReferenceID(sampleService.ID, "R-77"))} {
		if strings.Contains(kept, typed) {
			t.Errorf("the audit holds %s", typed)
		}
	}
}
