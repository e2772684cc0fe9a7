package questionnaire

// AllOfThem stands for every agency, or for every stage, where a question is about the whole of it.
const AllOfThem = "all"

// Agencies lists whom a question may be about.
var Agencies = []string{"police", "cps", "courts", "support", AllOfThem}

// Stages lists the stages of a case that a question may be about, in their order.
var Stages = []string{"report", "investigation", "charge", "trial", "after", AllOfThem}

// victimsCode is the version of the Victims' Code whose rights questions name.
const victimsCode = "2020"

// Themes lists the ids of the codebook's themes that a question may be about.
var Themes = []string{
	"kept-informed", "contact-plan", "named-contact", "plain-explanations", "no-further-action", "believed", "respect",
	"safety", "inclusion", "investigation-delay", "phone-and-records", "giving-evidence", "medical-and-sarc",
	"court-dates", "special-measures", "at-court", "personal-statement", "prosecutor-contact", "outcome-explained",
	"advocate-support", "wellbeing", "practical-costs", "withdrawing", "complaints",
}
