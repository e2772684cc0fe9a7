// Package organisation is who hands in feedback that is not a victim's own: specialist services, police units and
// prosecutors. An organisation is known by the program's client id or by the person who signed in, never by what a
// request says of itself.
package organisation

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

// ID names an organisation for good: lower-case words joined by hyphens, at most 40 characters. It is part of stored
// keys and of the ids of what the organisation hands in.
type ID string

const (
	longestID   = 40
	longestName = 80 // characters
)

var idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// ParseID reads an id. What can be none is a fault.Invalid.
func ParseID(s string) (ID, error) {
	if len(s) > longestID || !idForm.MatchString(s) {
		return "", fault.New(fault.Invalid, "organisation's id is malformed")
	}
	return ID(s), nil
}

// Kind is what an organisation does. Figures name kinds and never organisations.
type Kind string

// The kinds: four of services, and two of officers.
const (
	AssaultAndAbuse    Kind = "sexual-assault-and-abuse"
	SexualExploitation Kind = "sexual-exploitation"
	SexWork            Kind = "sex-work"
	SARC               Kind = "sarc" // sexual assault referral centre
	Police             Kind = "police"
	CPS                Kind = "cps" // Crown Prosecution Service
)

var (
	services = []Kind{AssaultAndAbuse, SexualExploitation, SexWork, SARC}
	officers = []Kind{Police, CPS}
)

// Kinds lists all kinds: services first, then officers.
func Kinds() []Kind { return slices.Concat(services, officers) }

// Organisation is one service, police unit or area of the prosecution service.
type Organisation struct {
	ID   ID     `json:"id"   dynamodbav:"id"`
	Name string `json:"name" dynamodbav:"name"` // for its own people and for staff; in no figure
	Kind Kind   `json:"kind" dynamodbav:"kind"`
}

// Check refuses, with a fault.Invalid, an organisation that cannot be kept: a malformed id, a name that is empty, too
// long or of more than one line, a kind that nobody knows.
func (o Organisation) Check() error {
	if _, err := ParseID(string(o.ID)); err != nil {
		return err
	}
	if o.Name != strings.TrimSpace(o.Name) || o.Name == "" || utf8.RuneCountInString(o.Name) > longestName ||
		!utf8.ValidString(o.Name) || strings.ContainsAny(o.Name, "\r\n\t") {
		return fault.New(fault.Invalid, "organisation's name is empty, too long or not one line")
	}
	if !slices.Contains(Kinds(), o.Kind) {
		return fault.New(fault.Invalid, "organisation is of no kind that is known")
	}
	return nil
}

// Channel is the channel of all that the organisation hands in.
func (o Organisation) Channel() response.Channel {
	if slices.Contains(officers, o.Kind) {
		return response.Officer
	}
	return response.Partner
}

// Questionnaire is the id of the one questionnaire that the organisation answers: "partner" or "officer".
func (o Organisation) Questionnaire() string {
	if o.Channel() == response.Officer {
		return "officer"
	}
	return "partner"
}
