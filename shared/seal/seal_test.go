package seal_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/response"
	"voiceforum/shared/seal"
)

// keys gives the two ends of a pair of key files of its own.
func keys(t *testing.T) (seal.Sealer, seal.Opener) {
	t.Helper()
	dir := t.TempDir()
	if err := kmskeys.EnsureLocal(dir); err != nil {
		t.Fatal(err)
	}
	w, err := kmskeys.Wrapper(t.Context(), "local-kms-public://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	u, err := kmskeys.Unwrapper(t.Context(), "local-kms://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	return seal.Sealer{Wrapper: w}, seal.Opener{Unwrapper: u}
}

func TestWhatWasSealedOpens(t *testing.T) {
	sealer, opener := keys(t)
	rapid.Check(t, func(r *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(r, "plain")
		id := response.ID(rapid.StringMatching(`[A-Za-z0-9_-]{24}`).Draw(r, "id"))
		p := rapid.SampledFrom([]seal.Purpose{seal.Words, seal.Contact}).Draw(r, "purpose")
		ciphertext, wrapped, err := sealer.Seal(context.Background(), p, id, plain)
		if err != nil {
			r.Fatal(err)
		}
		got, err := opener.Open(context.Background(), p, id, ciphertext, wrapped)
		if err != nil || !bytes.Equal(got, plain) {
			r.Fatalf("opened %q (%v), want %q", got, err, plain)
		}
	})
}

func TestTheSameSealedTwiceSharesNothing(t *testing.T) {
	sealer, _ := keys(t)
	c1, k1, err1 := sealer.Seal(t.Context(), seal.Words, "a", []byte("CANARY CANARY CANARY"))
	c2, k2, err2 := sealer.Seal(t.Context(), seal.Words, "a", []byte("CANARY CANARY CANARY"))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if bytes.Equal(c1, c2) || bytes.Equal(k1, k2) {
		t.Error("two seals are equal")
	}
	if bytes.Contains(append(c1, k1...), []byte("CANARY")) {
		t.Error("the text shows")
	}
}

func TestWhatWasNotSealedSoDoesNotOpen(t *testing.T) {
	sealer, opener := keys(t)
	_, stranger := keys(t)
	const id = "AAAAAAAAAAAAAAAAAAAAAAAA"
	ciphertext, wrapped, err := sealer.Seal(t.Context(), seal.Words, id, []byte("CANARY"))
	if err != nil {
		t.Fatal(err)
	}
	otherText, otherKey, err := sealer.Seal(t.Context(), seal.Words, "B", []byte("other"))
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		by              seal.Opener
		purpose         seal.Purpose
		id              response.ID
		ciphertext, key []byte
	}{
		"another response":            {opener, seal.Words, "B", ciphertext, wrapped},
		"another purpose":             {opener, seal.Contact, id, ciphertext, wrapped},
		"somebody else's key":         {stranger, seal.Words, id, ciphertext, wrapped},
		"another response's text":     {opener, seal.Words, id, otherText, wrapped},
		"another response's key":      {opener, seal.Words, id, ciphertext, otherKey},
		"another response's both":     {opener, seal.Words, id, otherText, otherKey},
		"purpose and id run together": {opener, seal.Words + "\x00A", response.ID(id[1:]), ciphertext, wrapped},
		"no text":                     {opener, seal.Words, id, nil, wrapped},
		"no key":                      {opener, seal.Words, id, ciphertext, nil},
	} {
		got, err := c.by.Open(t.Context(), c.purpose, c.id, c.ciphertext, c.key)
		wantShut(t, what, got, err)
	}
}

func wantShut(t interface{ Errorf(string, ...any) }, what string, got []byte, err error) {
	if !fault.Is(err, fault.Internal) || got != nil {
		t.Errorf("%s: opened %q (%v), want a fault and nothing", what, got, err)
		return
	}
	if strings.Contains(err.Error(), "CANARY") {
		t.Errorf("%s: the error quotes the text", what)
	}
}

// FuzzOpen changes a sealed text or its key at one place, or cuts it short. Whatever comes of it is a fault or, where
// nothing was changed that matters, the very text.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	if err := kmskeys.EnsureLocal(dir); err != nil {
		f.Fatal(err)
	}
	w, err := kmskeys.Wrapper(f.Context(), "local-kms-public://"+dir)
	if err != nil {
		f.Fatal(err)
	}
	u, err := kmskeys.Unwrapper(f.Context(), "local-kms://"+dir)
	if err != nil {
		f.Fatal(err)
	}
	const plain = "CANARY"
	ciphertext, wrapped, err := seal.Sealer{Wrapper: w}.Seal(f.Context(), seal.Words, "A", []byte(plain))
	if err != nil {
		f.Fatal(err)
	}
	for _, at := range []uint16{0, 1, 4, 5, 6, 20, 40, 80, 120, 200} {
		f.Add(true, at, byte(1), uint16(1000))
		f.Add(false, at, byte(0x80), uint16(1000))
		f.Add(true, at, byte(0), at)
		f.Add(false, at, byte(0), at)
	}
	f.Fuzz(func(t *testing.T, text bool, at uint16, flip byte, length uint16) {
		c, k := bytes.Clone(ciphertext), bytes.Clone(wrapped)
		if text {
			c = spoil(c, at, flip, length)
		} else {
			k = spoil(k, at, flip, length)
		}
		got, err := seal.Opener{Unwrapper: u}.Open(t.Context(), seal.Words, "A", c, k)
		if err == nil && string(got) != plain {
			t.Errorf("opened %q, which nobody sealed", got)
		}
		if err != nil {
			wantShut(t, "spoilt", got, err)
		}
		if err == nil && !bytes.Equal(c, ciphertext) {
			t.Error("a changed text opened")
		}
	})
}

func spoil(b []byte, at uint16, flip byte, length uint16) []byte {
	b[int(at)%len(b)] ^= flip
	return b[:min(len(b), int(length))]
}

// broken is a key service that is down.
type broken struct{}

func (broken) Wrap(context.Context, []byte, []byte) ([]byte, error) {
	return nil, fault.New(fault.Unavailable, "key service")
}

func (broken) Unwrap(context.Context, []byte, []byte) ([]byte, error) {
	return nil, fault.New(fault.Unavailable, "key service")
}

func TestAKeyServiceThatIsDownIsUnavailable(t *testing.T) {
	sealer, _ := keys(t)
	if _, _, err := (seal.Sealer{Wrapper: broken{}}).Seal(t.Context(), seal.Words, "A", []byte("x")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("seal: got %v", err)
	}
	ciphertext, wrapped, err := sealer.Seal(t.Context(), seal.Words, "A", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (seal.Opener{Unwrapper: broken{}}).Open(t.Context(), seal.Words, "A", ciphertext, wrapped); !fault.Is(err, fault.Unavailable) {
		t.Errorf("open: got %v", err)
	}
}

// spy keeps what it was asked to wrap for.
type spy struct{ associated *[]byte }

func (s spy) Wrap(_ context.Context, dataKey, associatedData []byte) ([]byte, error) {
	*s.associated = bytes.Clone(associatedData)
	return bytes.Clone(dataKey), nil
}

func TestTheKeyServiceIsNotToldWhoseKeyItWraps(t *testing.T) {
	var told []byte
	if _, _, err := (seal.Sealer{Wrapper: spy{&told}}).Seal(t.Context(), seal.Contact, "AAAA", nil); err != nil {
		t.Fatal(err)
	}
	if string(told) != "contact" {
		t.Errorf("the key service was told %q, want the purpose alone", told)
	}
}
