package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// choices lets somebody who came back change what may be done with her answers. Contact can be turned off here and not
// on: whoever finds a code must not be able to leave their own details under it.
func (s *service) choices(w http.ResponseWriter, r *http.Request, v *visit) error {
	kept, to, err := s.standing(r, v)
	if err != nil {
		return err
	}
	if to != "" {
		return web.SeeOther(w, to)
	}
	shown, err := changeable(v.language(), kept.Response)
	if err != nil {
		return err
	}
	t := v.texts()
	f := boxes(shown, t.T("survey.choices.legend"), t.T("survey.choices.hint"))
	for _, wording := range shown {
		if kept.Response.Permits(wording.Purpose) {
			f.Values = append(f.Values, string(wording.Purpose))
		}
	}
	if v.posted {
		f.Values = v.form[fieldName]
	}
	given, known := ticked(f)
	if !known {
		f.Error = t.T("survey.permissions.error")
	}
	if v.sent() && known {
		switch err := s.change(r, v, given); {
		case err == nil:
			return web.SeeOther(w, "/kept?saved")
		case !fault.Is(err, fault.TooMany):
			return err
		}
		f.Error = t.T("survey.choices.error.many")
	}
	page := view(v, "survey.choices.title")
	page.Back = "/kept"
	return s.show(w, r, v, "survey/choices", page,
		form{Fields: []pages.Field{f}, More: kept.Response.Permits(consent.Contact)})
}

// changeable gives the wordings of what can still be changed.
func changeable(lang string, resp response.Response) ([]consent.Wording, error) {
	shown, err := consent.Shown(lang)
	if err != nil || resp.Permits(consent.Contact) {
		return shown, err
	}
	return slices.DeleteFunc(shown, func(w consent.Wording) bool { return w.Purpose == consent.Contact }), nil
}

// change adds what was decided to the response, if it changes anything. Where another tab was faster, it is put on
// what stands then.
func (s *service) change(r *http.Request, v *visit, given map[consent.Purpose]bool) error {
	for range attempts {
		kept, _, err := s.standing(r, v)
		if err != nil {
			return err
		}
		if kept.Withdrawn != "" {
			return nil
		}
		shown, err := changeable(v.language(), kept.Response)
		if err != nil {
			return err
		}
		event := consent.Decide(shown, given, calendar.DayOf(s.now())).Changes(consent.Current(kept.Response.Consents...))
		if len(event) == 0 {
			return nil
		}
		err = s.responses.AppendConsent(r.Context(), v.draft.Receipt, kept.Response.Version, event)
		if !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return fault.New(fault.Conflict, "change permissions")
}
