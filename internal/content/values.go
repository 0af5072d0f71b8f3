package content

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // time zones are the same on every machine
	"unicode"

	"golang.org/x/text/unicode/norm"

	"backgrounder/internal/edtf"
)

// line is text on one line; where it is written on several, they are joined.
var line = scalar("a line of text", words(somethingVisible), parseLine, text)

func parseLine(label, text string) (string, *complaint) {
	if strings.ContainsAny(text, "\r\n") {
		lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
		for i, l := range lines {
			lines[i] = strings.TrimSpace(l)
		}
		text = strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), " ")
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &complaint{rule: "empty-value", message: fmt.Sprintf("%s is empty", label), hints: []string{"write something, or leave the key out"}}
	}
	if i := strings.IndexFunc(text, isUnprintable); i >= 0 {
		r := []rune(text[i:])[0]
		return "", &complaint{rule: "control-character", message: fmt.Sprintf("%s has an invisible control character (U+%04X) that no web page can carry", label, r)}
	}
	return text, nil
}

// lineOrNothing is a line that says something by being empty.
var lineOrNothing = scalar("a line of text", words(""), func(label, text string) (*string, *complaint) {
	if strings.TrimSpace(text) == "" {
		return new(string), nil
	}
	text, wrong := parseLine(label, text)
	return &text, wrong
}, func(s *string) *yamlNode { return text(*s) })

// yesOrNo is true or false.
var yesOrNo = scalar("true or false", yesOrNoSchema(), func(label, text string) (bool, *complaint) {
	switch strings.ToLower(text) {
	case "true", "yes", "on":
		return true, nil
	case "false", "no", "off":
		return false, nil
	}
	return false, &complaint{rule: "wrong-type", message: fmt.Sprintf("%s should be true or false, not %q", label, shorten(text))}
}, bare[bool])

var date = scalar("a date", dateSchema(), func(label, text string) (edtf.Date, *complaint) {
	d, err := edtf.Parse(strings.TrimSpace(text))
	if err == nil {
		return d, nil
	}
	wrong := &complaint{rule: "date", message: err.Error()}
	if e, ok := errors.AsType[*edtf.Error](err); ok {
		wrong.message = fmt.Sprintf("%q is no date: %s", shorten(e.Text), e.Reason)
		if e.Instead != "" {
			wrong.hints, wrong.instead = []string{fmt.Sprintf("write %s", e.Instead)}, e.Instead
		}
	}
	return edtf.Date{}, wrong
}, bare[edtf.Date])

// oneOf is one of a few words.
func oneOf(words ...string) value[string] {
	return scalar("one of "+strings.Join(words, ", "), enum(words), func(label, text string) (string, *complaint) {
		if slices.Contains(words, text) {
			return text, nil
		}
		wrong := &complaint{rule: "unknown-value", message: fmt.Sprintf("%s cannot be %q", label, shorten(text)), hints: []string{"one of " + strings.Join(words, ", ")}}
		if near := nearest(strings.ToLower(text), words); near != "" {
			wrong.hints, wrong.instead = []string{fmt.Sprintf("did you mean %q?", near)}, near
		}
		return "", wrong
	}, text)
}

// id is the name of a file in content/ without its extension, or of a source:
// what stands in URLs and in the ids of the page.
var id = scalar("an id", idSchema(), parseID, text)

func parseID(_, text string) (string, *complaint) {
	if isSlug(text) {
		return text, nil
	}
	wrong := &complaint{rule: "id", message: fmt.Sprintf("%q is no id: ids have small letters, digits and single hyphens", shorten(text))}
	if s := slugify(text); s != "" {
		wrong.hints = []string{"for example: " + s}
	}
	return "", wrong
}

// slug is what the page of a story is called in its address, as a file's name is.
var slug = scalar("a slug", idSchema(), func(_, text string) (string, *complaint) {
	bad := func(why string) *complaint {
		return &complaint{rule: "id", message: fmt.Sprintf("%q is no slug: %s", shorten(text), why)}
	}
	last := slugify(path.Base(text))
	switch {
	case isDevice(text):
		return "", bad("Windows keeps that name for a device")
	case len(text) > longestSlug:
		return "", bad(fmt.Sprintf("it is longer than %d bytes, and it becomes part of the page's address", longestSlug))
	case isSlug(text):
		return text, nil
	case last == "":
		return "", bad("it has small letters from a to z, digits and single hyphens")
	case strings.Contains(strings.Trim(text, "/"), "/"):
		wrong := bad("a story stands in no folder")
		wrong.hints = []string{fmt.Sprintf(`write %s; what is in "aliases" leads there`, last)}
		return "", wrong
	}
	wrong := bad("it has small letters, digits and single hyphens")
	wrong.hints, wrong.instead = []string{"write " + last}, last
	return "", wrong
}, text)

