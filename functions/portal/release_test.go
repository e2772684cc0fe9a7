package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/audit"
	"voiceforum/shared/release"
	"voiceforum/shared/s3store"
	"voiceforum/shared/session"
)

func TestFiguresStandWithTheirRuleAndBase(t *testing.T) {
	d := newDesk(t)
	b := d.person("reviewer")
	for target, lines := range map[string][]string{
		"/portal/forums/2026-Q4":            {"made on 23 November 2026", "at least 10 people"},
		"/portal/forums/2026-Q3/releases/1": {"Release 1 of the forum of July to September 2026"},
	} {
		page := b.get(target).body
		for _, want := range append(lines,
			"Counts below 10 are not shown and stand as [c]", "rounded to the nearest 5",
			"Base: 120 people whose answers may be counted.", "Base: 100 people asked this question.", "Code rights: 6, 8.",
			"About: police. Stage: investigation.", "counted on 20 November 2026", "One person can write about several themes",
			"How people answered (Officers)",
		) {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", target, want)
			}
		}
	}
}

func TestWordsStandWithNoMoreThanMayBeSaid(t *testing.T) {
	page := newDesk(t).person("observer").get("/portal/forums/2026-Q2/releases/1").body
	for _, want := range []string{
		"They took my word &lt;b&gt;for&lt;/b&gt; it.", "Victims and survivors · Believed · aged 25 to 34", "The bench was cold.",
		"turnstile, squeaking (20 people)",
		"releases/1/summary.html", "releases/1/tables.xlsx", "releases/1/tables.csv", "releases/1/release.json", "(JSON Schema)", "releases/1/manifest.json",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestThemesAreSortedByWhatIsShown(t *testing.T) {
	b := newDesk(t).person("facilitator")
	for query, want := range map[string][]string{
		"":               {"Kept informed", "Contact plan", "Believed"},
		"?sort=mentions": {"Believed", "Kept informed", "Contact plan"},
		"?sort=nonsense": {"Kept informed", "Contact plan", "Believed"},
	} {
		page := b.get("/portal/forums/2026-Q3/releases/1" + query).body
		last := 0
		for _, label := range want {
			at := strings.Index(page, ">"+label+"<")
			if at < last {
				t.Errorf("%q: %s is not in its place", query, label)
			}
			last = at
		}
	}
}

func TestLookingIsRecorded(t *testing.T) {
	d := newDesk(t)
	b := d.person("reviewer", "observer")
	b.get("/portal/forums/2026-Q4")
	b.get("/portal/forums/2026-Q3/releases/1")
	b.get("/portal/forums/2026-Q3/releases/1/tables.csv")
	base := audit.Entry{
		At: now, Subject: "subject-sample-reviewer-observer", Name: "sample-reviewer-observer@voiceforum.example",
		Role: session.Reviewer, Outcome: audit.Allowed,
	}
	live, view, file := base, base, base
	live.Verb, live.Forum = audit.ViewLive, openForum
	view.Verb, view.Forum, view.Release = audit.ViewRelease, closedForum, 1
	file.Verb, file.Forum, file.Release, file.File = audit.Download, closedForum, 1, "tables.csv"
	seen := map[audit.Entry]int{}
	for _, e := range d.entries() {
		seen[e]++
	}
	if diff := cmp.Diff(map[audit.Entry]int{live: 1, view: 1, file: 1}, seen); diff != "" {
		t.Error(diff)
	}
	page := d.person("facilitator").get("/portal/audit").body
	for _, want := range []string{
		"Audit of November 2026", "sample-reviewer-observer@voiceforum.example", "downloaded a file",
		"tables.csv of release 1, forum of July to September 2026", "24 November 2026, 09:00:00",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the audit's page has no %q", want)
		}
	}
}

func TestDownloadComesFromTheBucket(t *testing.T) {
	_, bucket := enginetest.Bucket(t)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_S3": enginetest.S3Endpoint(t), "AWS_REGION": engine.Region,
		"AWS_ACCESS_KEY_ID": engine.AccessKey, "AWS_SECRET_ACCESS_KEY": engine.SecretKey,
	} {
		t.Setenv(name, value)
	}
	store, err := s3store.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const csv = "view,table,row\n"
	d := newDesk(t, func(p *dependencies) { p.files = packs{store: store, bucket: bucket} })
	d.must(store.Put(t.Context(), bucket, "packs/2026-Q3/v1/tables.csv", "text/csv", `attachment; filename="tables.csv"`, []byte(csv)))

	got := d.person("facilitator").get("/portal/forums/2026-Q3/releases/1/tables.csv")
	address, err := url.Parse(got.location)
	if err != nil || got.status != http.StatusSeeOther {
		t.Fatalf("status %d, error %v", got.status, err)
	}
	if lasts := address.Query().Get("X-Amz-Expires"); lasts != "60" {
		t.Errorf("the address lasts %s s", lasts)
	}
	res, err := http.Get(got.location)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != csv || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("status %d, %q, %s, error %v", res.StatusCode, body, res.Header.Get("Content-Disposition"), err)
	}
}

