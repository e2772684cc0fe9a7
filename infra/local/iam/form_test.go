package iam_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/template"
)

// A function may let a browser upload by a form what it may put itself, and nothing else.
func TestWhoMayPutFilesMayLetABrowserDoSo(t *testing.T) {
	functions := []template.Function{
		{Name: "Takes", Statements: []template.Statement{{Effect: "Allow", Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::staging/*"}}}},
		{Name: "Reads", Statements: []template.Statement{{Effect: "Allow", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::staging/*"}}}},
	}
	dir := t.TempDir()
	if err := iam.WriteAccounts(filepath.Join(dir, "iam"), functions, engine.SecretKey); err != nil {
		t.Fatal(err)
	}
	gateway, err := engine.VersityGW(t.Context(), engine.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { gateway.Stop() }) //nolint:errcheck // the directory goes
	root := engine.S3(gateway.Endpoint)
	if err := engine.CreateBuckets(t.Context(), root, []template.Bucket{{LogicalID: "Staging", Name: "staging"}}); err != nil {
		t.Fatal(err)
	}
	policy, err := iam.BucketPolicy("staging", functions)
	if err != nil || !json.Valid([]byte(policy)) {
		t.Fatal(err)
	}
	if _, err := root.PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: aws.String("staging"), Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"Takes": http.StatusNoContent, "Reads": http.StatusForbidden} {
		if got := byForm(t, gateway.Endpoint, name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "objects", "staging", "uploads", "Takes")); err != nil {
		t.Error(err)
	}
}

// byForm uploads a file by a form that a function signed, and gives the answer's status.
func byForm(t *testing.T, endpoint, function string) int {
	t.Helper()
	client := s3.New(s3.Options{
		Region: engine.Region, BaseEndpoint: &endpoint, UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(iam.AccessKey(function), engine.SecretKey, ""),
	})
	leave, err := s3.NewPresignClient(client).PresignPostObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String("staging"), Key: aws.String("uploads/" + function),
	}, func(o *s3.PresignPostOptions) { o.Expires = time.Minute })
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range leave.Values {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", "a.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(leave.URL, form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close() //nolint:errcheck // nothing of it is read
	return res.StatusCode
}
