package site

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestMap draws random relations and holds each drawing to what makes it legible:
// boxes apart from each other, every line's ends at boxes of their own, at places
// of their own, and no two lines along each other.
func TestMap(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := []int{2, 7, leadingActors, 25, mostBoxes}[seed%5]
		var nodes []*mapNode
		for i := range n {
			nodes = append(nodes, &mapNode{id: fmt.Sprint(i), lines: wrapName(randomName(r))})
		}
		var edges []*mapEdge
		var names [][]string // of the ends of each edge, to see that arranging keeps them
		for range 1 + r.IntN(2*n) {
			e := &mapEdge{verb: shortVerb(randomName(r)), from: r.IntN(n)}
			ends := []string{nodes[e.from].id}
			for range 1 + r.IntN(3) {
				if to := r.IntN(n); to != e.from {
					e.to = append(e.to, to)
					ends = append(ends, nodes[to].id)
				}
			}
			if len(e.to) > 0 {
				edges, names = append(edges, e), append(names, ends)
			}
		}
		if len(edges) == 0 {
			continue
		}
		arrange(nodes, edges)
		placeSlots(nodes, edges)
		assignLanes(nodes, edges)
		for i, node := range nodes[1:] {
			if node.y < nodes[i].y+nodes[i].height {
				t.Fatalf("seed %d: two boxes overlap", seed)
			}
		}
		for _, node := range nodes {
			if float64(len(node.lines))*lineHeight > node.height {
				t.Fatalf("seed %d: a name is taller than its box", seed)
			}
			for _, line := range node.lines {
				if letters(line)*letterBox > boxWidth {
					t.Fatalf("seed %d: %q is wider than its box", seed, line)
				}
			}
		}
		var lines []float64 // where lines leave and enter
		for _, e := range edges {
			lines = append(lines, e.leaving.y)
			for _, in := range e.enters {
				lines = append(lines, in.y)
			}
		}
		left := boxRight + verbWidth(edges)
		for _, e := range edges {
			if boxRight+6+letters(e.verb)*letterVerb > left {
				t.Fatalf("seed %d: the verb %q stands in the lanes", seed, e.verb)
			}
			bottom := e.leaving.y - 2 // of small letters; the line runs below them
			for _, y := range lines {
				if y != e.leaving.y && y > bottom-verbHeight && y < bottom {
					t.Fatalf("seed %d: a line runs through the verb %q", seed, e.verb)
				}
			}
		}
		taken := map[float64]bool{}
		meets := func(at float64, node int) {
			box := nodes[node]
			if at <= box.y || at >= box.y+box.height {
				t.Fatalf("seed %d: a line ends beside its box", seed)
			}
			if taken[at] {
				t.Fatalf("seed %d: two lines end at one place", seed)
			}
			taken[at] = true
		}
		lanes := map[int][][2]float64{}
		for i, e := range edges {
			meets(e.leaving.y, e.from)
			low, high := e.leaving.y, e.leaving.y
			for k, in := range e.enters {
				meets(in.y, e.to[k])
				low, high = min(low, in.y), max(high, in.y)
				if nodes[e.to[k]].id != names[i][k+1] {
					t.Fatalf("seed %d: a line leads to another actor than it should", seed)
				}
			}
			if nodes[e.from].id != names[i][0] {
				t.Fatalf("seed %d: a line comes from another actor than it should", seed)
			}
			for _, other := range lanes[e.lane] {
				if low <= other[1] && other[0] <= high {
					t.Fatalf("seed %d: two lines run along each other", seed)
				}
			}
			lanes[e.lane] = append(lanes[e.lane], [2]float64{low, high})
		}
	}
}

// verbHeight is how tall a verb is, in px, without the parts of letters below the line.
const verbHeight = 9

// randomName is one word or many, short and long, in one of several scripts.
func randomName(r *rand.Rand) string {
	scripts := []string{"abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz", "éèüñåßøłżđ", "ابتثجحخدذرزسشصض", "אבגדהוזחטיכ", "中華人民共和国政府代表団", "е\u0301о\u0301абвгд"}
	letters := []rune(scripts[r.IntN(len(scripts))])
	var words []string
	for range 1 + r.IntN(6) {
		word := []rune{letters[0]}
		for range r.IntN([]int{4, 10, 40}[r.IntN(3)]) {
			word = append(word, letters[r.IntN(len(letters))])
		}
		words = append(words, string(word))
	}
	return strings.Join(words, " ")
}

func TestWrapName(t *testing.T) {
	for name, want := range map[string]string{
		"Iraq":                                 "[Iraq]",
		"Popular Mobilization Forces":          "[Popular Mobilization Forces]",
		"U.S.-Iraq Higher Military Commission": "[U.S.-Iraq Higher Military Commission]",
		"Bundesverfassungsgericht":             "[Bundesverfassung- sgericht]",
		"中華人民共和国政府代表団":                         "[中華人民共和国政 府代表団]",
	} {
		lines := wrapName(name)
		if got := fmt.Sprint(lines); got != want {
			t.Errorf("%q wraps to %q", name, got)
		}
		for _, line := range lines {
			if letters(line)*letterBox > boxWidth-8 {
				t.Errorf("%q is too wide for a box", line)
			}
		}
	}
}

// TestSlotOrder keeps lines from crossing where they leave a box: of those that go
// up the nearest is highest, of those that go down the farthest.
func TestSlotOrder(t *testing.T) {
	nodes := make([]*mapNode, 5)
	for i := range nodes {
		nodes[i] = &mapNode{lines: []string{"x"}}
	}
	var edges []*mapEdge
	for _, to := range []int{4, 0, 3, 1} {
		edges = append(edges, &mapEdge{from: 2, to: []int{to}})
	}
	placeSlots(nodes, edges)
	var order []int
	for _, slot := range nodes[2].slots {
		order = append(order, slot.leaving.to[0])
	}
	if got := fmt.Sprint(order); got != "[1 0 4 3]" {
		t.Errorf("lines leave for %s, from top to bottom", got)
	}
}
