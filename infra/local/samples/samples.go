// Package samples is the invented organisations of a development machine, and which of the issuer's sample programs
// and people act for them.
package samples

import (
	"context"
	"strings"

	"voiceforum/infra/local/issuer"
	"voiceforum/shared/organisation"
)

// Member is an organisation with whoever acts for it.
type Member struct {
	organisation.Organisation
	Programs []string // client ids
	People   []string // email addresses
}

// Organisations gives the sample organisations: three services of one kind, so that the kind can be shown apart; one
// of another, which cannot; a police unit; an area of the prosecution service.
func Organisations() []Member {
	return []Member{
		{
			Organisation: organisation.Organisation{ID: "larkspur", Name: "Larkspur Sample Service", Kind: organisation.AssaultAndAbuse},
			Programs:     []string{"sample-partner"}, People: []string{"partner@voiceforum.example"},
		},
		{Organisation: organisation.Organisation{ID: "rowan", Name: "Rowan Sample Service", Kind: organisation.AssaultAndAbuse}},
		{Organisation: organisation.Organisation{ID: "juniper", Name: "Juniper Sample Service", Kind: organisation.AssaultAndAbuse}},
		{Organisation: organisation.Organisation{ID: "willow", Name: "Willow Sample Centre", Kind: organisation.SARC}},
		{
			Organisation: organisation.Organisation{ID: "sampleshire-police", Name: "Sampleshire Police, invented unit", Kind: organisation.Police},
			Programs:     []string{"sample-officer"}, People: []string{"officer@voiceforum.example"},
		},
		{Organisation: organisation.Organisation{ID: "sampleshire-cps", Name: "Sampleshire CPS, invented area", Kind: organisation.CPS}},
	}
}

// Of gives the name of the organisation that a person or a program acts for; "" where there is none.
func Of(emailOrClientID string) string {
	for _, m := range Organisations() {
		for _, member := range append(m.Programs, m.People...) {
			if member == emailOrClientID {
				return m.Name
			}
		}
	}
	return ""
}

// ClientIDs gives the client ids of the issuer's programs as a parameter of a template takes them.
func ClientIDs() string {
	var all []string
	for _, p := range issuer.SamplePrograms() {
		all = append(all, p.ID)
	}
	return strings.Join(all, ",")
}

// Store keeps organisations.
type Store interface {
	Put(ctx context.Context, o organisation.Organisation, clients, people []string) error
}

// Seed keeps every sample organisation with its members. Doing it again changes nothing.
func Seed(ctx context.Context, store Store) error {
	subjects := map[string]string{}
	for _, p := range issuer.SamplePeople() {
		subjects[p.Email] = p.Subject
	}
	for _, m := range Organisations() {
		var people []string
		for _, email := range m.People {
			people = append(people, subjects[email])
		}
		if err := store.Put(ctx, m.Organisation, m.Programs, people); err != nil {
			return err
		}
	}
	return nil
}