// isSlug reports whether s has the form [a-z0-9]+(-[a-z0-9]+)*.
func isSlug(s string) bool {
	if s == "" || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	for _, c := range []byte(s) {
		if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// slugify makes a slug of any text: accents go, full stops within a word join
// what they part (U.S. is us), everything else that is not a letter or digit of
// ASCII parts words. It is "" where nothing is left.
func slugify(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '.', r == '\'', r == '’', unicode.Is(unicode.Mn, r):
			// within a word
		default:
			gap = true
		}
	}
	return b.String()
}

var (
	// webAddress is where a reader can go on the web.
	webAddress = scalar("a URL", of(urlPattern), func(label, text string) (string, *complaint) { return parseURL(text, "http", "https") }, text)
	// place is where a reader can go or write to, or a path within the site.
	place = scalar("a URL, or a path from the site's root", Schema{AnyOf: []Schema{of(urlPattern), of(rootPattern), of(`^[Mm][Aa][Ii][Ll][Tt][Oo]:[^\s]*@`)}}, func(label, text string) (string, *complaint) {
		if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") {
			return parseSitePath(text)
		}
		return parseURL(text, "http", "https", "mailto")
	}, text)
)

func parseURL(text string, schemes ...string) (string, *complaint) {
	bad := func(format string, args ...any) (string, *complaint) {
		return "", &complaint{rule: "url", message: fmt.Sprintf("%q is no URL that readers can follow: ", shorten(text)) + fmt.Sprintf(format, args...)}
	}
	if strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>"\^{|}`+"`", r)
	}) {
		return bad("it has a space or another character that URLs do not have")
	}
	u, err := url.Parse(text)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err
		}
		return bad("%v", err)
	}
	switch {
	case u.Scheme == "":
		_, wrong := bad("it does not say https://")
		if host, _, _ := strings.Cut(text, "/"); strings.Contains(host, ".") && !strings.HasPrefix(text, "/") && !strings.HasPrefix(text, ".") {
			wrong.hints = []string{"write https://" + text}
		}
		return "", wrong
	case !slices.Contains(schemes, strings.ToLower(u.Scheme)):
		return bad("it begins with %q, and only %s are published", u.Scheme+":", strings.Join(schemes, ", "))
	case strings.EqualFold(u.Scheme, "mailto"):
		if !strings.Contains(u.Opaque, "@") {
			return bad("it has no address")
		}
	case u.Hostname() == "":
		return bad("it names no host")
	case u.User != nil:
		return bad("it carries a user's name")
	}
	return text, nil
}

// parseSitePath reads a path within the site.
func parseSitePath(text string) (string, *complaint) {
	u, err := url.Parse(text)
	if err != nil || u.Host != "" || strings.ContainsAny(text, "\\ \t") || strings.Contains(u.Path, "//") || leavesRoot(u.Path) {
		return "", &complaint{rule: "path", message: fmt.Sprintf("%q is no path within the site", shorten(text)), hints: []string{"for example: /about/"}}
	}
	return text, nil
}

// leavesRoot reports steps upwards, even those that stay within.
func leavesRoot(p string) bool {
	return slices.Contains(strings.Split(p, "/"), "..") || slices.Contains(strings.Split(p, "/"), ".")
}

// baseURL is where the site stands on the web; it ends with a slash.
var baseURL = scalar("a URL", of(`^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@<>"\\^{|}`+"`"+`]+(/[^\s?#<>"\\^{|}`+"`"+`]*)?$`), func(label, text string) (string, *complaint) {
	text, wrong := parseURL(text, "http", "https")
	if wrong != nil {
		return "", wrong
	}
	u, err := url.Parse(text)
	if err != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#") || leavesRoot(u.Path) || strings.Contains(u.Path, "//") {
		return "", &complaint{rule: "url", message: fmt.Sprintf("%q is not where a site can stand", shorten(text)), hints: []string{"for example: https://example.org/explainers/"}}
	}
	if !strings.HasSuffix(text, "/") {
		text += "/"
	}
	return text, nil
}, text)

// oldPath is the path of a page that has moved: "/old/talks/" or
// "/old/talks.html". It begins with a slash, and ends with one unless it names
// an HTML file.
var oldPath = scalar("a path from the site's root", of(`^/*`+filePart+`(/`+filePart+`)*/*$`), func(label, text string) (string, *complaint) {
	bad := func(why string, hints ...string) (string, *complaint) {
		return "", &complaint{rule: "path", message: fmt.Sprintf("%q is no old path: %s", shorten(text), why), hints: hints}
	}
	if u, err := url.Parse(text); err == nil && u.Scheme != "" {
		if u.Path != "" {
			return bad("it is a whole URL", "write "+u.Path)
		}
		return bad("it is a whole URL")
	}
	if strings.ContainsAny(text, "?#") {
		return bad("a static site cannot answer for what follows ? or #")
	}
	if strings.Contains(text, "\\") {
		return bad("its parts are joined by /")
	}
	if strings.Contains(text, "%") {
		return bad("write the letters themselves, not their codes")
	}
	trimmed := strings.Trim(text, "/")
	if trimmed == "" {
		return bad("it is the front page")
	}
	for part := range strings.SplitSeq(trimmed, "/") {
		if part == ".." || part == "." {
			return bad("it must not step up or stay")
		}
		if why := fileHazard(part); why != "" {
			return bad(why)
		}
	}
	if e := path.Ext(trimmed); e == ".html" || e == ".htm" {
		return "/" + trimmed, nil
	}
	return "/" + trimmed + "/", nil
}, text)

