package pack

import (
	_ "embed"
	"encoding/json"

	"voiceforum/shared/fault"
	"voiceforum/shared/release"
)

// schema describes Data: JSON Schema, draft 2020-12. It is published with every pack.
//
//go:embed release.schema.json
var schema []byte

// document is a release as it is published.
type document struct {
	Schema string `json:"$schema"`
	release.Release
}

// JSON gives a release as data, with the name of the schema that describes it.
func JSON(r release.Release) ([]byte, error) {
	out, err := json.MarshalIndent(document{Schema, r}, "", " ")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "write a release as data", err)
	}
	return append(out, '\n'), nil
}
