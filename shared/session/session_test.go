package session_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

func TestRolesOf(t *testing.T) {
	for _, c := range []struct {
		groups []string
		want   []session.Role
	}{
		{nil, nil},
		{[]string{"administrator", "Facilitator", " facilitator", ""}, nil},
		{[]string{"observer"}, []session.Role{session.Observer}},
		{[]string{"observer", "facilitator", "observer"}, []session.Role{session.Facilitator, session.Observer}},
		{[]string{"reviewer", "strangers"}, []session.Role{session.Reviewer}},
	} {
		if diff := cmp.Diff(c.want, session.RolesOf(c.groups)); diff != "" {
			t.Errorf("%q: %s", c.groups, diff)
		}
	}
}

func TestIDsAreReadAsTheyAreWritten(t *testing.T) {
	id := session.NewID()
	if got, err := session.ParseID(id.String()); err != nil || got != id {
		t.Errorf("%v, error %v", got, err)
	}
	whole := id.String()
	for _, s := range []string{"", whole[1:], whole + "A", whole + "=", " " + whole, "!" + whole[1:], strings.Repeat("A", 42) + "B"} {
		if _, err := session.ParseID(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: error %v", s, err)
		} else if s != "" && strings.Contains(err.Error(), s) {
			t.Error("the error holds what was sent")
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add(session.NewID().String())
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := session.ParseID(s)
		if err == nil && id.String() != s {
			t.Errorf("%q is also written %q", s, id)
		}
	})
}

func TestWhatIsDerivedFromAnIDIsApart(t *testing.T) {
	id, other := session.NewID(), session.NewID()
	seen := map[string]bool{id.String(): true}
	for _, derived := range []string{
		string(id.Key()), string(id.AttemptKey("a")), string(id.AttemptKey("b")), string(id.AttemptKey("")),
		string(other.Key()), string(other.AttemptKey("a")), string(id.FormSecret()), string(other.FormSecret()),
	} {
		if seen[derived] {
			t.Errorf("%q is derived twice", derived)
		}
		seen[derived] = true
	}
	if !bytes.Equal(id.FormSecret(), id.FormSecret()) {
		t.Error("the forms' secret changes")
	}
}

func TestASessionNeverOutlastsItsLimits(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		seen := time.Duration(rapid.Int64Range(0, int64(2*session.Absolute)).Draw(t, "seen"))
		after := time.Duration(rapid.Int64Range(0, int64(2*session.Absolute)).Draw(t, "after"))
		s := session.Session{Started: start, Seen: start.Add(seen)}
		want := after < session.Idle && seen+after < session.Absolute
		if got := s.Alive(s.Seen.Add(after)); got != want {
			t.Errorf("seen after %s and read %s later: alive is %t", seen, after, got)
		}
	})
}
