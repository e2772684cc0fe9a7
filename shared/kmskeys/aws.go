package kmskeys

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/kms"

	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// amazon wraps and unwraps by AWS KMS.
type amazon struct {
	client *kms.Client
	key    string
}

func newAWS(ctx context.Context, key string) (*amazon, error) {
	parsed, err := arn.Parse(key)
	if err != nil || parsed.Service != "kms" {
		return nil, fault.New(fault.Internal, "key address is no ARN of KMS")
	}
	cfg, err := cloud.Config(ctx)
	if err != nil {
		return nil, err
	}
	client := kms.NewFromConfig(cfg, func(o *kms.Options) { o.Region = parsed.Region })
	return &amazon{client: client, key: key}, nil
}

// Wrap implements seal.Wrapper. Failures that may pass are a fault.Unavailable.
func (a *amazon) Wrap(ctx context.Context, dataKey, associatedData []byte) ([]byte, error) {
	out, err := a.client.Encrypt(ctx, &kms.EncryptInput{
		KeyId: &a.key, Plaintext: dataKey, EncryptionContext: encryptionContext(associatedData),
	})
	if err != nil {
		return nil, cloud.Fault("wrap by KMS", err)
	}
	return out.CiphertextBlob, nil
}

// Unwrap implements seal.Unwrapper. Failures that may pass are a fault.Unavailable.
func (a *amazon) Unwrap(ctx context.Context, wrapped, associatedData []byte) ([]byte, error) {
	out, err := a.client.Decrypt(ctx, &kms.DecryptInput{
		KeyId: &a.key, CiphertextBlob: wrapped, EncryptionContext: encryptionContext(associatedData),
	})
	if err != nil {
		return nil, cloud.Fault("unwrap by KMS", err)
	}
	return out.Plaintext, nil
}

// encryptionContext is logged by CloudTrail, in clear and with the time, so that it names the purpose alone. A policy
// may be conditional on it.
func encryptionContext(associatedData []byte) map[string]string {
	return map[string]string{"purpose": string(associatedData)}
}
