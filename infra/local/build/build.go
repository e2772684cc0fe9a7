// Package build makes the functions of a template into programs: for this machine, to be run here, and for the
// cloud's, to see what would be sent there. Both come from the same sources with the same tags and flags.
package build

import (
	"context"
	"fmt"
	gobuild "go/build"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local/template"
)

// Binary is the name that every function's program has, here and in the cloud.
const Binary = "bootstrap"

// target is what a program is built for.
type target struct {
	os   string
	arch string
}

// Functions builds every function of a platform for this machine, from the repository at root into
// outDir/<function>/bootstrap. Go's own cache makes a second time quick. progress, which may be nil, is told of each
// function once it is built, from one goroutine at a time. The error of a function that cannot be built names it and
// holds what the compiler said.
func Functions(ctx context.Context, root string, p *template.Platform, outDir string, progress func(function string)) error {
	here := func(template.Function) target { return target{runtime.GOOS, runtime.GOARCH} }
	return all(ctx, root, p, outDir, here, progress)
}

func all(ctx context.Context, root string, p *template.Platform, outDir string, of func(template.Function) target, progress func(string)) error {
	for _, f := range p.Functions {
		if err := checkMain(root, f, of(f)); err != nil {
			return err
		}
	}
	outDir, err := filepath.Abs(outDir) // the compiler runs in root
	if err != nil {
		return fmt.Errorf("prepare to build: %w", err)
	}
	// Go moves a finished program into place, at once and whole, only from a folder on the same disk.
	// It is a new one each time: several platforms may be built into the same folder at once.
	if err := os.MkdirAll(outDir, 0o755); err != nil {
		return fmt.Errorf("prepare to build: %w", err)
	}
	work, err := os.MkdirTemp(outDir, ".work-")
	if err != nil {
		return fmt.Errorf("prepare to build: %w", err)
	}
	defer os.RemoveAll(work) // Go leaves nothing in it
	var mu sync.Mutex
	build := func(ctx context.Context, f template.Function) error {
		if err := one(ctx, root, f, filepath.Join(outDir, f.Name, Binary), work, of(f)); err != nil {
			return err
		}
		if mu.Lock(); progress != nil {
			progress(f.Name)
		}
		mu.Unlock()
		return nil
	}
	return firstThenRest(ctx, p.Functions, build)
}

// firstThenRest builds one function alone, so that what they all share is compiled once, and then the others beside
// one another.
func firstThenRest(ctx context.Context, functions []template.Function, build func(context.Context, template.Function) error) error {
	if len(functions) == 0 {
		return nil
	}
	if err := build(ctx, functions[0]); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, runtime.NumCPU()/2))
	for _, f := range functions[1:] {
		group.Go(func() error { return build(ctx, f) })
	}
	return group.Wait()
}

// checkMain refuses a function whose folder has no program in it.
func checkMain(root string, f template.Function, t target) error {
	context := gobuild.Default
	context.GOOS, context.GOARCH, context.CgoEnabled, context.BuildTags = t.os, t.arch, false, f.Tags
	pkg, err := context.ImportDir(filepath.Join(root, filepath.FromSlash(f.CodeURI)), 0)
	switch {
	case err != nil:
		return fmt.Errorf("function %s has no main package in %s: %w", f.Name, f.CodeURI, err)
	case pkg.Name != "main":
		return fmt.Errorf("function %s has no main package in %s: the package there is %s", f.Name, f.CodeURI, pkg.Name)
	}
	return nil
}

func one(ctx context.Context, root string, f template.Function, out, work string, t target) error {
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-tags", strings.Join(f.Tags, ","), "-ldflags", f.LdFlags, "-o", out, "./"+f.CodeURI)
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.os, "GOARCH="+t.arch, "GOTMPDIR="+work)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	said, err := command.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("build function %s from %s: %w\n%s", f.Name, f.CodeURI, err, said)
	}
	return nil
}
