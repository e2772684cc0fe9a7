package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
)

func TestClosingAForum(t *testing.T) {
	d := newDesk(t)
	b := d.person("facilitator")
	if got := b.get("/portal/forums/2026-Q4"); !strings.Contains(got.body, "/portal/forums/2026-Q4/close") {
		t.Fatal("nothing leads to closing the forum")
	}
	if got := b.get("/portal/forums/2026-Q4/close"); !strings.Contains(got.body, "cannot be opened again") {
		t.Error("what closing means is not said")
	}
	got := b.post("/portal/forums/2026-Q4/close")
	if got.status != http.StatusSeeOther || got.location != "/portal/forums/2026-Q4" {
		t.Fatalf("status %d to %s", got.status, got.location)
	}
	if want := []string{"close 2026-Q4"}; !slices.Equal(d.started.tasks, want) {
		t.Errorf("started %v", d.started.tasks)
	}

	// Until it is done the page says that it is being done, and does not offer it again.
	page := b.get("/portal/forums/2026-Q4").body
	if !strings.Contains(page, "This forum is being closed") || strings.Contains(page, "/close") {
		t.Error("the page does not say that the forum is being closed")
	}
	f, err := d.forums.Get(t.Context(), openForum)
	d.must(err)
	f, err = f.Close("2026-11-24")
	d.must(err)
	d.must(d.forums.Put(t.Context(), f))
	page = b.get("/portal/forums/2026-Q4").body
	if !strings.Contains(page, "its release is being made") || strings.Contains(page, "/publish") {
		t.Error("the page does not say that the release is being made")
	}
}

func TestTwoFacilitatorsCloseAtOnce(t *testing.T) {
	d := newDesk(t)
	var all sync.WaitGroup
	replies := make([]reply, 4)
	for i := range replies {
		b := d.person("facilitator")
		form := map[string][]string{"token": {b.token()}}
		all.Go(func() { replies[i] = b.send(http.MethodPost, "/portal/forums/2026-Q4/close", form) })
	}
	all.Wait()
	done := 0
	for _, got := range replies {
		switch got.status {
		case http.StatusSeeOther:
			done++
		case http.StatusConflict:
			if !strings.Contains(got.body, "Somebody has asked for this already") {
				t.Error("the second is not told plainly")
			}
		default:
			t.Errorf("status %d", got.status)
		}
	}
	if done != 1 || len(d.started.tasks) != 1 {
		t.Errorf("%d were told that it is done, started %v", done, d.started.tasks)
	}
}

// blind sees no task that is pending, as somebody does who looked a moment before another pressed the button.
type blind struct{ asked }

func (blind) Pending(context.Context, calendar.Quarter, string, time.Time) (bool, error) {
	return false, nil
}

func TestSecondToPressTheButtonIsToldPlainly(t *testing.T) {
	d := newDesk(t, func(p *dependencies) { p.asked = blind{p.asked} })
	d.person("facilitator").post("/portal/forums/2026-Q4/close")
	got := d.person("facilitator").post("/portal/forums/2026-Q4/close")
	if got.status != http.StatusConflict || !strings.Contains(got.body, "Somebody has asked for this already") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	if len(d.started.tasks) != 1 {
		t.Errorf("started %v", d.started.tasks)
	}
}

func TestClosingWhatIsClosed(t *testing.T) {
	d := newDesk(t)
	got := d.person("facilitator").post("/portal/forums/2026-Q3/close")
	if !strings.Contains(got.body, "closed already") {
		t.Error("not told plainly")
	}
	if n := d.recorded(audit.Close, audit.Allowed); n != 0 {
		t.Errorf("%d entries of something that was not done", n)
	}
}

func TestForumThatHasNotBegunCannotBeClosed(t *testing.T) {
	d := newDesk(t)
	b := d.person("facilitator")
	if strings.Contains(b.get("/portal/forums/2027-Q1").body, "/close") {
		t.Error("closing is offered")
	}
	if got := b.post("/portal/forums/2027-Q1/close"); !strings.Contains(got.body, "has not begun") {
		t.Errorf("status %d, not told plainly", got.status)
	}
}

func TestTaskThatDoesNotStartCanBeAskedForAgain(t *testing.T) {
	d := newDesk(t)
	b := d.person("facilitator")
	d.started.err = fault.Wrap(fault.Unavailable, "invoke", errors.New("down"))
	if got := b.post("/portal/forums/2026-Q4/close"); got.status != http.StatusServiceUnavailable {
		t.Errorf("status %d", got.status)
	}
	d.started.err = nil
	if got := b.post("/portal/forums/2026-Q4/close"); got.status != http.StatusSeeOther {
		t.Errorf("status %d", got.status)
	}
}

func TestTaskThatNeverEndsCanBeAskedForAgain(t *testing.T) {
	d := newDesk(t)
	d.person("facilitator").post("/portal/forums/2026-Q4/close")
	d.pass(taskLimit)
	b := d.person("facilitator")
	if got := b.post("/portal/forums/2026-Q4/close"); got.status != http.StatusSeeOther || len(d.started.tasks) != 2 {
		t.Errorf("status %d, started %v", got.status, d.started.tasks)
	}
}

func TestPublishing(t *testing.T) {
	d := newDesk(t)
	b := d.person("facilitator")
	if got := b.get("/portal/forums/2026-Q3"); !strings.Contains(got.body, "/portal/forums/2026-Q3/publish") {
		t.Fatal("nothing leads to publishing the forum")
	}
	b.post("/portal/forums/2026-Q3/publish")
	if want := []string{"publish 2026-Q3"}; !slices.Equal(d.started.tasks, want) {
		t.Errorf("started %v", d.started.tasks)
	}
	if got := b.get("/portal/forums/2026-Q3"); !strings.Contains(got.body, "is being published") {
		t.Error("the page does not say that the forum is being published")
	}
	f, err := d.forums.Get(t.Context(), closedForum)
	d.must(err)
	f, err = f.Publish()
	d.must(err)
	d.must(d.forums.Put(t.Context(), f))
	if f.State != forum.Published {
		t.Fatal(f.State)
	}
	if got := d.person("observer").get("/portal/forums/2026-Q3/releases/1"); got.status != http.StatusOK {
		t.Errorf("an observer gets status %d", got.status)
	}
}

func TestNothingIsDoneThatCannotBeRecorded(t *testing.T) {
	d := newDesk(t, func(p *dependencies) { p.audit = audit.New(deaf{}) })
	b := d.person("facilitator")
	for _, target := range []string{
		"/portal/forums/2026-Q4", "/portal/forums/2026-Q3/releases/1", "/portal/forums/2026-Q3/releases/1/summary.html", "/portal/audit",
		"/portal/audit/export?month=2026-11&part=1&form=csv",
	} {
		got := b.get(target)
		if got.status != http.StatusServiceUnavailable || got.location != "" || strings.Contains(got.body, "Kept informed") {
			t.Errorf("%s: status %d", target, got.status)
		}
	}
	for _, target := range []string{"/portal/forums/2026-Q4/close", "/portal/forums/2026-Q3/publish"} {
		if got := b.post(target); got.status != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", target, got.status)
		}
	}
	if len(d.started.tasks) > 0 {
		t.Errorf("started %v", d.started.tasks)
	}
	// Signing out must work all the same.
	if got := b.post("/portal/sign-out"); got.status != http.StatusSeeOther || b.get("/portal/audit").status != http.StatusSeeOther {
		t.Errorf("cannot sign out: status %d", got.status)
	}
}
