package site

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The map of relations is drawn for the narrowest screens first. Actors stand in
// one column, so that any number of them stays legible at 360 px; a relation
// leaves an actor's box to the right under its verb, runs along a lane and enters
// the other's box with an arrowhead. Boxes are as tall as they have relations.
//
// Read along a line it says subject, verb, object; no line ever runs through a
// name, and no two lines along each other.
const (
	mapWidth   = 360.0
	boxLeft    = 2.0
	boxWidth   = 132.0
	boxRight   = boxLeft + boxWidth
	boxGap     = 10.0
	boxPad     = 8.0
	lineHeight = 16.0
	verbRow    = 20.0 // a relation that leaves, with its verb above the line
	plainRow   = 9.0  // one that enters
	letterBox  = 6.9  // px, of a letter of a name
	letterVerb = 5.9  // px, of a letter of a verb
	lanesEnd   = mapWidth - 4
	laneGap    = 16.0
	leastGap   = 4.5
	corner     = 3.0
	mostBoxes  = 60 // beyond that nobody reads it
)

// mapNode is an actor's box.
type mapNode struct {
	id     string
	lines  []string
	y      float64
	height float64
	slots  []*mapSlot
}

// mapEdge is a relation of one actor to one or more others by one verb.
type mapEdge struct {
	verb    string
	mutual  bool
	past    bool
	from    int // index of a node
	to      []int
	lane    int
	leaving *mapSlot
	enters  []*mapSlot
}

// mapSlot is where a line meets a box.
type mapSlot struct {
	y       float64
	leaving *mapEdge // nil where the line enters
	at      float64  // mean position of the other ends, to sort by
}

// relationMap draws relations among actors; nothing where there are none, or more
// than a map can show.
func (s *site) relationMap(ids []string, relations []relation) template.HTML {
	nodes, edges := s.mapGraph(ids, relations)
	if len(edges) == 0 || len(nodes) > mostBoxes {
		return ""
	}
	arrange(nodes, edges)
	placeSlots(nodes, edges)
	lanes := assignLanes(nodes, edges)
	left := boxRight + verbWidth(edges)
	gap := math.Min(laneGap, (lanesEnd-left)/math.Max(1, float64(lanes-1)))
	if gap < leastGap {
		return ""
	}
	d := mapDrawing{nodes: nodes, edges: edges, left: left, gap: gap, lang: s.lang}
	return d.draw(s.mapTitle(nodes))
}

// mapGraph makes a box of every actor that has a relation, in the order of ids.
func (s *site) mapGraph(ids []string, relations []relation) ([]*mapNode, []*mapEdge) {
	related := map[string]bool{}
	for _, r := range relations {
		related[r.from] = true
		for _, to := range r.to {
			related[to] = true
		}
	}
	var nodes []*mapNode
	index := map[string]int{}
	for _, id := range ids {
		if related[id] {
			index[id] = len(nodes)
			nodes = append(nodes, &mapNode{id: id, lines: wrapName(s.actors[id].Name)})
		}
	}
	var edges []*mapEdge
	for _, r := range relations {
		v := s.lang.Verbs[r.verb]
		e := &mapEdge{verb: shortVerb(s.lang.label(r.verb)), mutual: v.Mutual, past: v.Past, from: index[r.from]}
		for _, to := range r.to {
			e.to = append(e.to, index[to])
		}
		edges = append(edges, e)
	}
	return nodes, edges
}

// wrapName breaks a name into lines that fit a box, a word too where it is longer
// than that.
func wrapName(name string) []string {
	const most = (boxWidth - 8) / letterBox
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(name) {
		if line != "" && letters(line)+1+letters(word) <= most {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for letters(word) > most {
			part, rest := cutLetters(word, most-1)
			if !isWide(rest) {
				part += "-"
			}
			lines, word = append(lines, part), rest
		}
		line = word
	}
	return append(lines, line)
}

// letters is how much room text takes, in letters of the Latin alphabet.
func letters(s string) float64 {
	n := 0.0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.M, r):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r > 0xFFFF:
			n += 2
		default:
			n++
		}
	}
	return n
}

// isWide reports text of a script that breaks its lines anywhere.
func isWide(s string) bool { return letters(s) > float64(utf8.RuneCountInString(s)) }

