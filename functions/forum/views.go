package main

import (
	"voiceforum/shared/forum"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// views are those beside the victims', with the questionnaire of each.
var views = map[string]string{response.Partner.View(): "partner", response.Officer.View(): "officer"}

// ask names what is asked in a new forum: of victims, of services and of officers, each in the latest version.
func (d *desk) ask(f *forum.Forum) error {
	for id, into := range map[string]*response.QuestionnaireVersion{
		rasso: &f.Questionnaire, views[response.Partner.View()]: &f.Partner, views[response.Officer.View()]: &f.Officer,
	} {
		q, err := d.asked(id)
		if err != nil {
			return err
		}
		*into = response.QuestionnaireVersion{ID: q.ID, Version: q.Version}
	}
	return nil
}

// others gives, by view, what services and officers were asked in a forum. A forum that was opened before it named that
// asked their first versions.
func (d *desk) others(f forum.Forum) (map[string]*questionnaire.Questionnaire, error) {
	all := map[string]*questionnaire.Questionnaire{}
	for view, named := range map[string]response.QuestionnaireVersion{
		response.Partner.View(): f.Partner, response.Officer.View(): f.Officer,
	} {
		if named.ID == "" {
			named = response.QuestionnaireVersion{ID: views[view], Version: 1}
		}
		q, err := d.about(named.ID, named.Version)
		if err != nil {
			return nil, err
		}
		all[view] = q
	}
	return all, nil
}
