package importer

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"backgrounder/internal/annotate"
)

var fragments = []string{
	`<p>Plain words.</p>`,
	`<p>1. No <b>list</b></p><p># no heading</p><p>- none</p><p>a | b<br>--- | ---<br>1 | 2</p>`,
	`<p>so<em>me</em>thing <em> spaced </em>, <b>bold:</b>next <i>a</i><b>b</b> <em>x</em><em>y</em></p>`,
	`<p><a href="https://example.org/a(b)c">link</a> <a href="javascript:alert(1)">no</a> <a href="/x y">space</a> [<a href="#f">1</a>](x)</p>`,
	`<p>*stars* _under_ [x]{actor=iran} &lt;b&gt; &amp;amp; \ ` + "`code`" + `</p><p><code>a*b</code> <code>a` + "`" + `b</code></p>`,
	`<ul><li>one</li><li>two<ul><li>deep</li></ul></li><li><p>a</p><p>b</p></li></ul><ol start="3"><li>3. three</li></ol>`,
	`<blockquote><p>Said</p><blockquote>twice</blockquote><ul><li>x</li></ul></blockquote>`,
	`<div>loose <span>words</span><p>then a paragraph</p>and more</div>`,
	`text<br><br>parted<br>broken<br><br><br>again`,
	"<pre>  code *here*\n\n  ```\n</pre><p>after</p>",
	`<h1>Head</h1><h2>Two # </h2><h3></h3><h6>1. six</h6>`,
	`<p>He said <q>so</q>.<sup>1</sup> H<sub>2</sub>O</p><p><s>gone</s> <a href="https://example.org"><b>b</b> c</a></p>`,
	`<p>It <del>sank</del><ins>left</ins> at <del>noon</del>.</p><del><p>All of it.</p></del>`,
	`<p>&nbsp;</p><p>a&nbsp;b</p><p>***</p><p>---</p><p>+ </p>`,
	`<p>A<script>no()</script>B<style>p{}</style><button>Share</button></p><figure>out</figure><table><tr><td>out</td></tr></table>`,
	`<p><b>all of it</b></p><p><b>two<br>lines</b></p><p><a href="mailto:a@b.org">mail</a></p>`,
}

// Of a page's article everything is kept that readers see as text, and what is left
// out is listed.
func TestPageWordsStay(t *testing.T) {
	for _, f := range fragments {
		pageWordsStay(t, f)
	}
}

func FuzzPageWordsStay(f *testing.F) {
	for _, s := range fragments {
		f.Add(s)
	}
	f.Fuzz(pageWordsStay)
}

func pageWordsStay(t *testing.T, fragment string) {
	if len(fragment) > 4000 || strings.ContainsFunc(fragment, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == '\uFFFD' }) {
		return
	}
	doc, err := parsePage([]byte("<meta charset=utf-8><body>" + fragment))
	if err != nil {
		return
	}
	w := &writer{}
	w.blocks(doc, 0)
	w.flush()
	md := bytes.Join(w.out, []byte("\n\n"))
	res := annotate.Read(md)
	for _, p := range res.Problems {
		if p.Rule == "too-complex" {
			return
		}
	}
	want := letters(seen(doc))
	if got := letters(res.Text); got != want {
		t.Errorf("%q becomes %q\nwords %q\n want %q", fragment, md, got, want)
	}
}

// letters are the characters of a text without white space, which blocks part.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFFFD' || r&0xFFFE == 0xFFFE {
			return -1
		}
		return r
	}, s)
}

// seen is the text of elements that the writer writes.
func seen(n *html.Node) string {
	leftOut := []atom.Atom{atom.Figure, atom.Img, atom.Picture, atom.Video, atom.Audio, atom.Canvas, atom.Figcaption, atom.Table, atom.Del}
	if n.Type == html.TextNode {
		return n.Data
	}
	if n.Type == html.ElementNode && (unseen[n.DataAtom] || slices.Contains(leftOut, n.DataAtom)) {
		return ""
	}
	var b strings.Builder
	if n.DataAtom == atom.Q {
		b.WriteString("“")
	}
	for c := range n.ChildNodes() {
		b.WriteString(seen(c))
	}
	if n.DataAtom == atom.Q {
		b.WriteString("”")
	}
	return b.String()
}
