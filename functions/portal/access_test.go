package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/session"
)

// people are who may come, in the order of the columns below. The last is nobody.
var people = []string{"facilitator", "reviewer", "observer", "no group", "unknown group", "partner and contact", "signed out"}

func (d *desk) come(who string) *browser {
	d.t.Helper()
	switch who {
	case "signed out":
		return d.stranger()
	case "no group":
		return d.person()
	case "unknown group":
		return d.person("administrator", "Facilitator")
	case "partner and contact":
		return d.person("partner", "contact")
	default:
		return d.person(who)
	}
}

// Every route, and the exact status for everybody. A row that acts has a portal of its own for each person.
var routes = []struct {
	method, target string
	want           [7]int
}{
	{"GET", "/portal", [7]int{200, 200, 200, 403, 403, 403, 200}},
	{"GET", "/portal/signed-in", [7]int{303, 303, 303, 303, 303, 303, 400}},
	{"GET", "/portal/signed-out", [7]int{200, 200, 200, 200, 200, 200, 200}},
	{"POST", "/portal/sign-out", [7]int{303, 303, 303, 303, 303, 303, 303}},
	{"GET", "/portal/forums/2026-Q4", [7]int{200, 200, 403, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q3", [7]int{200, 200, 403, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2", [7]int{200, 200, 200, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2020-Q1", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/last", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q4/close", [7]int{200, 403, 403, 403, 403, 403, 303}},
	{"POST", "/portal/forums/2026-Q4/close", [7]int{303, 403, 403, 403, 403, 403, 401}},
	{"GET", "/portal/forums/2026-Q3/close", [7]int{409, 403, 403, 403, 403, 403, 303}},
	{"POST", "/portal/forums/2026-Q3/close", [7]int{409, 403, 403, 403, 403, 403, 401}},
	{"POST", "/portal/forums/2027-Q1/close", [7]int{409, 403, 403, 403, 403, 403, 401}},
	{"POST", "/portal/forums/2020-Q1/close", [7]int{404, 403, 403, 403, 403, 403, 401}},
	{"GET", "/portal/forums/2026-Q3/publish", [7]int{200, 403, 403, 403, 403, 403, 303}},
	{"POST", "/portal/forums/2026-Q3/publish", [7]int{303, 403, 403, 403, 403, 403, 401}},
	{"POST", "/portal/forums/2026-Q4/publish", [7]int{409, 403, 403, 403, 403, 403, 401}},
	{"POST", "/portal/forums/2026-Q2/publish", [7]int{409, 403, 403, 403, 403, 403, 401}},
	{"GET", "/portal/forums/2026-Q3/releases/1", [7]int{200, 200, 403, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/1", [7]int{200, 200, 200, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/2", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q4/releases/0", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/01", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q3/releases/1/summary.html", [7]int{303, 303, 403, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/1/tables.csv", [7]int{303, 303, 303, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/1/manifest.json", [7]int{303, 303, 303, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/1/secrets.json", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/1/..%2Fother", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/forums/2026-Q2/releases/2/tables.csv", [7]int{404, 404, 404, 403, 403, 403, 303}},
	{"GET", "/portal/audit", [7]int{200, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit?month=2026-10", [7]int{200, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit?month=soon", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit?before=%3Cscript%3E", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit?before=-1", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit?what=peeked", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit?what=open-sealed&who=sample&about=2026-Q4", [7]int{200, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export?month=2026-11&part=1&form=csv", [7]int{200, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export?month=2026-10&part=1&form=csv", [7]int{404, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export?month=2026-11&part=2&form=jsonl", [7]int{404, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export?month=2026-11&part=0&form=csv", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export?month=2026-11&part=1&form=xlsx", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export?month=soon&part=1&form=csv", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"GET", "/portal/audit/export", [7]int{400, 403, 403, 403, 403, 403, 303}},
	{"POST", "/portal/audit", [7]int{405, 405, 405, 405, 405, 405, 405}},
	{"DELETE", "/portal/forums/2026-Q4", [7]int{405, 405, 405, 405, 405, 405, 405}},
	{"GET", "/portal/elsewhere", [7]int{404, 404, 404, 404, 404, 404, 404}},
}

func TestEveryRouteForEverybody(t *testing.T) {
	reading := newDesk(t)
	for _, route := range routes {
		for i, who := range people {
			t.Run(fmt.Sprintf("%s %s %s", route.method, route.target, who), func(t *testing.T) {
				d := reading
				if route.method == http.MethodPost {
					d = newDesk(t)
				}
				b := d.come(who)
				var got reply
				if route.method == http.MethodPost {
					got = b.post(route.target)
				} else {
					got = b.send(route.method, route.target, nil)
				}
				if got.status != route.want[i] {
					t.Errorf("status %d, want %d", got.status, route.want[i])
				}
				if got.header.Get("Cache-Control") != "no-store" {
					t.Error("may be cached")
				}
				if who == "signed out" && got.status == http.StatusSeeOther && route.method == http.MethodGet {
					if !strings.HasPrefix(got.location, "/portal/sign-in") {
						t.Errorf("goes to %s", got.location)
					}
				}
				if len(d.started.tasks) > 0 && got.status != http.StatusSeeOther {
					t.Errorf("answered %d and started %v", got.status, d.started.tasks)
				}
			})
		}
	}
}

func TestRefusalsAreRecordedAndPlain(t *testing.T) {
	d := newDesk(t)
	got := d.person("observer").get("/portal/forums/2026-Q3/releases/1/tables.csv")
	if !strings.Contains(got.body, "Observers see the releases of forums that are published") {
		t.Error("an observer is not told why")
	}
	if n := d.recorded(audit.Download, audit.Refused); n != 1 {
		t.Errorf("%d refusals recorded", n)
	}
	got = d.person().get("/portal")
	if !strings.Contains(got.body, "nobody has given your account a role") || strings.Contains(got.body, "/portal/audit") {
		t.Error("somebody without a role is not told so")
	}
}

func TestFormsNeedTheirToken(t *testing.T) {
	for name, token := range map[string]func(*desk, *browser) url.Values{
		"none":      func(*desk, *browser) url.Values { return nil },
		"made up":   func(*desk, *browser) url.Values { return url.Values{"token": {strings.Repeat("A", 86)}} },
		"another's": func(d *desk, _ *browser) url.Values { return url.Values{"token": {d.person("facilitator").token()}} },
	} {
		for _, target := range []string{"/portal/forums/2026-Q4/close", "/portal/forums/2026-Q3/publish", "/portal/sign-out"} {
			d := newDesk(t)
			b := d.person("facilitator")
			if got := b.send(http.MethodPost, target, token(d, b)); got.status != http.StatusForbidden {
				t.Errorf("%s, token %s: status %d", target, name, got.status)
			}
			if len(d.started.tasks) > 0 || b.get(home).status != http.StatusOK || d.recorded(audit.Close, audit.Allowed) > 0 {
				t.Errorf("%s, token %s: something happened", target, name)
			}
		}
	}
}

func TestSessionThatEndsWhileAFormIsOpen(t *testing.T) {
	d := newDesk(t)
	b := d.person("facilitator")
	form := url.Values{"token": {b.token()}}
	d.pass(session.Idle + time.Second)
	got := b.send(http.MethodPost, "/portal/forums/2026-Q4/close", form)
	if got.status != http.StatusUnauthorized || !strings.Contains(got.body, "Nothing was changed") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	if !strings.Contains(got.body, `href="/portal/sign-in?return=%2Fportal%2Fforums%2F2026-Q4%2Fclose"`) {
		t.Error("signing in does not lead back to the page")
	}
	if len(d.started.tasks) > 0 {
		t.Error("the forum was closed")
	}
}

func TestMayReturn(t *testing.T) {
	for path, want := range map[string]bool{
		"/portal": true, "/portal/audit": true, "/portal/forums/2026-Q4": true, "/portal/forums/2026-Q4/close": true,
		"/portal/forums/2026-Q4/releases/1": true,
		"":                                  false, "/": false, "//elsewhere.example": false, "https://elsewhere.example/portal": false,
		"/portal/sign-out": false, "/portal/../survey": false, "/portal/forums/2026-Q4/releases/1/tables.csv": false,
		"/portal?next=//elsewhere.example": false, "/portal\n": false,
	} {
		if mayReturn(path) != want {
			t.Errorf("%q: %t", path, !want)
		}
	}
}

func TestSignOut(t *testing.T) {
	d := newDesk(t)
	b := d.person("facilitator")
	got := b.post("/portal/sign-out")
	if got.status != http.StatusSeeOther || got.location != "/portal/signed-out" {
		t.Errorf("status %d to %s", got.status, got.location)
	}
	if !strings.Contains(got.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("the cookie stays: %s", got.header.Get("Set-Cookie"))
	}
	if got := b.get("/portal/audit"); got.status != http.StatusSeeOther {
		t.Errorf("the session is still good: status %d", got.status)
	}
	if d.recorded(audit.SignedOut, audit.Allowed) != 1 {
		t.Error("not recorded")
	}
}
