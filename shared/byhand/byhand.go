// Package byhand writes secrets as codes that people copy by hand, read out and type in again: letters and numbers that
// are not taken for each other, in groups, with a check symbol that shows slips of the pen.
package byhand

import (
	"strings"

	"voiceforum/shared/fault"
)

// The alphabet is Crockford's Base32: no I, L, O or U, so that a code survives being read out or copied.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// SymbolBits is how many bits of a secret one symbol carries.
const SymbolBits = 5

const (
	group     = 4   // symbols between dashes
	mostTyped = 200 // bytes
)

// Write gives the first symbols*SymbolBits bits of a secret as that many symbols and a check symbol, in canonical form
// without dashes. The secret must have as many bits; symbols is 30 at most, so that the check symbol works.
func Write(secret []byte, symbols int) string {
	var acc, bits uint32
	out := make([]byte, 0, symbols+1)
	for i := 0; len(out) < symbols; {
		if bits < SymbolBits {
			acc, bits = acc<<8|uint32(secret[i]), bits+8
			i++
		}
		bits -= SymbolBits
		out = append(out, alphabet[acc>>bits&31])
	}
	return string(append(out, check(out)))
}

// check gives the symbol that makes the weighted sum of a code tell. Weights up to 30 are all prime to 31, so every
// single mistyped symbol, but for two that stand for the same residue, and every swap of neighbours shows.
func check(s []byte) byte {
	sum := 0
	for i, c := range s {
		sum += (i + 1) * strings.IndexByte(alphabet, c)
	}
	return alphabet[sum%31]
}

// Groups gives a code in groups of four, as it is shown: 7K3M-9QXT-….
func Groups(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i += group {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(code[i:min(i+group, len(code))])
	}
	return b.String()
}

// Read gives the canonical form of a code of so many symbols, as people type it: any case, with or without dashes and
// spaces, O for 0, I and L for 1. A code that cannot be right, its check symbol included, is a fault.Invalid.
func Read(typed string, symbols int) (string, error) {
	if len(typed) > mostTyped {
		return "", fault.New(fault.Invalid, "code is too long")
	}
	out := make([]byte, 0, symbols+1)
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u00a0', '\t', '\r', '\n':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 'Z' || strings.IndexByte(alphabet, byte(r)) < 0 {
			return "", fault.New(fault.Invalid, "code has a symbol that no code has")
		}
		out = append(out, byte(r))
	}
	if len(out) != symbols+1 {
		return "", fault.New(fault.Invalid, "code has the wrong length")
	}
	if check(out[:symbols]) != out[symbols] {
		return "", fault.New(fault.Invalid, "code's check symbol does not fit")
	}
	return string(out), nil
}
