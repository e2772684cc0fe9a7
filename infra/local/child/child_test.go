package child_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"voiceforum/infra/local/child"
)

// asParent makes the test's own program the parent of the tests below.
const asParent = "CHILD_TEST_AS_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(asParent) != "" {
		beParent()
	}
	os.Exit(m.Run())
}

// beParent starts a child that lives long and keeps standard output open, and then waits to be killed.
func beParent() {
	cmd := exec.Command("sleep", "1000")
	cmd.Stdout = os.Stdout
	if err := child.Start(cmd); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	select {}
}

func TestNoChildOutlivesAParentThatIsKilled(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // only Linux can do it
	}
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), asParent+"=yes")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	read := bufio.NewReader(out)
	if line, err := read.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the parent said %q, %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// The output ends only when the child has ended too.
	if _, err := io.Copy(io.Discard, read); err != nil {
		t.Error(err)
	}
	parent.Wait() //nolint:errcheck // it was killed
}

func TestStopEndsTheWholeGroup(t *testing.T) {
	cmd := exec.Command("sh", "-c", "sleep 1000 & sleep 1000")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(cmd); err != nil {
		t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() {
		io.Copy(io.Discard, out) //nolint:errcheck // ends with the last of the group
		cmd.Wait()               //nolint:errcheck // it was stopped
		close(exited)
	}()
	if err := child.Stop(cmd, exited, time.Minute); err != nil {
		t.Error(err)
	}
	<-exited
}
