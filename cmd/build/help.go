package main

import (
	"errors"
	"io"
)

// help explains the program, or one of its verbs.
func help(args []string, w io.Writer, say *voice) int {
	if len(args) == 0 {
		io.WriteString(w, generalHelp)
		return exitOK
	}
	v, ok := findVerb(args[0])
	if !ok {
		return say.failure(unknownVerb(args[0]))
	}
	if v.name == "help" {
		io.WriteString(w, generalHelp)
		return exitOK
	}
	if len(args) > 1 {
		return say.failure(&usageError{message: "help explains one verb at a time"})
	}
	if _, err := io.WriteString(w, v.help); err != nil {
		return say.failure(errors.New("cannot write the help: " + err.Error()))
	}
	return exitOK
}

const generalHelp = `build turns stories into annotated explainers: every actor opens a glossary
card, every statement shows who said it, and unnamed sources are accounted for.

Usage:

    build [flags]             write the site to public/
    build serve [flags]       show the site in a browser while it is written
    build check [flags]       ask of every story what a careful editor would
    build annotate FILE       say who says what in one story
    build import FILE         make a story of plain text or a saved page
    build new article NAME    begin a story (or "new actor") in a file that says
                              what each field is for
    build editor              teach your editor the fields and the findings
    build help VERB           explain a verb and its flags

Run from the project with "go run ./cmd/build" in place of "build".

A site is a folder with

    content/site.yaml         title, address, time zone
    content/articles/*.md     stories: front matter, then Markdown
    content/articles/*.txt    stories in plain text
    content/glossary/*.md     actors: who they are, and the text of their cards
    content/*.md              plain pages
    templates/, static/       optional; files here replace the built-in ones

Start here:

    build                     then open public/index.html, or put it on any host
    build serve --open        then change a sentence and save
    build check               then mend what it finds, or overrule it
    build annotate story.txt  needs no site: any story will do

Exit codes:

    0   done
    1   something is wrong with a story, a file or a port: see what was printed;
        nothing was published
    2   something is wrong with the command line

Environment:

    NO_COLOR            any value: print without colours
    GITHUB_STEP_SUMMARY the file to which --format github adds what GitHub does
                        not show at the lines; GitHub Actions sets it
    SOURCE_DATE_EPOCH   seconds since 1970: build as if it were then
`

const buildHelp = `build writes the site to public/, ready for GitHub Pages or any other host of
plain files.

Usage:

    build [flags]

Everything is checked and rendered before anything is written: where there is an
error, the files that are published stay as they are. Only files that changed
are written, and files that an earlier build wrote and this one would not are
removed; other files stay.

Flags:

    --site DIR        the folder that holds content/ (default: this one)
    --output DIR      where to write (default: public/ in the site)
    --base-url URL    the address the site will have, in place of baseURL in
                      content/site.yaml
    --drafts          include stories marked as drafts
    --future          include stories dated after today
    --strict          treat warnings as errors, as that software identified a
                      source and nobody confirmed it
    --clean           leave nothing in the output folder but the site, whoever
                      wrote it; names that begin with a dot stay
    --format FORMAT   findings as text (the default); or on standard output as
                      json, sarif, or github, which GitHub shows at the lines

Examples:

    build
    build --strict
    build --base-url https://example.org/explainers/ --output dist

Exit codes: 0 done; 1 errors, or warnings under --strict; 2 wrong usage.
`

const serveHelp = `serve shows the site in a browser while it is written. Every save of a story, a
card, a template or a static file is seen; pages that changed load again and
keep their place. A mistake leaves the last good page standing and says what is
wrong. Drafts and stories dated after today are shown, and say so.

Usage:

    build serve [flags]

Pages are served from memory: nothing is written to public/. Ctrl-C ends it.

Flags:

    --site DIR        the folder that holds content/ (default: this one)
    --port PORT       (default: 1313; 0 for any free one)
    --bind ADDRESS    (default: 127.0.0.1, which only this machine can reach)
    --open            open the site in the browser
    --poll            look for changes now and then instead of being told of
                      them; for network drives and some containers
    --base-url URL    serve under the path of this address, as the host will
    --drafts=false    leave out stories marked as drafts
    --future=false    leave out stories dated after today
    --editor EDITOR   what opens when a finding is clicked (default: vscode)

EDITOR is a name: vscode, vscode-insiders, vscodium, cursor, windsurf, zed,
idea, clion, goland, phpstorm, pycharm, rider, rubymine, webstorm, textmate,
macvim, sublime, emacs, gvim; or none. Or it is an address or a command of your
own, in which {file}, {line} and {column} say where. A command is run without a
shell: quotation marks keep words together, and a path stays in one piece.

Environment:

    EDITOR_URL        what --editor says where there is no such flag

Examples:

    build serve --open
    build serve --editor idea
    build serve --editor "xterm -e vim +{line} {file}"
    build serve --drafts=false --port 8080

Exit codes: 0 ended by Ctrl-C; 1 the preview could not start, as when the port
is in use; 2 wrong usage.
`

