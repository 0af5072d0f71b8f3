package site

import (
	"html/template"
	"io"
	"strings"
)

// movable is HTML that is rendered once and shown on pages at different places: its
// addresses within the site are settled for each of them.
//
// While it is rendered, an address within the site is written from the site's root
// ("/glossary/"), and a link to an actor leads to its card ("#actor-iran").
type movable struct {
	parts []movablePart
	tail  template.HTML
	size  int // of the HTML, in bytes
}

// usualAddress is how long an address within the site is, in bytes.
const usualAddress = 32

// movablePart is HTML up to the value of an attribute that is an address.
type movablePart struct {
	html  template.HTML
	actor string // whom the link is to; or
	path  string // from the root of the site, with its slash
}

// The attributes that hold addresses. A quotation mark in text or in a value is
// escaped, so that these bytes stand nowhere else.
const (
	hrefAttribute   = ` href="`
	srcAttribute    = ` src="`
	srcsetAttribute = ` srcset="`
	actorLink       = "#actor-"
)

// newMovable finds the addresses in rendered HTML. Links to actors are among them
// only where they may lead elsewhere than to a card.
func newMovable(html string, actors bool) movable {
	m := movable{size: len(html)}
	from := 0
	for at := 0; ; {
		i := strings.Index(html[at:], `="`)
		if i < 0 {
			m.tail = template.HTML(html[from:])
			return m
		}
		at += i + len(`="`)
		value, _, _ := strings.Cut(html[at:], `"`)
		if strings.HasSuffix(html[:at], srcsetAttribute) {
			for candidate := range strings.SplitAfterSeq(value, ", ") {
				address, _, _ := strings.Cut(candidate, " ")
				m.parts = append(m.parts, movablePart{html: template.HTML(html[from:at]), path: address})
				from = at + len(address)
				at += len(candidate)
			}
			continue
		}
		if !strings.HasSuffix(html[:at], hrefAttribute) && !strings.HasSuffix(html[:at], srcAttribute) {
			continue
		}
		part := movablePart{html: template.HTML(html[from:at])}
		switch {
		case isRooted(value):
			part.path = value
		case actors && strings.HasPrefix(value, actorLink):
			part.actor = value[len(actorLink):]
		default:
			continue
		}
		m.parts = append(m.parts, part)
		at += len(value)
		from = at
	}
}

// on is the HTML for a page, with links to actors leading where address says.
func (m movable) on(page place, address func(actor string) string) template.HTML {
	if len(m.parts) == 0 {
		return m.tail
	}
	var b strings.Builder
	b.Grow(m.size + len(m.parts)*usualAddress)
	m.write(&b, page, address)
	return template.HTML(b.String())
}

// write writes what on returns.
func (m movable) write(b io.StringWriter, page place, address func(actor string) string) {
	for _, p := range m.parts {
		b.WriteString(string(p.html))
		if p.actor != "" {
			b.WriteString(template.HTMLEscapeString(address(p.actor)))
		} else {
			b.WriteString(page.lead(p.path))
		}
	}
	b.WriteString(string(m.tail))
}

// actors lists whom the HTML links to, each as often as it does.
func (m movable) actors() []string {
	var ids []string
	for _, p := range m.parts {
		if p.actor != "" {
			ids = append(ids, p.actor)
		}
	}
	return ids
}
