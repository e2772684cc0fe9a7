package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"voiceforum/shared/audit"
)

// people are who may come, in the order of the columns below. The last is nobody.
var people = []string{"reviewer", "contact", "facilitator", "observer", "partner", "no group", "unknown group", "signed out"}

func (w *world) come(who string) *browser {
	w.t.Helper()
	switch who {
	case "signed out":
		return &browser{world: w}
	case "no group":
		return w.person()
	case "unknown group":
		return w.person("administrator", "Reviewer")
	}
	return w.person(who)
}

// Every route, and the exact status for everybody. {id} is a response with contact details, {q} one of its texts. What
// acts has a response of its own for each person.
var routes = []struct {
	pattern, method, target string
	form                    url.Values
	want                    [8]int
}{
	{"GET /review", "GET", "/review", nil, [8]int{200, 303, 403, 403, 403, 403, 403, 200}},
	{"GET /review", "GET", "/review?queue=held&forum=2026-Q4&after={id}", nil, [8]int{200, 303, 403, 403, 403, 403, 403, 200}},
	{"GET /review", "GET", "/review?queue=all", nil, [8]int{400, 303, 403, 403, 403, 403, 403, 200}},
	{"", "GET", "/review/signed-in", nil, [8]int{303, 303, 303, 303, 303, 303, 303, 400}},
	{"", "GET", "/review/signed-out", nil, [8]int{200, 200, 200, 200, 200, 200, 200, 200}},
	{"", "POST", "/review/sign-out", nil, [8]int{303, 303, 303, 303, 303, 303, 303, 303}},
	{"GET /review/responses/{response}", "GET", "/review/responses/{id}", nil, [8]int{200, 403, 403, 403, 403, 403, 403, 303}},
	{"GET /review/responses/{response}", "GET", "/review/responses/none", nil, [8]int{404, 403, 403, 403, 403, 403, 403, 303}},
	{"GET /review/responses/{response}", "GET", "/review/responses/..%2Fcontact", nil, [8]int{404, 403, 403, 403, 403, 403, 403, 303}},
	{"POST /review/responses/{response}", "POST", "/review/responses/{id}", nil, [8]int{303, 403, 403, 403, 403, 403, 403, 401}},
	{"GET /review/responses/{response}/{question}", "GET", "/review/responses/{id}/{q}", nil, [8]int{200, 403, 403, 403, 403, 403, 403, 303}},
	{"GET /review/responses/{response}/{question}", "GET", "/review/responses/{id}/none", nil, [8]int{404, 403, 403, 403, 403, 403, 403, 303}},
	{"POST /review/responses/{response}/{question}", "POST", "/review/responses/{id}/{q}", url.Values{"do": {"open"}, "version": {"1"}, "reason": {"held"}}, [8]int{200, 403, 403, 403, 403, 403, 403, 401}},
	{"POST /review/responses/{response}/{question}", "POST", "/review/responses/{id}/{q}", url.Values{"do": {"hold"}, "version": {"1"}, "hold": {"unsafe"}}, [8]int{303, 403, 403, 403, 403, 403, 403, 401}},
	{"POST /review/responses/{response}/{question}", "POST", "/review/responses/{id}/{q}", url.Values{"do": {"publish"}, "version": {"1"}}, [8]int{400, 403, 403, 403, 403, 403, 403, 401}},
	{"GET /review/surges", "GET", "/review/surges", nil, [8]int{200, 403, 403, 403, 403, 403, 403, 303}},
	{"GET /review/surges/{forum}/{day}", "GET", "/review/surges/2026-Q4/2026-11-24", nil, [8]int{200, 403, 403, 403, 403, 403, 403, 303}},
	{"GET /review/surges/{forum}/{day}", "GET", "/review/surges/2026-Q4/2026-11-25", nil, [8]int{404, 403, 403, 403, 403, 403, 403, 303}},
	{"GET /review/surges/{forum}/{day}/words", "GET", "/review/surges/2026-Q4/2026-11-24/words", nil, [8]int{200, 403, 403, 403, 403, 403, 403, 303}},
	{"POST /review/surges/{forum}/{day}", "POST", "/review/surges/2026-Q4/2026-11-24", url.Values{"do": {"count"}, "number": {"0"}, "count-why": {"differ"}}, [8]int{303, 403, 403, 403, 403, 403, 403, 401}},
	{"GET /review/contact", "GET", "/review/contact", nil, [8]int{403, 200, 403, 403, 403, 403, 403, 303}},
	{"GET /review/contact/{response}", "GET", "/review/contact/{id}", nil, [8]int{403, 200, 403, 403, 403, 403, 403, 303}},
	{"GET /review/contact/{response}", "GET", "/review/contact/none", nil, [8]int{403, 404, 403, 403, 403, 403, 403, 303}},
	{"POST /review/contact/{response}", "POST", "/review/contact/{id}", url.Values{"do": {"open"}, "reason": {"asked"}}, [8]int{403, 200, 403, 403, 403, 403, 403, 401}},
	{"POST /review/contact/{response}", "POST", "/review/contact/{id}", url.Values{"do": {"done"}, "reason": {"asked"}, "done": {"reached"}}, [8]int{403, 303, 403, 403, 403, 403, 403, 401}},
	{"", "DELETE", "/review/responses/{id}", nil, [8]int{405, 405, 405, 405, 405, 405, 405, 405}},
	{"", "POST", "/review/contact", nil, [8]int{405, 405, 405, 405, 405, 405, 405, 405}},
	{"", "GET", "/review/elsewhere", nil, [8]int{404, 404, 404, 404, 404, 404, 404, 404}},
}

