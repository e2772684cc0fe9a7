package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatTakesLongIsSaidAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newProgress(&out)
		p.say("packing")
		time.Sleep(patience - time.Second)
		synctest.Wait()
		if got := out.String(); got != "… packing\n" {
			t.Errorf("said %q before it took long", got)
		}
		time.Sleep(patience + 2*time.Second)
		synctest.Wait()
		if got := strings.Count(out.String(), "still at work after"); got != 2 || !strings.Contains(out.String(), "after 20s; the last was: packing") {
			t.Errorf("said it again %d times: %q", got, out.String())
		}
		p.done()
		said := out.Len()
		time.Sleep(3 * patience)
		synctest.Wait()
		if out.Len() != said {
			t.Errorf("said %q after it was done", out.String()[said:])
		}
	})
}

// A bar is for somebody who watches: not for a file, and not for what is read in no time.
func TestABarIsForATerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/errors")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var o anonymiseOptions
	bar := o.bar(file, 100*large)
	if _, err := bar.Write(make([]byte, large)); err != nil {
		t.Fatal(err)
	}
	if err := bar.Finish(); err != nil {
		t.Fatal(err)
	}
	if info, err := file.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("%d bytes of a bar are in a file, %v", info.Size(), err)
	}
}
