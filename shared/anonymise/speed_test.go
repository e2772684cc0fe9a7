package anonymise_test

import (
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"voiceforum/shared/anonymise"
)

// feedback is an invented text with most kinds of identifier, about as dense with them as what people write.
const feedback = "I reported it in March and nobody rang me for three months. My ex Darren kept coming past the flat on Penny Road, b23 6ab, " +
	"in his grey van, bd51 smr, and I told DC Thorngate twice. She wrote down log 2096 of 17/09/2023 and promised a call to 07700 900123, " +
	"which they did not. My ISVA, Chidinma, was kind all the way through and came to the Crown Court with me. I am 34 and I work nights. " +
	"i dont think they read any of it before they came, because amarjit asked for all of it again and again. "

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := anonymise.New(); err != nil {
			b.Fatal(err)
		}
	}
}

// A survey's answer of 2,000 characters.
func BenchmarkAnonymise2000(b *testing.B) { benchmark(b, strings.Repeat(feedback, 5)[:2000]) }

// A megabyte in texts of the longest allowed.
func BenchmarkAnonymiseMB(b *testing.B) {
	long := strings.Repeat(feedback, anonymise.MaxBytes/len(feedback))
	texts := make([]string, 16)
	for i := range texts {
		texts[i] = long
	}
	benchmark(b, texts...)
}

func benchmark(b *testing.B, texts ...string) {
	e := engine(b)
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, t := range texts {
			if _, err := e.Anonymise([]string{t}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// hostile are pieces of texts that a careless pattern or scan would take quadratic time over.
var hostile = []string{
	"a", "A", "1", "@", ".", "-", "[", "]", "(", "'", ":", "/", "\u0301", "\u200b", "ﬃ", " ", "\n",
	"a.", "a.a@", "@a", "1/", "1-", "1 ", "12 ", "0 ", "A ", "Aa ", "A. ", "A.A", "a-", "a'", "'s", "[name 1]", "[name", "://", "www.", "x.uk/",
	"at dot ", "Sarah ", "sarah's ", "Dr ", "called ", "my ex ", "the only ", "the one with ", "12 Mill ", "flat ", "Flat 1, ", "may ", "3 may ", "aged ",
	"no. 1, ", "log ", "AB12 ", "b15 2tt ", "20/1", "ext ", "double ", "St ", "von ", "West Midlands ", "insta is ", "Smith, Jones and ", "and ",
	"RANG BETHANY ", "GB82 WEST 1234 ", "KP5508316 is my ", "my ex zorbin ", "the woman whose ", "Larkmoor Methodist Church ",
}

// 64 KB of anything takes at most three times as long as 32 KB of it. The processor's time counts and not the clock's,
// and the least of several runs, because a machine may always be busy with other things.
func TestTimeIsLinear(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	e := engine(t)
	for _, piece := range hostile {
		short, long := strings.Repeat(piece, anonymise.MaxBytes/2/len(piece)), strings.Repeat(piece, anonymise.MaxBytes/len(piece))
		once, twice := took(t, e, short), took(t, e, long)
		for try := 0; try < 20 && twice > 3*once; try++ {
			once, twice = min(once, took(t, e, short)), min(twice, took(t, e, long))
		}
		if twice > 3*once {
			t.Errorf("%q: twice the text takes %v after %v", piece, twice, once)
		}
	}
}

// took gives the processor's time for a text, the collector's aside.
func took(t *testing.T, e *anonymise.Engine, text string) time.Duration {
	t.Helper()
	runtime.GC()
	began := processor(t)
	if _, err := e.Anonymise([]string{text}); err != nil {
		t.Fatal(err)
	}
	return processor(t) - began
}

// processor gives how long this process has kept the processor.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
