package dynamostore_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	gocmp "github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
	"voiceforum/shared/surge"
)

// sent is a response that was sent.
type sent struct {
	id      response.ID
	receipt receipt.Hash
}

func (s stores) sends(t *testing.T, day calendar.Day, apart bool) sent {
	t.Helper()
	token := receipt.NewToken()
	s.save(t, token)
	sub := submissionOf(token)
	sub.Response.Received, sub.Response.SetApart = day, apart
	if err := s.responses.Submit(t.Context(), sub); err != nil {
		t.Fatal(err)
	}
	return sent{sub.Response.ID, sub.Receipt}
}

func (s stores) kept(t *testing.T, x sent) submission.Kept {
	t.Helper()
	kept, err := s.responses.ByReceipt(t.Context(), x.receipt)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

var (
	released = surge.Decision{Verdict: surge.Released, Reason: "differ", By: "person-1", Day: today}
	withheld = surge.Decision{Verdict: surge.Withheld, Reason: "alike", By: "person-2", Day: today}
)

const plenty = 1000

// decided carries out a decision, as whoever looks at the window at this moment, and checks on how many responses.
func (s stores) decided(t *testing.T, w surge.Window, d surge.Decision, most, want int) (more bool) {
	t.Helper()
	n, more, err := s.windows().Decide(t.Context(), w, s.number(t, w), d, most)
	if err != nil || n != want {
		t.Fatalf("%s: %d responses, want %d; error %v", d.Verdict, n, want, err)
	}
	return more
}

// number gives the number of the latest decision on a window.
func (s stores) number(t *testing.T, w surge.Window) int {
	t.Helper()
	states, err := s.windows().OfForum(t.Context(), w.Forum)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		if state.Window == w {
			return state.Number
		}
	}
	return 0
}

func (s stores) wantStates(t *testing.T, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := gocmp.Diff(want, s.states(t)); diff != "" {
		t.Error(diff)
	}
}

func TestAWindowIsReleasedInOneAction(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		s.wantStates(t)
		usual := s.sends(t, today, false)
		apart := s.setApart(t, today, 5)
		other := s.setApart(t, today.Add(1), 1)
		s.wantStates(t, "2026-11-24: 5 wait, 0 withheld, nothing", "2026-11-25: 1 wait, 0 withheld, nothing")
		for _, x := range apart {
			if got := s.kept(t, x).Response; !got.SetApart || got.Counts() || got.Version != 1 {
				t.Fatalf("set apart, and yet %+v", got)
			}
		}
		s.decided(t, window(today), released, plenty, 5)
		for _, x := range append(apart, usual) {
			if got := s.kept(t, x).Response; got.SetApart || !got.Counts() {
				t.Errorf("released, and yet %+v", got)
			}
		}
		if got := s.kept(t, apart[0]).Response.Version; got != 2 {
			t.Errorf("what was released is version %d: the stream has nothing to count", got)
		}
		if got := s.kept(t, usual).Response.Version; got != 1 {
			t.Errorf("what was never set apart is version %d", got)
		}
		if !s.kept(t, other[0]).Response.SetApart {
			t.Error("another day's was released with it")
		}
		s.decided(t, window(today), released, plenty, 0)
		s.wantStates(t, `2026-11-24: 0 wait, 0 withheld, released because "differ" by person-1 on 2026-11-24`,
			"2026-11-25: 1 wait, 0 withheld, nothing")
	})
}

// The words of what is set apart wait for nobody until it is let through; then they wait as all others do.
func TestWordsWaitForAReviewerOnceTheyAreLetThrough(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		waiting := func(i dynamoItem) bool { return i["reviewShard"] != nil }
		s.setApart(t, today, 2)
		if n := s.count(t, s.tables.Feedback, waiting); n != 0 {
			t.Errorf("the words of %d wait", n)
		}
		s.decided(t, window(today), released, plenty, 2)
		if n := s.count(t, s.tables.Feedback, waiting); n != 2 {
			t.Errorf("the words of %d wait, want those of 2", n)
		}
		apart := func(i dynamoItem) bool { return i["surgeShard"] != nil }
		if n := s.count(t, s.tables.Feedback, apart); n != 0 {
			t.Errorf("%d are still to be found as set apart", n)
		}
	})
}

// What is withheld counts nowhere, is not lost, and can be let through after all.
func TestWithholdingIsNotForGood(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		apart := s.setApart(t, today, 3)
		s.decided(t, window(today), withheld, plenty, 3)
		late := s.setApart(t, today, 1)
		s.wantStates(t, `2026-11-24: 1 wait, 3 withheld, withheld because "alike" by person-2 on 2026-11-24`)
		got := s.kept(t, apart[0]).Response
		if got.Version != 1 || !got.SetApart || len(got.Answers) == 0 {
			t.Errorf("withheld: %+v", got)
		}
		if err := s.responses.AppendConsent(t.Context(), apart[0].receipt, 1, decided(consent.Training, true)); err != nil {
			t.Fatal(err)
		}
		s.decided(t, window(today), released, plenty, 4)
		for _, x := range append(apart, late...) {
			if !s.kept(t, x).Response.Counts() {
				t.Error("it still counts nowhere")
			}
		}
		if got := s.kept(t, apart[0]).Response; got.Version != 3 || !got.Permits(consent.Training) {
			t.Errorf("what she decided meanwhile is lost: %+v", got)
		}
	})
}

