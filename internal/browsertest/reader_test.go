package browsertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// how the reader reads

func number(arg string) (int64, error) { return strconv.ParseInt(arg, 10, 64) }

func (r *reader) setWidth(args []string) (err error) {
	if r.width, err = number(args[0]); err != nil {
		return err
	}
	return r.resize()
}

func (r *reader) setHeight(args []string) (err error) {
	if r.height, err = number(args[0]); err != nil {
		return err
	}
	return r.resize()
}

func (r *reader) resize() error {
	if r.height == 0 {
		r.height = 800
	}
	return do(r.window, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: r.width, Height: r.height, DeviceScaleFactor: 1, Mobile: r.touch,
	})
}

func (r *reader) setTouch([]string) error {
	r.touch = true
	if r.width == 0 {
		r.width = 360
	}
	return errors.Join(r.resize(),
		do(r.window, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 5}))
}

func (r *reader) setScript(args []string) error {
	return do(r.window, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: args[0] == "off"})
}

func (r *reader) setScheme(args []string) error { r.scheme = args[0]; return r.emulate() }
func (r *reader) setMotion(args []string) error { r.motion = args[0]; return r.emulate() }
func (r *reader) setForced(args []string) error { r.forced = args[0]; return r.emulate() }
func (r *reader) setMedia(args []string) error  { r.media = args[0]; return r.emulate() }

// emulate returns when the page has finished moving to how it looks now.
func (r *reader) emulate() error {
	return errors.Join(
		do(r.window, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: r.media,
			Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: r.scheme},
				{Name: "prefers-reduced-motion", Value: r.motion},
				{Name: "forced-colors", Value: r.forced},
			},
		}),
		r.js(nil, `async () => { await Promise.allSettled(document.getAnimations().map(a => a.finished)) }`))
}

// stopClock puts a clock of ours in place of the page's timers, so that a length
// of time can be a fact without anybody waiting for it.
func (r *reader) stopClock([]string) error {
	return do(r.window, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `(() => {
		let now = 1e6, last = 0;
		const due = new Map();
		window.setTimeout = (f, ms = 0, ...args) => { due.set(++last, {at: now + Number(ms), run: () => f(...args)}); return last };
		window.clearTimeout = id => { due.delete(id) };
		performance.now = Date.now = () => now;
		seen.advance = ms => {
			const until = now + ms;
			for (;;) {
				const next = [...due].filter(([, t]) => t.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
				if (!next) break;
				due.delete(next[0]);
				now = next[1].at;
				next[1].run();
			}
			now = until;
		};
	})()`})
}

func (r *reader) advance(args []string) error {
	ms, err := number(args[0])
	if err != nil {
		return err
	}
	return r.js(nil, `ms => seen.advance(ms)`, ms)
}

func (r *reader) style(args []string) error {
	return r.js(nil, `(sel, style) => { document.querySelector(sel).style.cssText = style }`, args[0], args[1])
}

func (r *reader) forgetSeen([]string) error { return r.js(nil, `() => { seen.opened = [] }`) }

// what the reader does

func (r *reader) open(args []string) error {
	if r.width == 0 {
		r.width = 1280
		if err := r.resize(); err != nil {
			return err
		}
	}
	if err := r.emulate(); err != nil {
		return err
	}
	to, err := r.base.Parse(strings.TrimPrefix(args[0], "/"))
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.requests = nil
	r.mu.Unlock()
	answer, err := chromedp.Call(r.ctx, page.Navigate, page.NavigateParams{URL: to.String()})
	switch {
	case err != nil:
		return err
	case answer.ErrorText != "":
		return errors.New(answer.ErrorText)
	case answer.LoaderID == "": // a place on the page that is open
		return nil
	}
	return r.loaded(func(id cdp.LoaderID) bool { return id == answer.LoaderID })
}

