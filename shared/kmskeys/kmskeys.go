// Package kmskeys finds the key that data keys are wrapped with, from its address:
//
//	arn:aws:kms:…             a key of AWS KMS; whether it may wrap or unwrap is the function's policy's to say
//	aws-kms://arn:aws:kms:…   the same
//	local-kms-public://DIR    the public half of a pair of key files: it wraps and cannot unwrap
//	local-kms://DIR           the whole pair
//
// Key files stand for KMS on one machine. A function that may only wrap is given the public half's address, so that
// there too a writer cannot read.
package kmskeys

import (
	"context"
	"strings"

	"voiceforum/shared/fault"
	"voiceforum/shared/seal"
)

const (
	arnPrefix    = "arn:"
	awsScheme    = "aws-kms://"
	publicScheme = "local-kms-public://"
	pairScheme   = "local-kms://"
)

// Wrapper gives the Wrapper of the key with this address. An address of no form above, or a key file that does not
// read, is a fault.Internal.
func Wrapper(ctx context.Context, uri string) (seal.Wrapper, error) {
	if arn, ok := awsKey(uri); ok {
		return newAWS(ctx, arn)
	}
	for _, scheme := range []string{publicScheme, pairScheme} {
		if dir, ok := strings.CutPrefix(uri, scheme); ok {
			return readPublic(dir)
		}
	}
	return nil, fault.New(fault.Internal, "key address is of no form that is known")
}

// Unwrapper gives the Unwrapper of the key with this address. The address of a public half is a fault.Forbidden.
func Unwrapper(ctx context.Context, uri string) (seal.Unwrapper, error) {
	if arn, ok := awsKey(uri); ok {
		return newAWS(ctx, arn)
	}
	if _, ok := strings.CutPrefix(uri, publicScheme); ok {
		return nil, fault.New(fault.Forbidden, "the public half of a key cannot unwrap")
	}
	if dir, ok := strings.CutPrefix(uri, pairScheme); ok {
		return readPrivate(dir)
	}
	return nil, fault.New(fault.Internal, "key address is of no form that is known")
}

func awsKey(uri string) (arn string, ok bool) {
	arn = strings.TrimPrefix(uri, awsScheme)
	return arn, strings.HasPrefix(arn, arnPrefix)
}
