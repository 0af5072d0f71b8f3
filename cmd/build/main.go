// Build turns stories into annotated explainers: static pages on which every actor
// opens a glossary card, every statement shows who said it and on what terms, and
// the unnamed officials are accounted for.
//
//	build [flags]            write the site to public/ (also: build build)
//	build serve [flags]      show the site while it is written
//	build check [flags]      ask of every story what a careful editor would
//	build annotate FILE      say who says what in one story
//	build import FILE        make a story of plain text or a saved page
//	build new article NAME   begin a story, or an actor
//	build editor             teach an editor the fields and the findings
//	build help [VERB]        explain
//
// This package is the only one that knows of flags, exit codes and terminals. Each
// verb has a file of its own that wires the packages under internal/ together; what
// they find comes back as diagnostics, and say.go decides how those and everything
// else reach people.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Exit codes, as the help states them.
const (
	exitOK    = 0
	exitError = 1 // something is wrong with what was asked for: a story, a file, a port
	exitUsage = 2 // something is wrong with how it was asked for
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second Ctrl-C ends the program at once, should stopping take long.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], process{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		clock:  time.Now,
	}))
}

// process is what the program is given by whoever runs it.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	clock          func() time.Time
}

// run is the program: it does what the arguments ask for and returns the exit code.
func run(ctx context.Context, args []string, p process) int {
	say := newVoice(p)
	v, args, err := chooseVerb(args)
	if err != nil {
		return say.failure(err)
	}
	if v.name == "help" {
		return help(args, p.stdout, say)
	}
	o := defaults()
	operands, err := v.parse(&o, args)
	if errors.Is(err, errHelp) {
		io.WriteString(p.stdout, v.help)
		return exitOK
	}
	if err != nil {
		return say.failure(err)
	}
	say.site = o.site
	return say.failure(v.run(ctx, job{process: p, options: o, operands: operands, say: say}))
}

// job is one run of a verb.
type job struct {
	process
	options
	operands []string
	say      *voice
}
