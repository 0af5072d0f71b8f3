package site

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// The heads of images, as far as they say how large the image is.

func encoded(t testing.TB, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegImage(t testing.TB) []byte {
	return encoded(t, func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })
}

// exif is a JPEG with an orientation, written in one of the two orders of bytes.
func exif(t testing.TB, order binary.AppendByteOrder, orientation uint16) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		tiff = []byte("MM\x00*\x00\x00\x00\x08")
	}
	tiff = order.AppendUint16(tiff, 2)
	for _, tag := range []uint16{0x010F, 0x0112} {
		tiff = order.AppendUint16(tiff, tag)
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(tiff, orientation)
		tiff = append(tiff, 0, 0)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(segment)+2))
	return append(append(head, segment...), jpegImage(t)[2:]...)
}

func webp(chunk string, data ...byte) []byte {
	b := append([]byte("RIFF\x00\x00\x00\x00WEBP"+chunk+"\x00\x00\x00\x00"), data...)
	return append(b, make([]byte, 16)...)
}

func isoBox(name string, content ...[]byte) []byte {
	joined := slices.Concat(content...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(joined)+8)), name...), joined...)
}

func avif(properties ...[]byte) []byte {
	return append(isoBox("ftyp", []byte("avif\x00\x00\x00\x00")),
		isoBox("meta", make([]byte, 4), isoBox("hdlr", make([]byte, 9)), isoBox("iprp", isoBox("ipco", properties...)))...)
}

func ispe(width, height uint32) []byte {
	return isoBox("ispe", binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(make([]byte, 4), width), height))
}

type sizedImage struct {
	name, typ     string
	head          []byte
	width, height int // 0 where none can be read
}

func sizedImages(t testing.TB) []sizedImage {
	svg := func(s string) []byte { return []byte(s) }
	const xmlns = ` xmlns="http://www.w3.org/2000/svg"`
	return []sizedImage{
		{"png", "image/png", encoded(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) }), 40, 30},
		{"gif", "image/gif", encoded(t, func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) }), 40, 30},
		{"a broken png", "image/png", []byte("\x89PNG\r\n\x1a\n"), 0, 0},

		{"jpeg", "image/jpeg", jpegImage(t), 40, 30},
		{"jpeg upright", "image/jpeg", exif(t, binary.LittleEndian, 3), 40, 30},
		{"jpeg on its side", "image/jpeg", exif(t, binary.LittleEndian, 6), 30, 40},
		{"jpeg on its side, the other way", "image/jpeg", exif(t, binary.BigEndian, 8), 30, 40},
		{"jpeg without a frame", "image/jpeg", []byte("\xFF\xD8\xFF\xDB\x00\x04ab\xFF\xD9"), 0, 0},
		{"no jpeg", "image/jpeg", []byte("GIF89a"), 0, 0},

		{"webp", "image/webp", webp("VP8 ", 0, 0, 0, 0x9D, 0x01, 0x2A, 40, 0x40, 30, 0xC0), 40, 30},
		{"webp, lossless", "image/webp", webp("VP8L", 0x2F, 39, 0x40, 7, 0), 40, 30},
		{"webp, extended", "image/webp", webp("VP8X", 0, 0, 0, 0, 0x2B, 1, 0, 29, 0, 0), 300, 30},
		{"webp of no kind", "image/webp", webp("ABCD"), 0, 0},

		{"avif", "image/avif", avif(ispe(40, 30)), 40, 30},
		{"avif with a preview", "image/avif", avif(ispe(4, 3), ispe(40, 30), isoBox("pixi")), 40, 30},
		{"avif on its side", "image/avif", avif(ispe(40, 30), isoBox("irot", []byte{1})), 30, 40},
		{"avif upside down", "image/avif", avif(ispe(40, 30), isoBox("irot", []byte{2})), 40, 30},
		{"avif without a size", "image/avif", avif(), 0, 0},

		{"svg", "image/svg+xml", svg(`<svg` + xmlns + ` width="40" height="30"/>`), 40, 30},
		{"svg in inches", "image/svg+xml", svg(`<svg width="1in" height="2.54cm"/>`), 96, 96},
		{"svg by its view box", "image/svg+xml", svg(`<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE svg><!-- a --><svg viewBox="0,0 40 30"/>`), 40, 30},
		{"svg by its width", "image/svg+xml", svg(`<svg width="80px" viewBox="0 0 40 30">`), 80, 60},
		{"svg by its height", "image/svg+xml", svg(`<svg viewBox="0 0 40 30" height="15">`), 20, 15},
		{"svg as wide as the page", "image/svg+xml", svg(`<svg width="100%" height="100%" viewBox="0 0 40 30">`), 40, 30},
		{"svg that says nothing", "image/svg+xml", svg(`<svg>`), 300, 150},
		{"svg that says too much", "image/svg+xml", svg(`<svg width="1e99" height="NaN" viewBox="0 0 -1 5">`), 300, 150},
		{"no svg", "image/svg+xml", svg(`<html><svg width="1" height="1"/>`), 0, 0},
		{"no markup", "image/svg+xml", svg(`svg`), 0, 0},

		{"another kind", "image/bmp", []byte("BM"), 0, 0},
	}
}

func TestImageSize(t *testing.T) {
	for _, test := range sizedImages(t) {
		t.Run(test.name, func(t *testing.T) {
			width, height, err := sizeOf(test.head, test.typ)
			if test.width == 0 {
				if err == nil {
					t.Errorf("a size is read: %d by %d", width, height)
				}
				return
			}
			if err != nil || width != test.width || height != test.height {
				t.Errorf("it is %d by %d (%v), not %d by %d", width, height, err, test.width, test.height)
			}
		})
	}
}

// FuzzImageSize reads sizes from heads of images that lie, or end early.
func FuzzImageSize(f *testing.F) {
	types := map[string]bool{}
	for _, test := range sizedImages(f) {
		f.Add(test.head, test.typ)
		types[test.typ] = true
	}
	f.Fuzz(func(t *testing.T, head []byte, typ string) {
		if !types[typ] {
			return
		}
		width, height, err := sizeOf(head, typ)
		if err == nil && (width <= 0 || height <= 0) {
			t.Errorf("%s: %d by %d", strings.TrimPrefix(typ, "image/"), width, height)
		}
	})
}
