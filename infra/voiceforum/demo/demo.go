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
	pages := 0
	form, err := p.walk(ctx, v, &pages)
	if err != nil {
		return err
	}
	page, err := v.Send(ctx, form, p.fill("/send", form))
	if err == nil && page.Path != "/receipt-shown" {
		err = ended(page)
	}
	return err
}

// Ready has an invented person answer everything up to the last button, and gives the form that this button sends.
// Pages counts what was opened on the way.
func Ready(ctx context.Context, v *visitor.Visitor, seed uint64, pages *int) (visitor.Form, error) {
	return newPersona(rand.New(rand.NewPCG(seed, seed))).walk(ctx, v, pages)
}

// walk goes from the first page to the one with the last button.
func (p *persona) walk(ctx context.Context, v *visitor.Visitor, pages *int) (visitor.Form, error) {
	page, err := v.Open(ctx, "/")
	for *pages = 1; *pages < maxPages && err == nil; *pages++ {
		form, hasForm := page.Form("")
		switch {
		case page.Status >= 400:
			return visitor.Form{}, ended(page)
		case page.Path == "/send" && hasForm:
			return form, nil
		case hasForm:
			page, err = v.Send(ctx, form, p.fill(page.Path, form))
		case page.Continue != "":
			page, err = v.Open(ctx, page.Continue)
		default:
			return visitor.Form{}, ended(page)
		}
	}
	if err == nil {
		err = fmt.Errorf("the visit did not come to its end in %d pages", maxPages)
	}
	return visitor.Form{}, err
}

func ended(page *visitor.Page) error {
	return fmt.Errorf("the visit ended at %s with status %d", page.Path, page.Status)
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
