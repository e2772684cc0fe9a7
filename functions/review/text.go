package main

import (
	"net/http"
	"slices"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/web/pages"
)

// textPage is one text with everything that can be decided about it.
type textPage struct {
	Reference string
	Question  string
	Version   int
	Opened    string // the reason for which what was written is shown; empty where it is not
	Closed    bool   // what was written can be opened
	Gone      bool
	Unread    bool // it is held, and there are no words before it is opened
	Long      bool
	State     pages.Tag
	Words     []stretch // as they would stand
	Written   []stretch // as they were written
	Doubts    []string
	Denied    []string // what the person does not permit
	Permitted bool     // some quoting is permitted
	Unsure    bool     // the rules cannot tell well what the words are about

	Mask, Kind, More, Off, Reason, Whole, Approve, Sure, Hold pages.Field
	Wrong, Added, Theme, Stance                               pages.Field
	Quotes                                                    []pages.Field
}

// stretch is a part of words that is marked, or not.
type stretch struct {
	Text   string
	Marked bool
}

// text shows one text. A reviewer comes to it by the response's page, which warns of what is to come.
func (s *service) text(w http.ResponseWriter, r *http.Request, v visitor) error {
	resp, err := s.named(r)
	if err != nil {
		return err
	}
	question := r.PathValue("question")
	stands := resp.Reviews[question]
	c := chosen{version: resp.Version, approve: stands.Approved}
	for _, label := range stands.Themes {
		if label.Wrong {
			c.wrong = append(c.wrong, label.Theme)
		} else {
			c.added = append(c.added, label)
		}
	}
	words := []rune(resp.Texts[question].Words)
	for _, q := range stands.Quotes {
		if q.Start < q.End && q.End <= len(words) {
			c.quotes = append(c.quotes, string(words[q.Start:q.End]))
		}
	}
	l, err := s.lay(r, v, resp, question, c)
	if err != nil {
		return err
	}
	return s.show(w, r, v, l, http.StatusOK, nil)
}

// problems are what is wrong with a decision, by the field that it is about.
type problems map[string]string

// show renders a text's page with what was chosen, and with what is wrong with it.
func (s *service) show(w http.ResponseWriter, r *http.Request, v visitor, l *leaf, status int, wrong problems, banner ...string) error {
	page := pageOf(l)
	fields := []*pages.Field{&page.Mask, &page.Kind, &page.More, &page.Off, &page.Reason, &page.Whole, &page.Approve, &page.Sure, &page.Hold, &page.Theme}
	for i := range page.Quotes {
		fields = append(fields, &page.Quotes[i])
	}
	view := s.desk.View(v, "review.text.title", home, nil)
	for _, f := range fields {
		if why, ok := wrong[f.Name]; ok {
			f.Error = texts().T(why)
			view.Errors = append(view.Errors, pages.Summarise(*f)...)
		}
	}
	if len(view.Errors) > 0 && status == http.StatusOK {
		status = http.StatusUnprocessableEntity
	}
	if len(banner) > 0 {
		view.Banner = pages.Banner{Text: banner[0]}
	}
	view.Data, view.Back = page, responseAddress(l.resp.ID)
	return s.site.Render(w, r, status, "review/text", view)
}

func pageOf(l *leaf) textPage {
	t, c := texts(), l.chosen
	state, colour := stateOf(l.resp, l.question)
	page := textPage{
		Reference: reference(l.resp.ID), Question: asked(l.resp, l.question), Version: l.resp.Version, Opened: string(c.opened),
		Closed: l.written == "" && !l.gone && l.resp.Organisation == "", Gone: l.gone, Unread: l.waitsUnread(), Long: l.long,
		State: pages.Tag{Text: t.T("review.state." + state), Colour: colour},
		Words: runs(l.result.Words), Written: writtenRuns(l), Doubts: l.doubts,
		Mask: pages.Field{
			Kind: pages.Line, Name: maskName, Legend: t.T("review.text.mask"), Hint: t.T("review.text.mask.hint"), Values: []string{c.mask.Words},
		},
		Kind:   kindField(c.mask.Kind),
		Reason: reasonField(reasonName, "review.text.reason", audit.OpenSealed, c.reason),
		Hold:   reasonField(holdName, "review.text.hold", audit.HoldBack, c.hold),
		Whole: pages.Field{
			Kind: pages.Several, Name: wholeName, Legend: t.T("review.text.whole.legend"),
			Options: []pages.Option{{Value: "yes", Label: t.T("review.text.whole")}},
		},
		Sure: pages.Field{
			Kind: pages.Several, Name: sureName, Legend: t.T("review.text.sure.legend"),
			Options: []pages.Option{{Value: "yes", Label: t.T("review.text.sure")}},
		},
	}
	if c.whole {
		page.Whole.Values = []string{"yes"}
	}
	if c.sure {
		page.Sure.Values = []string{"yes"}
	}
	page.More, page.Off = moreField(c), offField(l)
	page.choose(l)
	page.themes(l)
	return page
}

