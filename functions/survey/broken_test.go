package main

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
)

// brokenDrafts cannot delete.
type brokenDrafts struct{ drafts }

func (brokenDrafts) Delete(context.Context, string) error {
	return fault.New(fault.Unavailable, "delete draft")
}

// unsure stores everything and loses its reply, so many times.
type unsure struct {
	responses
	times int
	err   error
}

func (u *unsure) Submit(ctx context.Context, s submission.Submission) error {
	if err := u.responses.Submit(ctx, s); err != nil {
		return err
	}
	if u.times > 0 {
		u.times--
		return u.err
	}
	return nil
}

// A reply that is lost loses nothing, and counts nothing twice.
func TestLostReplies(t *testing.T) {
	for name, times := range map[string]int{"once": 1, "until the page gives up": attempts + 1} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, func(d *dependencies) {
				d.responses = &unsure{d.responses, times, fault.Wrap(fault.Unavailable, "submit", errors.New("lost"))}
			})
			b := w.started()
			b.sent(t, "counts")
			w.only()
		})
	}
}

// down never stores anything.
type down struct{ responses }

func (down) Submit(context.Context, submission.Submission) error {
	return fault.New(fault.Unavailable, "submit")
}

func TestNothingIsLostWhileTheDatabaseIsDown(t *testing.T) {
	w := begin(t, func(d *dependencies) { d.responses = down{d.responses} })
	b := w.started()
	b.press("Continue", answer("online"))
	b.get("/permissions")
	b.press("Continue", answer("counts"))
	if p := b.press("Send my answers", nil); p.status != http.StatusServiceUnavailable || !p.says("Try again") {
		t.Errorf("%d %s", p.status, p.text())
	}
	b.get("/check")
	if !b.page.says("I told them online") {
		t.Error("the answers are lost")
	}
}

type anonymiserOf func([]string) ([]anonymise.Result, error)

func (f anonymiserOf) Anonymise(texts []string) ([]anonymise.Result, error) { return f(texts) }

// Whatever the anonymiser does, the response counts and nobody sees the words.
func TestAnonymiserFails(t *testing.T) {
	for name, f := range map[string]anonymiserOf{
		"error": func([]string) ([]anonymise.Result, error) { return nil, errors.New("CANARY") },
		"panic": func(texts []string) ([]anonymise.Result, error) { panic(texts[0]) },
		"short": func([]string) ([]anonymise.Result, error) { return nil, nil },
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, func(d *dependencies) { d.submission.Anonymiser = f })
			b := w.started()
			b.get("/q/one-change")
			b.press("Continue", answer("CANARY"))
			b.sent(t, "counts", "public-quotes")
			if got := w.only().Texts["one-change"]; got != (response.Text{State: response.Held}) {
				t.Errorf("stored %+v", got)
			}
			if n := w.count("Sealed"); n != 1 {
				t.Errorf("%d sealed texts", n)
			}
			w.absent(t, "CANARY")
		})
	}
}