// cutLetters cuts text behind as many letters as there is room for, and not before
// a mark on one of them.
func cutLetters(s string, most float64) (before, after string) {
	n := 0.0
	for i, r := range s {
		n += letters(string(r))
		if i > 0 && n > most && !unicode.Is(unicode.M, r) {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// mostVerb is how many letters of a verb the map shows: the sentences have it whole.
const mostVerb = 18

// shortVerb is a verb as the map says it.
func shortVerb(words string) string {
	if letters(words) <= mostVerb {
		return words
	}
	short, _ := cutLetters(words, mostVerb-1)
	return strings.TrimSpace(short) + "…"
}

func verbWidth(edges []*mapEdge) float64 {
	longest := 0.0
	for _, e := range edges {
		longest = max(longest, letters(e.verb))
	}
	return math.Max(letterVerb*longest+12, 60)
}

// arrange orders the boxes so that lines are short: boxes trade places with their
// neighbours for as long as that makes them shorter.
func arrange(nodes []*mapNode, edges []*mapEdge) {
	order := make([]int, len(nodes)) // place → node
	place := make([]int, len(nodes)) // node → place
	for i := range order {
		order[i], place[i] = i, i
	}
	touching := make([][]*mapEdge, len(nodes))
	for _, e := range edges {
		for _, n := range ends(e) {
			touching[n] = append(touching[n], e)
		}
	}
	length := func(a, b int) int {
		sum := 0
		for _, n := range []int{a, b} {
			for _, e := range touching[n] {
				low, high := span(e, place)
				sum += high - low
			}
		}
		return sum
	}
	move := func(i, j int) { // put what is at place i to place j, shifting the rest
		n := order[i]
		order = slices.Insert(slices.Delete(order, i, i+1), j, n)
		for k := min(i, j); k <= max(i, j); k++ {
			place[order[k]] = k
		}
	}
	total := func() int {
		sum := 0
		for _, e := range edges {
			low, high := span(e, place)
			sum += high - low
		}
		return sum
	}
	for range len(nodes) { // a bound; it settles much sooner
		better := false
		for i := 0; i+1 < len(order); i++ {
			a, b := order[i], order[i+1]
			before := length(a, b)
			move(i, i+1)
			if length(a, b) < before {
				better = true
			} else {
				move(i+1, i)
			}
		}
		for n := range nodes {
			from, best := place[n], total()
			at := from
			for j := range order {
				move(place[n], j)
				if t := total(); t < best {
					best, at, better = t, j, true
				}
			}
			move(place[n], at)
		}
		if !better {
			break
		}
	}
	sorted := make([]*mapNode, len(nodes))
	for i, n := range order {
		sorted[i] = nodes[n]
	}
	copy(nodes, sorted)
	for _, e := range edges {
		e.from = place[e.from]
		for i := range e.to {
			e.to[i] = place[e.to[i]]
		}
	}
}

// ends lists the boxes that an edge touches.
func ends(e *mapEdge) []int { return append([]int{e.from}, e.to...) }

// span is the range of places that an edge covers.
func span(e *mapEdge, place []int) (low, high int) {
	low, high = place[e.from], place[e.from]
	for _, n := range e.to {
		low, high = min(low, place[n]), max(high, place[n])
	}
	return low, high
}

// placeSlots decides where lines meet boxes, and how tall the boxes are. Lines
// that go up meet a box above those that go down, in an order in which they do not
// cross: the nearest highest among the former, lowest among the latter.
func placeSlots(nodes []*mapNode, edges []*mapEdge) {
	for _, e := range edges {
		sum := 0
		for _, to := range e.to {
			sum += to
			in := &mapSlot{at: float64(e.from)}
			e.enters = append(e.enters, in)
			nodes[to].slots = append(nodes[to].slots, in)
		}
		e.leaving = &mapSlot{leaving: e, at: float64(sum) / float64(len(e.to))}
		nodes[e.from].slots = append(nodes[e.from].slots, e.leaving)
	}
	y := 2.0
	for i, n := range nodes {
		here := float64(i)
		slices.SortStableFunc(n.slots, func(a, b *mapSlot) int {
			aDown, bDown := a.at > here, b.at > here
			if aDown != bDown {
				if bDown {
					return -1
				}
				return 1
			}
			// Going up, the nearest has the greatest place; going down, the farthest.
			return cmp.Compare(b.at, a.at)
		})
		rows := 0.0
		for _, slot := range n.slots {
			rows += slot.row()
		}
		words := float64(len(n.lines)) * lineHeight
		n.y, n.height = y, math.Max(words, rows)+2*boxPad
		at := y + (n.height-rows)/2
		for _, slot := range n.slots {
			slot.y = at + slot.row() - plainRow/2
			at += slot.row()
		}
		y += n.height + boxGap
	}
}

func (s *mapSlot) row() float64 {
	if s.leaving != nil {
		return verbRow
	}
	return plainRow
}

// assignLanes gives every edge a lane in which no other runs beside it, short
// edges the inner ones, and returns how many lanes there are.
func assignLanes(nodes []*mapNode, edges []*mapEdge) int {
	type stretch struct{ low, high float64 }
	reach := func(e *mapEdge) stretch {
		s := stretch{e.leaving.y, e.leaving.y}
		for _, in := range e.enters {
			s.low, s.high = math.Min(s.low, in.y), math.Max(s.high, in.y)
		}
		return s
	}
	short := slices.Clone(edges)
	slices.SortStableFunc(short, func(a, b *mapEdge) int {
		ra, rb := reach(a), reach(b)
		return cmp.Compare(ra.high-ra.low, rb.high-rb.low)
	})
	var lanes [][]stretch
	for _, e := range short {
		r := reach(e)
		e.lane = slices.IndexFunc(lanes, func(taken []stretch) bool {
			return !slices.ContainsFunc(taken, func(t stretch) bool { return r.low < t.high+4 && t.low < r.high+4 })
		})
		if e.lane < 0 {
			e.lane = len(lanes)
			lanes = append(lanes, nil)
		}
		lanes[e.lane] = append(lanes[e.lane], r)
	}
	return len(lanes)
}

func (s *site) mapTitle(nodes []*mapNode) string {
	const told = 6
	var names []string
	for i, n := range nodes {
		if i == told && len(nodes) > told+1 {
			names = append(names, s.lang.say("relations.more", "count", len(nodes)-told))
			break
		}
		names = append(names, s.actors[n.id].Name)
	}
	return s.lang.say("relations.title", "names", s.lang.names(names))
}

// mapDrawing is a map whose every place is known.
type mapDrawing struct {
	nodes []*mapNode
	edges []*mapEdge
	left  float64   // of the first lane
	gap   float64   // between lanes
	lang  *language // from right to left all of it is mirrored
}

// x is where something that is x from the side of the boxes is drawn.
func (d mapDrawing) x(x float64) float64 {
	if d.lang.Dir == "rtl" {
		x = mapWidth - x
	}
	return round(x)
}

func (d mapDrawing) draw(title string) template.HTML {
	last := d.nodes[len(d.nodes)-1]
	var b strings.Builder
	height := math.Ceil(last.y + last.height + 2)
	fmt.Fprintf(&b, `<svg class="map" role="img" aria-labelledby="map-title" width="%g" height="%g" viewBox="0 0 %g %g" direction="%s" fill="none" stroke="currentColor" font-size="13" font-family="system-ui, sans-serif">`,
		mapWidth, height, mapWidth, height, d.lang.Dir)
	fmt.Fprintf(&b, "\n<title id=\"map-title\">%s</title>\n", template.HTMLEscapeString(title))
	b.WriteString(`<defs><marker id="arr" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="6" markerHeight="6" orient="auto-start-reverse"><path fill="currentColor" stroke="none" d="M0 0.5 8 4 0 7.5Z"/></marker></defs>` + "\n")
	b.WriteString(`<g stroke-width="1.25" marker-end="url(#arr)">`)
	for _, e := range d.edges {
		d.edge(&b, e)
	}
	b.WriteString("</g>\n" + `<g fill="currentColor" stroke="none" font-size="12">`)
	for _, e := range d.edges {
		fmt.Fprintf(&b, `<text class="rl" x="%g" y="%g">%s</text> `, d.x(boxRight+6), round(e.leaving.y-4), template.HTMLEscapeString(e.verb))
	}
	b.WriteString("</g>\n")
	for _, n := range d.nodes {
		fmt.Fprintf(&b, `<rect class="node" x="%g" y="%g" width="%g" height="%g" rx="3"/>`, min(d.x(boxLeft), d.x(boxRight)), round(n.y), boxWidth, round(n.height))
	}
	b.WriteString("\n" + `<g fill="currentColor" stroke="none" text-anchor="middle">`)
	d.names(&b)
	b.WriteString("</g></svg>")
	return template.HTML(b.String())
}

// edge draws a line to each of a relation's ends.
func (d mapDrawing) edge(b *strings.Builder, e *mapEdge) {
	x := d.left + d.gap*float64(e.lane)
	class := ""
	if e.past {
		class = ` class="past" stroke-dasharray="3 3"`
	}
	for _, in := range e.enters {
		from, to := e.leaving.y, in.y
		bend := corner
		if to < from {
			bend = -corner
		}
		markers := ""
		if e.mutual {
			markers = ` marker-start="url(#arr)"`
		}
		aside := d.x(corner) - d.x(0) // in the direction of the page
		fmt.Fprintf(b, `<path%s d="M%g %gh%gq%g 0 %g %gv%gq0 %g %g %gH%g"%s/>`, class,
			d.x(boxRight), round(from), round(d.x(x-corner)-d.x(boxRight)), aside, aside, bend,
			round(to-from-2*bend), bend, -aside, bend, d.x(boxRight+1), markers)
	}
}

// names writes the names in all boxes.
func (d mapDrawing) names(b *strings.Builder) {
	for _, n := range d.nodes {
		y := n.y + n.height/2 - lineHeight*float64(len(n.lines))/2 + lineHeight*0.75
		for _, line := range n.lines {
			fmt.Fprintf(b, `<text x="%g" y="%g">%s</text> `, d.x(boxLeft+boxWidth/2), round(y), template.HTMLEscapeString(d.lang.isolated(line)))
			y += lineHeight
		}
	}
}

func round(v float64) float64 { return math.Round(v*10) / 10 }