func TestALongDecisionGoesOnWhereItEnded(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		s.setApart(t, today, 7)
		for _, step := range []struct {
			d          surge.Decision
			most, want int
			more       bool
		}{{withheld, 2, 2, true}, {released, 5, 5, true}, {released, 1, 1, true}, {released, 1, 1, false}, {released, 1, 0, false}} {
			if more := s.decided(t, window(today), step.d, step.most, step.want); more != step.more {
				t.Errorf("%+v: more %t", step, more)
			}
		}
		s.wantStates(t, `2026-11-24: 0 wait, 0 withheld, released because "differ" by person-1 on 2026-11-24`)
	})
}

// The index is a moment behind. What it still has of what was done before is no part of what is to be done.
func TestStaleEntriesTakeNobodysPlace(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		var ids []string
		for _, x := range s.setApart(t, today, 5) {
			ids = append(ids, string(x.id))
		}
		slices.Sort(ids)
		for _, id := range ids[:4] { // let through, and the index does not know it yet
			if _, err := db.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
				TableName: &s.tables.Feedback, UpdateExpression: aws.String("REMOVE #response.setApart"),
				ExpressionAttributeNames: map[string]string{"#response": "response"},
				Key:                      dynamoItem{"PK": &types.AttributeValueMemberS{Value: "RESPONSE#" + id}, "SK": &types.AttributeValueMemberS{Value: "RESPONSE"}},
			}); err != nil {
				t.Fatal(err)
			}
		}
		s.decided(t, window(today), released, 2, 1)
	})
}

// Nobody's decision is carried out over another's that they have not seen.
func TestTwoReviewersNeverOverwriteEachOther(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		apart := s.setApart(t, today, 6)
		errs := make(chan error, 2)
		for _, d := range []surge.Decision{released, withheld} {
			go func() {
				_, _, err := s.windows().Decide(context.Background(), window(today), 0, d, plenty)
				errs <- err
			}()
		}
		first, second := <-errs, <-errs
		if (first == nil) == (second == nil) {
			t.Fatalf("both or neither: %v, %v", first, second)
		}
		wantFault(t, "the other", cmp.Or(first, second), fault.Conflict)
		counted := 0
		for _, x := range apart {
			if s.kept(t, x).Response.Counts() {
				counted++
			}
		}
		if counted != 0 && counted != len(apart) {
			t.Errorf("%d of %d count", counted, len(apart))
		}
		late := withheld
		late.By = "person-3"
		_, _, err := s.windows().Decide(t.Context(), window(today), 0, late, plenty)
		wantFault(t, "a page that is out of date", err, fault.Conflict)
		s.decided(t, window(today), released, plenty, len(apart)-counted)
	})
}

func TestTheReviewerSeesAWindowPageByPage(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		want := map[response.ID]bool{}
		for _, x := range s.setApart(t, today, 5) {
			want[x.id] = true
		}
		s.setApart(t, today.Add(1), 1)
		s.sends(t, today, false)
		last := response.ID("")
		for _, size := range []int{2, 2, 1, 0} {
			page, err := s.windows().Look(t.Context(), window(today), surge.PileWaiting, last, 2)
			if err != nil || len(page) != size {
				t.Fatalf("%d responses, want %d; error %v", len(page), size, err)
			}
			for _, v := range page {
				if !want[v.ID] || v.Texts["change"].Words == "" {
					t.Errorf("seen again, or not of this window: %+v", v)
				}
				delete(want, v.ID)
				last = v.ID
			}
		}
		if page, err := s.windows().Look(t.Context(), window(today), surge.PileWithheld, "", 2); err != nil || len(page) != 0 {
			t.Errorf("withheld: %d, %v", len(page), err)
		}
	})
}

// Somebody who takes everything back is gone, whatever is decided afterwards.
func TestAWithdrawalReachesWhatIsSetApart(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		apart := s.setApart(t, today, 3)
		withdraw := func(x sent) {
			t.Helper()
			if err := s.responses.Withdraw(t.Context(), x.receipt, today); err != nil {
				t.Fatal(err)
			}
		}
		withdraw(apart[0])
		s.decided(t, window(today), withheld, plenty, 2)
		withdraw(apart[1])
		s.decided(t, window(today), released, plenty, 1)
		if n := s.count(t, s.tables.Feedback, isResponse); n != 1 {
			t.Errorf("%d responses are there, want 1", n)
		}
	})
}

func TestDecisionsOnNothing(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		decide := func(w surge.Window, d surge.Decision) error {
			_, _, err := s.windows().Decide(context.Background(), w, 0, d, plenty)
			return err
		}
		wantFault(t, "no window", decide(window(today), released), fault.NotFound)
		s.setApart(t, today, 1)
		wantFault(t, "another day", decide(window(today.Add(1)), released), fault.NotFound)
		wantFault(t, "another forum", decide(surge.Window{Forum: quarter.Next(), Day: today}, released), fault.NotFound)
		wantFault(t, "no reason", decide(window(today), surge.Decision{Verdict: surge.Withheld, By: "x", Day: today}), fault.Invalid)
		s.wantStates(t, "2026-11-24: 1 wait, 0 withheld, nothing")
	})
}
