package site_test

import (
	"bytes"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/site"
)

// TestMinify publishes static files, each alone, and looks at what readers get.
func TestMinify(t *testing.T) {
	long := "a{}\n" + strings.Repeat("/* on and on */\n", 5000)
	for _, c := range []struct{ name, source, want, report string }{
		{"a.css", "/* why */\n@layer a {\n  .b { color : red ; > i { margin : 0 } }\n}\n", "@layer a{.b{color:red;>i{margin:0}}}\n", ""},
		// What a declaration says is not touched, nor what the parser need not know.
		{"a.css", ".a { flex: 1 1 0px; --x: 0px; color: rgb(0 0 0 / 50%) }\n", ".a{flex:1 1 0px;--x: 0px;color:rgb(0 0 0 / 50%)}\n", ""},
		{"a.css", ".a { position-area: block-end; width: new-thing(1px) }\n@newer { .b { c: d } }\n",
			".a{position-area:block-end;width:new-thing(1px)}@newer{.b {c: d}}\n", ""},
		{"a.css", ".a { colr: red }\n", ".a{colr:red}\n", ""},
		{"a.js", "// why\nconst longName = 1;\nfunction twice(number) { return number * 2 }\n", "const longName=1;function twice(n){return n*2}\n", ""},
		{"a.mjs", "import { x } from './x.js';\nexport const y = x?.z ?? 1;\n", "import{x as o}from\"./x.js\";export const y=o?.z??1;\n", ""},
		{"a.js", "document.title = 'Ärger';\n", "document.title=\"Ärger\";\n", ""},
		{"A.CSS", "a { b: c }\n", "a{b:c}\n", ""},
		{"a.min.css", "a { b: c }\n", "a { b: c }\n", ""},
		{"a.min.js", "let a  =  ;\n", "let a  =  ;\n", ""},
		{"a.svg", "<svg> </svg>\n", "<svg> </svg>\n", ""},
		{"long.css", long, long, ""},
		{"latin.css", "/* \xe4 */ a { b: c }\n", "/* \xe4 */ a { b: c }\n", ""},
		{"empty.css", "", "", ""},
		// What cannot be parsed stays as it is, and is told of.
		{"a.js", "let x = 1;\nlet ü = = 2;\n", "let x = 1;\nlet ü = = 2;\n",
			"static/a.js:2:9: warning: this script is published as it stands, because it cannot be understood here: unexpected \"=\" [static-file]"},
		{"in/a.css", "a { b c }\n", "a { b c }\n",
			"static/in/a.css:1:6: warning: this style sheet is published as it stands, because it cannot be understood here: expected \":\" [static-file]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{c.name: {Data: []byte(c.source)}}
			got, ds := published(t, files, content.Config{})
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			switch {
			case c.report == "" && len(ds) > 0, c.report != "" && len(ds) == 0:
				t.Errorf("the findings are %v", ds)
			case c.report != "" && !strings.Contains(ds[0].Error(), c.report):
				t.Errorf("the finding is %v", ds[0])
			}
			if len(ds) > 0 {
				if _, ds := published(t, files, content.Config{Check: map[string]string{"static-file": "off"}}); len(ds) > 0 {
					t.Errorf("with the rule off there is still %v", ds)
				}
			}
		})
	}
}

// published is the one static file as it is published, and what is said about it.
func published(t *testing.T, files fstest.MapFS, config content.Config) (string, []diag.Diagnostic) {
	t.Helper()
	builder, ds := site.New(embedded(t, "templates"), files, site.Options{BaseURL: "https://example.org/", Now: time.Unix(0, 0)})
	if builder == nil {
		t.Fatal(ds)
	}
	plan, more := builder.Plan(&content.Site{Config: config})
	if plan == nil {
		t.Fatal(more)
	}
	var body bytes.Buffer
	for o := range plan.Outputs() {
		for name := range files {
			stem := strings.TrimSuffix(name, path.Ext(name))
			if strings.HasPrefix(o.Path, "assets/"+stem+".") && path.Ext(o.Path) == path.Ext(name) {
				if _, err := o.Render(&body); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return body.String(), append(ds, more...)
}
