package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
	"backgrounder/internal/edtf"
)

// options are the flags of all verbs; each verb declares those that it heeds.
type options struct {
	site    string // the folder that holds content/
	output  string // where public files go; "" for public/ in the site
	baseURL string
	drafts  bool
	future  bool
	strict  bool
	fix     bool // what is found and takes no judgement
	clean   bool
	format  string    // of findings, or of an annotated story
	date    edtf.Date // of the story; before what its front matter says
	from    string    // md, txt or html; "" to go by the file's name
	explain bool      // also say why
	write   bool      // what is found, into the story's file
	title   string    // of a story that is imported; before its own
	slug    string    // of a new file; "" to go by its title

	withStubs bool // entries for unknown names
	port      int
	bind      string
	open      bool
	poll      bool
	editor    string // "" for that of the environment
}

func defaults() options {
	return options{site: ".", format: "text", port: 1313, bind: "127.0.0.1"}
}

// Groups of flags that verbs share.

func (o *options) siteFlags(f *flag.FlagSet) {
	f.StringVar(&o.site, "site", o.site, "")
}

// previewFlags are those of planning with the defaults of those who write.
func (o *options) previewFlags(f *flag.FlagSet) {
	o.drafts, o.future = true, true
	o.planFlags(f)
}

func (o *options) planFlags(f *flag.FlagSet) {
	f.Func("base-url", "", o.setBaseURL)
	f.BoolVar(&o.drafts, "drafts", o.drafts, "")
	f.BoolVar(&o.future, "future", o.future, "")
}

func (o *options) buildFlags(f *flag.FlagSet) {
	f.StringVar(&o.output, "output", o.output, "")
	f.BoolVar(&o.clean, "clean", o.clean, "")
	f.BoolVar(&o.strict, "strict", o.strict, "")
	f.Var(choice{&o.format, []string{"text", "json", "github", "sarif"}}, "format", "")
}

func (o *options) checkFlags(f *flag.FlagSet) {
	f.Func("base-url", "", o.setBaseURL)
	f.BoolVar(&o.fix, "fix", o.fix, "")
	f.BoolVar(&o.strict, "strict", o.strict, "")
	f.Var(choice{&o.format, []string{"text", "json", "github", "sarif"}}, "format", "")
}

func (o *options) storyFlags(f *flag.FlagSet) {
	f.Func("date", "", o.setDate)
	f.BoolVar(&o.strict, "strict", o.strict, "")
	f.Var(choice{&o.format, []string{"text", "json"}}, "format", "")
	f.Var(choice{&o.from, []string{"md", "txt"}}, "from", "")
	f.BoolVar(&o.explain, "explain", o.explain, "")
	f.BoolVar(&o.write, "write", o.write, "")
}

func (o *options) dateFlag(f *flag.FlagSet) { f.Func("date", "", o.setDate) }

func (o *options) importFlags(f *flag.FlagSet) {
	o.dateFlag(f)
	f.Var(choice{&o.from, []string{"md", "txt", "html"}}, "from", "")
	f.StringVar(&o.title, "title", o.title, "")
	f.BoolVar(&o.withStubs, "stubs", o.withStubs, "")
	f.BoolVar(&o.strict, "strict", o.strict, "")
}

func (o *options) slugFlag(f *flag.FlagSet) {
	f.Func("slug", "", o.setSlug)
}

func (o *options) setSlug(s string) error {
	slug := content.Slug(s)
	if s == slug && s != "" {
		o.slug = s
		return nil
	}
	switch {
	case slug == "":
		slug = "coalition-talks"
	case strings.TrimSuffix(slug, "-1") == s:
		return errors.New("that name is kept for something else; write " + slug)
	}
	return errors.New("write small letters, digits and hyphens, as in " + slug)
}

func (o *options) serverFlags(f *flag.FlagSet) {
	f.Func("port", "", o.setPort)
	f.StringVar(&o.bind, "bind", o.bind, "")
	f.BoolVar(&o.open, "open", o.open, "")
	f.BoolVar(&o.poll, "poll", o.poll, "")
	f.StringVar(&o.editor, "editor", o.editor, "")
}

func (o *options) setBaseURL(s string) error {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("write an address such as https://example.org/news/")
	}
	if !strings.HasSuffix(s, "/") {
		s += "/"
	}
	o.baseURL = s
	return nil
}

func (o *options) setDate(s string) error {
	d, err := edtf.Parse(s)
	if err != nil {
		return errors.New("write a date such as 2024-01-25")
	}
	o.date = d
	return nil
}

func (o *options) setPort(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 65535 {
		return errors.New("write a number up to 65535, or 0 for any free port")
	}
	o.port = n
	return nil
}

// choice is a flag that takes one of a few words.
type choice struct {
	value *string
	words []string
}

func (c choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c choice) Set(s string) error {
	if !slices.Contains(c.words, s) {
		return errors.New("write one of " + strings.Join(c.words, ", "))
	}
	*c.value = s
	return nil
}

// verb is something that the program can be asked to do.
type verb struct {
	name     string
	help     string
	flags    []func(*options, *flag.FlagSet)
	operands []string // what must follow the verb, named as in its help
	more     bool     // the last of them may stand there many times
	run      func(context.Context, job) error
}

