package main

import (
	"net/http"
	"slices"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/surge"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

const (
	surgesAddress = "/review/surges"

	surgeForums  = 6    // the next quarter, this one, and the four before, as in the queue
	surgeLooked  = 200  // responses that are compared with each other
	surgeDecided = 2000 // responses that one press of a button decides on, well within the time of a request
)

// The fields of a surge's page.
const (
	numberName   = "number" // of the decision so far
	countWhyName = "count-why"
	asideWhyName = "aside-why"
)

// What its buttons do.
const (
	doCount = "count"
	doAside = "aside"
)

// verdict is one of the two decisions on a surge, with the reasons that there may be for it.
type verdict struct {
	is    surge.Verdict
	verb  audit.Verb
	field string // asks for the reason
	said  string // the banner's text once it is done
}

var verdicts = map[string]verdict{
	doCount: {surge.Released, audit.SurgeCounted, countWhyName, "counted"},
	doAside: {surge.Withheld, audit.SurgeLeftOut, asideWhyName, "aside"},
}

type surgesPage struct {
	Table pages.Table
	Empty bool
}

// surges lists the days on which responses were set apart, the latest first.
func (s *service) surges(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := s.desk.Record(r, v, audit.ViewSurge, audit.Entry{}, audit.Allowed); err != nil {
		return err
	}
	t := texts()
	page := surgesPage{Table: pages.Table{Caption: t.T("review.surges.caption")}}
	for _, column := range []string{"day", "forum", "waiting", "aside", "decision"} {
		page.Table.Head = append(page.Table.Head, pages.Cell{Text: t.T("review.column." + column)})
	}
	forum := calendar.QuarterOf(s.now()).Next()
	for range surgeForums {
		states, err := s.windows.OfForum(r.Context(), forum)
		if err != nil {
			return err
		}
		for _, state := range slices.Backward(states) {
			page.Table.Rows = append(page.Table.Rows, []pages.Cell{
				{Text: state.Day.Words(), Href: surgeAddress(state.Window)},
				{Text: forum.Words()},
				{Text: strconv.Itoa(state.Waiting)},
				{Text: strconv.Itoa(state.Withheld)},
				decisionCell(state),
			})
		}
		forum = forum.Previous()
	}
	page.Empty = len(page.Table.Rows) == 0
	return s.render(w, r, v, http.StatusOK, "surges", surgesAddress, "", page)
}

func decisionCell(state surge.State) pages.Cell {
	t := texts()
	if state.Last == nil {
		return pages.Cell{Text: t.T("review.surge.state.none"), Tag: true, Colour: "yellow"}
	}
	return pages.Cell{Text: t.T("review.surge.state."+string(state.Last.Verdict), state.Last.Day.Words())}
}

func surgeAddress(w surge.Window) string {
	return surgesAddress + "/" + string(w.Forum) + "/" + string(w.Day)
}

// state gives the surge that an address names, as it stands.
func (s *service) state(r *http.Request) (surge.State, error) {
	none := fault.New(fault.NotFound, "there was no such surge")
	forum, err := calendar.ParseQuarter(r.PathValue("forum"))
	if err != nil {
		return surge.State{}, none
	}
	states, err := s.windows.OfForum(r.Context(), forum)
	if err != nil {
		return surge.State{}, err
	}
	for _, state := range states {
		if string(state.Day) == r.PathValue("day") {
			return state, nil
		}
	}
	return surge.State{}, none
}

func (s *service) recordSurge(r *http.Request, v visitor, verb audit.Verb, of surge.Window, why audit.Reason) error {
	return s.desk.Record(r, v, verb, audit.Entry{About: audit.AboutSurge(of.Day), Forum: of.Forum, Reason: why}, audit.Allowed)
}

// surge shows what one day's surge consists of: how alike its responses are, and nothing of any of them.
func (s *service) surge(w http.ResponseWriter, r *http.Request, v visitor) error {
	state, err := s.state(r)
	if err != nil {
		return err
	}
	banner := pages.Banner{}
	done, left := r.URL.Query().Get("done"), ""
	if r.URL.Query().Get("left") != "" {
		left = "-left"
	}
	for _, known := range verdicts {
		if done == known.said {
			banner = pages.Banner{Text: texts().T("review.surge.done." + done + left), Success: left == ""}
		}
	}
	return s.showSurge(w, r, v, state, http.StatusOK, "", banner)
}

type surgePage struct {
	Day, Address string
	Facts, Alike []pages.SummaryRow
	Number       int
	Words        []pages.NavLink // lead to the words, pile by pile
	Left         bool            // something is left to decide on
	Count, Aside pages.Field
}

// showSurge renders a surge's page; wrong names the field that lacks its reason.
func (s *service) showSurge(
	w http.ResponseWriter, r *http.Request, v visitor, state surge.State, status int, wrong string, banner pages.Banner,
) error {
	if err := s.recordSurge(r, v, audit.ViewSurge, state.Window, ""); err != nil {
		return err
	}
	t := texts()
	page := surgePage{
		Day: state.Day.Words(), Address: surgeAddress(state.Window), Number: state.Number, Facts: surgeFacts(state),
		Left:  state.Waiting+state.Withheld > 0,
		Count: reasonField(countWhyName, "review.surge.count", audit.SurgeCounted, lastReason(state, surge.Released)),
		Aside: reasonField(asideWhyName, "review.surge.aside", audit.SurgeLeftOut, lastReason(state, surge.Withheld)),
	}
	for _, pile := range surge.Piles {
		looked, err := s.windows.Look(r.Context(), state.Window, pile, "", surgeLooked)
		if err != nil {
			return err
		}
		if len(looked) == 0 {
			continue
		}
		page.Words = append(page.Words, pages.NavLink{Text: t.T("review.surge.words." + string(pile)), Href: wordsAddress(state.Window, pile, "")})
		if page.Alike == nil {
			page.Alike = alikeRows(surge.LikenessOf(looked))
		}
	}
	view := s.desk.View(v, "review.surge.title", surgesAddress, nil)
	for _, f := range []*pages.Field{&page.Count, &page.Aside} {
		if f.Name == wrong {
			f.Error = t.T("review.surge.why.error")
			view.Errors = pages.Summarise(*f)
		}
	}
	view.Banner, view.Data, view.Back = banner, page, surgesAddress
	return s.site.Render(w, r, status, "review/surge", view)
}

// lastReason gives the reason of the latest decision where it was this one, so that going on with it takes one press.
func lastReason(state surge.State, is surge.Verdict) audit.Reason {
	if state.Last == nil || state.Last.Verdict != is {
		return ""
	}
	return audit.Reason(state.Last.Reason)
}

func surgeFacts(state surge.State) []pages.SummaryRow {
	t := texts()
	rows := []pages.SummaryRow{
		{Key: t.T("review.column.forum"), Values: []string{state.Forum.Words()}},
		{Key: t.T("review.column.waiting"), Values: []string{strconv.Itoa(state.Waiting)}},
		{Key: t.T("review.column.aside"), Values: []string{strconv.Itoa(state.Withheld)}},
		{Key: t.T("review.column.decision"), Values: []string{decisionCell(state).Text}},
	}
	if state.Last != nil {
		rows = append(rows, pages.SummaryRow{Key: t.T("review.surge.why"), Values: []string{t.T("review.reason." + state.Last.Reason)}})
	}
	return rows
}

func alikeRows(l surge.Likeness) []pages.SummaryRow {
	t := texts()
	row := func(key string, n int) pages.SummaryRow {
		return pages.SummaryRow{Key: t.T("review.surge.alike." + key), Values: []string{strconv.Itoa(n)}}
	}
	return []pages.SummaryRow{
		row("looked", l.Looked), row("choices", l.Choices), row("most", l.SameMost), row("worded", l.Worded),
		row("repeated", l.Repeated), row("held", l.Held), row("languages", l.Languages),
	}
}

// surgeAct decides on a surge. Where somebody else has decided since the page was shown, nothing is done, and what they
// decided is shown.
func (s *service) surgeAct(w http.ResponseWriter, r *http.Request, v visitor) error {
	state, err := s.state(r)
	if err != nil {
		return err
	}
	chosen, ok := verdicts[r.PostForm.Get(doName)]
	if !ok {
		return fault.New(fault.Invalid, "a surge's page was sent for nothing that is known")
	}
	number, err := strconv.Atoi(r.PostForm.Get(numberName))
	if err != nil || number != state.Number {
		return s.surgeCollided(w, r, v, state)
	}
	why := audit.Reason(r.PostForm.Get(chosen.field))
	if !slices.Contains(chosen.verb.Reasons(), why) {
		return s.showSurge(w, r, v, state, http.StatusUnprocessableEntity, chosen.field, pages.Banner{})
	}
	if err := s.recordSurge(r, v, chosen.verb, state.Window, why); err != nil {
		return err
	}
	_, more, err := s.windows.Decide(r.Context(), state.Window, number, surge.Decision{
		Verdict: chosen.is, Reason: string(why), By: v.Person.Subject, Day: calendar.DayOf(s.now()),
	}, surgeDecided)
	if fault.Is(err, fault.Conflict) {
		if state, err = s.state(r); err != nil {
			return err
		}
		return s.surgeCollided(w, r, v, state)
	}
	if err != nil {
		return err
	}
	address := surgeAddress(state.Window) + "?done=" + chosen.said
	if more {
		address += "&left=yes"
	}
	return web.SeeOther(w, address)
}

func (s *service) surgeCollided(w http.ResponseWriter, r *http.Request, v visitor, state surge.State) error {
	banner := pages.Banner{Text: texts().T("review.surge.collided", decisionCell(state).Text)}
	return s.showSurge(w, r, v, state, http.StatusConflict, "", banner)
}
