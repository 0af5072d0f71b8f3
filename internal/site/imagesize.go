package site

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif"
	_ "image/png"
	"io"
	"io/fs"
	"math"
	"strconv"
	"strings"
)

// maxImageHead is how much of an image is read for its size, in bytes. Formats say
// it early; what may stand before it is a profile of colours or a small preview.
const maxImageHead = 1 << 20

// imageSize reads how many pixels wide and high browsers show an image, so that
// pages keep its place before it comes.
func imageSize(fsys fs.FS, name, typ string) (width, height int, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, maxImageHead))
	if err != nil {
		return 0, 0, err
	}
	return sizeOf(head, typ)
}

var errNoSize = errors.New("it does not say how large it is")

func sizeOf(head []byte, typ string) (width, height int, err error) {
	switch typ {
	case "image/svg+xml":
		width, height, err = svgSize(head)
	case "image/jpeg":
		width, height = jpegSize(head)
	case "image/webp":
		width, height = webpSize(head)
	case "image/avif":
		width, height = avifSize(head)
	case "image/png", "image/gif":
		var c image.Config
		c, _, err = image.DecodeConfig(bytes.NewReader(head))
		width, height = c.Width, c.Height
	}
	if err == nil && (width <= 0 || height <= 0) {
		err = errNoSize
	}
	return width, height, err
}

// jpegSize goes through the segments of a JPEG. Cameras say which way up a picture
// is in Exif's orientation, and browsers turn it.
func jpegSize(b []byte) (width, height int) {
	if len(b) < 2 || b[0] != 0xFF || b[1] != 0xD8 {
		return 0, 0
	}
	turned := false
	for b = b[2:]; len(b) >= 4 && b[0] == 0xFF; {
		marker, length := b[1], int(binary.BigEndian.Uint16(b[2:]))
		switch {
		case marker == 0xFF: // fill
			b = b[1:]
			continue
		case length < 2 || 2+length > len(b):
			return 0, 0
		}
		segment := b[4 : 2+length]
		switch {
		case marker == 0xE1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			turned = exifTurned(segment[6:])
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC: // a frame
			if len(segment) < 5 {
				return 0, 0
			}
			height, width = int(binary.BigEndian.Uint16(segment[1:])), int(binary.BigEndian.Uint16(segment[3:]))
			if turned {
				width, height = height, width
			}
			return width, height
		}
		b = b[2+length:]
	}
	return 0, 0
}

// exifTurned reports an orientation that lays a picture on its side.
func exifTurned(tiff []byte) bool {
	if len(tiff) < 8 {
		return false
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return false
	}
	const entry, orientation = 12, 0x0112
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entry {
			return false
		}
		if order.Uint16(entries) == orientation {
			return order.Uint16(entries[8:]) >= 5
		}
		entries = entries[entry:]
	}
	return false
}

// webpSize reads the first chunk of a WebP, which is one of three.
func webpSize(b []byte) (width, height int) {
	if len(b) < 30 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return 0, 0
	}
	u16 := func(at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }
	u24 := func(at int) int { return u16(at) | int(b[at+2])<<16 }
	switch string(b[12:16]) {
	case "VP8 ":
		return u16(26) & 0x3FFF, u16(28) & 0x3FFF
	case "VP8L":
		bits := binary.LittleEndian.Uint32(b[21:])
		return int(bits&0x3FFF) + 1, int(bits>>14&0x3FFF) + 1
	case "VP8X":
		return u24(24) + 1, u24(27) + 1
	}
	return 0, 0
}

// avifSize finds the largest picture that an AVIF describes: others are its
// previews and its transparency.
func avifSize(b []byte) (width, height int) {
	properties := box(box(box(b, "meta", 4), "iprp", 0), "ipco", 0)
	turned := false
	for name, content := range boxes(properties) {
		switch {
		case name == "ispe" && len(content) >= 12:
			w, h := int(binary.BigEndian.Uint32(content[4:])), int(binary.BigEndian.Uint32(content[8:]))
			if uint64(w)*uint64(h) > uint64(width)*uint64(height) && w <= math.MaxInt16 && h <= math.MaxInt16 {
				width, height = w, h
			}
		case name == "irot" && len(content) >= 1:
			turned = content[0]&1 == 1
		}
	}
	if turned {
		width, height = height, width
	}
	return width, height
}

// boxes goes through the boxes of an ISO base media file.
func boxes(b []byte) func(yield func(name string, content []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for len(b) >= 8 {
			size := uint64(binary.BigEndian.Uint32(b))
			if size == 0 || size > uint64(len(b)) {
				size = uint64(len(b)) // to the end of the file, or of what was read
			}
			if size < 8 || !yield(string(b[4:8]), b[8:size]) {
				return
			}
			b = b[size:]
		}
	}
}

// box is what the first box of a name holds behind its first bytes.
func box(b []byte, name string, skip int) []byte {
	for n, content := range boxes(b) {
		if n == name && len(content) >= skip {
			return content[skip:]
		}
	}
	return nil
}

// svgSize is the size that the root of a drawing gives it, else that of its view box.
func svgSize(b []byte) (width, height int, err error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // sizes are digits in all of them
	for {
		t, err := d.RawToken()
		if err != nil {
			return 0, 0, err
		}
		if root, ok := t.(xml.StartElement); ok {
			if root.Name.Local != "svg" {
				return 0, 0, errNoSize
			}
			width, height = svgRootSize(root.Attr)
			return width, height, nil
		}
	}
}

func svgRootSize(attributes []xml.Attr) (width, height int) {
	var w, h, viewWidth, viewHeight float64
	for _, a := range attributes {
		switch a.Name.Local {
		case "width":
			w = pixels(a.Value)
		case "height":
			h = pixels(a.Value)
		case "viewBox":
			if view := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ',' || r <= ' ' }); len(view) == 4 {
				viewWidth, viewHeight = pixels(view[2]), pixels(view[3])
			}
		}
	}
	view := viewWidth > 0 && viewHeight > 0
	switch {
	case w > 0 && h > 0:
	case w > 0 && view:
		h = w * viewHeight / viewWidth
	case h > 0 && view:
		w = h * viewWidth / viewHeight
	case view:
		w, h = viewWidth, viewHeight
	default:
		w, h = 300, 150 // what browsers take where nothing is said
	}
	return max(1, int(math.Round(w))), max(1, int(math.Round(h)))
}

// pixels reads a length of SVG; 0 for one that depends on where the drawing stands.
func pixels(s string) float64 {
	s = strings.TrimSpace(s)
	scale := 1.0
	for unit, px := range map[string]float64{"px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 9.6 / 2.54} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			s, scale = number, px
			break
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v > 0) || v*scale > math.MaxInt16 {
		return 0
	}
	return v * scale
}
