package preview

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestWatchLimit runs itself in a user namespace, where the number of watches can
// be limited without harm to others.
func TestWatchLimit(t *testing.T) {
	const inside = "PREVIEW_TEST_LIMIT"
	limit := os.Getenv(inside)
	if limit == "" {
		for _, limit := range []string{"max_inotify_watches 2", "max_inotify_instances 0"} {
			t.Run(limit, func(t *testing.T) {
				c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWatchLimit$", "-test.v")
				c.Env = append(os.Environ(), inside+"="+limit)
				c.SysProcAttr = &syscall.SysProcAttr{
					Cloneflags:  syscall.CLONE_NEWUSER,
					UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
				}
				out, err := c.CombinedOutput()
				if len(out) == 0 && err != nil || strings.Contains(string(out), "--- SKIP") {
					t.Skipf("no user namespace to limit watches in: %v %s", err, out)
				}
				if err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
		return
	}
	name, number, _ := strings.Cut(limit, " ")
	if err := os.WriteFile("/proc/sys/user/"+name, []byte(number), 0); err != nil {
		t.Skip(err)
	}
	d := newDesk(t, map[string]string{"content/a.md": "one", "content/many/a.md": "x", "content/more/a.md": "x"})
	d.watch(false)
	d.hear("see fs.inotify." + strings.Replace(name, "inotify", "user", 1) + "); looking for changes every ")
	d.write("content/a.md", "two")
	d.settle()
	d.write("content/new/deep/er/a.md", "three")
	d.settle()
}
