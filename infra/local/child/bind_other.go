//go:build !linux

package child

import (
	"os/exec"
	"syscall"
)

// Only Linux can end a child together with a parent that was killed outright.
func bindToParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
