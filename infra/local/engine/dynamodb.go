package engine

import (
	"context"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
)

const askWithin = 2 * time.Second

// Dynoxide starts dynoxide on a free port. It keeps its data in dir/dynamodb.sqlite; an empty dir keeps it in memory.
func Dynoxide(ctx context.Context, dir string) (*Process, error) {
	path, err := installed(dynoxideAt)
	if err != nil {
		return nil, err
	}
	return program{
		name: "dynoxide",
		command: func(port int) *exec.Cmd {
			args := []string{"serve", "--host", "127.0.0.1", "--port", strconv.Itoa(port)}
			if dir != "" {
				args = append(args, "--db-path", filepath.Join(dir, "dynamodb.sqlite"))
			}
			return exec.Command(path, args...)
		},
		ready: listsTables,
	}.start(ctx)
}

// DynamoDBLocal starts Amazon's own DynamoDB Local on a free port, its data in memory.
func DynamoDBLocal(ctx context.Context) (*Process, error) {
	dir, err := installed(dynamoDBLocalAt)
	if err != nil {
		return nil, err
	}
	javaPath, err := java()
	if err != nil {
		return nil, err
	}
	return program{
		name: "DynamoDB Local",
		command: func(port int) *exec.Cmd {
			cmd := exec.Command(javaPath, "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar",
				"-inMemory", "-sharedDb", "-port", strconv.Itoa(port))
			cmd.Dir = dir
			return cmd
		},
		ready: listsTables,
	}.start(ctx)
}

func listsTables(ctx context.Context, endpoint string) error {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	_, err := DynamoDB(endpoint).ListTables(ctx, &dynamodb.ListTablesInput{}, func(o *dynamodb.Options) {
		o.Retryer = aws.NopRetryer{}
	})
	return err
}

// DynamoDB gives a client of a DynamoDB engine.
func DynamoDB(endpoint string) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region:       Region,
		BaseEndpoint: aws.String(endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
	})
}

// Streams gives a client of a DynamoDB engine's streams.
func Streams(endpoint string) *dynamodbstreams.Client {
	return dynamodbstreams.New(dynamodbstreams.Options{
		Region:       Region,
		BaseEndpoint: aws.String(endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
	})
}
