package draft

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"fmt"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
)

// MaxBytes is the most that a draft's state may take before it is encrypted. Three free texts at their limit fit
// several times over; a database item, at 400 KiB, is never in sight.
const MaxBytes = 128 << 10

// Stored is a draft as its table holds it.
type Stored struct {
	ID      string
	Version int // see Seal and Open
	Sealed  []byte
	Expires time.Time // to the second
}

// Seal encrypts a draft for saving. The result carries the version that it replaces, 0 for a new draft; the store
// keeps it as one more, and the ciphertext is bound to that number and to the draft's id, so that neither an older
// state nor another visit's can be put in its place. A draft above MaxBytes is a fault.TooLarge.
func Seal(t receipt.Token, d Draft) (Stored, error) {
	plain, err := json.Marshal(d)
	if err != nil {
		return Stored{}, fault.Wrap(fault.Internal, "write draft", err)
	}
	if len(plain) > MaxBytes {
		return Stored{}, fault.New(fault.TooLarge, "draft has more than %d bytes", MaxBytes)
	}
	aead, err := cipherOf(t)
	if err != nil {
		return Stored{}, err
	}
	id := t.DraftID()
	return Stored{
		ID:      id,
		Version: d.Version,
		Sealed:  aead.Seal(nil, nil, plain, associated(id, d.Version+1)),
		Expires: d.Expires,
	}, nil
}

// Open decrypts a draft as the store gave it. Whatever was not sealed under this token for exactly this id and
// version is a fault.Gone: to the person it is the same as a draft that has ended.
func Open(t receipt.Token, s Stored) (Draft, error) {
	aead, err := cipherOf(t)
	if err != nil {
		return Draft{}, err
	}
	plain, err := aead.Open(nil, nil, s.Sealed, associated(t.DraftID(), s.Version))
	if err != nil {
		return Draft{}, fault.New(fault.Gone, "draft does not open under this token")
	}
	var d Draft
	if err := json.Unmarshal(plain, &d); err != nil {
		// Only the kind: the decoder's own text may quote what was typed.
		return Draft{}, fault.New(fault.Internal, "read draft")
	}
	d.Version = s.Version
	return d, nil
}

func cipherOf(t receipt.Token) (cipher.AEAD, error) {
	block, err := aes.NewCipher(t.Derive("draft-key"))
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "draft cipher", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "draft cipher", err)
	}
	return aead, nil
}

func associated(id string, version int) []byte {
	return fmt.Appendf(nil, "voiceforum/draft/%s/%d", id, version)
}
