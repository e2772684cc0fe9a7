package chart

import (
	"html/template"
	"strconv"
)

// Bar is one row of a bar chart: a whole percentage from 0 to 100 and, where there is one, its interval.
type Bar struct {
	Label   string
	Percent int
	Within  *[2]int // low, high
	Look    Look
}

// Bars draws a bar for each row, from the top down in the order given, with its interval as a whisker. It draws nothing
// where there are no rows.
func Bars(t Text, bars []Bar) template.HTML {
	if len(bars) == 0 {
		return ""
	}
	var c canvas
	for _, b := range bars {
		c.label(b.Label, strconv.Itoa(b.Percent)+"%")
		c.track()
		c.put(`<rect class="%s" x="0" y="%d" width="%d%%" height="%d"/>`, b.Look, c.y, b.Percent, barHeight)
		if b.Within != nil {
			c.whisker(float64(b.Within[0]), float64(b.Within[1]), c.y+barHeight/2)
		}
		c.y += barHeight + gap
	}
	c.axis("0%", "50%", "100%")
	return c.draw(t)
}

// track draws the whole of which a bar is a part.
func (c *canvas) track() {
	c.put(`<rect class="track" x="0" y="%d" width="100%%" height="%d"/>`, c.y, barHeight)
}

// Stack is one row of a chart of stacked bars: whole percentages of its parts, in the order of the key. They may add up
// to less than 100, where a part may not be shown, and to a little more by rounding.
type Stack struct {
	Label string
	Parts []int
}

// Part names one part of every stack.
type Part struct {
	Label string
	Look  Look
}

// Stacks draws a bar for each row, made up of the parts that the key over the chart names.
func Stacks(t Text, key []Part, stacks []Stack) template.HTML {
	if len(stacks) == 0 {
		return ""
	}
	var c canvas
	for _, p := range key {
		c.put(`<rect class="%s" x="1" y="%d" width="22" height="13"/><text x="32" y="%d">%s</text>`,
			p.Look, c.y+3, c.y+lineHeight-5, template.HTMLEscapeString(p.Label))
		c.y += lineHeight
	}
	c.y += gap
	for _, s := range stacks {
		c.label(s.Label, "")
		c.track()
		from := 0
		for i, p := range s.Parts {
			to := min(from+p, 100)
			c.put(`<rect class="%s" x="%d%%" y="%d" width="%d%%" height="%d"/>`, key[i].Look, from, c.y, to-from, barHeight)
			from = to
		}
		c.y += barHeight + gap
	}
	c.axis("0%", "50%", "100%")
	return c.draw(t)
}

// Dot is one row of a chart of points on a scale.
type Dot struct {
	Label  string
	Value  string // as it is written
	At     float64
	Within *[2]float64 // low, high
}

// Dots draws a point for each row on a scale from low to high, whose whole numbers are marked.
func Dots(t Text, low, high int, dots []Dot) template.HTML {
	if len(dots) == 0 {
		return ""
	}
	var c canvas
	place := func(v float64) float64 { return 100 * (v - float64(low)) / float64(high-low) }
	for _, d := range dots {
		c.label(d.Label, d.Value)
		y := c.y + barHeight/2
		c.put(`<line class="scale" x1="0" x2="100%%" y1="%d" y2="%d"/>`, y, y)
		if d.Within != nil {
			c.whisker(place(d.Within[0]), place(d.Within[1]), y)
		}
		c.put(`<circle class="dot" cx="%s" cy="%d" r="5"/>`, percent(place(d.At)), y)
		c.y += barHeight + gap
	}
	var marks []string
	for i := low; i <= high; i++ {
		marks = append(marks, strconv.Itoa(i))
	}
	c.axis(marks...)
	return c.draw(t)
}
