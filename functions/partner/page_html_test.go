package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/shared/sheet"
)

// TestEveryPageIsValid holds every page, in every state, to the standard and the accessibility rules.
func TestEveryPageIsValid(t *testing.T) {
	q := newRoom(t, nil)
	samples := map[string]reply{}
	keep := func(name string, got reply) { samples[name] = got }
	v, officer := q.member(sampleService), q.member(sampleUnit)

	keep("welcome", (&visitor{room: q}).get(home))
	keep("home", v.get(home))
	keep("home-officers", officer.get(home))
	keep("one-first", v.get(onePath))
	keep("one-first-error", v.post(onePath))
	v.post(onePath, "a-about", "one-client")
	keep("one-step", v.last)
	for !strings.Contains(v.last.body, "Check before you send") {
		if strings.Contains(v.last.body, "<textarea") {
			keep("one-words", v.last)
		}
		for name, wrong := range map[string][]string{
			"a-phone-and-records": {"a-phone-and-records", "none", "a-phone-and-records", "phone"},
			"a-treated-words":     {"a-treated-words", strings.Repeat("Zebedee ", 300)},
		} {
			if strings.Contains(v.last.body, `id="`+name+`"`) {
				keep("one-error-"+name, v.post(onePath, wrong...))
			}
		}
		v.post(onePath)
	}
	v.write("Ask Zebedee.")
	keep("check", v.last)
	keep("check-error", v.post(onePath))
	keep("names", v.post(onePath, agreed...))
	keep("names-doubt", v.post(onePath, "a-one-change", "perhaps"))
	v.write("Ring back.")
	v.post(onePath, agreed...)
	id := string(v.stored().ID)
	keep("feedback-new", v.follow())
	keep("feedback", v.get(feedbackPath+"/"+id))
	keep("feedback-before", v.get(feedbackPath+"/"+id+"?before"))
	keep("withdraw", v.get(feedbackPath+"/"+id+"/withdraw"))
	v.post(feedbackPath + "/" + id + "/withdraw")
	keep("withdrawn", v.follow())
	keep("find", v.get(withdrawPath))
	keep("find-error", v.post(withdrawPath))
	keep("invitations", v.get(invitationsPath))
	keep("invitations-error", v.post(invitationsPath))
	keep("cards", v.post(invitationsPath, "count", "8"))
	keep("invitations-made", v.get(invitationsPath))
	officer.get(onePath)
	officer.post(onePath, "a-role", "police")
	keep("one-officer", officer.last)
	q.sheetSamples(v, keep)
	q.closedSamples(keep)

	dir := os.Getenv("SAMPLE_PAGES") // to look at them
	if dir == "" {
		dir = t.TempDir()
	}
	arguments := []string{filepath.Join("..", "..", "web", "pages", "validate.mjs")}
	for name, page := range samples {
		if page.status >= 500 && !strings.HasPrefix(name, "closed-") || !strings.Contains(page.body, "<main") {
			t.Errorf("%s: %d", name, page.status)
		}
		file := filepath.Join(dir, name+".html")
		q.must(os.WriteFile(file, []byte(page.body), 0o600))
		arguments = append(arguments, file)
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// sheetSamples keeps the pages of a spreadsheet, from its upload to its end.
func (q *room) sheetSamples(v *visitor, keep func(string, reply)) {
	q.t.Helper()
	keep("sheets", v.get(sheetsPath))
	refused := v.start()
	keep("sheet-upload", v.last)
	v.upload([]byte("x,May be counted,About\n"))
	keep("sheet-reading", v.last)
	q.work(sampleService.ID)
	keep("sheet-refused", v.get(refused))
	address := v.start()
	rows := csvHeadings + "A,yes,one-client,,Caf\xe9\r\nB,perhaps,,Yes,Ask Zebedee.\r\nC,yes,one-client,,Ask Zebedee twice, and Zebedee.\r\nD,yes,one-client,,Ask Zebedee.\r\n"
	v.upload([]byte(rows + strings.Repeat("E,yes,our-view,5,\r\n", 2*rowsShown)))
	q.work(sampleService.ID)
	keep("sheet", v.get(address))
	keep("sheet-next", v.get(address+"?from=25"))
	keep("sheet-fix", v.get(address+"/fix"))
	v.upload([]byte("Row,May be counted,About\nx,yes,one-client\n"))
	keep("sheet-correcting", v.last)
	q.work(sampleService.ID)
	keep("sheet-fix-refused", v.get(address))
	v.post(address + "/send")
	keep("sheet-sending", v.follow())
	q.work(sampleService.ID)
	keep("sheet-waiting", v.get(address))
	whole := v.start()
	v.upload([]byte(csvHeadings + "Z,yes,one-client,,\r\n"))
	q.work(sampleService.ID)
	v.get(whole)
	v.post(whole + "/send")
	q.work(sampleService.ID)
	keep("sheet-done", v.get(whole))
	q.now = q.now.Add(sheet.Kept)
	keep("sheet-gone", q.member(sampleService).get(whole))
	q.now = now
}