const checkHelp = `check asks of every story what a careful editor would: whether the unnamed are
accounted for, the words attributed in time, the names known, the dates clear;
and follows every link of every page within the site, to the anchor.

Usage:

    build check [flags]

Drafts and stories dated after today are checked too. Nothing is written but by
--fix, and no other site is asked.

What is a judgement is a warning; what would be wrong on the page is an error.
Every finding ends with the name of its rule in brackets; docs/rules explains
each with an example. To overrule one, write in content/site.yaml

    check:
      formulaic-reason: off          or warning, or error

or before the paragraph that it is about, with the reason

    <!-- check: off formulaic-reason: the words are the source's own -->

build stops at errors too, but keeps to itself what most rules think of a story.

Flags:

    --site DIR        the folder that holds content/ (default: this one)
    --base-url URL    the address the site will have, in place of baseURL in
                      content/site.yaml
    --fix             mend what takes no judgement: a key or a word with one
                      misprint, a date written otherwise, "the the", a space
                      inside quotation marks; every change is said at its
                      place, quotations and all other words stay as they are
    --strict          treat warnings as errors
    --format FORMAT   findings as text (the default); or on standard output as
                      json, sarif, or github, which GitHub shows at the lines

Examples:

    build check
    build check --fix
    build check --strict --format github

Exit codes: 0 nothing found, or warnings; 1 errors, or warnings under --strict;
2 wrong usage.
`

const annotateHelp = `annotate says who says what in one story: its sources and how far each is
identified, why the unnamed are unnamed, every sentence with the one who says
it, the actors, the dates, and defects of the copy.

Usage:

    build annotate [flags] FILE
    build annotate --write [flags] FILE...

FILE is Markdown if its name ends in .md, and plain text otherwise; "-" is
standard input. Front matter is heeded where there is any. No site is needed;
with one, the actors of its glossary are found.

Sources carry a label: a letter for how far they are identified, and a number.

    N   named         a person given by name
    I   institution   a body, or its spokesperson, speaking officially
    D   document      a thing one can read
    C   collective    an unnamed, uncounted group
    A   anonymous     unnamed people who informed the story

Flags:

    --site DIR        the folder that holds content/ (default: this one)
    --date DATE       the story's date, as in 2024-01-25, from which "Thursday"
                      or "last month" are reckoned; comes before front matter
    --from md|txt     how to read FILE, whatever its name; standard input is txt
                      unless this says md
    --format FORMAT   text for people, or json for programs (default: text)
    --explain         say of each source and passage which rule found it, and on
                      which words; in json as "why" and "rule"
    --write           put the sources that are found into the front matter of
                      FILE, for you to correct, in place of printing them; what
                      stands there stays as you wrote it
    --strict          exit with 1 on warnings too

Examples:

    build annotate --date 2024-01-25 story.txt
    build annotate --explain story.txt
    build annotate --write content/articles/talks.md
    build annotate --write content/articles/*
    build annotate --format json content/articles/talks.md
    pbpaste | build annotate -

In JSON, "start" and "end" count Unicode code points of "text".

Exit codes: 0 done; 1 errors in the story, or warnings under --strict; 2 wrong
usage.
`

const importHelp = `import makes a story of the site out of what you have: a wire story in plain
text, Markdown, or a page saved from a browser. Headline, byline, date, dateline
and the thanks to contributors go into the front matter; boilerplate, what an
agency tells its customers and what an e-mail puts around a story are left out
and listed; the sources that are found are declared, for you to correct. Every
other word stays as it is.

Usage:

    build import [flags] FILE

FILE is read by its name (.txt, .md, .html) or else by how it begins; "-" is
standard input. The story goes to content/articles/, under a name made of its
title. No file is ever overwritten.

Flags:

    --site DIR        the folder that holds content/ (default: this one)
    --title TITLE     in place of the story's own headline
    --date DATE       the day of the story, as in 2024-01-25
    --slug NAME       the file's name, and so the address: coalition-talks
    --from md|txt|html
                      how to read FILE, whatever its name
    --stubs           write an entry of the glossary for every name that has
                      none; what each is is guessed, and its summary is yours
    --strict          exit with 1 on warnings too

Examples:

    build import --date 2024-01-25 story.txt
    build import --stubs saved-page.html
    pbpaste | build import --title "Who is who in the talks" -

Exit codes: 0 done; 1 the story cannot be read, its file exists, or there are
errors in it, or warnings under --strict; 2 wrong usage.
`

const editorHelp = `editor writes what VS Code, and editors like it, need to help with a site, to
.vscode/ in its folder:

    schemas/          the fields of site.yaml, of stories, actors and pages as
                      JSON Schemas, for completion and checks while you type
    settings.json     which schema is for which file
    extensions.json   the extension that reads schemas
    tasks.json        build, check and serve as tasks whose findings stand among
                      the editor's problems, at their lines

Usage:

    build editor [flags]

Schemas are written anew whenever this is run; other files are not touched where
they exist.

Flags:

    --site DIR        the folder that holds content/ (default: this one)

Exit codes: 0 done; 1 a file cannot be written; 2 wrong usage.
`

const newHelp = `new begins a story or an entry of the glossary: a file in which every field is
explained. No file is ever overwritten.

Usage:

    build new article [flags] NAME
    build new actor [flags] NAME

A new article is a draft until you take out that line.

Flags:

    --site DIR        the folder that holds content/ (default: this one)
    --slug NAME       the file's name, and so the address (default: from NAME)
    --date DATE       the day of the story (default: today)

Examples:

    build new article "Who is who in the talks"
    build new actor "Lloyd Austin"

Exit codes: 0 done; 1 the file cannot be written, as when it exists; 2 wrong
usage.
`
