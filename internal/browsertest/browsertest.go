// Package browsertest holds the tests of the pages as readers get them: the
// shipped site, built into memory, served under "/" and under "/repo/", opened
// in Chromium with and without JavaScript, by mouse, keyboard and touch.
//
// Tests read like a list of facts about the page:
//
//	width 1280
//	open /
//	hover #story a[data-actor=iran]
//	beside #actor-iran #story a[data-actor=iran]
//	press Escape
//	closed
//
// They are the files of testdata/facts; facts_test.go says what each word
// means. A fact that does not hold yet is waited for, and fails when it has not
// come true within a few seconds. Nothing sleeps: where a length of time is
// itself the fact (a card opens after 400 ms, not before), the file asks for a
// clock of its own and advances it. Each file also fails when its pages write
// an error to the console, break their Content-Security-Policy, fail to load
// something or ask another host for anything.
//
// Beside these, every HTML page of the build passes the Nu HTML checker, the
// stylesheet its CSS check, and the script and the stylesheet their budgets.
//
// # What the tests need
//
//   - Chromium: chromium, chromium-browser or google-chrome in the PATH (Debian:
//     apt-get install chromium), or the path in $CHROMIUM.
//   - Java 11 or newer for the Nu HTML checker: "java" in the PATH (Debian:
//     apt-get install default-jre-headless).
//   - w3m and lynx, for the page as text (Debian: apt-get install w3m lynx).
//   - axe-core and vnu-jar in node_modules: npm ci, in the module's root.
//
// A test that lacks one of them says so and is skipped; where CI is set in the
// environment it fails instead.
//
// # Screenshots
//
//	go test ./internal/browsertest -run Screenshots -screenshots DIR
//
// writes every kind of page, at four widths, light and dark, with cards open
// and a level chosen, for a person to look at. "make screenshots" does so into
// testdata/screenshots. "make picture" takes the one in the README again.
package browsertest