// loaded waits until a document of that loader is there, with all that belongs to
// it. The library takes any step in the history for the end of loading, and a card
// that closes may take its step back a moment after the next page was asked for.
func (r *reader) loaded(is func(cdp.LoaderID) bool) error {
	for {
		now, err := r.loader()
		if err != nil {
			return err
		}
		var state string
		if is(now) {
			if err := r.js(&state, `() => document.readyState`); err != nil {
				return err
			}
		}
		if state == "complete" {
			return nil
		}
		time.Sleep(5 * time.Millisecond) // between two looks at the browser, which is what is waited for
	}
}

func (r *reader) loader() (cdp.LoaderID, error) {
	tree, err := chromedp.Call(r.ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return "", err
	}
	return tree.FrameTree.Frame.LoaderID, nil
}

func (r *reader) missing_(args []string) error {
	r.mu.Lock()
	r.missing = args[0]
	r.mu.Unlock()
	return r.open(args)
}

func (r *reader) reload([]string) error {
	before, err := r.loader()
	if err != nil {
		return err
	}
	if err := do(r.window, page.Reload, page.ReloadParams{}); err != nil {
		return err
	}
	return r.loaded(func(id cdp.LoaderID) bool { return id != before })
}

// back goes back as the browser's button does. Within a page there is no load
// to wait for; the facts that follow wait for what should come of it.
func (r *reader) back([]string) error {
	history, err := chromedp.Run(r.ctx, chromedp.NavigationEntries())
	if err != nil {
		return err
	}
	if history.CurrentIndex == 0 {
		return errors.New("there is no page to go back to")
	}
	return do(r.window, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: history.Entries[history.CurrentIndex-1].ID})
}

// A point is a place in the window.
type point struct{ X, Y float64 }

// pointOn is a point on the first line of an element that no other element
// covers, after bringing the element into view if it is not.
func (r *reader) pointOn(selector string) (point, error) {
	// What hangs on a scrolled element follows with the next frame: look, scroll, look again.
	for _, scroll := range []bool{false, true, false} {
		var at *point
		err := r.js(&at, `(sel, scroll) => {
			const el = document.querySelector(sel);
			if (!el) throw new Error('there is no ' + sel);
			if (scroll) el.scrollIntoView({block: el.closest(':popover-open') ? 'nearest' : 'center', behavior: 'instant'});
			for (const box of el.getClientRects())
				for (const part of [.5, .2, .8]) {
					const x = box.left + box.width * part, y = box.top + box.height / 2;
					const hit = document.elementFromPoint(x, y);
					if (hit && (el.contains(hit) || hit.contains(el) && hit.matches('label'))) return {x, y};
				}
			return null;
		}`, selector, scroll)
		if err := errors.Join(err, r.painted()); err != nil {
			return point{}, err
		}
		if at != nil {
			return *at, nil
		}
	}
	return point{}, errors.New("it is covered, or has no box")
}

// painted lets the page lay out, paint and tell itself of scrolling: what a
// person has seen before acting.
func (r *reader) painted() error {
	_, err := chromedp.Call(r.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip: &page.Viewport{Width: 1, Height: 1, Scale: 1},
	})
	return err
}

func (r *reader) settled([]string) error { return errors.Join(r.painted(), r.painted()) }

func (r *reader) mouse(kind input.DispatchMouseEventType, at point, change func(*input.DispatchMouseEventParams)) error {
	p := input.DispatchMouseEventParams{Type: kind, X: at.X, Y: at.Y}
	if change != nil {
		change(&p)
	}
	r.pointer = at
	return do(r.window, input.DispatchMouseEvent, p)
}

func (r *reader) hover(args []string) error {
	at, err := r.pointOn(args[0])
	if err != nil {
		return err
	}
	return r.mouse(chromedp.MouseMoved, at, nil)
}

func (r *reader) away([]string) error { return r.mouse(chromedp.MouseMoved, point{2, 2}, nil) }

func (r *reader) nudge([]string) error {
	return r.mouse(chromedp.MouseMoved, point{r.pointer.X + 1, r.pointer.Y}, nil)
}

