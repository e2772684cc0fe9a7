// Package setup fetches and builds what the platform needs on a machine that has only Go, Node and git. Each step looks
// first whether its work is done, so that a second run costs nothing; what it brings goes into node_modules and .local.
package setup

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Step is one thing to have.
type Step int

// The steps, in the order they are taken.
const (
	Packages       Step = iota // what package.json names, in node_modules
	Database                   // dynoxide, which stands for DynamoDB; it comes with Packages
	Storage                    // versitygw, which stands for S3
	Assets                     // the pages' styles and scripts, built; needs Packages
	SecondDatabase             // Amazon's DynamoDB Local, for the stores' tests; passed over where there is no Java
	Browser                    // Chromium, for the browser's tests
	Office                     // LibreOffice Calc, for the tests of what is written as spreadsheets
)

// ToRun and ToTest list what `make run` and `make test` need.
var (
	ToRun  = []Step{Packages, Database, Storage, Assets}
	ToTest = []Step{Packages, Database, Storage, Assets, SecondDatabase, Browser, Office}
)

// String names a step as a person would.
func (s Step) String() string {
	names := [...]string{"packages", "database", "storage", "assets", "second database", "browser", "office"}
	if s < 0 || int(s) >= len(names) {
		return fmt.Sprintf("step %d", int(s))
	}
	return names[s]
}

// Missing is something that the set-up cannot bring by itself: what it is, and how a person can get it.
type Missing struct {
	What string
	How  string
}

// Error says both.
func (m *Missing) Error() string { return m.What + "\n" + m.How }

// Run takes the steps asked for, in their order, in the repository at root, and tells out in plain lines of whatever
// takes long. It stops at the first that cannot be done: an error that wraps *Missing where somebody has to bring
// something. Run again after that or after an interruption, it goes on where it stopped.
func Run(ctx context.Context, root string, out io.Writer, what ...Step) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return fmt.Errorf("set-up: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(root, ".local", "stamps"), 0o755); err != nil {
		return fmt.Errorf("set-up: %w", err)
	}
	m := &machine{root: root, out: out}
	for _, step := range slices.Sorted(slices.Values(what)) {
		if err := m.take(ctx, step); err != nil {
			return fmt.Errorf("set-up, %s: %w", step, err)
		}
	}
	return nil
}

func (m *machine) take(ctx context.Context, step Step) error {
	switch step {
	case Packages:
		return m.packages(ctx)
	case Database:
		return m.database()
	case Storage:
		return m.storage(ctx)
	case Assets:
		return m.assets(ctx)
	case SecondDatabase:
		return m.secondDatabase(ctx)
	case Browser:
		return m.fromSystem(ctx, "chromium", "chromium", "Installing Chromium for the browser's tests")
	case Office:
		return m.fromSystem(ctx, "soffice", "libreoffice-calc-nogui", "Installing LibreOffice Calc for the spreadsheets' tests (88 MB)")
	}
	return fmt.Errorf("there is no such step")
}
