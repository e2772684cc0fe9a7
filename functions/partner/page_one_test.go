package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"voiceforum/shared/handover"
	"voiceforum/shared/response"
)

// write goes through the form to the page before sending, with a text about how somebody was treated.
func (v *visitor) write(text string) {
	v.t.Helper()
	v.get(onePath)
	v.post(onePath, "a-about", "our-view")
	for !strings.Contains(v.last.body, "Check before you send") {
		if v.last.status != http.StatusOK {
			v.t.Fatalf("%d: %s", v.last.status, mainOf(v.last.body))
		}
		var fields []string
		if strings.Contains(v.last.body, `name="a-one-change"`) {
			fields = []string{"a-one-change", text}
		}
		v.post(onePath, fields...)
	}
}

var agreed = []string{"p-counts", "yes", "p-forum-quotes", "no", "p-public-quotes", "no", "p-training", "no"}

// stored gives a piece by the id in the last answer's address.
func (v *visitor) stored() response.Response {
	v.t.Helper()
	id, ok := handover.ParseID(regexp.MustCompile(`[0-9a-f]{64}`).FindString(v.last.header.Get("Location")))
	if !ok {
		v.t.Fatalf("no id: %d %s", v.last.status, mainOf(v.last.body))
	}
	got, err := v.in.pieces.Get(v.t.Context(), sampleService.ID, id)
	v.must(err)
	return got
}

func TestOnePieceIsHandedInOnce(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.write("Ring back when you say you will.")
	v.says("Ring back when you say you will.", "Did your client agree to be counted?")
	if got := v.post(onePath); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without permissions: %d", got.status)
	}
	v.says("Choose yes or no", "Ring back when you say you will.")
	form := v.jar
	v.post(onePath, agreed...)
	first := v.stored()
	if first.Texts["one-change"].Words != "Ring back when you say you will." || first.Forum != forumNow || !first.Counts() || first.Organisation != "larkspur" {
		t.Errorf("it became %+v", first)
	}
	v.follow()
	v.says("Handed in", shortID(string(first.ID)))
	v.jar = form
	v.post(onePath, agreed...)
	if again := v.stored(); again.ID != first.ID || again.Version != 1 {
		t.Errorf("sent twice it became %s of version %d", again.ID, again.Version)
	}
	v.jar = form
	v.post(onePath, "p-counts", "no", "p-forum-quotes", "no", "p-public-quotes", "no", "p-training", "no")
	v.follow()
	v.says("What you sent first is kept as it was")
	if other := q.member(sampleUnit).get(feedbackPath + "/" + string(first.ID)); other.status != http.StatusNotFound {
		t.Errorf("another organisation sees it: %d", other.status)
	}
}

func TestWhatShowsWhoSomebodyIsIsShownAndNotStored(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.write("Tell <Zebedee> & the others, é Zebedee.")
	v.post(onePath, agreed...)
	if v.last.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", v.last.status)
	}
	v.says("Tell &lt;<mark>Zebedee</mark>", "é <mark>Zebedee</mark>", "2 things were found", "Nothing was stored")
	names := v.jar
	v.post(onePath, "a-one-change", "Tell the others, perhaps.")
	v.says("A program cannot tell", "Tell the others, perhaps.")
	if strings.Contains(v.last.body, "Send with the marked parts taken out") {
		t.Error("what is in doubt can be sent")
	}
	v.jar = names
	v.post(onePath, "a-one-change", "Tell <Zebedee> & the others, é Zebedee.", "go", "accept")
	if got := v.stored().Texts["one-change"].Words; got != "Tell <[name]> & the others, é [name]." {
		t.Errorf("stored is %q", got)
	}
	if strings.Contains(q.log.String(), "Zebedee") {
		t.Error("the log names somebody")
	}
}

func TestTheFormKeepsWhatWasTypedAndLeadsWhereAnswersDo(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.get(onePath)
	if v.post(onePath).status != http.StatusUnprocessableEntity {
		t.Errorf("without the answer on which the others depend: %d", v.last.status)
	}
	v.says("Choose an answer")
	v.post(onePath, "a-about", "one-client")
	v.says("The client called 101", `name="a-about" value="one-client"`)
	v.post(onePath, "a-reported-how", "online", "go", "back")
	v.says(`value="one-client" checked`)
	long := strings.Repeat("a", 1001)
	v = q.member(sampleService)
	v.get(onePath)
	v.post(onePath, "a-about", "our-view")
	for !strings.Contains(v.last.body, `name="a-one-change"`) {
		v.post(onePath)
	}
	v.post(onePath, "a-one-change", long)
	v.says("This is 1 characters too long", long)
	v.post(onePath, "a-one-change", "short")
	v.says("Check before you send")
	v.post(onePath, "go", "about")
	v.says(`value="our-view" checked`)
	for _, form := range [][]string{{"step", "nothing"}, {"a-about", "x"}, {"go", "x", "step", "x"}, {"key", "short"}} {
		v = q.member(sampleService)
		v.get(onePath)
		v.jar = nil
		if got := v.post(onePath, form...); got.status >= 500 {
			t.Errorf("%v: %d", form, got.status)
		}
	}
}

func TestAPieceIsWithdrawnByItsIDOrItsReference(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.write("Ring back.")
	v.post(onePath, agreed...)
	id := string(v.stored().ID)
	v.get(withdrawPath)
	v.post(withdrawPath, "how", "id", "id", strings.ToUpper(shortID(id)))
	v.follow()
	v.says("Withdraw this feedback")
	v.get(feedbackPath + "/" + id + "/withdraw")
	for range 2 {
		v.post(feedbackPath + "/" + id + "/withdraw")
		v.follow()
		v.says("This feedback was withdrawn")
	}
	for _, fields := range [][]string{{}, {"how", "id", "id", "nothing"}, {"how", "reference", "id", "nothing"}, {"how", "id", "id", strings.Repeat("0", 64)}} {
		v.get(withdrawPath)
		if got := v.post(withdrawPath, fields...); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", fields, got.status)
		}
	}
	other := q.member(sampleUnit)
	other.get(withdrawPath)
	if got := other.post(feedbackPath + "/" + id + "/withdraw"); got.status != http.StatusNotFound {
		t.Errorf("another organisation's: %d", got.status)
	}
}

func TestCardsAreShownOnce(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	v.get(invitationsPath)
	for _, n := range []string{"", "0", "501", "x"} {
		if got := v.post(invitationsPath, "count", n); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%q cards: %d", n, got.status)
		}
	}
	v.post(invitationsPath, "count", "12")
	codes := regexp.MustCompile(`\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b`).FindAllString(v.last.body, -1)
	if len(codes) != 12 {
		t.Fatalf("%d codes", len(codes))
	}
	v.get(invitationsPath)
	v.says("Cards made for this forum", ">12<")
	if strings.Contains(v.last.body, codes[0]) {
		t.Error("a code is shown again")
	}
	if got := q.member(sampleUnit).get(invitationsPath); got.status != http.StatusNotFound {
		t.Errorf("officers: %d", got.status)
	}
}
