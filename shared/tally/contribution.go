package tally

import (
	"slices"
	"strconv"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// yearsBefore is how many years before the forum's own a month's answer is counted by its year; those before that are
// counted together, so that no row waits for a lone old case.
const yearsBefore = 4

// Contribution gives what one response adds to the tally of its forum: 1 in each cell it belongs to. Without the
// permission for counts it adds nothing, to no base and no total.
//
// Every question that the routing asked counts under Asked and under exactly one of its options, or under NoAnswer;
// a question with several choices counts under each option chosen. An answer that the question does not know, or
// that cannot stand beside another, counts as NoAnswer, so that rows always sum to their base. A month counts by its year (see Years). Free texts are not
// counted; they are what mentions come from, and each theme counts once, under Combine of its stances.
//
// A response of another questionnaire than q, or of a channel nobody knows, is a fault.Invalid.
func Contribution(q *questionnaire.Questionnaire, r response.Response, mentions []themes.Mention) (Tally, error) {
	c := contribution{counts: Tally{}, view: r.Channel.View()}
	if err := count(q, r, mentions, &c); err != nil {
		return nil, err
	}
	return c.counts, nil
}

// contribution is a tally being made of one response.
type contribution struct {
	counts      Tally
	view, table string
}

func (c *contribution) open(table string)              { c.table = table }
func (c *contribution) ask(qu *questionnaire.Question) { c.table = Question + qu.ID }
func (c *contribution) in(cell string)                 { c.counts[Key(c.view, c.table, cell)] = 1 }

// sheet is what a response is counted on: a table is opened, or that of a question, and then the cells of it named that
// the response is in.
type sheet interface {
	open(table string)
	ask(qu *questionnaire.Question)
	in(cell string)
}

// count names every cell that a response counts under.
func count(q *questionnaire.Questionnaire, r response.Response, mentions []themes.Mention, on sheet) error {
	if r.Questionnaire != (response.QuestionnaireVersion{ID: q.ID, Version: q.Version}) {
		return fault.New(fault.Invalid, "response answers another questionnaire")
	}
	switch r.Channel {
	case response.Victim, response.AdvocateAssisted, response.Partner, response.Officer:
	default:
		return fault.New(fault.Invalid, "response came by an unknown channel")
	}
	if !r.Counts() {
		return nil
	}
	on.open(Respondents)
	on.in(All)
	on.open(Channel)
	on.in(string(r.Channel))
	on.in(Asked)
	if r.Service != "" {
		on.open(Service)
		on.in(r.Service)
		on.in(Asked)
		on.open(By + r.Service)
		on.in(r.Organisation)
	}
	for _, question := range q.Applies(r.Answers) {
		if question.Kind == questionnaire.Text {
			continue
		}
		on.ask(question)
		on.in(Asked)
		for _, cell := range cells(question, r.Answers[question.ID], r.Forum) {
			on.in(cell)
		}
	}
	for theme, stance := range Combine(mentions) {
		on.open(Theme + theme)
		on.in(string(stance))
	}
	return nil
}

// cells gives the cells of a question that an answer counts under: at least one.
func cells(question *questionnaire.Question, answer []string, forum calendar.Quarter) []string {
	if len(answer) == 1 {
		if _, ok := question.Option(answer[0]); ok {
			return answer
		}
	}
	known := make([]string, 0, len(answer))
	alone := question.Kind != questionnaire.Several
	for _, a := range answer {
		if option, ok := question.Option(a); ok {
			known = append(known, a)
			alone = alone || option.Exclusive
		} else if question.Kind == questionnaire.Month {
			if year := yearCell(a, forum); year != "" {
				known = append(known, year)
			}
		}
	}
	if len(known) == 0 || len(known) > 1 && alone {
		return unanswered
	}
	return known
}

// Years gives the cells that months are counted under at a forum, latest first: its own year, the years before it one
// by one, and Earlier. A date later than the forum's year, or without a year, counts as NoAnswer.
func Years(forum calendar.Quarter) []string {
	own := forum.First().Start().Year()
	years := make([]string, 0, yearsBefore+2)
	for y := own; y >= own-yearsBefore; y-- {
		years = append(years, strconv.Itoa(y))
	}
	return append(years, Earlier)
}

// unanswered are the cells of a question that was asked and not answered. It is only ever read.
var unanswered = []string{NoAnswer}

func yearCell(answer string, forum calendar.Quarter) string {
	date, ok := questionnaire.ParseDate(answer)
	own := forum.First().Start().Year()
	switch {
	case !ok || date.Year == 0 || date.Year > own:
		return ""
	case date.Year < own-yearsBefore:
		return Earlier
	}
	return strconv.Itoa(date.Year)
}

// Combine gives one stance a theme: that of its mentions where they agree. A neutral mention gives way to any other,
// and mentions that disagree otherwise are mixed. A mention with an unknown stance is none.
func Combine(mentions []themes.Mention) map[string]themes.Stance {
	combined := make(map[string]themes.Stance, len(mentions))
	for _, m := range mentions {
		was, seen := combined[m.Theme]
		switch {
		case !slices.Contains(themes.Stances, m.Stance):
		case !seen || was == themes.Neutral:
			combined[m.Theme] = m.Stance
		case m.Stance != was && m.Stance != themes.Neutral:
			combined[m.Theme] = themes.Mixed
		}
	}
	return combined
}