func TestLogHoldsNothingAboutPeople(t *testing.T) {
	d := newDesk(t)
	d.person("observer").get("/portal/forums/2026-Q3/releases/1/tables.csv?x=canary")
	d.person("facilitator").get("/portal/forums/canary")
	d.stranger().get("/portal/signed-in?code=canary&state=canary")
	d.person("facilitator").get("/portal/audit?before=canary%3C")
	for _, secret := range []string{"canary", "voiceforum.example", "subject-"} {
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, d.log.String())
		}
	}
	if d.log.Len() == 0 {
		t.Error("nothing was logged, so nothing was looked at")
	}
}

func TestARecalledReleaseSaysSoAndHasNoFiles(t *testing.T) {
	d := newDesk(t)
	facilitator, reviewer := d.person("facilitator"), d.person("reviewer")
	for _, b := range []*browser{reviewer, reviewer, facilitator} {
		b.get("/portal/forums/2026-Q3/releases/1/tables.csv")
	}
	first := sampleRelease(closedForum, 1)
	first.Quotes = []release.Quote{{View: "victim", Words: "it was cold there"}}
	basis := release.Basis{Quoted: release.Quoted{By: map[int][]release.Quotation{
		1: {{Response: "sample", Question: "q", Hash: release.HashOf("it was cold there")}},
	}}}
	next, changed := basis.Quoted.Recall([]release.Release{first}, basis.Quoted.By[1], "2026-11-24")
	basis.Quoted = next
	d.must(d.shown.Recall(t.Context(), changed, basis, 1))

	list := facilitator.get("/portal/forums/2026-Q3").body
	for _, want := range []string{"Release 2 took its place. Words in it were taken back.", "The newest", "Removed", "/portal/forums/2026-Q3/releases/2/tables.csv"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list has no %q", want)
		}
	}
	if strings.Contains(list, "/portal/forums/2026-Q3/releases/1/tables.csv") {
		t.Error("the list leads to files that are gone")
	}
	page := facilitator.get("/portal/forums/2026-Q3/releases/1").body
	for _, want := range []string{
		"no longer stands", "Somebody took back words", "2 times by sample-reviewer@voiceforum.example", "once by sample-facilitator@voiceforum.example",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the release has no %q", want)
		}
	}
	if strings.Contains(page, "releases/1/tables.csv") || strings.Contains(page, "releases/1/manifest.json") {
		t.Error("the release leads to files that are gone")
	}
	if other := reviewer.get("/portal/forums/2026-Q3/releases/1").body; strings.Contains(other, "sample-facilitator@") || !strings.Contains(other, "Somebody took back words") {
		t.Error("a reviewer is told who has copies, or not that words were taken back")
	}
	if got := reviewer.get("/portal/forums/2026-Q3/releases/1/tables.csv"); got.location != "/portal/forums/2026-Q3/releases/1" {
		t.Errorf("a file that is gone: %d to %q", got.status, got.location)
	}
	if got := reviewer.get("/portal/forums/2026-Q3/releases/9/tables.csv"); got.status != http.StatusNotFound {
		t.Errorf("a file of no release: %d", got.status)
	}
	if got := d.recorded(audit.Download, audit.Allowed); got != 3 {
		t.Errorf("%d downloads are recorded", got)
	}
	if newest := facilitator.get("/portal/forums/2026-Q3/releases/2").body; strings.Contains(newest, "no longer stands") || !strings.Contains(newest, "releases/2/tables.csv") {
		t.Error("the newest release does not stand")
	}
}
