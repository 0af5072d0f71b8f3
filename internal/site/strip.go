package site

import (
	"fmt"
	"html/template"
	"strings"

	"backgrounder/internal/annotate/sourcing"
)

// The strip: one lane for each level, the least identified on top, and in it a
// mark for each passage of that level at its place in the story. Places and widths are
// percentages of the drawing's width, so that letters and patterns never stretch. The
// story runs as the language does.
const (
	laneHeight = 24.0 // px, with the space below it
	markHeight = 17.0
	stripLeft  = 5.5  // percent
	stripWidth = 86.0 // the rest is for counts of three digits, on the narrowest screen
	leastWidth = 1.2  // percent, so that a word can be seen
)

// strip draws where each kind of source speaks.
func (v *sourced) strip() template.HTML {
	var lanes, patterns strings.Builder
	var title []string
	y := 3.0
	passages := v.byLevel()
	for _, level := range leastFirst() {
		if passages[level] == 0 {
			continue
		}
		marks := v.marks(level)
		fill := ""
		if p := stripPatterns[level]; p != "" {
			fmt.Fprintf(&patterns, `<pattern id="pt-%s" data-level="%[1]s" %s</pattern>`, level, p)
			fill = fmt.Sprintf(` fill="url(#pt-%s)"`, level)
		}
		fmt.Fprintf(&lanes, `<g data-level="%s"%s><text class="lane" x="%g%%" y="%g">%s</text> `, level, fill, v.across(0, 0), y+13, level.Letter())
		fmt.Fprintf(&lanes, `<line class="rail" x1="%g%%" x2="%g%%" y1="%g" y2="%g"/>`, v.across(stripLeft, 0), v.across(stripLeft+stripWidth, 0), y+8.5, y+8.5)
		fmt.Fprintf(&lanes, `<text class="sum" x="%g%%" y="%g" text-anchor="end">%s</text> `, v.across(100, 0), y+13, v.lang.digits(passages[level]))
		for _, m := range marks {
			fmt.Fprintf(&lanes, "\n"+`<rect x="%.1f%%" y="%g" width="%.1f%%" height="%g" rx="1.5"/>`,
				v.across(m.x, m.width), y, m.width, markHeight)
		}
		lanes.WriteString("</g>\n")
		title = append(title, v.lang.say("strip.lane", "count", passages[level],
			"level", v.laneName(level, len(title) == 0), "places", v.places(marks)))
		y += laneHeight
	}
	v.ticks(&lanes, y+1)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="strip-svg" role="img" aria-labelledby="strip-title" width="100%%" height="%g" direction="%s">`, y+13, v.lang.Dir)
	words := v.lang.say("strip.title") + " " + v.lang.say("sentence", "text", v.lang.clauses(title))
	b.WriteString(`<title id="strip-title">` + template.HTMLEscapeString(words) + "</title>\n")
	b.WriteString("<defs>" + patterns.String() + "</defs>\n")
	b.WriteString(lanes.String())
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// stripPatterns fill the marks: the less is known of a source, the less ink. The
// named are solid.
var stripPatterns = map[sourcing.Level]string{
	sourcing.Anonymous:   `width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5"/>`,
	sourcing.Collective:  `width="5" height="5" patternUnits="userSpaceOnUse"><circle cx="2.5" cy="2.5" r="1.25"/>`,
	sourcing.Institution: `width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 1H4"/>`,
	sourcing.Document:    `width="4" height="4" patternUnits="userSpaceOnUse"><path d="M1 0V4"/>`,
}

func (v *sourced) laneName(level sourcing.Level, first bool) string {
	name := v.lang.say("levels." + string(level))
	if first {
		return name
	}
	return lowerFirst(name)
}

// stripMark is one passage in a lane, in percent of the drawing's width.
type stripMark struct{ x, width float64 }

// middle is the mark's place in the story, from 0 to 1.
func (m stripMark) middle() float64 { return (m.x + m.width/2 - stripLeft) / stripWidth }

func (v *sourced) marks(level sourcing.Level) []stripMark {
	whole := float64(max(len(v.res.Text), 1))
	var marks []stripMark
	for _, p := range v.res.Passages {
		if p.Level != level || len(p.Content) == 0 {
			continue
		}
		start, end := p.Content[0].Start, p.Content[len(p.Content)-1].End
		width := max(stripWidth*float64(end-start)/whole-0.4, leastWidth)
		x := min(stripLeft+stripWidth*float64(start)/whole, stripLeft+stripWidth-width)
		marks = append(marks, stripMark{x, width})
	}
	return marks
}

// ticks draws where paragraphs begin.
func (v *sourced) ticks(b *strings.Builder, y float64) {
	whole := float64(max(len(v.res.Text), 1))
	b.WriteString(`<g class="ticks">`)
	for _, block := range v.res.Blocks {
		if block.Kind == sourcing.Paragraph {
			x := v.across(stripLeft+stripWidth*float64(block.Start)/whole, 0)
			fmt.Fprintf(b, `<line x1="%.1f%%" x2="%.1f%%" y1="%g" y2="%g"/>`, x, x, y, y+5)
		}
	}
	fmt.Fprintf(b, `<line x1="%g%%" x2="%g%%" y1="%g" y2="%g"/></g>`, v.across(stripLeft, 0), v.across(stripLeft+stripWidth, 0), y, y)
}

// across is where something that begins at x is drawn, in percent from the left.
func (v *sourced) across(x, width float64) float64 {
	if v.lang.Dir == "rtl" {
		return 100 - x - width
	}
	return x
}

// places says in words where in the story the marks of a lane stand.
func (v *sourced) places(marks []stripMark) string {
	var third [3]bool
	for _, m := range marks {
		third[min(max(int(m.middle()*3), 0), 2)] = true
	}
	if third == [3]bool{true, true, true} {
		return v.lang.say("strip.throughout")
	}
	var places []string
	for i, key := range []string{"strip.beginning", "strip.middle", "strip.end"} {
		if third[i] {
			places = append(places, v.lang.say(key))
		}
	}
	return v.lang.list(places)
}
