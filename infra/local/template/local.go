package template

import (
	"fmt"
	"path/filepath"
	"strings"
)

// LocalOptions are the addresses that only the runner knows.
type LocalOptions struct {
	Issuer string // the development issuer, e.g. "http://127.0.0.1:8090"
	Site   string // where the HTTP API is reached, e.g. "http://localhost:8080"
}

// The account and the region that stand for the cloud's on this machine.
const (
	LocalAccount = "000000000000"
	LocalRegion  = "eu-west-2"
)

// Addresses of keys on this machine: a folder that holds the key pair, or the same folder for its public half only.
const (
	LocalKeyScheme       = "local-kms://"
	LocalPublicKeyScheme = "local-kms-public://"
)

type local struct {
	root    string
	options LocalOptions
}

// Local gives names and addresses on this machine, whose repository is at root, an absolute path. A table, a function
// and a queue go by their logical id, a bucket by the same in lower case, a client of the user pool by its logical id
// in lower case without "client"; ARNs are made of these. Keys are folders under root/.local/keys.
func Local(root string, options LocalOptions) KeyResolver {
	return local{root, options}
}

// Ref implements Resolver.
func (r local) Ref(id, kind string) (string, error) {
	switch kind {
	case TypeFunction, TypeTable, TypeKey, TypePool, TypeHTTPAPI:
		return id, nil
	case TypeBucket:
		return strings.ToLower(id), nil
	case TypeQueue:
		return "local-sqs:///" + id, nil
	case TypePoolClient:
		return strings.TrimSuffix(strings.ToLower(id), "client"), nil
	}
	return "", fmt.Errorf("%s is of type %s, which exists only in the cloud", id, kind)
}

// GetAtt implements Resolver.
func (r local) GetAtt(id, kind, attr string) (string, error) {
	switch kind + " " + attr {
	case TypeFunction + " Arn":
		return arn("lambda", "function:"+id), nil
	case TypeTable + " Arn":
		return arn("dynamodb", "table/"+id), nil
	case TypeTable + " StreamArn":
		return arn("dynamodb", "table/"+id+"/stream/local"), nil
	case TypeBucket + " Arn":
		return "arn:aws:s3:::" + strings.ToLower(id), nil
	case TypeQueue + " Arn":
		return arn("sqs", id), nil
	case TypeQueue + " QueueName", TypeKey + " KeyId", TypePool + " UserPoolId":
		return id, nil
	case TypeQueue + " QueueUrl", TypePoolClient + " ClientId":
		return r.Ref(id, kind)
	case TypeKey + " Arn":
		return arn("kms", "key/"+id), nil
	case TypePool + " Arn":
		return arn("cognito-idp", "userpool/"+id), nil
	case TypePool + " ProviderURL":
		return r.options.Issuer, nil
	case TypeHTTPAPI + " ApiEndpoint":
		return r.options.Site, nil
	}
	return "", fmt.Errorf("%s of %s has no meaning on this machine", attr, id)
}

// Pseudo implements Resolver.
func (r local) Pseudo(name string) (string, error) {
	switch name {
	case "AWS::AccountId":
		return LocalAccount, nil
	case "AWS::Partition":
		return "aws", nil
	case "AWS::Region":
		return LocalRegion, nil
	case "AWS::StackName":
		return "voiceforum", nil
	case "AWS::StackId":
		return arn("cloudformation", "stack/voiceforum/local"), nil
	case "AWS::URLSuffix":
		return "localhost", nil
	}
	return "", fmt.Errorf("%s has no meaning on this machine", name)
}

// KeyAddress implements KeyResolver.
func (r local) KeyAddress(id string, decrypt bool) (string, error) {
	scheme := LocalPublicKeyScheme
	if decrypt {
		scheme = LocalKeyScheme
	}
	return scheme + filepath.ToSlash(filepath.Join(r.root, ".local", "keys", id)), nil
}

func arn(service, resource string) string {
	return "arn:aws:" + service + ":" + LocalRegion + ":" + LocalAccount + ":" + resource
}