// verbs lists what the program can do, in the order of the help.
func verbs() []verb {
	return []verb{
		{
			name: "build", help: buildHelp, run: runBuild,
			flags: []func(*options, *flag.FlagSet){
				(*options).siteFlags, (*options).planFlags, (*options).buildFlags,
			},
		},
		{
			name: "serve", help: serveHelp, run: runServe,
			flags: []func(*options, *flag.FlagSet){
				(*options).siteFlags, (*options).previewFlags, (*options).serverFlags,
			},
		},
		{
			name: "check", help: checkHelp, run: runCheck,
			flags: []func(*options, *flag.FlagSet){
				(*options).siteFlags, (*options).checkFlags,
			},
		},
		{
			name: "annotate", help: annotateHelp, run: runAnnotate, operands: []string{"FILE"}, more: true,
			flags: []func(*options, *flag.FlagSet){
				(*options).siteFlags, (*options).storyFlags,
			},
		},
		{
			name: "import", help: importHelp, run: runImport, operands: []string{"FILE"},
			flags: []func(*options, *flag.FlagSet){
				(*options).siteFlags, (*options).slugFlag, (*options).importFlags,
			},
		},
		{
			name: "new", help: newHelp, run: runNew, operands: []string{"article|actor", "NAME"},
			flags: []func(*options, *flag.FlagSet){
				(*options).siteFlags, (*options).slugFlag, (*options).dateFlag,
			},
		},
		{
			name: "editor", help: editorHelp, run: runEditor,
			flags: []func(*options, *flag.FlagSet){(*options).siteFlags},
		},
		{name: "help"},
	}
}

// chooseVerb takes the verb off the arguments. Without one the program builds.
func chooseVerb(args []string) (verb, []string, error) {
	all := verbs()
	if len(args) == 0 {
		return all[0], nil, nil
	}
	switch first := args[0]; first {
	case "-h", "-help", "--help":
		return all[len(all)-1], args[1:], nil
	default:
		if strings.HasPrefix(first, "-") {
			return all[0], args, nil
		}
		if v, ok := findVerb(first); ok {
			return v, args[1:], nil
		}
		return verb{}, nil, unknownVerb(first)
	}
}

func findVerb(name string) (verb, bool) {
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return v.name == name })
	if i < 0 {
		return verb{}, false
	}
	return all[i], true
}

func unknownVerb(name string) error {
	var names []string
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	e := &usageError{message: fmt.Sprintf("unknown verb %q", name)}
	if near := diag.Nearest(name, slices.Values(names)); near != "" {
		e.hints = append(e.hints, fmt.Sprintf("did you mean %q?", near))
	}
	e.hints = append(e.hints, "verbs are "+strings.Join(names, ", ")+"; try "+program+" --help")
	return e
}

// usageError is a mistake in how the program was called.
type usageError struct {
	message string
	hints   []string
}

func (e *usageError) Error() string { return e.message }

// errHelp says that the user asked for the verb's help.
var errHelp = errors.New("help wanted")

func (v verb) flagSet(o *options) *flag.FlagSet {
	f := flag.NewFlagSet(v.name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	for _, declare := range v.flags {
		declare(o, f)
	}
	return f
}

// parse reads flags into o and returns the operands. Unlike the flag package's own
// parser it lets flags stand after operands, and its errors suggest what was meant.
func (v verb) parse(o *options, args []string) (operands []string, err error) {
	f := v.flagSet(o)
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			operands = append(operands, args...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			operands = append(operands, arg)
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
		if name == "h" || name == "help" {
			return nil, errHelp
		}
		fl := f.Lookup(name)
		if fl == nil {
			return nil, v.unknownFlag(name)
		}
		if b, ok := fl.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
			if !hasValue {
				value = "true"
			}
		} else if !hasValue {
			if len(args) == 0 {
				return nil, v.misuse(fmt.Sprintf("--%s needs a value", name))
			}
			value, args = args[0], args[1:]
		}
		if err := fl.Value.Set(value); err != nil {
			e := v.misuse(fmt.Sprintf("--%s does not take %q", name, value))
			if _, isBool := fl.Value.(interface{ IsBoolFlag() bool }); isBool {
				err = errors.New("leave the value out, or write true or false")
			}
			e.hints = append([]string{err.Error()}, e.hints...)
			return nil, e
		}
	}
	return operands, v.checkOperands(operands)
}

func (v verb) checkOperands(operands []string) error {
	if len(operands) < len(v.operands) {
		return v.misuse(fmt.Sprintf("%s needs %s", v.name, strings.Join(v.operands[len(operands):], " ")))
	}
	if extra := operands[len(v.operands):]; len(extra) > 0 && !v.more {
		return v.misuse(fmt.Sprintf("%s does not know what to do with %q", v.name, extra[0]))
	}
	return nil
}

func (v verb) misuse(message string) *usageError {
	return &usageError{message: message, hints: []string{"try " + program + " help " + v.name}}
}

func (v verb) unknownFlag(name string) error {
	var own []string
	v.flagSet(&options{}).VisitAll(func(f *flag.Flag) { own = append(own, f.Name) })
	e := v.misuse(fmt.Sprintf("%s has no flag --%s", v.name, name))
	if near := diag.Nearest(name, slices.Values(own)); near != "" {
		e.hints = append([]string{fmt.Sprintf("did you mean --%s?", near)}, e.hints...)
		return e
	}
	for _, other := range verbs() {
		if other.flagSet(&options{}).Lookup(name) != nil {
			e.hints = append([]string{fmt.Sprintf("--%s is a flag of %s", name, other.name)}, e.hints...)
			break
		}
	}
	return e
}
