package main

import (
	"net/http"
	"slices"
	"unicode/utf8"

	"voiceforum/shared/audit"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/shared/web"
)

// act does what a text's page was sent for: it opens what was written, masks more, clears the words or holds them
// back. Only the last two store anything.
func (s *service) act(w http.ResponseWriter, r *http.Request, v visitor) error {
	resp, err := s.named(r)
	if err != nil {
		return err
	}
	question, c := r.PathValue("question"), chosenOf(r.PostForm)
	if c.opened == "" && c.do == doOpen && slices.Contains(audit.OpenSealed.Reasons(), c.reason) {
		c.opened = c.reason
	}
	l, err := s.lay(r, v, resp, question, c)
	if err != nil {
		return err
	}
	if c.version != resp.Version {
		return s.collided(w, r, v, l)
	}
	switch c.do {
	case doOpen:
		wrong := problems{}
		if c.opened == "" {
			wrong[reasonName] = "review.text.reason.error"
		}
		return s.show(w, r, v, l, http.StatusOK, wrong)
	case doMask:
		return s.maskMore(w, r, v, l)
	case doClear:
		return s.clear(w, r, v, l)
	case doHold:
		return s.holdBack(w, r, v, l)
	}
	return fault.New(fault.Invalid, "a text's page was sent for nothing that is known")
}

// maskMore puts one more mask on the leaf, or says that the words are nowhere to be masked.
func (s *service) maskMore(w http.ResponseWriter, r *http.Request, v visitor, l *leaf) error {
	wrong := ""
	switch {
	case l.chosen.mask.Words == "":
		wrong = "review.text.mask.empty"
	case utf8.RuneCountInString(l.chosen.mask.Words) > longestWords:
		wrong = "review.text.mask.long"
	case len(l.chosen.more) >= mostMore:
		wrong = "review.text.mask.many"
	}
	if wrong != "" {
		return s.show(w, r, v, l, http.StatusOK, problems{maskName: wrong})
	}
	added, before := l.chosen.mask, l.chosen.more
	l.chosen.more = append(slices.Clone(before), added)
	s.apply(l)
	if slices.Contains(l.result.None, added) {
		l.chosen.more = before
		s.apply(l)
		return s.show(w, r, v, l, http.StatusOK, problems{maskName: "review.text.mask.nowhere"})
	}
	l.chosen.mask = review.More{}
	return s.show(w, r, v, l, http.StatusOK, nil)
}

// clear stores the words as they stand on the leaf, with the quotes that may be made of them.
func (s *service) clear(w http.ResponseWriter, r *http.Request, v visitor, l *leaf) error {
	quotes, missing := quotesIn(l)
	wrong := problems{}
	if missing != "" {
		wrong[missing] = "review.text.quote.error"
	}
	if l.chosen.mask.Words != "" { // typed, and not masked yet: it would stand where others read it
		wrong[maskName] = "review.text.mask.first"
	}
	if l.waitsUnread() {
		wrong[reasonName] = "review.text.reason.first"
	}
	if len(l.doubts) > 0 && !l.chosen.sure {
		wrong[sureName] = "review.text.sure.error"
	}
	if len(l.chosen.approve) > 0 && len(quotes) == 0 && missing == "" {
		wrong[quoteName] = "review.text.quote.none"
	}
	labels, ok := themeLabels(l)
	if !ok {
		wrong[themeName] = "review.text.theme.error"
	}
	if len(wrong) > 0 {
		return s.show(w, r, v, l, http.StatusOK, wrong)
	}
	next, err := review.Clear(l.resp, l.question, review.Clearing{
		Words: l.result.Words, Quotes: quotes, Approved: l.chosen.approve, Labels: l.result.Labels,
		Themes: labels,
	}, s.by(v))
	if err != nil {
		return err
	}
	return s.store(w, r, v, l, next, "cleared", "", clearing(l, quotes)...)
}

// clearing gives the verbs of what clearing does to words.
func clearing(l *leaf, quotes []response.Span) []audit.Verb {
	var verbs []audit.Verb
	if len(l.chosen.more) > 0 {
		verbs = append(verbs, audit.MaskMore)
	}
	if len(l.chosen.off) > 0 {
		verbs = append(verbs, audit.Unmask)
	}
	if len(quotes) > 0 {
		verbs = append(verbs, audit.ChooseQuote)
	}
	return append(verbs, audit.Approve)
}

// holdBack stores that the words go nowhere, and why.
func (s *service) holdBack(w http.ResponseWriter, r *http.Request, v visitor, l *leaf) error {
	if !slices.Contains(audit.HoldBack.Reasons(), l.chosen.hold) {
		return s.show(w, r, v, l, http.StatusOK, problems{holdName: "review.text.hold.error"})
	}
	next, err := review.HoldBack(l.resp, l.question, string(l.chosen.hold), s.by(v))
	if err != nil {
		return err
	}
	return s.store(w, r, v, l, next, "held-back", l.chosen.hold, audit.HoldBack)
}

// store records what is done and then does it. Where somebody was faster, nothing is overwritten.
func (s *service) store(
	w http.ResponseWriter, r *http.Request, v visitor, l *leaf, next response.Response, done string, why audit.Reason, verbs ...audit.Verb,
) error {
	for _, verb := range verbs {
		if err := s.record(r, v, verb, l.resp, l.question, why); err != nil {
			return err
		}
	}
	err := s.reviews.Save(r.Context(), next)
	if fault.Is(err, fault.Conflict) {
		resp, err := s.named(r)
		if err != nil {
			return err
		}
		again, err := s.lay(r, v, resp, l.question, l.chosen)
		if err != nil {
			return err
		}
		return s.collided(w, r, v, again)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, responseAddress(l.resp.ID)+"?done="+done)
}

// collided says that the response changed while a reviewer was looking, and to what, and shows again what they chose:
// nothing of it is lost, and nothing of the other's overwritten.
func (s *service) collided(w http.ResponseWriter, r *http.Request, v visitor, l *leaf) error {
	t := texts()
	state, _ := stateOf(l.resp, l.question)
	permitted := t.T("review.purpose.none")
	for i, p := range review.Permitted(l.resp) {
		if i == 0 {
			permitted = ""
		} else {
			permitted += "; "
		}
		permitted += t.T("review.purpose." + string(p))
	}
	l.chosen.approve = slices.DeleteFunc(l.chosen.approve, func(p consent.Purpose) bool {
		return !slices.Contains(review.Permitted(l.resp), p)
	})
	return s.show(w, r, v, l, http.StatusConflict, nil, t.T("review.collided", t.T("review.state."+state), permitted))
}
