// Package preview shows an editor the site while it is written: it watches the
// folders, plans the site anew when something changed, serves pages from memory
// on loopback, and tells the browsers that show a changed page to load it again.
//
// It is handed functions, not packages: how a site is planned and rendered, and
// which folders it is made of, are the caller's to say.
package preview
