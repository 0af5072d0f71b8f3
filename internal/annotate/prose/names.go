package prose

import "slices"

// particles of names are written small.
var particles = []string{"al", "bin", "bint", "ibn", "de", "da", "do", "dos", "del", "della", "der", "den", "di", "du", "el", "la", "le", "van", "von", "ter", "ten", "y", "abu"}

// IsParticle reports a word that is written small within names: van, bin, de.
func IsParticle(word string) bool { return slices.Contains(particles, word) }
