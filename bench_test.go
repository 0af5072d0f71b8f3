package backgrounder_test

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/sync/errgroup"

	"backgrounder"
	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/publish"
	"backgrounder/internal/site"
)

// BenchmarkSite builds sites of generated stories from files to files, and beside
// each build does the least that any generator in Go must do for the same stories:
// read them, render the Markdown, put it in a page and write that, on all cores.
// Machines differ, and so do the same machine's minutes; what to compare is the
// ratio of the two, "×floor".
func BenchmarkSite(b *testing.B) {
	for _, size := range []struct{ stories, actors int }{{1, 50}, {200, 50}, {200, 1000}} {
		b.Run(fmt.Sprintf("stories=%d/actors=%d", size.stories, size.actors), func(b *testing.B) {
			dir := b.TempDir()
			if err := writeCorpus(filepath.Join(dir, "site"), size.stories, size.actors); err != nil {
				b.Fatal(err)
			}
			var least, ours time.Duration
			for n := 0; b.Loop(); n++ {
				out := filepath.Join(dir, fmt.Sprint(n))
				began := time.Now()
				if err := floor(filepath.Join(dir, "site"), filepath.Join(out, "floor")); err != nil {
					b.Fatal(err)
				}
				least += time.Since(began)
				began = time.Now()
				if err := build(filepath.Join(dir, "site"), filepath.Join(out, "site")); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(began)
			}
			b.ReportMetric(0, "ns/op") // of both together, which says nothing
			b.ReportMetric(ours.Seconds()/least.Seconds(), "×floor")
		})
	}
}

// build is what the command does, without its words.
func build(from, to string) error {
	words, ds := content.Load(os.DirFS(from))
	templates, err := fs.Sub(backgrounder.Files, "templates")
	if err != nil {
		return err
	}
	static, err := fs.Sub(backgrounder.Files, "static")
	if err != nil {
		return err
	}
	builder, more := site.New(templates, static, site.Options{})
	if ds = append(ds, more...); diag.Errors(ds) > 0 {
		return ds[0]
	}
	plan, ds := builder.Plan(words)
	if diag.Errors(ds) > 0 {
		return ds[0]
	}
	files := func(yield func(publish.File) bool) {
		for o := range plan.Outputs() {
			render := func(w io.Writer) error {
				ds, err := o.Render(w)
				if err == nil && diag.Errors(ds) > 0 {
					err = ds[0]
				}
				return err
			}
			if !yield(publish.File{Path: o.Path, Render: render}) {
				return
			}
		}
	}
	_, err = publish.Write(context.Background(), to, files, publish.Options{})
	return err
}

var floorPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Title}}</title></head>
<body><main><h1>{{.Title}}</h1>{{.Body}}</main></body></html>
`))

// floor renders a site's stories and nothing else.
func floor(from, to string) error {
	names, err := filepath.Glob(filepath.Join(from, "content", "articles", "*.md"))
	if err != nil {
		return err
	}
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, name := range names {
		g.Go(func() error {
			source, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			front, text, _ := bytes.Cut(source, []byte("\n---\n"))
			var body, page bytes.Buffer
			if err := markdown.Convert(text, &body); err != nil {
				return err
			}
			view := struct {
				Title string
				Body  template.HTML
			}{string(front), template.HTML(body.String())}
			if err := floorPage.Execute(&page, view); err != nil {
				return err
			}
			dir := filepath.Join(to, strings.TrimSuffix(filepath.Base(name), ".md"))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "index.html"), page.Bytes(), 0o644)
		})
	}
	return g.Wait()
}

// corpus makes stories up: the same ones each time.
type corpus struct {
	*rand.Rand
	names []string
}

// writeCorpus writes a site of made-up stories of some 900 words. Each speaks of
// a dozen of the actors, and in each officials speak who are not named.
func writeCorpus(dir string, stories, actors int) error {
	c := corpus{Rand: rand.New(rand.NewPCG(1, 2))}
	files := map[string]string{"site.yaml": "title: The Dray Valley Post\nbaseURL: https://example.org/post/\n"}
	kinds := []string{"person", "government", "organization", "place"}
	for i := range actors {
		name := c.invented() + " " + c.invented()
		for slices.Contains(c.names, name) {
			name = c.invented() + " " + c.invented()
		}
		c.names = append(c.names, name)
		files[fmt.Sprintf("glossary/actor-%d.md", i)] = fmt.Sprintf(
			"---\nname: %s %d\nkind: %s\naliases: [%s]\nsummary: Known for the %s\nrelations:\n  part-of: [actor-%d]\n---\n\n%s\n",
			name, i, kinds[i%len(kinds)], name, c.pick("talks", "crossing", "dam"), (i+1)%actors, c.sentence(c.names))
	}
	for i := range stories {
		cast := make([]string, 12)
		for k := range cast {
			cast[k] = c.names[c.IntN(len(c.names))]
		}
		var text strings.Builder
		for range 20 {
			for range 4 {
				text.WriteString(c.sentence(cast) + " ")
			}
			text.WriteString("\n\n")
		}
		files[fmt.Sprintf("articles/story-%05d.md", i)] = fmt.Sprintf("---\ntitle: Story %d of the valley\ndate: 2024-01-%02d\n---\n\n%s", i, i%28+1, text.String())
	}
	for name, text := range files {
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (c corpus) pick(words ...string) string { return words[c.IntN(len(words))] }

// invented is a name that is no word.
func (c corpus) invented() string {
	return c.pick("Bran", "Kel", "Mor", "Ost", "Tess", "Vant", "Dray", "Ilm") + c.pick("a", "e", "i", "o", "u") + c.pick("dor", "holm", "lin", "reth", "sted", "vik", "wick", "zar")
}

func (c corpus) sentence(cast []string) string {
	who := c.pick(cast...)
	matter := c.pick("the crossing", "the talks", "the treaty", "the dam", "a ceasefire", "the harvest", "the election")
	switch c.IntN(6) {
	case 0:
		return fmt.Sprintf("“We will not wait for %s any longer,” a senior official said on condition of anonymity because the plans were not public.", matter)
	case 1:
		return fmt.Sprintf("%s said on Tuesday that %s would be *postponed*.", who, matter)
	default:
		return fmt.Sprintf("In the valley %s has long depended on %s, and few expect %s to change that before the winter.", matter, who, c.pick(cast...))
	}
}