func (r *reader) wheel(args []string) error {
	by, err := number(args[0])
	if err != nil {
		return err
	}
	var want, now float64
	err = r.js(&want, `by => Math.max(0, Math.min(scrollY + by, document.scrollingElement.scrollHeight - innerHeight))`, by)
	if err != nil {
		return err
	}
	if err := r.turn(by); err != nil {
		return err
	}
	for deadline := time.Now().Add(patience); ; {
		if err := errors.Join(r.painted(), r.js(&now, `() => scrollY`)); err != nil {
			return err
		}
		if math.Abs(now-want) < 1 {
			return r.painted() // the page hears of it with the next frame
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the page scrolls to %v instead of %v", now, want)
		}
	}
}

func (r *reader) roll(args []string) error {
	by, err := number(args[0])
	if err != nil {
		return err
	}
	return errors.Join(r.turn(by), r.settled(nil))
}

func (r *reader) turn(by int64) error {
	// The library's own type leaves out a delta that is zero, which the browser then misses.
	return do(r.window, cdp.Command[map[string]any, cdp.Empty]{Method: input.CommandDispatchMouseEvent}, map[string]any{
		"type": chromedp.MouseWheel, "x": r.pointer.X, "y": r.pointer.Y, "deltaX": 0, "deltaY": by,
	})
}

func (r *reader) put(args []string) error {
	return r.js(nil, `(sel, x, y) => { document.querySelector(sel).style.cssText = 'position: fixed; left: ' + (x - 9) + 'px; top: ' + (y - 9) + 'px' }`,
		args[0], r.pointer.X, r.pointer.Y)
}

// aim moves the mouse to where an element will be once the page has scrolled.
func (r *reader) aim(args []string) error {
	by, err := number(args[1])
	if err != nil {
		return err
	}
	at, err := r.pointOn(args[0])
	if err != nil {
		return err
	}
	return r.mouse(chromedp.MouseMoved, point{at.X, at.Y + float64(by)}, nil)
}

var modifiers = map[string]kb.Modifier{
	"Control": kb.ModifierCtrl, "Shift": kb.ModifierShift, "Alt": kb.ModifierAlt, "Meta": kb.ModifierMeta,
}

func (r *reader) click(args []string) error {
	at, err := r.pointOn(args[0])
	if err != nil {
		return err
	}
	button := func(p *input.DispatchMouseEventParams) {
		p.Button, p.ClickCount = input.MouseButtonLeft, 1
		if len(args) > 1 {
			p.Modifiers = int64(modifiers[args[1]])
		}
	}
	return errors.Join(
		r.mouse(chromedp.MouseMoved, at, nil),
		r.mouse(chromedp.MousePressed, at, button),
		r.mouse(chromedp.MouseReleased, at, button),
	)
}

func (r *reader) tap(args []string) error {
	at, err := r.pointOn(args[0])
	if err != nil {
		return err
	}
	return r.tapOn(at)
}

func (r *reader) tapAt(args []string) error {
	x, errX := number(args[0])
	y, errY := number(args[1])
	return errors.Join(errX, errY, r.tapOn(point{float64(x), float64(y)}))
}

func (r *reader) tapOn(at point) error {
	return errors.Join(
		do(r.window, input.DispatchTouchEvent, input.DispatchTouchEventParams{
			Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}},
		}),
		do(r.window, input.DispatchTouchEvent, input.DispatchTouchEventParams{
			Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{},
		}),
	)
}

var keys = map[string]string{
	"Escape": kb.Escape, "Enter": kb.Enter, "Tab": kb.Tab, "Space": " ", "End": kb.End, "Home": kb.Home, "PageDown": kb.PageDown,
}

func (r *reader) press(args []string) error {
	names := strings.Split(args[0], "+")
	key, ok := keys[names[len(names)-1]]
	if !ok {
		return fmt.Errorf("no such key: %s", args[0])
	}
	var held []chromedp.KeyOption
	for _, name := range names[:len(names)-1] {
		held = append(held, chromedp.KeyModifiers(modifiers[name]))
	}
	return chromedp.Do(r.ctx, chromedp.KeyEvent(key, held...))
}

func (r *reader) typeText(args []string) error {
	return chromedp.Do(r.ctx, chromedp.KeyEvent(args[0]))
}

