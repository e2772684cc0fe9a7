package dynamostore_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// signIn is a moment to the millisecond, as the store keeps it.
var signIn = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func eachSessions(t *testing.T, run func(t *testing.T, s *dynamostore.Sessions, db *dynamodb.Client, table string)) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		run(t, dynamostore.NewSessions(db, name("Sessions")), db, name("Sessions"))
	})
}

func sampleSession(id session.ID) session.Session {
	return session.Session{
		Key:     id.Key(),
		Person:  session.Person{Subject: "sample-subject", Name: "sample@voiceforum.example", Roles: []session.Role{session.Reviewer}},
		Started: signIn,
		Seen:    signIn,
	}
}

func wantKind(t *testing.T, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("error is %v, want one of kind %q", err, k)
	}
}

func TestSessionLastsUntilItsLimits(t *testing.T) {
	eachSessions(t, func(t *testing.T, s *dynamostore.Sessions, _ *dynamodb.Client, _ string) {
		ctx := t.Context()
		id := session.NewID()
		want := sampleSession(id)
		if err := s.Create(ctx, want); err != nil {
			t.Fatal(err)
		}
		got, err := s.Load(ctx, id.Key(), signIn.Add(session.Idle-time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		_, err = s.Load(ctx, id.Key(), signIn.Add(session.Idle))
		wantKind(t, err, fault.Gone)
		_, err = s.Load(ctx, session.NewID().Key(), signIn)
		wantKind(t, err, fault.Gone)

		// However often it is seen, it does not outlast the absolute limit.
		for seen := signIn; seen.Before(signIn.Add(session.Absolute)); seen = seen.Add(session.Idle - time.Minute) {
			if got, err = s.Load(ctx, id.Key(), seen); err != nil {
				t.Fatal(err)
			}
			if err := s.Touch(ctx, got, seen); err != nil {
				t.Fatal(err)
			}
		}
		_, err = s.Load(ctx, id.Key(), signIn.Add(session.Absolute))
		wantKind(t, err, fault.Gone)
	})
}

func TestEndedSessionStaysEnded(t *testing.T) {
	eachSessions(t, func(t *testing.T, s *dynamostore.Sessions, _ *dynamodb.Client, _ string) {
		ctx := t.Context()
		id := session.NewID()
		if err := s.Create(ctx, sampleSession(id)); err != nil {
			t.Fatal(err)
		}
		wantKind(t, s.Create(ctx, sampleSession(id)), fault.Conflict)
		for range 2 {
			if err := s.End(ctx, id.Key()); err != nil {
				t.Fatal(err)
			}
		}
		// A request that was under way when somebody signed out must not bring the session back.
		wantKind(t, s.Touch(ctx, sampleSession(id), signIn.Add(time.Minute)), fault.Gone)
		_, err := s.Load(ctx, id.Key(), signIn)
		wantKind(t, err, fault.Gone)
	})
}

func TestAttemptIsTakenOnce(t *testing.T) {
	eachSessions(t, func(t *testing.T, s *dynamostore.Sessions, _ *dynamodb.Client, _ string) {
		ctx := t.Context()
		a := session.Attempt{
			Key: session.NewID().AttemptKey("state"), Nonce: "nonce", Verifier: "verifier", Return: "/portal/audit",
			Expires: signIn.Add(session.Attempts),
		}
		if err := s.Begin(ctx, a); err != nil {
			t.Fatal(err)
		}
		var took atomic.Int32
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				got, err := s.Take(ctx, a.Key, signIn)
				if err != nil {
					wantKind(t, err, fault.Gone)
					return
				}
				took.Add(1)
				if !got.Expires.Equal(a.Expires) || got.Return != a.Return || got.Nonce != a.Nonce || got.Verifier != a.Verifier {
					t.Errorf("took %+v, want %+v", got, a)
				}
			})
		}
		all.Wait()
		if took.Load() != 1 {
			t.Errorf("taken %d times", took.Load())
		}
	})
}

func TestAttemptExpires(t *testing.T) {
	eachSessions(t, func(t *testing.T, s *dynamostore.Sessions, _ *dynamodb.Client, _ string) {
		a := session.Attempt{
			Key: session.NewID().AttemptKey("state"), Nonce: "nonce", Verifier: "verifier", Return: "/portal",
			Expires: signIn.Add(session.Attempts),
		}
		if err := s.Begin(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		_, err := s.Take(t.Context(), a.Key, a.Expires)
		wantKind(t, err, fault.Gone)
	})
}

func TestTableHoldsNoSessionID(t *testing.T) {
	eachSessions(t, func(t *testing.T, s *dynamostore.Sessions, db *dynamodb.Client, table string) {
		id := session.NewID()
		if err := s.Create(t.Context(), sampleSession(id)); err != nil {
			t.Fatal(err)
		}
		out, err := db.Scan(t.Context(), &dynamodb.ScanInput{TableName: aws.String(table)})
		if err != nil {
			t.Fatal(err)
		}
		var m cmpText
		for _, item := range out.Items {
			for name, v := range item {
				m.add(name, v)
			}
		}
		if len(out.Items) != 1 || strings.Contains(m.String(), id.String()) {
			t.Errorf("items: %s", m.String())
		}
	})
}
