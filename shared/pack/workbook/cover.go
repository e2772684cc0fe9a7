package workbook

import (
	"fmt"

	"voiceforum/shared/release"
)

func titleOf(r release.Release) string {
	return "Voice of the victim forum, " + r.Forum.Words() + ": tables"
}

func cover(r release.Release) sheet {
	s := sheet{
		name: "Cover", title: titleOf(r), widths: []float64{110},
		about: []string{
			fmt.Sprintf("Release %d, made on %s.", r.Version, r.Made.Words()),
			"What people said of how they were treated by the police, the Crown Prosecution Service, courts and support services.",
			"These are the people who chose to answer and agreed to be counted. They are not a sample of all victims.",
			fmt.Sprintf("No figure describes fewer than %d people. All others are rounded to the nearest %d, and percentages are of the rounded figures.", r.Rule.Threshold, r.Rule.Round),
			"What people said of their rights under the Victims’ Code is their experience. It does not show whether an agency complied.",
			"The sheet Contents names every table. The sheet Notes explains the marks and how the figures were made.",
			fmt.Sprintf("How to cite: Voice of the victim forum, %s, release %d (%s), and the table by its title, with the base of every percentage.", r.Forum.Words(), r.Version, r.Made.Words()),
		},
	}
	if r.Version > 1 {
		s.about = append(s.about, "This release takes the place of those before it. Do not use an earlier copy.")
	}
	for _, v := range r.Views {
		if v.Counted != "" && v.Counted < r.Made {
			s.about = append(s.about, fmt.Sprintf("%s: counted on %s; too few people have been counted differently since to change the figures.", v.Title, v.Counted.Words()))
		}
	}
	return s
}

func contents(tables []sheet) sheet {
	s := sheet{
		name: "Contents", title: "Contents", about: []string{"This sheet has one table. Each name in the first column leads to its sheet."},
		head: []string{"Sheet", "What it holds"}, widths: []float64{24, 90}, links: true,
		rows: [][]any{{"Cover", "What this is"}, {"Notes", "What the marks mean and how the figures were made"}},
	}
	for _, t := range tables {
		s.rows = append(s.rows, []any{t.name, t.title})
	}
	return s
}

func notes(r release.Release) sheet {
	return sheet{
		name: "Notes", title: "Notes", about: []string{"This sheet has one table."},
		head: []string{"Note", "Meaning"}, widths: []float64{24, 100},
		rows: [][]any{
			{"Mark [c]", "Confidential: the figure may not be shown. It would describe too few people, by itself or when taken from another figure. A count of nobody is not shown either."},
			{"Mark [x]", "Not available: there is nothing to compare with, or it is not known."},
			{"Mark [z]", "Not applicable: nothing belongs in this cell, such as an answer that these people were not offered."},
			{"Rounding", fmt.Sprintf("Counts below %d are not shown, and others are rounded to the nearest %d, so parts may not add up to their total.", r.Rule.Threshold, r.Rule.Round)},
			{"Base", "How many people a percentage is of. It is rounded too."},
			{"Share", "In per cent, of the rounded figures, rounded to a whole number."},
			{"95% interval", "The range that chance alone leaves open: Wilson’s for a share. It is worked out from the rounded figures, and says nothing of the people who did not answer."},
			{"Change", "Since the forum before, in percentage points, with Newcombe’s interval. “Up” and “down” are said only where chance is an unlikely cause, all comparisons of the release taken together; “too few to tell” where a change that matters could have been missed."},
			{"Views", "Victims and survivors, partner services and officers are counted apart and never added up."},
			{"Themes", fmt.Sprintf("Found in people’s own words by a program, with version %d of the forum’s themes, after names had been taken out. One person can write about several, and each counts once for a person.", r.Codebook)},
			{"Rights", "The rights of the Victims’ Code that a question or theme speaks to, by their numbers. What people said of them is their experience, and does not measure compliance."},
			{"Questionnaire", fmt.Sprintf("Victims and survivors answered %s, version %d.", r.Questionnaire.ID, r.Questionnaire.Version)},
			{"Apostrophes", "Words that a program could take for a formula stand behind an apostrophe."},
		},
	}
}
