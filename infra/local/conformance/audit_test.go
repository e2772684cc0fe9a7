package conformance

import (
	"strings"
	"testing"

	"voiceforum/infra/local/template"
)

// What the audit is measured by can be removed by nobody, for as long as the audit is kept.
func TestTheAuditsHeadsAreLocked(t *testing.T) {
	if got := lockOf(t, theTemplate(t)); got != (template.Lock{Mode: "COMPLIANCE", Days: 2557}) {
		t.Errorf("locked by %+v", got)
	}
	if got := lockOf(t, broken(t, "Mode: COMPLIANCE", "Mode: GOVERNANCE")); got.Mode == "COMPLIANCE" {
		t.Error("another lock is not noticed")
	}
}

func lockOf(t *testing.T, source string) template.Lock {
	t.Helper()
	for _, b := range load(t, source).Buckets {
		if b.LogicalID == "AuditHeads" {
			return b.Lock
		}
	}
	return template.Lock{}
}

// A check that is never made finds nothing: a day without one must be an alarm too.
func TestADayWithoutACheckOfTheAuditIsNoticed(t *testing.T) {
	a, ok := alarms(t)["Voiceforum AuditChecks"]
	if p := a.Properties; !ok || p.Comparison != "LessThanThreshold" || p.Threshold != 1 || p.Missing != "breaching" {
		t.Errorf("%+v", p)
	}
	if source := theTemplate(t); !strings.Contains(source, `$.event = "audit-broken"`) || !strings.Contains(source, `$.event = "audit-head"`) {
		t.Error("the events are not counted")
	}
}