func (r *reader) focus(args []string) error {
	return r.js(nil, `sel => document.querySelector(sel).focus()`, args[0])
}

func (r *reader) print([]string) error {
	return do(r.window, page.PrintToPDF, page.PrintToPDFParams{})
}

func (r *reader) scroll(args []string) error {
	return errors.Join(
		r.js(nil, `sel => document.querySelector(sel).scrollIntoView({block: 'center', behavior: 'instant'})`, args[0]),
		r.painted())
}

// everywhere is how far the page is scrolled, and where on it each element is
// that is not part of an entry.
const everywhere = `among => [scrollY, ...[...document.querySelectorAll(among)]
	.filter(el => !el.closest('.card') && !el.closest('svg')).map(el => {
		const box = el.getBoundingClientRect();
		return [box.left, box.top + scrollY, box.width, box.height].map(Math.round).join();
	})]`

func (r *reader) keep(args []string) error {
	r.among = "main *"
	if len(args) > 0 {
		r.among = args[0]
	}
	return r.js(&r.places, everywhere, r.among)
}

// what is so

// holds asks the page: the function returns true, or what is the case instead.
func (r *reader) holds(function string, args ...any) error {
	var answer any
	if err := r.js(&answer, function, args...); err != nil {
		return err
	}
	if answer == true {
		return nil
	}
	return fmt.Errorf("it is %v", answer)
}

func (r *reader) visible(args []string) error {
	return r.holds(`sel => {
		const el = document.querySelector(sel);
		if (!el) return 'not there';
		return el.checkVisibility({visibilityProperty: true, opacityProperty: true}) && el.getClientRects().length > 0 || 'not shown';
	}`, args[0])
}

func (r *reader) hidden(args []string) error {
	return r.holds(`sel => !document.querySelector(sel)?.checkVisibility({visibilityProperty: true}) || 'shown'`, args[0])
}

func (r *reader) exists(args []string) error {
	return r.holds(`sel => !!document.querySelector(sel) || 'not there'`, args[0])
}

func (r *reader) absent(args []string) error {
	return r.holds(`sel => !document.querySelector(sel) || 'there'`, args[0])
}

func (r *reader) count(args []string) error {
	return r.holds(`(sel, want) => { const n = document.querySelectorAll(sel).length; return String(n) === want || n }`, args[0], args[1])
}

func (r *reader) everyMatches(args []string) error {
	return r.holds(`(all, want) => {
		const list = [...document.querySelectorAll(all)];
		return list.length === 0 ? 'about nothing' : list.every(el => el.matches(want)) || 'not so of ' + list.find(el => !el.matches(want)).outerHTML.slice(0, 200);
	}`, args[0], args[1])
}

const textOf = `const text = document.querySelector(sel)?.innerText.replace(/\s+/g, ' ').trim() ?? 'not there'`

func (r *reader) text(args []string) error {
	return r.holds(`(sel, want) => { `+textOf+`; return text === want || text }`, args[0], args[1])
}

func (r *reader) says(args []string) error {
	return r.holds(`(sel, want) => { `+textOf+`; return text.includes(want) || text }`, args[0], args[1])
}

func (r *reader) css(args []string) error {
	selector, pseudo, found := strings.Cut(args[0], "::")
	if found {
		pseudo = "::" + pseudo
	}
	return r.holds(`(sel, pseudo, name, want) => {
		const value = getComputedStyle(document.querySelector(sel), pseudo).getPropertyValue(name);
		return value === want || value;
	}`, selector, pseudo, args[1], args[2])
}

func (r *reader) card(args []string) error {
	return r.holds(`sel => {
		const open = [...document.querySelectorAll('.card:popover-open')].map(c => '#' + c.id);
		return open.length === 1 && open[0] === sel || 'open: ' + open;
	}`, args[0])
}

func (r *reader) closed([]string) error {
	return r.holds(`() => { const open = document.querySelector(':popover-open'); return !open || open.id + ' that is open' }`)
}

