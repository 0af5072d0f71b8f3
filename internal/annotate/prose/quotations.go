package prose

// Quotation is a stretch of one paragraph between quotation marks, marks
// included. A quotation over several paragraphs is one Quotation in each.
type Quotation struct {
	Span
	First, Last int  // tokens, Last included
	Continues   bool // goes on from the paragraph before
	Unclosed    bool // no mark closes it in this paragraph
}

// Quoter finds quotations paragraph by paragraph; its zero value is ready.
//
// Outermost marks count: “…‘…’…” is one quotation, and so is ‘…“…”…’. A mark that
// opens again before the first was closed shows that one was lost; then the first
// quotation ends, unclosed, where the second begins. By convention a quotation
// that goes on in the next paragraph is not closed, and the next paragraph opens
// it again; a paragraph that closes what the one before opened is read so too.
type Quoter struct {
	open bool // the last paragraph left a quotation unclosed
}

// Append appends the quotations of one paragraph's tokens to dst, and settles
// which way its ambiguous marks face in toks.
func (q *Quoter) Append(dst []Quotation, text string, toks []Token) []Quotation {
	const none, unknown = -1, -2
	singleEnd := unknown // see lastSingleClose
	carried := q.open
	q.open = false
	start, single := none, false
	from := 0 // first token that a carried quotation could hold
	for i := range toks {
		t := &toks[i]
		switch t.Kind {
		case Open, Close, Quote, Possessive:
		default:
			continue
		}
		isSingle := singleMark(text, *t)
		if isSingle && singleEnd == unknown {
			singleEnd = lastSingleClose(text, toks)
		}
		if t.Kind == Possessive {
			// The bare apostrophe of a plural may close a single quotation.
			if start == none || !single || t.Len() > 3 || text[t.End-1] == 's' || i < singleEnd {
				continue
			}
			t.Kind = Close
		}
		if t.Kind == Quote {
			t.Kind = Open
			if start != none || carried && from == 0 {
				t.Kind = Close
			}
		}
		switch {
		case t.Kind == Open && start == none:
			if isSingle && text[t.Start] == '\'' && i >= singleEnd {
				t.Kind = Other // an apostrophe: no mark closes it
				continue
			}
			start, single = i, isSingle
			from = i + 1
		case t.Kind == Open && single == isSingle:
			dst = append(dst, Quotation{Span: Span{toks[start].Start, toks[i-1].End}, First: start, Last: i - 1, Unclosed: true})
			start = i
		case t.Kind == Close && start != none && single == isSingle:
			dst = append(dst, Quotation{Span: Span{toks[start].Start, t.End}, First: start, Last: i, Continues: carried && start == 0})
			start = none
			from = i + 1
		case t.Kind == Close && start == none && carried && from == 0 && !isSingle:
			dst = append(dst, Quotation{Span: Span{toks[0].Start, t.End}, First: 0, Last: i, Continues: true})
			from = i + 1
		}
	}
	if start != none {
		last := len(toks) - 1
		dst = append(dst, Quotation{Span: Span{toks[start].Start, toks[last].End}, First: start, Last: last, Unclosed: true, Continues: carried && start == 0})
		q.open = true
	}
	return dst
}

func singleMark(text string, t Token) bool {
	switch t.Of(text) {
	case "‘", "’", "‚", "'":
		return true
	}
	return false
}

// lastSingleClose is the index of the paragraph's last single mark that surely
// closes, or -1.
func lastSingleClose(text string, toks []Token) int {
	for i := len(toks) - 1; i >= 0; i-- {
		if toks[i].Kind == Close && singleMark(text, toks[i]) {
			return i
		}
	}
	return -1
}
