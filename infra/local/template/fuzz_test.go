package template

import (
	"os"
	"testing"
)

// FuzzLoad holds that whatever the file says, it is either a platform or an error, never a panic.
func FuzzLoad(f *testing.F) {
	real, err := os.ReadFile("../../../template.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(real),
		"", "---", "Resources: {A: {Type: 'AWS::DynamoDB::Table'}}", "? {a: b}\n: c", "a: *a", "x: !GetAtt [[]]", "!Ref {}",
		"Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: !Sub ['${B}', {B: !Ref A}]}}",
		"Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: 'AWS::Serverless::Function', Properties: {Events: {E: {Type: S3, Properties: !Ref A}}}}}",
	} {
		f.Add([]byte(seed))
	}
	params := map[string]string{"SiteAddress": "http://localhost:8080", "AlarmEmail": "alarms@example.org"}
	here := Local("/repo", LocalOptions{})
	f.Fuzz(func(t *testing.T, source []byte) {
		p, err := read("template.yaml", source, params, here)
		if (p == nil) == (err == nil) {
			t.Errorf("platform %v with error %v", p, err)
		}
	})
}
