package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// Names of a form's fields. They say nothing, because browsers remember names.
const (
	fieldName = "answer"
	otherName = "answer-other" // what can be chosen instead of a month
	thenName  = "then"         // which button was pressed
	fromName  = "from"         // the question that was changed from the check page
)

// What the buttons beside Continue do.
const (
	thenSkip = "skip"  // leave this question without an answer
	thenStop = "check" // no more questions
	thenStay = "stay"  // more time
)

// asked is what the page of a question shows besides its fields.
type asked struct {
	Question questionnaire.Question
	Language string
	Number   int // 0 for questions about the person
	Of       int
	Hidden   bool   // answered alone; not shown again
	From     string // see fromName
}

// question shows one question and takes its answer.
func (s *service) question(w http.ResponseWriter, r *http.Request, v *visit) error {
	question, ok := v.q.Question(r.PathValue("question"))
	if !ok {
		return fault.New(fault.NotFound, "no such question")
	}
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	if !slices.Contains(v.applying(), question) {
		return web.SeeOther(w, v.after(question))
	}
	if question.Part == questionnaire.Support && v.to(question) == "/alone" {
		return web.SeeOther(w, "/alone")
	}
	if !v.posted {
		return s.ask(w, r, v, question, v.answerOf(question), nil)
	}
	values := v.valuesOf(question)
	answer, problem := question.Read(values, calendar.DayOf(s.now()))
	if v.forged || problem != nil {
		return s.ask(w, r, v, question, values, problem)
	}
	if err := s.answer(r, v, question, answer); err != nil {
		return err
	}
	return web.SeeOther(w, v.then(question))
}

// answer saves what was answered to one question. What was answered alone and is hidden stays where nothing new came.
func (s *service) answer(r *http.Request, v *visit, question *questionnaire.Question, answer []string) error {
	keep := v.hidden(question) && len(answer) == 0 && v.form.Get(thenName) != thenSkip
	return s.save(r.Context(), v, func(d *draft.Draft) {
		d.Passed[question.ID] = true
		switch {
		case keep:
		case len(answer) == 0:
			delete(d.Answers, question.ID)
		default:
			d.Answers[question.ID] = answer
		}
	})
}

// then is the page that a question's form leads to.
func (v *visit) then(question *questionnaire.Question) string {
	from, changed := v.q.Question(v.form.Get(fromName))
	switch then := v.form.Get(thenName); {
	case then == thenStay:
		return "/stay?to=" + question.ID
	case then == thenStop:
		return "/check"
	case changed:
		return v.afterChange(from.ID)
	}
	return v.after(question)
}

// valuesOf gives what a form sent to a question, in the order in which Question.Read takes it.
func (v *visit) valuesOf(question *questionnaire.Question) []string {
	switch {
	case v.form.Get(thenName) == thenSkip:
		return nil
	case question.Kind == questionnaire.Month:
		typed := []string{v.form.Get(fieldName + "-month"), v.form.Get(fieldName + "-year")}
		return append(typed, v.form[otherName]...)
	}
	return v.form[fieldName]
}

// answerOf gives what was answered before, as a form would send it.
func (v *visit) answerOf(question *questionnaire.Question) []string {
	answer := v.draft.Answers[question.ID]
	switch {
	case v.hidden(question):
		return nil
	case question.Kind != questionnaire.Month || len(answer) == 0:
		return answer
	}
	if date, ok := questionnaire.ParseDate(answer[0]); ok {
		return typedMonth(date)
	}
	return append([]string{"", ""}, answer...)
}

// ask shows a question with what was answered or typed, and what is wrong with that.
func (s *service) ask(
	w http.ResponseWriter, r *http.Request, v *visit, question *questionnaire.Question,
	values []string, problem *questionnaire.Problem,
) error {
	more := asked{Question: *question, Language: v.language(), Hidden: v.hidden(question), From: v.from(r)}
	more.Number, more.Of = v.count(question)
	page := view(v, "survey.question.title", more.Number)
	if question.Part == questionnaire.AboutYou {
		page.Title = v.texts().T("survey.question.about-you")
	}
	page.Back = v.previous(question)
	if more.From != "" {
		page.Back = "/check"
	}
	fields := fieldsOf(question, v, values)
	if problem != nil {
		fields[0].Error = v.texts().T("survey.problem."+string(problem.Code), problem.Detail)
	}
	return s.show(w, r, v, "survey/question", page, form{Fields: fields, More: more})
}

// from gives the question that was changed from the check page, where the visit is on its way back there.
func (v *visit) from(r *http.Request) string {
	id := r.URL.Query().Get(fromName)
	if v.posted {
		id = v.form.Get(fromName)
	}
	if _, ok := v.q.Question(id); !ok {
		return ""
	}
	return id
}

// fieldsOf makes a question's fields: one, and a second for what can be chosen instead of a month.
func fieldsOf(question *questionnaire.Question, v *visit, values []string) []pages.Field {
	lang := v.language()
	f := pages.Field{
		Kind: pages.FieldKind(question.Kind), Name: fieldName, Heading: true,
		Legend: question.Title.In(lang), Hint: question.Hint.In(lang), Limit: question.Limit, Values: values,
	}
	var options []pages.Option
	for _, o := range question.Options {
		options = append(options, pages.Option{
			Value: o.ID, Label: o.Label.In(lang), Hint: o.Hint.In(lang), Exclusive: o.Exclusive,
		})
	}
	switch question.Kind {
	case questionnaire.Text:
		f.Heading, f.Legend = false, v.texts().T("survey.question.words")
	case questionnaire.Month:
		other := pages.Field{
			Kind: pages.Several, Name: otherName, Legend: v.texts().T("survey.question.month-other"), Options: options,
		}
		if len(values) > 2 {
			f.Values, other.Values = values[:2], values[2:]
		}
		return []pages.Field{f, other}
	default:
		f.Options = options
	}
	return []pages.Field{f}
}