func (r *reader) focused(args []string) error {
	return r.holds(`sel => {
		const now = document.activeElement, el = document.querySelector(sel);
		return el === now || !!el?.matches('.card') && el.contains(now) || 'on ' + now.outerHTML.slice(0, 120);
	}`, args[0])
}

func (r *reader) inside(args []string) error {
	return r.holds(`sel => {
		const box = document.querySelector(sel).getBoundingClientRect();
		return box.width > 0 && box.left >= -.5 && box.top >= -.5 && box.right <= innerWidth + .5 && box.bottom <= innerHeight + .5
			|| [box.left, box.top, box.right, box.bottom].map(Math.round) + ' in ' + [innerWidth, innerHeight];
	}`, args[0])
}

func (r *reader) beside(args []string) error {
	return r.holds(`(card, name) => {
		const box = document.querySelector(card).getBoundingClientRect();
		const lines = [...document.querySelector(name).getClientRects()];
		const top = Math.min(...lines.map(l => l.top)), bottom = Math.max(...lines.map(l => l.bottom));
		const left = Math.min(...lines.map(l => l.left)), right = Math.max(...lines.map(l => l.right));
		const gap = box.top >= bottom ? box.top - bottom : top - box.bottom;
		return box.height > 60 && gap >= 0 && gap < 24 && box.left < right && box.right > left
			|| 'at ' + [box.left, box.top, box.right, box.bottom].map(Math.round) + ', the name at ' + [left, top, right, bottom].map(Math.round);
	}`, args[0], args[1])
}

func (r *reader) sheet(args []string) error {
	return r.holds(`sel => {
		const card = document.querySelector(sel), box = card.getBoundingClientRect();
		return getComputedStyle(card).position === 'fixed' && Math.abs(box.left) < 1 && Math.abs(box.right - innerWidth) < 1
			&& Math.abs(box.bottom - innerHeight) < 1 && box.top > innerHeight * .2 && box.height > 60
			|| 'at ' + [box.left, box.top, box.right, box.bottom].map(Math.round) + ' in ' + [innerWidth, innerHeight];
	}`, args[0])
}

func (r *reader) place(args []string) error {
	var now string
	if err := r.js(&now, `() => location.href`); err != nil {
		return err
	}
	want, err := r.base.Parse(strings.TrimPrefix(args[0], "/"))
	if err == nil && now != want.String() {
		err = fmt.Errorf("it is %s", now)
	}
	return err
}

func (r *reader) kept([]string) error {
	var now []any
	if err := r.js(&now, everywhere, r.among); err != nil {
		return err
	}
	if len(now) != len(r.places) {
		return fmt.Errorf("%d elements instead of %d", len(now), len(r.places))
	}
	for i := range now {
		if now[i] != r.places[i] {
			return fmt.Errorf("element %d is at %v, was at %v", i, now[i], r.places[i])
		}
	}
	return nil
}

// measure counts the letters of every line but the last of each paragraph.
func (r *reader) measure(args []string) error {
	return r.holds(`(sel, least, most) => {
		let letters = 0, lines = 0;
		for (const p of document.querySelectorAll(sel)) {
			const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = document.createRange(), full = new Map();
			while (walker.nextNode()) {
				const text = walker.currentNode;
				if (text.parentElement.closest('.perma, .mark')) continue;
				for (let i = 0; i < text.length; i++) {
					range.setStart(text, i);
					range.setEnd(text, i + 1);
					const box = range.getBoundingClientRect();
					if (box.width) full.set(Math.round(box.bottom / 8), (full.get(Math.round(box.bottom / 8)) ?? 0) + 1);
				}
			}
			const counts = [...full.values()].slice(0, -1);
			letters += counts.reduce((a, b) => a + b, 0);
			lines += counts.length;
		}
		const mean = letters / lines;
		return mean >= Number(least) && mean <= Number(most) || mean + ' in ' + lines + ' lines';
	}`, args[0], args[1], args[2])
}

func (r *reader) rightOf(args []string) error {
	return r.holds(`(a, b) => {
		const [one, other] = [a, b].map(sel => document.querySelector(sel).getBoundingClientRect());
		return one.left > other.left && one.right > other.right || [one.left, one.right, other.left, other.right].map(Math.round).join();
	}`, args[0], args[1])
}

