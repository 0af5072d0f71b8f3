package preview

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// FuzzDress takes off again what dress has put on.
func FuzzDress(f *testing.F) {
	f.Add([]byte("<!DOCTYPE html><html><head><title>x</title><link rel=stylesheet href=/x.css></head><body><p>x</body></html>"))
	f.Add([]byte("<title></head></title><meta http-equiv=content-security-policy content=\"default-src 'none'\"><body>"))
	f.Add([]byte("<script><!-- <script> </script> --></script></head>"))
	f.Add([]byte("<head><svg><title></head>"))
	f.Add([]byte("\x00<head\x00></HEAD\n>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		dressed := dress(body, "h", "v")
		tags, _ := headTags(body)
		if slices.ContainsFunc(tags, tag.isPolicy) {
			if !strings.Contains(string(dressed), "Content-Security-Policy") {
				t.Errorf("the policy is gone from %q", dressed)
			}
			return
		}
		i := bytes.Index(dressed, []byte(`<script src="/_preview/client.js`))
		end := []byte(" defer></script>")
		j := bytes.Index(dressed[max(i, 0):], end)
		if i < 0 || j < 0 {
			t.Fatalf("no script in %q", dressed)
		}
		if rest := slices.Concat(dressed[:i], dressed[i+j+len(end):]); !bytes.Equal(rest, body) {
			t.Errorf("%q came back as %q", body, rest)
		}
	})
}
