package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backgrounder/internal/diag"
)

// site is what a run writes, by path.
type site map[string]string

func (s site) files() iter.Seq[File] {
	return func(yield func(File) bool) {
		for _, p := range slices.Sorted(maps.Keys(s)) {
			if !yield(File{Path: p, Render: text(s[p])}) {
				return
			}
		}
	}
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func mustWrite(t *testing.T, dir string, s site, o Options) Report {
	t.Helper()
	report, err := Write(t.Context(), dir, s.files(), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// tree is what a folder holds but for the manifest: contents, or a mark for
// what is no file.
func tree(t *testing.T, dir string) site {
	t.Helper()
	got := site{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil || rel == "." || rel == ManifestName {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case e.IsDir():
			got[rel+"/"] = ""
		case e.Type().IsRegular():
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			got[rel] = string(data)
		default:
			got[rel] = e.Type().String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantTree(t *testing.T, dir string, want site) {
	t.Helper()
	full := maps.Clone(want)
	for p := range want {
		for d := filepath.Dir(strings.TrimSuffix(p, "/")); d != "."; d = filepath.Dir(d) {
			full[d+"/"] = ""
		}
	}
	if diff := cmp.Diff(full, tree(t, dir)); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
	}
}

func put(t *testing.T, dir, p, data string) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(p))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func rules(ds []diag.Diagnostic) []string {
	var got []string
	for _, d := range ds {
		got = append(got, filepath.Base(d.File)+" "+d.Rule)
	}
	return got
}

func TestChangedFilesOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "public")
	got := mustWrite(t, dir, site{"index.html": "one", "story/index.html": "two", "big": strings.Repeat("x", spill+1)}, Options{})
	if want := (Report{Written: 3, Bytes: int64(6 + spill + 1)}); !cmp.Equal(got, want) {
		t.Errorf("first run: %+v, want %+v", got, want)
	}
	before := map[string]fs.FileInfo{}
	for _, p := range []string{"index.html", "story/index.html", "big", ManifestName} {
		info, err := os.Stat(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		before[p] = info
	}
	again := site{"index.html": "one", "story/index.html": "2nd", "big": strings.Repeat("x", spill+1)}
	got = mustWrite(t, dir, again, Options{})
	if want := (Report{Written: 1, Unchanged: 2, Bytes: 3}); !cmp.Equal(got, want) {
		t.Errorf("second run: %+v, want %+v", got, want)
	}
	wantTree(t, dir, again)
	for p, old := range before {
		info, err := os.Stat(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		touched := !os.SameFile(old, info) || !old.ModTime().Equal(info.ModTime())
		if want := p == "story/index.html" || p == ManifestName; touched != want {
			t.Errorf("%s touched: %v, want %v", p, touched, want)
		}
	}
	got = mustWrite(t, dir, again, Options{})
	if want := (Report{Unchanged: 3}); !cmp.Equal(got, want) {
		t.Errorf("third run: %+v, want %+v", got, want)
	}
}

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	old := setUmask(0o077)
	mustWrite(t, dir, site{"a/b/index.html": "x"}, Options{})
	setUmask(old)
	for p, want := range map[string]fs.FileMode{".": 0o755, "a": 0o755, "a/b": 0o755, "a/b/index.html": 0o644, ManifestName: 0o644} {
		info, err := os.Stat(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", p, got, want)
		}
	}

	// A file that has come by another mode or a second name is written anew.
	page := filepath.Join(dir, "a", "b", "index.html")
	if err := os.Chmod(page, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := mustWrite(t, dir, site{"a/b/index.html": "x"}, Options{}); got.Written != 1 {
		t.Errorf("mode 0600 stays: %+v", got)
	}
	if err := os.Link(page, filepath.Join(t.TempDir(), "other")); err != nil {
		t.Skip(err)
	}
	if got := mustWrite(t, dir, site{"a/b/index.html": "x"}, Options{}); got.Written != 1 {
		t.Errorf("a hard link stays: %+v", got)
	}
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, ".gitignore", "*\n")
	put(t, dir, "mine/notes.txt", "n")
	mustWrite(t, dir, site{"index.html": "1", "old/deep/index.html": "2", "mine/index.html": "3", "edited.html": "4", "linked.html": "5"}, Options{})
	put(t, dir, "edited.html", "by hand")
	if err := os.Remove(filepath.Join(dir, "linked.html")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("index.html", filepath.Join(dir, "linked.html")); err != nil {
		t.Fatal(err)
	}
	got := mustWrite(t, dir, site{"index.html": "1"}, Options{})
	if diff := cmp.Diff([]string{"edited.html kept-file"}, rules(got.Warnings)); diff != "" || got.Removed != 2 {
		t.Errorf("%+v\n%s", got, diff)
	}
	want := site{".gitignore": "*\n", "mine/notes.txt": "n", "index.html": "1", "edited.html": "by hand", "linked.html": "L---------"}
	wantTree(t, dir, want)

	// It is theirs now, and no longer spoken of.
	if got := mustWrite(t, dir, site{"index.html": "1"}, Options{}); len(got.Warnings) > 0 || got.Removed > 0 {
		t.Errorf("%+v", got)
	}
	wantTree(t, dir, want)
}

func TestClean(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "index.html", "of another generator")
	_, err := Write(t.Context(), dir, site{"index.html": "1"}.files(), Options{Clean: true})
	if d, ok := errors.AsType[diag.Diagnostic](err); !ok || d.Rule != "clean-foreign" {
		t.Fatalf("cleaned a folder that was not ours: %v", err)
	}
	wantTree(t, dir, site{"index.html": "of another generator"})

	got := mustWrite(t, dir, site{"index.html": "1", "a/index.html": "2", "old.html": "3", ".nojekyll": ""}, Options{})
	if diff := cmp.Diff([]string{"index.html replaced-file"}, rules(got.Warnings)); diff != "" {
		t.Error(diff)
	}
	put(t, dir, ".git/HEAD", "ref")
	put(t, dir, "a/.hidden", "x")
	put(t, dir, "foreign/x/y", "x")
	put(t, dir, "b", "a file in the way")
	if err := os.Symlink(dir, filepath.Join(dir, "a", "link")); err != nil {
		t.Fatal(err)
	}
	want := site{"index.html": "1", "a/index.html": "2", "b/index.html": "4", ".nojekyll": ""}
	got = mustWrite(t, dir, want, Options{Clean: true})
	want[".git/HEAD"] = "ref"
	wantTree(t, dir, want)
	if got.Written != 1 || got.Unchanged != 3 || len(got.Warnings) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestInTheWay(t *testing.T) {
	tests := []struct {
		name  string
		ours  site
		setup func(t *testing.T, dir string)
		plan  site
		want  string // rule of the error; "" for none
	}{
		{
			name: "our file where a folder must be",
			ours: site{"a": "1"},
			plan: site{"a/index.html": "2"},
		},
		{
			name: "our folder where a file must be",
			ours: site{"a/index.html": "1", "a/b/c": "2"},
			plan: site{"a": "3"},
		},
		{
			name:  "our folder with something foreign in it",
			ours:  site{"a/index.html": "1"},
			setup: func(t *testing.T, dir string) { put(t, dir, "a/mine", "x") },
			plan:  site{"a": "3"},
			want:  "path-in-the-way",
		},
		{
			name:  "our folder with something changed in it",
			ours:  site{"a/index.html": "1"},
			setup: func(t *testing.T, dir string) { put(t, dir, "a/index.html", "x") },
			plan:  site{"a": "3"},
			want:  "path-in-the-way",
		},
		{
			name:  "a foreign file where a folder must be",
			setup: func(t *testing.T, dir string) { put(t, dir, "a", "x") },
			plan:  site{"a/b/index.html": "3"},
			want:  "path-in-the-way",
		},
		{
			name: "a link where a file must be",
			setup: func(t *testing.T, dir string) {
				put(t, dir, "target", "x")
				symlink(t, "target", filepath.Join(dir, "a"))
			},
			plan: site{"a": "3"},
			want: "path-in-the-way",
		},
		{
			name: "a link where a folder must be",
			setup: func(t *testing.T, dir string) {
				put(t, dir, "target/index.html", "x")
				symlink(t, "target", filepath.Join(dir, "a"))
			},
			plan: site{"a/index.html": "3"},
			want: "path-in-the-way",
		},
		{
			name:  "a link out of the folder",
			setup: func(t *testing.T, dir string) { symlink(t, t.TempDir(), filepath.Join(dir, "a")) },
			plan:  site{"a/index.html": "3"},
			want:  "path-in-the-way",
		},
		{
			name:  "a link for a manifest",
			setup: func(t *testing.T, dir string) { symlink(t, "target", filepath.Join(dir, ManifestName)) },
			plan:  site{"a": "3"},
			want:  "path-in-the-way",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if test.ours != nil {
				mustWrite(t, dir, test.ours, Options{})
			}
			if test.setup != nil {
				test.setup(t, dir)
			}
			before := tree(t, dir)
			report, err := Write(t.Context(), dir, test.plan.files(), Options{})
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if report.Removed != len(test.ours) {
					t.Errorf("%d files are said to be removed, want %d", report.Removed, len(test.ours))
				}
				wantTree(t, dir, test.plan)
				return
			}
			if d, ok := errors.AsType[diag.Diagnostic](err); !ok || d.Rule != test.want {
				t.Errorf("error %v, want rule %s", err, test.want)
			}
			wantTree(t, dir, before)
		})
	}
}

func symlink(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip(err)
	}
}

func TestEveryErrorIsReported(t *testing.T) {
	placed := diag.Diagnostic{Location: diag.Location{File: "content/x.md", Line: 3}, Severity: diag.Error, Message: "no"}
	files := func(yield func(File) bool) {
		_ = yield(File{"a", func(io.Writer) error { return errors.New("first") }}) &&
			yield(File{"b", text("fine")}) &&
			yield(File{"b", text("twice")}) &&
			yield(File{"c", func(w io.Writer) error {
				_, err := io.WriteString(w, strings.Repeat("x", spill+1))
				return errors.Join(err, placed)
			}})
	}
	dir := filepath.Join(t.TempDir(), "new", "public")
	report, err := Write(t.Context(), dir, files, Options{})
	want := "a: first\n" + filepath.ToSlash(dir) + ": error: \"b\" is written twice [output-path]\ncontent/x.md:3: error: no"
	if err == nil || err.Error() != want {
		t.Errorf("got error\n%v\nwant\n%s", err, want)
	}
	if !cmp.Equal(report, Report{}) {
		t.Errorf("a run that fails reports %+v", report)
	}
	if _, err := os.Stat(filepath.Dir(dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folders made for it stay: %v", err)
	}
}

func TestPathsThatNoDiskTakes(t *testing.T) {
	tests := []struct {
		paths []string
		want  string
	}{
		{[]string{"../x"}, "no path inside"},
		{[]string{"/x"}, "no path inside"},
		{[]string{"a//b"}, "no path inside"},
		{[]string{`a\b`}, "no path inside"},
		{[]string{"a\x00"}, "no path inside"},
		{[]string{"."}, "no path inside"},
		{[]string{ManifestName}, "kept for the record"},
		{[]string{"a/.backgrounder-00.tmp"}, "kept for the record"},
		{[]string{"a", "a"}, "written twice"},
		{[]string{"A.html", "a.html"}, "one file on some disks"},
		{[]string{"caf\u00e9", "cafe\u0301"}, "one file on some disks"},
		{[]string{"STRASSE", "stra\u00dfe"}, "one file on some disks"},
		{[]string{"Dir/a", "dir/b"}, "one folder on some disks"},
		{[]string{"x/Dir/a", "x/dir/y/b"}, "one folder on some disks"},
		{[]string{"a", "a/b"}, "a file and a folder"},
		{[]string{"a/b/c", "a"}, "a file and a folder"},
		{[]string{"a/b/c", "A/B"}, "a file and a folder"},
	}
	for _, test := range tests {
		var n names
		var err error
		for _, p := range test.paths {
			err = errors.Join(err, n.add(p))
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %q", test.paths, err, test.want)
		}
	}
}

// What the disk refuses stops the run, and nothing is published.
func TestDiskRefuses(t *testing.T) {
	dir := t.TempDir()
	before := site{"index.html": "1"}
	mustWrite(t, dir, before, Options{})
	long := strings.Repeat("a", 300) // no disk has room for such a name
	for _, p := range []string{long, long + "/index.html"} {
		_, err := Write(t.Context(), dir, site{"index.html": "2", p: "3"}.files(), Options{})
		if d, ok := errors.AsType[diag.Diagnostic](err); !ok || d.Rule != "output-write" {
			t.Errorf("the error is %v, want rule output-write", err)
		}
		wantTree(t, dir, before)
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	dir := t.TempDir()
	var inner error
	files := func(yield func(File) bool) {
		yield(File{"a", func(io.Writer) error {
			_, inner = Write(context.Background(), dir, site{"b": "1"}.files(), Options{})
			return nil
		}})
	}
	if _, err := Write(t.Context(), dir, files, Options{}); err != nil {
		t.Fatal(err)
	}
	if d, ok := errors.AsType[diag.Diagnostic](inner); !ok || d.Rule != "output-busy" {
		t.Errorf("the second run: %v", inner)
	}
	mustWrite(t, dir, site{"b": "1"}, Options{})
}

func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	put(t, filepath.Dir(file), "file", "x")
	for _, dir := range []string{file, filepath.Join(file, "public")} {
		_, err := Write(t.Context(), dir, site{"a": "1"}.files(), Options{})
		want := filepath.ToSlash(dir) + ": error: cannot write into the output folder: not a directory [output-folder]"
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestKilledRun leaves a folder as a run would that is killed after some of its
// renames, and expects the next one to know what to do.
func TestKilledRun(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, site{"kept": "1", "stale": "2", "changing": "old"}, Options{})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := run{dir: dir, disk: newDisk(root)}
	if err := r.prepare(); err != nil {
		t.Fatal(err)
	}
	plan := site{"kept": "1", "changing": "new", "fresh/one": "3", "fresh/two": "4"}
	if err := r.stage(t.Context(), plan.files()); err != nil {
		t.Fatal(err)
	}
	if err := r.record(r.before.with(r.after)); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.staged {
		if s.path == "changing" || s.path == "fresh/one" {
			if err := r.rename(s); err != nil {
				t.Fatal(err)
			}
		}
	}
	root.Close()
	if got := tree(t, dir); got["changing"] != "new" || got["fresh/one"] != "3" || got[markName] != "" || len(got) != 7 {
		t.Fatalf("this is no run in the middle: %q", got)
	}

	// Nothing of either run but "kept" is wanted now. All was ours, so all goes.
	got := mustWrite(t, dir, site{"kept": "1"}, Options{})
	if got.Removed != 3 || len(got.Warnings) > 0 {
		t.Errorf("%+v", got)
	}
	wantTree(t, dir, site{"kept": "1"})
}

// TestChangeFailsInTheMiddle makes a rename fail when others have been done. The
// error says so, and the next run knows whose everything is.
func TestChangeFailsInTheMiddle(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // one file after the other
	dir := t.TempDir()
	mustWrite(t, dir, site{"changing": "old", "kept": "1", "stale": "2"}, Options{})
	files := func(yield func(File) bool) {
		_ = yield(File{"changing", text("new")}) &&
			yield(File{"fresh/one", text("3")}) &&
			yield(File{"fresh/two", text("4")}) &&
			yield(File{"kept", func(w io.Writer) error {
				// By now fresh/two is rendered, and nothing stood in its way.
				put(t, dir, "fresh/two/mine", "x")
				return text("1")(w)
			}})
	}
	_, err := Write(t.Context(), dir, files, Options{})
	if d, ok := errors.AsType[diag.Diagnostic](err); !ok || d.Rule != "output-write" || !strings.HasSuffix(d.File, "fresh/two") {
		t.Errorf("error %v", err)
	}
	wantTree(t, dir, site{"changing": "old", "fresh/one": "3", "fresh/two/mine": "x", "kept": "1", "stale": "2"})

	got := mustWrite(t, dir, site{"kept": "1"}, Options{})
	if got.Removed != 3 || len(got.Warnings) > 0 {
		t.Errorf("%+v", got)
	}
	wantTree(t, dir, site{"fresh/two/mine": "x", "kept": "1"})
}

func TestManifest(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, site{"b": "2", "a/<x>": "1"}, Options{})
	data, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "version": 1,
  "files": [
    {"path":"a/\u003cx\u003e","sha256":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"},
    {"path":"b","sha256":"d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"}
  ]
}
`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}

	for _, broken := range []string{"", "{", `{"version": 2, "files": []}`} {
		put(t, dir, ManifestName, broken)
		got := mustWrite(t, dir, site{"b": "2"}, Options{})
		if diff := cmp.Diff([]string{ManifestName + " output-manifest"}, rules(got.Warnings)); diff != "" {
			t.Errorf("manifest %q: %s", broken, diff)
		}
		if _, ok := tree(t, dir)["a/<x>"]; !ok {
			t.Errorf("manifest %q: removed a file that nothing says is ours", broken)
		}
	}

	outside := filepath.Join(filepath.Dir(dir), "victim")
	put(t, filepath.Dir(dir), "victim", "1")
	put(t, dir, ManifestName, strings.ReplaceAll(want, "a/\\u003cx\\u003e", "../victim"))
	mustWrite(t, dir, site{"b": "2"}, Options{})
	if _, err := os.Stat(outside); err != nil {
		t.Errorf("a manifest made us remove a file outside: %v", err)
	}
}

// TestWholeOrUntouched lets runs fail and be cancelled at every step, while a
// reader looks at the files all the time: each is whole, old or new, and a run
// that did not succeed leaves everything as it was.
func TestWholeOrUntouched(t *testing.T) {
	const n = 8
	dir := t.TempDir()
	plan := func(round int) site {
		s := site{}
		for i := range n {
			// Every other file changes; some are longer than what is kept in
			// memory; some come and go.
			body := fmt.Sprintf("%d of run %d\n", i, round*(i%2))
			if i == 5 {
				body = strings.Repeat(body, spill/len(body)+10)
			}
			s[fmt.Sprintf("d%d/f%d", i%3, i)] = body
		}
		s[fmt.Sprintf("only/in/%d", round)] = "x"
		return s
	}
	good := plan(0)
	mustWrite(t, dir, good, Options{})

	var stop atomic.Bool
	var readers sync.WaitGroup
	readers.Go(func() {
		for !stop.Load() {
			for i := range n {
				name := filepath.Join(dir, fmt.Sprintf("d%d", i%3), fmt.Sprintf("f%d", i))
				data, err := os.ReadFile(name)
				if err != nil {
					t.Errorf("a reader found no file: %v", err)
					return
				}
				line, _, _ := strings.Cut(string(data), "\n")
				line += "\n"
				if !strings.HasPrefix(line, fmt.Sprintf("%d of run ", i)) ||
					string(data) != strings.Repeat(line, len(data)/len(line)) || i != 5 && string(data) != line {
					t.Errorf("a reader found a torn file: %.40q…", data)
					return
				}
			}
		}
	})
	defer func() { stop.Store(true); readers.Wait() }()

	for step := range n + 1 {
		for _, how := range []string{"error", "half", "cancel"} {
			ctx, cancel := context.WithCancel(t.Context())
			var rendered atomic.Int64
			next := plan(step + 1)
			files := func(yield func(File) bool) {
				for f := range next.files() {
					whole := f.Render
					f.Render = func(w io.Writer) error {
						if int(rendered.Add(1)) != step+1 {
							return whole(w)
						}
						switch how {
						case "half":
							_, err := io.WriteString(w, strings.Repeat("x", spill+1))
							return errors.Join(err, errors.New("broken"))
						case "cancel":
							cancel()
							return whole(w)
						}
						return errors.New("broken")
					}
					if !yield(f) {
						return
					}
				}
			}
			_, err := Write(ctx, dir, files, Options{})
			cancel()
			if err == nil || how == "cancel" && !errors.Is(err, context.Canceled) {
				t.Errorf("step %d, %s: error %v", step, how, err)
			}
			wantTree(t, dir, good)
		}
		good = plan(step + 1)
		mustWrite(t, dir, good, Options{})
		wantTree(t, dir, good)
	}
}

// TestManyFiles writes a large site without holding it.
func TestManyFiles(t *testing.T) {
	const n, size = 1000, 64 << 10
	page := bytes.Repeat([]byte("x"), size-8)
	var alive, most atomic.Int64
	files := func(yield func(File) bool) {
		for i := range n {
			f := File{Path: fmt.Sprintf("%d/index.html", i), Render: func(w io.Writer) error {
				for now, old := alive.Add(1), most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
				}
				defer alive.Add(-1)
				_, err := fmt.Fprintf(w, "%08d", i)
				_, err2 := w.Write(page)
				return errors.Join(err, err2)
			}}
			if !yield(f) {
				return
			}
		}
	}
	dir := t.TempDir()
	for _, want := range []Report{{Written: n, Bytes: n * size}, {Unchanged: n}} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		got, err := Write(t.Context(), dir, files, Options{})
		if err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if !cmp.Equal(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > n*size/2 {
			t.Errorf("allocated %d bytes for a site of %d", allocated, n*size)
		}
	}
	if workers := int64(runtime.GOMAXPROCS(0)); most.Load() > workers {
		t.Errorf("%d outputs were rendered at once, by %d workers", most.Load(), workers)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"version":1,"files":[{"path":"a","sha256":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeManifest(data)
		if err != nil {
			return
		}
		for p := range m {
			if !fs.ValidPath(p) || p == "." {
				t.Errorf("path %q", p)
			}
		}
		again, err := decodeManifest(m.encode())
		if err != nil || !cmp.Equal(m, again) {
			t.Errorf("%v does not come back: %v, %v", m, again, err)
		}
	})
}
