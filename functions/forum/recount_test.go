package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

func TestARecountThatDiffersIsReportedAndReleased(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	b.came(30, true)
	b.came(30, false) // never counted
	b.do("close", q4)
	if got := b.respondents(b.releases.Latest(t.Context(), q4)); got.Value != 60 {
		t.Errorf("released %v", got)
	}
	if !strings.Contains(b.log.String(), `"event":"recount-differs"`) || b.waits != 1+len(pauses) {
		t.Errorf("%d waits; %s", b.waits, b.log)
	}
}

func TestARecountWaitsForWhatIsOnItsWay(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	late := b.came(30, false)
	b.wait = func(context.Context, time.Duration) error {
		b.waits++
		if b.waits == 2 {
			for _, r := range late {
				b.coded(r, b.coder, b.book.Version)
			}
		}
		return nil
	}
	b.do("close", q4)
	if strings.Contains(b.log.String(), "recount-differs") {
		t.Error(b.log)
	}
}

func TestARecountMendsWhatCouldNotBeCoded(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	for _, r := range b.came(40, false) {
		b.coded(r, failing{}, b.book.Version)
	}
	b.do("close", q4)
	if strings.Contains(b.log.String(), "recount-differs") {
		t.Error("what could not be coded in time is no difference")
	}
	latest, err := b.releases.Latest(t.Context(), q4)
	if err != nil {
		t.Fatal(err)
	}
	if themes, _ := latest.Table("victim", release.AllThemes); themes.Suppressed() || !shows(themes) {
		t.Error("the release has no themes")
	}
}

// Coding a forum again under a new codebook takes a while. Until then what was found under the one before is in the running
// tally, and in no release that says it goes by the new one.
func TestAReleaseIsCodedUnderTheCodebookThatItNames(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	for _, r := range b.came(40, false) {
		b.coded(r, silent{}, b.book.Version-1)
	}
	b.do("close", q4)
	if strings.Contains(b.log.String(), "recount-differs") {
		t.Error("what is still to be coded again is no difference")
	}
	latest, err := b.releases.Latest(t.Context(), q4)
	if err != nil || latest.Codebook != b.book.Version {
		t.Fatal(latest.Codebook, err)
	}
	if themes, _ := latest.Table("victim", release.AllThemes); !shows(themes) {
		t.Error("the release has the themes of another codebook")
	}
}

// silent finds nothing, as a codebook without themes would.
type silent struct{}

func (silent) Code(string, string) ([]themes.Mention, error) { return nil, nil }

func shows(t release.Table) bool {
	for _, row := range t.Rows {
		if !row.Count.Suppressed {
			return true
		}
	}
	return false
}

type failing struct{}

func (failing) Code(string, string) ([]themes.Mention, error) { return nil, errors.New("no") }

// The forum asks the second version of its questions; those who began before it opened answer the first.
func TestAnswersToTheQuestionsBeforeAreRecounted(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	second := func(q *questionnaire.Questionnaire, err error) (*questionnaire.Questionnaire, error) {
		next := *q
		next.Version = 2
		return &next, err
	}
	b.asked = func(id string) (*questionnaire.Questionnaire, error) { return second(questionnaire.Latest(id)) }
	b.about = func(id string, version int) (*questionnaire.Questionnaire, error) {
		if version == 2 {
			return second(questionnaire.Get(id, 1))
		}
		return questionnaire.Get(id, version)
	}
	b.do("calendar", "")
	b.came(30, true)
	b.do("close", q4)
	if got := b.respondents(b.releases.Latest(t.Context(), q4)); got.Value != 30 || strings.Contains(b.log.String(), "recount-differs") {
		t.Errorf("released %v; %s", got, b.log)
	}
}

func TestAWithdrawalIsNotRecounted(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	all := b.came(33, true)
	for _, r := range all[:5] { // the index by forum still has them
		b.count(tally.Withdrawal(r.ID, q4, b.today()))
	}
	b.do("close", q4)
	if got := b.respondents(b.releases.Latest(t.Context(), q4)); got.Value != 30 || strings.Contains(b.log.String(), "recount-differs") {
		t.Errorf("released %v of 28; %s", got, b.log)
	}
}
