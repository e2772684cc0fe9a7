package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/response"
)

// only is the one forum that there is, or none.
type only []forum.Forum

func (o only) Get(_ context.Context, q calendar.Quarter) (forum.Forum, error) {
	for _, f := range o {
		if f.ID == q {
			return f, nil
		}
	}
	return forum.Forum{}, fault.New(fault.NotFound, "no such forum")
}

// While no forum is open it is said so, and what was typed, chosen or staged is there to be sent later.
func TestWhileNoForumIsOpenWhatWasTypedStays(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	open := q.in.forums
	v.write("Ring back when you say you will.")
	q.in.forums = only{}
	if got := v.post(onePath, agreed...); got.status != http.StatusServiceUnavailable {
		t.Fatalf("one piece: %d", got.status)
	}
	v.says("No forum is open", "nothing of it is stored", "Ring back when you say you will.", `name="p-counts" type="radio" value="yes" checked`)
	q.in.forums = open
	v.post(onePath, agreed...)
	if got := v.stored(); got.Texts["one-change"].Words != "Ring back when you say you will." {
		t.Errorf("sent later it became %+v", got)
	}
	sent := v.jar
	q.in.forums = only{}
	v.jar = sent
	v.post(onePath, agreed...)
	v.follow()
	v.says("Handed in") // what was taken before stays taken
	v.get(onePath)
	v.says("No forum is open")
	v.get(sheetsPath)
	v.says("No forum is open")
}

func TestWhileNoForumIsOpenRowsStay(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	open := q.in.forums
	address := v.read("A,yes,one-client,4,Ring back\r\nB,yes,one-client,4,Ask Zebedee\r\n")
	q.in.forums = only{}
	if got := v.post(address+"/send", "redactions", "accept"); got.status != http.StatusServiceUnavailable {
		t.Fatalf("rows: %d", got.status)
	}
	v.says("No forum is open", "no more rows were sent", "Row 3", "checked")
	// It closes while a job has still to send them.
	q.in.forums = open
	v.post(address+"/send", "redactions", "accept")
	q.in.forums = only{}
	q.work(sampleService.ID)
	v.get(address)
	v.says("No forum is open", "Row 3")
	q.in.forums = open
	v.sends(address, "redactions", "accept")
	v.says("All rows are sent")
	v.not("No forum is open")
	if n := q.countResponses(); n != 2 {
		t.Errorf("%d rows count", n)
	}
}

func TestWhileNoForumIsOpenNoCardsAreMade(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.get(invitationsPath)
	q.in.forums = only{}
	if got := v.post(invitationsPath, countName, "17"); got.status != http.StatusServiceUnavailable {
		t.Fatalf("%d", got.status)
	}
	v.says("No forum is open now, so no codes can be made", `value="17"`)
	v.get(invitationsPath)
	v.says("No forum is open now")
	v.not("Make the cards")
}

// A forum asks one version of a questionnaire for as long as it is open, whatever is published meanwhile.
func TestWhatIsAskedIsTheForums(t *testing.T) {
	later := forum.New(forumNow)
	later.Partner = response.QuestionnaireVersion{ID: "partner", Version: 2} // not published yet
	in := &intake{forums: only{later}, now: func() time.Time { return now }}
	if _, err := in.asked(t.Context(), sampleService); !fault.Is(err, fault.NotFound) {
		t.Errorf("services are asked another version: %v", err)
	}
	if got, err := in.asked(t.Context(), sampleUnit); err != nil || got.ID != "officer" || got.Version != 1 {
		t.Errorf("officers are asked %+v: %v", got, err)
	}
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.get(onePath)
	address := v.read("A,yes,one-client,Perhaps,\r\n")
	q.in.forums = only{later}
	// What was begun goes on with the version that it was begun with.
	v.get(address)
	v.says("Perhaps")
	if got := v.get(address + "/to-fix.xlsx"); got.status != http.StatusOK {
		t.Errorf("rows to put right: %d", got.status)
	}
	v.jar = map[string][]string{versionName: {"1"}}
	v.post(onePath, "a-about", "our-view")
	if v.last.status != http.StatusOK || !strings.Contains(v.last.body, `name="v" value="1"`) {
		t.Errorf("a form that was begun: %d", v.last.status)
	}
}

// closedSamples keeps the pages that say that no forum is open.
func (q *room) closedSamples(keep func(string, reply)) {
	q.t.Helper()
	open := q.in.forums
	defer func() { q.in.forums = open }()
	v := q.member(sampleService)
	address := v.read("A,yes,one-client,,Ring back\r\nB,yes,one-client,,Ask Zebedee\r\n")
	rows := v.jar
	v.write("Ring back.")
	q.in.forums = only{}
	keep("closed-check", v.post(onePath, agreed...))
	v.jar = rows
	keep("closed-sheet", v.post(address+"/send", "redactions", "accept"))
	keep("closed-one", v.get(onePath))
	keep("closed-sheets", v.get(sheetsPath))
	keep("closed-invitations", v.get(invitationsPath))
	keep("closed-cards", v.post(invitationsPath, countName, "17"))
}
