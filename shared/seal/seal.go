// Package seal encrypts what only few may read, so that whoever writes it cannot read it again. Each response gets a
// fresh data key for each purpose. The text is encrypted under the data key and bound to the response and the purpose;
// the data key is wrapped for a reader by somebody else's key, and kept apart from the text. Destroying the wrapped
// key destroys the text in every backup.
//
// The encryption is Tink's: AES-256-GCM under a data key that encrypts one message.
package seal

import (
	"bytes"
	"context"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

// Purpose is what a sealed thing is for. Each has a wrapping key and readers of its own.
type Purpose string

// The purposes.
const (
	Words   Purpose = "words"   // the texts as written, for reviewers
	Contact Purpose = "contact" // contact details, for the one role that contacts people
	Staged  Purpose = "staged"  // rows of a spreadsheet that is not sent yet, for the function that staged them
)

// Wrapper encrypts a data key for a reader that is not itself. The associated data must be given again, the same, to
// unwrap. It names the purpose and never the response: key services write it to logs, with the time.
type Wrapper interface {
	Wrap(ctx context.Context, dataKey, associatedData []byte) ([]byte, error)
}

// Unwrapper decrypts what the matching Wrapper encrypted.
type Unwrapper interface {
	Unwrap(ctx context.Context, wrapped, associatedData []byte) ([]byte, error)
}

// Sealer seals for whoever holds the key that its Wrapper wraps for.
type Sealer struct{ Wrapper Wrapper }

// Seal encrypts plaintext under a fresh data key, and gives with it that key wrapped. Its errors hold nothing of the
// plaintext or the key; their kind is the Wrapper's.
func (s Sealer) Seal(ctx context.Context, p Purpose, id response.ID, plaintext []byte) (ciphertext, wrappedKey []byte, err error) {
	const op = "seal"
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, nil, fault.Wrap(fault.Internal, op, err)
	}
	cipher, err := aead.New(handle)
	if err != nil {
		return nil, nil, fault.Wrap(fault.Internal, op, err)
	}
	ciphertext, err = cipher.Encrypt(plaintext, binding(p, id))
	if err != nil {
		return nil, nil, fault.New(fault.Internal, "%s: encryption failed", op)
	}
	var wrapped bytes.Buffer
	// The handle hands the data key to the Wrapper and to nobody else: it does not print, and cannot be read out.
	wrapper := &wrapOnly{Wrapper: s.Wrapper}
	if err := handle.WriteWithContext(ctx, keyset.NewBinaryWriter(&wrapped), wrapper, purposeOnly(p)); err != nil {
		return nil, nil, failed(op, wrapper.failure)
	}
	return ciphertext, wrapped.Bytes(), nil
}

// Opener opens what was sealed for the key that its Unwrapper holds.
type Opener struct{ Unwrapper Unwrapper }

// Open gives what was sealed for this purpose and this response. What was sealed for another, or changed, or cut
// short, or under a key that this Unwrapper does not hold, does not open: a fault.Internal, as nobody but us ever
// hands this anything. Where the key service is down it is the Unwrapper's fault.Unavailable.
func (o Opener) Open(ctx context.Context, p Purpose, id response.ID, ciphertext, wrappedKey []byte) ([]byte, error) {
	const op = "open what is sealed"
	unwrapper := &unwrapOnly{Unwrapper: o.Unwrapper}
	handle, err := keyset.ReadWithContext(ctx, keyset.NewBinaryReader(bytes.NewReader(wrappedKey)), unwrapper, purposeOnly(p))
	if err != nil {
		return nil, failed(op, unwrapper.failure)
	}
	cipher, err := aead.New(handle)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	plaintext, err := cipher.Decrypt(ciphertext, binding(p, id))
	if err != nil {
		return nil, fault.New(fault.Internal, "%s: it is not what was sealed", op)
	}
	return plaintext, nil
}

// failed gives the error of a call that handed a key to or from a key service, whose own failure it may be.
func failed(op string, service error) error {
	if service == nil {
		return fault.New(fault.Internal, "%s: the wrapped key does not read", op)
	}
	return fault.Wrap(fault.KindOf(service), op, service)
}

// binding is what a ciphertext is bound to. Ids have no NUL, so that no two pairs give the same bytes.
func binding(p Purpose, id response.ID) []byte {
	return []byte("voiceforum/v1/sealed\x00" + string(p) + "\x00" + string(id))
}

func purposeOnly(p Purpose) []byte { return []byte(p) }

// wrapOnly lets a Wrapper stand where Tink asks for a cipher, and unwrapOnly an Unwrapper. Tink keeps the text of an
// error and not its kind, so that they keep the error itself.
type wrapOnly struct {
	Wrapper
	failure error
}

// EncryptWithContext wraps a data key by the Wrapper, whose error it keeps.
func (w *wrapOnly) EncryptWithContext(ctx context.Context, dataKey, associatedData []byte) (wrapped []byte, err error) {
	wrapped, w.failure = w.Wrap(ctx, dataKey, associatedData)
	return wrapped, w.failure
}

// DecryptWithContext refuses with a fault.Internal: Tink never asks for it while sealing.
func (*wrapOnly) DecryptWithContext(context.Context, []byte, []byte) ([]byte, error) {
	return nil, fault.New(fault.Internal, "a sealer cannot open")
}

type unwrapOnly struct {
	Unwrapper
	failure error
}

// EncryptWithContext refuses with a fault.Internal: Tink never asks for it while opening.
func (*unwrapOnly) EncryptWithContext(context.Context, []byte, []byte) ([]byte, error) {
	return nil, fault.New(fault.Internal, "an opener cannot seal")
}

// DecryptWithContext unwraps a data key by the Unwrapper, whose error it keeps.
func (u *unwrapOnly) DecryptWithContext(ctx context.Context, wrapped, associatedData []byte) (dataKey []byte, err error) {
	dataKey, u.failure = u.Unwrap(ctx, wrapped, associatedData)
	return dataKey, u.failure
}
