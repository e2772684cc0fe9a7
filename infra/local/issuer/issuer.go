// Package issuer starts the development issuer: oidc-provider, set up to stand for the Cognito user pool of
// template.yaml, with a few invented people in its groups. It keeps its keys and sessions in a directory, so that
// sign-ins survive a restart, and ends with whoever started it.
package issuer

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"voiceforum/infra/local/child"
)

// Password is every sample person's password.
const Password = "sample"

// Person is somebody who can sign in on a development machine.
type Person struct {
	Subject string   `json:"sub"`
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	Groups  []string `json:"groups"`
}

//go:embed people.json
var peopleJSON []byte

// SamplePeople gives the people whom the issuer knows, in the order in which its sign-in page lists them.
func SamplePeople() []Person {
	var people []Person
	if err := json.Unmarshal(peopleJSON, &people); err != nil {
		panic("issuer: embedded people.json: " + err.Error())
	}
	return people
}

// Program is an organisation's program on a development machine: it comes by a token and never by a sign-in page.
type Program struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Secret string `json:"secret"` // for development only
}

// ProgramScope is the scope that programs are given.
const ProgramScope = "feedback/write"

//go:embed programs.json
var programsJSON []byte

// SamplePrograms gives the programs that the issuer knows.
func SamplePrograms() []Program {
	var programs []Program
	if err := json.Unmarshal(programsJSON, &programs); err != nil {
		panic("issuer: embedded programs.json: " + err.Error())
	}
	return programs
}

// Process is a running issuer.
type Process struct {
	Endpoint string // the issuer's address, e.g. http://127.0.0.1:8081, without a slash at the end

	cmd    *exec.Cmd
	stdin  io.Closer
	exited chan struct{}
	err    error // why it ended, once exited is closed
}

const (
	startLimit = 30 * time.Second // Node on a busy machine
	stopGrace  = 5 * time.Second
)

// Start starts the issuer on 127.0.0.1:port, or on a free port where port is 0, and returns when it answers. root is
// the repository's root, where node_modules is; stateDir is made where it is missing; siteAddress is where people are
// sent back to, without a slash at the end. Ending ctx ends the issuer.
func Start(ctx context.Context, root string, port int, stateDir, siteAddress string) (*Process, error) {
	// The issuer is started in another directory, where relative paths would lead elsewhere.
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	state, err := filepath.Abs(stateDir)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	cmd := exec.Command("node", filepath.Join(root, "infra", "local", "issuer", "issuer.mjs"), "--with-parent")
	cmd.Dir = root
	cmd.Env = append(os.Environ(),
		"PORT="+strconv.Itoa(port), "STATE_DIR="+state, "SITE_ADDRESS="+siteAddress, "NODE_NO_WARNINGS=1")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if err := child.Start(cmd); err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	p := &Process{cmd: cmd, stdin: stdin, exited: make(chan struct{})}
	ready := make(chan string, 1)
	go p.watch(stdout, ready)
	if err := p.await(ctx, ready, &complaint); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	context.AfterFunc(ctx, func() { _ = p.Stop() })
	return p, nil
}

// watch reads what the issuer says until it ends.
func (p *Process) watch(stdout io.Reader, ready chan<- string) {
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "issuer ready "); ok {
			ready <- address
		}
	}
	p.err = p.cmd.Wait()
	close(p.exited)
}

func (p *Process) await(ctx context.Context, ready <-chan string, complaint *bytes.Buffer) error {
	select {
	case p.Endpoint = <-ready:
		return nil
	case <-p.exited:
		return fmt.Errorf("issuer: ended before it was ready: %s", strings.TrimSpace(complaint.String()))
	case <-time.After(startLimit):
		return fmt.Errorf("issuer: not ready after %s", startLimit)
	case <-ctx.Done():
		return fmt.Errorf("issuer: %w", ctx.Err())
	}
}

// Done is closed when the issuer has ended, whether it was stopped or not.
func (p *Process) Done() <-chan struct{} { return p.exited }

// Stop ends the issuer and waits until it is gone. Stopping it again does nothing.
func (p *Process) Stop() error {
	select {
	case <-p.exited:
		return nil
	default:
	}
	err := child.Stop(p.cmd, p.exited, stopGrace)
	<-p.exited
	return errors.Join(err, ignoreClosed(p.stdin.Close()))
}

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
