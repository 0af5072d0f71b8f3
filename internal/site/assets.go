package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"mime"
	"path"
	"slices"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// asset is a static file under a name that changes with its bytes, so that
// browsers may keep it for good.
type asset struct {
	output        string  // "assets/style.1f2e3d4c5b.css"
	typ           string  // media type
	width, height int     // of an image; 0 for unknown
	variants      []asset // of an image: itself in all its widths, from the least; nil where there is one
}

// assets are the files of the static folder by their names there, and what the
// program makes of them and beside them.
type assets struct {
	fsys  fs.FS
	files map[string]asset
	names []string          // sorted
	made  map[string][]byte // the bytes that are not a file's own
	found []diag.Diagnostic // about files that are published all the same
	hash  uint64            // of all that a story can show or miss of them, its images
}

// codeCSS is the name of the made asset that colours code.
const codeCSS = "code.css"

// loadAssets takes in a static folder. Files that were among the assets before and have
// not changed since are not read.
func loadAssets(fsys fs.FS, before *assets, changed func(name string) bool) (*assets, []diag.Diagnostic) {
	a := &assets{fsys: fsys, files: map[string]asset{}, made: map[string][]byte{codeCSS: highlightCSS()}}
	var ds []diag.Diagnostic
	if fsys != nil {
		err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				if name == "." && errors.Is(err, fs.ErrNotExist) {
					return fs.SkipAll
				}
				ds = append(ds, fileError(path.Join("static", name), err))
				return nil
			}
			switch {
			case name != "." && content.IsScratch(e.Name()):
				if e.IsDir() {
					return fs.SkipDir
				}
				return nil
			case e.IsDir():
				return nil
			}
			if same, ok := before.files[name]; ok && !changed(name) && a.keep(name, same) {
				return nil
			}
			info, err := e.Info()
			if err == nil {
				err = a.add(name, info.Size())
			}
			if err != nil {
				ds = append(ds, fileError(path.Join("static", name), err))
			}
			return nil
		})
		if err != nil {
			ds = append(ds, fileError("static", err))
		}
	}
	for name, data := range a.made {
		sum := sha256.Sum256(data)
		a.files[name] = asset{output: fingerprint(name, sum[:]), typ: mediaType(name)}
	}
	for name := range a.files {
		a.names = append(a.names, name)
	}
	slices.Sort(a.names)
	a.hash = a.hashImages()
	a.findVariants()
	return a, ds
}

// hashImages is asked before variants are found, since they follow.
func (a *assets) hashImages() uint64 {
	h := fnv.New64a()
	for _, name := range a.names {
		f := a.files[name]
		if strings.HasPrefix(f.typ, "image/") {
			fmt.Fprintf(h, "%q %d %d\n", f.output, f.width, f.height)
		} else {
			fmt.Fprintf(h, "%q\n", name)
		}
	}
	return h.Sum64()
}

// keep takes in a file that is what it was, unless something is made of it.
func (a *assets) keep(name string, same asset) bool {
	if _, _, ok := minifiable(name); ok {
		return false
	}
	same.variants = nil
	a.files[name] = same
	return true
}

// maxAsset is how large a static file may be, in bytes. What is larger is refused before
// it is read, which would hold up whoever waits for a first look; GitHub Pages takes no
// more than that for a whole site.
const maxAsset = 1 << 30

// add takes in a file of the static folder.
func (a *assets) add(name string, size int64) error {
	if size > maxAsset {
		return diag.Diagnostic{
			Location: diag.Location{File: path.Join("static", name)}, Severity: diag.Error, Rule: "too-large",
			Message: fmt.Sprintf("this file is larger than %d GB", maxAsset>>30),
			Hints:   []string{"put it where large files are kept, and link to it there"},
		}
	}
	if _, _, ok := minifiable(name); ok && size <= maxMinified {
		source, err := fs.ReadFile(a.fsys, name)
		if err != nil {
			return err
		}
		data, ds := minified(name, source)
		a.made[name], a.found = data, append(a.found, ds...)
		return nil
	}
	file, err := describe(a.fsys, name)
	if err == nil {
		a.files[name] = file
	}
	return err
}

// describe reads a file once, for its fingerprint and, of an image, its size.
func describe(fsys fs.FS, name string) (asset, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return asset{}, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return asset{}, err
	}
	a := asset{output: fingerprint(name, h.Sum(nil)), typ: mediaType(name)}
	if strings.HasPrefix(a.typ, "image/") {
		a.width, a.height, _ = imageSize(fsys, name, a.typ) // whoever shows it complains
	}
	return a, nil
}

// fingerprint puts ten hexadecimal digits of the hash before the extension.
func fingerprint(name string, sum []byte) string {
	ext := path.Ext(name)
	return "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum)[:10] + ext
}

// mediaTypes are the types of files as servers should send them; the system's own
// table differs from machine to machine, and is asked only for what is not here.
var mediaTypes = map[string]string{
	".avif": "image/avif", ".css": "text/css; charset=utf-8", ".gif": "image/gif", ".html": "text/html; charset=utf-8",
	".ico": "image/x-icon", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8", ".webp": "image/webp", ".woff2": "font/woff2", ".xml": "application/xml",
}

func mediaType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t, ok := mediaTypes[ext]; ok {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

// write writes an asset's bytes. A file that has changed since it was named by its
// bytes is an error: browsers would keep the wrong ones for good.
func (a *assets) write(w io.Writer, name string) error {
	if data, ok := a.made[name]; ok {
		_, err := w.Write(data)
		return err
	}
	f, err := a.fsys.Open(name)
	if err != nil {
		return fileError(path.Join("static", name), err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), f); err != nil {
		return fileError(path.Join("static", name), err)
	}
	if fingerprint(name, h.Sum(nil)) != a.files[name].output {
		return diag.Diagnostic{
			Location: diag.Location{File: path.Join("static", name)}, Severity: diag.Error, Rule: "changed-meanwhile",
			Message: "this file has changed while the site was built", Hints: []string{"build again when nothing writes to it any more"},
		}
	}
	return nil
}

// icon is the file that stands for the site in a browser's tabs, if there is one.
func (a *assets) icon() (asset, bool) {
	for _, name := range []string{"icon.svg", "favicon.svg", "icon.png", "favicon.png", "favicon.ico"} {
		if f, ok := a.files[name]; ok {
			return f, true
		}
	}
	return asset{}, false
}
