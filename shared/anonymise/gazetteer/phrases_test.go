package gazetteer_test

import (
	"fmt"
	"slices"
	"testing"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

var kinds = map[gazetteer.PhraseKind]string{
	gazetteer.Place: "place", gazetteer.BigPlace: "big", gazetteer.Keep: "keep", gazetteer.School: "school", gazetteer.Faith: "faith", gazetteer.Venue: "venue",
}

func TestPhrasesAndNamesAreFound(t *testing.T) {
	g := open(t)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"i live in kings heath now", []string{"place kings heath"}},
		{"in King’s Heath, near selly-oak", []string{"place King’s Heath", "place selly-oak"}},
		{"moved to chelmsley wood from Stoke on Trent", []string{"place chelmsley wood", "place Stoke on Trent"}},
		{"the WEST MIDLANDS POLICE said", []string{"keep WEST MIDLANDS POLICE"}},
		{"across the west midlands", []string{"big west midlands"}},
		{"from B'ham to bham", []string{"big B'ham", "big bham"}},
		{"in birmingham, then walsall", []string{"big birmingham", "place walsall"}},
		{"Warwick Crown Court", []string{"place Warwick", "keep Crown Court"}},
		{"Dudley police station", []string{"place Dudley", "keep police station"}},
		{"my ISVA and the officer in the case", []string{"keep ISVA", "keep officer in the case"}},
		{"MASH rang", []string{"keep MASH"}},
		{"it was a mash of things", nil},
		{"at the top of the hill top", nil},
		{"near Hill Top", []string{"place Hill Top"}},
		{"he teaches at fenbury primary school", []string{"school fenbury primary school"}},
		{"ST WENDRENS PRIMARY", []string{"school ST WENDRENS PRIMARY"}},
		{"St. Brannoc's C of E Primary School", []string{"school St. Brannoc's C of E Primary School"}},
		{"nechells primary rang", []string{"school nechells primary"}},
		{"Severn Hollow University", []string{"school Severn Hollow University"}},
		{"the University of Marlowfield", []string{"school University of Marlowfield"}},
		{"at Gurdwara Amrit Ghar", []string{"faith Gurdwara Amrit Ghar"}},
		{"green lane masjid on fridays", []string{"faith green lane masjid"}},
		{"drinking in the King's Arms", []string{"venue King's Arms"}},
		{"the sumaq grill", []string{"venue sumaq grill"}},
		{"in Pelham Ward", []string{"venue Pelham Ward"}},
		{"queen elizabeth hospital", []string{"venue queen elizabeth hospital"}},
		{"at Larkmoor Methodist Church", []string{"faith Larkmoor Methodist Church"}},
		{"in Birmingham, and my school was hindu", []string{"big Birmingham", "big hindu"}},
		{"my school, our local church and the hospital", nil},
		{"i went to another school and a primary school", nil},
		{"the Crime Unit and the Support Unit", nil},
		{"MY LOCAL HOSPITAL", nil},
		{"12 Sallow St Walsall", []string{"place Walsall"}},
		{"nobody rang me back", nil},
	} {
		tokens := token.Split(c.text)
		var got []string
		for _, p := range phrases(g, tokens) {
			if p.Small {
				continue
			}
			got = append(got, fmt.Sprintf("%s %s", kinds[p.Kind], c.text[tokens[p.First].Start:tokens[p.Last].End]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: found %q, wanted %q", c.text, got, c.want)
		}
	}
}

// A place of everyday words is given in lower case too, and said to be so.
func TestAPlaceOfEverydayWordsIsSmallInLowerCase(t *testing.T) {
	g := open(t)
	for text, small := range map[string]bool{"I lived in Great Bridge then": false, "i lived in great bridge then": true} {
		found := phrases(g, token.Split(text))
		if len(found) != 1 || found[0].Kind != gazetteer.Place || found[0].Small != small {
			t.Errorf("%q: %+v", text, found)
		}
	}
}
