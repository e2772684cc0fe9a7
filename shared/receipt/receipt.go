// Package receipt makes the token that a visit is held by, and what is derived from it: the response's id and the
// receipt that the person keeps. Both come from the token by HMAC, so the receipt can be shown before sending and
// again on a retry, and a lost reply loses nothing. Only the receipt's hash is ever stored.
package receipt

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"voiceforum/shared/byhand"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

// Token is the secret in a person's session cookie: 256 random bits. Everything about a visit hangs on it and it is
// stored nowhere else.
type Token [32]byte

// NewToken draws a token.
func NewToken() Token {
	var t Token
	rand.Read(t[:]) // never fails since Go 1.24
	return t
}

// ParseToken reads a token as Token.String writes it. Anything else is a fault.Invalid.
func ParseToken(s string) (Token, error) {
	var t Token
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(t) {
		return t, fault.New(fault.Invalid, "session token is malformed")
	}
	copy(t[:], b)
	return t, nil
}

// String gives the token as the cookie holds it.
func (t Token) String() string { return base64.RawURLEncoding.EncodeToString(t[:]) }

// Derive gives 32 bytes for one use of the token. Different labels give unrelated bytes, and none of them gives the
// token away.
func (t Token) Derive(label string) []byte {
	m := hmac.New(sha256.New, t[:])
	m.Write([]byte("voiceforum/v1/" + label))
	return m.Sum(nil)
}

// DraftID gives the key under which the visit's draft is stored.
func (t Token) DraftID() string { return hex.EncodeToString(t.Derive("draft-id")) }

// ResponseID gives the id that the response will have, however often it is sent.
func (t Token) ResponseID() response.ID {
	return response.ID(base64.RawURLEncoding.EncodeToString(t.Derive("response-id")[:18]))
}

// Receipt gives the code that the person keeps.
func (t Token) Receipt() Code { return newCode(t.Derive("receipt")) }

// symbols is how many random symbols a receipt has: 95 bits.
const symbols = 19

// Code is a receipt: 19 random symbols (95 bits) and a check symbol, in canonical form without dashes.
type Code string

func newCode(b []byte) Code { return Code(byhand.Write(b, symbols)) }

// String gives the code in groups of four, as it is shown: 7K3M-9QXT-….
func (c Code) String() string { return byhand.Groups(string(c)) }

// ParseCode reads a code as people type it: any case, with or without dashes and spaces, O for 0, I and L for 1.
// A code that cannot be right, its check symbol included, is a fault.Invalid.
func ParseCode(s string) (Code, error) {
	read, err := byhand.Read(s, symbols)
	return Code(read), fault.Wrap(fault.Invalid, "read receipt", err)
}

// Hash is what is stored of a receipt: 256 bits from which the code, of 95 random bits, cannot be found.
type Hash string

// Hash gives the code's hash.
func (c Code) Hash() Hash {
	h := sha256.Sum256([]byte("voiceforum/v1/receipt/" + string(c)))
	return Hash(hex.EncodeToString(h[:]))
}
