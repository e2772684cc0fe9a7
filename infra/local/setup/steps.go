package setup

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

const (
	nodeAtLeast   = 20
	dynoxideAt    = "node_modules/@dynoxide/linux-x64/dynoxide"
	versityModule = "github.com/versity/versitygw"
	versityTag    = "v1.8.0"
	versityAt     = ".local/bin/versitygw"
	assetsAt      = "web/assets"
	builtAt       = "web/assets/built"
)

var getNode = fmt.Sprintf("Install Node %d or newer, which brings npm: https://nodejs.org/", nodeAtLeast)

// packages installs what package-lock.json names. No package's own script is run: none is needed, and none of them is
// let loose on the machine.
func (m *machine) packages(ctx context.Context) error {
	inputs, err := m.digest("", "package-lock.json")
	if err != nil {
		return err
	}
	if m.stamped(Packages, inputs) && m.exists("node_modules") {
		return nil
	}
	if err := checkNode(ctx); err != nil {
		return err
	}
	if err := m.run(ctx, "Installing the web and test tools with npm", nil, "npm", "ci", "--ignore-scripts", "--no-progress"); err != nil {
		return err
	}
	return m.finish(Packages, inputs)
}

func checkNode(ctx context.Context) error {
	for _, program := range []string{"node", "npm"} {
		if err := find(program, getNode); err != nil {
			return err
		}
	}
	said, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		return fmt.Errorf("node --version: %w", err)
	}
	version := strings.TrimSpace(string(said))
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < nodeAtLeast {
		return &Missing{What: fmt.Sprintf("Node %d or newer is needed, and this is %s.", nodeAtLeast, version), How: getNode}
	}
	return nil
}

// database checks that the packages brought the database's engine, which npm leaves out where it cannot run.
func (m *machine) database() error {
	if m.exists(dynoxideAt) {
		return nil
	}
	if runtime.GOOS+"/"+runtime.GOARCH != "linux/amd64" {
		return &Missing{
			What: fmt.Sprintf("The local database engine, npm's @dynoxide/linux-x64, runs on Linux on x64 only, and this is %s on %s.", runtime.GOOS, runtime.GOARCH),
			How:  "Run Voiceforum on Linux on x64; a virtual machine or a container will do.",
		}
	}
	return &Missing{
		What: dynoxideAt + " is not there, although the packages are installed: npm left out the optional ones.",
		How:  "Remove node_modules and .local/stamps, make sure that npm's setting `omit` does not name `optional`, and try again.",
	}
}

// storage builds versitygw. Go checks the sources against its public database of checksums, and the program itself
// says which version it was built from.
func (m *machine) storage(ctx context.Context) error {
	info, err := buildinfo.ReadFile(m.path(versityAt))
	if err == nil && info.Main.Path == versityModule && info.Main.Version == versityTag {
		return nil
	}
	if err := find("go", "Install Go: https://go.dev/dl/"); err != nil {
		return err
	}
	work := m.path(".local/work")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(work)
	// On the same disk as its place, so that Go moves the program there at once and whole.
	environment := []string{"GOBIN=" + m.path(".local/bin"), "GOTMPDIR=" + work, "CGO_ENABLED=0", "GOOS=", "GOARCH="}
	return m.run(ctx, "Building versitygw, the local object store (a minute or two, once)", environment,
		"go", "install", "-trimpath", versityModule+"/cmd/versitygw@"+versityTag)
}

// assets builds the pages' styles and scripts, which the Go programs then hold inside themselves.
func (m *machine) assets(ctx context.Context) error {
	inputs, err := m.digest(builtAt, assetsAt, "package-lock.json")
	if err != nil {
		return err
	}
	if m.stamped(Assets, inputs) && m.exists(builtAt) {
		return nil
	}
	if err := checkNode(ctx); err != nil {
		return err
	}
	if err := m.run(ctx, "Building the styles and scripts of the pages", nil, "npm", "run", "build:assets"); err != nil {
		return err
	}
	return m.finish(Assets, inputs)
}

// fromSystem installs a program where it may. It comes from the system, not from a test tool's own store, so that the
// system keeps it up to date.
func (m *machine) fromSystem(ctx context.Context, program, pack, doing string) error {
	how := fmt.Sprintf("Install the package %s with the system's package manager, e.g. `sudo apt-get install %s`.", pack, pack)
	if find(program, how) == nil {
		return nil
	}
	if find("apt-get", how) != nil || os.Geteuid() != 0 {
		return find(program, how)
	}
	quietly := []string{"DEBIAN_FRONTEND=noninteractive"}
	if err := m.run(ctx, "Reading the system's list of packages", quietly, "apt-get", "update", "-qq"); err != nil {
		return err
	}
	if err := m.run(ctx, doing, quietly, "apt-get", "install", "-y", "-qq", "--no-install-recommends", pack); err != nil {
		return err
	}
	return find(program, how)
}
