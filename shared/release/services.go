package release

import (
	"voiceforum/shared/disclosure"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// OtherServices is the row of the kinds that are counted together.
const OtherServices = "other-services"

// services gives the table of who handed in feedback, by kind. Kinds of service that would tell about
// one organisation are counted together (see disclosure.MergeDominated). Kinds of which there is no organisation have no
// row. It is no table where every kind is counted together, where even that would tell, and for victims.
//
// Officers are known by their organisation's kind alone.
func services(view string, counts tally.Tally) (draft, bool) {
	d := draft{
		table:  Table{ID: tally.Service, View: view, Part: WhoAnswered, Kind: Parts, Title: "Who handed it in", BaseOf: Pieces},
		counts: disclosure.Table{ID: tally.Service, Kind: disclosure.Parts, Base: counts.Of(view, tally.Service, tally.Asked)},
	}
	kinds := kindsOf(view)
	if len(kinds) == 0 {
		return d, false
	}
	merged, ok := mergedOf(view, kinds, counts)
	if !ok {
		return d, false
	}
	others, together := 0, []string{}
	for _, k := range kinds {
		n := counts.Of(view, tally.Service, string(k))
		switch {
		case merged[k]:
			others, together = others+n, append(together, string(k))
			continue
		case view == response.Partner.View() && len(counts.Contributions(view, string(k))) == 0:
			continue
		}
		d.add(string(k), kindLabels[k], n, false)
	}
	if others > 0 {
		d.add(OtherServices, "Other services", others, false)
		d.together = map[string][]string{OtherServices: together}
		d.table.Notes = append(d.table.Notes, NoteServices)
	}
	return d, true
}

func kindsOf(view string) []organisation.Kind {
	var kinds []organisation.Kind
	for _, k := range organisation.Kinds() {
		if o := (organisation.Organisation{Kind: k}); view != response.Victim.View() && o.Channel().View() == view {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// mergedOf gives the kinds of service that are counted together, and reports whether there is a table at all: whether
// some kind is left beside them.
func mergedOf(view string, kinds []organisation.Kind, counts tally.Tally) (map[organisation.Kind]bool, bool) {
	merged := map[organisation.Kind]bool{}
	if view != response.Partner.View() {
		return merged, true
	}
	var rows []disclosure.Contributed
	for _, k := range kinds {
		if parts := counts.Contributions(view, string(k)); len(parts) > 0 {
			rows = append(rows, disclosure.Contributed{ID: string(k), Parts: parts})
		}
	}
	together, ok := disclosure.MergeDominated(rows)
	for _, id := range together {
		merged[organisation.Kind(id)] = true
	}
	return merged, ok && len(together) < len(rows)
}

var kindLabels = map[organisation.Kind]string{
	organisation.AssaultAndAbuse:    "Sexual assault and abuse services",
	organisation.SexualExploitation: "Sexual exploitation services",
	organisation.SexWork:            "Sex work services",
	organisation.SARC:               "Sexual assault referral centres",
	organisation.Police:             "Police",
	organisation.CPS:                "Crown Prosecution Service",
}
