// Command echo is a function that does as it is told, so that tests can see what becomes of it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	if os.Getenv("BROKEN") != "" {
		fmt.Println("cannot start")
		os.Exit(4)
	}
	lambda.Start(handle)
}

type order struct {
	Do   string `json:"do"`
	Path string `json:"rawPath"`
	Dir  string `json:"dir"`

	Records []any // of a source's event, which is printed
}

func handle(ctx context.Context, event json.RawMessage) (any, error) {
	var o order
	if err := json.Unmarshal(event, &o); err != nil {
		return nil, err
	}
	if o.Path != "" {
		return overHTTP(ctx, o, event)
	}
	if o.Records != nil {
		fmt.Printf("%s\n", event)
	}
	return do(ctx, o, event)
}

func do(ctx context.Context, o order, event json.RawMessage) (any, error) {
	switch o.Do {
	case "crash":
		os.Exit(3)
	case "panic":
		panic("told to")
	case "fail":
		return nil, errors.New("told to")
	case "hang":
		time.Sleep(time.Hour)
	case "huge":
		return strings.Repeat("x", 7<<20), nil
	case "pid":
		return os.Getpid(), nil
	case "meet":
		return meet(ctx, o.Dir)
	case "env":
		return os.Environ(), nil
	}
	return event, nil
}

// meet returns when another invocation is in it too.
func meet(ctx context.Context, dir string) (any, error) {
	name := filepath.Join(dir, fmt.Sprint(os.Getpid()))
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		return nil, err
	}
	for ctx.Err() == nil {
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 1 {
			return os.Getpid(), err
		}
		time.Sleep(time.Millisecond)
	}
	return nil, ctx.Err()
}

func overHTTP(ctx context.Context, o order, event json.RawMessage) (any, error) {
	switch o.Path {
	case "/cookies":
		return map[string]any{"statusCode": 303, "headers": map[string]string{"location": "/"}, "cookies": []string{"a=1; Path=/", "b=2"}}, nil
	case "/binary":
		return map[string]any{"statusCode": 200, "headers": map[string]string{"content-type": "font/woff2"}, "body": "AP8=", "isBase64Encoded": true}, nil
	case "/nothing":
		return map[string]any{"statusCode": 204}, nil
	case "/plain":
		return "words", nil
	case "/many":
		return map[string]any{"statusCode": 200, "multiValueHeaders": map[string][]string{"a": {"1", "2"}}}, nil
	}
	o.Do = strings.TrimPrefix(o.Path, "/")
	if _, err := do(ctx, o, event); err != nil {
		return nil, err
	}
	return map[string]any{"statusCode": 200, "headers": map[string]string{"content-type": "application/json"}, "body": string(event)}, nil
}
