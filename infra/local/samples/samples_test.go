package samples_test

import (
	"slices"
	"testing"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/issuer"
	"voiceforum/infra/local/samples"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
)

func TestEverySampleProgramAndPartnerActsForSomebody(t *testing.T) {
	db, name := enginetest.One(t)
	store := dynamostore.NewOrganisations(db, name("Organisations"))
	for range 2 {
		if err := samples.Seed(t.Context(), store); err != nil {
			t.Fatal(err)
		}
	}
	channels := map[response.Channel]int{}
	for _, program := range issuer.SamplePrograms() {
		o, err := store.ByClient(t.Context(), program.ID)
		if err != nil || samples.Of(program.ID) != o.Name {
			t.Errorf("%s: %v", program.ID, err)
		}
		channels[o.Channel()]++
	}
	for _, person := range issuer.SamplePeople() {
		o, err := store.ByPerson(t.Context(), person.Subject)
		if acts := err == nil; acts != slices.Contains(person.Groups, "partner") || samples.Of(person.Email) != o.Name {
			t.Errorf("%s: %v", person.Email, err)
		}
	}
	if channels[response.Partner] != 1 || channels[response.Officer] != 1 {
		t.Errorf("the programs' channels are %v", channels)
	}
}

// A kind is shown apart from three organisations on, so there must be one that is and one that is not.
func TestSampleKindsAreOfBothSizes(t *testing.T) {
	kinds := map[organisation.Kind]int{}
	for _, m := range samples.Organisations() {
		if err := m.Check(); err != nil {
			t.Error(err)
		}
		kinds[m.Kind]++
	}
	if kinds[organisation.AssaultAndAbuse] != 3 || kinds[organisation.SARC] != 1 || kinds[organisation.Police] != 1 || kinds[organisation.CPS] != 1 {
		t.Errorf("the kinds are %v", kinds)
	}
	if samples.ClientIDs() != "sample-partner,sample-officer" {
		t.Errorf("the clients are %s", samples.ClientIDs())
	}
}
