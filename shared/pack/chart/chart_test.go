package chart_test

import (
	"encoding/xml"
	"html/template"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/pack/chart"
)

var text = chart.Text{ID: "x", Title: `A <title> & "more"`, Description: "What it shows"}

// wellFormed checks that a picture is XML and gives the texts in it.
func wellFormed(t interface{ Errorf(string, ...any) }, svg template.HTML) (texts []string) {
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Errorf("%v in %s", err, svg)
			return nil
		}
		if c, ok := token.(xml.CharData); ok && strings.TrimSpace(string(c)) != "" {
			texts = append(texts, string(c))
		}
	}
}

func TestAChartSaysWhatItIs(t *testing.T) {
	for name, svg := range map[string]template.HTML{
		"bars":   chart.Bars(text, []chart.Bar{{Label: "a", Percent: 40, Within: &[2]int{30, 50}, Look: chart.Solid}}),
		"stacks": chart.Stacks(text, []chart.Part{{Label: "p", Look: chart.Dotted}}, []chart.Stack{{Label: "a", Parts: []int{40}}}),
		"dots":   chart.Dots(text, 1, 5, []chart.Dot{{Label: "a", Value: "2.5", At: 2.5, Within: &[2]float64{2, 3}}}),
	} {
		for _, needed := range []string{`role="img"`, `aria-labelledby="x-t x-d"`, `<title id="x-t">A &lt;title&gt; &amp; &#34;more&#34;</title>`, `<desc id="x-d">What it shows</desc>`} {
			if !strings.Contains(string(svg), needed) {
				t.Errorf("%s: no %s in %s", name, needed, svg)
			}
		}
		wellFormed(t, svg)
	}
	wellFormed(t, chart.Patterns())
}

func TestNothingIsDrawnOfNothing(t *testing.T) {
	if chart.Bars(text, nil)+chart.Stacks(text, nil, nil)+chart.Dots(text, 1, 5, nil) != "" {
		t.Error("a chart without rows is not empty")
	}
}

func TestLengthsAreThePercentages(t *testing.T) {
	svg := string(chart.Bars(text, []chart.Bar{{Label: "a", Percent: 37, Within: &[2]int{29, 46}, Look: chart.Hatched}}))
	for _, needed := range []string{`<rect class="hatched" x="0" y="19" width="37%"`, `x1="29%" x2="46%"`, ">37%<"} {
		if !strings.Contains(svg, needed) {
			t.Errorf("no %s in %s", needed, svg)
		}
	}
	svg = string(chart.Dots(text, 1, 5, []chart.Dot{{Label: "a", Value: "2.5", At: 2.5}}))
	if !strings.Contains(svg, `cx="37.5%"`) {
		t.Errorf("2.5 of 1 to 5 stands elsewhere: %s", svg)
	}
}

var length = regexp.MustCompile(`(?:x|x1|x2|cx|width)="(-?[0-9.]+)%"`)

// Whatever a chart is of, it stays inside its picture, and no label becomes markup.
func TestChartsStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := []chart.Part{{Label: "p", Look: chart.Solid}, {Label: "q", Look: chart.Empty}}
		var bars []chart.Bar
		var stacks []chart.Stack
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			label := rapid.StringMatching(`[A-Za-z<>&"' ]{0,90}`).Draw(t, "label")
			low := rapid.IntRange(0, 100).Draw(t, "low")
			at := rapid.IntRange(low, 100).Draw(t, "at")
			bars = append(bars, chart.Bar{Label: label, Percent: at, Within: &[2]int{low, rapid.IntRange(at, 100).Draw(t, "high")}, Look: chart.Solid})
			stacks = append(stacks, chart.Stack{Label: label, Parts: []int{at, rapid.IntRange(0, 101-at).Draw(t, "rest")}})
		}
		for _, svg := range []template.HTML{chart.Bars(text, bars), chart.Stacks(text, key, stacks)} {
			wellFormed(t, svg)
			for _, m := range length.FindAllStringSubmatch(string(svg), -1) {
				if n, err := strconv.ParseFloat(m[1], 64); err != nil || n < 0 || n > 100 {
					t.Errorf("%s in %s", m[0], svg)
				}
			}
		}
	})
}

func TestLongLabelsAreBroken(t *testing.T) {
	label := "They heard some other way, and nobody asked me first whether I wanted that"
	texts := wellFormed(t, chart.Bars(text, []chart.Bar{{Label: label, Percent: 5, Look: chart.Solid}}))
	var lines []string
	for _, x := range texts {
		if strings.Contains(label, x) {
			lines = append(lines, x)
			if len(x) > 34 {
				t.Errorf("a line of %d characters: %s", len(x), x)
			}
		}
	}
	if strings.Join(lines, " ") != label {
		t.Errorf("the lines are %q", lines)
	}
}
