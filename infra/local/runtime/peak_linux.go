package runtime

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// peakOfRunning gives the most memory, in bytes, that a running process has held resident; 0 where it has ended.
func peakOfRunning(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, found := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(after)
	if !found || len(fields) == 0 {
		return 0
	}
	kilobytes, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}

// peakOf gives nothing on Linux: an ended process's resource usage counts the memory of the process that forked it,
// so only what was measured while it ran is its own.
func peakOf(*os.ProcessState) int64 { return 0 }
