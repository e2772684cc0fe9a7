// Package engine starts and stops the real engines that stand for Amazon's services on one machine: dynoxide and
// DynamoDB Local for DynamoDB, versitygw for S3. It makes in them the tables and buckets that the template declares.
//
// An engine is ready once it answers, not once it has started. It ends with Stop, with its context, or with the
// process that started it.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"time"

	"voiceforum/infra/local/child"
)

// What every engine is addressed with. None of it is secret: the engines listen on this machine only.
const (
	Region    = "eu-west-2"
	AccessKey = "local"
	SecretKey = "local-secret"
)

const (
	startAttempts = 3                // a free port may be taken before the engine has it
	readyWithin   = 60 * time.Second // DynamoDB Local takes 5 s on an idle machine
	stopGrace     = 10 * time.Second
	askEvery      = 25 * time.Millisecond
)

// ErrNotInstalled is in the chain of the error of an engine whose program is not on this machine.
var ErrNotInstalled = errors.New("not installed; `make` sets the engines up")

// Process is a running engine.
type Process struct {
	Endpoint string // e.g. http://127.0.0.1:41234

	name    string
	cmd     *exec.Cmd
	exited  chan struct{}
	waitErr error  // of the program itself; to be read once exited is closed
	output  *tail  // what it said last
	scratch string // a directory of its own, removed when it ends; "" for none
}

// Exited is closed once the engine has ended, for whatever reason.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Stop ends the engine, waits until it has ended, and removes what it kept in a temporary directory. Stopping what
// has ended already is no error.
func (p *Process) Stop() error {
	err := child.Stop(p.cmd, p.exited, stopGrace)
	<-p.exited
	if p.scratch != "" {
		err = errors.Join(err, os.RemoveAll(p.scratch))
	}
	if err != nil {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	return nil
}

// program is an engine that can be started.
type program struct {
	name    string
	command func(port int) *exec.Cmd
	ready   func(ctx context.Context, endpoint string) error // nil once it answers as it should
	log     io.Writer                                        // where its output goes as well; nil for nowhere
	port    int                                              // 0 for any free one
}

// start runs the program and comes back once it answers.
func (g program) start(ctx context.Context) (*Process, error) {
	var failures []error
	for range startAttempts {
		p, err := g.try(ctx)
		if err == nil {
			return p, nil
		}
		failures = append(failures, err)
		if ctx.Err() != nil || g.port != 0 || errors.Is(err, ErrNotInstalled) {
			break
		}
	}
	return nil, fmt.Errorf("start %s: %w", g.name, errors.Join(failures...))
}

func (g program) try(ctx context.Context) (*Process, error) {
	port := g.port
	if port == 0 {
		var err error
		if port, err = freePort(); err != nil {
			return nil, err
		}
	}
	p := &Process{
		Endpoint: fmt.Sprintf("http://127.0.0.1:%d", port),
		name:     g.name,
		cmd:      g.command(port),
		exited:   make(chan struct{}),
		output:   newTail(g.log),
	}
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	if err := child.Start(p.cmd); err != nil {
		return nil, err
	}
	go func() {
		p.waitErr = p.cmd.Wait()
		close(p.exited)
	}()
	if err := p.awaitReady(ctx, g.ready); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	stop := context.AfterFunc(ctx, func() { child.Kill(p.cmd) }) //nolint:errcheck // Stop reports what matters
	go func() {
		<-p.exited
		stop()
	}()
	return p, nil
}

// awaitReady asks until the engine answers. An engine that ends first, or does not answer in time, is an error with
// the last of what it said.
func (p *Process) awaitReady(ctx context.Context, ready func(context.Context, string) error) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	again := time.NewTicker(askEvery)
	defer again.Stop()
	for {
		err := ready(ctx, p.Endpoint)
		if err == nil {
			return nil
		}
		select {
		case <-p.exited:
			return fmt.Errorf("it ended at once (%w); it said: %s", orClean(p.waitErr), p.output)
		case <-ctx.Done():
			return fmt.Errorf("it does not answer (%w); it said: %s", err, p.output)
		case <-again.C:
		}
	}
}

func orClean(err error) error {
	if err == nil {
		return errors.New("without an error")
	}
	return err
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
