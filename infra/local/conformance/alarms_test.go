package conformance

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"voiceforum/infra/local/template"
)

// alarm is what the template says of an alarm. Of a reference only the logical id is there.
type alarm struct {
	Type       string `yaml:"Type"`
	Properties struct {
		Description string `yaml:"AlarmDescription"`
		Namespace   string `yaml:"Namespace"`
		Metric      string `yaml:"MetricName"`
		Dimensions  []struct {
			Name  string `yaml:"Name"`
			Value string `yaml:"Value"`
		} `yaml:"Dimensions"`
		Statistic  string   `yaml:"Statistic"`
		Threshold  int      `yaml:"Threshold"`
		Comparison string   `yaml:"ComparisonOperator"`
		Missing    string   `yaml:"TreatMissingData"`
		Actions    []string `yaml:"AlarmActions"`
	} `yaml:"Properties"`
}

// alarms gives the template's alarms by what each watches, e.g. "AWS/Lambda Errors Survey".
func alarms(t *testing.T) map[string]alarm {
	t.Helper()
	var stack struct {
		Resources map[string]yaml.Node `yaml:"Resources"`
	}
	if err := yaml.Unmarshal([]byte(theTemplate(t)), &stack); err != nil {
		t.Fatal(err)
	}
	all := map[string]alarm{}
	for id, resource := range stack.Resources {
		if value(&resource, "Type").Value != "AWS::CloudWatch::Alarm" {
			continue
		}
		var a alarm
		if err := resource.Decode(&a); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		watched := a.Properties.Namespace + " " + a.Properties.Metric
		for _, d := range a.Properties.Dimensions {
			watched += " " + d.Value
		}
		all[watched] = a
	}
	return all
}

// A site that answers nobody, and a stream that nobody counts, must not wait until somebody complains.
func TestEveryFunctionIsWatched(t *testing.T) {
	all := alarms(t)
	watched := func(what, statistic string, most int) {
		t.Helper()
		p := all[what].Properties
		if p.Statistic != statistic || p.Threshold > most || p.Comparison != "GreaterThanThreshold" {
			t.Errorf("%s: %s %s %d", what, p.Statistic, p.Comparison, p.Threshold)
		}
	}
	for _, f := range load(t, theTemplate(t)).Functions {
		if len(f.Routes) > 0 {
			watched("AWS/Lambda Errors "+f.Name, "Sum", 5)
		}
		if len(f.Streams) > 0 {
			watched("AWS/Lambda IteratorAge "+f.Name, "Maximum", 15*60*1000)
		}
		for _, queue := range failureQueues(f) {
			watched("AWS/SQS ApproximateNumberOfMessagesVisible "+queue+".QueueName", "Maximum", 0)
		}
	}
	watched("AWS/ApiGateway 5xx Site", "Sum", 5) // a failure that a function answers is no error of the function's
}

func failureQueues(f template.Function) []string {
	queues := []string{f.Async.OnFailureQueue}
	for _, s := range f.Streams {
		queues = append(queues, s.OnFailureQueue)
	}
	var named []string
	for _, q := range queues {
		if q != "" {
			named = append(named, q)
		}
	}
	return named
}

var runbook = regexp.MustCompile(`See (docs/runbooks/[a-z-]+\.md)\.$`)

func TestEveryAlarmTellsSomebodyWhatToDo(t *testing.T) {
	all := alarms(t)
	if len(all) == 0 {
		t.Fatal("no alarms")
	}
	for what, a := range all {
		found := runbook.FindStringSubmatch(a.Properties.Description)
		if found == nil {
			t.Errorf("%s names no runbook", what)
			continue
		}
		if _, err := os.Stat("../../../" + found[1]); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if got := strings.Join(a.Properties.Actions, " "); got != "Alarms" {
			t.Errorf("%s is told to %q", what, got)
		}
	}
}
