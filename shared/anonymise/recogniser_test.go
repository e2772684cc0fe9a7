package anonymise_test

import (
	"strings"
	"testing"

	"voiceforum/shared/anonymise"
)

// Each line is a text with what must be found in it marked, and of which kind. Everything else must be left.
func TestForms(t *testing.T) {
	for kind, texts := range map[anonymise.Kind][]string{
		anonymise.Postcode: {
			"they wrote to {B15 2TT} instead", "they wrote to {b152tt} instead", "sent it to {ws9 8hb} again", "i was living in {b15} then",
			"my postcode is {B15} they said", "take the M6 2nd exit and wait", "come b4 5 if you can",
		},
		anonymise.Phone: {
			"ring me on {07700 900123} please", "ring me on {07700900123}", "on {0121 496 0123} or not", "from abroad {+44 7700 900123} it is",
			"from abroad {0048 22 555 0123} it is", "call {(0121) 496 0123} first", "i said {oh double seven double oh nine double oh one two three} twice",
			"her desk is ext {5562} i think", "{07700-900-123} is mine", "text me on {o7700 9OO 123} then", "they said 0 out of 10",
		},
		anonymise.NHS:   {"it is {943 476 5919} on the letter", "nhs no {943 476 5910} mistyped", "NHS number: {9434765919}"},
		anonymise.NI:    {"it is {AB 12 34 56 C} on the form", "it is {ab123456c} on the form", "my NI is {QQ 12 34 56 C} they say"},
		anonymise.Email: {"at {sample.person@mail.example} please", "at {sample at gmail dot com} please", "look at {a_b@mail.example}, thanks"},
		anonymise.URL: {
			"see {https://site.example/me?x=1} there", "see {www.site.example/me} there", "see {site.example/me} there", "i am {@not.me} there",
			"my insta is {not.me_2} now", "from {198.51.100.7} it was", "it ended.then it began",
		},
		anonymise.Reference: {
			"it is {20/123456/24} they said", "it is {20CR/12345/24} they said", "log {1234} of that day", "collar number {61903} that was", "URN {20WV0001234} it is",
			"case no. {T20215524} it is", "their custody number {RM/4471/23} it is", "application (no. {18403/91}) it is", "my passport {KP5508316} it is",
			"licence {MORGA753116SM9IJ} it is", "sort code {08-63-52} it is", "card {4111 1111 1111 1111} it is", "iban {GB82 WEST 1234 5698 7654 32} it is",
			"client ref {WQ-07315} it is", "{KP5508316} is my passport number", "{08 63 52} is the sort code", "pay {GB82 WEST 1234 5698 7654 33} they said",
			"it said {DA 12 34 56 E} then", "in the tax year 2023/24 it was", "it took 2019 2020 2021", "they paid £250000 for it",
		},
		anonymise.Vehicle: {
			"a grey {BD51 SMR} outside", "a grey {bd51smr} outside", "his car {y341 whp} outside", "the {A123 BCD} outside", "the {ABC 123D} outside",
			"his van reg {abc 12} outside", "i saw it by19 the end", "{y341 whp} is his reg", "b4 she went. the van came",
		},
		anonymise.Date: {
			"on {3 March 2024} it was", "on {3rd of march} it was", "on {03/03/2024} it was", "on {2024-03-03} it was", "on {March 3rd} it was", "on {the third of March} it was",
			"on {Tuesday 4 March} it was", "last {tuesday the 5th} it was", "dob {06.09.1988} it is", "born in {1971} i was", "my birthday is {the 6th of May} yes",
			"in March 2024 it was", "you may 2 times ask", "i may be late", "from march to may", "they chose the 4th and then not",
		},
		anonymise.Age: {
			"I am {34} and alone", "i was {22} when they moved me", "shes {81} and lives on the ward", "a {34}-year-old was there", "my {6} year old saw", "she is {thirty four} years old", "a {34yo} was there",
			"he was {fifty-two} years of age", "kids aged {4}, {7} and {9} saw", "a man of {74} heard", "i waited 34 weeks", "i am 2 hours away", "it was 14 months",
		},
		anonymise.Address: {
			"at {14 Penny Road} it was", "at {31 cobblers croft} it was", "{Flat 4, 39 Old Mill Lane} is mine", "opposite {9a Cart Row} it is",
			"I waited 12 years on the road", "it was 4 times in a row", "meet at {the corner of Penny Road and Mill Lane} then", "he is at {Flat 2, The Old Forge, Church Lane} now",
		},
		anonymise.Place: {"we met at {the red lion} after", "they met in {the owl and anvil} then", "my heart and soul went into the work", "he lives on {penny road} now", "near {Lower Mill Road} it was", "i was on the main road", "from Birmingham to {Wolverhampton} it was", "from london to {coventry} it was", "across the road from court"},
		anonymise.Job:   {"he is {the only beekeeper at Marl Abbey}, so they knew", "she is the only officer who rang", "that letter is the only reason I stayed"},
		anonymise.Other: {"I was {the one whose shed was in all the newspapers}, so you know me"},
	} {
		for _, marked := range texts {
			checkMarked(t, kind, marked)
		}
	}
}

