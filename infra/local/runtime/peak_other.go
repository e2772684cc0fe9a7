//go:build !linux

package runtime

import (
	"os"
	"syscall"
)

// peakOfRunning gives 0: only Linux tells while a process runs.
func peakOfRunning(int) int64 { return 0 }

// peakOf gives the most memory, in bytes, that an ended process held resident.
func peakOf(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss)
	}
	return 0
}
