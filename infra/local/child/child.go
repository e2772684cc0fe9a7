// Package child starts the processes of the local platform so that none outlives it: each has a process group of its
// own, which is ended as one, and on Linux the kernel ends it when the platform itself is killed outright.
package child

import (
	"errors"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// starter runs functions on one operating-system thread that lives as long as the platform does. The kernel ties a
// child's parent-death signal to the thread that forked it, so a thread that may end early would end the child.
var starter = sync.OnceValue(func() chan<- func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for f := range work {
			f()
		}
	}()
	return work
})

// Start starts cmd in a process group of its own that dies with this process. It is cmd.Start otherwise.
func Start(cmd *exec.Cmd) error {
	bindToParent(cmd)
	result := make(chan error)
	starter() <- func() { result <- cmd.Start() }
	return <-result
}

// Kill ends the whole process group of a started command at once. A group that has ended already is no error.
func Kill(cmd *exec.Cmd) error { return signal(cmd, syscall.SIGKILL) }

// Stop asks the process group of a started command to end, and ends it after grace. The caller still waits for the
// command itself: exited must be closed once that wait is over.
func Stop(cmd *exec.Cmd, exited <-chan struct{}, grace time.Duration) error {
	err := signal(cmd, syscall.SIGTERM)
	select {
	case <-exited:
	case <-time.After(grace):
	}
	return errors.Join(err, Kill(cmd))
}

func signal(cmd *exec.Cmd, s syscall.Signal) error {
	if cmd.Process == nil {
		return nil
	}
	if err := syscall.Kill(-cmd.Process.Pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
