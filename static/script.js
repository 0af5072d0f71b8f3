// Cards beside names. The page works without this file: there the entry in
// "who's who" comes up as a sheet, by :target alone. With it, the entry opens
// beside the name, and nothing else about the page changes.
//
// What the page offers (templates/):
//   <section id="glossary" data-back="Back" data-off="Turn off previews" data-on="Turn on previews">
//                          every word that the script shows; without it the script does nothing
//   a.actor[data-actor]    a mention; with an entry #actor-ID in the page it opens it, else it is a link like any other
//   .slot > .card#actor-ID[popover] with a.close[href="#m-ID"]: the entry, in a box that keeps its place
//   a.mark                 after the last fragment of a passage; its entry's link a[href="#said-N"] gets aria-current
//   .find[hidden] with an <input type=search>, and lists .entries > li: the glossary's index, narrowed as you type
// A page's cards, marks and lists may each be missing.
