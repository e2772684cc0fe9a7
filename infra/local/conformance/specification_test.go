package conformance

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"
)

// specificationAt is the database of npm's @aws-cdk/aws-service-spec, which is made from what AWS publishes.
const specificationAt = "../../../node_modules/@aws-cdk/aws-service-spec/db.json.gz"

// specification is what CloudFormation and SAM let a template say.
type specification struct {
	resources map[string]definition // by type, e.g. "AWS::S3::Bucket"
	types     map[string]definition // of nested properties, by the database's id
}

// definition is a resource type, or the type of a nested property.
type definition struct {
	Name       string
	Properties map[string]property
	Attributes map[string]struct{}
}

type property struct {
	Type          kind
	PreviousTypes []kind // which CloudFormation takes too
	Required      bool
}

// kind is what a value may be.
type kind struct {
	Type      string // string, integer, number, boolean, date-time, json, tag, array, map, ref or union
	Element   *kind  // of an array's items or a map's values
	Types     []kind // of a union
	Reference struct {
		ID string `json:"$ref"`
	}
	AllowedValues []any
}

var published = sync.OnceValues(func() (specification, error) {
	file, err := os.Open(specificationAt)
	if err != nil {
		return specification{}, fmt.Errorf("the CloudFormation specification comes with npm's packages: %w", err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return specification{}, err
	}
	var database struct {
		Schema struct {
			Resource struct {
				Entities []struct {
					definition
					CloudFormationType string
				}
			}
			TypeDefinition struct {
				Entities []struct {
					definition
					ID string `json:"$id"`
				}
			}
		}
	}
	if err := json.NewDecoder(unzipped).Decode(&database); err != nil {
		return specification{}, fmt.Errorf("read the CloudFormation specification: %w", err)
	}
	spec := specification{map[string]definition{}, map[string]definition{}}
	for _, r := range database.Schema.Resource.Entities {
		r.definition.Name = r.CloudFormationType
		spec.resources[r.CloudFormationType] = r.definition
	}
	for _, t := range database.Schema.TypeDefinition.Entities {
		spec.types[t.ID] = t.definition
	}
	spec.addSAM()
	return spec, nil
})

func theSpecification(t *testing.T) specification {
	t.Helper()
	spec, err := published()
	if err != nil {
		t.Fatal(err)
	}
	return spec
}
