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
	"strings"

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

// The alphabet is Crockford's Base32: no I, L, O or U, so that a code survives being read out or copied by hand.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	symbols = 19 // random symbols: 95 bits
	group   = 4  // symbols between dashes
)

// Code is a receipt: 19 random symbols (95 bits) and a check symbol, in canonical form without dashes.
type Code string

func newCode(b []byte) Code {
	var acc, bits uint32
	out := make([]byte, 0, symbols+1)
	for i := 0; len(out) < symbols; {
		if bits < 5 {
			acc, bits = acc<<8|uint32(b[i]), bits+8
			i++
		}
		bits -= 5
		out = append(out, alphabet[acc>>bits&31])
	}
	return Code(append(out, check(out)))
}

// check gives the symbol that makes the weighted sum of a code divisible by 31. Weights 1 to 20 are all prime to 31,
// so every single mistyped symbol, but for two that stand for the same residue, and every swap of neighbours shows.
func check(s []byte) byte {
	sum := 0
	for i, c := range s {
		sum += (i + 1) * strings.IndexByte(alphabet, c)
	}
	return alphabet[sum%31]
}

// String gives the code in groups of four, as it is shown: 7K3M-9QXT-….
func (c Code) String() string {
	var b strings.Builder
	for i := 0; i < len(c); i += group {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(string(c[i:min(i+group, len(c))]))
	}
	return b.String()
}

// ParseCode reads a code as people type it: any case, with or without dashes and spaces, O for 0, I and L for 1.
// A code that cannot be right, its check symbol included, is a fault.Invalid.
func ParseCode(s string) (Code, error) {
	if len(s) > 200 {
		return "", fault.New(fault.Invalid, "receipt is too long")
	}
	out := make([]byte, 0, symbols+1)
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u00a0', '\t', '\r', '\n':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 'Z' || strings.IndexByte(alphabet, byte(r)) < 0 {
			return "", fault.New(fault.Invalid, "receipt has a symbol that no receipt has")
		}
		out = append(out, byte(r))
	}
	if len(out) != symbols+1 {
		return "", fault.New(fault.Invalid, "receipt has the wrong length")
	}
	if check(out[:symbols]) != out[symbols] {
		return "", fault.New(fault.Invalid, "receipt's check symbol does not fit")
	}
	return Code(out), nil
}

// Hash is what is stored of a receipt: 256 bits from which the code, of 95 random bits, cannot be found.
type Hash string

// Hash gives the code's hash.
func (c Code) Hash() Hash {
	h := sha256.Sum256([]byte("voiceforum/v1/receipt/" + string(c)))
	return Hash(hex.EncodeToString(h[:]))
}
