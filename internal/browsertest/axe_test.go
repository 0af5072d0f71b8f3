package browsertest

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
)

var axeSource = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(fromModule("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("no axe-core (npm ci): %w", err)
	}
	return string(text), nil
})

// axe runs all rules of axe-core, good practice too, on the page as it stands, and
// the one on the size of targets, which axe leaves out unless asked.
func (r *reader) axe([]string) error {
	source, err := axeSource()
	if err != nil {
		return errMissing{err}
	}
	var has bool
	if err := r.js(&has, `() => 'axe' in window`); err != nil {
		return err
	}
	if !has {
		if err := r.js(nil, "() => {"+source+"\n}"); err != nil {
			return err
		}
	}
	var found []string
	err = r.js(&found, `async () => {
		const {violations} = await axe.run(document, {rules: {'target-size': {enabled: true}}});
		return violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ': ' + n.failureSummary.replace(/\s+/g, ' ')));
	}`)
	if err == nil && len(found) > 0 {
		err = errors.New("axe-core finds\n\t" + strings.Join(found, "\n\t"))
	}
	return err
}

// errMissing is a tool that is not there: no fault of the page.
type errMissing struct{ error }