func checkMarked(t *testing.T, kind anonymise.Kind, marked string) {
	t.Helper()
	text := strings.NewReplacer("{", "", "}", "").Replace(marked)
	res := one(t, text)
	var b strings.Builder
	at := 0
	for _, s := range res.Spans {
		b.WriteString(text[at:s.Start] + "{" + text[s.Start:s.End] + "}")
		at = s.End
		if s.Kind != kind {
			t.Errorf("%q: %s, want %s", marked, s.Kind, kind)
		}
	}
	if got := b.String() + text[at:]; got != marked {
		t.Errorf("%s: got %q, want %q", kind, got, marked)
	}
}

func TestNames(t *testing.T) {
	for _, marked := range []string{
		"my ex {zorbin} came round", "a man called {zorbin} came", "my cousin {jit} said so", "I told {Sarah Okafor} about it", "then {jaswinder} rang me",
		"the officer, {Priya}, was kind", "so {L. Mensah} wrote to me", "and {N Hussain} wrote to me", "signed {T.A.} and left", "Regards, {Chidinma}",
		"Officer {Bray} came, and {O'Driscoll} too", "i hope they will, it may help", "had the patience of a wall", "the Crown decided and the CPS wrote",
		"we said it to {D'Souza} and {Smith-Jones}", "name is {b a s s a r}", "my caseworker, {Will Tarrowby}, came",
	} {
		checkMarked(t, anonymise.Name, marked)
	}
}

func TestWhatIsNeverMasked(t *testing.T) {
	for _, text := range []string{
		"West Midlands Police and the CPS told my ISVA at the Crown Court in Birmingham",
		"west midlands police told my isva at the crown court in birmingham",
		"Victim Support and the SARC helped, and Operation Soteria is a good thing",
		"the DC rang in May, then in august, then on a Friday before Christmas",
		"my sergeant and the judge were kind, I speak Polish and English",
		"they sent it from London to Birmingham", "we went from brum to b'ham and bham",
		"I rate them 10 out of 10 and would wait 12 weeks again for £30",
	} {
		if got := one(t, text); got.Words != text || got.Verdict != anonymise.Clean {
			t.Errorf("%q became %q, %s %s", text, got.Words, got.Verdict, got.Why)
		}
	}
}

func TestPlaceholdersKeepTheSense(t *testing.T) {
	e := engine(t)
	for _, c := range []struct{ in, want []string }{
		{[]string{"I told Sarah Okafor first.", "Then Mohammed came, and sarah left. Mrs Okafor rang."}, []string{"I told [name 1] first.", "Then [name 2] came, and [name 1] left. [name 1] rang."}},
		{[]string{"Mr Khan hit her. Mrs Khan rang the police."}, []string{"[name 1] hit her. [name 2] rang the police."}},
		{[]string{"my ex called zorbin", "ZORBIN came", "zorbin's brother"}, []string{"my ex called [name]", "[name] came", "[name]'s brother"}},
		{[]string{"my cousin jit rang, then j it rang"}, []string{"my cousin [name] rang, then j it rang"}},
		{[]string{"I am 34, she is 12 and nan was 83 then."}, []string{"I am [age 25 to 34], she is [age under 18] and nan was [age 65 or over] then."}},
		{[]string{"It was on 3 March 2024, on 2024-03-03, on the 3rd of March."}, []string{"It was on March 2024, on March 2024, on March."}},
	} {
		res, err := e.Anonymise(c.in)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range res {
			if r.Words != c.want[i] {
				t.Errorf("%q became %q, want %q", c.in[i], r.Words, c.want[i])
			}
		}
	}
}
