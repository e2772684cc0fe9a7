package setup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// machine is where the steps are taken.
type machine struct {
	root string
	out  io.Writer
}

func (m *machine) path(slashed string) string {
	return filepath.Join(m.root, filepath.FromSlash(slashed))
}

func (m *machine) exists(slashed string) bool {
	_, err := os.Stat(m.path(slashed))
	return err == nil
}

func (m *machine) say(format string, args ...any) { fmt.Fprintf(m.out, format+"\n", args...) }

// patience is after how long a command that is still at work is mentioned again.
const patience = 30 * time.Second

// run says what is being done and does it. What the command prints is shown only when it fails.
func (m *machine) run(ctx context.Context, doing string, environment []string, name string, args ...string) error {
	m.say("%s …", doing)
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = m.root
	command.Env = append(os.Environ(), environment...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		return err
	}
	err := m.wait(command, doing)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, lastLines(said.String(), 30))
	}
	return nil
}

// wait waits for a command that has started, and says now and then that it is still at work.
func (m *machine) wait(command *exec.Cmd, doing string) error {
	started := time.Now()
	ticker := time.NewTicker(patience)
	defer ticker.Stop()
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	for {
		select {
		case err := <-done:
			return err
		case <-ticker.C:
			m.say("  still %s, %s so far", strings.ToLower(doing[:1])+doing[1:], time.Since(started).Round(time.Second))
		}
	}
}

func lastLines(text string, most int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}

// stamped reports whether a step was finished for exactly these inputs.
func (m *machine) stamped(step Step, inputs string) bool {
	have, err := os.ReadFile(m.stamp(step))
	return err == nil && string(have) == inputs
}

// finish notes that a step was finished for these inputs. The file appears whole or not at all.
func (m *machine) finish(step Step, inputs string) error {
	draft := m.stamp(step) + ".new"
	if err := os.WriteFile(draft, []byte(inputs), 0o644); err != nil {
		return err
	}
	return os.Rename(draft, m.stamp(step))
}

func (m *machine) stamp(step Step) string {
	return m.path(".local/stamps/" + strings.ReplaceAll(step.String(), " ", "-"))
}

// digest gives one hash for the names and contents of files, whole folders included, other than those left out.
func (m *machine) digest(leaveOut string, slashed ...string) (string, error) {
	sum := sha256.New()
	for _, start := range slashed {
		err := filepath.WalkDir(m.path(start), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && leaveOut != "" && path == m.path(leaveOut):
				return fs.SkipDir
			case entry.IsDir():
				return nil
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(m.root, path)
			fmt.Fprintf(sum, "%s %d\n%s", filepath.ToSlash(name), len(content), content)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// find looks for a program on the path; where it is not, the error says how to get it.
func find(program, how string) error {
	_, err := exec.LookPath(program)
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return &Missing{What: program + " is needed and was not found.", How: how}
	case err != nil:
		return fmt.Errorf("find %s: %w", program, err)
	}
	return nil
}