func (r *reader) level(args []string) error {
	return r.holds(`(a, b) => {
		const [one, other] = [a, b].map(sel => document.querySelector(sel).getBoundingClientRect().top);
		return Math.abs(one - other) < 8 || one + ' and ' + other;
	}`, args[0], args[1])
}

func (r *reader) line(args []string) error {
	return r.holds(`sel => {
		const list = [...document.querySelectorAll(sel)], range = document.createRange();
		const broken = list.find(el => {
			range.selectNodeContents(el);
			return new Set([...range.getClientRects()].map(box => box.top)).size !== 1;
		});
		return list.length === 0 ? 'about nothing' : !broken || 'not so of ' + broken.outerHTML.slice(0, 200);
	}`, args[0])
}

func (r *reader) starts(args []string) error {
	return r.holds(`(a, b) => {
		const [one, other] = [a, b].map(sel => {
			const el = document.querySelector(sel), box = el.getClientRects()[0];
			return getComputedStyle(el).direction === 'rtl' ? box.right : box.left;
		});
		return Math.abs(one - other) < 8 || one + ' and ' + other;
	}`, args[0], args[1])
}

func (r *reader) apart(args []string) error {
	return r.holds(`sel => {
		const all = [...document.querySelectorAll(sel)].map(el => [el, el.getBoundingClientRect()]);
		if (all.length < 2) return 'about ' + all.length;
		for (const [a, p] of all)
			for (const [b, q] of all)
				if (a !== b && Math.min(p.right, q.right) - Math.max(p.left, q.left) > .5 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) >= Math.min(.5, p.height, q.height))
					return a.outerHTML.slice(0, 120) + ' on ' + b.outerHTML.slice(0, 120);
		return true;
	}`, args[0])
}

func (r *reader) within(args []string) error {
	return r.holds(`(sel, outer) => {
		const box = document.querySelector(outer).getBoundingClientRect(), all = [...document.querySelectorAll(sel)];
		const out = all.find(el => {
			const r = el.getBoundingClientRect();
			return r.left < box.left - .5 || r.right > box.right + .5 || r.top < box.top - .5 || r.bottom > box.bottom + .5;
		});
		return all.length === 0 ? 'about nothing' : !out || out.outerHTML.slice(0, 160);
	}`, args[0], args[1])
}

func (r *reader) fits([]string) error {
	return r.holds(`() => {
		const wide = document.scrollingElement.scrollWidth;
		if (wide <= innerWidth) return true;
		const out = [...document.querySelectorAll('body *')].filter(el => el.getBoundingClientRect().right > innerWidth + 1).at(-1);
		return wide + ' wide, by ' + out?.outerHTML.slice(0, 160);
	}`)
}

func (r *reader) reached(args []string) error {
	return r.holds(`sel => {
		const el = document.querySelector(sel), box = el.getBoundingClientRect();
		const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		return el.contains(hit) || 'at ' + [box.left, box.top, box.right, box.bottom].map(Math.round) + ', under ' + hit?.outerHTML.slice(0, 120);
	}`, args[0])
}

// firsts compares how mentions look, in what the browser draws under them.
func (r *reader) firsts(args []string) error {
	return r.holds(`sel => {
		const line = a => getComputedStyle(a).textDecorationColor, looks = [new Set, new Set];
		let seen = new Set;
		for (const el of document.querySelectorAll(sel + ' :is(h2, h3, h4, h5, h6, a.actor)')) {
			if (!el.matches('a')) { seen = new Set; continue; }
			looks[Number(seen.has(el.dataset.actor))].add(line(el));
			seen.add(el.dataset.actor);
		}
		const [plain, faint] = looks.map(l => [...l].join(' and '));
		return looks[0].size === 1 && looks[1].size === 1 && plain !== faint || plain + ' at first, later ' + faint;
	}`, args[0])
}

func (r *reader) under(args []string) error { return r.hovered(args[0], true) }
func (r *reader) left(args []string) error  { return r.hovered(args[0], false) }

