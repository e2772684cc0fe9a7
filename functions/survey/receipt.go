package main

import (
	"net/http"

	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// exampleCode shows what a code looks like. Its check symbol is wrong, so that it can never be anybody's.
const exampleCode = "7K3M-9QXT-2B6W-R8HD-5C0F"

// typedCode is the longest that is shown again of what was typed for a code, in bytes.
const typedCode = 200

// receipt asks for the code that somebody kept.
func (s *service) receipt(w http.ResponseWriter, r *http.Request) error {
	return s.askCode(w, r, "", "")
}

func (s *service) askCode(w http.ResponseWriter, r *http.Request, typed, problem string) error {
	page := view(nil, "survey.receipt.title")
	page.Back = "/"
	t := (*visit)(nil).texts()
	f := pages.Field{
		Kind: pages.Line, Name: fieldName, Width: 30, Legend: t.T("survey.receipt.legend"),
		Hint: t.T("survey.receipt.hint", exampleCode), Values: []string{shortened(typed)},
	}
	if problem != "" {
		f.Error = t.T(problem)
	}
	unsent := false
	if v, err := s.visit(r); err == nil {
		unsent = v.draft.Kind == draft.Answering
	}
	return s.show(w, r, nil, "survey/receipt", page, form{Fields: []pages.Field{f}, More: unsent})
}

// comeBack opens a visit for whoever holds a code. There is no visit yet to tie a token for forms to; the code itself
// is what nobody else can send.
func (s *service) comeBack(w http.ResponseWriter, r *http.Request) error {
	if foreign(r) {
		return fault.New(fault.Forbidden, "receipt sent by another site")
	}
	sent, err := web.ParseForm(r, maxForm)
	if err != nil {
		return err
	}
	typed := sent.Get(fieldName)
	if typed == "" {
		return s.askCode(w, r, typed, "survey.receipt.empty")
	}
	code, err := receipt.ParseCode(typed)
	if err != nil {
		return s.askCode(w, r, typed, "survey.receipt.mistyped")
	}
	kept, err := s.responses.ByReceipt(r.Context(), code.Hash())
	if fault.Is(err, fault.NotFound) {
		return s.askCode(w, r, typed, "survey.receipt.unknown")
	}
	if err != nil {
		return err
	}
	d := draft.New(draft.Returning, kept.Response.Language, s.now())
	if kept.Withdrawn != "" {
		d.Language = english
	}
	d.Receipt = code.Hash()
	if err := s.open(w, r, d); err != nil {
		return err
	}
	return web.SeeOther(w, "/kept")
}
