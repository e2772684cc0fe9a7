package runtime

import (
	"bytes"
	"io"
	"sync"
)

// lineWriter passes whole lines on to another writer, each after the function's name, so that what several workers
// print does not mix within a line.
type lineWriter struct {
	to     io.Writer
	prefix string

	mu   sync.Mutex
	rest []byte // the beginning of a line whose end has not come
}

func newLineWriter(to io.Writer, function string) *lineWriter {
	return &lineWriter{to: to, prefix: "[" + function + "] "}
}

// Write implements io.Writer.
func (l *lineWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		end := bytes.IndexByte(l.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		if err := l.line(l.rest[:end]); err != nil {
			return 0, err
		}
		l.rest = l.rest[end+1:]
	}
}

// Flush passes on what is left of a last line without an end.
func (l *lineWriter) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.rest) > 0 {
		l.line(l.rest) //nolint:errcheck // the last words of a process that has ended
		l.rest = nil
	}
}

func (l *lineWriter) line(text []byte) error {
	_, err := l.to.Write(append(append([]byte(l.prefix), text...), '\n'))
	return err
}
