// Package session is who is signed in: the roles that a person's groups give, and how long a sign-in
// lasts. A sign-in is held by a secret that only the person's cookie has; what is stored goes by the secret's hash.
package session

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"time"

	"voiceforum/shared/fault"
)

// The limits of a sign-in. They are checked whenever it is read; the store's own expiry is only a broom.
const (
	Idle     = 30 * time.Minute // without a request
	Absolute = 8 * time.Hour    // whatever is done
	Attempts = 10 * time.Minute // from leaving for the issuer to coming back
)

// Role is what a person may do.
type Role string

// The roles, furthest reaching first. They are named as the groups that give them.
const (
	Facilitator Role = "facilitator" // runs the forum
	Reviewer    Role = "reviewer"    // clears words and clips
	Observer    Role = "observer"    // sees published releases
	Contact     Role = "contact"     // sees contact details of people who asked to be contacted
	Partner     Role = "partner"     // hands in feedback for one organisation
)

var roles = []Role{Facilitator, Reviewer, Observer, Contact, Partner}

// RolesOf gives the roles that groups give, furthest reaching first. A group nobody knows gives nothing.
func RolesOf(groups []string) []Role {
	var given []Role
	for _, r := range roles {
		if slices.Contains(groups, string(r)) {
			given = append(given, r)
		}
	}
	return given
}

// Person is somebody who has signed in.
type Person struct {
	Subject string // the issuer's lasting id of the person
	Name    string // the name they sign in with, for people to read
	Roles   []Role // may be empty: known, and allowed nothing
}

// ID is the secret that a sign-in is held by: 256 random bits. It is stored nowhere but in the person's cookie.
type ID [32]byte

// NewID draws an id.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // never fails since Go 1.24
	return id
}

// ParseID reads an id as ID.String writes it. Anything else is a fault.Invalid.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(id) {
		return id, fault.New(fault.Invalid, "session id is malformed")
	}
	copy(id[:], b)
	return id, nil
}

// String gives the id as the cookie holds it.
func (id ID) String() string { return base64.RawURLEncoding.EncodeToString(id[:]) }

func (id ID) derive(label string) []byte {
	m := hmac.New(sha256.New, id[:])
	m.Write([]byte("voiceforum/v1/" + label))
	return m.Sum(nil)
}

// Key is what a record is stored under: 256 bits from which the id cannot be found.
type Key string

// Key gives the key of the session that the id holds.
func (id ID) Key() Key { return Key(hex.EncodeToString(id.derive("session"))) }

// AttemptKey gives the key of the sign-in that was begun by the browser holding this id, under a state. Another
// browser, or another state, leads to another key, where there is nothing.
func (id ID) AttemptKey(state string) Key {
	return Key(hex.EncodeToString(id.derive("attempt/" + state)))
}

// FormSecret gives the secret that tokens in the session's forms are made from.
func (id ID) FormSecret() []byte { return id.derive("forms") }

// Session is one sign-in as it is stored.
type Session struct {
	Key     Key
	Person  Person
	Started time.Time
	Seen    time.Time // the last request, to the minute or so
}

// Ends gives the moment from which the session is over if nothing more is done with it.
func (s Session) Ends() time.Time {
	idle, absolute := s.Seen.Add(Idle), s.Started.Add(Absolute)
	if idle.Before(absolute) {
		return idle
	}
	return absolute
}

// Alive reports whether the session is not yet over.
func (s Session) Alive(now time.Time) bool { return now.Before(s.Ends()) }

// Attempt is a sign-in that has left for the issuer and not come back yet. It can be taken up once.
type Attempt struct {
	Key      Key
	Nonce    string
	Verifier string // of PKCE
	Return   string // the page to come back to
	Expires  time.Time
}
