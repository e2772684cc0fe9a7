package consent_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
)

// published holds the hash of every published version: records point to the wordings by number, so a version that
// somebody decided on must stay as it was read.
var published = map[string]string{
	"v1.yaml": "a16f9f9709ee33205212c0411f231ebf8a220c06404bc2384eff99b87efcba02",
}

func TestPublishedWordingsNeverChange(t *testing.T) {
	entries, err := os.ReadDir("wordings")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(published) {
		t.Errorf("%d files, %d published hashes", len(entries), len(published))
	}
	for _, e := range entries {
		b, err := os.ReadFile("wordings/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if got := hex.EncodeToString(sum[:]); got != published[e.Name()] {
			t.Errorf("%s has hash %s; a changed wording is a new version in a new file", e.Name(), got)
		}
	}
}

func TestShownAsksEveryPurposeOnce(t *testing.T) {
	for _, lang := range []string{"en", "cy", ""} {
		shown, err := consent.Shown(lang)
		if err != nil {
			t.Fatal(err)
		}
		var asked []consent.Purpose
		for _, w := range shown {
			asked = append(asked, w.Purpose)
			if w.Title == "" || w.Meaning == "" || w.Language != "en" || w.Version != 1 {
				t.Errorf("%q: wording is incomplete: %+v", lang, w)
			}
		}
		if diff := cmp.Diff(consent.Purposes, asked); diff != "" {
			t.Errorf("%q: %s", lang, diff)
		}
	}
}

func TestContactWordingKeepsAgenciesOut(t *testing.T) {
	shown, err := consent.Shown("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range shown {
		if w.Purpose == consent.Contact && !strings.Contains(w.Meaning, "never get one person’s answers") {
			t.Fatal("the contact wording no longer says that agencies never get single responses")
		}
	}
}

func TestNoticeSaysHowLongThingsAreKept(t *testing.T) {
	s, err := consent.Latest()
	if err != nil {
		t.Fatal(err)
	}
	for lang, n := range s.Notices {
		for _, days := range []int{consent.SealedDays, consent.ContactDays} {
			if !strings.Contains(n.Retention, strconv.Itoa(days)) {
				t.Errorf("%s: %q does not say %d days", lang, n.Retention, days)
			}
		}
	}
}

func TestParseRefusesWhatIsIncomplete(t *testing.T) {
	whole, err := os.ReadFile("wordings/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, old, new string }{
		"another file's name": {"v2.yaml", "", ""},
		"unknown field":       {"v1.yaml", "version: 1", "version: 1\nextra: yes"},
		"purpose renamed":     {"v1.yaml", "id: training", "id: teaching"},
		"no meaning":          {"v1.yaml", "        title: Count my answers", "        title: ''"},
		"no English notice":   {"v1.yaml", "notice:\n  en:", "notice:\n  cy:"},
	} {
		if _, err := consent.Parse(c.file, []byte(strings.Replace(string(whole), c.old, c.new, 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func event(t *rapid.T, label string) consent.Event {
	shown, err := consent.Shown("en")
	if err != nil {
		t.Fatal(err)
	}
	given := map[consent.Purpose]bool{}
	for _, p := range consent.Purposes {
		given[p] = rapid.Bool().Draw(t, label+string(p))
	}
	return consent.Decide(shown, given, "2026-11-24")
}

// Storing only what changed must leave the same permissions standing as storing everything.
func TestChangesAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := event(t, "first "), event(t, "second ")
		before := consent.Current(first)
		if diff := cmp.Diff(consent.Current(first, second), consent.Current(first, second.Changes(before))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRecordTellsTheWholeStory(t *testing.T) {
	shown, err := consent.Shown("en")
	if err != nil {
		t.Fatal(err)
	}
	yes := consent.Decide(shown, map[consent.Purpose]bool{consent.Counts: true}, "2026-11-24")
	no := consent.Decide(shown, nil, "2026-12-01").Changes(consent.Current(yes))
	r := consent.RecordOf("record", "receipt", []consent.Event{yes, no})

	if r.Header != (consent.Header{SchemaVersion: "ISO/IEC TS 27560:2023", RecordID: "record", Principal: "receipt"}) {
		t.Errorf("header is %+v", r.Header)
	}
	if len(r.Processing) != len(consent.Purposes) {
		t.Fatalf("%d purposes are recorded", len(r.Processing))
	}
	counts := r.Processing[0]
	var states []string
	var days []calendar.Day
	for _, e := range counts.Events {
		states, days = append(states, e.State), append(days, e.Day)
	}
	if diff := cmp.Diff([]string{"given", "withdrawn"}, states); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]calendar.Day{"2026-11-24", "2026-12-01"}, days); diff != "" {
		t.Error(diff)
	}
	if counts.Basis == "" || counts.Withdrawal == "" || len(counts.Data) == 0 || counts.Recipients == "" {
		t.Errorf("record lacks a field: %+v", counts)
	}
	if quotes := r.Processing[1].Events; len(quotes) != 1 || quotes[0].State != "not given" {
		t.Errorf("quotes: %+v", quotes)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
}