func TestEveryRouteForEverybody(t *testing.T) {
	w := newWorld(t)
	reading, _ := w.sent(nil)
	w.flooded(1)
	for _, route := range routes {
		for i, who := range people {
			t.Run(fmt.Sprintf("%s %s %s", route.method, route.target, who), func(t *testing.T) {
				id := reading
				if route.method == http.MethodPost {
					id, _ = w.sent(nil)
				}
				b := w.come(who)
				target := strings.NewReplacer("{id}", string(id), "{q}", heldText).Replace(route.target)
				var got reply
				if route.method == http.MethodPost {
					got = b.post(target, clone(route.form))
				} else {
					got = b.send(route.method, target, nil)
				}
				if got.status != route.want[i] {
					t.Errorf("status %d, want %d", got.status, route.want[i])
				}
				if got.header.Get("Cache-Control") != "no-store" {
					t.Error("may be cached")
				}
				if got.status >= 400 {
					got.silent(t, target, "Zebrafinch", reachedBy)
				}
			})
		}
	}
	w.refusalsName(audit.ViewResponse, audit.AboutResponse(reading, ""))
	w.refusalsName(audit.ViewText, audit.AboutResponse(reading, heldText))
	w.refusalsName(audit.ContactOpened, audit.AboutResponse(reading, ""))
	w.refusalsName(audit.ViewSurge, audit.AboutSurge(surgeDay.Day))
	w.refusalsName(audit.SurgeCounted, audit.AboutSurge(surgeDay.Day))
}

// refusalsName fails unless each who may not come is recorded as refused, with what they asked for, and whatever they
// asked for that there is not, without its name.
func (w *world) refusalsName(verb audit.Verb, about audit.About) {
	w.t.Helper()
	named := 0
	for _, e := range w.recorded(verb) {
		if e.Outcome == audit.Refused && e.About == about {
			named++
		}
		if strings.Contains(string(e.About), "none") {
			w.t.Errorf("%s: recorded about %s", verb, e.About)
		}
	}
	if named < 6 { // all who are signed in but one
		w.t.Errorf("%s: %d refusals are recorded with what they are about", verb, named)
	}
}

func clone(form url.Values) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	return out
}

// A route that nobody put into the table is one that nobody has thought about.
func TestNoRouteIsLeftOut(t *testing.T) {
	source, err := os.ReadFile("service.go")
	if err != nil {
		t.Fatal(err)
	}
	registered := regexp.MustCompile(`desk\.Handle\("([^"]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(registered) == 0 {
		t.Fatal("no routes are found")
	}
	for _, found := range registered {
		there := false
		for _, route := range routes {
			there = there || route.pattern == found[1]
		}
		if !there {
			t.Errorf("%s is not in the table", found[1])
		}
	}
}

func TestFormsNeedTheirToken(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	for name, token := range map[string]string{"none": "", "made up": strings.Repeat("A", 86)} {
		b := w.person("reviewer", "contact")
		for _, target := range []string{responseAddress(id), textAddress(id, heldText), contactAddress + "/" + string(id)} {
			form := url.Values{"token": {token}, "do": {"open"}, "reason": {"asked"}, "version": {"1"}}
			if got := b.send(http.MethodPost, target, form); got.status != http.StatusForbidden {
				t.Errorf("%s, token %s: status %d", target, name, got.status)
			}
		}
	}
	if len(w.recorded(audit.ContactOpened)) > 0 || w.response(id).Version != 1 {
		t.Error("something happened")
	}
}

func TestMayReturn(t *testing.T) {
	for path, want := range map[string]bool{
		"/review": true, "/review/contact": true, "/review/contact/a-B_1": true, "/review/responses/a-B_1": true,
		"/review/responses/a-B_1/one-change": true, "/review/surges": true, "/review/surges/2026-Q4/2026-11-24/words": true,
		"": false, "/": false, "//elsewhere.example": false, "/review/sign-out": false, "/review/responses/../contact": false,
		"/review?next=//elsewhere.example": false, "/review\n": false,
	} {
		if mayReturn(path) != want {
			t.Errorf("%q: %t", path, !want)
		}
	}
}

func TestHostileFormsBreakNothing(t *testing.T) {
	w := newWorld(t)
	id, _ := w.sent(nil)
	b := w.person("reviewer")
	long := strings.Repeat("a", 70<<10)
	for name, form := range map[string]url.Values{
		"numbers that are none": {"do": {"clear"}, "version": {"9e9"}, "off": {"-1", "x", "99999999999999999999"}},
		"kinds that are none":   {"do": {"mask"}, "version": {"1"}, "mask": {"They"}, "kind": {"]<script>"}, "more": {"<b> <i>", "nothing"}},
		"brackets":              {"do": {"mask"}, "version": {"1"}, "mask": {"[name]"}, "kind": {"name"}},
		"too long":              {"do": {"clear"}, "version": {"1"}, "quote": {long}},
		"a regular expression":  {"do": {"mask"}, "version": {"1"}, "mask": {`(((.*`}},
	} {
		got := b.post(textAddress(id, cleanText), form)
		if got.status >= 500 || got.status < 200 {
			t.Errorf("%s: status %d", name, got.status)
		}
		got.silent(t, name, "<script>]", "<b> <i>")
	}
	if w.response(id).Version != 1 {
		t.Error("something is stored")
	}
}
