package themes_test

import (
	"runtime"
	"testing"
)

// What a text of about 300 characters costs, many texts in turn.
func BenchmarkCode(b *testing.B) {
	book := book(b)
	texts := sized(b, 300)
	if _, err := book.Code(texts[0], ""); err != nil {
		b.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	b.ResetTimer()
	began := processor(b)
	bytes := 0
	for i := range b.N {
		text := texts[i%len(texts)]
		bytes += len(text)
		if _, err := book.Code(text, ""); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(bytes / b.N))
	b.ReportMetric(float64((processor(b)-began).Microseconds())/float64(b.N), "processor-µs/op")
}

// sized joins the project's own texts until each has about so many characters.
func sized(tb testing.TB, length int) []string {
	var out []string
	at := ""
	for _, t := range labelled(tb, "feedback.jsonl") {
		if at += t.Text + " "; len(at) >= length {
			out = append(out, at[:length])
			at = ""
		}
	}
	return out
}