// choose fills in what the words may be quoted for, as far as the person permits.
func (p *textPage) choose(l *leaf) {
	t := texts()
	p.Approve = pages.Field{Kind: pages.Several, Name: approveName, Legend: t.T("review.text.approve"), Hint: t.T("review.text.approve.hint")}
	permitted := review.Permitted(l.resp)
	for _, purpose := range review.Quoting {
		label := t.T("review.purpose." + string(purpose))
		if !slices.Contains(permitted, purpose) {
			p.Denied = append(p.Denied, label)
			continue
		}
		p.Permitted = true
		p.Approve.Options = append(p.Approve.Options, pages.Option{Value: string(purpose), Label: label})
	}
	for _, purpose := range l.chosen.approve {
		p.Approve.Values = append(p.Approve.Values, string(purpose))
	}
	for n := range min(len(l.chosen.quotes)+1, mostQuotes) {
		f := pages.Field{Kind: pages.Text, Name: quoteNameOf(n), Legend: t.T("review.text.quote", n+1), Rows: 3}
		if n < len(l.chosen.quotes) {
			f.Values = []string{l.chosen.quotes[n]}
		}
		if n == 0 {
			f.Hint = t.T("review.text.quote.hint")
		}
		p.Quotes = append(p.Quotes, f)
	}
}

// moreField lists what is to be masked besides; each can be taken back.
func moreField(c chosen) pages.Field {
	t := texts()
	f := pages.Field{Kind: pages.Several, Name: moreName, Legend: t.T("review.text.more")}
	for _, m := range c.more {
		value := m.Kind + " " + m.Words
		f.Options = append(f.Options, pages.Option{Value: value, Label: t.T("review.text.more.one", m.Words, t.T("review.kind."+m.Kind))})
		f.Values = append(f.Values, value)
	}
	return f
}

// offField lists the masks that can be taken off, each with what it stands for.
func offField(l *leaf) pages.Field {
	t := texts()
	f := pages.Field{Kind: pages.Several, Name: offName, Legend: t.T("review.text.off"), Hint: t.T("review.text.off.hint")}
	beneath := []rune(l.sheet.Beneath)
	for _, m := range l.sheet.Masks {
		value := strconv.Itoa(m.Start)
		f.Options = append(f.Options, pages.Option{Value: value, Label: t.T("review.text.off.one", m.As, string(beneath[m.Start:m.End]))})
		if slices.Contains(l.chosen.off, m.Start) {
			f.Values = append(f.Values, value)
		}
	}
	return f
}

// runs marks the placeholders in words.
func runs(words string) []stretch {
	var out []stretch
	at := 0
	for i := 0; i < len(words); {
		size := review.Placeholder(words[i:])
		if size > 0 {
			out = append(out, stretch{Text: words[at:i]}, stretch{words[i : i+size], true})
			at = i + size
		}
		i += max(size, 1)
	}
	return append(out, stretch{Text: words[at:]})
}

// writtenRuns marks, in what was written, what is masked.
func writtenRuns(l *leaf) []stretch {
	if !l.sheet.Opened {
		return []stretch{{Text: l.written}}
	}
	beneath := []rune(l.sheet.Beneath)
	var out []stretch
	at := 0
	for _, m := range l.sheet.Masks {
		out = append(out, stretch{Text: string(beneath[at:m.Start])}, stretch{string(beneath[m.Start:m.End]), !slices.Contains(l.chosen.off, m.Start)})
		at = m.End
	}
	return append(out, stretch{Text: string(beneath[at:])})
}

// quotesIn finds the quotes that were chosen in the words as they would stand; wrong names the field of one that is not
// there.
func quotesIn(l *leaf) (quotes []response.Span, wrong string) {
	if l.chosen.whole {
		return []response.Span{{Start: 0, End: len([]rune(l.result.Words))}}, ""
	}
	for n, quote := range l.chosen.quotes {
		at, ok := review.Find(l.result.Words, quote)
		if !ok {
			return nil, quoteNameOf(n)
		}
		quotes = append(quotes, at)
	}
	return quotes, ""
}
