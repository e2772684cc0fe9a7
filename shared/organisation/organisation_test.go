package organisation_test

import (
	"strings"
	"testing"

	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
)

func TestKindsDecideChannelAndQuestionnaire(t *testing.T) {
	want := map[organisation.Kind]response.Channel{
		"sexual-assault-and-abuse": response.Partner, "sexual-exploitation": response.Partner,
		"sex-work": response.Partner, "sarc": response.Partner,
		"police": response.Officer, "cps": response.Officer,
	}
	kinds := organisation.Kinds()
	if len(kinds) != len(want) {
		t.Fatalf("the kinds are %v", kinds)
	}
	for _, kind := range kinds {
		o := organisation.Organisation{ID: "sample-service", Name: "Sample Service", Kind: kind}
		if err := o.Check(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if o.Channel() != want[kind] || o.Questionnaire() != string(want[kind]) {
			t.Errorf("%s: channel %s, questionnaire %s", kind, o.Channel(), o.Questionnaire())
		}
	}
}

func TestWhatCannotBeKeptIsRefused(t *testing.T) {
	good := organisation.Organisation{ID: "sample-service", Name: "Sample Service", Kind: organisation.SARC}
	for name, change := range map[string]func(*organisation.Organisation){
		"no id":             func(o *organisation.Organisation) { o.ID = "" },
		"id in capitals":    func(o *organisation.Organisation) { o.ID = "Sample" },
		"id with a hash":    func(o *organisation.Organisation) { o.ID = "sample#2" },
		"id that ends open": func(o *organisation.Organisation) { o.ID = "sample-" },
		"id with a newline": func(o *organisation.Organisation) { o.ID = "sample\n" },
		"id too long":       func(o *organisation.Organisation) { o.ID = organisation.ID(strings.Repeat("a", 41)) },
		"no name":           func(o *organisation.Organisation) { o.Name = "" },
		"blank name":        func(o *organisation.Organisation) { o.Name = " " },
		"name of two lines": func(o *organisation.Organisation) { o.Name = "Sample\nService" },
		"name too long":     func(o *organisation.Organisation) { o.Name = strings.Repeat("é", 81) },
		"name not UTF-8":    func(o *organisation.Organisation) { o.Name = "\xff" },
		"no kind":           func(o *organisation.Organisation) { o.Kind = "" },
		"unknown kind":      func(o *organisation.Organisation) { o.Kind = "charity" },
	} {
		o := good
		change(&o)
		if err := o.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	good.Name = strings.Repeat("é", 80)
	if err := good.Check(); err != nil {
		t.Errorf("a name of 80 characters: %v", err)
	}
}
