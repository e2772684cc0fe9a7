package main

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/web/pages"
)

// Names of the form's fields. A question's is answerName with its id, a purpose's permitName with it.
const (
	keyName     = "key"  // made with the first page, so that the same piece sent twice is one
	versionName = "v"    // of the questionnaire, which stays the one that was begun
	stepName    = "step" // which page was sent: the id of its first question, or checkStep or namesStep
	goName      = "go"   // where to: goBack, goAccept, the first question of a step, or onwards where empty
	answerName  = "a-"
	permitName  = "p-"

	checkStep = "check"
	namesStep = "names"
	goBack    = "back"
	goAccept  = "accept"
)

// piece is one piece of feedback while somebody writes it. It is kept in the pages' own forms and nowhere else: until
// it is sent nothing of it is stored, and what is refused is not stored either.
type piece struct {
	o       organisation.Organisation
	q       *questionnaire.Questionnaire
	key     string
	sent    url.Values            // as it was typed
	answers questionnaire.Answers // what of it can be taken
	wrong   map[string]string     // by question, what to change
}

// begun gives the questionnaire whose pages somebody has begun to fill in, or else the one that is asked now.
func (s *service) begun(r *http.Request, o organisation.Organisation) (*questionnaire.Questionnaire, error) {
	if version, err := strconv.Atoi(r.PostForm.Get(versionName)); err == nil {
		if q, err := questionnaire.Get(o.Questionnaire(), version); err == nil {
			return q, nil
		}
	}
	return s.in.asked(r.Context(), o)
}

// readPiece reads a piece from a form.
func readPiece(o organisation.Organisation, q *questionnaire.Questionnaire, form url.Values, today calendar.Day) *piece {
	p := &piece{o: o, q: q, key: form.Get(keyName), sent: url.Values{}, answers: questionnaire.Answers{}, wrong: map[string]string{}}
	if len(p.key) < 20 || len(p.key) > 40 {
		p.key = rand.Text()
	}
	for _, qu := range q.Questions {
		typed := form[answerName+qu.ID]
		p.sent[qu.ID] = typed
		answer, problem := qu.Read(typed, today)
		switch {
		case problem != nil:
			p.wrong[qu.ID] = texts().T("partner.problem."+string(problem.Code), problem.Detail)
		case len(answer) > 0:
			p.answers[qu.ID] = answer
		case qu.Required:
			p.wrong[qu.ID] = texts().T("partner.problem.required")
		}
	}
	return p
}

// step is the questions of one page.
type step []*questionnaire.Question

// steps gives the pages that the answers so far lead to: a section each, parted where a question depends on another
// of the same page.
func (p *piece) steps() []step {
	var all []step
	for _, qu := range p.q.Applies(p.answers) {
		last := len(all) - 1
		depends := last >= 0 && slices.ContainsFunc(all[last], func(other *questionnaire.Question) bool {
			return slices.Contains(qu.DependsOn, other.ID)
		})
		if last < 0 || all[last][0].Section != qu.Section || depends {
			all, last = append(all, nil), last+1
		}
		all[last] = append(all[last], qu)
	}
	return all
}

// one lets somebody write one piece, page by page, and sends it.
func (s *service) one(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	q, err := s.begun(r, o)
	if err != nil {
		return err
	}
	p := readPiece(o, q, r.PostForm, calendar.DayOf(s.now()))
	steps := p.steps()
	if r.Method != http.MethodPost {
		clear(p.wrong)
		return s.ask(w, r, v, p, steps, 0)
	}
	at := slices.IndexFunc(steps, func(st step) bool { return st[0].ID == r.PostForm.Get(stepName) })
	to := slices.IndexFunc(steps, func(st step) bool { return st[0].ID == r.PostForm.Get(goName) })
	switch then := r.PostForm.Get(goName); {
	case to >= 0:
		return s.ask(w, r, v, p.calm(), steps, to)
	case then == goBack && at < 0:
		return s.ask(w, r, v, p.calm(), steps, len(steps)-1)
	case then == goBack:
		return s.ask(w, r, v, p.calm(), steps, max(at-1, 0))
	case at >= 0 && p.anyWrong(steps[at]):
		return s.ask(w, r, v, p, steps, at)
	case at >= 0 && at+1 < len(steps):
		return s.ask(w, r, v, p.calm(), steps, at+1)
	}
	for i, st := range steps {
		if p.anyWrong(st) {
			return s.ask(w, r, v, p, steps, i)
		}
	}
	switch r.PostForm.Get(stepName) {
	case checkStep, namesStep:
		return s.send(w, r, v, p)
	}
	return s.check(w, r, v, p, nil)
}

