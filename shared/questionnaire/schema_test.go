package questionnaire

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func schemaDocument(t *testing.T) map[string]any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(read(t, "questionnaire.schema.json")))
	if err != nil {
		t.Fatal(err)
	}
	return document.(map[string]any)
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("questionnaire.schema.json", any(schemaDocument(t))); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("questionnaire.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	var document any
	if err := yaml.Unmarshal(text, &document); err != nil {
		return err
	}
	return schema.Validate(document)
}

func TestPublishedFilesFollowTheSchema(t *testing.T) {
	schema := compiledSchema(t)
	for _, name := range publishedNames(t) {
		if err := validate(t, schema, read(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an editor accepts and what the loader accepts must not drift apart.
func TestSchemaAndLoaderAgree(t *testing.T) {
	schema := compiledSchema(t)
	if err := validate(t, schema, []byte(whole)); err != nil {
		t.Errorf("the schema refuses the questionnaire that all broken ones are made from: %v", err)
	}
	for _, b := range broken {
		if err := validate(t, schema, []byte(b.text(t))); (err != nil) != b.schema {
			t.Errorf("%s: the schema says %v", b.name, err)
		}
	}
}

func TestSchemaKnowsTheVocabulary(t *testing.T) {
	question := schemaDocument(t)["$defs"].(map[string]any)["question"].(map[string]any)["properties"].(map[string]any)
	for key, known := range map[string][]string{"theme": Themes, "agency": Agencies, "stage": Stages} {
		var listed []string
		for _, word := range question[key].(map[string]any)["enum"].([]any) {
			listed = append(listed, word.(string))
		}
		if !slices.Equal(listed, known) {
			t.Errorf("%s: %s", key, cmp.Diff(known, listed))
		}
	}
}
