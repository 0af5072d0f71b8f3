package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long a fact may take to come true. It only passes when a test fails.
const patience = 20 * time.Second

// TestFacts runs every file of facts, in windows of their own, on the shipped site
// under "/" unless the file begins with a word of places.
func TestFacts(t *testing.T) {
	files, err := filepath.Glob("testdata/facts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of facts: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := parseFacts(string(text))
		if err != nil {
			t.Fatalf("%s:%v", file, err)
		}
		name, bases, facts := where(facts)
		for _, base := range bases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+strings.TrimSuffix(base, "/"), func(t *testing.T) {
				t.Parallel()
				r := newReader(newWindow(t, serve(t, name, base)))
				for _, f := range facts {
					err := r.run(f)
					if tool, ok := errors.AsType[errMissing](err); ok {
						skip(t, "%v", tool)
					}
					if err != nil {
						t.Fatalf("%s:%d: %s %s: %v", file, f.line, f.word, strings.Join(f.args, " "), err)
					}
				}
			})
		}
	}
}

// places are the words that a file can begin with, and how many arguments each takes:
// "everywhere" reads the site under "/repo/" too, "site NAME" one of testdata/sites.
var places = map[string]int{"everywhere": 0, "site": 1}

func countPlaces(facts []fact) int {
	n := 0
	for n < len(facts) {
		if _, ok := places[facts[n].word]; !ok {
			break
		}
		n++
	}
	return n
}

// where says on which site, and under which base paths, the rest is so.
func where(facts []fact) (name string, bases []string, rest []fact) {
	bases = []string{"/"}
	n := countPlaces(facts)
	for _, f := range facts[:n] {
		if f.word == "everywhere" {
			bases = append(bases, "/repo/")
		} else {
			name = f.args[0]
		}
	}
	return name, bases, facts[n:]
}

// A fact is one line of a file: a word and what it is said of.
type fact struct {
	line int
	word string
	args []string // as many as the word takes; the last one has the rest of the line
}

// parseFacts reads a file of facts. Empty lines and lines that begin with "#"
// say nothing. Arguments are parted by two spaces or more, since selectors hold
// single ones, or by a single space where the word takes one argument.
func parseFacts(text string) ([]fact, error) {
	var facts []fact
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		f := fact{line: i + 1, word: word}
		for arg := range strings.SplitSeq(rest, "  ") {
			if arg = strings.TrimSpace(arg); arg != "" {
				f.args = append(f.args, arg)
			}
		}
		if args, ok := places[word]; ok && len(facts) == countPlaces(facts) && len(f.args) == args {
			facts = append(facts, f)
			continue
		}
		w, ok := words[word]
		switch {
		case !ok:
			return nil, fmt.Errorf("%d: no such word: %s", i+1, word)
		case len(f.args) < w.least || len(f.args) > w.most:
			return nil, fmt.Errorf("%d: %s takes %d to %d arguments, parted by two spaces; here are %d", i+1, word, w.least, w.most, len(f.args))
		}
		facts = append(facts, f)
	}
	return facts, nil
}

// A reader is a window and how it is used.
type reader struct {
	*window
	motion, scheme, forced, media string
	width, height                 int64
	touch                         bool
}

func newReader(w *window) *reader { return &reader{window: w, motion: "reduce", scheme: "light"} }

// A word is something a file can say. A deed is done once. A fact is asked for
// until it holds: the function answers nil, or why not.
type word struct {
	least, most int
	deed        func(r *reader, args []string) error
	fact        func(r *reader, args []string) error
}

func (r *reader) run(f fact) error {
	w := words[f.word]
	whole := r.ctx
	ctx, cancel := context.WithTimeout(whole, 4*patience) // a browser that never answers fails the test too
	r.ctx = ctx
	defer func() { cancel(); r.ctx = whole }()
	if w.deed != nil {
		return w.deed(r, f.args)
	}
	deadline := time.Now().Add(patience)
	for {
		err := w.fact(r, f.args)
		if err == nil || time.Now().After(deadline) || r.ctx.Err() != nil {
			return err
		}
		time.Sleep(5 * time.Millisecond) // between two looks at the page, which is what is waited for
	}
}

