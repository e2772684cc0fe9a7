package sources

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Queues stand for SQS: each is a folder of messages, one JSON file each, named so that they sort by arrival. Nothing
// takes messages out: they wait for a person, as those of failure destinations do.
type Queues struct{ dir string }

// NewQueues keeps queues under dir.
func NewQueues(dir string) *Queues { return &Queues{dir} }

// Send puts a message into a queue, and returns when it is on disk.
func (q *Queues) Send(queue string, message []byte) error {
	dir := filepath.Join(q.dir, queue)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name := time.Now().UTC().Format("20060102T150405.000000000Z")
	return writeWhole(filepath.Join(dir, name+".json"), message)
}

// Messages gives a queue's messages, oldest first.
func (q *Queues) Messages(queue string) ([][]byte, error) {
	entries, err := os.ReadDir(filepath.Join(q.dir, queue))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var messages [][]byte
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		message, err := os.ReadFile(filepath.Join(q.dir, queue, e.Name()))
		if err != nil {
			return nil, err
		}
		messages = append(messages, message)
	}
	return messages, nil
}

// writeWhole writes a file so that it is there whole or not at all, whenever the machine stops.
func writeWhole(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // once renamed it is gone
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
