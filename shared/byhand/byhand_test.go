package byhand_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/byhand"
	"voiceforum/shared/fault"
)

// Two secrets that differ in the bits written give two codes: nothing of the secret is lost on the way.
func TestEveryBitIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		symbols := rapid.IntRange(1, 30).Draw(t, "symbols")
		secret := rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "secret")
		other := bytes.Clone(secret)
		bit := rapid.IntRange(0, symbols*byhand.SymbolBits-1).Draw(t, "bit")
		other[bit/8] ^= 0x80 >> (bit % 8)
		if byhand.Write(secret, symbols) == byhand.Write(other, symbols) {
			t.Fatalf("bit %d of %d symbols is lost", bit, symbols)
		}
	})
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		symbols := rapid.IntRange(1, 30).Draw(t, "symbols")
		code := byhand.Write(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "secret"), symbols)
		typed := strings.ToLower(byhand.Groups(code))
		typed = strings.ReplaceAll(typed, "-", rapid.SampledFrom([]string{"-", "", " ", " \u2013 "}).Draw(t, "dash"))
		if got, err := byhand.Read(typed, symbols); err != nil || got != code {
			t.Fatalf("%q read as %q: %v", typed, got, err)
		}
		if _, err := byhand.Read(typed, symbols+1); !fault.Is(err, fault.Invalid) {
			t.Fatalf("%q has the length of another kind of code: %v", typed, err)
		}
	})
}

func TestGroups(t *testing.T) {
	for code, want := range map[string]string{
		"": "", "7": "7", "7K3M": "7K3M", "7K3M9": "7K3M-9", "7K3M9QXT2B6WR8HD": "7K3M-9QXT-2B6W-R8HD",
	} {
		if got := byhand.Groups(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}
