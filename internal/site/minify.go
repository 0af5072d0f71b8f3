package site

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"backgrounder/internal/diag"
)

// maxMinified is how long a file may be, in bytes, that is minified: a page's own
// style or script is far shorter, and the parser, which goes down into what is
// nested as often as a file likes, stays far from the end of its stack.
const maxMinified = 64 << 10

// minifiable returns how a static file is minified, and what it is called to its
// author. Files that say in their name that somebody did so already are not.
func minifiable(name string) (o api.TransformOptions, kind string, ok bool) {
	ext := strings.ToLower(path.Ext(name))
	if strings.HasSuffix(strings.ToLower(name), ".min"+ext) {
		return o, "", false
	}
	// Browsers read more than this program's parser knows; nothing is rewritten for
	// older ones.
	o = api.TransformOptions{Target: api.ESNext, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent, MinifyWhitespace: true}
	switch ext {
	case ".css":
		// White space and comments alone: what a declaration says stays what it says.
		o.Loader = api.LoaderCSS
		return o, "style sheet", true
	case ".js", ".mjs":
		o.Loader = api.LoaderJS
		o.MinifySyntax, o.MinifyIdentifiers = true, true
		return o, "script", true
	}
	return o, "", false
}

// minified returns a style sheet or script as it is published: without what only
// its authors need. Whatever the parser does not understand is published as it
// stands, with a word about it, since browsers may understand it.
func minified(name string, source []byte) ([]byte, []diag.Diagnostic) {
	o, kind, ok := minifiable(name)
	if !ok || len(source) > maxMinified || !utf8.Valid(source) {
		return source, nil
	}
	result := api.Transform(string(source), o)
	found := result.Errors
	if o.Loader == api.LoaderCSS {
		for _, m := range result.Warnings {
			if m.ID == "css-syntax-error" { // the others are about style
				found = append(found, m)
			}
		}
	}
	if len(found) == 0 {
		return result.Code, nil
	}
	ds := make([]diag.Diagnostic, len(found))
	for i, m := range found {
		ds[i] = diag.Diagnostic{
			Location: diag.Location{File: path.Join("static", name)},
			Severity: diag.Warning, Rule: "static-file",
			Message: fmt.Sprintf("this %s is published as it stands, because it cannot be understood here: %s", kind, inHouseStyle(m.Text)),
			Hints:   []string{"a file whose name ends in .min" + path.Ext(name) + " is taken as it is"},
		}
		if l := m.Location; l != nil {
			at := &ds[i].Location
			at.Line, at.Text = l.Line, l.LineText
			before := l.LineText[:min(l.Column, len(l.LineText))] // columns are bytes, from 0
			marked := l.LineText[len(before):min(len(before)+l.Length, len(l.LineText))]
			at.Col, at.Width = utf8.RuneCountInString(before)+1, utf8.RuneCountInString(marked)
		}
	}
	return source, ds
}

// inHouseStyle makes the parser's sentence one of ours.
func inHouseStyle(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + strings.TrimSuffix(text[1:], ".")
}
