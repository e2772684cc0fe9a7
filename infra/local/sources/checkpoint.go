package sources

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// checkpoint is how far a mapping has come in its stream, kept in a file, so that a restart goes on from there.
type checkpoint struct {
	path string

	mu    sync.Mutex
	state checkpointState
}

type checkpointState struct {
	Stream string           `json:"stream"` // ARN; another stream begins anew
	Shards map[string]place `json:"shards"`
}

// place is how far a shard has been processed.
type place struct {
	After string `json:"after,omitempty"` // the last sequence number dealt with
	Ended bool   `json:"ended,omitempty"` // nothing more will come
}

// openCheckpoint reads the checkpoint of a stream, or begins one.
func openCheckpoint(path, stream string) (*checkpoint, error) {
	c := &checkpoint{path: path, state: checkpointState{Stream: stream, Shards: make(map[string]place)}}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err != nil {
		return nil, err
	}
	var kept checkpointState
	if err := json.Unmarshal(content, &kept); err != nil {
		return nil, fmt.Errorf("the checkpoint %s: %w", path, err)
	}
	if kept.Stream == stream && kept.Shards != nil {
		c.state = kept
	}
	return c, nil
}

func (c *checkpoint) of(shardID string) place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Shards[shardID]
}

// set keeps how far a shard has come, and returns when it is on disk.
func (c *checkpoint) set(shardID string, p place) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state.Shards[shardID] == p {
		return nil
	}
	c.state.Shards[shardID] = p
	content, err := json.Marshal(c.state)
	if err != nil {
		return err
	}
	return writeWhole(c.path, content)
}
