package main

import (
	"slices"
	"testing"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
)

// holdsAll is an anonymiser that is sure of nothing.
func holdsAll(texts []string) ([]anonymise.Result, error) {
	return slices.Repeat([]anonymise.Result{{Verdict: anonymise.Held, Why: "a word may be a name"}}, len(texts)), nil
}

// What a person is told of their words is what is so, text by text, before and after a reviewer decided.
func TestComingBackTellsWhatBecameOfTheWords(t *testing.T) {
	const (
		clean = "names, places and dates have been taken out"
		waits = "a person checks"
		back  = "holds them back"
		some  = "Some of them a person read and holds back"
	)
	w := begin(t, func(d *dependencies) { d.submission.Anonymiser = anonymiserOf(holdsAll) })
	b := w.started()
	for question, words := range map[string]string{"one-change": "Somebody rang.", "treated-words": "Somebody came, then left."} {
		b.get("/q/" + question)
		b.press("Continue", answer(words))
	}
	b.get("/q/one-change")
	code := b.sent(t, "counts")
	look := func(what string, says, not []string) {
		t.Helper()
		c := w.browser()
		c.get("/receipt")
		c.press("Continue", answer(code))
		c.on(t, "/kept")
		for _, s := range says {
			if !c.page.says(s) {
				t.Errorf("%s: does not say %q:\n%s", what, s, c.page.text())
			}
		}
		for _, s := range not {
			if c.page.says(s) {
				t.Errorf("%s: says %q", what, s)
			}
		}
	}
	store := dynamostore.NewReviews(w.db, dynamostore.Tables{Feedback: w.tables["Feedback"]}, w.now)
	by := review.By{Subject: "reviewer", Day: calendar.DayOf(w.now())}
	decide := func(r response.Response, err error) {
		t.Helper()
		if err == nil {
			err = store.Save(t.Context(), r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	look("as they came", []string{"A person checks them"}, []string{back, clean})
	decide(review.HoldBack(w.only(), "one-change", "identifies", by))
	look("one held back", []string{some, "Some of them a person checks"}, []string{clean})
	decide(review.Clear(w.only(), "treated-words", review.Clearing{Words: "[name] came, then left."}, by))
	look("the other cleared", []string{some, "From some of them, " + clean}, []string{waits})
	decide(review.HoldBack(w.only(), "treated-words", "identifies", by))
	look("both held back", []string{"A person read them and holds them back", "90 days"}, []string{waits, clean})
}