// words is the language. Selectors are CSS; of several elements the first is meant.
var words = map[string]word{
	// how the reader reads
	"width":  {1, 1, (*reader).setWidth, nil},     // in pixels; a window is 800 high
	"height": {1, 1, (*reader).setHeight, nil},    // in pixels
	"touch":  {0, 0, (*reader).setTouch, nil},     // a phone: touch, no mouse
	"script": {1, 1, (*reader).setScript, nil},    // "off" before the page opens
	"scheme": {1, 1, (*reader).setScheme, nil},    // "light" (as at first) or "dark"
	"motion": {1, 1, (*reader).setMotion, nil},    // "reduce" (as at first) or "no-preference"
	"media":  {1, 1, (*reader).setMedia, nil},     // "print" or "screen"
	"forced": {1, 1, (*reader).setForced, nil},    // forced colours: "active" or "none"
	"clock":  {0, 0, (*reader).stopClock, nil},    // before the page opens: time passes by "advance" alone
	"style":  {2, 2, (*reader).style, nil},        // give an element declarations that bring about a situation
	"every":  {2, 2, nil, (*reader).everyMatches}, // every element of the first selector matches the second
	"shot":   {1, 2, (*reader).shot, nil},         // a picture of the window, under that name, with -screenshots
	"paper":  {1, 1, (*reader).paper, nil},        // the page as it is printed on A4, under that name, with -screenshots
	"recall": {0, 0, (*reader).forgetSeen, nil},   // forget which cards were opened so far
	"opened": {0, 9, nil, (*reader).opened},       // exactly these cards were opened, in this order
	"tabs":   {1, 1, nil, (*reader).tabs},         // so many tabs are open
	"axe":    {0, 0, (*reader).axe, nil},          // axe-core finds nothing
	"steady": {0, 0, nil, (*reader).steady},       // the layout has not shifted, whatever the reader did
	"asked":  {1, 1, nil, (*reader).asked},        // the page that was opened last took so many requests

	// what the reader does
	"open":    {1, 1, (*reader).open, nil},     // a page, as a path under the site's address
	"missing": {1, 1, (*reader).missing_, nil}, // the same, of a page that does not exist
	"reload":  {0, 0, (*reader).reload, nil},
	"back":    {0, 0, (*reader).back, nil},
	"hover":   {1, 1, (*reader).hover, nil}, // brings it into view and moves the mouse over its first line
	"away":    {0, 0, (*reader).away, nil},  // moves the mouse where nothing is
	"wheel":   {1, 1, (*reader).wheel, nil}, // turns the wheel where the mouse is, by so many pixels
	"roll":    {1, 1, (*reader).roll, nil},  // turns the wheel where the mouse is, whatever that moves
	"aim":     {2, 2, (*reader).aim, nil},   // moves the mouse where an element will be once the wheel has turned by so many pixels
	"put":     {1, 1, (*reader).put, nil},   // puts an element where the mouse is, behind whatever is there
	"nudge":   {0, 0, (*reader).nudge, nil}, // moves the mouse by a pixel
	"click":   {1, 2, (*reader).click, nil}, // with a key held, if a second argument names one
	"tap":     {1, 1, (*reader).tap, nil},   // with a finger
	"tap-at":  {2, 2, (*reader).tapAt, nil}, // x and y in the window
	"press":   {1, 1, (*reader).press, nil}, // a key: Escape, Enter, Tab, Shift+Tab …
	"type":    {1, 1, (*reader).typeText, nil},
	"focus":   {1, 1, (*reader).focus, nil},
	"print":   {0, 0, (*reader).print, nil},   // prints the page
	"advance": {1, 1, (*reader).advance, nil}, // milliseconds, on a stopped clock
	"painted": {0, 0, (*reader).settled, nil}, // waits until the page has done what it was about to do
	"scroll":  {1, 1, (*reader).scroll, nil},  // an element to the middle of the window
	"keep":    {0, 1, (*reader).keep, nil},    // remembers where everything is, or what the selector says

	// what is so
	"visible":  {1, 1, nil, (*reader).visible},
	"hidden":   {1, 1, nil, (*reader).hidden}, // or not there
	"exists":   {1, 1, nil, (*reader).exists},
	"absent":   {1, 1, nil, (*reader).absent},
	"count":    {2, 2, nil, (*reader).count},
	"text":     {2, 2, nil, (*reader).text}, // its text, spaces put together
	"says":     {2, 2, nil, (*reader).says}, // its text holds
	"css":      {3, 3, nil, (*reader).css},  // selector, which may end in ::before or ::after, property, computed value
	"card":     {1, 1, nil, (*reader).card}, // this card, and no other, is open
	"closed":   {0, 0, nil, (*reader).closed},
	"focused":  {1, 1, nil, (*reader).focused}, // the focus is on the element or, for a card, on it or in it
	"inside":   {1, 1, nil, (*reader).inside},  // the whole element is within the window
	"beside":   {2, 2, nil, (*reader).beside},  // the card is next to the name, above or below, and covers none of it
	"level":    {2, 2, nil, (*reader).level},   // both begin at the same height
	"line":     {1, 1, nil, (*reader).line},    // the text of each of these elements is on one line
	"rightof":  {2, 2, nil, (*reader).rightOf}, // the first element is wholly at the right of the second, or lies over its right end
	"starts":   {2, 2, nil, (*reader).starts},  // both begin at the same side and place, in the direction in which they are read
	"measure":  {3, 3, nil, (*reader).measure}, // lines of the paragraphs have so many letters, at least and at most, on the average
	"sheet":    {1, 1, nil, (*reader).sheet},   // the card lies along the whole bottom of the window
	"place":    {1, 1, nil, (*reader).place},   // the address, as a path under the site's
	"name":     {3, 3, nil, (*reader).name},    // its role, and what its name has in it, as assistive technology is told
	"kept":     {0, 0, nil, (*reader).kept},    // nothing of that has moved since "keep"
	"apart":    {1, 1, nil, (*reader).apart},   // of these elements no two overlap
	"within":   {2, 2, nil, (*reader).within},  // each of the first lies in the second
	"fits":     {0, 0, nil, (*reader).fits},    // nothing sticks out sideways
	"reached":  {1, 1, nil, (*reader).reached}, // the middle of the element is in the window, and nothing lies over it
	"firsts":   {1, 1, nil, (*reader).firsts},  // in each section of the text, an actor's first mention alone is underlined plainly
	"under":    {1, 1, nil, (*reader).under},   // the element is under the mouse, and the browser knows
	"left":     {1, 1, nil, (*reader).left},    // it is not
	"near":     {1, 1, nil, (*reader).near},    // the card begins or ends close to where the mouse is
	"step":     {1, 1, nil, (*reader).step},    // "1" when a card is the history's last step, else "0"
	"unlit":    {1, 1, nil, (*reader).unlit},
	"lit":      {1, 1, nil, (*reader).lit},      // the element has a background of its own
	"contrast": {2, 2, nil, (*reader).contrast}, // its text has at least that contrast
}
