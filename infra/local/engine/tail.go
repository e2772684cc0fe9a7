package engine

import (
	"io"
	"strings"
	"sync"
)

const tailBytes = 2000

// tail keeps the last of what an engine says, so that a failure to start can be explained.
type tail struct {
	mu   sync.Mutex
	last []byte
	also io.Writer
}

func newTail(also io.Writer) *tail {
	if also == nil {
		also = io.Discard
	}
	return &tail{also: also}
}

// Write implements io.Writer.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	if n := len(t.last) - tailBytes; n > 0 {
		t.last = append(t.last[:0], t.last[n:]...)
	}
	return t.also.Write(b)
}

// String gives what was said last, on one line.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.last) == 0 {
		return "nothing"
	}
	return strings.Join(strings.Fields(string(t.last)), " ")
}
