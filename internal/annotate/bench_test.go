package annotate

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"backgrounder/internal/edtf"
)

// newsroom makes a glossary and stories that mention it, the same every time: of
// about 900 words each, with forty names, hard-wrapped one time in five.
func newsroom(actors, stories int) ([]Actor, [][]byte) {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ar bel cor dan es fir gol har in jor kel lun mar nor os pel qua ros sen tor ul ver wen yor zan")
	name := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		return strings.ToUpper(b.String()[:1]) + b.String()[1:]
	}
	glossary := make([]Actor, actors)
	for i := range glossary {
		a := Actor{ID: fmt.Sprint("a", i)}
		switch i % 3 {
		case 0:
			a.Kind, a.Name = Person, name(2)+" "+name(3)
			a.Aliases = []string{"President " + a.Name}
		case 1:
			a.Kind, a.Name = Government, name(3)+"ia"
			a.Aliases = []string{"Republic of " + a.Name}
		case 2:
			a.Kind, a.Name = Organization, "Ministry of "+name(2)+" of "+name(3)+"ia"
			a.Aliases = []string{name(2) + " Office", strings.ToUpper(name(2))}
		}
		glossary[i] = a
	}
	words := strings.Fields("the talks on a new border agreement were put off after two days of votes and of pressure from members who had asked for more time before it ends in spring")
	texts := make([][]byte, stories)
	for i := range texts {
		var b strings.Builder
		cast := r.Perm(actors)[:min(15, actors)]
		for p := range 20 {
			if p%5 == 4 {
				b.WriteString("## What comes next\n\n")
			}
			width := 0
			for s := range 4 {
				sentence := ""
				for range 12 {
					sentence += words[r.IntN(len(words))] + " "
				}
				a := glossary[cast[r.IntN(len(cast))]]
				switch s {
				case 0:
					sentence = a.Name + " said " + sentence + "on Thursday. "
				case 1:
					sentence = "“The " + sentence + "is so,” said *" + a.Name + "*. "
				default:
					sentence = "The " + strings.TrimSpace(sentence) + ". "
				}
				for w := range strings.FieldsSeq(sentence) {
					if width += len(w) + 1; i%5 == 0 && width > 80 {
						b.WriteString("\n" + w)
						width = len(w)
						continue
					}
					b.WriteString(" " + w)
				}
			}
			b.WriteString("\n\n")
		}
		texts[i] = []byte(b.String())
	}
	return glossary, texts
}

func benchmark(b *testing.B, md goldmark.Markdown, texts [][]byte) {
	b.SetBytes(int64(len(bytes.Join(texts, nil)) / len(texts)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		src := texts[i%len(texts)]
		i++
		pc := NewContext(Story{Date: edtf.Date{Year: 2024, Month: 1, Day: 25}})
		doc := md.Parser().Parse(text.NewReader(src), parser.WithContext(pc))
		if err := md.Renderer().Render(io.Discard, src, doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGoldmark is the floor: a story parsed and rendered, not annotated.
func BenchmarkGoldmark(b *testing.B) {
	_, texts := newsroom(50, 20)
	benchmark(b, markdown(), texts)
}

// BenchmarkAnnotated is the same with all that is found and marked.
func BenchmarkAnnotated(b *testing.B) {
	for _, n := range []int{50, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			glossary, texts := newsroom(n, 20)
			benchmark(b, markdown(New(glossary)), texts)
		})
	}
}

// BenchmarkActors looks for actors in a text that is laid out already.
func BenchmarkActors(b *testing.B) {
	for _, n := range []int{50, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			glossary, texts := newsroom(n, 20)
			a := New(glossary)
			src := []byte(strings.Join(strings.Fields(fmt.Sprintf("%s", texts)), " "))
			f := flatten(markdown().Parser().Parse(text.NewReader(src)), src, nil)
			s := string(f.text)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				find := &finder{Annotator: a, story: &Story{}, text: s, closed: f.closed, walls: f.walls, report: func(Problem) {}}
				for i, block := range f.blocks {
					find.block(i, block)
				}
			}
		})
	}
}

// BenchmarkNew makes the index of a glossary.
func BenchmarkNew(b *testing.B) {
	glossary, _ := newsroom(10_000, 0)
	b.ReportAllocs()
	for b.Loop() {
		New(glossary)
	}
}