// hovered asks what the browser takes the mouse to be on. It looks anew only
// when it draws.
func (r *reader) hovered(selector string, want bool) error {
	return errors.Join(r.painted(), r.holds(`(sel, want) => document.querySelector(sel).matches(':hover') === want || 'otherwise'`, selector, want))
}

func (r *reader) near(args []string) error {
	return r.holds(`(sel, x) => {
		const box = document.querySelector(sel).getBoundingClientRect();
		return Math.min(Math.abs(box.left - x), Math.abs(box.right - x)) < 12 || [box.left, box.right].map(Math.round) + ', the mouse at ' + x;
	}`, args[0], r.pointer.X)
}

func (r *reader) step(args []string) error {
	return r.holds(`want => { const step = history.state?.card ? '1' : '0'; return step === want || step }`, args[0])
}

func (r *reader) unlit(args []string) error {
	if r.lit(args) == nil {
		return errors.New("it has a background")
	}
	return nil
}

func (r *reader) lit(args []string) error {
	return r.holds(`sel => {
		const color = getComputedStyle(document.querySelector(sel)).backgroundColor;
		return color !== 'rgba(0, 0, 0, 0)' || color;
	}`, args[0])
}

// contrast computes WCAG's ratio of an element's text to the page's paper. The
// browser draws both colours, so that every way to write one is understood.
func (r *reader) contrast(args []string) error {
	return r.holds(`(sel, want) => {
		const light = color => {
			const canvas = document.createElement('canvas').getContext('2d');
			canvas.fillStyle = color;
			canvas.fillRect(0, 0, 1, 1);
			const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
			return .2126 * r + .7152 * g + .0722 * b;
		};
		const pair = [getComputedStyle(document.querySelector(sel)).color, getComputedStyle(document.body).backgroundColor].map(light).sort((a, b) => b - a);
		const ratio = (pair[0] + .05) / (pair[1] + .05);
		return ratio >= Number(want) || ratio.toFixed(2);
	}`, args[0], args[1])
}

// name asks the accessibility tree.
func (r *reader) name(args []string) error {
	found, err := chromedp.Call(r.ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: fmt.Sprintf("document.querySelector(%q)", args[0]),
	})
	if err != nil {
		return err
	}
	tree, err := chromedp.Call(r.ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{
		ObjectID: found.Result.ObjectID,
	})
	if err != nil {
		return err
	}
	if len(tree.Nodes) == 0 || tree.Nodes[0].Role == nil || tree.Nodes[0].Name == nil {
		return errors.New("it is not in the tree")
	}
	var role, name string
	err = errors.Join(json.Unmarshal(tree.Nodes[0].Role.Value, &role), json.Unmarshal(tree.Nodes[0].Name.Value, &name))
	if err == nil && (role != args[1] || !strings.Contains(name, args[2])) {
		err = fmt.Errorf("it is %s %q", role, name)
	}
	return err
}

func (r *reader) steady([]string) error {
	return r.holds(`() => seen.shifts.concat(seen.refused).join('; ') || true`)
}

func (r *reader) asked(args []string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if strconv.Itoa(len(r.requests)) != args[0] {
		return fmt.Errorf("they are %v", r.requests)
	}
	return nil
}

func (r *reader) opened(args []string) error {
	var got []string
	if err := r.js(&got, `() => seen.opened.map(id => '#' + id)`); err != nil {
		return err
	}
	if !slices.Equal(got, args) {
		return fmt.Errorf("opened were %v", got)
	}
	return nil
}

// tabs counts the tabs of this window's browser context, which other tests do not share.
func (r *reader) tabs(args []string) error {
	all, err := chromedp.Targets(r.ctx)
	if err != nil {
		return err
	}
	var n int
	for _, target := range all {
		at, err := url.Parse(target.URL)
		if target.Type == "page" && err == nil && at.Host == r.base.Host {
			n++
		}
	}
	if strconv.Itoa(n) != args[0] {
		return fmt.Errorf("%d are open", n)
	}
	return nil
}
