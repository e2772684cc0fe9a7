package pack_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"voiceforum/shared/pack"
	"voiceforum/shared/release"
)

func schema(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(files(t, sample(t, 12))[pack.Schema]))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(pack.Schema, document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(pack.Schema)
	if err != nil {
		t.Fatal(err)
	}
	return s, document.(map[string]any)
}

func TestReleasesFollowTheSchema(t *testing.T) {
	s, document := schema(t)
	if document["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
		t.Errorf("the schema is of %v", document["$schema"])
	}
	for _, people := range sizes {
		data, err := jsonschema.UnmarshalJSON(bytes.NewReader(files(t, sample(t, people))[pack.Data]))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(data); err != nil {
			t.Errorf("%d people: %v", people, err)
		}
	}
}

func TestTheSchemaRefuses(t *testing.T) {
	s, _ := schema(t)
	for name, change := range map[string]func(*release.Release){
		"a lower threshold":      func(r *release.Release) { r.Rule.Threshold = 5 },
		"a suppressed count":     func(r *release.Release) { r.Views[0].Respondents = release.Figure{Value: 7, Suppressed: true} },
		"a view of its own":      func(r *release.Release) { r.Views[0].ID = "everybody" },
		"a share over a hundred": func(r *release.Release) { n := 101; r.Tables[0].Rows[0].Percent = &n },
		"a forum that is none":   func(r *release.Release) { r.Forum = "2026-Q5" },
	} {
		r := sample(t, 12)
		r.Views, r.Tables = slices.Clone(r.Views), slices.Clone(r.Tables)
		r.Tables[0].Rows = slices.Clone(r.Tables[0].Rows)
		change(&r)
		out, err := pack.JSON(r)
		if err != nil {
			t.Fatal(err)
		}
		data, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(data) == nil {
			t.Errorf("%s is let through", name)
		}
	}
}

// What the schema says there is must be what a release holds: every field, and which may be left out.
func TestTheSchemaKnowsEveryField(t *testing.T) {
	_, document := schema(t)
	defs := document["$defs"].(map[string]any)
	properties := document["properties"].(map[string]any)
	delete(properties, "$schema")
	seen := map[string]bool{}
	agree(t, seen, "release", reflect.TypeFor[release.Release](), document)
	for name, in := range map[string]reflect.Type{
		"figure": reflect.TypeFor[release.Figure](), "interval": reflect.TypeFor[release.Interval](), "change": reflect.TypeFor[release.Change](),
		"table": reflect.TypeFor[release.Table](), "row": reflect.TypeFor[release.Row](), "heading": reflect.TypeFor[release.Heading](),
		"cross": reflect.TypeFor[release.Cross](), "right": reflect.TypeFor[release.RightRow](), "satisfaction": reflect.TypeFor[release.Satisfaction](),
	} {
		agree(t, seen, name, in, defs[name].(map[string]any))
	}
	for name, in := range map[string]reflect.Type{
		"views": reflect.TypeFor[release.View](), "beside": reflect.TypeFor[release.Beside](), "quotes": reflect.TypeFor[release.Quote](),
		"fresh": reflect.TypeFor[release.Fresh](), "promises": reflect.TypeFor[release.Promise](),
	} {
		agree(t, seen, name, in, properties[name].(map[string]any)["items"].(map[string]any))
	}
	agree(t, seen, "year", reflect.TypeFor[release.Year](), properties["year"].(map[string]any))
}

func agree(t *testing.T, seen map[string]bool, name string, in reflect.Type, object map[string]any) {
	t.Helper()
	if seen[name] {
		return
	}
	seen[name] = true
	required, _ := object["required"].([]any)
	properties := object["properties"].(map[string]any)
	for i := range in.NumField() {
		tag, options, _ := strings.Cut(in.Field(i).Tag.Get("json"), ",")
		if properties[tag] == nil {
			t.Errorf("the schema does not know %s of a %s", tag, name)
		}
		if optional := options != ""; optional == slices.Contains(required, any(tag)) {
			t.Errorf("the schema and the type differ on whether %s of a %s may be left out", tag, name)
		}
	}
	if n := len(properties); n > in.NumField() {
		t.Errorf("the schema knows %d fields of a %s, which has %d", n, name, in.NumField())
	}
}

func TestDataIsTheRelease(t *testing.T) {
	r := sample(t, 40)
	var back struct {
		Schema string `json:"$schema"`
		release.Release
	}
	if err := json.Unmarshal(files(t, r)[pack.Data], &back); err != nil {
		t.Fatal(err)
	}
	if back.Schema != pack.Schema || !reflect.DeepEqual(back.Release, r) {
		t.Error("the data is not the release")
	}
}
