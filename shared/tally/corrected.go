package tally

import (
	"slices"

	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// reviewed is the rule of a mention that a reviewer put there.
const reviewed = "reviewer"

// Corrected gives the mentions of a text as a reviewer left them: without the themes that it is not about, and with
// those that were added, in place of what the rules had found for the same theme.
func Corrected(mentions []themes.Mention, labels []response.ThemeLabel) []themes.Mention {
	if len(labels) == 0 {
		return mentions
	}
	out := slices.Clone(mentions)
	for _, l := range labels {
		out = slices.DeleteFunc(out, func(m themes.Mention) bool { return m.Theme == l.Theme })
		if !l.Wrong {
			out = append(out, themes.Mention{Theme: l.Theme, Stance: themes.Stance(l.Stance), Rule: reviewed})
		}
	}
	return out
}