// picture is an image among the site's static files: no reader's browser is sent
// to another site for one.
var picture = scalar("the path of a static file", of(picturePattern), func(_, text string) (string, *complaint) { return parsePicture(text) }, text)

// logo is a picture that programs fetch and readers are not shown.
var logo = scalar("a URL, or the path of a static file", Schema{AnyOf: []Schema{of(urlPattern), of(picturePattern)}}, func(_, text string) (string, *complaint) {
	if u, err := url.Parse(text); err == nil && u.Scheme != "" {
		return parseURL(text, "http", "https")
	}
	return parsePicture(text)
}, text)

func parsePicture(text string) (string, *complaint) {
	bad := func(why string) (string, *complaint) {
		return "", &complaint{rule: "path", message: fmt.Sprintf("%q is no path of a static file: %s", shorten(text), why), hints: []string{"for example: images/talks.jpg, for static/images/talks.jpg"}}
	}
	if u, err := url.Parse(text); err == nil && u.Scheme != "" || strings.HasPrefix(text, "//") {
		return bad("it is a URL, and pictures come from this site")
	}
	if text == "" || strings.HasSuffix(text, "/") {
		return bad("it names no file")
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(text, "/"), "/") {
		if part == ".." || part == "." {
			return bad("it must not step up or stay")
		}
		if why := fileHazard(part); why != "" {
			return bad(why)
		}
	}
	return text, nil
}

var timeZone = scalar("a time zone", of(`^[A-Z][A-Za-z0-9+_-]*(/[A-Za-z0-9+_-]+)*$`), func(label, text string) (*time.Location, *complaint) {
	l, err := time.LoadLocation(text)
	if err != nil || text == "" || text == "Local" {
		return nil, &complaint{rule: "time-zone", message: fmt.Sprintf("%q is no time zone", shorten(text)), hints: []string{"zones have the names of the IANA list, as America/New_York or Europe/Berlin"}}
	}
	return l, nil
}, bare[*time.Location])

// language is a language tag that has the form of BCP 47 for languages that
// news is written in: language, script, region and variants.
var language = scalar("a language tag", of(languagePattern), func(label, text string) (string, *complaint) {
	if isLanguage(text) {
		return text, nil
	}
	wrong := &complaint{rule: "language", message: fmt.Sprintf("%q is no language tag", shorten(text)), hints: []string{"for example: en, en-GB, ar or zh-Hant"}}
	if other := strings.ReplaceAll(text, "_", "-"); isLanguage(other) {
		wrong.hints, wrong.instead = []string{"write " + other}, other
	}
	return "", wrong
}, text)

func isLanguage(tag string) bool {
	parts := strings.Split(tag, "-")
	if n := len(parts[0]); n < 2 || n > 3 || !isASCII(parts[0], unicode.IsLetter) {
		return false
	}
	parts = parts[1:]
	if len(parts) > 0 && len(parts[0]) == 4 && isASCII(parts[0], unicode.IsLetter) {
		parts = parts[1:]
	}
	if len(parts) > 0 && (len(parts[0]) == 2 && isASCII(parts[0], unicode.IsLetter) || len(parts[0]) == 3 && isASCII(parts[0], unicode.IsDigit)) {
		parts = parts[1:]
	}
	for _, variant := range parts {
		word := isASCII(variant, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		if !word || len(variant) > 8 || len(variant) < 5 && !(len(variant) == 4 && unicode.IsDigit(rune(variant[0]))) {
			return false
		}
	}
	return true
}

func isASCII(s string, is func(rune) bool) bool {
	for _, r := range s {
		if r > unicode.MaxASCII || !is(r) {
			return false
		}
	}
	return s != ""
}

var wikidata = scalar("a Wikidata item", of(`^Q[1-9][0-9]{0,10}$`), func(label, text string) (string, *complaint) {
	if isItem(text) {
		return text, nil
	}
	wrong := &complaint{rule: "wikidata", message: fmt.Sprintf("%q is no Wikidata item", shorten(text)), hints: []string{"an item is a Q and its number, as Q796"}}
	if i := strings.LastIndex(text, "Q"); i > 0 && isItem(text[i:]) {
		wrong.hints, wrong.instead = []string{"write " + text[i:]}, text[i:]
	}
	return "", wrong
}, text)

// isItem reports whether text has the form of an item's number: Q796.
func isItem(text string) bool {
	n, ok := strings.CutPrefix(text, "Q")
	return ok && len(n) < 12 && isASCII(n, unicode.IsDigit) && n[0] != '0'
}
