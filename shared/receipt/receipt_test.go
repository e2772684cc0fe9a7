package receipt_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
)

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func token(t *rapid.T) receipt.Token {
	var k receipt.Token
	copy(k[:], rapid.SliceOfN(rapid.Byte(), len(k), len(k)).Draw(t, "token"))
	return k
}

func TestTokenSurvivesTheCookie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := token(t)
		got, err := receipt.ParseToken(k.String())
		if err != nil || got != k {
			t.Fatalf("read %v back as %v: %v", k, got, err)
		}
	})
}

func TestParseTokenRefuses(t *testing.T) {
	good := receipt.NewToken().String()
	for name, s := range map[string]string{
		"empty":         "",
		"short":         good[:len(good)-1],
		"long":          good + "A",
		"left marker":   "left",
		"not base64":    "*" + good[1:],
		"loose padding": good + "=",
	} {
		if _, err := receipt.ParseToken(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// What a token gives is the same every time, differs by use, and never contains the token.
func TestTokenGivesUnrelatedThings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := token(t)
		seen := map[string]bool{k.String(): true}
		for _, s := range []string{k.DraftID(), string(k.ResponseID()), string(k.Receipt()), string(k.Receipt().Hash()), string(k.Derive("x"))} {
			if seen[s] {
				t.Fatalf("two uses of a token gave the same bytes")
			}
			seen[s] = true
		}
		again := k
		if k.Receipt() != again.Receipt() || k.ResponseID() != again.ResponseID() || k.DraftID() != again.DraftID() {
			t.Fatal("a token gave two different things for one use")
		}
	})
}

func TestCodeIsReadAsPeopleTypeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := token(t).Receipt()
		typed := code.String()
		if rapid.Bool().Draw(t, "lower") {
			typed = strings.ToLower(typed)
		}
		typed = strings.ReplaceAll(typed, "-", rapid.SampledFrom([]string{"-", "", " ", " - ", "\u2013", "\u00a0"}).Draw(t, "dash"))
		if rapid.Bool().Draw(t, "letters for digits") {
			typed = strings.NewReplacer("0", "O", "1", rapid.SampledFrom([]string{"I", "l"}).Draw(t, "one")).Replace(typed)
		}
		got, err := receipt.ParseCode(typed)
		if err != nil || got != code {
			t.Fatalf("%q: got %q, %v; want %q", typed, got, err, code)
		}
	})
}

// One wrong symbol, or two neighbours swapped, is noticed, but where the two stand for the same residue of 31.
func TestCodeNoticesSlipsOfThePen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(token(t).Receipt())
		wrong := append([]byte(nil), code...)
		i := rapid.IntRange(0, len(code)-2).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") {
			wrong[i], wrong[i+1] = wrong[i+1], wrong[i]
		} else {
			wrong[i] = alphabet[rapid.IntRange(0, 31).Draw(t, "symbol")]
		}
		same := string(wrong) == string(code)
		for j := range code {
			a, b := strings.IndexByte(alphabet, code[j])%31, strings.IndexByte(alphabet, wrong[j])%31
			same = same || code[j] != wrong[j] && a == b
		}
		if same {
			return
		}
		if _, err := receipt.ParseCode(string(wrong)); !fault.Is(err, fault.Invalid) {
			t.Fatalf("%s written for %s went unnoticed", wrong, code)
		}
	})
}

func FuzzParseCode(f *testing.F) {
	f.Add("")
	f.Add(receipt.NewToken().Receipt().String())
	f.Add(strings.Repeat("-", 300))
	f.Add("7K3M\x00\u202e\u200b")
	f.Fuzz(func(t *testing.T, s string) {
		code, err := receipt.ParseCode(s)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("another kind of error: %v", err)
			}
			return
		}
		if again, err := receipt.ParseCode(code.String()); err != nil || again != code {
			t.Fatalf("%q does not read back: %v", code, err)
		}
	})
}
