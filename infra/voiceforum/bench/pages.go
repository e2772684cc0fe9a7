package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"voiceforum/infra/voiceforum/demo"
	"voiceforum/infra/voiceforum/visitor"
)

// bytes prints what the first page and a whole journey weigh, compressed, what they refer to included once.
func (b *bench) bytes(ctx context.Context) error {
	v, err := visitor.New(b.platform.Site)
	if err != nil {
		return err
	}
	if _, err := v.Open(ctx, "/"); err != nil {
		return err
	}
	first := v.Bytes
	assets, err := b.assets(ctx)
	if err != nil {
		return err
	}
	if v, err = visitor.New(b.platform.Site); err != nil {
		return err
	}
	pages := 0
	form, err := demo.Ready(ctx, v, 7, &pages)
	if err != nil {
		return err
	}
	if _, err := v.Send(ctx, form, nil); err != nil {
		return err
	}
	b.section("Bytes over the wire, compressed")
	b.row("first page, style and script included", "%.1f KB", float64(first+assets)/1024)
	b.row(fmt.Sprintf("whole journey of %d pages", pages+1), "%.1f KB", float64(v.Bytes+assets)/1024)
	return nil
}

// assets adds up what the first page refers to on this site.
func (b *bench) assets(ctx context.Context) (int, error) {
	page, _, err := b.get(ctx, "/", "identity")
	if err != nil {
		return 0, err
	}
	doc, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return 0, err
	}
	total := 0
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			loads := n.Data == "link" && a.Key == "href" || (n.Data == "script" || n.Data == "img") && a.Key == "src"
			if !loads || !strings.HasPrefix(a.Val, "/") {
				continue
			}
			_, size, err := b.get(ctx, a.Val, "br, gzip")
			if err != nil {
				return 0, err
			}
			total += size
		}
	}
	return total, nil
}

func (b *bench) get(ctx context.Context, path, encodings string) ([]byte, int, error) {
	u, err := url.JoinPath(b.platform.Site, path)
	if err != nil {
		return nil, 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil)
	if err != nil {
		return nil, 0, err
	}
	req.Header.Set("Accept-Encoding", encodings)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, 0, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d", path, res.StatusCode)
	}
	return body, len(body), err
}