func (p *piece) anyWrong(st step) bool {
	return slices.ContainsFunc(st, func(qu *questionnaire.Question) bool { return p.wrong[qu.ID] != "" })
}

// calm drops what is wrong, for a page that is shown before it is sent.
func (p *piece) calm() *piece {
	clear(p.wrong)
	return p
}

// onePage is what a page of the form shows besides its fields.
type onePage struct {
	Step    string
	Title   string
	Lead    string // before the first free text of the page; empty where there is none
	Note    string
	First   bool
	Closed  bool         // no forum is open
	Carried []pages.Sent // all that the page has no field for
}

// ask shows one page of questions.
func (s *service) ask(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece, steps []step, at int) error {
	st := steps[at]
	more := onePage{Step: st[0].ID, Title: p.section(st[0].Section), First: at == 0}
	if more.First {
		_, err := s.in.taker(r.Context())
		if more.Closed = fault.Is(err, fault.NotFound); err != nil && !more.Closed {
			return err
		}
	}
	var fields []pages.Field
	shown := map[string]bool{}
	for _, qu := range st {
		if qu.Before != nil && more.Lead == "" {
			more.Lead, more.Note = qu.Before.Lead[questionnaire.English], qu.Before.Note[questionnaire.English]
		}
		shown[answerName+qu.ID] = true
		fields = append(fields, p.field(qu))
	}
	more.Carried = p.carried(r.PostForm, shown)
	return s.show(w, r, v, "one", "partner.one.title", "", formed{Fields: fields, More: more})
}

func (p *piece) section(id string) string {
	i := slices.IndexFunc(p.q.Sections, func(s questionnaire.Section) bool { return s.ID == id })
	return p.q.Sections[i].Title[questionnaire.English]
}

func (p *piece) field(qu *questionnaire.Question) pages.Field {
	f := pages.Field{
		Kind: pages.FieldKind(qu.Kind), Name: answerName + qu.ID, Legend: qu.Title[questionnaire.English], Hint: qu.Hint[questionnaire.English],
		Limit: qu.Limit, Values: p.sent[qu.ID], Error: p.wrong[qu.ID],
	}
	for _, o := range qu.Options {
		f.Options = append(f.Options, pages.Option{
			Value: o.ID, Label: o.Label[questionnaire.English], Hint: o.Hint[questionnaire.English], Exclusive: o.Exclusive,
		})
	}
	return f
}

// carried gives what the form holds for pages other than the one shown, with the piece's key.
func (p *piece) carried(form url.Values, shown map[string]bool) []pages.Sent {
	all := []pages.Sent{{Name: keyName, Value: p.key}, {Name: versionName, Value: strconv.Itoa(p.q.Version)}}
	for _, qu := range p.q.Questions {
		if name := answerName + qu.ID; !shown[name] {
			for _, value := range p.sent[qu.ID] {
				all = append(all, pages.Sent{Name: name, Value: value})
			}
		}
	}
	for _, purpose := range handover.Purposes(p.o) {
		if name := permitName + string(purpose); !shown[name] && form.Get(name) != "" {
			all = append(all, pages.Sent{Name: name, Value: form.Get(name)})
		}
	}
	return all
}

// item makes of a piece what is screened.
func (p *piece) item(form url.Values) handover.Item {
	i := handover.Item{Row: 1, Answers: p.q.Prune(p.answers), Permissions: p.permissions(form)}
	i.Questionnaire.ID, i.Questionnaire.Version = p.q.ID, p.q.Version
	return i
}

// shortID is an id as people compare it, in groups.
func shortID(id string) string {
	var groups []string
	for ; len(id) > 8; id = id[8:] {
		groups = append(groups, id[:8])
	}
	return strings.Join(append(groups, id), " ")
}
