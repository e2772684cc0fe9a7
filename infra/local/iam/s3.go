package iam

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"voiceforum/infra/local/template"
)

// WriteAccounts makes each function a plain account of versitygw, in the file from which that reads its accounts when
// it starts. Plain accounts may do nothing but what a bucket's policy allows: see BucketPolicy.
func WriteAccounts(dir string, functions []template.Function, secret string) error {
	accounts := make(map[string]map[string]string, len(functions))
	for _, f := range functions {
		key := AccessKey(f.Name)
		accounts[key] = map[string]string{"access": key, "secret": secret, "role": "user"}
	}
	content, err := json.Marshal(map[string]any{"accessAccounts": accounts})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "users.json"), content, 0o600)
}

// BucketPolicy turns what functions' own statements say of a bucket into a policy of the bucket, which versitygw
// enforces. It is empty where no function may do anything there.
//
// versitygw holds an upload by a browser's form to the bucket and not to the key, which is in the form: so whoever may
// put any file there, may by a form.
func BucketPolicy(bucket string, functions []template.Function) (string, error) {
	var statements []map[string]any
	arn := "arn:aws:s3:::" + bucket
	for _, f := range functions {
		for _, s := range f.Statements {
			actions, resources := only(s.Actions, "s3:"), about(s.Resources, arn)
			if len(actions) == 0 || len(resources) == 0 {
				continue
			}
			statements = append(statements, map[string]any{
				"Effect": s.Effect, "Principal": map[string]any{"AWS": []string{AccessKey(f.Name)}},
				"Action": actions, "Resource": resources,
			})
			if slices.Contains(actions, "s3:PutObject") && slices.Contains(resources, arn+"/*") {
				statements = append(statements, map[string]any{
					"Effect": s.Effect, "Principal": map[string]any{"AWS": []string{AccessKey(f.Name)}},
					"Action": []string{"s3:PutObject"}, "Resource": []string{arn + "/*", arn},
				})
			}
		}
	}
	if len(statements) == 0 {
		return "", nil
	}
	policy, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	return string(policy), err
}

func only(all []string, prefix string) []string {
	var some []string
	for _, s := range all {
		if strings.HasPrefix(s, prefix) {
			some = append(some, s)
		}
	}
	return some
}

// about gives those resources that are the bucket or something in it.
func about(all []string, arn string) []string {
	var some []string
	for _, s := range all {
		if s == arn || strings.HasPrefix(s, arn+"/") {
			some = append(some, s)
		}
	}
	return some
}
