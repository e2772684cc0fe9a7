package release

import (
	"reflect"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

// language is the one that releases are written in.
const language = questionnaire.English

// The views, in the order in which they are shown. The victims' is always there, however few they are; another is
// there once its people are enough to say so.
var views = []struct{ id, title string }{
	{response.Victim.View(), "Victims and survivors"},
	{response.Partner.View(), "Partner services"},
	{response.Officer.View(), "Officers"},
}

// ThemeTitle is what a release needs to know of a theme of the codebook.
type ThemeTitle struct {
	ID     string
	Title  string
	Rights []int
}

// Source is what a release is made of, besides its counts.
type Source struct {
	Forum         calendar.Quarter
	Questionnaire *questionnaire.Questionnaire            // the victims'
	Others        map[string]*questionnaire.Questionnaire // by view, what services and officers answer; a view without shows no questions
	Codebook      int                                     // the version of the codebook that is now counted by
	Themes        []ThemeTitle                            // in the codebook's order
	Rule          disclosure.Rule
	Code          Code     // of the Victims' Code; see CodeOf
	Before        *Release // the latest of the forum before, which changes are since; nil where there is none

	asked *questionnaire.Questionnaire // of the view whose tables are being made
}

// of gives the source of one view's tables.
func (src Source) of(view string) Source {
	src.asked = src.Others[view]
	if view == response.Victim.View() {
		src.asked = src.Questionnaire
	}
	return src
}

// Make makes the release of a version, 0 for live figures, from a basis. The same input always gives the same
// release. The version of the codebook is the one that the basis was counted by. No row, base or order in it comes from anything but protected figures.
func Make(src Source, version int, day calendar.Day, basis Basis) Release {
	r := Release{
		Forum: src.Forum, Version: version, Made: day, Codebook: basis.codebook(response.Victim.View()), Rule: src.Rule,
		Questionnaire: response.QuestionnaireVersion{ID: src.Questionnaire.ID, Version: src.Questionnaire.Version},
	}
	for i, v := range views {
		total := basis.Counts.Of(v.id, tally.Respondents, tally.All)
		respondents := src.Rule.Figure(total)
		if respondents.Suppressed && i > 0 {
			continue
		}
		view := View{
			ID: v.id, Title: v.title, Respondents: respondents, Counted: basis.Counted[v.id], Codebook: basis.codebook(v.id),
		}
		if asked := src.of(v.id).asked; asked != nil {
			view.Questionnaire = response.QuestionnaireVersion{ID: asked.ID, Version: asked.Version}
		}
		r.Views = append(r.Views, view)
		drafts := src.of(v.id).drafts(v.id, basis.Counts, total)
		r.Tables = append(r.Tables, src.tables(total, drafts)...)
		if version > 0 {
			r.Crosses = append(r.Crosses, src.of(v.id).crosses(v.id, basis.Counts, total, drafts)...)
		}
	}
	r.Rights, r.Satisfaction, r.Beside = src.rights(r), src.satisfaction(r), src.beside(r)
	src.compare(&r)
	return r
}

// SameFigures reports whether two releases show the same, whatever their versions and days.
func (r Release) SameFigures(s Release) bool {
	if len(r.Views) != len(s.Views) {
		return false
	}
	for i, v := range r.Views {
		if w := s.Views[i]; v.ID != w.ID || v.Respondents != w.Respondents || r.codebook(v.ID) != s.codebook(v.ID) {
			return false
		}
	}
	return r.Rule == s.Rule && r.Codebook == s.Codebook && r.Questionnaire == s.Questionnaire &&
		reflect.DeepEqual(r.Tables, s.Tables)
}

// draft is a table before its protection: what will be shown, and the counts behind it.
type draft struct {
	table    Table
	counts   disclosure.Table
	together map[string][]string // rows that count several cells of the tally, and which
}

// drafts gives a view's tables before their protection.
func (src Source) drafts(view string, counts tally.Tally, total int) []draft {
	drafts := []draft{channels(view, counts)}
	if d, ok := services(view, counts); ok {
		drafts = append(drafts, d)
	}
	var later []draft
	for _, qu := range src.questions() {
		switch {
		case qu.Kind == questionnaire.Text:
		case qu.Part == questionnaire.AboutYou:
			drafts = append(drafts, src.question(view, counts, qu))
		default:
			later = append(later, src.question(view, counts, qu))
		}
	}
	drafts = append(drafts, src.themes(view, counts, total)...)
	return append(drafts, later...)
}

// exact gives the counts behind drafts.
func exact(drafts []draft) []disclosure.Table {
	counts := make([]disclosure.Table, len(drafts))
	for i, d := range drafts {
		counts[i] = d.counts
	}
	return counts
}

// tables gives a view's tables, protected together.
func (src Source) tables(total int, drafts []draft) []Table {
	protected := src.Rule.Protect(total, exact(drafts))
	tables := make([]Table, len(drafts))
	for i, d := range drafts {
		tables[i] = d.table.with(protected[d.table.ID])
	}
	return tables
}

func (src Source) questions() []*questionnaire.Question {
	if src.asked == nil {
		return nil
	}
	return src.asked.Questions
}

// with fills in the figures, and percentages from the figures.
func (t Table) with(p disclosure.Protected) Table {
	t.Base = p.Base
	for i := range t.Rows {
		t.Rows[i].Count = p.Rows[t.Rows[i].ID]
		t.Rows[i].Percent, t.Rows[i].Within = shareOf(t.Rows[i].Count, p.Base)
	}
	switch {
	case p.Withheld:
		t.Notes = append(t.Notes, NoteWithheld)
	case p.Widened:
		t.Rows = append(t.Rows, Row{ID: disclosure.NotAsked, Label: "Not asked this", Count: p.Rows[disclosure.NotAsked]})
		t.Notes = append(t.Notes, NoteWidened)
		t.BaseOf = BaseWidened
	}
	return t
}

// add appends a row and its count. The later a row, the sooner it is spared: "no answer" first.
func (d *draft) add(id, label string, n int, alone bool) {
	d.table.Rows = append(d.table.Rows, Row{ID: id, Label: label})
	d.counts.Rows = append(d.counts.Rows, disclosure.Row{ID: id, Count: n, Alone: alone, Spare: len(d.counts.Rows)})
}

func channels(view string, counts tally.Tally) draft {
	asked := counts.Of(view, tally.Channel, tally.Asked)
	d := draft{
		table: Table{
			ID: tally.Channel, View: view, Part: WhoAnswered, Kind: Parts, Title: "How people answered", BaseOf: EveryoneCounted,
		},
		counts: disclosure.Table{ID: tally.Channel, Kind: disclosure.Parts, Base: asked},
	}
	for _, c := range []struct {
		channel response.Channel
		label   string
	}{
		{response.Victim, "By themselves"},
		{response.AdvocateAssisted, "With an advocate’s help"},
		{response.Partner, "Handed in by a partner service"},
		{response.Officer, "Handed in by an officer"},
	} {
		if c.channel.View() == view {
			d.add(string(c.channel), c.label, counts.Of(view, tally.Channel, string(c.channel)), false)
		}
	}
	return d
}

// themes gives the table of all themes, and for each the table of its stances.
func (src Source) themes(view string, counts tally.Tally, total int) []draft {
	all := draft{
		table: Table{
			ID: AllThemes, View: view, Part: Themes, Kind: Choices, Title: "What people wrote about", BaseOf: EveryoneCounted,
			Notes: []string{NoteThemes},
		},
		counts: disclosure.Table{ID: AllThemes, Kind: disclosure.Choices, Base: total},
	}
	each := make([]draft, 0, len(src.Themes))
	for _, theme := range src.Themes {
		id := tally.Theme + theme.ID
		d := draft{
			table: Table{
				ID: id, View: view, Part: Themes, Kind: Parts, Title: theme.Title, BaseOf: "people who wrote about this",
				Rights: theme.Rights, Theme: theme.ID,
			},
			counts: disclosure.Table{
				ID: id, Kind: disclosure.Parts,
				Route: &disclosure.Route{From: []disclosure.Lead{{Table: AllThemes, Rows: []string{theme.ID}}}},
			},
		}
		for _, stance := range themes.Stances {
			n := counts.Of(view, id, string(stance))
			d.add(string(stance), stanceLabels[stance], n, false)
			d.counts.Base += n
		}
		all.add(theme.ID, theme.Title, d.counts.Base, false)
		each = append(each, d)
	}
	return append([]draft{all}, each...)
}

var stanceLabels = map[themes.Stance]string{
	themes.Positive: "Spoke well of it", themes.Negative: "Spoke badly of it",
	themes.Mixed: "Spoke both well and badly of it", themes.Neutral: "Neither",
}
