// Package label has the words by which a pack's files call agencies, stages, views and themes.
package label

import "voiceforum/shared/release"

// Agency gives the name of an agency, empty where there is none of the id.
func Agency(id string) string { return agencies[id] }

// Stage gives the name of a stage of a case, empty where there is none of the id.
func Stage(id string) string { return stages[id] }

// View gives the name of whoever answered.
func View(id string) string { return views[id] }

// Themes gives the titles of a release's themes, by their ids.
func Themes(r release.Release) map[string]string {
	titles := map[string]string{}
	for _, t := range r.Tables {
		if t.ID == release.AllThemes {
			for _, row := range t.Rows {
				titles[row.ID] = row.Label
			}
		}
	}
	return titles
}

var (
	agencies = map[string]string{
		"police": "Police", "cps": "Crown Prosecution Service", "courts": "Courts", "support": "Support services", "all": "All agencies",
	}
	stages = map[string]string{
		"report": "Report", "investigation": "Investigation", "charge": "Charge", "trial": "Trial", "after": "Afterwards", "all": "Every stage",
	}
	views = map[string]string{"victim": "Victims and survivors", "partner": "Partner services", "officer": "Officers"}
)
