// Package chart draws the charts of a pack as SVG to stand inside an HTML page. A chart is of whole percentages and
// intervals that were worked out from protected figures, so nothing can be measured off it that its table does not say.
//
// Lengths are percentages of the chart's width and texts keep the size of the page's, so that a chart can be read on a
// phone, on a wide screen and on paper alike. What tells bars apart is their pattern, not their colour: the page's style
// sets the classes of package chart (see Style) and Patterns stands once in the page.
package chart

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Style is the style that charts need. Colours are the page's: --ink, --soft, --paper, --bar.
//
//go:embed chart.css
var Style string

//go:embed patterns.svg
var patterns string

// Patterns gives the patterns of the bars. It stands once in a page, before the first chart.
func Patterns() template.HTML { return template.HTML(patterns) } //nolint:gosec // a constant

// Look is how a bar is filled. Each can be told from the others without colour.
type Look string

// The looks.
const (
	Solid   Look = "solid"
	Hatched Look = "hatched"
	Dotted  Look = "dotted"
	Empty   Look = "empty"
)

// Text is what a chart says to whoever cannot see it. ID is unique in the page.
type Text struct {
	ID          string
	Title       string
	Description string
}

// The measures of a chart, in CSS pixels.
const (
	lineHeight = 19
	barHeight  = 12
	gap        = 9
	axisHeight = 22
	labelWidth = 34 // characters in a line of a label with a value beside it, on a phone 320 pixels wide
	wholeWidth = 40 // of one without
)

// canvas is a chart being drawn from the top down.
type canvas struct {
	strings.Builder
	y int
}

// draw puts what was drawn into a picture of its height.
func (c *canvas) draw(t Text) template.HTML {
	id := html.EscapeString(t.ID)
	return template.HTML(fmt.Sprintf( //nolint:gosec // every text in it is escaped where it is written
		`<svg class="chart" width="100%%" height="%d" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>%s</svg>`,
		c.y, id, id, id, html.EscapeString(t.Title), id, html.EscapeString(t.Description), c.String()))
}

// put writes a piece of SVG. The format is ours; arguments are numbers, looks and escaped texts.
func (c *canvas) put(format string, args ...any) { fmt.Fprintf(&c.Builder, format, args...) }

// label writes a row's label over its bar, and a value at the right end of its last line.
func (c *canvas) label(label, value string) {
	width := labelWidth
	if value == "" {
		width = wholeWidth
	}
	for _, line := range wrap(label, width) {
		c.y += lineHeight
		c.put(`<text x="0" y="%d">%s</text>`, c.y-5, html.EscapeString(line))
	}
	if value != "" {
		c.put(`<text class="value" x="100%%" y="%d" text-anchor="end">%s</text>`, c.y-5, html.EscapeString(value))
	}
}

// whisker draws an interval across a bar, from and to in percent of the width.
func (c *canvas) whisker(from, to float64, y int) {
	for _, class := range []string{"halo", "whisker"} {
		c.put(`<line class="%s" x1="%s" x2="%s" y1="%d" y2="%d"/>`, class, percent(from), percent(to), y, y)
		for _, x := range []float64{from, to} {
			c.put(`<line class="%s" x1="%s" x2="%s" y1="%d" y2="%d"/>`, class, percent(x), percent(x), y-4, y+4)
		}
	}
}

// axis writes marks under the chart, spread evenly from its left to its right end.
func (c *canvas) axis(marks ...string) {
	for i, m := range marks {
		x, anchor := 100*float64(i)/float64(len(marks)-1), "middle"
		switch i {
		case 0:
			anchor = "start"
		case len(marks) - 1:
			anchor = "end"
		}
		c.put(`<line class="tick" x1="%s" x2="%s" y1="%d" y2="%d"/>`, percent(x), percent(x), c.y-gap+2, c.y-gap+7)
		c.put(`<text class="axis" x="%s" y="%d" text-anchor="%s">%s</text>`, percent(x), c.y-gap+21, anchor, html.EscapeString(m))
	}
	c.y += axisHeight - gap + 6
}

func percent(x float64) string { return strconv.FormatFloat(math.Round(10*x)/10, 'f', -1, 64) + "%" }

// wrap breaks a text into lines of at most width characters, at spaces; a longer word stands in a line of its own.
func wrap(text string, width int) []string {
	var lines []string
	line, n := "", 0
	for _, word := range strings.Fields(text) {
		w := len([]rune(word))
		if n > 0 && n+1+w > width {
			lines, line, n = append(lines, line), "", 0
		}
		if n > 0 {
			line, n = line+" ", n+1
		}
		line, n = line+word, n+w
	}
	return append(lines, line)
}
