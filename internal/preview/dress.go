package preview

import (
	"bytes"
	"fmt"
	"html"
	"mime"
	"strings"

	xhtml "golang.org/x/net/html"
)

func isHTML(kind string) bool {
	media, _, err := mime.ParseMediaType(kind)
	return err == nil && media == "text/html"
}

// tag is a start tag in a page's bytes.
type tag struct {
	name       string
	attr       map[string]string
	start, end int
}

// headTags finds the meta and link elements of a page, and where its head ends:
// at the end tag, or else where the body begins, or else at the end.
func headTags(body []byte) (tags []tag, headEnd int) {
	z := xhtml.NewTokenizer(bytes.NewReader(body))
	at := 0
	for {
		kind := z.Next()
		start := at
		at += len(z.Raw())
		switch kind {
		case xhtml.ErrorToken:
			return tags, len(body)
		case xhtml.EndTagToken:
			if name, _ := z.TagName(); string(name) == "head" {
				return tags, start
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			t := z.Token()
			switch t.Data {
			case "body":
				return tags, start
			case "meta", "link":
				attr := map[string]string{}
				for _, a := range t.Attr {
					attr[a.Key] = a.Val
				}
				tags = append(tags, tag{t.Data, attr, start, at})
			}
		}
	}
}

func (t tag) isPolicy() bool {
	return t.name == "meta" && strings.EqualFold(t.attr["http-equiv"], "Content-Security-Policy")
}

func (t tag) isStylesheet() bool {
	for rel := range strings.FieldsSeq(t.attr["rel"]) {
		if t.name == "link" && strings.EqualFold(rel, "stylesheet") {
			return true
		}
	}
	return false
}

// unstyled returns a page without its links to stylesheets, each leaving a mark.
func unstyled(body []byte) []byte {
	var b bytes.Buffer
	tags, _ := headTags(body)
	from := 0
	for _, t := range tags {
		if t.isStylesheet() {
			b.Write(body[from:t.start])
			b.WriteString("<link>")
			from = t.end
		}
	}
	b.Write(body[from:])
	return b.Bytes()
}

// stylesheets returns the addresses of a page's stylesheets.
func stylesheets(body []byte) []string {
	tags, _ := headTags(body)
	hrefs := []string{}
	for _, t := range tags {
		if t.isStylesheet() {
			hrefs = append(hrefs, t.attr["href"])
		}
	}
	return hrefs
}

// dress adds the preview's script to a page and lets the page's policies allow
// it. The script's version is what it will ask about.
func dress(body []byte, host string, v version) []byte {
	own := "http://" + host + prefix
	tags, headEnd := headTags(body)
	var b bytes.Buffer
	b.Grow(len(body) + 512)
	from := 0
	for _, t := range tags {
		if t.isPolicy() {
			b.Write(body[from:t.start])
			fmt.Fprintf(&b, `<meta http-equiv="Content-Security-Policy" content="%s">`, html.EscapeString(widen(t.attr["content"], own)))
			from = t.end
		}
	}
	b.Write(body[from:headEnd])
	fmt.Fprintf(&b, `<script src="%sclient.js?%s" data-version="%s" data-worker="%[1]sworker.js?%[4]s" defer></script>`,
		prefix, clientVersion, v, workerVersion)
	b.Write(body[headEnd:])
	return b.Bytes()
}

// widen makes a policy allow scripts, workers and connections at own.
func widen(policy, own string) string {
	directives := map[string]int{} // to the place in parts
	var parts []string
	for part := range strings.SplitSeq(policy, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, _, _ := strings.Cut(part, " ")
		name = strings.ToLower(name)
		if _, ok := directives[name]; !ok { // the first one counts
			directives[name] = len(parts)
		}
		parts = append(parts, part)
	}
	// Where a directive is missing the browser goes down this list; a copy of
	// what it would find there is what has to be widened.
	fallbacks := [][]string{
		{"script-src-elem", "script-src", "default-src"},
		{"worker-src", "child-src", "script-src", "default-src"},
		{"connect-src", "default-src"},
	}
	added := make([]string, 0, len(fallbacks))
	for _, names := range fallbacks {
		for _, name := range names {
			i, ok := directives[name]
			if !ok {
				continue
			}
			_, sources, _ := strings.Cut(parts[i], " ")
			added = append(added, names[0]+" "+allow(sources, own))
			break
		}
	}
	// Those that were there under the same name give way.
	kept := parts[:0:0]
	for _, part := range parts {
		name, _, _ := strings.Cut(part, " ")
		switch strings.ToLower(name) {
		case "script-src-elem", "worker-src", "connect-src":
		default:
			kept = append(kept, part)
		}
	}
	return strings.Join(append(kept, added...), "; ")
}

// allow adds a source to a source list.
func allow(sources, own string) string {
	kept := []string{}
	for source := range strings.FieldsSeq(sources) {
		if !strings.EqualFold(source, "'none'") {
			kept = append(kept, source)
		}
	}
	return strings.Join(append(kept, own), " ")
}
