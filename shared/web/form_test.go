package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/fault"
	"voiceforum/shared/web"
)

const urlencoded = "application/x-www-form-urlencoded"

func posted(kind, body string) *http.Request {
	r := httptest.NewRequest("POST", "/form?q=from-the-address", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return r
}

func TestParseForm(t *testing.T) {
	typed := "caf\u00e9 \U0001F469\u200d\U0001F9BD \u0645\u06cc\u200c\u062e"
	for name, c := range map[string]struct{ sent, want string }{
		"as it is":           {typed, typed},
		"line ends":          {"a\r\nb\rc\nd\u2028e\u2029f\u0085g", "a\nb\nc\nd\ne\nf\ng"},
		"tab":                {"a\tb", "a\tb"},
		"NUL and controls":   {"a\x00b\x07c\x1bd\x7fe\u009ff", "abcdef"},
		"direction":          {"a\u202eb\u202ac\u2066d\u2069e", "abcde"},
		"direction of marks": {"a\u200fb\u200ec", "a\u200fb\u200ec"},
		"zero width":         {"S\u200bm\ufeffith", "Smith"},
	} {
		r := posted(urlencoded+"; charset=UTF-8", url.Values{"d\x00": {c.sent, "second"}}.Encode())
		got, err := web.ParseForm(r, 10_000)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(url.Values{"d": {c.want, "second"}}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(got, r.PostForm); diff != "" {
			t.Errorf("%s: PostForm: %s", name, diff)
		}
	}
}

func TestParseFormRefuses(t *testing.T) {
	const limit = 100_000
	for name, c := range map[string]struct {
		r    *http.Request
		want fault.Kind
	}{
		"too many bytes":      {posted(urlencoded, "a="+strings.Repeat("b", limit)), fault.TooLarge},
		"unknown length":      {unsized("a=" + strings.Repeat("b", limit)), fault.TooLarge},
		"too many fields":     {posted(urlencoded, strings.Repeat("a=b&", 300)), fault.TooLarge},
		"value too long":      {posted(urlencoded, "a="+strings.Repeat("b", 1<<16+1)), fault.TooLarge},
		"name too long":       {posted(urlencoded, strings.Repeat("n", 101)+"=a"), fault.Invalid},
		"broken percent":      {posted(urlencoded, "a=%zz"+canary), fault.Invalid},
		"semicolon":           {posted(urlencoded, "a=b;c=d"), fault.Invalid},
		"value not UTF-8":     {posted(urlencoded, "a=%ff%fe"), fault.Invalid},
		"name not UTF-8":      {posted(urlencoded, "%ff=a"), fault.Invalid},
		"surrogates":          {posted(urlencoded, "a=%ed%a0%80"), fault.Invalid},
		"multipart":           {posted("multipart/form-data; boundary=x", "--x--"), fault.Invalid},
		"JSON":                {posted("application/json", "{}"), fault.Invalid},
		"no type":             {posted("", "a=b"), fault.Invalid},
		"body that ends late": {broken(), fault.Invalid},
	} {
		form, err := web.ParseForm(c.r, limit)
		if !fault.Is(err, c.want) || form != nil || c.r.PostForm != nil {
			t.Errorf("%s: got %v and %v, want %v", name, form, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), canary) {
			t.Errorf("%s: the error repeats what was sent", name)
		}
	}
}

func unsized(body string) *http.Request {
	r := posted(urlencoded, body)
	r.ContentLength = -1
	return r
}

func broken() *http.Request {
	r := httptest.NewRequest("POST", "/", iotest.ErrReader(http.ErrBodyReadAfterClose))
	r.Header.Set("Content-Type", urlencoded)
	return r
}

func TestAnotherContentTypeIs415(t *testing.T) {
	s, _ := site(t)
	r := posted("text/plain", "a=b")
	r.URL.Path = "/gone"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusUnsupportedMediaType || !strings.Contains(w.Body.String(), "not sent by one of our forms") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func FuzzParseForm(f *testing.F) {
	for _, body := range []string{"", "a=b", "a=%00%ff", "a=b&a=c&&=", "%", "a=\u202eb%0d%0a", "a;b", "=%e2%80%8b"} {
		f.Add(urlencoded, body)
	}
	f.Add("multipart/form-data", "x")
	f.Fuzz(func(t *testing.T, kind, body string) {
		const limit = 500
		form, err := web.ParseForm(posted(kind, body), limit)
		if (form == nil) == (err == nil) {
			t.Fatalf("got %v and %v", form, err)
		}
		if err != nil && fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.TooLarge {
			t.Fatalf("got %v", err)
		}
		for name, values := range form {
			for _, text := range append(values, name) {
				if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\u202e\u2066\u200b\ufeff") {
					t.Errorf("%q is not clean", text)
				}
			}
		}
	})
}
