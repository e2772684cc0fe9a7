package engine

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Options say how versitygw is started.
type Options struct {
	Dir     string    // where objects are kept; "" for a temporary directory that goes when the engine ends
	Port    int       // 0 for a free one
	Webhook string    // where bucket events are posted; somebody must listen there already; "" for nowhere
	Log     io.Writer // where its output goes; nil for nowhere
}

// VersityGW starts versitygw: S3 over a directory, with versions.
func VersityGW(ctx context.Context, o Options) (*Process, error) {
	path, err := installed(versityGWAt)
	if err != nil {
		return nil, err
	}
	dir, scratch := o.Dir, ""
	if dir == "" {
		if scratch, err = newScratch(); err != nil {
			return nil, err
		}
		dir = scratch
	}
	objects, versions, people := filepath.Join(dir, "objects"), filepath.Join(dir, "versions"), filepath.Join(dir, "iam")
	for _, d := range []string{objects, versions, people} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	p, err := program{
		name: "versitygw",
		port: o.Port,
		log:  o.Log,
		command: func(port int) *exec.Cmd {
			args := []string{
				"--port", "127.0.0.1:" + strconv.Itoa(port), "--region", Region, "--quiet", "--keep-alive",
				"--iam-dir", people,
			}
			if o.Webhook != "" {
				args = append(args, "--event-webhook-url", o.Webhook)
			}
			cmd := exec.Command(path, append(args, "posix", "--versioning-dir", versions, objects)...)
			cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY_ID="+AccessKey, "ROOT_SECRET_ACCESS_KEY="+SecretKey)
			return cmd
		},
		ready: listsBuckets,
	}.start(ctx)
	if err != nil {
		return nil, errors.Join(err, removeScratch(scratch))
	}
	p.scratch = scratch
	return p, nil
}

func listsBuckets(ctx context.Context, endpoint string) error {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	_, err := S3(endpoint).ListBuckets(ctx, &s3.ListBucketsInput{}, func(o *s3.Options) {
		o.Retryer = aws.NopRetryer{}
	})
	return err
}

// S3 gives a client of an S3 engine.
func S3(endpoint string) *s3.Client {
	return s3.New(s3.Options{
		Region:       Region,
		BaseEndpoint: aws.String(endpoint),
		UsePathStyle: true,
		Credentials:  credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
	})
}
