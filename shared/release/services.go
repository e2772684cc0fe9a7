package release

import (
	"slices"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// fewestOrganisations is of how many organisations a row of services must be: in a row of one, everybody would know
// whose clients they are, and each of two would know of the other.
const fewestOrganisations = 3

// OtherServices is the row of the kinds that are counted together.
const OtherServices = "other-services"

// services gives the table of who handed in feedback, by kind. A kind of service with fewer than fewestOrganisations is
// counted with others, and so is, where those together are still too few, the last of the remaining kinds. Kinds of
// which there is no organisation have no row. It is no table where every kind is counted together, and for victims.
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
	merged := mergedOf(view, kinds, counts)
	if len(merged) == len(kinds) {
		return d, false
	}
	others, together := 0, []string{}
	for _, k := range kinds {
		n := counts.Of(view, tally.Service, string(k))
		if merged[k] {
			others, together = others+n, append(together, string(k))
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

// mergedOf gives the kinds of service that are counted together.
func mergedOf(view string, kinds []organisation.Kind, counts tally.Tally) map[organisation.Kind]bool {
	merged := map[organisation.Kind]bool{}
	if view != response.Partner.View() {
		return merged
	}
	together := 0
	for _, k := range kinds {
		if n := counts.Organisations(view, string(k)); n < fewestOrganisations {
			merged[k] = true
			together += n
		}
	}
	for _, k := range slices.Backward(kinds) {
		if together > 0 && together < fewestOrganisations && !merged[k] {
			merged[k] = true
			together += counts.Organisations(view, string(k))
		}
	}
	return merged
}

var kindLabels = map[organisation.Kind]string{
	organisation.AssaultAndAbuse:    "Sexual assault and abuse services",
	organisation.SexualExploitation: "Sexual exploitation services",
	organisation.SexWork:            "Sex work services",
	organisation.SARC:               "Sexual assault referral centres",
	organisation.Police:             "Police",
	organisation.CPS:                "Crown Prosecution Service",
}
