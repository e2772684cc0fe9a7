package template

// Resolver says what references come to where the platform runs. It is asked only about logical ids that the
// template declares.
type Resolver interface {
	// Ref is the value of !Ref for a resource: what its type gives, a name, an address or an ARN.
	Ref(logicalID, resourceType string) (string, error)
	// GetAtt is the value of !GetAtt for an attribute that the type has.
	GetAtt(logicalID, resourceType, attr string) (string, error)
	// Pseudo is the value of a pseudo-parameter, e.g. "AWS::Region".
	Pseudo(name string) (string, error)
}

// KeyResolver is a Resolver for places where a key's address says what may be done with it. A function's environment
// gets an encryption key's address from it instead of from GetAtt: the private half only where the function's own
// policy allows kms:Decrypt on that key.
type KeyResolver interface {
	Resolver
	// KeyAddress is the address of a key, or of its public half where decrypt is false.
	KeyAddress(logicalID string, decrypt bool) (string, error)
}
