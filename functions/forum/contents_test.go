package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/forum"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally/tallytest"
)

// New words that may be quoted are a reason for a new release, and its figures stay where they are.
func TestNewQuotesMakeARelease(t *testing.T) {
	db, table := enginetest.One(t)
	b := newBench(t, db, table)
	b.do("calendar", "")
	all := b.came(30, true)
	b.do("close", q4)
	first, err := b.releases.Latest(t.Context(), q4)
	if err != nil || len(first.Quotes) > 0 {
		t.Fatal(first.Quotes, err)
	}
	b.says(all[0], "one-change", updates)
	b.do("release", q4)
	b.do("release", q4)
	second, err := b.releases.Latest(t.Context(), q4)
	if err != nil || second.Version != 2 || b.quoted(2) != updates || !cmp.Equal(first.Tables, second.Tables) {
		t.Errorf("release %d says %v, %v", second.Version, second.Quotes, err)
	}
}

// answered has people answer at a forum, who write what say gives.
func (b *bench) answered(q calendar.Quarter, n int, say func(i int) string) {
	b.t.Helper()
	asked, err := questionnaire.Latest(rasso)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := range n {
		r := tallytest.Response(b.rng, asked, response.ID(fmt.Sprint("sample-", b.rng.Uint64())))
		r.Forum, r.Channel, r.Consents[0][0].Given = q, response.Victim, true
		r.Texts = map[string]response.Text{"one-change": {State: response.Clean, Words: say(i)}}
		b.keep(r)
	}
}

// What is known only from earlier forums: what changed, the year, and what is new.
func TestASecondForumIsHeldAgainstTheFirst(t *testing.T) {
	db, table := enginetest.One(t)
	b := newBench(t, db, table)
	q3 := q4.Previous()
	for _, q := range []calendar.Quarter{q3, q4} {
		f := forum.New(q)
		if err := b.ask(&f); err != nil {
			t.Fatal(err)
		}
		if err := b.desk.put(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	plain := func(i int) string { return fmt.Sprintf("The garden path number %d was long.", i%30) }
	b.answered(q3, 120, plain)
	b.answered(q4, 120, func(i int) string {
		if i < 40 {
			return "The turnstile squeaked again."
		}
		return plain(i)
	})
	b.do("close", q3)
	b.at = time.Date(2026, 12, 31, 12, 0, 0, 0, calendar.London)
	b.do("close", q4)
	first, err := b.releases.Latest(t.Context(), q3)
	if err != nil || first.Year != nil || first.Fresh != nil || len(first.Crosses) == 0 || len(first.Rights) == 0 {
		t.Errorf("the first forum: year %v, new %v, %d crosses, %d rights, %v", first.Year, first.Fresh, len(first.Crosses), len(first.Rights), err)
	}
	second, err := b.releases.Latest(t.Context(), q4)
	if err != nil || second.Year == nil || !cmp.Equal(second.Year.Forums, []calendar.Quarter{q3, q4}) || second.Year.Respondents.Value != 240 {
		t.Fatalf("the year is %v, %v", second.Year, err)
	}
	if len(second.Fresh) == 0 || !slices.ContainsFunc(second.Fresh[0].Words, func(w string) bool { return strings.Contains(w, "turnstile") }) {
		t.Errorf("new is %v", second.Fresh)
	}
	changes := 0
	for _, x := range second.Tables {
		for _, row := range x.Rows {
			if row.Change != nil {
				changes++
			}
		}
	}
	if changes == 0 {
		t.Error("nothing is compared with the forum before")
	}
}
