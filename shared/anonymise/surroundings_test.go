package anonymise_test

import (
	"testing"

	"voiceforum/shared/anonymise"
)

// Each line is a text with what must be found in it marked, and of which kind. These are found by what stands around
// them, and each line without a mark is what the rule must leave alone.
func TestSurroundings(t *testing.T) {
	for kind, texts := range map[anonymise.Kind][]string{
		anonymise.Age: {
			"Client, {twenty-two}, care leaver, was told so by text", "Pt, {44}, attended and was content", "the client (f, {27}) asked for a woman officer",
			"the client ({31}, in her first tenancy) is still waiting", "Client A ({29}, married) was not told",
			"im {fifty three} and a {19} year old told me how memory works", "a {four}-year-old was in the room", "my lad is {9} and at {9} you remember it",
			"we waited in rooms 3, 4 and 5 all day", "she rang, 2, maybe 3 times", "at 9 they rang me back", "he's only {four} and then the police lady came",
		},
		anonymise.Job: {
			"I am {the volunteer harpist who plays on the ward}, so they knew", "The client is {the only Pashto-speaking midwife in the county}, and it was read out",
			"I have been {the lollipop lady outside the school for thirty years}, and every child knows me", "I am {the first woman to captain the boat at Netherpool}.",
			"the client is {a lollipop lady outside Netherpool Infants}, so no publicity", "I am the mother of two",
			"she was the officer who rang me back", "I was the person who had to chase them", "she is the only nurse who asked",
		},
		anonymise.Org: {
			"my mum runs {shah's sarees} and it came there", "i left him at {little acorns nursery} that day", "he waits by {ironworks gym} at six",
			"he works at {carpet kingdom} they said", "i work in a takeaway ({lucky dragon}) and he came in", "my salon, {Nails by Ondine}, had to shut",
			"seen at {zam zam cash & carry} again", "the {Banbridge Street centre} helped me", "it is {sandbrook homes} who own it", "we met at the {Mount Hebron Tabernacle} then", "she went to {hollyfield girls} then",
			"they asked me at primary school and at the nursery", "i go to local gym and to night school", "he works at night mostly", "the case was in town centre court",
			"our day centre, which is small, had to shut", "i was at work when they tried me",
		},
		anonymise.Postcode: {"sent it to {b20 2nd} they said", "take the m6 2nd exit and wait"},
		anonymise.Other: {
			"my safe word was {marmalade} and they said it out loud", "the safe word for the calls is {marmalade sunday} and they forget",
			"he has {a swallow tattooed over a burn on his neck} and they know", "I was {the woman whose goat got onto the tram in the paper}.",
			"the safe word was never used", "i got it covered with a tattoo", "my word was not good enough for them",
		},
		anonymise.Place: {
			"moved from {rugby} to {reading} to get away", "i was put up in {lye} then", "he drinks at {the woolpack} or {the saddlers arms} they said",
			"i seen him in {the hop and lantern} that night", "we was outside {the Tinker's Rest} when he came", "moved her to the {Rugby} office", "been living in {great bridge} a year", "they sent it to {Coventry} Crown Court and to {Dudley} police station",
			"it was a great bridge to cross", "over the hill top and down",
			"I was moved from Birmingham to {Coventry}.", "I am from {Poland} and he is from {Sierra Leone}", "i was reading in the room", "he drinks in the garden", "they moved me to work in the office", "in the police and the courts",
		},
		anonymise.Date: {
			"born on {the seventeenth of august nineteen eighty one} i was", "outside mine {13/1} and {12/1} again", "your letter of {the 2nd inst}., which I have",
			"my birthday is {2 9 91} and they had {9 2 91}", "it was 50/50 and 24/7 and 1/2 of it",
		},
		anonymise.Address: {
			"he is at {flat 14 penny house, ladypool close} now", "they fitted the box at {30 The Paddocks} instead", "i was at 30 the whole time",
		},
	} {
		for _, marked := range texts {
			checkMarked(t, kind, marked)
		}
	}
}

func TestNamesByTheirSurroundings(t *testing.T) {
	for _, marked := range []string{
		"everyone calls me {Bunny} but not the court", "there was one called {big tone} on the door", "spoke to {faith} at the court about it", "tell {joy} thank you",
		"a taxi {will} from the housing team promised me", "{hope} rang me back about it", "so {joy} said it was off", "informed of it by {SH} in person", "{RT} disengaged after that",
		"{thankusimran} your a star", "my ex {brodie} was bailed, then {brodie} was outside", "I met {Hope}. then {hope} wrote to me",
		"the usher had grace, the clerk had patience", "no hope of it", "i have faith in the system", "summer came and went", "it was miles away from what they said",
		"they called me a liar", "i will ring them", "the people i told will know", "hope is not a plan", "she was told by text", "OK. it was on TV",
	} {
		checkMarked(t, anonymise.Name, marked)
	}
}

// A word that may be a name is held where it is not masked; what only looks so is not.
func TestWhatMayBeANameIsHeld(t *testing.T) {
	for text, want := range map[string]anonymise.Verdict{
		"they said we got no bassaragh here and she drove us":           anonymise.Held, // no list knows it, and it is no slip
		"got assigned one and then got bola who is still there":         anonymise.Held, // a rare name
		"They gave it a word of its own. It was not Bracket, thank you": anonymise.Held, // a capital without a reason
		"we all waited. joy in our office wrote it down":                anonymise.Held,
		"the nuerologist said it was stress and anywere is fine":        anonymise.Clean, // slips
		"i choosed to stop and they wernt happy about it":               anonymise.Clean,
		"The Form said Officer and Victim and Place and Thing":          anonymise.Clean, // whose capitals say nothing
		"i hope they will and may it help":                              anonymise.Clean,
	} {
		if got := one(t, text); got.Verdict != want {
			t.Errorf("%q is %s (%s) as %q, want %s", text, got.Verdict, got.Why, got.Words, want)
		}
	}
}
