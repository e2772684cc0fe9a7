package main

import (
	"slices"

	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
	"voiceforum/web/pages"
)

// coded gives what the rules find the words to be about, as they would stand, and whether a person should read them for
// themes because the rules cannot.
func coded(l *leaf) (themes.Coding, error) {
	book, err := themes.Load()
	if err != nil {
		return themes.Coding{}, fault.Wrap(fault.Internal, "load the theme codebook", err)
	}
	return book.Read(themes.Text{Words: l.result.Words, Question: l.question})
}

// themes fills in what the rules find the words to be about, and what a reviewer says instead.
func (p *textPage) themes(l *leaf) {
	t := texts()
	book, err := themes.Load()
	if err != nil {
		return // without a codebook there is nothing to correct
	}
	title := func(id string) string {
		theme, _ := book.Theme(id)
		return theme.Title
	}
	p.Unsure = l.coding.Review != ""
	p.Wrong = pages.Field{Kind: pages.Several, Name: wrongName, Legend: t.T("review.text.themes.wrong"), Values: l.chosen.wrong}
	for _, m := range l.coding.Mentions {
		p.Wrong.Options = append(p.Wrong.Options, pages.Option{
			Value: m.Theme, Label: t.T("review.text.theme.one", title(m.Theme), t.T("review.stance."+string(m.Stance))),
		})
	}
	p.Added = pages.Field{Kind: pages.Several, Name: addedName, Legend: t.T("review.text.themes.added")}
	for _, a := range l.chosen.added {
		if !knownTheme(book, a) {
			continue
		}
		value := a.Theme + " " + a.Stance
		p.Added.Values = append(p.Added.Values, value)
		p.Added.Options = append(p.Added.Options, pages.Option{
			Value: value, Label: t.T("review.text.theme.one", title(a.Theme), t.T("review.stance."+a.Stance)),
		})
	}
	p.Theme = pages.Field{
		Kind: pages.Pick, Name: themeName, Legend: t.T("review.text.theme"), Hint: t.T("review.text.theme.hint"),
		Values: []string{l.chosen.theme.Theme}, Options: []pages.Option{{Label: t.T("review.text.theme.none")}},
	}
	for _, theme := range book.Themes {
		p.Theme.Options = append(p.Theme.Options, pages.Option{Value: theme.ID, Label: theme.Title})
	}
	p.Stance = pages.Field{Kind: pages.Pick, Name: stanceName, Legend: t.T("review.text.stance"), Values: []string{l.chosen.theme.Stance}}
	p.Stance.Options = append(p.Stance.Options, pages.Option{Label: t.T("review.text.stance.none")}) // nothing is decided for the reviewer
	for _, stance := range themes.Stances {
		p.Stance.Options = append(p.Stance.Options, pages.Option{Value: string(stance), Label: t.T("review.stance." + string(stance))})
	}
}

func knownTheme(book *themes.Codebook, l response.ThemeLabel) bool {
	_, ok := book.Theme(l.Theme)
	return ok && slices.Contains(themes.Stances, themes.Stance(l.Stance))
}

// themeLabels gives a reviewer's corrections as they are kept; ok is false for a theme or stance that nobody knows.
// Each theme is corrected once, and what is added stands over what is called wrong.
func themeLabels(l *leaf) (labels []response.ThemeLabel, ok bool) {
	book, err := themes.Load()
	if err != nil {
		return l.resp.Reviews[l.question].Themes, true
	}
	added := l.chosen.added
	if l.chosen.theme.Theme != "" {
		added = append(slices.Clone(added), l.chosen.theme)
	}
	seen := map[string]bool{}
	for _, a := range slices.Backward(added) {
		if !knownTheme(book, a) {
			return nil, false
		}
		if !seen[a.Theme] {
			seen[a.Theme] = true
			labels = append(labels, response.ThemeLabel{Theme: a.Theme, Stance: a.Stance})
		}
	}
	for _, id := range l.chosen.wrong {
		if _, known := book.Theme(id); known && !seen[id] {
			seen[id] = true
			labels = append(labels, response.ThemeLabel{Theme: id, Wrong: true})
		}
	}
	return labels, true
}
