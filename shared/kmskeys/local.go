package kmskeys

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/hybrid"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"voiceforum/shared/fault"
)

// The files of a pair of keys, in a folder of its own.
const (
	privateFile = "private.json"
	publicFile  = "public.json"
)

// EnsureLocal makes a pair of key files in dir, where there is none yet. The private half can be read by its owner
// only. A public half that was lost is made again from the private one.
func EnsureLocal(dir string) error {
	const op = "make key files"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	private, err := privateHandle(dir)
	if errors.Is(err, fs.ErrNotExist) {
		private, err = makePrivate(dir)
	}
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	public, err := private.Public()
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	var b bytes.Buffer
	if err := public.WriteWithNoSecrets(keyset.NewJSONWriter(&b)); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	return fault.Wrap(fault.Internal, op, replace(filepath.Join(dir, publicFile), b.Bytes(), 0o644))
}

func makePrivate(dir string) (*keyset.Handle, error) {
	made, err := keyset.NewHandle(hybrid.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM_Key_Template())
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(made, keyset.NewJSONWriter(&b)); err != nil {
		return nil, err
	}
	return made, replace(filepath.Join(dir, privateFile), b.Bytes(), 0o600)
}

// replace writes a file whole or not at all: half a key file would be a key lost.
func replace(path string, content []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// public wraps for the private half of its pair.
type public struct{ encrypt tink.HybridEncrypt }

func readPublic(dir string) (public, error) {
	const op = "read the public half of a key"
	content, err := os.ReadFile(filepath.Join(dir, publicFile))
	if err != nil {
		return public{}, fault.Wrap(fault.Internal, op, err)
	}
	// Reading without secrets refuses a private half that was put in the public one's place.
	handle, err := keyset.ReadWithNoSecrets(keyset.NewJSONReader(bytes.NewReader(content)))
	if err != nil {
		return public{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	encrypt, err := hybrid.NewHybridEncrypt(handle)
	if err != nil {
		return public{}, fault.New(fault.Internal, "%s: it does not encrypt", op)
	}
	return public{encrypt}, nil
}

// Wrap implements seal.Wrapper.
func (p public) Wrap(_ context.Context, dataKey, associatedData []byte) ([]byte, error) {
	wrapped, err := p.encrypt.Encrypt(dataKey, associatedData)
	if err != nil {
		return nil, fault.New(fault.Internal, "wrap by key file")
	}
	return wrapped, nil
}

// private unwraps what its public half wrapped.
type private struct{ decrypt tink.HybridDecrypt }

func readPrivate(dir string) (private, error) {
	const op = "read a private key"
	handle, err := privateHandle(dir)
	if err != nil {
		return private{}, fault.Wrap(fault.Internal, op, err)
	}
	decrypt, err := hybrid.NewHybridDecrypt(handle)
	if err != nil {
		return private{}, fault.New(fault.Internal, "%s: it does not decrypt", op)
	}
	return private{decrypt}, nil
}

func privateHandle(dir string) (*keyset.Handle, error) {
	content, err := os.ReadFile(filepath.Join(dir, privateFile))
	if err != nil {
		return nil, err
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(content)))
	if err != nil {
		return nil, errors.New("it does not read") // the reader's own text may quote the key
	}
	return handle, nil
}

// Unwrap implements seal.Unwrapper.
func (p private) Unwrap(_ context.Context, wrapped, associatedData []byte) ([]byte, error) {
	dataKey, err := p.decrypt.Decrypt(wrapped, associatedData)
	if err != nil {
		return nil, fault.New(fault.Internal, "unwrap by key file: it was not wrapped for this key")
	}
	return dataKey, nil
}
