// Package demo brings invented feedback in through the public pages, so that there is something to see. Nobody said any
// of it.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"voiceforum/infra/voiceforum/visitor"
)

// maxPages bounds one visit, so that a page that leads to itself ends in an error and not in a loop.
const maxPages = 120

// Submit has n invented people answer at the site, at most `together` at once, and calls done after each. The same seed
// gives the same people. It ends at the first visit that does not reach its receipt.
func Submit(ctx context.Context, site string, n, together int, seed uint64, done func()) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(together)
	var next atomic.Uint64
	for range n {
		g.Go(func() error {
			r := rand.New(rand.NewPCG(seed, next.Add(1)))
			if err := visit(ctx, site, newPersona(r)); err != nil {
				return err
			}
			done()
			return nil
		})
	}
	return g.Wait()
}

// visit goes from the first page to the receipt.
func visit(ctx context.Context, site string, p *persona) error {
	v, err := visitor.New(site)
	if err != nil {
		return err
	}
	page, err := v.Open(ctx, "/")
	for range maxPages {
		if err != nil {
			return err
		}
		if page.Path == "/receipt-shown" {
			return nil
		}
		if page.Status >= 400 || len(page.Forms) == 0 {
			return fmt.Errorf("the visit ended at %s with status %d", page.Path, page.Status)
		}
		form := page.Forms[0]
		page, err = v.Send(ctx, form, p.fill(page.Path, form))
	}
	return fmt.Errorf("the visit did not reach its receipt in %d pages", maxPages)
}

// fill answers one page's form.
func (p *persona) fill(path string, form visitor.Form) url.Values {
	values := url.Values{}
	question, isQuestion := strings.CutPrefix(path, "/q/")
	for _, f := range form.Fields {
		switch {
		case f.Kind == "textarea" && question == "one-change":
			values.Set(f.Name, p.wants())
		case f.Kind == "textarea":
			values.Set(f.Name, p.says())
		case strings.HasSuffix(f.Name, "-month"):
			values.Set(f.Name, fmt.Sprint(1+p.rand.IntN(12)))
		case strings.HasSuffix(f.Name, "-year"):
			values.Set(f.Name, fmt.Sprint(2023+p.rand.IntN(3)))
		case isQuestion && strings.HasSuffix(f.Name, "-other"):
			// what can be chosen instead of a month
		case isQuestion && len(f.Choices) > 0:
			values[f.Name] = p.choose(question, f)
		case path == "/permissions":
			values[f.Name] = p.permit()
		case len(f.Choices) > 0:
			values.Set(f.Name, p.other(path, f))
		}
	}
	return values
}

// permit says what may be done with the answers: nearly everybody lets them be counted, fewer be quoted.
func (p *persona) permit() []string {
	var given []string
	for _, w := range []weighted{{"counts", 0.96}, {"forum-quotes", 0.7}, {"public-quotes", 0.4}, {"training", 0.5}} {
		if p.rand.Float64() < w.weight {
			given = append(given, w.id)
		}
	}
	return given
}

// other answers what is no question of the questionnaire: age, company, and what may be left alone.
func (p *persona) other(path string, f visitor.Field) string {
	switch {
	case path == "/who" && p.assisted:
		return f.Choices[len(f.Choices)-1]
	case path == "/send" && p.rand.Float64() < 0.5:
		return ""
	}
	return f.Choices[0]
}
