package pages

import (
	"strconv"
	"strings"

	"handrail/models"
)

// chart is a calm line over days, drawn on the server. It holds no words: those stand
// around it, so that they keep their size, and the same numbers stand in a table.
type chart struct {
	ID    string
	Title string
	Desc  string
	From  models.Day
	To    models.Day
	Low   int // value at the lower edge
	High  int
	Below string // what the lower edge means
	Above string
	Line  []models.Value
	Notes []models.Day // days that have a note of the person's own, by day
}

// The drawing's own measure; the page gives it its size.
const (
	chartWidth  = 640
	chartHeight = 180
	chartEdge   = 14
	mostDots    = 62 // with more points than this the line stands alone
)

// x is where a day stands.
func (c chart) x(d models.Day) float64 {
	days := c.To.Since(c.From)
	if days <= 0 {
		return chartWidth / 2
	}
	return chartEdge + float64(d.Since(c.From))*(chartWidth-2*chartEdge)/float64(days)
}

// y is where a value stands.
func (c chart) y(value int) float64 {
	return chartHeight - chartEdge - float64(value-c.Low)*(chartHeight-2*chartEdge)/float64(c.High-c.Low)
}

func num(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// path is the line through all points; one point alone has none.
func (c chart) path() string {
	if len(c.Line) < 2 {
		return ""
	}
	var b strings.Builder
	for i, v := range c.Line {
		b.WriteByte("ML"[min(i, 1)])
		b.WriteString(num(c.x(v.Day)) + " " + num(c.y(v.Value)))
	}
	return b.String()
}

// grid is the quiet lines behind: the edges and the middle.
func (c chart) grid() []string {
	var out []string
	for _, y := range []float64{chartEdge, chartHeight / 2, chartHeight - chartEdge} {
		out = append(out, "M0 "+num(y)+"H"+strconv.Itoa(chartWidth))
	}
	return out
}

// flag is the mark of a note on a day.
func (c chart) flag(d models.Day) string {
	return "M" + num(c.x(d)) + " " + strconv.Itoa(chartHeight-1) + "l-5 -9h10z"
}
