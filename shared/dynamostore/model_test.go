package dynamostore_test

import (
	"context"
	"flag"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
)

// visit is what one person's visit must have come to: the model that the stores are compared with.
type visit struct {
	token     receipt.Token
	draft     int                // the stored draft's version; 0 for none
	sent      *response.Response // nil until sent and once withdrawn
	withdrawn calendar.Day
	contact   bool // contact details are held
}

func (v *visit) known() bool { return v.sent != nil || v.withdrawn != "" }

// visits is a few people's, mixed up, and the stores they use.
type visits struct {
	stores
	people []*visit
}

func (m *visits) anyone(t *rapid.T) *visit { return rapid.SampledFrom(m.people).Draw(t, "person") }

// near draws a version that is mostly the right one.
func near(t *rapid.T, version int) int {
	return version + rapid.SampledFrom([]int{0, 0, 0, -1, 1}).Draw(t, "off by")
}

func (m *visits) save(t *rapid.T) {
	v := m.anyone(t)
	version := max(0, near(t, v.draft))
	err := m.drafts.Save(context.Background(), draftOf(v.token, version))
	if version != v.draft {
		wantFault(t, "save", err, fault.Conflict)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	v.draft++
}

func (m *visits) exit(t *rapid.T) {
	v := m.anyone(t)
	if err := m.drafts.Delete(context.Background(), v.token.DraftID()); err != nil {
		t.Fatal(err)
	}
	v.draft = 0
}

func (m *visits) send(t *rapid.T) {
	v := m.anyone(t)
	sub := submissionOf(v.token)
	sub.DraftVersion = near(t, v.draft)
	err := m.responses.Submit(context.Background(), sub)
	switch {
	case v.known(): // harmless, whatever it carries
		if err != nil {
			t.Fatalf("sending again: %v", err)
		}
	case v.draft == 0:
		wantFault(t, "send without a draft", err, fault.Gone)
	case sub.DraftVersion != v.draft:
		wantFault(t, "send another draft", err, fault.Conflict)
	case err != nil:
		t.Fatal(err)
	default:
		v.draft, v.sent, v.contact = 0, &sub.Response, true
	}
}

func (m *visits) decide(t *rapid.T) {
	v := m.anyone(t)
	e := decided(rapid.SampledFrom(consent.Purposes).Draw(t, "purpose"), rapid.Bool().Draw(t, "given"))
	version := 1
	if v.sent != nil {
		version = v.sent.Version
	}
	version = near(t, version)
	err := m.responses.AppendConsent(context.Background(), v.token.Receipt().Hash(), version, e)
	switch {
	case v.withdrawn != "":
		wantFault(t, "decide after the withdrawal", err, fault.Gone)
	case v.sent == nil:
		wantFault(t, "decide before sending", err, fault.NotFound)
	case version != v.sent.Version:
		wantFault(t, "decide on another version", err, fault.Conflict)
	case err != nil:
		t.Fatal(err)
	default:
		changed := v.sent.Clone()
		changed.Version++
		changed.Consents = append(changed.Consents, e)
		v.sent = &changed
		v.contact = v.contact && (e[0].Purpose != consent.Contact || e[0].Given)
	}
}

func (m *visits) withdraw(t *rapid.T) {
	v := m.anyone(t)
	day := today.Add(rapid.IntRange(0, 9).Draw(t, "days later"))
	err := m.responses.Withdraw(context.Background(), v.token.Receipt().Hash(), day)
	switch {
	case !v.known():
		wantFault(t, "withdraw nothing", err, fault.NotFound)
	case err != nil:
		t.Fatal(err)
	case v.sent != nil:
		v.sent, v.withdrawn, v.contact = nil, day, false
	}
}

// compare holds what the stores give against the model.
func (m *visits) compare(t *rapid.T) {
	for _, v := range m.people {
		kept, err := m.responses.ByReceipt(context.Background(), v.token.Receipt().Hash())
		if !v.known() {
			wantFault(t, "find what was not sent", err, fault.NotFound)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		want := submission.Kept{Withdrawn: v.withdrawn}
		if v.sent != nil {
			want.Response = *v.sent
		}
		if diff := cmp.Diff(want, kept); diff != "" {
			t.Fatal(diff)
		}
	}
}

// sealed compares what is sealed of each person, and under which keys, now that all is done.
func (m *visits) sealed(t *rapid.T) {
	for _, v := range m.people {
		id := string(v.token.ResponseID())
		for _, c := range []struct {
			table string
			key   map[string]string
			want  bool
		}{
			{m.tables.Sealed, map[string]string{"PK": id}, v.sent != nil},
			{m.tables.Contact, map[string]string{"PK": id}, v.contact},
			{m.tables.Keys, map[string]string{"PK": id, "SK": "sealed"}, v.sent != nil},
			{m.tables.Keys, map[string]string{"PK": id, "SK": "contact"}, v.contact},
		} {
			if got := m.holds(t, c.table, c.key); got != c.want {
				t.Fatalf("%s holds %q: %v, want %v", c.table, c.key["SK"], got, c.want)
			}
		}
	}
}

// fewerChecks asks rapid for a quarter of the checks that it makes if nothing is said: each of these is dozens of
// transactions, and the older engine takes its time. -rapid.checks still has the last word.
func fewerChecks(t *testing.T) {
	t.Helper()
	const name = "rapid.checks"
	checks := flag.Lookup(name).Value
	was := checks.String()
	if was != flag.Lookup(name).DefValue {
		return
	}
	if err := checks.Set("25"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := checks.Set(was); err != nil {
			t.Error(err)
		}
	})
}

func TestAnySequenceOfStepsComesToWhatItShould(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		fewerChecks(t)
		rapid.Check(t, func(t *rapid.T) {
			m := &visits{stores: s}
			for range 3 {
				m.people = append(m.people, &visit{token: receipt.NewToken()})
			}
			t.Repeat(map[string]func(*rapid.T){
				"save": m.save, "send": m.send, "decide": m.decide, "withdraw": m.withdraw, "exit": m.exit,
			})
			m.compare(t)
			m.sealed(t)
		})
	})
}
