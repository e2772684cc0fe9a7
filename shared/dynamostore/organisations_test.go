package dynamostore_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
)

var (
	sampleService = organisation.Organisation{ID: "sample-service", Name: "Sample Service", Kind: organisation.SARC}
	sampleUnit    = organisation.Organisation{ID: "sample-unit", Name: "Sample Unit", Kind: organisation.Police}
)

func TestAMemberLeadsToItsOrganisation(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx, store := t.Context(), dynamostore.NewOrganisations(db, name("Organisations"))
		for range 2 { // again changes nothing
			put(t, store, sampleService, []string{"program-1"}, []string{"person-1"})
		}
		put(t, store, sampleUnit, []string{"program-2"}, nil)
		put(t, store, sampleUnit, nil, []string{"person-2", "person-3"})
		for _, c := range []struct {
			client, person string
			want           organisation.Organisation
		}{
			{"program-1", "person-1", sampleService},
			{"program-2", "person-2", sampleUnit},
			{"program-2", "person-3", sampleUnit},
		} {
			if got, err := store.ByClient(ctx, c.client); err != nil || got != c.want {
				t.Errorf("%s acts for %+v, error %v", c.client, got, err)
			}
			if got, err := store.ByPerson(ctx, c.person); err != nil || got != c.want {
				t.Errorf("%s acts for %+v, error %v", c.person, got, err)
			}
		}
		renamed := sampleService
		renamed.Name = "Sample Service of Elsewhere"
		put(t, store, renamed, nil, nil)
		if got, err := store.ByClient(ctx, "program-1"); err != nil || got != renamed {
			t.Errorf("after a new name: %+v, error %v", got, err)
		}
	})
}

func put(t *testing.T, store *dynamostore.Organisations, o organisation.Organisation, clients, people []string) {
	t.Helper()
	if err := store.Put(t.Context(), o, clients, people); err != nil {
		t.Fatal(err)
	}
}

// A program's id is no person's, and an id that looks like another key leads nowhere.
func TestNobodyElseIsAMember(t *testing.T) {
	db, name := enginetest.One(t)
	ctx, store := t.Context(), dynamostore.NewOrganisations(db, name("Organisations"))
	put(t, store, sampleService, []string{"program-1"}, []string{"person-1"})
	for _, id := range []string{"", "person-1", "program", "PROGRAM-1", "program-1#", "sample-service", "ORG#sample-service"} {
		if _, err := store.ByClient(ctx, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("program %q: %v", id, err)
		}
	}
	for _, subject := range []string{"", "program-1", "sample-service"} {
		if _, err := store.ByPerson(ctx, subject); !fault.Is(err, fault.NotFound) {
			t.Errorf("person %q: %v", subject, err)
		}
	}
}

func TestMembersStayWithTheirOrganisation(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx, store := t.Context(), dynamostore.NewOrganisations(db, name("Organisations"))
		put(t, store, sampleService, []string{"program-1"}, []string{"person-1"})
		for _, members := range [][2][]string{{{"program-1"}, nil}, {nil, {"person-2", "person-1"}}} {
			if err := store.Put(ctx, sampleUnit, members[0], members[1]); !fault.Is(err, fault.Conflict) {
				t.Errorf("%v: %v", members, err)
			}
		}
		table := name("Organisations")
		if kept, err := db.Scan(ctx, &dynamodb.ScanInput{TableName: &table}); err != nil || kept.Count != 3 {
			t.Errorf("half of it was kept: %d items, not one organisation with two members, %v", kept.Count, err)
		}
		if _, err := store.ByPerson(ctx, "person-2"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a member was kept without the rest: %v", err)
		}
	})
}

func TestWhatCannotBePutIsRefused(t *testing.T) {
	db, name := enginetest.One(t)
	store := dynamostore.NewOrganisations(db, name("Organisations"))
	most := make([]string, dynamostore.MostMembers)
	for i := range most {
		most[i] = fmt.Sprintf("program-%d", i)
	}
	put(t, store, sampleService, most, nil)
	for what, c := range map[string]struct {
		organisation    organisation.Organisation
		clients, people []string
		want            fault.Kind
	}{
		"no kind":         {organisation.Organisation{ID: "sample", Name: "Sample"}, nil, nil, fault.Invalid},
		"nameless member": {sampleService, []string{""}, nil, fault.Invalid},
		"too many":        {sampleService, most, []string{"person-1"}, fault.TooLarge},
	} {
		if err := store.Put(t.Context(), c.organisation, c.clients, c.people); !fault.Is(err, c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
