package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const scratchPrefix = "voiceforum-engine-"

// newScratch makes a temporary directory named after this process. It removes those of processes that were killed
// before they could remove their own.
func newScratch() (string, error) {
	found, err := filepath.Glob(filepath.Join(os.TempDir(), scratchPrefix+"*"))
	if err != nil {
		return "", err
	}
	var failures []error
	for _, dir := range found {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), scratchPrefix+"%d-", &pid); err == nil && ended(pid) {
			failures = append(failures, removeScratch(dir))
		}
	}
	if err := errors.Join(failures...); err != nil {
		return "", err
	}
	return os.MkdirTemp("", fmt.Sprintf("%s%d-", scratchPrefix, os.Getpid()))
}

func removeScratch(dir string) error {
	if dir == "" {
		return nil
	}
	return os.RemoveAll(dir)
}

// ended reports whether no process has this id. Signal 0 only asks; a process of somebody else answers EPERM.
func ended(pid int) bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
