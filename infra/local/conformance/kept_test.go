package conformance

import (
	"testing"

	"go.yaml.in/yaml/v3"
)

// stored is what the template says of a table or a bucket.
type stored struct {
	Type     string `yaml:"Type"`
	Deleted  string `yaml:"DeletionPolicy"`
	Replaced string `yaml:"UpdateReplacePolicy"`

	Properties struct {
		Protected bool      `yaml:"DeletionProtectionEnabled"`
		Stream    yaml.Node `yaml:"StreamSpecification"`
		Recovery  struct {
			Enabled bool `yaml:"PointInTimeRecoveryEnabled"`
			Days    int  `yaml:"RecoveryPeriodInDays"`
		} `yaml:"PointInTimeRecoverySpecification"`
		Encrypted struct {
			Enabled bool `yaml:"SSEEnabled"`
		} `yaml:"SSESpecification"`
		Blocked    map[string]bool `yaml:"PublicAccessBlockConfiguration"`
		Encryption yaml.Node       `yaml:"BucketEncryption"`
		Versions   struct {
			Status string `yaml:"Status"`
		} `yaml:"VersioningConfiguration"`
		Lifecycle struct {
			Rules []struct {
				Status string `yaml:"Status"`
				Days   int    `yaml:"ExpirationInDays"`
			} `yaml:"Rules"`
		} `yaml:"LifecycleConfiguration"`
		Bucket string `yaml:"Bucket"` // of a bucket's policy
	} `yaml:"Properties"`
}

func allStored(t *testing.T) map[string]stored {
	t.Helper()
	var stack struct {
		Resources map[string]stored `yaml:"Resources"`
	}
	if err := yaml.Unmarshal([]byte(theTemplate(t)), &stack); err != nil {
		t.Fatal(err)
	}
	return stack.Resources
}

// Each table is kept as docs/dpia.md says. A draft has no backup, and a key destroyed by a withdrawal is in none.
func TestTablesAreKeptAsWhatTheyHoldAsks(t *testing.T) {
	const protected, recovered, streamed = 1, 2, 4
	want := map[string]int{
		"Feedback": protected | recovered | streamed, "Drafts": 0, "Keys": protected,
		"Sealed": protected | recovered, "Contact": protected | recovered, "Erasures": protected | recovered,
		"Contributions": 0, "Tallies": protected | recovered, "Forums": protected | recovered,
		"Sessions": 0, "Audit": protected | recovered, "Organisations": protected | recovered,
		"Requests": 0, "Staged": 0, "Invitations": protected, "Surge": 0,
	}
	tables := 0
	for name, r := range allStored(t) {
		if r.Type != "AWS::DynamoDB::Table" {
			continue
		}
		tables++
		p, got := r.Properties, 0
		if p.Protected && r.Deleted == "Retain" && r.Replaced == "Retain" {
			got |= protected
		}
		if p.Recovery.Enabled && p.Recovery.Days == 35 {
			got |= recovered
		}
		if !p.Stream.IsZero() {
			got |= streamed
		}
		if asked, known := want[name]; got != asked || !known || !p.Encrypted.Enabled {
			t.Errorf("%s: protected, recovered, streamed are %03b, want %03b; encrypted %v", name, got, asked, p.Encrypted.Enabled)
		}
	}
	if tables != len(want) {
		t.Errorf("%d tables, want %d", tables, len(want))
	}
}

// passing are the buckets of what is on its way: it must be gone when it is deleted, and within a day by itself.
var passing = map[string]bool{"Staging": true}

func TestBucketsAreClosedAndKept(t *testing.T) {
	all := allStored(t)
	overTLS := map[string]bool{}
	for _, r := range all {
		if r.Type == "AWS::S3::BucketPolicy" {
			overTLS[r.Properties.Bucket] = true
		}
	}
	for name, r := range all {
		if r.Type != "AWS::S3::Bucket" {
			continue
		}
		p := r.Properties
		for _, way := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			if !p.Blocked[way] {
				t.Errorf("%s lacks %s", name, way)
			}
		}
		if p.Encryption.IsZero() || len(p.Lifecycle.Rules) == 0 || !overTLS[name] {
			t.Errorf("%s: TLS only %v, or no encryption or lifecycle", name, overTLS[name])
		}
		kept := r.Deleted == "Retain" && p.Versions.Status == "Enabled"
		gone := r.Deleted == "" && p.Versions.Status == "" && p.Lifecycle.Rules[0].Days == 1 && p.Lifecycle.Rules[0].Status == "Enabled"
		if passing[name] && !gone || !passing[name] && !kept {
			t.Errorf("%s: %s, versions %q, %+v", name, r.Deleted, p.Versions.Status, p.Lifecycle.Rules)
		}
	}
}
